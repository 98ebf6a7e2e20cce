"""What is corrected agrees with itself; gaps are found everywhere."""

import datetime as dt

import pytest

from chaosdocs.authoring import OPERATORS, SeededRng
from chaosdocs.authoring.plan import plan
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.rules import broken
from chaosdocs.truth.closure import closure
from chaosdocs.truth.conventions import LOCALES
from chaosdocs.truth.values import Money

DOMAINS = ("invoice", "statement", "kyc")


def corrected(domain, index, severity):
    record = SOURCES[domain].make(23, index, "de_DE")
    made = plan(OPERATORS["claims.superseded"], state(record), severity, SeededRng(index))
    added = [edit.statement for edit in made.edits if hasattr(edit, "statement")]
    return record, {statement.ref: statement for statement in added}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("index", range(8))
def test_a_correction_corrects_all_that_follows_from_it(domain, index):
    record, added = corrected(domain, index, 5)
    values = {ref: statement.value for ref, statement in added.items()}

    assert values
    assert all(values[ref] != record.facts[ref] for ref in values)
    assert broken(record.domain.rules, {**record.facts, **values}, record.rows) == []
    assert all(statement.label.endswith("(berichtigt)") for statement in added.values())


def test_a_corrected_total_comes_with_the_row_that_was_wrong():
    found = [corrected("invoice", index, 1)[1].keys() for index in range(30)]

    sums = [refs for refs in found if "/total" in refs]
    assert sums
    for refs in sums:
        rows = {ref.split("/")[-1] for ref in refs if ref.startswith("/lines/")}
        assert rows == {"quantity", "amount"}
        assert {"/net", "/tax"} <= refs
    dates = [refs for refs in found if "/due_date" in refs]
    assert dates
    assert all(refs & {"/issue_date", "/payment_days"} for refs in dates)


@pytest.mark.parametrize("name", ["gaps.blank_under_label", "gaps.placeholder"])
def test_gaps_are_left_in_the_head_and_in_one_row(name):
    operator = OPERATORS[name]
    rows, kinds = set(), set()
    for index in range(25):
        record = SOURCES["invoice"].make(29, index, "fr_FR")
        document = state(record)
        if name == "gaps.placeholder":
            document = spell(document, LOCALES["fr_FR"])
        made = plan(operator, document, 5, SeededRng(index))
        hit = [document.statements[edit.statement] for edit in made.edits]
        mine = {statement.row for statement in hit} - {None}

        assert len(mine) <= 1
        rows |= mine
        kinds |= {statement.kind for statement in hit}
    assert rows
    if name != "gaps.placeholder":
        assert {"text", "enum"} <= kinds


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("gaps.blank_under_label", "/lines/k2/amount"),
        ("gaps.blank_under_label", "/lines/k1/description"),
        ("gaps.blank_under_label", "/seller/name"),
        ("gaps.left_out", "/seller/name"),
    ],
)
def test_gaps_can_be_aimed_at_any_field(name, ref):
    index = next(n for n in range(9) if len(SOURCES["invoice"].make(31, n, "en_US").rows) > 2)
    document = state(SOURCES["invoice"].make(31, index, "en_US"))

    made = plan(OPERATORS[name], document, 3, SeededRng(1), focus=ref)

    assert [edit.statement for edit in made.edits] == [f"{ref}#1"]


def test_a_cell_of_a_table_is_not_left_out_with_its_label():
    """Its head stands there: an empty cell is a gap, whatever emptied it (W2)."""
    for index in range(25):
        document = state(SOURCES["invoice"].make(29, index, "fr_FR"))
        made = plan(OPERATORS["gaps.left_out"], document, 5, SeededRng(index))
        assert {document.statements[edit.statement].row for edit in made.edits} == {None}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_second_claim_is_repeated_and_first_of_fields_that_nothing_settles(domain):
    """A net amount said twice would be settled by the lines; "confirmed" would state a rule."""
    for index in range(6):
        record = SOURCES[domain].make(37, index, "de_DE")
        made = plan(OPERATORS["claims.contradiction"], state(record), 1, SeededRng(index))
        free = {
            ref
            for ref in record.facts
            if isinstance(record.facts[ref], dt.date | Money) and not ref.startswith("/lines/")
            if ref not in closure(record.domain.rules, without(record.facts, ref), record.rows)
        }

        assert made.edits
        for edit in made.edits:
            assert edit.statement.label.endswith(" (Wiederholung)")
            assert edit.statement.ref in free or not free


@pytest.mark.parametrize("index", range(12))
def test_no_second_date_is_impossible_beside_the_bookings(index):
    """A period that begins after its first booking is no rival of the one that does not."""
    record = SOURCES["statement"].make(37, index, "de_DE")
    made = plan(OPERATORS["claims.contradiction"], state(record), 3, SeededRng(index))

    assert {edit.statement.ref for edit in made.edits} == {"/period_start", "/period_end"}
    for edit in made.edits:
        second = {edit.statement.ref: edit.statement.value}
        assert edit.statement.value != record.facts[edit.statement.ref]
        assert broken(record.domain.rules, {**record.facts, **second}, record.rows) == []


def test_no_date_of_birth_and_no_founding_becomes_a_day_of_1900():
    """A company can be founded on 1 January 1900; a reader would report that day."""
    found = {}
    for index in range(20):
        document = spell(state(SOURCES["kyc"].make(29, index, "de_DE")), LOCALES["de_DE"])
        made = plan(OPERATORS["gaps.placeholder"], document, 5, SeededRng(index))
        for edit in made.edits:
            ref = document.statements[edit.statement].ref
            if ref.endswith("date"):
                found.setdefault(ref.split("/")[-1], set()).add(edit.after)

    assert found["review_date"] == {"01.01.1900"}
    words = {"k. A.", "folgt", "siehe Anlage", "entfällt"}
    assert found["incorporation_date"] <= words
    assert found["birth_date"] <= words


def without(facts, ref):
    return {each: value for each, value in facts.items() if each != ref}
