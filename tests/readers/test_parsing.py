"""What the honest baselines make of written values."""

import pytest

from chaosdocs.readers.builtin.parsing import SURE, UNSURE, Habits, currency_of, habits_of, parse


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.234,56 EUR", "money", {"amount": "1234.56", "currency": "EUR"}),
        ("1,234.56-", "money", {"amount": "-1234.56", "currency": "USD"}),
        ("(1 234,56)", "money", {"amount": "-1234.56", "currency": "USD"}),
        ("¥ 1,200", "money", {"amount": "1200", "currency": "JPY"}),
        ("19 %", "percent", "19"),
        ("8.875", "percent", "8.875"),
        ("12,5 KGM", "quantity", {"value": "12.5", "unit": "KGM"}),
        ("March 4, 2024", "date", "2024-03-04"),
        ("4. März 2024", "date", "2024-03-04"),
        ("4 août 2024", "date", "2024-08-04"),
        ("2024年3月4日", "date", "2024-03-04"),
        ("04-Mar-2024", "date", "2024-03-04"),
        ("20240304", "date", "2024-03-04"),
        ("04.03.24", "date", "2024-03-04"),
        ("Oui", "bool", True),
        ("nein", "bool", False),
    ],
)
def test_a_value_is_read(text, kind, value):
    assert parse(text, kind, currency="USD").value == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "text"),
        ("-", "money"),
        ("****1234", "id"),
        ("soon", "date"),
        ("12 34 56, 78", "bool"),
        ("5.00", "money"),
        ("1 of 2 of 3", "number"),
    ],
)
def test_what_says_nothing_is_a_gap(text, kind):
    assert parse(text, kind) is None


def test_doubt_shows_in_the_confidence():
    assert parse("1.234", "number").confidence == UNSURE
    assert parse("1.234,5", "number").confidence == SURE
    assert parse("03/04/2024", "date").confidence == UNSURE


def test_the_commonest_currency_is_the_documents():
    assert currency_of("10 EUR, 20 EUR, 5 USD") == "EUR"
    assert currency_of("nothing") is None


def test_a_document_shows_how_it_writes():
    assert habits_of("1.234,50 EUR, am 04.03.24") == Habits(decimal=",")
    assert habits_of("1,234.50 and 1.234,50") == Habits()
    assert habits_of("13/04/2024").month_first is False


def test_how_a_document_writes_decides_what_can_be_read_in_two_ways():
    assert parse("1.234", "number", habits=Habits(decimal=".")).value == "1.234"
    assert parse("1.234", "number", habits=Habits(decimal=",")).value == "1234"
    assert parse("03/04/2024", "date", habits=Habits(month_first=True)).value == "2024-03-04"
    assert parse("03/04/2024", "date", habits=Habits(month_first=False)).value == "2024-04-03"


def test_amounts_have_thousandths_only_in_some_currencies():
    point = Habits(decimal=".")
    assert parse("4.576 EUR", "money", habits=point).value["amount"] == "4576"
    assert parse("4.576 KWD", "money", habits=point).value["amount"] == "4.576"
    assert parse("0.025 EUR", "money").value["amount"] == "0.025"


def test_a_rate_is_no_amount_and_a_number_no_date():
    assert parse("19 %", "money", currency="EUR") is None
    assert parse("47110815", "date") is None
