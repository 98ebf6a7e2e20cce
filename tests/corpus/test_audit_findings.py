"""What an outside audit of the expectations found wrong is right: one test a finding.

W2, W7 and W8 stand in `tests/operators/test_cropped.py`, W9 in `tests/operators/test_lures.py`.
"""

import re
from datetime import date

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

PDF = {"as": "pdf", "templates": ["letterhead"]}
JSON = {"as": "json", "system": "netsuite"}


def cases(  # noqa: PLR0917
    operators, render, domain="invoice", locales=("de_DE",), count=6, severities=(3, 5)
):
    data = {
        "name": "audit",
        "seed": 90377,
        "source": {"domain": domain, "count": count, "locales": list(locales)},
        "render": [render],
        "design": {"each": list(operators), "severities": list(severities)},
    }
    maker = Maker(resolve(Recipe.model_validate(data)), Witnesses())
    for number in range(len(maker.slots)):
        if maker.slots[number].steps and isinstance(made := maker.make(number), MadeCase):
            yield made


def leaves(made):
    return {leaf.path: leaf.truth for leaf in made.truth.leaves()}


@pytest.mark.slow
@pytest.mark.parametrize("operator", ["scan.blurred", "scan.low_resolution"])
def test_w1_blurred_and_coarse_scans_are_not_called_unreadable(operator):
    render = {"as": "scan", "templates": ["letterhead"]}
    states = [
        field for made in cases([operator], render, locales=["en_US"], count=2, severities=[5])
        for field in leaves(made).values()
    ]  # fmt: skip
    gone = [field for field in states if field.state == "unanswerable"]

    assert states
    assert len(gone) < len(states) / 20
    assert "stain" not in {field.reason for field in gone}


def test_w3_what_a_document_contradicts_does_not_follow():
    seen = 0
    for made in cases(["totals.wrong_sum"], PDF, "statement", count=4):
        seen += 1
        for path, field in leaves(made).items():
            if field.why != "derived":
                continue
            said = [x for x in made.evidence if x.path == path and x.role == "says"]
            assert not said, f"{made.truth.label} {path} is printed and derived"
    assert seen


@pytest.mark.parametrize(
    ("domain", "locale", "one", "other"),
    [
        ("kyc", "fr_FR", "/company/vat_id", "/company/registration_number"),
        ("kyc", "fr_FR", "/company/registration_number", "/company/vat_id"),
        ("kyc", "ja_JP", "/company/vat_id", "/company/registration_number"),
        ("kyc", "ja_JP", "/company/registration_number", "/company/vat_id"),
    ],
)
def test_w4_a_number_that_follows_from_another_is_not_gone(domain, locale, one, other):
    """Whatever damages one of the two, it follows while the other is printed."""
    damaged = 0
    operators = ["ids.masked", "gaps.left_out", "gaps.blank_under_label", "gaps.placeholder"]
    for made in cases(operators, JSON, domain, [locale], count=24, severities=[3]):
        fields = leaves(made)
        kept = fields[other].state == "answerable" and fields[other].why == "printed"
        if kept and fields[one].touched:
            damaged += 1
            assert fields[one].state == "answerable", f"{made.truth.label}: {fields[one]}"
    assert damaged


SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d\d(?:\d\d)?)")


def test_w5_a_slash_date_is_open_only_where_nothing_on_the_document_settles_it():
    """A date before the invoice's cannot be due, and one settled date tells the order of all."""
    open_dates = 0
    for made in cases(["dates.ambiguous_order"], PDF, locales=["de_DE", "en_US"], count=24):
        fields = leaves(made)
        texts = {x.path: x.text for x in made.evidence if x.channel == "eye" and x.role == "says"}
        telling = [
            path for path, text in texts.items()
            if (found := SLASHED.fullmatch(text)) and max(int(found[1]), int(found[2])) > 12
        ]  # fmt: skip
        for path, field in fields.items():
            if field.kind != "date" or field.state != "ambiguous":
                continue
            open_dates += 1
            assert not telling, f"{made.truth.label} {path}: {telling} tells the order"
            issued = fields["/issue_date"]
            if path == "/due_date" and issued.state == "answerable":
                day = date.fromisoformat(issued.accept[0])
                assert all(date.fromisoformat(value) >= day for value in field.readings)
    assert open_dates


def test_w6_the_instructions_say_how_a_date_with_dots_is_read():
    dotted = 0
    for made in cases(["null.resave"], PDF, count=20, severities=[1]):
        texts = [x for x in made.evidence if x.channel == "eye" and x.role == "says"]
        fields = leaves(made)
        for line in texts:
            found = re.fullmatch(r"(\d\d)\.(\d\d)\.\d{4}", line.text)
            if found and int(found[1]) <= 12:
                dotted += 1
                assert fields[line.path].state == "answerable"
        assert "In a date with points the day comes first" in made.case.instructions
    assert dotted


def test_w10_a_confirmed_value_that_arithmetic_settles_is_not_disputed():
    seen = settled = 0
    for made in cases(["claims.contradiction"], PDF, count=12):
        fields = leaves(made)
        net, tax, total = (fields[path] for path in ("/net", "/tax", "/total"))
        for one, others in ((net, (tax, total)), (total, (net, tax)), (tax, (net, total))):
            if not one.touched:
                continue
            seen += 1
            if all(each.state == "answerable" and each.why == "printed" for each in others):
                settled += 1
                assert one.state == "answerable", f"{made.truth.label}: {one}"
    assert seen
    assert settled
