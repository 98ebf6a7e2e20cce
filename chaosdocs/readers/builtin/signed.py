"""Grids in which the sign of an amount stands beside it: in its column, or in a column of marks."""

from __future__ import annotations

from typing import Final

from chaosdocs.readers.builtin.lexicon import normal

Grid = list[list[str]]
_DEBIT: Final = frozenset({"soll", "debit", "belastung", "lastschrift", "withdrawal", "débit"})
_CREDIT: Final = frozenset({"haben", "credit", "gutschrift", "deposit", "crédit"})
_MARKS: Final = {
    "s": "-", "h": "+", "d": "-", "c": "+", "dr": "-", "cr": "+",
    "debit": "-", "credit": "+", "soll": "-", "haben": "+", "dbit": "-", "crdt": "+",
}  # fmt: skip
_TYPES: Final = frozenset(
    {"transaction type", "type", "soll/haben kennzeichen", "soll/haben", "s/h", "shkzg", "cr/dr"}
)
_AMOUNTS: Final = ("amount", "betrag", "transaction amount", "umsatz")
ONE_COLUMN: Final = "Amount"


def one_amount(grid: Grid) -> Grid:
    """Return a grid whose amounts have their sign at the number, in one column.

    Example:
        >>> one_amount([["Tag", "Soll", "Haben"], ["1.", "5,00", ""], ["2.", "", "7,00"]])
        [['Tag', 'Amount'], ['1.', '-5,00'], ['2.', '7,00']]
        >>> one_amount([["Amount", "Type"], ["5.00", "DR"]])
        [['Amount', 'Type'], ['-5.00', 'DR']]
    """
    heads: tuple[int, int] | None = None
    marked: tuple[int, int] | None = None
    out: Grid = []
    for row in grid:
        names = [normal(cell) for cell in row]
        debit = [n for n, name in enumerate(names) if name in _DEBIT]
        credit = [n for n, name in enumerate(names) if name in _CREDIT]
        types = [n for n, name in enumerate(names) if name in _TYPES]
        amounts = [n for n, name in enumerate(names) if name.startswith(_AMOUNTS)]
        if len(row) > 2 and len(debit) == len(credit) == 1:  # noqa: PLR2004 - more than a pair
            heads, marked = (debit[0], credit[0]), None
            out.append(_merged(row, heads, ONE_COLUMN))
        elif types and amounts:
            heads, marked = None, (amounts[0], types[0])
            out.append(row)
        elif heads is not None and len(row) > max(heads):
            out.append(_merged(row, heads, _number(row, heads)))
        elif marked is not None and len(row) > max(marked):
            out.append(_with_sign(row, *marked))
        else:
            out.append(row)
    return out


def _number(row: list[str], heads: tuple[int, int]) -> str:
    debit, credit = row[heads[0]].strip(), row[heads[1]].strip()
    return debit if debit[:1] in {"", "-", "("} and debit else f"-{debit}" if debit else credit


def _merged(row: list[str], heads: tuple[int, int], text: str) -> list[str]:
    first, second = sorted(heads)
    return [*row[:first], text, *row[first + 1 : second], *row[second + 1 :]]


def _with_sign(row: list[str], amount: int, mark: int) -> list[str]:
    number = row[amount].strip()
    if _MARKS.get(normal(row[mark])) != "-" or not number or number[:1] in "-(":
        return row
    return [*row[:amount], f"-{number}", *row[amount + 1 :]]
