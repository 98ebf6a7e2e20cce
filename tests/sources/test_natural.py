"""What a native reader expects of a record: laws over drawn records of every locale."""

import datetime as dt
import re
from collections import Counter
from itertools import pairwise

import pytest

from chaosdocs.sources import bank_days
from chaosdocs.sources.bank_days import is_business_day, later, on_or_after, on_or_before
from chaosdocs.sources.domains.statement_fields import MOVEMENTS
from chaosdocs.sources.legal import JAPANESE_KINDS, REGISTERS, founding_days, shown_form
from chaosdocs.sources.parties import party
from chaosdocs.sources.pools import LOCALES, pools
from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.tax import REDUCED, SALES_TAX, STANDARD, rate_of
from chaosdocs.sources.world.worlds.trade import WORLD
from chaosdocs.truth.values import Money

DRAWS = 300
_COUNTRY_FORMS = {
    "en_US": {"INC", "CORP", "LLC", "LLP", "LP", "PARTNERSHIP"},
    "de_DE": {"GMBH", "UG", "AG", "KG", "OHG", "KGaA"},
    "fr_FR": {"SA", "SARL", "SAS", "PARTNERSHIP"},
    "ja_JP": {"KK", "YK", "GK"},
}
_POSTCODES = {
    "en_US": re.compile(r"\d{5}"),
    "de_DE": re.compile(r"\d{5}"),
    "fr_FR": re.compile(r"\d{3}00"),
    "ja_JP": re.compile(r"\d{3}-\d{4}"),
}
_STATES = {
    "CT": "06", "DC": "200", "IN": "4[67]", "KY": "4[0-2]", "MA": "0[12]", "MD": "2[01]",
    "ME": "0[34]", "MI": "4[89]", "NJ": "0[78]", "NY": "1[01]", "RI": "02[89]", "TX": "7[5-9]",
}  # fmt: skip
"""State to the start of its ZIP codes."""
_PREFECTURES = {
    "北海道": "0[0-9]", "宮城県": "98", "埼玉県": "3[3-6]", "千葉県": "2[67-9]",
    "東京都": "1|20", "神奈川県": "2[1-5]", "新潟県": "9[45]", "静岡県": "4[1-3]",
    "愛知県": "4[4-9]", "京都府": "6[0-2]", "大阪府": "5[3-9]", "兵庫県": "6[5-7]",
    "岡山県": "7[01]", "広島県": "7[23]", "福岡県": "8[0-3]", "熊本県": "86",
}  # fmt: skip
"""Prefecture to the start of its postcodes."""
_TOWNS = {"Dachau": "85221", "Pirna": "01796", "Antibes": "06600", "Nancy": "54000"}
"""Some towns and the postcodes that everybody there knows."""


def records(domain, locale, count=DRAWS):
    return [SOURCES[domain].record(11, index, locale) for index in range(count)]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_register_fits_the_legal_form_and_the_form_existed_when_it_was_founded(locale):
    for made in records("kyc", locale):
        facts = made.facts
        form, number = facts["/company/legal_form"], facts["/company/registration_number"]
        first, last = founding_days(form)

        assert form in _COUNTRY_FORMS[locale]
        assert shown_form(facts["/company/name"]) in {form, None}
        assert first <= facts["/company/incorporation_date"] <= last + dt.timedelta(days=3)
        if locale == "de_DE":
            part = "HRB" if form in {"GMBH", "UG", "AG", "KGaA"} else "HRA"
            assert re.fullmatch(rf"{part} \d+", number)
        if locale == "ja_JP":
            assert number[5:7] == JAPANESE_KINDS[form]


def test_a_sole_trader_and_a_partnership_stand_in_part_a_and_companies_in_part_b():
    assert {REGISTERS[form] for form in ("EK", "KG", "OHG")} == {"HRA"}
    assert {REGISTERS[form] for form in ("GMBH", "UG", "AG", "KGaA")} == {"HRB"}
    assert (REGISTERS["EG"], REGISTERS["EV"], REGISTERS["GBR"]) == ("GnR", "VR", "GsR")
    assert founding_days("YK")[1] < founding_days("GK")[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_postcode_fits_its_city(locale):
    kept = {(place.postcode, place.city) for place in pools(locale).places}
    cities = Counter(place.city for place in pools(locale).places)
    assert max(cities.values()) == 1

    for k in range(DRAWS):
        made = party(5, "buyers", k, locale)
        assert (made.postcode, made.city) in kept
        assert _POSTCODES[locale].fullmatch(made.postcode)
        if locale == "en_US":
            assert re.match(_STATES[made.city[-2:]], made.postcode)
        if locale == "ja_JP":
            start = _PREFECTURES[re.match(r"京都府|.*?[都道府県]", made.city)[0]]
            assert re.match(start, made.postcode)
            town = next(p.town for p in pools(locale).places if p.city == made.city)
            assert made.street.startswith(town)


def test_known_towns_have_the_postcodes_that_they_have():
    found = {p.city: p.postcode for locale in LOCALES for p in pools(locale).places}

    assert {town: found[town] for town in _TOWNS if town in found} == {
        town: code for town, code in _TOWNS.items() if town in found
    }
    assert len(_TOWNS.keys() & found.keys()) > 1


@pytest.mark.parametrize("locale", LOCALES)
def test_the_tax_rate_fits_the_goods_and_the_place(locale):
    lists = pools(locale)
    kinds = {
        product.name: kind
        for kind, products in (("goods", lists.products), *lists.reduced.items())
        for product in products
    }
    seen = set()
    for made in records("invoice", locale):
        names = [made.facts[f"/lines/{row}/description"] for row in made.rows]
        sold = {kinds[name] for name in names if name in kinds}
        (kind,) = sold
        rate = made.facts["/tax_rate"]
        seen.add((kind, str(rate)))

        assert rate * 1000 == rate_of(kind, locale, made.facts["/buyer/city"])
    expected = {
        "de_DE": {("goods", "19"), ("food", "7"), ("books", "7"), ("lodging", "7")},
        "fr_FR": {("goods", "20"), ("food", "5.5"), ("books", "5.5"), ("lodging", "10")},
        "ja_JP": {("goods", "10"), ("food", "8")},
    }
    assert seen == expected.get(locale, seen)
    if locale == "en_US":
        assert len(seen) > 5


def test_rates_are_those_of_the_law():
    assert STANDARD == {"de_DE": 19_000, "fr_FR": 20_000, "ja_JP": 10_000}
    assert REDUCED["ja_JP"] == {"food": 8_000}
    assert SALES_TAX["NY"] == 8_875
    with pytest.raises(Exception, match="no sales tax is kept"):
        rate_of("goods", "en_US", "Boise, ID")


@pytest.mark.parametrize("locale", LOCALES)
def test_banks_book_on_business_days_and_one_payroll_a_month(locale):
    language = locale[:2]
    once = {kind.texts[language] for kind in MOVEMENTS if kind.once is not None}
    interest = next(k.texts[language] for k in MOVEMENTS if k.texts["en"] == "Credit interest")
    counts = Counter()
    for made in records("statement", locale):
        texts = Counter(made.facts[f"/lines/{row}/description"] for row in made.rows)
        balances = [made.facts["/opening_balance"], *_column(made, "balance")]
        counts.update(text for text in once if text in texts)

        assert all(texts[text] <= 1 for text in once)
        assert all(is_business_day(day, locale) for day in _column(made, "booking_date"))
        assert all(is_business_day(day, locale) for day in _column(made, "value_date"))
        for row, before in zip(made.rows, balances[:-1], strict=True):
            if made.facts[f"/lines/{row}/description"] == interest:
                assert before.amount > 0
    assert len(counts) == len(once)
    assert min(counts.values()) > DRAWS / 3


def _column(made, leaf):
    return [made.facts[f"/lines/{row}/{leaf}"] for row in made.rows]


@pytest.mark.parametrize("locale", LOCALES)
def test_nobody_overdraws_an_account_without_end(locale):
    for made in records("statement", locale, 100):
        amounts = [v.amount for r, v in made.facts.items() if isinstance(v, Money) and "bal" in r]
        least = min(amounts)
        assert least > -15_000 * (151 if made.facts["/currency"] == "JPY" else 1) - 1


@pytest.mark.parametrize("locale", LOCALES)
def test_invoices_and_reviews_are_dated_on_business_days(locale):
    for made in records("invoice", locale, 150):
        for ref in ("/issue_date", "/delivery_date"):
            assert is_business_day(made.facts.get(ref, made.facts["/issue_date"]), locale)
    for made in records("kyc", locale, 150):
        assert is_business_day(made.facts["/review_date"], locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_world_books_on_business_days(locale):
    for index in range(12):
        book = WORLD.book(3, index, locale, None)
        for at in range(book.size):
            story = book.story(at)
            assert is_business_day(story.invoice.date, locale)
            if story.payment is not None:
                assert is_business_day(story.payment.date, locale)
                assert is_business_day(story.payment.value_date, locale)


def test_a_japanese_invoice_names_no_registration_number_of_the_buyer():
    assert not any("/buyer/vat_id" in made.facts for made in records("invoice", "ja_JP"))
    assert any("/buyer/vat_id" in made.facts for made in records("invoice", "fr_FR"))


def test_numbers_of_invoices_begin_as_in_their_country():
    for locale in ("en_US", "fr_FR", "ja_JP"):
        assert not any(
            m.facts["/invoice_number"].startswith("RE") for m in records("invoice", locale)
        )


@pytest.mark.parametrize(
    ("locale", "day", "holiday"),
    [
        ("de_DE", "2024-10-03", True),
        ("de_DE", "2024-05-30", False),  # Corpus Christi: not in all states
        ("fr_FR", "2023-07-14", True),
        ("en_US", "2023-11-23", True),
        ("ja_JP", "2024-01-03", True),
        ("ja_JP", "2023-05-04", True),
        ("de_DE", "2022-07-14", False),
    ],
)
def test_bank_holidays_are_those_of_the_country(locale, day, holiday):
    day = dt.date.fromisoformat(day)

    assert (day in bank_days.holidays(locale)) == holiday
    assert is_business_day(day, locale) == (not holiday)


def test_business_days_go_on_in_order():
    day = dt.date(2023, 12, 28)
    days = [later(day, count, "ja_JP") for count in range(5)]

    assert all(a < b for a, b in pairwise(days))
    assert on_or_before(dt.date(2024, 1, 2), "ja_JP") == dt.date(2023, 12, 29)
    assert on_or_after(dt.date(2023, 12, 30), "ja_JP") == days[2] == dt.date(2024, 1, 4)
