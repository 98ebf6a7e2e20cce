"""Lures are what readers really answer, and look-alikes have words of their own."""

from decimal import Decimal

import pytest

from chaosdocs.authoring import OPERATORS, SeededRng
from chaosdocs.authoring.plan import plan
from chaosdocs.documents.statement_set import state
from chaosdocs.operators.numbers.foreign_separators import _misread
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.values import Money, key

OPENING = ("previous balance", "alter saldo", "ancien solde", "前回残高")


@pytest.mark.parametrize(
    ("amount", "name", "wrong"),
    [
        ("5540.30", "decimal-comma", "5.5403"),
        ("-5540.30", "decimal-comma", "-5.5403"),
        ("540.30", "marks-lost", "54030"),
    ],
)
def test_a_foreign_amount_is_misread_by_the_marks_of_the_document(amount, name, wrong):
    lure = _misread(Money(Decimal(amount), "EUR"))

    assert lure.name == name
    assert key(lure.value) == key(Money(Decimal(wrong), "EUR"))


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP"])
def test_no_look_alike_of_a_statement_has_the_words_of_the_opening_balance(locale):
    record = SOURCES["statement"].make(11, 3, locale)
    operator = OPERATORS["lookalikes.other_amounts"]

    made = plan(operator, state(record), 5, SeededRng(1))

    labels = {edit.statement.label.casefold() for edit in made.edits}
    assert labels
    assert labels.isdisjoint(OPENING)
