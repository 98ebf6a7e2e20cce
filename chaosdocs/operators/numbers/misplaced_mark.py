"""Group marks where none can stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Money,
    Number,
    Rng,
    Skip,
    Statement,
    StatementSet,
    numbers,
    operator,
    retext,
    statements_of,
    take_few,
)

THOUSAND = 1_000


@operator(
    VALUES,
    evidence="pandas-dev/pandas#64708: 1,,0 is read as 10; pandas-dev/pandas#64631",
    ladder=numbers([1, 3, 6]),
    media=("pdf", "xlsx", "csv"),
    targeted=True,
    exempt={"applicable": "needs amounts over a thousand with cents"},
)
def misplaced_mark(values: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with numbers with a group mark in an impossible place.

    What it does:
        Removes a digit of the group before the decimal separator: 1,234.50 becomes 1,34.50 or
        1,24.50. Severity is the number of amounts.

    In the wild:
        Amounts typed or corrected by hand; a digit that a scanner did not read.

    Effect on truth:
        Unanswerable, unless the amount follows from other values. The printed text is a trace. The
        lure is the number without the misplaced separator.

    Example:
        >>> show(misplaced_mark, {"amount": "4444.50", "currency": "EUR"}, "money")
        '4,444.50 EUR → 4,44.50 EUR'
    """
    convention = values.convention
    if convention is None:
        yield Skip("the values are not written yet")
        return
    stated = Counter(each.ref for each in values.statements.values())
    eligible = [
        statement
        for statement in statements_of(values, "money", where=_grouped)
        if stated[statement.ref] == 1
    ]
    for statement in take_few(eligible, level.count, rng):
        money = statement.value
        hand = statement.convention
        if not isinstance(money, Money) or hand is None:
            continue
        at = statement.text.rindex(hand.decimal) - 1 - rng.at("digit", statement.id).below(3)
        text = statement.text[:at] + statement.text[at + 1 :]
        digits = "".join(char for char in text if char.isdigit())
        lure = Money(Decimal(digits).scaleb(-2).copy_sign(money.amount), money.currency)
        yield retext(statement, text, mask=text, lures=(Lure(lure, "marks-dropped"),))


def _grouped(statement: Statement) -> bool:
    """Whether it is an amount over a thousand with cents, written with both marks."""
    money, hand = statement.value, statement.convention
    if not isinstance(money, Money) or hand is None or not (hand.settled and hand.group):
        return False
    if abs(money.amount) < THOUSAND or money.amount.as_tuple().exponent != -2:  # noqa: PLR2004
        return False
    return hand.group in {".", ","} and statement.text.count(hand.decimal) == 1
