"""How values are written, convention by convention."""

import datetime as dt
from decimal import Decimal

import pytest

from chaosdocs.truth.conventions import LOCALES, Convention, minor_digits, signed, write
from chaosdocs.truth.values import Money, Month, Quantity


def how(**changes):
    return Convention(name="en_US", decimal=".", group=",", **changes)


def euros(amount):
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("value", "convention", "text"),
    [
        (True, how(), "Yes"),
        (False, LOCALES["de_DE"], "Nein"),
        (True, how(words={"true": "X", "false": "-"}), "X"),
        ("EA", how(words={"EA": "pieces"}), "pieces"),
        ("true", how(words={"true": "X"}), "true"),
        ("false", how(words={"false": "-"}), "false"),
        (Decimal("1234567.5"), how(), "1,234,567.5"),
        (Decimal(999), how(), "999"),
        (Month(2024, 3), how(), "03/2024"),
        (Quantity(Decimal("2.5"), "KGM"), LOCALES["de_DE"], "2,5 KGM"),
        (Quantity(Decimal(3), ""), how(), "3"),
        (euros("1234.5"), how(currency="after"), "1,234.50 EUR"),
        (euros("1234.5"), how(currency="before"), "EUR 1,234.50"),
        (euros("1234.5"), how(currency="column:EUR"), "1,234.50"),
        (euros("1234000"), how(scale=3), "1,234.000 EUR"),
        (Money(Decimal(5), "JPY"), how(), "5 JPY"),
        (Money(Decimal("5.5"), "KWD"), how(), "5.500 KWD"),
        (dt.date(2024, 3, 4), how(date="d.M.yy"), "4.3.24"),
        (dt.date(2024, 3, 4), how(date="dd-MMM-yyyy"), "04-Mar-2024"),
        (dt.date(2024, 3, 4), how(date="MM/dd/yyyy|dd/MM/yyyy"), "03/04/2024"),
        (dt.date(2024, 3, 4), LOCALES["ja_JP"], "2024年3月4日"),
    ],
)
def test_a_value_is_written_as_its_convention_says(value, convention, text):
    assert write(value, convention) == text


@pytest.mark.parametrize(
    ("minus", "text"), [("lead", "-1"), ("trailing", "1-"), ("paren", "(1)"), ("none", "1")]
)
def test_a_sign_stands_where_the_convention_puts_it(minus, text):
    assert signed("1", minus) == text
    assert write(Decimal(-1), how(minus=minus)) == text


def test_a_convention_says_its_words_and_its_scale_where_it_has_them():
    assert (
        how(words={"true": "T", "false": "F"}, scale=3)
        .spec()
        .endswith(";words=true:T|false:F;scale=3")
    )
    assert "words" not in how().spec()
    assert "scale" not in how().spec()


def test_currencies_have_their_own_digits():
    assert [minor_digits(code) for code in ("EUR", "JPY", "KWD", "XXX")] == [2, 0, 3, 2]
