"""What a native reader expects of dates, addresses, registers and taxes."""

import datetime as dt
from decimal import ROUND_DOWN

import pytest

from chaosdocs.authoring.otherwise import other_text
from chaosdocs.documents.statement_set import state
from chaosdocs.proof.reading.spelling import readings, spelling
from chaosdocs.render.templates.lowering import arrange
from chaosdocs.render.templates.registry import TEMPLATES
from chaosdocs.score.judging.comparison import said
from chaosdocs.sources.parties import BUYERS, party
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.conventions import LOCALES, write
from chaosdocs.truth.statements import Statement, says

FIRST = dt.date(2024, 8, 1)


def test_french_writes_the_first_of_a_month_as_1er():
    how = LOCALES["fr_FR"]

    assert write(FIRST, how) == "1er août 2024"
    assert write(dt.date(2024, 8, 11), how) == "11 août 2024"
    assert readings("1er août 2024", "date", spelling(how.spec())) == (FIRST,)
    assert readings("11er août 2024", "date", spelling(how.spec())) == ()
    shown = Statement(id="/d#1", ref="/d", kind="date", text="1er août 2024", claim=says(FIRST))
    assert other_text(shown) is None


def test_a_german_register_fits_the_legal_form():
    kinds = {"HRA": {"KG", "OHG"}, "HRB": {"GMBH", "AG", "KGaA"}, "GnR": {"EG"}, "VR": {"EV"}}
    found = [party(9, "buyers", k, "de_DE") for k in range(BUYERS)]

    for one in found:
        register = one.registration.partition(" ")[0]
        for name, forms in kinds.items():
            assert one.legal_form not in forms or register == name
    assert {one.registration.partition(" ")[0] for one in found} >= {"HRA", "HRB"}


@pytest.mark.parametrize("index", range(12))
def test_japanese_tax_is_rounded_down(index):
    record = SOURCES["invoice"].make(17, index, "ja_JP")
    net, tax, rate = (record.facts[ref] for ref in ("/net", "/tax", "/tax_rate"))

    if tax.currency == "JPY":
        assert tax.amount == (net.amount * rate / 100).quantize(1, rounding=ROUND_DOWN)


def test_a_japanese_address_goes_from_the_postcode_to_the_name():
    record = SOURCES["invoice"].make(17, 0, "ja_JP")

    flow = arrange(state(record), TEMPLATES["letterhead"])

    block = next(block for block in flow.blocks if block.id == "recipient")
    leaves = [entry.statement.partition("#")[0].rpartition("/")[2] for entry in block.entries]
    assert leaves[:4] == ["postcode", "city", "street", "name"]


@pytest.mark.parametrize(
    ("locale", "template", "words"),
    [
        ("de_DE", "letterhead", {"EA": "Stk.", "HUR": "Std.", "DE": "Deutschland"}),
        ("ja_JP", "statement", {"EA": "個", "HUR": "時間", "JP": "日本"}),
        ("fr_FR", "erp", {"EA": "pce", "HUR": "h", "FR": "France"}),
        ("en_US", "letterhead", {"EA": "ea", "HUR": "hr", "US": "United States"}),
    ],
)
def test_paper_says_units_and_countries_in_the_reader_s_language(locale, template, words):
    record = SOURCES["invoice"].make(17, 0, locale)
    flow = arrange(state(record), TEMPLATES[template])

    shown = {s.ref: s.text for s in flow.statements.values()}
    country = record.facts["/seller/country"]
    assert shown["/seller/country"] == words[country]
    for row in record.rows:
        unit = record.facts[f"/lines/{row}/quantity"].unit
        if unit in words:
            assert shown[f"/lines/{row}/quantity"].endswith(f" {words[unit]}")


def test_a_form_on_owners_says_roles_and_risks_in_words():
    record = SOURCES["kyc"].make(17, 1, "de_DE")
    flow = arrange(state(record), TEMPLATES["erp"])

    words = {s.text for s in flow.statements.values() if s.kind == "enum"}
    assert words.isdisjoint({"LOW", "MEDIUM", "HIGH", "SHAREHOLDER", "NOMINEE", "GMBH"})
    block = next(block for block in flow.blocks if block.id == "recipient")
    assert block.title == "Betrifft"


@pytest.mark.parametrize(("domain", "after"), [("invoice", "御中"), ("kyc", "")])
def test_a_letter_to_a_japanese_company_ends_with_its_honorific(domain, after):
    flow = arrange(state(SOURCES[domain].make(17, 0, "ja_JP")), TEMPLATES["letterhead"])

    blocks = {block.id: block for block in flow.blocks if hasattr(block, "entries")}
    recipient = {entry.statement: entry.after for entry in blocks["recipient"].entries}
    assert recipient[next(name for name in recipient if name.endswith("/name#1"))] == after
    assert not any(entry.after for entry in blocks["sender"].entries)


def test_a_japanese_form_goes_from_the_postcode_to_the_street():
    flow = arrange(state(SOURCES["invoice"].make(17, 0, "ja_JP")), TEMPLATES["erp"])

    block = next(block for block in flow.blocks if block.id == "recipient")
    leaves = [entry.statement.partition("#")[0].rpartition("/")[2] for entry in block.entries]
    assert leaves[:4] == ["name", "postcode", "city", "street"]


@pytest.mark.parametrize("unit", ["Stk.", "stk", "EA", "個", "pce"])
def test_a_unit_as_printed_counts_as_its_code(unit):
    right = said("quantity", {"value": "4", "unit": "EA"})

    assert said("quantity", {"value": "4", "unit": unit}).key == right.key
    assert said("quantity", {"value": "4", "unit": "HUR"}).key != right.key
