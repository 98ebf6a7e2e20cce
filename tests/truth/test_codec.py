"""What plans hold comes back from JSON as it was; anything else is refused."""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal

import pytest

from chaosdocs.truth.codec import decode, encode, wired
from chaosdocs.truth.statements import Claim, Lure, Statement, says
from chaosdocs.truth.values import Money, Month, Quantity

SPOT = Statement(
    id="/total#1",
    ref="/total",
    kind="money",
    text="1,50 EUR",
    claim=says(Money(Decimal("1.50"), "EUR")),
    elsewhere=(("text", Claim(mask="**50")),),
    lures=(Lure(Money(Decimal(150), "EUR"), "lost-mark"),),
)
THINGS = [
    None,
    True,
    7,
    0.25,
    "text",
    Decimal("1.500"),
    dt.date(2024, 2, 29),
    Month(2024, 2),
    Quantity(Decimal("2.5"), "KGM"),
    (1, ("a", None)),
    {"a": Decimal(1), "b": (2,)},
    Lure("x", "name"),
    SPOT,
]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_what_is_stored_comes_back_equal(thing):
    again = decode(json.loads(json.dumps(encode(thing))))

    assert again == thing
    assert type(again) is type(thing)


def test_digits_of_a_number_are_kept():
    assert str(decode(encode(Decimal("1.500")))) == "1.500"


def test_what_a_plan_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="a plan cannot hold"):
        encode(object())


@pytest.mark.parametrize(
    "data",
    [{"$": "Nobody"}, {"a": 1}, {"$number": 5}, {"$lure": ["x"]}, {"$": "Money", "amount": "1"}],
)
def test_what_is_no_stored_thing_is_refused(data):
    with pytest.raises(ValueError, match=r"not a stored edit|does not fit"):
        decode(data)


def test_a_name_is_taken_once():
    @dataclass(frozen=True)
    class Money:
        amount: int

    with pytest.raises(ValueError, match=r"Money is registered by chaosdocs\.truth\.values"):
        wired(Money)
