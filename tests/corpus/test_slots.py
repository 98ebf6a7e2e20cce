"""Slots: every case has a number, found in constant time, whatever else the recipe makes."""

import pytest

from chaosdocs.corpus.slots import Slots
from chaosdocs.corpus.stretches import spread
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.model import Recipe


def recipe(**design):
    return Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "t",
            "seed": 3,
            "source": {"domain": "invoice", "count": 5},
            "render": [{"as": "pdf", "templates": ["letterhead", "erp"]}],
            "design": {"each": ["dates.ambiguous_order"], "severities": [1, 5], **design},
        }
    )


def test_each_record_has_a_clean_twin_and_every_level_in_every_rendering():
    slots = Slots(recipe(), 5)

    assert len(slots) == 5 * 2 * (1 + 2)
    labels = {slot.label(f"r{slot.record}") for slot in slots}
    assert len(labels) == len(slots)
    assert "r0~pdf.erp~clean" in labels
    assert "r4~pdf.letterhead~dates.ambiguous_order@5" in labels


def test_a_slot_found_alone_is_the_slot_in_the_row():
    slots = Slots(recipe(chains={"count": 4, "length": [1, 1]}), 5)

    assert [slots[i].number for i in range(len(slots))] == list(range(len(slots)))
    assert list(slots) == [slots[i] for i in range(len(slots))]
    assert slots[-1] == slots[len(slots) - 1]
    assert slots[2:4] == [slots[2], slots[3]]
    with pytest.raises(IndexError):
        slots[len(slots)]


def test_the_twin_of_a_slot_is_clean_and_of_the_same_record_and_rendering():
    slots = Slots(recipe(), 5)

    for slot in slots:
        twin = slots[slots.twin(slot)]
        assert (twin.record, twin.rendering, twin.steps) == (slot.record, slot.rendering, ())


def test_severities_of_a_cell_share_their_stream_of_chance():
    slots = [slot for slot in Slots(recipe(), 5) if slot.steps]

    assert len({slot.steps[0].name for slot in slots}) == 1


def test_a_budget_takes_fewer_records_a_cell_and_keeps_the_pairs():
    slots = Slots(recipe(budget={"cases": 18, "min_records": 2}), 5)

    assert len(slots) == 10 + 2 * 2 * 2
    for slot in slots:
        assert slots[slots.twin(slot)].record == slot.record


def test_a_budget_that_is_too_small_says_what_would_do():
    with pytest.raises(UserError, match="18 cases would do"):
        Slots(recipe(budget={"cases": 12, "min_records": 2}), 5)


def test_a_floor_is_measured_on_fifty_clean_twins_at_one_severity():
    slots = Slots(recipe(each=["null.rerun", "dates.ambiguous_order"]), 40)
    floor = [slot for slot in slots if slot.steps and slot.steps[0].operator.family == "null"]

    assert len(floor) == 50
    assert {slot.rendering for slot in floor} == {"pdf.letterhead", "pdf.erp"}
    assert {slot.steps[0].severity for slot in floor} == {1}


def test_a_floor_is_taken_from_the_budget_first_and_never_from_chains():
    design = {"each": ["null.rerun", "dates.ambiguous_order"], "budget": {"cases": 28}}
    slots = Slots(recipe(**design), 5)

    assert sum(not slot.steps for slot in slots) == 10
    assert sum(bool(s.steps) and s.steps[0].operator.family == "null" for s in slots) == 10
    assert len(slots) == 28
    chained = Slots(recipe(chains={"count": 60, "length": [2, 3]}), 5)
    assert all(step.operator.family != "null" for s in chained for step in s.steps)


def test_chains_that_are_drawn_alike_have_names_of_their_own():
    slots = Slots(
        recipe(
            each=["dates.*"],
            severities=[1],
            chains={"use": ["dates.*"], "count": 300, "length": [1, 2]},
        ),
        2,
    )
    labels = [slot.label(str(slot.record)) for slot in slots]

    assert len(set(labels)) == len(labels)
    assert any(label.endswith("#2") for label in labels)
    assert all(slots[number] == slot for number, slot in list(enumerate(slots))[::-1])


@pytest.mark.parametrize("part", [None, (1, 3), (3, 3), (2, 9)])
@pytest.mark.parametrize(
    "design",
    [
        {},
        {"each": ["null.*", "dates.ambiguous_order"]},
        {"each": ["layout.headless_continuation"], "budget": {"cases": 60}},
        {"chains": {"count": 7}, "budget": {"cases": 40}},
        {"each": [], "chains": {"count": 7}},
    ],
)
def test_stretches_count_and_find_the_slots_one_by_one(design, part):
    slots = Slots(recipe(**design), 5, long=True)

    def mine(number):
        return part is None or slots[number].record % part[1] == part[0] - 1

    found = []
    for stretch in slots.stretches():
        numbers = [stretch.slot(n, part) for n in range(stretch.count(part) * stretch.each)]
        assert numbers == sorted(numbers)
        found += numbers
        for number in numbers:
            slot = slots[number]
            assert slot.rendering in stretch.renderings
            assert [s.operator.id for s in slot.steps] == [stretch.operator][: len(slot.steps)]
            assert bool(slot.steps) == bool(stretch.operator)
            assert {s.severity for s in slot.steps} <= set(stretch.severities)
        assert len(spread([stretch], 3, part)) == min(3, len(numbers))
    assert sorted(found) == [n for n in slots.numbers() if mine(n) and n not in slots.chains]
