"""Operators on trees one after another: every chain is made, or skipped with a reason."""

from xml.etree import ElementTree as ET

import pytest

from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

STANDARDS = (
    ("invoice", "xml", "ubl"), ("invoice", "xml", "cii"), ("statement", "xml", "camt_v4"),
    ("statement", "json", "sap"), ("kyc", "json", "netsuite"),
)  # fmt: skip


def maker(domain, medium, system, records=2):
    data = {
        "name": "chains",
        "seed": 4,
        "source": {"domain": domain, "count": records, "locales": ["en_US", "de_DE"]},
        "render": [{"as": medium, "system": system}],
        "design": {"each": ["null.rerun"], "severities": [1]},
    }
    return Maker(resolve(Recipe.model_validate(data)), Witnesses())


def chained(making, record, *steps):
    slot = next(
        slot.number for slot in map(making.slots.__getitem__, range(len(making.slots)))
        if slot.steps and slot.record == record
    )  # fmt: skip
    return making.variant(
        slot,
        tuple(
            Step(id=f"s{n}", operator=OPERATORS[name], severity=severity, name=name)
            for n, (name, severity) in enumerate(steps, 1)
        ),
    )


@pytest.mark.parametrize(
    ("place", "record", "steps"),
    [
        (STANDARDS[0], 1, [("drift.doubled_keys", 5), ("drift.nested_keys", 3)]),
        (STANDARDS[0], 1, [("drift.doubled_keys", 3), ("drift.scalar_array", 5)]),
        (STANDARDS[0], 0, [("drift.doubled_keys", 5), ("drift.stale_schema", 5)]),
        (STANDARDS[0], 1, [("drift.xml_respelled", 3), ("drift.doubled_keys", 1)]),
        (STANDARDS[1], 0, [("drift.moved_level", 5), ("drift.epoch_dates", 3)]),
        (STANDARDS[1], 0, [("drift.moved_level", 3), ("drift.tag_decides", 3)]),
        (STANDARDS[1], 1, [("drift.split_field", 5), ("drift.reordered", 3)]),
        (STANDARDS[2], 1, [("drift.reordered", 5), ("drift.dropped_keys", 5)]),
        (STANDARDS[3], 0, [("drift.doubled_keys", 5), ("drift.page_cut", 1)]),
    ],
)
def test_a_chain_on_a_message_is_proved(place, record, steps):
    made = chained(maker(*place), record, *steps)

    assert isinstance(made, MadeCase), made.reason


@pytest.mark.slow
@pytest.mark.parametrize("place", STANDARDS, ids=lambda place: ".".join(place[1:]))
def test_every_pair_of_operators_on_trees_is_proved_or_skipped(place):
    making = maker(*place)
    names = [name for name, each in OPERATORS.items() if each.stage.name == "tree"]
    names = [name for name in names if place[1] in OPERATORS[name].media]

    defects = []
    for number, first in enumerate(names):
        for more, second in enumerate(names):
            severities = 1 + 2 * ((number + more) % 3), 1 + 2 * (number % 3)
            if first == second:
                continue
            made = chained(making, more % 2, *zip((first, second), severities, strict=True))
            if isinstance(made, SkippedSlot) and made.outcome == "defect":
                defects.append((first, second, severities, made.reason))

    assert not defects


@pytest.mark.parametrize("place", STANDARDS[:3], ids=lambda place: place[2])
def test_a_message_with_another_spelling_is_xml_with_namespaces(place):
    making = maker(*place)
    clean, *respelled = (
        ET.fromstring(next(iter(made.files.values())))  # noqa: S314 - ours
        for made in (
            making.make(0),
            *(chained(making, 0, ("drift.xml_respelled", severity)) for severity in (1, 3, 5)),
        )
    )

    names = {each.tag for each in clean.iter()}
    for root in respelled:
        local = {each.tag.partition("}")[2] for each in root.iter()}
        assert local <= {name.partition("}")[2] for name in names}
        if place[2] != "cii":  # there all elements have a prefix already
            assert root.tag.partition("}")[0].startswith("{urn:example:schema:")
    attributes = sum(len(each.attrib) for each in respelled[-1].iter())
    assert attributes > sum(len(each.attrib) for each in clean.iter())
