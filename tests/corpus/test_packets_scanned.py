"""Packets that are one scan, under the operators that act on whole pages."""

from functools import cache

import pytest

import chaosdocs
from chaosdocs.authoring import OPERATORS, SeededRng
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.packets import build_packet
from chaosdocs.foundation.errors import UserError
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.load import load
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.sources.world.packets.opening import open_packet
from chaosdocs.sources.world.registry import WORLDS

WHOLE = tuple(name for name, op in OPERATORS.items() if op.stage.name == "scan" and op.packets)
NOT_ON_PACKETS = {
    "scan.coffee_stain",
    "scan.cropped_first_digit",
    "scan.missing_page",
    "scan.redacted_field",
    "scan.redaction_beside",
    "scan.stain_beside",
}


@cache
def maker(each, *, template="letterhead", severities=(1, 5), proved=True):
    data = {
        "name": "scanned-packets",
        "seed": 11,
        "source": {"world": "trade", "books": 2, "locales": ["en_US", "de_DE"]},
        "render": [{"as": "packet", "templates": [template], "form": ["scan"], "policy": ["page"]}],
        "design": {"each": [each], "severities": severities},
    }
    return Maker(resolve(Recipe.model_validate(data)), Witnesses() if proved else None)


def cases(its):
    return [its.make(slot.number) for slot in its.slots if slot.steps]


def unread(case):
    return sum(leaf.truth.state in {"unscored", "unanswerable"} for leaf in case.truth.leaves())


def test_what_takes_pages_or_numbers_away_does_not_act_on_packets():
    scans = {name for name, op in OPERATORS.items() if op.stage.name == "scan"}

    assert scans - set(WHOLE) == NOT_ON_PACKETS
    for name in sorted(scans):
        operator = OPERATORS[name]
        assert operator.acts_on("packet.erp:scan:page") == (name in WHOLE)
        assert not operator.acts_on("packet.erp:pdf:page")
        assert not operator.acts_on("packet.erp:sheet:page")
        assert operator.acts_on("scan.erp")


@pytest.mark.parametrize("name", ["scan.low_resolution", "scan.faxed"])
def test_severity_tells_on_a_packet_and_the_proof_agrees(name):
    its = maker(name, template="erp")
    first, *_ = [slot for slot in its.slots if slot.steps and slot.severity == 1]
    mild = its.make(first.number)
    hard = next(
        its.make(slot.number)
        for slot in its.slots
        if slot.steps and slot.severity == 5 and slot.record == first.record
    )

    assert isinstance(mild, MadeCase)
    assert isinstance(hard, MadeCase)
    assert unread(its.make(its.slots.twin(mild.slot))) <= unread(mild) < unread(hard)
    assert mild.files != hard.files
    for leaf in hard.truth.leaves():
        stands = any(x.path == leaf.path and x.role == "says" for x in hard.evidence)
        assert bool(leaf.truth.touched) == stands


def test_the_places_of_a_skewed_packet_are_turned_with_its_pages():
    its = maker("scan.skewed", severities=(5,))
    case = next(x for x in cases(its) if isinstance(x, MadeCase))
    twin = its.make(its.slots.twin(case.slot))
    here, there = ({(x.statement, x.page): x.box for x in y.evidence} for y in (case, twin))

    assert here.keys() == there.keys()
    assert all(here[place] != there[place] for place in here)


def test_a_page_of_another_matter_is_blurred_and_touches_no_field():
    packet = open_packet(WORLDS["trade"].book(3, 1, "de_DE", None), "page")
    steps = [
        Step(id=name, operator=OPERATORS[name], severity=3, name=name)
        for name in ("packet.near_documents", "scan.blurred")
    ]
    built = build_packet(packet, "packet.erp:scan:page", steps, SeededRng(1))
    clean = build_packet(packet, "packet.erp:scan:page", steps[:1], SeededRng(1))
    near = {part.sheet.id for part in built.parts if part.sheet.near}
    shown = {x.statement for x in built.document.files[0].loci if x.role == "says"}
    own = {s.ref for s in built.document.statements.values() if s.id in shown and s.ref}

    assert near
    assert {name.partition(":")[0] for name in shown} > near
    assert set(built.steps[-1].touched) == own
    assert [edit.page for edit in built.steps[-1].plan.edits] == [None]
    assert built.glass == clean.glass
    assert built.document.files[0].loci == clean.document.files[0].loci
    assert built.files[0].data != clean.files[0].data


@pytest.mark.parametrize(
    ("form", "use", "wrong"),
    [
        ("scan", "scan.blurred", ""),
        ("[pdf, scan]", "scan.*", ""),
        ("pdf", "scan.blurred", "make nothing"),
        ("scan", "scan.missing_page", "make nothing"),
        ("scan", "dates.*", "make nothing"),
    ],
)
def test_a_recipe_says_which_operators_act_on_a_scanned_packet(tmp_path, form, use, wrong):
    path = tmp_path / "recipe.yaml"
    path.write_text(
        "chaosdocs: 2\nname: p\nsource: {world: trade, books: 2}\n"
        f"render: [{{as: packet, form: {form}}}]\ndesign: {{each: [{use}]}}\n"
    )
    if wrong:
        with pytest.raises(UserError, match=wrong):
            load(path)
        return
    recipe = resolve(load(path))
    slots = Maker(recipe, None).slots
    used = {step.operator.id: slot.rendering for slot in slots for step in slot.steps}

    assert used.keys() == ({use} if "*" not in use else {n for n in WHOLE if n.startswith("scan.")})
    assert all(":scan:" in rendering for rendering in used.values())


@pytest.mark.slow
def test_a_folder_of_damaged_scans_of_packets_is_proved_again(tmp_path):
    chaosdocs.generate(maker("scan.faxed").recipe, tmp_path / "corpus")

    report = chaosdocs.verify(tmp_path / "corpus")

    assert report.proved == report.cases > 2
    assert not report.failures


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_every_such_operator_is_proved_on_packets(name):
    made = cases(maker(name, severities=(2, 4)))

    assert any(isinstance(case, MadeCase) for case in made)
    assert not [case.reason for case in made if getattr(case, "outcome", "") == "defect"]
