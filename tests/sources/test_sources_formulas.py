"""Stated rules: what follows by them, and errors that say where, what and what was meant."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.formulas import Formula, rounded_half_up
from chaosdocs.sources.own.source import load
from chaosdocs.sources.own.stated import read_rule
from chaosdocs.truth.closure import closure
from chaosdocs.truth.values import Money, Quantity

NUMBER = {"type": "number"}
AMOUNT = {"type": "number", "x-kind": "money"}
DATE = {"type": "string", "format": "date"}
ROWS = {
    "type": "array",
    "items": {
        "properties": {
            "article": {"type": "string"},
            "quantity": NUMBER,
            "unit_price": AMOUNT,
            "price_per": NUMBER,
            "amount": AMOUNT,
        }
    },
}
SCHEMA = {
    "properties": {
        "number": {"type": "string"},
        "currency": {"type": "string"},
        "issued": DATE,
        "due_on": DATE,
        "term": {"type": "integer", "x-kind": "number"},
        "tax_rate": NUMBER,
        "lines": ROWS,
        "net": AMOUNT,
        "tax": AMOUNT,
        "total": AMOUNT,
        "paid": AMOUNT,
        "due": AMOUNT,
        "share": {"type": "number", "x-kind": "percent"},
    }
}
RULES = (
    "amount = quantity * unit_price / price_per",
    "net = sum(amount)",
    "tax = net * tax_rate / 100",
    "total = net + tax",
    "due = total - paid",
    "share = paid / total * 100",
    "due_on = issued + term",
)


def cents(number):
    return rounded_half_up(number, 2)


def as_text(number):
    return str(Decimal(number.numerator * 100 // number.denominator) / 100)


def an_invoice(numbers, seed):
    """An invoice that keeps all the rules, computed by hand."""
    from fractions import Fraction

    lines = []
    for at, (count, price, per) in enumerate(numbers):
        amount = cents(Fraction(count) * Fraction(price, 100) / per)
        lines.append(
            {
                "article": f"A-{at}",
                "quantity": str(count),
                "unit_price": as_text(Fraction(price, 100)),
                "price_per": str(per),
                "amount": as_text(amount),
            }
        )
    net = sum(Fraction(line["amount"]) for line in lines)
    rate = (7, 19, 21)[seed % 3]
    tax = cents(net * rate / 100)
    total, paid = net + tax, Fraction(100 * seed + 7, 100)
    return {
        "number": f"N-{seed}",
        "currency": "EUR",
        "issued": "2024-03-01",
        "due_on": f"2024-03-{1 + seed:02}",
        "term": seed,
        "tax_rate": str(rate),
        "lines": lines,
        "net": as_text(net),
        "tax": as_text(tax),
        "total": as_text(total),
        "paid": as_text(paid),
        "due": as_text(total - paid),
        "share": as_text(cents(paid / total * 100)),
    }


LINES = st.lists(
    st.tuples(
        st.integers(1000, 9000), st.integers(100, 99_999), st.sampled_from([1, 50, 100, 1000])
    ),
    min_size=1,
    max_size=4,
)


def stored(path, *records):
    path.write_text("\n".join(map(json.dumps, records)))
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("own") / "mine.jsonl"


@given(st.lists(LINES, min_size=6, max_size=6), st.data())
def test_what_follows_by_stated_rules_is_what_the_record_has(file, drawn, data):
    records = [an_invoice(lines, seed) for seed, lines in enumerate(drawn, 1)]
    own = load(stored(file, *records), SCHEMA, rules=RULES, find=False)
    record = data.draw(st.sampled_from(own.records))
    gone = data.draw(st.sets(st.sampled_from(sorted(record.facts)), min_size=1, max_size=4))
    known = {ref: value for ref, value in record.facts.items() if ref not in gone}

    for ref, value in closure(own.domain.rules, known, record.rows).items():
        if isinstance(value, Money):
            assert (value.amount, value.currency) == (
                record.facts[ref].amount,
                record.facts[ref].currency,
            )
        else:
            assert value == record.facts[ref]


def some(file, **more):
    records = [an_invoice([(4500 + 10 * n, 1240, 100), (n, 999, 1)], n) for n in range(1, 8)]
    return load(stored(file, *records), SCHEMA, **more)


def without(record, rules, *gone):
    known = {ref: value for ref, value in record.facts.items() if ref not in gone}
    return closure(rules, known, record.rows)


def test_rules_derive_in_every_direction_that_one_value_alone_fits(file):
    own = some(file, rules=RULES, find=False)
    record, rules = own[0], own.domain.rules

    for gone in (
        "/due",
        "/total",
        "/paid",
        "/tax",
        "/net",
        "/due_on",
        "/issued",
        "/term",
        "/lines/k1/amount",
        "/lines/k1/unit_price",
        "/lines/k1/quantity",
        "/lines/k1/price_per",
        "/tax_rate",
        "/share",
    ):
        assert without(record, rules, gone)[gone] == record.facts[gone], gone
    both = without(record, rules, "/lines/k1/amount", "/lines/k2/amount")
    assert both["/lines/k1/amount"] == Money(Decimal("559.24"), "EUR")


def test_a_factor_does_not_follow_from_a_rounded_result(tmp_path):
    """3 x 3.33 is not 10.00: the price is rounded, and the amount does not follow from it."""
    amount = AMOUNT | {"x-currency": "EUR"}
    schema = {"properties": {"count": NUMBER, "price": amount, "amount": amount}}
    rows = [{"count": 3, "price": f"{n}.33", "amount": f"{3 * n + 1}.00"} for n in range(1, 7)]
    file = stored(tmp_path / "p.jsonl", *rows)
    own = load(file, schema, rules=["price = amount / count"])
    (record, *_), (rule,) = own, own.domain.rules
    with pytest.raises(UserError, match=r"amount is 4.00 EUR, and 3.99 EUR is computed(.|\n)*left"):
        load(file, schema, rules=["amount = price * count"])

    assert isinstance(rule, Formula)
    assert rule.rounds
    assert "/amount" not in without(record, [rule], "/amount")
    assert without(record, [rule], "/price")["/price"] == record.facts["/price"]
    assert without(record, [rule], "/count")["/count"] == 3
    large = {"/amount": Money(Decimal(1000), "EUR"), "/price": Money(Decimal("3.33"), "EUR")}
    assert rule.derive(large, ()) == {}


def test_a_quantity_with_a_unit_does_not_follow(tmp_path):
    fields = {
        "count": {"type": "number", "x-kind": "quantity", "x-unit": "EA"},
        "price": AMOUNT | {"x-currency": "EUR"},
        "amount": AMOUNT | {"x-currency": "EUR"},
    }
    rows = [{"count": n, "price": 2, "amount": 2 * n} for n in range(3, 9)]
    rules = ["amount = count * price"]
    own = load(stored(tmp_path / "q.jsonl", *rows), {"properties": fields}, rules=rules)

    assert own[0].facts["/count"] == Quantity(Decimal(3), "EA")
    assert "/count" not in without(own[0], own.domain.rules, "/count")
    assert without(own[0], own.domain.rules, "/price")["/price"] == Money(Decimal(2), "EUR")


def test_amounts_in_two_currencies_give_nothing(tmp_path):
    pair = {"properties": {"amount": NUMBER, "currency": {"type": "string"}}}
    schema = {"properties": dict.fromkeys(("total", "paid", "due"), pair)}
    euro, dollar = ({"amount": "5.00", "currency": c} for c in ("EUR", "USD"))
    row = {"total": euro | {"amount": "7.00"}, "paid": euro | {"amount": "2.00"}, "due": euro}
    own = load(stored(tmp_path / "c.jsonl", row), schema, rules=["due = total - paid"])
    (rule,) = own.domain.rules
    facts = {**own[0].facts, "/paid": Money(Decimal("2.00"), "USD")}

    assert dollar["currency"] == "USD"
    assert rule.derive({k: v for k, v in facts.items() if k != "/due"}, ()) == {}
    assert rule.check(facts, ()) is False


def test_a_rule_found_on_too_few_records_derives_nothing_and_is_told(file):
    records = [an_invoice([(4500 + 10 * n, 1240, 100), (n, 999, 1)], n) for n in range(1, 5)]
    own = load(stored(file, *records), SCHEMA)
    told = {each.name: each for each in own.rules}

    assert own.domain.rules == ()
    assert told["due = total - paid"].because == (
        "not used: 4 records bear it out, and 5 are needed"
    )
    assert not told["amount = quantity × unit_price / price_per"].used


def test_a_rule_that_one_of_many_records_breaks_is_told_and_not_used(file):
    records = [an_invoice([(450 + n, 1240, 100), (n, 999, 1)], n) for n in range(1, 30)]
    records = [{**r, "due_on": "2024-03-02", "term": 1} for r in records * 3]
    records[40] = records[40] | {"due": "1.00"}
    own = load(stored(file, *records), SCHEMA)
    told = {each.name: each for each in own.rules}

    assert "due = total - paid" not in {rule.name for rule in own.domain.rules}
    assert told["due = total - paid"].because == (
        "not used: 1 of 87 records break it, mine.jsonl:41 the first"
    )


def test_the_price_of_a_number_of_units_is_found(file):
    own = some(file)
    names = [rule.name for rule in own.domain.rules]

    assert "amount = quantity × unit_price / price_per" in names
    assert "amount = quantity × unit_price" not in names
    gone = without(own[0], own.domain.rules, "/lines/k1/amount", "/net")
    assert gone["/lines/k1/amount"] == Money(Decimal("559.24"), "EUR")


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("due = nett - paid", r"no field is called 'nett'\n  did you mean 'net'\?\n  allowed: iss"),
        ("due = net * paid", "an amount cannot be multiplied by an amount"),
        ("due = net - term", "a number cannot be taken from an amount"),
        ("due = net - 5", "a number cannot be taken from an amount"),
        ("due = net + issued", "an amount cannot be added to a date|a date cannot be added to an"),
        ("due - paid = net", "its left side is not one field"),
        ("due net", "has not one equals sign"),
        ("due = net = total", "has not one equals sign"),
        ("due = net +", "the rule ends where a field or a number is expected"),
        ("due = (net", "a bracket is not closed"),
        ("due = net)", r"'\)' is not expected there"),
        ("due = net & paid", "'&' cannot stand in a rule"),
        ("net = amount", r"lines.amount stands in every row, and net once\n  write sum\(lines.am"),
        ("due = sum(paid)", "paid is not in rows"),
        ("number = net", "number is of kind id, and a rule computes with amounts"),
        ("due = due + paid", "due stands on both sides"),
        ("term = net", "term is a number, and the right side gives an amount"),
        ("due = ", "the rule ends"),
        ("= net", "a field is expected"),
        ("due = " + "(" * 60 + "net" + ")" * 60, "too many brackets"),
        ("due = " + "net + " * 200, "characters; at most 500"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_in_words(file, rule, says):
    with pytest.raises(UserError, match=says) as told:
        some(file, rules=[rule])

    assert str(told.value).startswith("source.rules[0]")


def test_a_rule_that_records_break_is_refused_with_their_places(file):
    with pytest.raises(UserError) as told:
        some(file, rules=["amount = quantity * unit_price"])

    assert str(told.value).splitlines()[:2] == [
        "source.rules[0]: 'amount = quantity * unit_price': 7 of 7 records break the rule",
        "  mine.jsonl:1: /lines/k1/amount is 559.24 EUR, and 55924 EUR is computed",
    ]


def test_names_may_be_ambiguous_quoted_or_in_rows():
    from chaosdocs.sources.own.shape import shape_of

    fields = {
        "a b": NUMBER,
        "x": {"properties": {"n": NUMBER}},
        "y": {"properties": {"n": NUMBER}},
        "k": NUMBER,
    }
    shape = shape_of({"properties": fields})

    assert read_rule("k = `a b` × 2 − x.n", shape, "").text == "k = `a b` * 2 - x.n"
    with pytest.raises(UserError, match=r"'n' can be several fields\n  allowed: x.n, y.n"):
        read_rule("k = n", shape, "")


@given(st.text(alphabet="due nt=+-*/()sumpai.`0123", max_size=30))
def test_whatever_is_written_as_a_rule_is_read_or_refused(text):
    from chaosdocs.sources.own.shape import shape_of

    try:
        read_rule(text, shape_of(SCHEMA), "source.rules[0]")
    except UserError as error:
        refused = str(error).startswith("source.rules[0]")
        assert refused
