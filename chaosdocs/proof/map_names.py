"""What the names of places leave no doubt about, found again from the documents alone.

It is the rule by which a map is asked for whose two versions state other records: by words in
common, then by kind, where one place is left on each side. It is written down here a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from chaosdocs.proof.map_places import Shown

Document = Mapping[str, Sequence[Shown]]
Pairing = tuple[frozenset[str], frozenset[str]]


class _Place(NamedTuple):
    """A changed place of one version."""

    path: str
    words: frozenset[str]
    numeric: bool


def undoubted(
    older: Iterable[str],
    newer: Iterable[str],
    before: Sequence[Document],
    after: Sequence[Document],
) -> set[Pairing]:
    """Return which changed places belong together, as far as names and kinds tell.

    Args:
        older: The changed places of the older version.
        newer: Those of the newer version.
        before: The older documents.
        after: The newer documents, of other records.
    """
    rows = [_place(path, before) for path in sorted(older)]
    columns = [_place(path, after) for path in sorted(newer)]
    likeness = {(r, c): _likeness(r, c) for r in rows for c in columns}
    open_rows, open_columns = list(rows), list(columns)
    bonds: list[tuple[list[_Place], list[_Place]]] = []

    def close(pairs: list[tuple[_Place, _Place]]) -> bool:
        for row, column in pairs:
            open_rows.remove(row)
            open_columns.remove(column)
            bonds.append(([row], [column]))
        return bool(pairs)

    def nearest(place: _Place, others: Sequence[_Place]) -> _Place | None:
        ranked = sorted(
            ((likeness.get((place, other)) or likeness.get((other, place)) or Fraction(0), other)
             for other in others),
            key=lambda pair: pair[0],
        )  # fmt: skip
        if not ranked or not ranked[-1][0]:
            return None
        if len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]:
            return None
        return ranked[-1][1]

    def by_name() -> list[tuple[_Place, _Place]]:
        found = [(row, nearest(row, open_columns)) for row in open_rows]
        return [(r, c) for r, c in found if c is not None and nearest(c, open_rows) == r]

    def by_kind() -> list[tuple[_Place, _Place]]:
        found = []
        for numeric in (False, True):
            mine = [row for row in open_rows if row.numeric == numeric]
            theirs = [column for column in open_columns if column.numeric == numeric]
            if len(mine) == len(theirs) == 1:
                found.append((mine[0], theirs[0]))
        return found

    while close(by_name()):
        pass
    joining = [
        (place, mate)
        for own, other, left in (
            (open_rows, columns, open_columns),
            (open_columns, rows, open_rows),
        )
        for place in own
        for mate in [nearest(place, other)]
        if mate is not None
        and (
            max(likeness.get((place, mate), 0), likeness.get((mate, place), 0)) >= Fraction(1, 2)
            or all(each.numeric != place.numeric for each in left)
        )
    ]
    for place, mate in joining:
        if mate in open_rows:
            open_rows.remove(mate)
            bonds.append(([mate], []))
        elif mate in open_columns:
            open_columns.remove(mate)
            bonds.append(([], [mate]))
        for mine, theirs in bonds:
            if mate in theirs and place in open_rows:
                mine.append(place)
                open_rows.remove(place)
            elif mate in mine and place in open_columns:
                theirs.append(place)
                open_columns.remove(place)
    while close(by_kind()):
        pass
    told = {(_paths(mine), _paths(theirs)) for mine, theirs in bonds}
    for place in open_rows:
        if all(other.numeric != place.numeric for other in open_columns):
            told.add((frozenset({place.path}), frozenset()))
    for place in open_columns:
        if all(other.numeric != place.numeric for other in open_rows):
            told.add((frozenset(), frozenset({place.path})))
    return told


def looks_changed(place: str, before: Sequence[Document], after: Sequence[Document]) -> bool:
    """Return whether nothing at a place looks alike in both versions: digits, letters, form."""
    old, new = (
        {(shown.form, _mask(shown.text)) for each in side for shown in each.get(place, ())}
        for side in (before, after)
    )
    return not old & new


def _place(path: str, documents: Sequence[Document]) -> _Place:
    texts = [shown.text for each in documents for shown in each.get(path, ()) if shown.text]
    numeric = bool(texts) and all(re.fullmatch(r"-?\d+(?:\.\d+)?", text) for text in texts)
    return _Place(path, frozenset(_split(path)), numeric)


def _likeness(row: _Place, column: _Place) -> Fraction:
    """How many of their words two places share; a place of the same name is likest of all."""
    if row.path == column.path:
        return Fraction(2)
    every = row.words | column.words
    return Fraction(len(row.words & column.words), len(every)) if every else Fraction(0)


def _split(path: str) -> list[str]:
    """The words of a path, in lower case: they end where the case rises or digits begin.

    Example:
        >>> _split("/data/*/seller_taxId/VATNumber2")
        ['data', 'seller', 'tax', 'id', 'vat', 'number', '2']
    """
    found = []
    for run in re.findall(r"[A-Za-z]+|\d+", path):
        cuts = [0]
        for at in range(1, len(run)):
            rises = run[at].isupper() and run[at - 1].islower()
            last = run[at].isupper() and run[at + 1 : at + 2].islower() and run[at - 1].isupper()
            if rises or last:
                cuts.append(at)
        found += [run[start:end].lower() for start, end in pairwise((*cuts, len(run)))]
    return found


def _mask(text: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))


def _paths(places: Iterable[_Place]) -> frozenset[str]:
    return frozenset(place.path for place in places)
