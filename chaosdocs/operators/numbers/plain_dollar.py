"""A dollar sign in place of the code of the currency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Money,
    Note,
    Rate,
    Remark,
    Rng,
    Skip,
    Statement,
    StatementSet,
    currency_of,
    in_language,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
    write,
)

_CODE: Final = "USD"
_SENTENCE: Final[Mapping[str, str]] = {
    "en": f"All amounts are in {_CODE}.", "de": f"Alle Beträge in {_CODE}.",
    "fr": f"Tous les montants sont en {_CODE}.", "ja": f"金額はすべて{_CODE}です。",
}  # fmt: skip
_OTHER: Final = ("CAD", "AUD", "SGD")
"""Other currencies that are written with the same sign."""


@operator(
    VALUES,
    evidence="Azure/azure-sdk-for-python#35881: CAD and INR on an invoice that states SGD; "
    "lukasz-madon/json-job#7: $ is the sign of many currencies",
    ladder=rates([0.3, 0.6, 1.0]),
    media=("pdf", "scan"),
    exempt={
        "applicable": "most documents are in other currencies than the dollar",
        "distinct": "of twelve documents of a rendering hardly one is in dollars",
    },
)
def plain_dollar(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts under a plain dollar sign, and the code of the currency elsewhere.

    What it does:
        Rewrites 1,234.50 USD as $1,234.50. The document names its currency in a field of its own,
        or in a sentence. Severity is the share of the amounts that show the code.

    In the wild:
        Invoices of American, Canadian and Australian firms to customers abroad.

    Effect on truth:
        None: the document states its currency, the US dollar. The lure is the same amount in
        Canadian, Australian or Singapore dollars.

    Example:
        >>> show(plain_dollar, {"amount": "1234.50", "currency": "USD"}, "money")
        '1,234.50 USD → $1,234.50 / All amounts are in USD.'
    """
    amounts = statements_of(values, "money", where=_in_dollars)
    named = any(each.value == each.text == _CODE for each in values.statements.values())
    hidden = not named and _CODE in values.record.facts.values()
    if not amounts or hidden or not _alone(values):
        yield Skip("no amount shows the code of the dollar, or the document keeps it back")
        return
    code = rng.at("other").pick(_OTHER)
    chosen = take_statements(amounts, level.rate, rng)
    for statement in chosen:
        money, hand = statement.value, statement.convention
        if not isinstance(money, Money) or hand is None:
            continue
        own = replace(hand, currency="before")
        text = write(money, own).replace(f"{_CODE} ", "$", 1)
        minus = text.startswith("$-")
        text = f"-${text[2:]}" if minus else text
        wrong = Lure(replace(money, currency=code), "other-dollar")
        yield retext(statement, text, lures=(wrong,), convention=own)
    if not named:
        refs = tuple(dict.fromkeys(str(each.ref) for each in chosen))
        words = in_language(_SENTENCE, values.record.locale)
        yield Remark(key="currency", note=Note(id="note#currency", text=words, about=refs))


def _alone(values: StatementSet) -> bool:
    """Whether no amount of the document is in another currency."""
    every = (each.value for each in values.statements.values())
    return {value.currency for value in every if isinstance(value, Money)} == {_CODE}


def _in_dollars(statement: Statement) -> bool:
    """Whether an amount is in dollars, and shows the code beside the number."""
    money, hand = statement.value, statement.convention
    if not isinstance(money, Money) or hand is None or not hand.settled or hand.signs:
        return False
    beside = currency_of(statement) in {"after", "before"} and _CODE in statement.text
    return beside and money.currency == _CODE
