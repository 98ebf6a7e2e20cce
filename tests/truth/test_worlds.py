"""Readings that have to fit each other."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.sources.domains.invoice_fields import INVOICE
from chaosdocs.sources.domains.statement_fields import STATEMENT
from chaosdocs.sources.order import InPeriod, Near, NotBefore
from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.rules import Sum
from chaosdocs.truth.records import Domain
from chaosdocs.truth.values import Money
from chaosdocs.truth.worlds import possible


def day(text):
    return dt.date.fromisoformat(text)


def both(text):
    one = day(text)
    return one, one.replace(month=one.day, day=one.month)


def eur(amount):
    return Money(Decimal(amount), "EUR")


def test_two_dates_that_only_fit_the_term_in_one_way_settle_each_other():
    readings = {"/issue_date": both("2025-09-04"), "/due_date": both("2025-10-04")}

    left = possible(INVOICE, readings, {"/payment_days": Decimal(30)}, ())

    assert left == {"/issue_date": (day("2025-09-04"),), "/due_date": (day("2025-10-04"),)}


def test_a_value_that_is_not_printed_binds_those_that_give_it():
    """Total and tax give the net amount, and only one of them fits the rate."""
    readings = {"/total": (eur("119.00"), eur("11900.00")), "/tax": (eur("19.00"), eur("1900.00"))}

    assert possible(INVOICE, readings, {"/tax_rate": Decimal(19)}, ()) == readings, "both fit"
    mixed = {"/total": (eur("119.00"), eur("11900.00")), "/tax": (eur("19.00"),)}
    left = possible(INVOICE, mixed, {"/tax_rate": Decimal(19)}, ())
    assert left == {"/total": (eur("119.00"),), "/tax": (eur("19.00"),)}


def test_nothing_follows_from_a_rounded_total_through_a_value_that_is_not_printed():
    readings = {"/tax": (eur("19.00"), eur("20.90"))}
    known = {"/tax_rate": Decimal(19), "/total": eur("119.00")}

    assert possible(INVOICE, readings, known, ()) == {"/tax": (eur("19.00"),)}
    assert possible(INVOICE, readings, known, (), rounded={"/total"}) == readings


def test_without_the_term_nothing_is_due_before_it_is_issued():
    readings = {"/issue_date": both("2025-09-04"), "/due_date": both("2025-10-04")}

    left = possible(INVOICE, readings, {}, ())

    assert left == readings
    assert possible(INVOICE, {"/due_date": both("2025-10-04")}, {"/issue_date": day("2025-09-04")},
                    ()) == {"/due_date": (day("2025-10-04"),)}  # fmt: skip


def test_a_booking_lies_in_the_period_and_its_value_date_near_it():
    known = {"/period_start": day("2025-01-01"), "/period_end": day("2025-01-31")}
    readings = {
        "/lines/k1/booking_date": both("2025-01-06"),
        "/lines/k1/value_date": both("2025-01-07"),
        "/lines/k2/value_date": both("2025-02-03"),
    }

    left = possible(STATEMENT, readings, known, ("k1", "k2"))

    assert left["/lines/k1/booking_date"] == (day("2025-01-06"),)
    assert left["/lines/k1/value_date"] == (day("2025-01-07"),)
    assert left["/lines/k2/value_date"] == readings["/lines/k2/value_date"], "nothing is near it"


def test_where_the_document_contradicts_itself_another_rule_settles_nothing():
    """Neither reading is seven days before the end; that one comes after it is no way out."""
    readings = {"/issue_date": both("2023-06-11")}
    known = {"/due_date": day("2023-10-30"), "/payment_days": Decimal(7)}

    assert possible(INVOICE, readings, known, ()) == readings


def test_what_the_document_contradicts_by_itself_settles_nothing():
    readings = {"/issue_date": both("2025-09-04"), "/due_date": both("2025-10-04")}

    assert possible(INVOICE, readings, {"/payment_days": Decimal(3)}, ()) == {
        "/issue_date": both("2025-09-04"),
        "/due_date": both("2025-10-04"),
    }


ADDED = Domain(name="d", fields=(), rules=(Sum("/total", "amount"),), list_path="/lines")


@given(
    amounts=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=6),
    total=st.one_of(st.integers(1, 20), st.tuples(st.integers(1, 20), st.integers(1, 20))),
)
def test_exactly_the_readings_of_all_worlds_are_left(amounts, total):
    rows = tuple(f"k{n}" for n in range(len(amounts)))
    readings = {
        f"/lines/{row}/amount": tuple(dict.fromkeys(map(eur, pair)))
        for row, pair in zip(rows, amounts, strict=True)
    }
    known = {}
    if isinstance(total, tuple):
        readings["/total"] = tuple(dict.fromkeys(map(eur, total)))
    else:
        known["/total"] = eur(total)

    worlds = [
        world
        for world in itertools.product(*readings.values())
        if ADDED.rules[0].check({**known, **dict(zip(readings, world, strict=True))}, rows)
    ]
    expected = {
        ref: tuple(v for v in values if any(world[at] == v for world in worlds)) or values
        for at, (ref, values) in enumerate(readings.items())
    }
    assert possible(ADDED, readings, known, rows) == expected


def test_more_choices_than_anybody_tries_leave_every_reading():
    rows = tuple(f"k{n}" for n in range(60))
    readings = {f"/lines/{row}/amount": (eur(1), eur(1000)) for row in rows}

    left = possible(ADDED, readings, {"/total": eur(60 * 1000 - 999)}, rows)

    assert left == readings


@pytest.mark.parametrize("count", [12, 13, 40, 2000])
@pytest.mark.parametrize("factor", [-1, 100])
def test_a_sum_settles_a_column_however_long_it_is(count, factor):
    """The sign or the unit of all rows is open; the total is known, and only one meaning fits."""
    rows = tuple(f"k{n}" for n in range(count))
    amounts = {f"/lines/{row}/amount": 37 * n + 5 for n, row in enumerate(rows)}
    readings = {ref: (eur(n * factor), eur(n)) for ref, n in amounts.items()}

    left = possible(ADDED, readings, {"/total": eur(sum(amounts.values()))}, rows)

    assert left == {ref: (eur(n),) for ref, n in amounts.items()}


@pytest.mark.parametrize("name", ["invoice", "statement", "kyc"])
@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP"])
def test_a_bond_asks_what_the_whole_rule_asks(name, locale):
    source = SOURCES[name]
    for index in range(6):
        record = source.record(3, index, locale)
        for rule in source.domain.rules:
            whole = rule.check(record.facts, record.rows)
            bonds = list(rule.bonds(record.rows))
            parts = [
                rule.check({ref: record.facts[ref] for ref in bond if ref in record.facts},
                           tuple(r for r in record.rows if any(f"/{r}/" in ref for ref in bond)))
                for bond in bonds
            ]  # fmt: skip
            assert False not in parts, rule.name
            assert not bonds or (True in parts) == (whole is True), rule.name


@pytest.mark.parametrize(
    ("rule", "facts", "kept"),
    [
        (NotBefore("/b", "/a"), {"/a": "2025-01-02", "/b": "2025-01-02"}, True),
        (NotBefore("/b", "/a"), {"/a": "2025-01-02", "/b": "2025-01-01"}, False),
        (NotBefore("/b", "/a"), {"/a": "2025-01-02"}, None),
        (NotBefore("/b", "/a", 31), {"/a": "2025-01-01", "/b": "2025-02-01"}, True),
        (NotBefore("/b", "/a", 31), {"/a": "2025-01-01", "/b": "2025-02-02"}, False),
        (InPeriod("d", "/a", "/b"), {"/a": "2025-01-02", "/lines/k1/d": "2025-01-01"}, False),
        (InPeriod("d", "/a", "/b"), {"/b": "2025-01-02", "/lines/k1/d": "2025-01-03"}, False),
        (InPeriod("d", "/a", "/b"), {"/b": "2025-01-02", "/lines/k1/d": "2025-01-02"}, True),
        (InPeriod("d", "/a", "/b"), {"/a": "2025-01-02", "/b": "2025-01-02"}, None),
        (Near("d", "e", 7), {"/lines/k1/d": "2025-01-02", "/lines/k1/e": "2025-01-09"}, True),
        (Near("d", "e", 7), {"/lines/k1/d": "2025-01-10", "/lines/k1/e": "2025-01-02"}, False),
        (Near("d", "e", 7), {"/lines/k1/d": "2025-01-10"}, None),
    ],
)
def test_rules_of_order(rule, facts, kept):
    said = {ref: day(text) for ref, text in facts.items()}

    assert rule.check(said, ("k1",)) is kept
    assert rule.derive(said, ("k1",)) == {}
