"""Chains whose steps meddle with each other: each was unproved once."""

from __future__ import annotations

import re
from functools import cache

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.values import from_json, key


@cache
def chains(
    domain: str, locale: str, rendering: str, *operators: str, severity: int = 3, count: int = 4
) -> tuple[MadeCase, ...]:
    """Make the proved cases of one chain; none may be a defect."""
    medium, _, dialect = rendering.partition(".")
    render = (
        {"as": medium, "templates": [dialect]}
        if medium in {"pdf", "scan"}
        else {"as": medium, "system": dialect}
    )
    recipe = Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "chains",
            "seed": 4,
            "source": {"domain": domain, "count": count, "locales": [locale]},
            "render": [render],
            "design": {
                "chains": {
                    "count": count,
                    "length": [len(operators), len(operators)],
                    "use": list(operators),
                },
                "severities": [severity],
            },
        }
    )
    maker = Maker(resolve(recipe), Witnesses())
    made = [maker.make(number) for number in range(len(maker.slots))]
    defects = [m for m in made if not isinstance(m, MadeCase) and m.outcome == "defect"]
    assert not defects, defects[0].reason
    return tuple(m for m in made if isinstance(m, MadeCase) and m.truth.steps)


def test_a_rule_behind_the_crop_decides_nothing_by_eye():
    cases = [
        *chains("statement", "en_US", "pdf.letterhead", "claims.superseded", "pdf.cropbox"),
        *chains("invoice", "en_US", "pdf.letterhead", "claims.superseded", "pdf.cropbox"),
    ]
    hidden = [
        case
        for case in cases
        if not any(x.statement.startswith("rule") and x.channel == "eye" for x in case.evidence)
    ]

    assert hidden
    for case in hidden:
        fields = [f for f in case.truth.fields.values() if getattr(f, "why", None) == "rule"]
        assert not fields
    assert any(
        other.why == "rule"
        for case in hidden
        for field in case.truth.fields.values()
        for other in getattr(field, "channels", {}).values()
    )


@pytest.mark.parametrize(
    ("domain", "locale", "render", "operator"),
    [
        ("statement", "en_US", {"as": "pdf", "templates": ["letterhead"]}, "claims.superseded"),
        ("kyc", "fr_FR", {"as": "xlsx", "system": "sap"}, "export.storno_rows"),
    ],
)
def test_a_word_that_an_operator_adds_may_be_common_elsewhere(domain, locale, render, operator):
    """ "Line" in "(line 49)" is no label of another field."""
    recipe = Recipe.model_validate(
        {
            "name": "words",
            "seed": 77,
            "source": {"domain": domain, "count": 8, "locales": [locale]},
            "render": [render],
            "design": {"each": [operator], "severities": [1, 3, 5]},
        }
    )
    maker = Maker(resolve(recipe), Witnesses())
    made = [maker.make(number) for number in range(len(maker.slots))]

    assert any(isinstance(each, MadeCase) and each.truth.steps for each in made)
    assert not [m.reason for m in made if getattr(m, "outcome", "") == "defect"]


def test_a_rule_on_a_scan_decides_where_it_can_be_read():
    cases = chains("invoice", "de_DE", "scan.letterhead", "claims.superseded", "scan.skewed")

    whys = [getattr(f, "why", None) for case in cases for f in case.truth.fields.values()]
    assert "rule" in whys


def test_hidden_rows_are_known_to_be_missing():
    cases = chains("statement", "en_US", "xlsx.sap", "gaps.see_annex", "export.hidden_rows")

    assert cases
    for case in cases:
        assert "rows_missing" in {issue.code for issue in case.truth.issues}


def test_claims_repeated_in_hidden_rows_are_accounted_for():
    assert chains("invoice", "en_US", "xlsx.sap", "claims.contradiction", "export.hidden_rows")


def test_amounts_with_foreign_marks_are_texts_in_a_sheet():
    cases = chains(
        "statement", "de_DE", "xlsx.sap", "numbers.foreign_separators", "export.hidden_precision"
    )

    held = [x for case in cases for x in case.evidence if x.channel == "value"]
    assert any(re.fullmatch(r"-?[\d.,]*[.,]\d{3}[.,]\d\d\b.*", x.text) for x in held)


def test_lines_are_told_apart_without_a_text_layer():
    assert chains(
        "statement",
        "fr_FR",
        "pdf.letterhead",
        "numbers.foreign_separators",
        "pdf.missing_tounicode",
    )


def leaves_of(case):
    return [(leaf.path, leaf.truth) for leaf in case.truth.leaves()]


@pytest.mark.parametrize(
    ("domain", "rendering", "operators"),
    [
        ("statement", "scan.letterhead", ("gaps.blank_under_label", "totals.wrong_sum")),
        ("statement", "csv.sap", ("gaps.left_out", "totals.wrong_sum")),
        ("invoice", "json.sap", ("gaps.see_annex", "drift.net_for_gross")),
        ("invoice", "xlsx.sap", ("gaps.left_out", "export.hidden_precision")),
    ],
)
def test_a_derived_value_breaks_no_rule(domain, rendering, operators):
    cases = chains(domain, "de_DE", rendering, *operators)

    assert cases
    for case in cases:
        fields = {path: f for path, f in case.truth.fields.items() if hasattr(f, "accept")}
        said = {
            leaf.path: from_json(leaf.truth.kind, leaf.truth.accept[0])
            for leaf in case.truth.leaves()
            if leaf.truth.state == "answerable" and "value" not in leaf.truth.channels
        }
        rules = SOURCES[domain].domain.rules
        for path, field in fields.items():
            if field.why == "derived" and path != "/currency":
                others = {ref: value for ref, value in said.items() if ref != path}
                rows = tuple(case.truth.fields["/lines"].rows)
                given = {key(v[path]) for r in rules if path in (v := r.derive(others, rows))}
                # what is shown rounded is left out here, and may be what it follows from
                rounded = len(said) < sum(f.state == "answerable" for _, f in leaves_of(case))
                assert given == {key(said[path])} or (rounded and not given), (
                    case.case.case,
                    path,
                )


def test_rows_are_missing_beside_a_row_that_can_be_read_twice():
    cases = chains(
        "statement", "ja_JP", "xlsx.qb_ledger", "numbers.ambiguous_thousands", "export.hidden_rows"
    )

    assert cases
    assert all("rows_missing" in {i.code for i in case.truth.issues} for case in cases)


def test_a_sender_in_cents_does_not_send_numbers_that_can_be_read_twice():
    assert not chains(
        "invoice", "ja_JP", "json.payline@3", "numbers.ambiguous_thousands", "drift.moved_level"
    )


def test_corrections_in_rows_that_stand_outside_of_the_table_stay_beside_subtotals():
    cases = [
        *chains("invoice", "de_DE", "pdf.statement", "claims.superseded", "totals.subtotal_rows"),
        *chains("invoice", "en_US", "pdf.letterhead", "claims.superseded", "totals.subtotal_rows"),
    ]

    third = {x.statement for case in cases for x in case.evidence if x.statement.endswith("#3")}
    assert any(name.startswith("/lines/") for name in third)


@pytest.mark.parametrize(
    ("domain", "rendering", "operators"),
    [
        ("statement", "csv.netsuite", ("gaps.left_out", "export.debit_credit_columns")),
        ("statement", "xlsx.sap", ("export.hidden_precision", "numbers.scale_in_head")),
        ("statement", "csv.bank_de", ("drift.renamed_heads", "numbers.foreign_separators")),
    ],
)
def test_cells_that_another_step_marked_or_rounded_are_left_alone(domain, rendering, operators):
    assert chains(domain, "de_DE", rendering, *operators)


def test_words_in_a_hidden_cell_are_left_for_who_reads_the_values():
    cases = chains("statement", "fr_FR", "xlsx.sap", "gaps.placeholder", "export.hidden_rows")

    assert cases
    held = [x for case in cases for x in case.evidence if x.role == "trace"]
    assert {"value", "shown"} <= {x.channel for x in held}


def test_a_balance_follows_beside_rows_that_are_hidden():
    cases = [
        *chains("statement", "de_DE", "xlsx.sap", "gaps.blank_under_label", "export.hidden_rows"),
        *chains("statement", "de_DE", "xlsx.netsuite", "gaps.placeholder", "export.hidden_rows"),
    ]

    assert cases
    assert all("rows_missing" in {i.code for i in case.truth.issues} for case in cases)


@pytest.mark.parametrize(
    ("first", "domain"), [("gaps.placeholder", "invoice"), ("text.cut_short", "kyc")]
)
def test_words_in_a_stead_behind_the_crop_are_left_for_readers_of_the_text_alone(first, domain):
    left = 0
    for template in ("erp", "letterhead", "statement"):
        for case in chains(domain, "de_DE", f"pdf.{template}", first, "pdf.cropbox", severity=5):
            fields = {leaf.path: leaf.truth for leaf in case.truth.leaves()}
            seen = {line.path for line in case.evidence if line.channel == "eye"}
            for line in case.evidence:
                if line.role == "trace" and line.channel == "text" and line.path not in seen:
                    left += 1
                    assert line.text
                    assert fields[line.path].state == "absent" or fields[line.path].why == "derived"

    assert left


def test_bars_beside_fields_are_bars_on_a_turned_page_too():
    for template in ("erp", "letterhead", "statement"):
        assert chains(
            "kyc", "en_US", f"scan.{template}", "scan.redaction_beside", "scan.skewed", count=2
        )
