from decimal import Decimal

import pytest

from chaosdocs.sources.checks import is_bic, is_iban, is_tax_id
from chaosdocs.sources.invoice import record
from chaosdocs.sources.parties import BUYERS, SELLERS, party
from chaosdocs.sources.pools import LOCALES
from chaosdocs.sources.registry import domain, names
from chaosdocs.truth.errors import UserError
from chaosdocs.truth.fold import closure
from chaosdocs.truth.records import schema_path
from chaosdocs.truth.values import Money, from_json, key, to_json

EVERY = [(name, locale) for name in names() for locale in LOCALES]


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_every_rule_holds_on_every_record(name, locale):
    source = domain(name)
    for index in range(300):
        made = source.record(11, index, locale)
        for rule in made.domain.rules:
            assert rule.check(made.facts, made.rows) is not False, (index, rule.name)


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_what_follows_from_some_facts_is_what_the_record_says(name, locale):
    source = domain(name)
    for index in range(40):
        made = source.record(5, index, locale)
        for gone in list(made.facts)[:: 1 + index % 3]:
            known = {ref: value for ref, value in made.facts.items() if ref != gone}
            derived = closure(made.domain.rules, known, made.rows)
            assert set(derived) <= set(made.facts)
            assert all(key(derived[ref]) == key(made.facts[ref]) for ref in derived)


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_facts_have_the_kinds_and_options_that_their_fields_state(name, locale):
    source = domain(name)
    fields = {field.path: field for field in source.domain.fields}
    for index in range(60):
        made = source.record(3, index, locale)
        for ref, value in made.facts.items():
            field = fields[schema_path(ref, source.domain.list_path)]
            assert key(from_json(field.kind, to_json(value))) == key(value)
            assert field.kind != "enum" or value in field.options
            assert not isinstance(value, str) or (value.isprintable() and value.strip() == value)
        paths = {schema_path(ref, source.domain.list_path) for ref in made.facts}
        assert {field.path for field in source.domain.fields if field.required} <= paths


@pytest.mark.parametrize("name", names())
def test_labels_are_there_in_four_languages_and_distinct(name):
    fields = domain(name).domain.fields
    for language in ("en", "de", "fr", "ja"):
        labels = [field.labels[language] for field in fields]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_a_record_does_not_depend_on_what_was_made_before(name, locale):
    source = domain(name)
    forward = [source.record(2, index, locale) for index in range(20)]
    party.cache_clear()
    backward = [source.record(2, index, locale) for index in reversed(range(20))]

    assert [dict(r.facts) for r in forward] == [dict(r.facts) for r in reversed(backward)]
    assert source.record(3, 0, locale).facts != forward[0].facts


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

    assert {str(rate) for rate in rates} == {"6", "6.25", "7", "7.25", "8.25", "8.875"}
    assert all(isinstance(rate, Decimal) for rate in rates)


def test_an_unknown_domain_or_locale_is_named_with_the_nearest():
    with pytest.raises(UserError, match="did you mean 'invoice'"):
        domain("invoce")
    with pytest.raises(UserError, match="did you mean 'de_DE'"):
        domain("invoice").record(1, 0, "de_AT")
