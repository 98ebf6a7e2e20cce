from decimal import Decimal

from chaosdocs.sources.checks import is_bic, is_iban, is_tax_id
from chaosdocs.sources.domains.invoice import record
from chaosdocs.sources.parties import BUYERS, SELLERS, party
from chaosdocs.sources.pools import LOCALES
from chaosdocs.truth.values import Money


def test_ids_of_an_invoice_have_right_check_digits():
    for locale in LOCALES:
        for index in range(100):
            facts = record(9, index, locale).facts
            assert is_tax_id(facts["/seller/vat_id"])
            assert is_bic(facts["/seller/bic"])
            assert ("/seller/iban" in facts) == (locale in {"de_DE", "fr_FR"})
            assert is_iban(facts.get("/seller/iban", "DE89370400440532013000"))


def test_invoices_are_of_every_length_and_kind():
    made = [record(1, index, "de_DE") for index in range(1500)]
    lengths = [len(each.rows) for each in made]
    amounts = [v.amount for each in made for v in each.facts.values() if isinstance(v, Money)]

    assert (min(lengths), max(lengths)) == (1, 40)
    assert sum(3 <= n <= 12 for n in lengths) > 0.75 * len(lengths)
    assert any(amount < 0 for amount in amounts)
    assert sum(amount >= 1000 for amount in amounts) > len(amounts) / 4
    assert all(each.facts["/total"].amount > 0 for each in made)
    assert any("/order_number" not in each.facts for each in made)
    assert {each.facts["/currency"] for each in made} == {"EUR", "USD", "CHF", "GBP", "KWD"}


def test_yen_have_no_and_dinars_have_three_digits():
    yen = record(1, 0, "ja_JP").facts["/total"].amount
    totals = [record(1, index, "en_US").facts["/total"] for index in range(600)]

    assert yen == yen.to_integral_value()
    assert {-t.amount.as_tuple().exponent for t in totals if t.currency == "KWD"} == {3}


def test_one_party_is_the_same_everywhere_and_no_seller_is_a_buyer():
    sellers = {party(4, "sellers", k, "fr_FR").name for k in range(SELLERS)}
    buyers = {party(4, "buyers", k, "fr_FR").name for k in range(BUYERS)}
    addresses: dict[str, set[str]] = {}
    for index in range(300):
        facts = record(4, index, "fr_FR").facts
        addresses.setdefault(facts["/buyer/name"], set()).add(facts["/buyer/street"])

    assert not sellers & buyers
    assert len(sellers) == SELLERS
    assert len(buyers) == BUYERS
    assert all(len(streets) == 1 for streets in addresses.values())


def test_a_rate_has_as_many_digits_as_it_needs():
    rates = {record(1, index, "en_US").facts["/tax_rate"] for index in range(200)}

    assert {str(rate) for rate in rates} >= {"6", "6.25", "7", "8.25", "8.875", "6.625"}
    assert all(isinstance(rate, Decimal) for rate in rates)
