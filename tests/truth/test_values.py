"""Values: canonical forms go round, keys tell values apart."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.truth.codec import decode, encode
from chaosdocs.truth.statements import Claim, Lure, Statement, says
from chaosdocs.truth.values import KINDS, Money, Month, Quantity, from_json, key, to_json

NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
)
VALUES = {
    "text": st.text(max_size=20),
    "multiline": st.text(max_size=20),
    "id": st.text(max_size=20),
    "enum": st.text(max_size=5),
    "money": st.builds(Money, NUMBERS, st.sampled_from(["EUR", "JPY"])),
    "quantity": st.builds(Quantity, NUMBERS, st.sampled_from(["", "EA"])),
    "number": NUMBERS,
    "percent": NUMBERS,
    "date": st.one_of(
        st.dates(min_value=dt.date(1000, 1, 1)),
        st.builds(Month, st.integers(1000, 9999), st.integers(1, 12)),
    ),
    "bool": st.booleans(),
}
ANY = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


def test_every_kind_is_tried():
    assert set(VALUES) == set(KINDS)


@given(ANY)
def test_canonical_json_goes_round(kind_and_value):
    kind, value = kind_and_value

    assert from_json(kind, to_json(value)) == value
    assert decode(encode(value)) == value


@given(ANY, ANY)
def test_keys_are_equal_for_equal_values_only(one, other):
    (_, a), (_, b) = one, other
    if type(a) is type(b):
        assert (key(a) == key(b)) == (a == b)
    else:
        assert key(a) != key(b)


@pytest.mark.parametrize(
    ("kind", "junk"),
    [
        ("money", {"amount": "1e5", "currency": "EUR"}),
        ("money", {"amount": "1", "currency": "EUR", "x": 1}),
        ("money", "1 EUR"),
        ("date", "04/03/2024"),
        ("date", "2024-13-01"),
        ("bool", "true"),
        ("number", 5),
        ("number", "NaN"),
        ("number", "٣"),
        ("text", None),
        ("quantity", []),
    ],
)
def test_what_is_not_canonical_is_refused(kind, junk):
    with pytest.raises(ValueError, match=r"not|must|month"):
        from_json(kind, junk)


def test_a_statement_goes_round_in_a_plan():
    statement = Statement(
        id="/a#1",
        ref="/a",
        kind="money",
        text="1",
        claim=says(Money(Decimal("1.0"), "EUR")),
        elsewhere=(("text", Claim(mask="*")),),
        lures=(Lure(dt.date(2024, 1, 1), "x"),),
    )

    assert decode(encode(statement)) == statement


@pytest.mark.parametrize("junk", [{"$": "os.system"}, {"$": "Statement", "nonsense": 1}, {"a": 1}])
def test_a_plan_holds_only_what_plans_hold(junk):
    with pytest.raises(ValueError, match="stored"):
        decode(junk)
