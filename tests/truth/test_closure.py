"""Values follow only where all rules agree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.sources.rates import GrossUp, Rate
from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.relations import CurrencyOf
from chaosdocs.sources.rules import Balance, Running
from chaosdocs.truth.closure import MOST_RUNS, closure, derivation
from chaosdocs.truth.fold import fold
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money, displays, key

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
INVOICE = (
    Rate("/tax", "/net", "/tax_rate"),
    Balance("/total", plus=("/net", "/tax")),
    GrossUp("/total", "/net", "/tax_rate"),
    CurrencyOf("/currency"),
)


def eur(text):
    return Money(Decimal(text), "EUR")


def without(record, *refs):
    return {ref: value for ref, value in record.facts.items() if ref not in refs}


def test_a_value_that_two_rules_dispute_does_not_follow():
    facts = {"/net": eur("100.00"), "/total": eur("100.00"), "/tax_rate": Decimal(19)}

    found = derivation(INVOICE, facts, ())

    assert found.contested == {"/tax"}
    assert found.facts == {**facts, "/currency": "EUR"}


@pytest.mark.parametrize("rules", [INVOICE, INVOICE[::-1]])
def test_what_hangs_on_a_disputed_value_is_disputed_as_well(rules):
    chain = (*rules, Balance("/due", plus=("/tax", "/fee")))
    facts = {
        "/net": eur("100.00"),
        "/total": eur("100.00"),
        "/tax_rate": Decimal(19),
        "/fee": eur("1.00"),
    }

    assert derivation(chain, facts, ()).contested == {"/tax", "/due"}


def test_a_closing_balance_follows_only_if_the_last_row_and_the_totals_agree():
    record = SOURCES["statement"].make(90377, 9, "de_DE")
    wrong = {
        **without(record, "/closing_balance"),
        "/opening_balance": Money(
            record.facts["/opening_balance"].amount + 1, record.facts["/currency"]
        ),
    }

    right = closure(record.domain.rules, without(record, "/closing_balance"), record.rows)

    assert key(right["/closing_balance"]) == key(record.facts["/closing_balance"])
    found = derivation(record.domain.rules, wrong, record.rows)
    assert "/closing_balance" not in found.facts
    assert found.contested == {"/closing_balance"}


def test_a_rounded_total_less_an_exact_net_is_no_value():
    facts = {"/net": eur("36163.67"), "/total": eur("43035")}

    assert "/tax" not in closure(INVOICE, facts, (), rounded={"/total"})
    with_rate = {**facts, "/tax_rate": Decimal(19)}
    found = closure(INVOICE, with_rate, (), rounded={"/total"})
    assert found["/tax"] == eur("6871.10")
    assert found["/total"] == eur("43035"), "what is printed stays as printed"


def test_a_rounded_display_contradicts_what_lies_outside_its_interval():
    facts = {"/net": eur("36163.67"), "/total": eur("43036"), "/tax_rate": Decimal(19)}

    found = derivation(INVOICE, facts, (), rounded={"/total"})

    assert found.contested == {"/tax"}
    assert "/tax" not in found.facts


def test_a_currency_follows_from_rounded_amounts():
    facts = {"/net": eur("36164"), "/total": eur("43035")}

    found = closure(INVOICE, facts, (), rounded=facts.keys())

    assert found == {**facts, "/currency": "EUR"}


def test_a_document_with_too_many_contradictions_gives_nothing():
    rows = tuple(f"k{n}" for n in range(1, 81))
    facts = {f"/lines/{row}/amount": eur("1.00") for row in rows}
    facts |= {"/opening_balance": eur("0.00"), "/closing_balance": eur("99.00")}
    facts |= {f"/lines/{row}/description": "x" for row in rows}

    found = derivation((Running("/opening_balance", "/closing_balance"),), facts, rows)

    assert len(found.contested) == len(rows) > MOST_RUNS
    assert found.facts == facts


@st.composite
def damaged(draw):
    """A record some of whose head is gone, and some of whose amounts are others."""
    source = SOURCES[draw(st.sampled_from(sorted(SOURCES)))]
    record = source.make(draw(st.integers(0, 50)), draw(st.integers(0, 9)), "de_DE")
    head = [ref for ref in record.facts if not ref.startswith("/lines")]
    gone = set(draw(st.lists(st.sampled_from(head), min_size=1, max_size=5)))
    known = without(record, *gone)
    money = [ref for ref, value in known.items() if isinstance(value, Money)]
    for ref in draw(st.lists(st.sampled_from(money), max_size=2)) if money else ():
        known[ref] = Money(known[ref].amount + draw(st.integers(1, 9)), known[ref].currency)
    return record, known


@given(damaged(), st.randoms())
def test_no_rule_contradicts_a_value_that_follows_and_order_has_no_say(drawn, random):
    record, known = drawn
    rules = list(record.domain.rules)
    found = derivation(rules, known, record.rows)
    random.shuffle(rules)
    again = derivation(rules, known, record.rows)

    assert {ref: key(v) for ref, v in found.facts.items()} == {
        ref: key(v) for ref, v in again.facts.items()
    }
    assert found.contested == again.contested
    for ref in found.facts.keys() - known.keys():
        others = {name: value for name, value in found.facts.items() if name != ref}
        given_ = [rule.derive(others, record.rows).get(ref) for rule in rules]
        assert {key(value) for value in given_ if value is not None} <= {key(found.facts[ref])}


def test_a_display_rounds_halves_away_from_zero():
    assert displays(eur("-3"), eur("-2.50"))
    assert not displays(eur("2"), eur("2.50"))
    assert not displays(eur("3"), Money(Decimal("2.50"), "USD"))
    assert displays("a", "a")
    assert not displays("a", "b")


def test_the_fold_takes_a_rounded_display_for_an_interval():
    record = SOURCES["invoice"].make(3, 1, "de_DE")
    whole = Money(record.facts["/total"].amount.quantize(Decimal(1)), record.facts["/currency"])
    statements = []
    for ref, value in without(record, "/tax", "/tax_rate").items():
        kind = record.domain.field(ref).kind
        one = Statement(id=f"{ref}#1", ref=ref, kind=kind, text="x", claim=says(value))
        statements.append(one.saying("shown", says(whole)) if ref == "/total" else one)

    shown = fold(record, statements, channel="shown")
    held = fold(record, statements, channel="value")

    assert (shown["/total"].accept, shown["/total"].rounded) == ((whole,), True)
    assert shown["/tax"].state == "absent"
    assert held["/tax"].accept == (record.facts["/tax"],)


def test_what_is_kept_of_a_document_is_not_given_for_one_that_is_written_apart():
    rough = {"/net": eur("100"), "/tax": eur("19"), "/currency": "EUR"}
    fine = {"/net": eur("100.00"), "/tax": eur("19.00"), "/currency": "EUR"}

    for facts in (rough, fine, rough):
        found = derivation(INVOICE, facts, ()).facts
        assert found["/net"].amount.as_tuple() == facts["/net"].amount.as_tuple()
        assert (
            found["/total"].amount.as_tuple()
            == sum((facts[ref].amount for ref in ("/net", "/tax")), Decimal()).as_tuple()
        )
    assert derivation(INVOICE, rough, ()) is derivation(INVOICE, dict(rough), ())
    assert derivation(INVOICE, rough, ("k1",)) is not derivation(INVOICE, rough, ())
