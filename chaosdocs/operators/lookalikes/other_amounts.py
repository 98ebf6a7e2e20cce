"""Amounts that are not the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    FACTS,
    Add,
    Edit,
    Lure,
    Money,
    Number,
    Rng,
    Skip,
    Statement,
    StatementSet,
    first_in_head,
    in_language,
    key,
    numbers,
    operator,
    says,
    statements_of,
    take_few,
)

_ON_STATEMENTS = {
    "en": ("Blocked amount", "Credit limit", "Deposit held", "Savings account"),
    "de": ("Gesperrter Betrag", "Kreditlimit", "Kaution", "Sparkonto"),
    "fr": ("Montant bloqué", "Plafond de crédit", "Dépôt de garantie", "Compte épargne"),
    "ja": ("拘束預金額", "与信限度額", "保証金", "定期預金"),
}
"""On a statement the previous balance is the opening balance itself."""
_LABELS = {
    "en": ("Previous balance", "Credit limit", "Deposit held", "Last payment"),
    "de": ("Alter Saldo", "Kreditlimit", "Kaution", "Letzte Zahlung"),
    "fr": ("Ancien solde", "Plafond de crédit", "Dépôt de garantie", "Dernier paiement"),
    "ja": ("前回残高", "与信限度額", "保証金", "前回支払額"),
}


@operator(
    FACTS,
    evidence="Azure/azure-sdk-for-net#35332: the subtotal is returned as the total; "
    "Azure/azure-sdk-for-net#47802",
    ladder=numbers([1, 1, 2, 3, 4]),
    version=2,
    targeted=True,
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def other_amounts(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with further amounts that look like a total, each with its own label.

    What it does:
        Adds amounts such as a credit limit or, on an invoice, a previous balance. Severity is the
        number of amounts.

    In the wild:
        Reminders, utility bills, statements with last month's figures.

    Effect on truth:
        None: the added amount has its own label. It is a lure of the field that it looks like.

    Example:
        >>> show(other_amounts, {"amount": "1000.00", "currency": "EUR"}, "money")
        '1,000.00 EUR → 1,000.00 EUR / Previous balance: 870.00 EUR'
    """
    words = _ON_STATEMENTS if facts.record.domain.name == "statement" else _LABELS
    labels = in_language(words, facts.record.locale)
    eligible = statements_of(facts, "money", where=first_in_head)
    for number, statement in enumerate(take_few(eligible, level.count, rng)):
        other = _other(statement.value, rng.at(statement.id))
        if other is None or number >= len(labels):
            continue
        yield Add(
            key=statement.id,
            statement=Statement(
                id=f"{statement.ref}~other_amounts#1",
                ref=None,
                imitates=statement.ref,
                kind=statement.kind,
                text=key(other),
                claim=says(other),
                label=labels[number],
                lures=(Lure(other, "look-alike-amount"),),
            ),
        )


def _other(value: object, rng: Rng) -> Money | None:
    if not isinstance(value, Money):
        return None
    factor = rng.pick([Decimal("0.87"), Decimal("1.21"), Decimal("0.455"), Decimal("2.4")])
    amount = (value.amount * factor).quantize(value.amount)
    return None if amount == value.amount else Money(amount, value.currency)
