"""Every law on every operator; `-k dates.` picks a family."""

import pytest

from chaosdocs.kernel.registry import REGISTRY
from chaosdocs.testing.checking import skipped_share
from chaosdocs.testing.documents import samples
from chaosdocs.testing.laws import LAWS

OPERATORS = tuple(REGISTRY)
OFTEN_NOTHING = {
    "dates.ambiguous_order": "needs a day that could be a month",
    "dates.two_digit_years": "systems and Japanese documents write the year first",
    "drift.net_for_gross": "only invoices have a net amount beside a total",
    "export.hidden_precision": "needs decimals: Japanese documents have none",
    "export.keys_printed_once": "only flat exports repeat the fields of the head",
    "export.uncached_formulas": "only invoices have quantity, price and amount in a row",
    "lookalikes.other_amounts": "a beneficial-ownership file has no amounts",
    "lookalikes.other_numbers": "needs an identifier that ends in four digits",
    "numbers.ambiguous_thousands": "needs whole thousands that a rule settles",
    "numbers.foreign_marks": "a beneficial-ownership file and Japanese documents have no cents",
    "numbers.parenthesised": "few invoices have negative amounts",
    "numbers.trailing_minus": "few invoices have negative amounts",
    "pdf.embedded_xml_disagrees": "needs amounts or dates whose day stands once",
    "pdf.lying_tounicode": "swapped digits can make a date that no calendar has",
    "scan.cropped_first_digit": "needs an amount near an edge",
    "scan.missing_page": "needs two pages",
    "totals.subtotal_rows": "a beneficial-ownership file has no amounts",
    "totals.wrong_sum": "a beneficial-ownership file has no amounts",
}
"""Operators that find nothing in more than a fifth of documents of all domains, and why."""


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", OPERATORS)
def test_law(name, law):
    for number, document in enumerate(samples(REGISTRY[name], 6)):
        law(REGISTRY[name], document, 40 + number)


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_finds_something_to_act_on(name):
    share = skipped_share(REGISTRY[name], documents=24)

    assert share < 1
    if name not in OFTEN_NOTHING:
        assert share <= 0.2, f"{name} skips {share:.0%}"


def test_exemptions_are_few_and_name_operators():
    assert set(OFTEN_NOTHING) <= set(OPERATORS)
    assert len(OFTEN_NOTHING) <= 18
