"""Operators on scans: what they touch, and what they leave alone."""

import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from paper_by_hand import CONVENTION, paper, run

from chaosdocs.authoring import OPERATORS, Plan, SeededRng, Skip, Statement, plan, replay, says
from chaosdocs.documents.geometry import Box
from chaosdocs.documents.scan import Cut, DropPage, Occlude, Scan, Trim
from chaosdocs.truth.values import Money

SCANS = tuple(i for i in OPERATORS if i.startswith("scan."))


def sheets(document):
    return Scan(
        source=document, statements=document.statements, pages=tuple(range(len(document.sizes)))
    )


def planned(operator, document, severity=3, seed=1, focus=None):
    return plan(OPERATORS[operator], sheets(document), severity, SeededRng(seed), focus=focus)


@pytest.mark.parametrize("operator", SCANS)
@pytest.mark.parametrize("severity", [1, 5])
def test_every_operator_finds_something_to_do_on_two_pages(operator, severity):
    decided = planned(operator, paper(2), severity)

    assert isinstance(decided, Plan)
    after = replay(OPERATORS[operator].stage, sheets(paper(2)), decided.edits)
    assert after != sheets(paper(2))


@pytest.mark.parametrize("operator", ["scan.redaction_beside", "scan.stain_beside"])
@pytest.mark.parametrize("seed", range(6))
def test_a_near_miss_lies_on_no_text(operator, seed):
    document = paper()
    decided = planned(operator, document, 5, seed)

    marks = [edit for edit in decided.edits if isinstance(edit, Occlude)]
    assert marks
    assert not any(
        Box(*mark.box).meets(each.box) for mark in marks for each in document.runs
        if each.page == mark.page
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_bars_beside_fields_are_apart_and_keep_their_places_at_higher_levels(seed):
    at_levels = [
        {
            edit.key: Box(*edit.box)
            for edit in planned("scan.redaction_beside", paper(), n, seed).edits
        }
        for n in (1, 2, 3, 4, 5)
    ]

    for bars in at_levels:
        boxes = list(bars.values())
        assert not any(a.grown(15.0).meets(b) for n, a in enumerate(boxes) for b in boxes[:n])
    for less, more in pairwise(at_levels):
        assert less.items() <= more.items()


@pytest.mark.parametrize("operator", ["scan.redacted_field", "scan.coffee_stain"])
def test_an_aimed_mark_covers_every_statement_of_its_field_and_no_other(operator):
    document = paper()
    decided = planned(operator, document, 5, focus="/total")

    marks = [Box(*edit.box) for edit in decided.edits if isinstance(edit, Occlude)]
    met = {
        each.statement for each in document.runs
        if each.statement and any(mark.meets(each.box) for mark in marks)
    }  # fmt: skip
    assert met == {"/total#1"}


def test_more_severe_redactions_keep_the_fields_of_lesser_ones():
    keys = [set(planned("scan.redacted_field", paper(), level).keys) for level in (1, 3, 5)]

    assert keys[0] < keys[1] <= keys[2]


def test_a_batch_never_loses_all_its_pages():
    dropped = planned("scan.missing_page", paper(2), 5).edits

    assert len(dropped) == 1
    assert isinstance(dropped[0], DropPage)
    assert isinstance(planned("scan.missing_page", paper(1)), Skip)


def test_a_crop_that_shows_takes_every_number_at_the_edge_away():
    decided = planned("scan.cropped_first_digit", paper(), 1, focus="/number")

    trims = {edit.statement: edit for edit in decided.edits if isinstance(edit, Trim)}
    assert set(trims) == {"/number#1", "/place#1"}
    assert all(trim.after.trace == "cut" and not trim.after.claim.living for trim in trims.values())
    assert [(x.value, x.name) for x in trims["/number#1"].after.lures] == [("8213907", "cropped")]


def test_a_crop_that_nothing_shows_leaves_another_number():
    text = "1,284.56"
    statement = Statement(
        id="/total#1", ref="/total", kind="money", text=text,
        claim=says(Money(Decimal("1284.56"), "EUR")), convention=CONVENTION,
    )  # fmt: skip
    lone = run("/total#1@1", text, 60.0, 80.0, statement=statement.id, role="value")
    document = replace(paper(), runs=(lone,), statements={statement.id: statement})

    decided = planned("scan.cropped_first_digit", document, 1)

    cut, trim = decided.edits
    assert isinstance(cut, Cut)
    assert trim.after.text == "284.56"
    assert trim.after.value == Money(Decimal("284.56"), "EUR")
