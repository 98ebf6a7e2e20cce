"""What operators reach: equal severities are skipped and told, long lists are made."""

import pytest

from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.reaching import reached_by
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve


def maker(*use, severities=(1, 5), templates=("erp",), count=2):
    recipe = {
        "name": "reach",
        "seed": 90422,
        "source": {"domain": "invoice", "count": count},
        "render": [{"as": "pdf", "templates": list(templates)}],
        "design": {"each": list(use), "severities": list(severities)},
    }
    return Maker(resolve(Recipe.model_validate(recipe)), None)


def dirty(made):
    return [slot.number for slot in made.slots if slot.steps]


def test_a_severity_that_makes_the_same_document_is_skipped_and_told():
    made = maker("layout.two_columns", count=1)
    first, second = (made.make(number) for number in dirty(made))

    assert isinstance(first, MadeCase)
    assert isinstance(second, SkippedSlot)
    assert second.reason == ("layout.two_columns: severity 5 makes the document of severity 1")


def test_one_severity_alone_is_made():
    made = maker("layout.two_columns", severities=(5,), count=1)

    assert isinstance(made.make(*dirty(made)), MadeCase)


def test_the_outlook_says_what_will_be_skipped_and_why():
    made = maker("layout.two_columns", "pdf.lying_tounicode", count=1)

    for number in dirty(made):
        slot = made.make(number)
        told = made.outlook(number)
        assert told == (slot.reason if isinstance(slot, SkippedSlot) else "")


@pytest.mark.parametrize(
    ("operators", "render"),
    [
        ("packet.*", {"as": "packet", "form": ["pdf", "sheet"]}),
        ("links.*", {"as": "set", "pairing": "books-bank"}),
    ],
)
def test_the_outlook_of_a_book_is_what_comes_of_its_slots(operators, render):
    recipe = {
        "name": "reach",
        "seed": 90422,
        "source": {"world": "trade", "books": 1, "matters": 9},
        "render": [render],
        "design": {"each": [operators], "severities": [1, 5]},
    }
    made = Maker(resolve(Recipe.model_validate(recipe)), None)
    reasons = {number: getattr(made.make(number), "reason", "") for number in dirty(made)}

    assert {number: made.outlook(number) for number in reasons} == reasons
    assert "" in reasons.values()
    assert any("makes the document of severity 1" in why for why in reasons.values())


def test_the_milder_slot_is_the_next_lower_severity_of_the_same_record():
    slots = maker("dates.*", severities=(5, 1, 3)).slots

    for slot in slots:
        number = slots.milder(slot)
        if number is None:
            assert slot.severity in {0, 1}
            continue
        milder = slots[number]
        assert (milder.record, milder.rendering) == (slot.record, slot.rendering)
        assert milder.steps[0].operator is slot.steps[0].operator
        assert (milder.severity, slot.severity) in {(1, 3), (3, 5)}


def test_an_operator_that_needs_a_long_list_is_given_one():
    made = maker("layout.headless_continuation", "dates.month_only", severities=(1,))
    long = [made.slots[n] for n in dirty(made) if made.slots[n].steps[0].operator.long_list]

    assert {slot.record for slot in long} == {2, 3}
    assert all(isinstance(made.make(slot.number), MadeCase) for slot in long)
    for slot in long:
        twin = made.slots[made.slots.twin(slot)]
        assert (twin.record, twin.rendering, twin.steps) == (slot.record, slot.rendering, ())


def test_slots_of_other_operators_keep_their_numbers_where_long_lists_are_made():
    few = maker("dates.month_only", severities=(1,)).slots
    more = maker("dates.month_only", "layout.headless_continuation", severities=(1,)).slots

    assert [more[slot.number] for slot in few] == list(few)


@pytest.mark.parametrize("severity", [1, 2, 3, 4, 5])
def test_the_digits_of_a_lying_text_layer_can_be_swapped_at_every_severity(severity):
    made = maker("pdf.lying_tounicode", severities=(severity,), count=3)

    assert all(made.outlook(number) == "" for number in dirty(made))


def test_operators_are_told_with_made_and_skipped_and_the_commonest_reason():
    slots = [slot for slot in maker("dates.month_only", severities=(1,)).slots if slot.steps]
    (found,) = reached_by([(slots[0], ""), (slots[1], "dates.month_only: no date")])

    assert found.words() == "dates.month_only: 1 made, 1 skipped: no date"
