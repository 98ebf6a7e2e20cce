import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.sources.rates import GrossUp, Product, Rate, rounded
from chaosdocs.sources.relations import CountryOf, DueDate, LegalFormOf, RegistrationOf
from chaosdocs.sources.rules import Balance, Running, Shares, Sum, broken
from chaosdocs.truth.values import Money, Quantity

ROWS = ("k1", "k2", "k3")
CENTS = st.integers(-10_000_000, 10_000_000)


def eur(text):
    return Money(Decimal(text), "EUR")


def amounts(*texts):
    return {f"/lines/k{at}/amount": eur(text) for at, text in enumerate(texts, start=1)}


def test_a_sum_fires_only_where_every_row_has_its_value():
    rule = Sum("/net", "amount")

    assert rule.derive(amounts("1.00", "2.00", "3.50"), ROWS) == {"/net": eur("6.50")}
    assert rule.derive(amounts("1.00", "2.00"), ROWS) == {}
    assert rule.derive({}, ()) == {}


def test_the_one_gone_amount_follows_only_where_its_row_is_seen():
    rule = Sum("/net", "amount")
    facts = {**amounts("1.00", "2.00"), "/net": eur("6.50")}
    seen = {**facts, "/lines/k3/description": "Bolt"}

    assert rule.derive(facts, ROWS) == {}
    assert rule.derive(seen, ROWS) == {"/lines/k3/amount": eur("3.50")}
    assert rule.derive({**seen, "/lines/k30/amount": eur("9")}, ("k3", "k1", "k2")) == {
        "/lines/k3/amount": eur("3.50")
    }


def test_amounts_in_two_currencies_have_no_sum():
    facts = {**amounts("1.00", "2.00"), "/lines/k3/amount": Money(Decimal(1), "USD")}

    assert Sum("/net", "amount").derive(facts, ROWS) == {}
    assert Sum("/net", "amount").derive({**amounts("1", "2"), "/lines/k3/amount": "3"}, ROWS) == {}


def test_credits_and_debits_are_summed_apart_and_nothing_follows_back():
    facts = amounts("5.00", "-2.00", "-1.00")
    credits_, debits = (
        Sum("/in", "amount", only="positive"),
        Sum("/out", "amount", only="negative"),
    )

    assert credits_.derive(facts, ROWS) == {"/in": eur("5.00")}
    assert debits.derive(facts, ROWS) == {"/out": eur("3.00")}
    assert credits_.derive({**amounts("5.00"), "/in": eur("5.00")}, ROWS) == {}


def test_any_part_of_a_balance_follows_from_the_others():
    rule = Balance("/closing", plus=("/opening", "/in"), minus=("/out",))
    whole = {"/closing": eur("7"), "/opening": eur("1"), "/in": eur("9"), "/out": eur("3")}

    for ref, value in whole.items():
        assert rule.derive({r: v for r, v in whole.items() if r != ref}, ()) == {ref: value}
    assert rule.derive(whole, ()) == {}
    assert rule.derive({"/closing": eur("7"), "/in": eur("9")}, ()) == {}
    assert rule.check(whole, ()) is True
    assert rule.check({**whole, "/out": eur("4")}, ()) is False
    assert rule.check({"/closing": eur("7")}, ()) is None
    assert broken((rule,), {**whole, "/out": eur("4")}, ()) == ["closing = opening + in - out"]


def test_running_balances_follow_forwards_and_backwards():
    rule = Running("/opening", "/closing")
    facts = {"/opening": eur("10"), **amounts("5", "-2", "1")}
    facts |= {"/lines/k1/balance": eur("15"), "/lines/k2/balance": eur("13")}
    facts |= {"/lines/k3/balance": eur("14"), "/closing": eur("14")}

    for ref, value in facts.items():
        known = {r: v for r, v in facts.items() if r != ref}
        assert rule.derive(known, ROWS) == {ref: value}, ref
    assert rule.check(facts, ROWS) is True
    assert rule.check({**facts, "/closing": eur("15")}, ROWS) is False
    assert rule.derive({"/opening": eur("10"), "/closing": eur("14")}, ROWS) == {}
    assert rule.derive({"/opening": eur("10")}, ()) == {}


def test_shares_make_a_hundred():
    rule = Shares("/left")
    shares = {"/lines/k1/percentage": Decimal("33.3"), "/lines/k2/percentage": Decimal(60)}
    partial = {**shares, "/left": Decimal("1.7"), "/lines/k3/name": "A"}

    assert rule.derive(shares, ("k1", "k2")) == {"/left": Decimal("6.7")}
    assert rule.derive(partial, ROWS) == {"/lines/k3/percentage": Decimal("5.0")}
    assert rule.check({**shares, "/left": Decimal(7)}, ("k1", "k2")) is False
    assert rule.derive(shares, ROWS) == {}
    assert rule.derive({**partial, "/left": "much"}, ROWS) == {}


def line(quantity=None, price=None, amount=None):
    facts = {
        "/lines/k1/quantity": None if quantity is None else Quantity(Decimal(quantity), "EA"),
        "/lines/k1/unit_price": None if price is None else eur(price),
        "/lines/k1/amount": None if amount is None else eur(amount),
    }
    return {ref: value for ref, value in facts.items() if value is not None}


def test_an_amount_follows_and_a_price_only_where_one_alone_fits():
    rule = Product()

    assert rule.derive(line("2.5", "0.15"), ("k1",)) == {"/lines/k1/amount": eur("0.38")}
    assert rule.derive(line("3", None, "1.50"), ("k1",)) == {"/lines/k1/unit_price": eur("0.50")}
    assert rule.derive(line("3", None, "1.00"), ("k1",)) == {}
    assert rule.derive(line("0.5", None, "1.00"), ("k1",)) == {}
    assert rule.derive(line(None, "0.50", "1.50"), ("k1",)) == {}
    assert Product(whole_prices=False).derive(line("3", None, "1.50"), ("k1",)) == {}
    assert rule.check(line("3", "0.50", "1.51"), ("k1",)) is False


@given(st.integers(1, 400), st.integers(-1_000_000, 1_000_000), st.sampled_from([1, 10]))
def test_a_derived_price_is_the_only_one_on_the_grid(tenths, cents, step):
    count = Decimal(tenths * step) / 10
    price = Decimal(cents) / 100
    amount = rounded(count * price, 2)
    derived = Product().derive(line(count, None, amount), ("k1",))

    if count >= 1:
        assert derived == {"/lines/k1/unit_price": Money(price, "EUR")}
    else:
        assert derived == {}


@given(CENTS, st.sampled_from(["0", "5.5", "7", "8.875", "19", "20"]))
def test_tax_total_and_net_follow_and_agree(cents, percent):
    net, rate = eur(Decimal(cents) / 100), Decimal(percent)
    tax = Rate("/tax", "/net", "/rate").derive({"/net": net, "/rate": rate}, ())["/tax"]
    total = Money(net.amount + tax.amount, "EUR")
    up = GrossUp("/total", "/net", "/rate")

    assert up.derive({"/net": net, "/rate": rate}, ()) == {"/total": total}
    assert up.derive({"/total": total, "/rate": rate}, ()) == {"/net": net}
    assert Rate("/tax", "/net", "/rate").check({"/net": net, "/rate": rate, "/tax": tax}, ())


def test_nothing_follows_from_a_total_that_no_net_gives():
    up = GrossUp("/total", "/net", "/rate")
    totals = {rounded(Decimal(n) / 100 * Decimal("1.2"), 2) for n in range(200)}
    gap = next(Decimal(n) / 100 for n in range(200) if Decimal(n) / 100 not in totals)

    assert up.derive({"/total": Money(gap, "EUR"), "/rate": Decimal(20)}, ()) == {}
    assert up.derive({"/total": eur("5"), "/rate": Decimal(-3)}, ()) == {}
    assert up.derive({"/total": eur("5")}, ()) == {}
    assert up.derive({}, ()) == {}


def test_amounts_are_rounded_to_the_digits_of_their_currency():
    rule = Rate("/tax", "/net", "/rate")
    rate = Decimal("7.5")
    for currency, net, tax in (("JPY", "70", "5"), ("EUR", "0.20", "0.02"), ("KWD", "1", "0.075")):
        found = rule.derive({"/net": Money(Decimal(net), currency), "/rate": rate}, ())
        assert found == {"/tax": Money(Decimal(tax), currency)}


def test_terms_and_dates_follow_in_every_direction():
    rule = DueDate("/due", "/issued", "/days")
    facts = {"/due": dt.date(2024, 3, 1), "/issued": dt.date(2024, 1, 31), "/days": Decimal(30)}

    for ref, value in facts.items():
        assert rule.derive({r: v for r, v in facts.items() if r != ref}, ()) == {ref: value}
    assert rule.derive({**facts, "/issued": dt.date(2024, 4, 1)}, ()) == {}
    assert rule.derive({"/issued": dt.date(9999, 12, 1), "/days": Decimal(60)}, ()) == {}
    assert rule.derive({"/issued": dt.date(2024, 1, 1), "/days": Decimal("1.5")}, ()) == {}
    assert rule.check({**facts, "/days": Decimal(31)}, ()) is False


def test_a_country_follows_only_from_a_right_id_that_names_one():
    tax = CountryOf("/country", "/id", "tax")

    assert tax.derive({"/id": "DE136695976"}, ()) == {"/country": "DE"}
    assert tax.derive({"/id": "DE136695975"}, ()) == {}
    assert tax.derive({"/id": "12-3456789"}, ()) == {}
    assert tax.derive({"/id": Decimal(1)}, ()) == {}
    assert CountryOf("/country", "/id", "bic").derive({"/id": "BQPNFRPP"}, ()) == {"/country": "FR"}
    iban = CountryOf("/country", "/id", "iban")
    assert iban.derive({"/id": "DE89370400440532013000"}, ()) == {"/country": "DE"}
    assert iban.check({"/id": "DE89370400440532013000", "/country": "FR"}, ()) is False


def test_a_register_number_follows_from_a_french_or_japanese_tax_id():
    rule = RegistrationOf("/number", "/id")

    assert rule.derive({"/id": "FR83404833048"}, ()) == {"/number": "404833048"}
    assert rule.derive({"/id": "T8700110005901"}, ()) == {"/number": "8700110005901"}
    assert rule.derive({"/id": "DE136695976"}, ()) == {}
    assert rule.derive({"/id": dt.date(2024, 1, 1)}, ()) == {}
    assert rule.check({"/id": "FR83404833048", "/number": "404833049"}, ()) is False


@pytest.mark.parametrize(
    ("net", "tax", "digits", "rate"),
    [
        pytest.param("3916.91", "235.01", 2, "6.00", id="one rate fits"),
        pytest.param("10.00", "0.60", 2, None, id="5.95 to 6.04 fit"),
        pytest.param("100.00", "8.88", 3, None, id="8.875 and 8.884 fit"),
        pytest.param("0.00", "0.00", 2, None, id="any rate fits"),
        pytest.param("50.00", "-3.00", 2, None, id="no tax"),
    ],
)
def test_the_rate_follows_where_one_alone_fits(net, tax, digits, rate):
    facts = {"/net": Money(Decimal(net), "EUR"), "/tax": Money(Decimal(tax), "EUR")}

    found = Rate("/tax", "/net", "/rate", digits).derive(facts, ())

    assert found == ({} if rate is None else {"/rate": Decimal(rate)})


def test_a_register_number_and_a_tax_id_follow_from_each_other():
    rule = RegistrationOf("/number", "/vat")
    pairs = {"404833048": "FR83404833048", "8700110005901": "T8700110005901"}

    for number, vat in pairs.items():
        assert rule.derive({"/number": number}, ()) == {"/vat": vat}
        assert rule.derive({"/vat": vat}, ()) == {"/number": number}
        assert rule.derive({"/number": number, "/vat": vat}, ()) == {}
        assert rule.check({"/number": number, "/vat": vat}, ()) is True
    for other in ("404833049", "HRB 12345", "7700110005901", Decimal(404833048)):
        assert rule.derive({"/number": other}, ()) == {}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Durand S.A.", "SA"),
        ("Wright PLC", "PLC"),
        ("Kraus GbR", "GBR"),
        ("株式会社加藤通信", "KK"),
        ("高橋印刷有限会社", "YK"),
        ("Dunn, Proctor and Holland", None),
        ("Kaiser USA", None),
    ],
)
def test_a_legal_form_follows_from_the_name_that_shows_it(name, form):
    rule = LegalFormOf("/form", "/name")

    assert rule.derive({"/name": name}, ()).get("/form") == form
    assert rule.derive({"/name": name, "/form": "KG"}, ()) == {}
    assert rule.check({"/name": name, "/form": "KG"}, ()) is (None if form is None else False)
    assert rule.derive({"/name": Decimal(1)}, ()) == {}


def test_a_rate_follows_where_no_other_rate_gives_the_same_tax():
    rule = Rate("/tax", "/net", "/rate")

    assert rule.derive({"/net": eur("100.00"), "/tax": eur("19.00")}, ()) == {"/rate": Decimal(19)}
    assert rule.derive({"/net": eur("100.00"), "/tax": eur("8.88")}, ()) == {}
    assert rule.derive({"/net": eur("4000.00"), "/tax": eur("355.00")}, ()) == {
        "/rate": Decimal("8.875")
    }
