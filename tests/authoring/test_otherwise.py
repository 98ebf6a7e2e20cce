"""The other text says the other value, and nothing else of it has changed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.authoring.otherwise import other_text
from chaosdocs.proof.reading.spelling import readings, spelling
from chaosdocs.truth.conventions import LOCALES, write
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money

DATES = ["yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "MMMM d, yyyy", "d MMMM yyyy", "M/d/yyyy"]


def statement(kind, value, text):
    return Statement(id="/x#1", ref="/x", kind=kind, text=text, claim=says(value))


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)),
    st.sampled_from(DATES),
    st.sampled_from(sorted(LOCALES)),
)
def test_the_other_date_is_read_as_the_other_value(date, pattern, locale):
    how = replace(LOCALES[locale], date=pattern)
    other = other_text(statement("date", date, write(date, how)))
    if other is not None:
        text, value = other
        assert abs(value - date) == dt.timedelta(days=1)
        assert len(text) == len(write(date, how))
        assert value in readings(text, "date", spelling(how.spec()))


def test_digits_of_the_year_are_not_taken_for_the_day():
    text, value = other_text(statement("date", dt.date(2023, 10, 2), "October 2, 2023"))

    assert (text, value) == ("October 3, 2023", dt.date(2023, 10, 3))


@given(st.decimals(-99_999, 99_999, places=2), st.sampled_from(sorted(LOCALES)))
def test_the_other_amount_is_read_as_the_other_value(amount, locale):
    how = LOCALES[locale]
    money = Money(Decimal(amount), "EUR")
    other = other_text(statement("money", money, write(money, how)))
    if other is not None:
        text, value = other
        assert value != money
        assert value in readings(text, "money", spelling(how.spec()), money)


@pytest.mark.parametrize(
    ("number", "other"), [("0095990", "0095991"), ("A-17", "A-15"), ("A-14", "A-19")]
)
def test_another_identifier_differs_in_its_last_digit(number, other):
    assert other_text(statement("id", number, number)) == (other, other)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_changed_identifier_is_never_the_old_one(digit):
    text, value = other_text(statement("id", f"A-1{digit}", f"A-1{digit}"))

    assert text == value != f"A-1{digit}"
