"""Timelines: documents with statements in several versions of a drawn schema."""

from hypothesis import given, settings

from chaosdocs.documents.plain import data_of
from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.checked import agrees
from chaosdocs.proof.witnesses.json import JsonWitness
from chaosdocs.render.writers import json as writer
from chaosdocs.testing import strategies as cst


def line(locus):
    return Evidence(
        case="c", path="/x", statement=locus.statement, channel="text", file="f",
        text=locus.text, pointer=locus.pointer, convention="plain",
    )  # fmt: skip


@given(cst.timelines("invoice", versions=3, changes=3))
@settings(max_examples=60, deadline=None)
def test_every_version_is_the_map_of_the_one_before_it(timeline):
    for made, old, new in zip(
        timeline.maps, timeline.versions, timeline.versions[1:], strict=False
    ):
        assert data_of(made.forward(old)) == data_of(new)
        if not made.loses and not any(change.how == "merge" for change in made.changes):
            again = data_of(made.backward(new))
            assert again.keys() == data_of(old).keys()


@given(cst.timelines("statement", versions=2, changes=4))
@settings(max_examples=60, deadline=None)
def test_evidence_stays_exact_through_every_change(timeline):
    for tree in timeline.versions:
        made = writer.write(tree)
        witness = JsonWitness(made.data)
        for locus in made.loci:
            found = witness.found(line(locus))
            assert found is not None, locus
            assert agrees(found, line(locus)) or not locus.text, (locus, found)


@given(cst.timelines("kyc", versions=2, changes=2, hows=["rename"]))
@settings(max_examples=15, deadline=None)
def test_kinds_of_changes_can_be_chosen(timeline):
    assert {c.how for made in timeline.maps for c in made.changes} <= {"rename"}
    assert len(timeline.data) == 2
    assert "versions" in repr(timeline)
