"""An honest baseline for sets: numbers in common first, then party and amount.

It opens every file with a role, finds the heads of the columns by words that business systems use,
and matches what it finds. It knows no policy: no discount, no fee, no days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from chaosdocs.readers.builtin.cells import Grid, grid_of
from chaosdocs.readers.builtin.lexicon import normal
from chaosdocs.readers.builtin.parsing import currency_of

Json = Any
_HEADS: Final[Mapping[str, frozenset[str]]] = {
    "key": frozenset(
        ("belnr", "document number", "belegnummer", "kundenreferenz", "transaction", "tran id")
    ),
    "reference": frozenset(("xblnr", "reference", "referenz", "référence")),
    "party": frozenset(
        (
            "name1",
            "name",
            "account name",
            "begünstigter/zahlungspflichtiger",
            "beguenstigter/zahlungspflichtiger",
        )
    ),
    "text": frozenset(
        ("sgtxt", "verwendungszweck", "remittance information", "text", "libellé", "memo")
    ),
    "amount": frozenset(("wrbtr", "betrag", "amount", "montant")),
}
"""Part of a row to the words that stand at the head of its column."""
_FEWEST: Final = 3
"""Known heads that make a line the head of a table."""
_WORD: Final = re.compile(r"[^\s,;()]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file."""

    key: str
    party: str
    words: frozenset[str]
    numbers: frozenset[str]
    amount: Decimal | None


def matching(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Match the rows of a set by numbers in common, then by party and amount.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Returns:
        An answer line without its case.
    """
    roles = list(case["schema"]["properties"]["matches"]["items"]["properties"])
    grids = {
        file["role"]: grid_of(files[file["path"]])
        for file in case["files"]
        if file.get("role") in roles
    }
    rows = {role: list(_rows(grid)) for role, grid in grids.items()}
    text = " ".join(cell for grid in grids.values() for row in grid for cell in row)
    left, right = rows.get(roles[0], []), rows.get(roles[-1], [])
    groups = [*_by_number(left, right)]
    taken = {id(row) for group in groups for side in group for row in side}
    groups += _by_amount(
        [row for row in left if id(row) not in taken],
        [row for row in right if id(row) not in taken],
    )
    taken = {id(row) for group in groups for side in group for row in side}
    return {
        "answer": {
            "matches": [_sides(roles, group) for group in groups],
            "differences": [*_differences(roles, groups, currency_of(text))],
            "orphans": [
                {"in": role, "entry": [row.key], "reason": "unknown"}
                for role in roles
                for row in rows.get(role, [])
                if id(row) not in taken
            ],
        }
    }


Group = tuple[list[Row], list[Row]]


def _rows(grid: Grid) -> Iterator[Row]:
    """The rows below the first line whose cells are known heads."""
    columns: dict[str, int] = {}
    for line in grid:
        found = {
            part: at for part, words in _HEADS.items() for at, cell in enumerate(line)
            if normal(cell) in words
        }  # fmt: skip
        if not columns:
            columns = found if len(found) >= _FEWEST and "key" in found else {}
            continue
        said = {part: line[at].strip() for part, at in columns.items() if at < len(line)}
        amount = _number(said.get("amount", ""))
        if not said.get("key") or amount is None:
            continue
        names = (said.get("reference", ""), said.get("text", ""))
        yield Row(
            key=said["key"],
            party=normal(said.get("party", "")),
            words=frozenset(word for name in names for word in _words(name)),
            numbers=frozenset(
                word for name in (said["key"], said.get("reference", "")) for word in _words(name)
            ),
            amount=amount,
        )


def _words(text: str) -> list[str]:
    return [word.strip(".:#").casefold() for word in _WORD.findall(text) if re.search(r"\d", word)]


def _number(text: str) -> Decimal | None:
    """The number that a cell shows; the last mark of two is the decimal one, a lone point too."""
    plain = text.strip().rstrip("-").lstrip("-").replace("'", "").replace(" ", "")
    sign = -1 if "-" in text or text.startswith("(") else 1
    plain = plain.strip("()")
    comma, point = plain.rfind(","), plain.rfind(".")
    whole, mark, rest = plain.rpartition("," if comma > point else ".")
    digits = re.sub(r"\D", "", whole if mark else rest)
    fraction = re.sub(r"\D", "", rest) if mark else ""
    try:
        return sign * Decimal(f"{digits}.{fraction}" if fraction else digits)
    except InvalidOperation:
        return None


def _by_number(left: list[Row], right: list[Row]) -> Iterator[Group]:
    """Groups of rows of which one prints a number of the other."""
    beside: dict[int, list[Row]] = {}
    for one in left:
        for other in right:
            if one.numbers & other.words or other.numbers & one.words:
                beside.setdefault(id(one), []).append(other)
                beside.setdefault(id(other), []).append(one)
    mine = {id(row) for row in left}
    seen: set[int] = set()
    for row in left:
        if id(row) in seen or id(row) not in beside:
            continue
        reached, at = [row], 0
        seen.add(id(row))
        while at < len(reached):
            for other in beside[id(reached[at])]:
                if id(other) not in seen:
                    seen.add(id(other))
                    reached.append(other)
            at += 1
        yield (
            [each for each in reached if id(each) in mine],
            [each for each in reached if id(each) not in mine],
        )


def _by_amount(left: list[Row], right: list[Row]) -> Iterator[Group]:
    """Pairs of one party and one amount, each row once, in the order of the files."""
    free = list(right)
    for row in left:
        same = next((o for o in free if (o.party, o.amount) == (row.party, row.amount)), None)
        if same is not None:
            free.remove(same)
            yield [row], [same]


def _sides(roles: list[str], group: Group) -> dict[str, Json]:
    return {
        role: [row.key for row in side]
        for role, side in zip((roles[0], roles[-1]), group, strict=True)
    }


def _differences(
    roles: list[str], groups: list[Group], currency: str | None
) -> Iterator[dict[str, Json]]:
    for group in groups:
        one, other = (sum((row.amount or Decimal(0) for row in side), Decimal(0)) for side in group)
        if one != other:
            by = {"amount": f"{other - one:f}", "currency": currency or ""}
            yield {**_sides(roles, group), "field": "amount", "by": by, "reason": "unknown"}


READER = matching
