"""Rows of a list, matched with the rows of an answer by optimal assignment.

The best assignment is the one with the greatest similarity in all; of those, the one with the most
equal cells; of those, the one that keeps the order of the source. No ties are left to chance.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

EXACT: Final = 1000
"""What an equal cell adds to the similarity of two rows."""
LURED: Final = 500
"""What a cell adds that holds a known wrong value of the row."""
ALIKE: Final = 300
"""What a text adds that is nearly equal; only where few pairs are left."""
_FEW_PAIRS: Final = 10_000
_CLOSE: Final = 60.0
_MOST_TIMES: Final = 4
_MOST_PLUS: Final = 1000

Key = Hashable


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A row of the truth: leaf to the keys that are right, and to the keys of lures."""

    right: Mapping[str, Sequence[Key]]
    lures: Mapping[str, Sequence[Key]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which row is which.

    Attributes:
        rows: For every row of the truth the number of its row in the answer, or None: missing.
        extra: Numbers of the rows of the answer that belong to none.
        duplicated: Those of them that repeat a row that was matched.
    """

    rows: tuple[int | None, ...]
    extra: tuple[int, ...]
    duplicated: frozenset[int]


def align(gold: Sequence[GoldRow], found: Sequence[Mapping[str, Key]]) -> Alignment:
    """Match rows of the truth with rows of an answer.

    Args:
        gold: Rows of the truth, in source order.
        found: Rows of the answer, leaf to key; leaves without a value are left out.

    Example:
        >>> rows = [GoldRow({"sku": ["a"]}, {}), GoldRow({"sku": ["b"]}, {})]
        >>> align(rows, [{"sku": "b"}, {"sku": "x"}]).rows
        (None, 0)
    """
    matched: list[int | None] = [None] * len(gold)
    taken: set[int] = set()
    most = _MOST_TIMES * len(gold) + _MOST_PLUS
    _equal_rows(gold, found, matched, taken)
    left_gold = [i for i, at in enumerate(matched) if at is None]
    left_found = [j for j in range(min(len(found), most)) if j not in taken and found[j]]
    for i, j in _assigned(gold, found, left_gold, left_found):
        matched[i] = j
        taken.add(j)
    empty = (j for j, row in enumerate(found[:most]) if not row and j not in taken)
    for i, at in enumerate(matched):
        blank = next(empty, None) if at is None else None
        if blank is not None:
            matched[i] = blank
            taken.add(blank)
    extra = tuple(j for j, row in enumerate(found) if j not in taken and row)
    seen = {_whole(found[j]) for j in taken if found[j]}
    return Alignment(tuple(matched), extra, frozenset(j for j in extra if _whole(found[j]) in seen))


def assign(similarity: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - a matrix of int64
    """Return the pairs that maximise the sum of `similarity`, every row or column used once.

    Shortest augmenting paths (Jonker and Volgenant) after a reduction of rows. Equal inputs give
    equal pairs on every machine: all arithmetic is in whole numbers.

    Args:
        similarity: Matrix of whole numbers.
    """
    import numpy as np

    if similarity.shape[0] > similarity.shape[1]:
        return sorted((i, j) for j, i in assign(similarity.T))
    cost = similarity.max(initial=0) - similarity.astype(np.int64)
    rows, columns = cost.shape
    u = cost.min(axis=1, initial=np.iinfo(np.int64).max) if columns else np.zeros(rows, np.int64)
    v = np.zeros(columns, np.int64)
    row_of = np.full(columns, -1)
    column_of = np.full(rows, -1)
    for row in range(rows):
        free = np.flatnonzero((cost[row] == u[row]) & (row_of < 0))
        if free.size:
            column_of[row], row_of[free[0]] = free[0], row
    for row in np.flatnonzero(column_of < 0).tolist():
        _augment(cost, u, v, row_of, column_of, row)
    return [(row, int(column_of[row])) for row in range(rows)]


def _augment(cost: Any, u: Any, v: Any, row_of: Any, column_of: Any, start: int) -> None:  # noqa: ANN401, PLR0917
    import numpy as np

    far = np.iinfo(np.int64).max
    columns = cost.shape[1]
    shortest = np.full(columns, far)
    before = np.full(columns, -1)
    done = np.zeros(columns, bool)
    visited = [start]
    row, length, sink = start, 0, -1
    while sink < 0:
        through = length + cost[row] - u[row] - v
        better = ~done & (through < shortest)
        shortest[better] = through[better]
        before[better] = row
        at = int(np.argmin(np.where(done, far, shortest)))
        length = int(shortest[at])
        done[at] = True
        if row_of[at] < 0:
            sink = at
        else:
            row = int(row_of[at])
            visited.append(row)
    u[start] += length
    for each in visited[1:]:
        u[each] += length - shortest[column_of[each]]
    v[done] -= length - shortest[done]
    while True:
        row = int(before[sink])
        row_of[sink] = row
        column_of[row], sink = sink, int(column_of[row])
        if row == start:
            return


def _whole(row: Mapping[str, Key]) -> frozenset[tuple[str, Key]]:
    return frozenset(row.items())


def _equal_rows(
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
    matched: list[int | None],
    taken: set[int],
) -> None:
    """Match rows that are equal in every cell: some optimal assignment always does."""
    places: dict[frozenset[tuple[str, Key]], list[int]] = {}
    for j in range(len(found) - 1, -1, -1):
        if found[j]:
            places.setdefault(_whole(found[j]), []).append(j)
    for i, row in enumerate(gold):
        if any(len(keys) > 1 for keys in row.right.values()):
            continue
        whole = frozenset((leaf, keys[0]) for leaf, keys in row.right.items() if keys)
        at = places.get(whole)
        if whole and at:
            j = at.pop()
            matched[i] = j
            taken.add(j)


def _assigned(
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
    left_gold: Sequence[int],
    left_found: Sequence[int],
) -> list[tuple[int, int]]:
    """Return the best pairs of the rows that are left.

    Rows that share no cell, not even through others, are never compared. Where too many share
    some, the cells that most rows have decide nothing, and then rows meet those near their place.
    """
    if len(left_gold) * len(left_found) <= _FEW_PAIRS:
        return _best(gold, found, left_gold, left_found, alike=True)
    return sorted(_matched(gold, found, left_gold, left_found, _SHARED))


def _matched(
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
    lines: Sequence[int],
    columns: Sequence[int],
    shared: Sequence[int | None],
) -> list[tuple[int, int]]:
    most, *rarer = shared
    pairs: list[tuple[int, int]] = []
    for group, others in _components(gold, found, (lines, columns), most):
        if len(group) * len(others) <= MOST_CELLS:
            pairs += _best(gold, found, group, others)
        elif rarer:
            pairs += _matched(gold, found, group, others, rarer)
        else:
            pairs += _nearby(gold, found, group, others)
    if most is not None:
        done = {i for i, _ in pairs}, {j for _, j in pairs}
        rest = [i for i in lines if i not in done[0]], [j for j in columns if j not in done[1]]
        pairs += _nearby(gold, found, *rest)
    return pairs


MOST_CELLS: Final = 1_000_000
"""Pairs of rows that are compared at once."""
_SHARED: Final[tuple[int | None, ...]] = (None, 64, 1)
"""Cells that more rows have than this decide nothing, as long as too many rows are left."""
_BLOCK: Final = 500


def _components(
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
    left: tuple[Sequence[int], Sequence[int]],
    most: int | None,
) -> list[tuple[list[int], list[int]]]:
    """Return the groups of rows that share a cell, which at most `most` rows of a side have."""
    lines, columns = left
    cells: dict[tuple[str, Key], tuple[dict[int, None], dict[int, None]]] = {}
    for j in columns:
        for cell in found[j].items():
            cells.setdefault(cell, ({}, {}))[1][j] = None
    for i in lines:
        for keys in (gold[i].right, gold[i].lures):
            for leaf, values in keys.items():
                for value in values:
                    if (leaf, value) in cells:
                        cells[leaf, value][0][i] = None
    head = {(side, n): (side, n) for side, rows in enumerate(left) for n in rows}

    def top(row: tuple[int, int]) -> tuple[int, int]:
        while head[row] != row:
            head[row] = head[head[row]]
            row = head[row]
        return row

    for here, there in cells.values():
        if here and (most is None or max(len(here), len(there)) <= most):
            rows = [(0, i) for i in here] + [(1, j) for j in there]
            for row in rows[1:]:
                head[top(row)] = top(rows[0])
    groups: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for row in head:
        groups.setdefault(top(row), ([], []))[row[0]].append(row[1])
    return [(group, others) for group, others in groups.values() if group and others]


def _nearby(
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
    lines: Sequence[int],
    columns: Sequence[int],
) -> list[tuple[int, int]]:
    """Match rows, in their order, a block with the block at the same place."""
    blocks = -(-max(len(lines), len(columns)) // _BLOCK)
    pairs = []
    for n in range(blocks):
        group = lines[n * len(lines) // blocks : (n + 1) * len(lines) // blocks]
        others = columns[n * len(columns) // blocks : (n + 1) * len(columns) // blocks]
        pairs += _best(gold, found, group, others)
    return pairs


def _best(
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
    left_gold: Sequence[int],
    left_found: Sequence[int],
    *,
    alike: bool = False,
) -> list[tuple[int, int]]:
    """Return the pairs of the best assignment; with `alike` texts that are nearly equal count."""
    import numpy as np

    if not left_gold or not left_found:
        return []
    places: dict[tuple[str, Key], list[int]] = {}
    for column, j in enumerate(left_found):
        for cell in found[j].items():
            places.setdefault(cell, []).append(column)
    similarity = np.zeros((len(left_gold), len(left_found)), np.int64)
    for line, i in enumerate(left_gold):
        row = similarity[line]
        for keys, worth in ((gold[i].right, EXACT + 1), (gold[i].lures, LURED)):
            for leaf, values in keys.items():
                for value in values if len(values) < 2 else dict.fromkeys(values):  # noqa: PLR2004
                    at = places.get((leaf, value))
                    if at:
                        if len(at) == 1:
                            row[at[0]] += worth
                        else:
                            row[at] += worth
    if alike:
        _add_likeness(similarity, [gold[i] for i in left_gold], [found[j] for j in left_found])
    lines = np.array(left_gold)[:, None]
    columns = np.array(left_found)[None, :]
    apart = (lines - columns) ** 2
    scale = int(apart.max()) * min(similarity.shape) + 1
    if int(similarity.max()) * scale * min(similarity.shape) < 2**62:
        ranked = similarity * scale - np.where(similarity > 0, apart, 0)
    else:
        ranked = similarity
    ranked = np.maximum(ranked, 0)
    return [
        (left_gold[line], left_found[column])
        for line, column in assign(ranked)
        if similarity[line, column] > 0
    ]


def _add_likeness(
    similarity: Any,  # noqa: ANN401 - a matrix
    gold: Sequence[GoldRow],
    found: Sequence[Mapping[str, Key]],
) -> None:
    from rapidfuzz import fuzz

    ratio = fuzz.ratio
    columns: dict[str, list[tuple[int, Key, str]]] = {}
    for j, other in enumerate(found):
        for leaf, key in other.items():
            text = _text(key)
            if text is not None:
                columns.setdefault(leaf, []).append((j, key, text))
    for i, row in enumerate(gold):
        for leaf, keys in row.right.items():
            words = [word for k in keys if (word := _text(k)) is not None]
            if not words:
                continue
            for j, key, text in columns.get(leaf, ()):
                if key in keys:
                    continue
                near = max([ratio(word, text, score_cutoff=_CLOSE) for word in words])
                if near:
                    similarity[i, j] += int(ALIKE * near / 100)


def _text(key: Key) -> str | None:
    if isinstance(key, tuple) and key[0] in {"text", "id"} and isinstance(key[1], str):
        return key[1]
    return None
