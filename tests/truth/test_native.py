"""What a native reader expects of dates, addresses, registers and taxes."""

import datetime as dt
from decimal import ROUND_DOWN

import pytest

from chaosdocs.authoring.otherwise import other_text
from chaosdocs.documents.statement_set import state
from chaosdocs.proof.reading.spelling import readings, spelling
from chaosdocs.render.templates.lowering import arrange
from chaosdocs.render.templates.registry import TEMPLATES
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
