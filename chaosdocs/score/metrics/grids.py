"""Tables against tables: typed cell F1 after aligning rows and columns, GriTS and TEDS.

GriTS (Smock et al. 2022) compares the most similar substructures of two grids: 2 S / (|A| + |B|),
where S adds up the likeness of the cells of the rows and columns that are best aligned. 1 is best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.align import GoldRow, align, assign
from chaosdocs.score.judging.comparison import folded
from chaosdocs.score.judging.expectations import ExpectedList, Printed, ScoredCase, Side
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.placing import Gold, Placed, gold_of, place
from chaosdocs.score.judging.returned import grids_of, markdown_grids
from chaosdocs.score.judging.spelling import spelled
from chaosdocs.score.judging.tables import grids, right_keys
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.documents import by_record
from chaosdocs.score.published.teds import teds, teds_structure

Grid = Sequence[Sequence[str]]
MOST_CELLS = 4_000
MOST_NODES = 60_000
"""Rows and cells of one table times those of another, for TEDS; it grows with more than that."""


@dataclass(frozen=True, slots=True)
class GridScore:
    """One list of the truth against the table of an answer that is most like it.

    Attributes:
        cell_f1: Equal cells at aligned places.
        grits_con: Likeness of contents; `grits_top` of the shape alone. None for huge tables.
        teds: Likeness as trees of rows and cells; `teds_structure` without contents. Likewise.
        missing: Rows that are not there; `extra` rows that should not be; `shifted` out of order.
    """

    cell_f1: float
    grits_con: float | None
    grits_top: float | None
    teds: float | None
    teds_structure: float | None
    missing: int
    extra: int
    shifted: int


def grits(
    gold: Sequence[Sequence[Any]],
    found: Sequence[Sequence[Any]],
    alike: Callable[[Any, Any], float],
) -> float:
    """Return GriTS of two grids under a likeness of cells from 0 to 1.

    Rows of unequal length are filled up with empty cells.

    Example:
        >>> grits([["a", "b"], ["c", "d"]], [["c", "d"], ["a", "b"]], lambda x, y: float(x == y))
        0.5
    """
    a, b = _filled(gold), _filled(found)
    size = len(a) * len(a[0] if a else ()) + len(b) * len(b[0] if b else ())
    if not size:
        return 1.0
    if not a or not b or not a[0] or not b[0]:
        return 0.0
    same = [[[[alike(x, y) for y in other] for other in b] for x in row] for row in a]
    rows = _aligned(
        len(a), len(b), lambda i, j: _best([[same[i][k][j][m] for m in range(len(b[0]))]
                                            for k in range(len(a[0]))])
    )  # fmt: skip
    columns = _aligned(
        len(a[0]), len(b[0]), lambda k, m: _best([[same[i][k][j][m] for j in range(len(b))]
                                                  for i in range(len(a))])
    )  # fmt: skip
    total = sum(same[i][k][j][m] for i, j in rows for k, m in columns)
    return 2 * total / size


def content(one: str, other: str) -> float:
    """Return the share of two texts that is their longest common subsequence; 1 for two empty."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one, other)


def grits_con(gold: Grid, found: Grid) -> float:
    """Return GriTS of contents."""
    if _filled(gold) == _filled(found):
        return 1.0
    return grits(gold, found, cache(content))


def grits_top(gold: Grid, found: Grid) -> float:
    """Return GriTS of shape, for grids without merged cells: as many rows and columns as fit."""
    (rows, columns), (others, wide) = _shape(gold), _shape(found)
    size = rows * columns + others * wide
    return 2 * min(rows, others) * min(columns, wide) / size if size else 1.0


def compare_grid(case: ScoredCase, each: ExpectedList, line: Line, printed: Printed) -> GridScore:
    """Return how a list of the truth fares in the tables of an answer.

    Args:
        case: The case.
        each: The list.
        line: The answer; Markdown tables in its text count where it has no others.
        printed: What the document prints.

    The table of the truth has all that the document's table shows, heads included. Without one (the
    task is ``text``) it has the rows of the list alone.
    """
    gold = _gold(case, each, printed)
    if gold is not None:
        return _whole(gold, each, place(gold, grids(line)))
    rights = [
        {
            leaf: tuple(
                dict.fromkeys(
                    (
                        *(folded(t) for t in printed.get((case.case, truth.path), ())),
                        *(
                            words
                            for value in truth.accept or truth.readings
                            for words in spelled(truth.kind, value, case.locale)
                        ),
                    )
                )
            )
            for leaf, truth in row.items()
        }
        for row in each.shown
    ]
    there = grids_of(line.tables) or markdown_grids(line.text or "")
    folds = [[[folded(cell[:1000]) for cell in row] for row in grid] for grid in there]
    best = max((_scored(rights, each.leaves, grid) for grid in folds), default=None, key=_quality)
    if best is None:
        gold_cells = sum(bool(keys) for row in rights for keys in row.values())
        empty = 0.0 if gold_cells else 1.0
        return GridScore(empty, empty, empty, empty, empty, len(rights), 0, 0)
    return best


def grid_metrics(
    made: Conditions,
    printed: Printed,
    counts: Any,  # noqa: ANN401 - a matrix
    *,
    side: Side,
) -> dict[str, Estimate]:
    """Return means over records of everything that tables are scored by."""
    import numpy as np

    table = made.table
    if table.answers.then:
        return {}
    number = {name: n for n, name in enumerate(made.record_names)}
    scores: list[GridScore] = []
    record: list[int] = []
    for trial in table.answers.trials:
        for case in table.cases:
            if case.task != "tables" or case.side != side:
                continue
            for each in case.lists:
                scores.append(
                    compare_grid(case, each, table.answers.lines[case.case, trial], printed)
                )
                record.append(number[case.record])
    if not scores:
        return {}
    values = {
        name: np.array([_nan(getattr(score, name)) for score in scores], float)
        for name in ("cell_f1", "grits_con", "grits_top", "missing", "extra", "shifted")
    }
    known = ~np.isnan(values["grits_con"])
    if not known.all():
        values = {k: v for k, v in values.items() if not k.startswith("grits")}
    of_record, size = np.array(record), len(made.record_names)
    trees = {k: np.array([_nan(getattr(each, k)) for each in scores]) for k in _TREES}
    return {
        **by_record(
            values, of_record, np.ones(len(scores), bool), size, counts,
            unbounded=frozenset({"missing", "extra", "shifted"}),
        ),
        **by_record(trees, of_record, ~np.isnan(trees["teds"]), size, counts),
    }  # fmt: skip


_TREES = ("teds", "teds_structure")


def _nan(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _quality(score: GridScore) -> tuple[float, float]:
    return score.cell_f1, score.grits_con or 0.0


def _gold(case: ScoredCase, each: ExpectedList, printed: Printed) -> Gold | None:
    """The table of the truth that has the rows of a list."""
    for table in case.tables:
        if any(path.startswith(f"{each.path}/") for row in table.paths for path in row):
            right = {
                truth.path: right_keys(case, truth, printed.get((case.case, truth.path), ()))
                for truth in case.fields()
                if truth.state != "unscored"
            }
            return gold_of(table, right)
    return None


def _whole(gold: Gold, each: ExpectedList, placed: Placed | None) -> GridScore:
    """Return how a whole table fares: every cell of it counts, and every cell of the answer."""
    lines = {
        i
        for path, cells in gold.where.items()
        if path.startswith(f"{each.path}/")
        for i, _ in cells
    }
    if placed is None:
        return GridScore(0.0, 0.0, 0.0, 0.0, 0.0, len(lines), 0, 0)
    cells = sum(bool(keys) for row in gold.keys for keys in row) + sum(map(bool, gold.heads))
    hits = 0 if placed.transposed else placed.hits
    plain = [[folded(text) for text in row] for row in gold.table.rows]
    found = [[cell.text for cell in row] for row in placed.grid]
    order = [at for at in placed.rows if at is not None]
    total = cells + placed.cells
    return GridScore(
        2 * hits / total if total else 1.0,
        *_likeness(plain, found),
        missing=sum(placed.rows[i] is None for i in lines),
        extra=len(placed.extra),
        shifted=len(order) - _longest_rise(order),
    )


def _likeness(
    plain: Grid, found: Grid
) -> tuple[float | None, float | None, float | None, float | None]:
    """Return GriTS and TEDS, each of contents and of shape; None for huge tables."""
    width = max((len(row) for row in plain), default=0)
    other = max((len(row) for row in found), default=0)
    size = len(plain) * width * max(len(found), 1) * max(other, 1)
    small = size <= MOST_CELLS * MOST_CELLS // 16
    trees = (len(plain) * (width + 1)) * sum(len(row) + 1 for row in found) <= MOST_NODES
    return (
        grits_con(plain, found) if small else None,
        grits_top(plain, found) if small else None,
        teds(plain, found) if trees else None,
        teds_structure(plain, found) if trees else None,
    )


def _scored(
    rights: Sequence[dict[str, tuple[str, ...]]], leaves: Sequence[str], grid: Grid
) -> GridScore:
    import numpy as np

    body = list(grid)
    known = {words for row in rights for keys in row.values() for words in keys}
    while body and not any(cell in known for cell in body[0]):
        body.pop(0)
    width = max((len(row) for row in body), default=0)
    votes = np.zeros((len(leaves), width), np.int64)
    for k, leaf in enumerate(leaves):
        right = {words for row in rights for words in row.get(leaf, ())}
        for row in body:
            for m, cell in enumerate(row):
                votes[k, m] += cell in right
    pairs = assign(votes) if votes.size else []
    leaf_of = {m: leaves[k] for k, m in pairs if votes[k, m]}
    found = [
        {leaf_of[m]: cell for m, cell in enumerate(row) if m in leaf_of and cell} for row in body
    ]
    aligned = align([GoldRow(row, {}) for row in rights], found)
    hits = sum(
        found[at].get(leaf) in keys
        for row, at in zip(rights, aligned.rows, strict=True)
        if at is not None
        for leaf, keys in row.items()
        if keys
    )
    gold_cells = sum(bool(keys) for row in rights for keys in row.values())
    found_cells = sum(bool(cell) for row in body for cell in row)
    order = [at for at in aligned.rows if at is not None]
    plain = [[row[leaf][0] if row.get(leaf) else "" for leaf in leaves] for row in rights]
    return GridScore(
        2 * hits / (gold_cells + found_cells) if gold_cells + found_cells else 1.0,
        *_likeness(plain, body),
        missing=sum(at is None for at in aligned.rows),
        extra=len(aligned.extra),
        shifted=len(order) - _longest_rise(order),
    )


def _longest_rise(order: Sequence[int]) -> int:
    """The length of the longest rising subsequence: how many rows are in order."""
    import bisect

    tails: list[int] = []
    for each in order:
        at = bisect.bisect_left(tails, each)
        tails[at : at + 1] = [each]
    return len(tails)


def _shape(grid: Grid) -> tuple[int, int]:
    return len(grid), max((len(row) for row in grid), default=0)


def _filled(grid: Sequence[Sequence[Any]]) -> list[list[Any]]:
    width = max((len(row) for row in grid), default=0)
    return [[*row, *[""] * (width - len(row))] for row in grid]


def _aligned(one: int, other: int, reward: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The order-keeping pairs of greatest reward in all."""
    scores = [[reward(i, j) for j in range(other)] for i in range(one)]
    best = _table(scores)
    pairs = []
    i, j = one, other
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + scores[i - 1][j - 1]:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i -= 1
    return pairs[::-1]


def _best(scores: Sequence[Sequence[float]]) -> float:
    return _table(scores)[-1][-1]


def _table(scores: Sequence[Sequence[float]]) -> list[list[float]]:
    width = len(scores[0]) if scores else 0
    best = [[0.0] * (width + 1)]
    for row in scores:
        last, line = best[-1], [0.0]
        for j, score in enumerate(row):
            line.append(max(last[j] + score, line[j], last[j + 1]))
        best.append(line)
    return best
