"""Numbers near the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FACTS,
    Add,
    Edit,
    Lure,
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

_BANKING = {
    "en": ("Customer reference", "Contract number", "Previous file", "Archive number"),
    "de": ("Kundenreferenz", "Vertragsnummer", "Vorakte", "Archivnummer"),
    "fr": ("Référence client", "Numéro de contrat", "Dossier précédent", "Numéro d'archive"),
    "ja": ("お客様照会番号", "契約番号", "前回ファイル番号", "保管番号"),
}
"""What a bank's documents carry: nobody delivers or quotes anything there."""
_LABELS = {
    "en": ("Quote number", "Delivery note", "Contract number", "Project number"),
    "de": ("Angebotsnummer", "Lieferschein", "Vertragsnummer", "Projektnummer"),
    "fr": ("Numéro de devis", "Bon de livraison", "Numéro de contrat", "Numéro de projet"),
    "ja": ("見積番号", "納品書番号", "契約番号", "案件番号"),
}
"""The buyer's own reference is not among them: on many invoices it is the order number itself."""


@operator(
    FACTS,
    evidence="edissyum/opencapture#351; agricure/orderbook#24: an order number labelled as an "
    "invoice number",
    ladder=numbers([1, 1, 2, 3, 4]),
    version=3,
    targeted=True,
)
def other_numbers(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with further numbers that look like another number, each with its own label.

    What it does:
        Adds numbers such as a quote number or a delivery note number, in the form of the document's
        own number.

    In the wild:
        Nearly every invoice has quote, order, delivery and project numbers side by side.

    Effect on truth:
        None: the added number has its own label. It is a lure of the field that it looks like.

    Example:
        >>> show(other_numbers, "RE-2024-0815", "id")
        'RE-2024-0815 → RE-2024-0815 / Quote number: RE-2024-1926'
    """
    trade = facts.record.domain.name not in {"statement", "kyc"}
    labels = in_language(_LABELS if trade else _BANKING, facts.record.locale)
    eligible = statements_of(facts, "id", where=first_in_head)
    for number, statement in enumerate(take_few(eligible, level.count, rng)):
        other = _other(statement.value)
        if other is None or number >= len(labels):
            continue
        yield Add(
            key=statement.id,
            statement=Statement(
                id=f"{statement.ref}~other_numbers#1",
                ref=None,
                imitates=statement.ref,
                kind=statement.kind,
                text=key(other),
                claim=says(other),
                label=labels[number],
                lures=(Lure(other, "look-alike-number"),),
            ),
        )


def _other(value: object) -> str | None:
    """Return the number with its last four digits raised by one each: the same shape."""
    if not isinstance(value, str) or not value[-4:].isdigit() or len(value) > 20:  # noqa: PLR2004
        return None
    return value[:-4] + "".join(str((int(digit) + 1) % 10) for digit in value[-4:])
