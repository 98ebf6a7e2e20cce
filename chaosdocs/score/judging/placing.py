"""Where the cells of a table stand in an answer: under which head, and in which row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chaosdocs.formats.cases import GoldTable
from chaosdocs.score.judging.align import GoldRow, align, assign
from chaosdocs.score.judging.cells import FoundCell, head_key, literal_keys

Keys = tuple[Hashable, ...]
Grid = Sequence[Sequence[FoundCell]]
_HALF: Final = 0.5
_REACH: Final = 50
"""A value is looked for in so many rows above and below its own."""
_EMPTY: Final = FoundCell("", ())


@dataclass(slots=True)
class Gold:
    """A table of the truth, ready to be looked for.

    Attributes:
        table: The table.
        heads: The heads of its columns, as they are compared; empty without heads.
        body: The numbers of the other rows in `table`.
        keys: What each cell of the body may be read as; empty for empty cells.
        where: Path of a field to its cells: row of the body, and column.
    """

    table: GoldTable
    heads: list[str]
    body: list[int]
    keys: list[list[Keys]]
    where: dict[str, list[tuple[int, int]]]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.table.rows), default=0)


def gold_of(table: GoldTable, right: Mapping[str, Keys]) -> Gold:
    """Return a table of the truth, ready to be looked for.

    Args:
        table: The table.
        right: Path to what a cell that states the field may be read as, beside its text.
    """
    heads = [] if table.head is None else [head_key(text) for text in table.rows[table.head]]
    body = [n for n in range(len(table.rows)) if n != table.head]
    keys: list[list[Keys]] = []
    where: dict[str, list[tuple[int, int]]] = {}
    for i, n in enumerate(body):
        row: list[Keys] = []
        for k, (text, path) in enumerate(zip(table.rows[n], table.paths[n], strict=True)):
            row.append((*literal_keys(text), *right.get(path, ())) if text else ())
            if path:
                where.setdefault(path, []).append((i, k))
        keys.append(row)
    return Gold(table, heads, body, keys, where)


@dataclass(slots=True)
class Placed:
    """A table of the truth and the table of an answer that is most like it.

    Attributes:
        grid: The table of the answer, turned where it is transposed.
        head_row: Its row of heads, None where none is found.
        under: For each column the column of the answer with its head, None where it is not there.
        holds: For each column the column of the answer with most of its values.
        rows: For each row of the body its row in the answer, None where it is missing.
        extra: Rows of the answer that belong to none.
        transposed: Whether rows of the truth are columns of the answer.
        hits: The number of cells, heads included, that are right and in their place.
    """

    gold: Gold
    grid: Grid
    head_row: int | None
    under: list[int | None]
    holds: list[int | None]
    rows: list[int | None]
    extra: list[int]
    transposed: bool = False
    hits: int = 0
    cells: int = 0
    _owner: dict[int, int] = field(default_factory=dict)

    def column(self, k: int) -> int | None:
        """Return where the values of column `k` ought to stand."""
        return self.under[k] if self.under[k] is not None else self.holds[k]

    def cell(self, i: int, k: int) -> FoundCell:
        """Return what stands in place of a cell of the truth."""
        at, m = self.rows[i], self.column(k)
        return _EMPTY if at is None or m is None else _at(self.grid[at], m)

    def right(self, i: int, k: int) -> bool:
        """Return whether a cell of the truth stands in its place."""
        return fits(self.cell(i, k), self.gold.keys[i][k])

    @property
    def known(self) -> bool:
        """Whether the answer has the table at all, and not only some of its words."""
        heads = sum(bool(head) for head in self.gold.heads)
        if self.head_row is not None and heads > 1:
            return True
        return self.hits >= _HALF * sum(bool(keys) for row in self.gold.keys for keys in row)

    def displaced(self, i: int, k: int) -> tuple[str, str] | None:
        """Return how a cell is displaced, and its text; None if it is lost.

        The names are ``transposed``, ``columns-swapped``, ``column-shifted`` and ``row-shifted``.
        """
        keys = self.gold.keys[i][k]
        at, own = self.rows[i], self.column(k)
        if at is not None:
            held = self.holds[k]
            order = [] if held is None else [held]
            order += [m for m in range(len(self.grid[at])) if m != held]
            for m in order:
                cell = _at(self.grid[at], m)
                if m != own and fits(cell, keys) and not self._expected(i, m, cell):
                    return self._sideways(k, m), cell.text
        if own is None:
            return None
        for j in self._near(at):
            cell = _at(self.grid[j], own)
            if fits(cell, keys) and not self._owned(j, k, cell):
                return "row-shifted", cell.text
        return None

    def _sideways(self, k: int, m: int) -> str:
        """Name a shift of column `k` into column `m` of the answer."""
        own = self.column(k)
        swapped = any(self.column(n) == m and self.holds[n] == own for n in range(self.gold.width))
        return "columns-swapped" if swapped and own is not None else "column-shifted"

    def _expected(self, i: int, m: int, cell: FoundCell) -> bool:
        """Whether row `i` of the truth has what stands in column `m` of the answer there anyway."""
        return any(
            self.column(n) == m and fits(cell, keys) for n, keys in enumerate(self.gold.keys[i])
        )

    def _owned(self, j: int, k: int, cell: FoundCell) -> bool:
        """Whether row `j` of the answer has the cell rightly."""
        if not self._owner:
            self._owner = {at: i for i, at in enumerate(self.rows) if at is not None}
        i = self._owner.get(j)
        return i is not None and fits(cell, self.gold.keys[i][k])

    def _near(self, at: int | None) -> list[int]:
        """The rows of the answer around row `at`, the nearest first."""
        if at is None:
            return []
        rows = range(max(0, at - _REACH), min(len(self.grid), at + _REACH + 1))
        near = [j for j in rows if j not in {at, self.head_row}]
        return sorted(near, key=lambda j: (abs(j - at), j))


def fits(cell: FoundCell, keys: Keys) -> bool:
    """Return whether a cell of an answer can be read as one of `keys`."""
    return any(key in keys for key in cell.keys)


def place(gold: Gold, grids: Sequence[Grid]) -> Placed | None:
    """Return the table of an answer that is most like a table of the truth, None if there is none.

    Tables of equal width are also tried as one: a table may go on over several pages.
    """
    wide: dict[int, list[Grid]] = {}
    for grid in grids:
        wide.setdefault(_width(grid), []).append(grid)
    joined = [[row for grid in same for row in grid] for same in wide.values() if len(same) > 1]
    tried = [_placed(gold, grid) for grid in (*grids, *joined) if _width(grid)]
    return max(tried, key=lambda each: (each.hits, -each.cells), default=None)


def _placed(gold: Gold, grid: Grid) -> Placed:
    turned = _turned(gold, grid)
    if turned is not None:
        grid = turned
    head_row, under = _heads(gold, grid)
    head = None if head_row is None else [cell.text for cell in grid[head_row]]
    body = [
        j for j, row in enumerate(grid) if j != head_row and [cell.text for cell in row] != head
    ]
    names = _names(gold)
    holds = _held(gold, grid, body, under, names)
    made = Placed(gold, grid, head_row, under, holds, *_rows(gold, grid, body, holds, names))
    made.transposed = turned is not None
    made.hits = sum(
        bool(keys) and made.right(i, k) for i, row in enumerate(gold.keys) for k, keys in
        enumerate(row)
    ) + sum(m is not None for m in under)  # fmt: skip
    rows = body if head_row is None else [head_row, *body]
    made.cells = sum(bool(cell.text) for j in rows for cell in grid[j])
    return made


def _turned(gold: Gold, grid: Grid) -> Grid | None:
    """Return the answer with rows and columns exchanged, if its heads stand below each other."""
    width = _width(grid)
    turned = [[_at(row, m) for row in grid] for m in range(width)]
    across = sum(m is not None for m in _heads(gold, grid)[1])
    down = sum(m is not None for m in _heads(gold, turned)[1])
    return turned if down > max(across, 1) else None


def _heads(gold: Gold, grid: Grid) -> tuple[int | None, list[int | None]]:
    """Return the row with most heads of the truth, at least half, and the column of each."""
    wanted = Counter(head for head in gold.heads if head)
    none: list[int | None] = [None] * gold.width
    best: int | None = None
    most = 0
    for j, row in enumerate(grid):
        hits = (wanted & Counter(head_key(cell.text) for cell in row if cell.text)).total()
        if hits > most:
            best, most = j, hits
    if best is None or most < _HALF * wanted.total():
        return None, none
    places: dict[str, list[int]] = {}
    for m, cell in enumerate(grid[best]):
        places.setdefault(head_key(cell.text), []).append(m)
    for k, head in enumerate(gold.heads):
        if head and places.get(head):
            none[k] = places[head].pop(0)
    return best, none


def _names(gold: Gold) -> list[dict[Hashable, Hashable]]:
    """Return for each column what its cells may be read as, to one name for each value."""
    names: list[dict[Hashable, Hashable]] = [{} for _ in range(gold.width)]
    for row in gold.keys:
        for k, keys in enumerate(row):
            for key in keys:
                names[k].setdefault(key, keys[0])
    return names


def _named(cell: FoundCell, names: Mapping[Hashable, Hashable]) -> Hashable | None:
    return next((names[key] for key in cell.keys if key in names), None)


def _held(
    gold: Gold,
    grid: Grid,
    body: Sequence[int],
    under: Sequence[int | None],
    names: Sequence[Mapping[Hashable, Hashable]],
) -> list[int | None]:
    """Return for each column the column of the answer with most of its values; heads break ties."""
    import numpy as np

    width = _width(grid)
    votes = np.zeros((gold.width, width), np.int64)
    for j in body:
        for m, cell in enumerate(grid[j]):
            if cell.keys:
                for k, known in enumerate(names):
                    votes[k, m] += any(key in known for key in cell.keys)
    ranked = votes * (2 * gold.width + 1)
    for k, own in enumerate(under):
        if own is not None and votes[k, own]:
            ranked[k, own] += 2
    for k in range(min(gold.width, width)):
        ranked[k, k] += bool(votes[k, k])
    holds: list[int | None] = [None] * gold.width
    for k, m in assign(ranked) if ranked.size else ():
        if votes[k, m]:
            holds[k] = m
    return holds


def _rows(
    gold: Gold,
    grid: Grid,
    body: Sequence[int],
    holds: Sequence[int | None],
    names: Sequence[Mapping[Hashable, Hashable]],
) -> tuple[list[int | None], list[int]]:
    """Return the row of the answer for each row of the truth, and the rows that are left."""
    wanted = [
        GoldRow({str(k): [names[k][keys[0]]] for k, keys in enumerate(row) if keys}, {})
        for row in gold.keys
    ]
    found = []
    for j in body:
        row: dict[str, Hashable] = {}
        for k, m in enumerate(holds):
            if m is not None and (cell := _at(grid[j], m)).text:
                name = _named(cell, names[k])
                row[str(k)] = cell.text if name is None else name
        found.append(row)
    aligned = align(wanted, found)
    rows: list[int | None] = [None if at is None else body[at] for at in aligned.rows]
    taken = {at for at in rows if at is not None}
    left = [j for j in body if j not in taken and any(cell.text for cell in grid[j])]
    for i, at in enumerate(rows):
        cells = [keys for keys in gold.keys[i] if keys]
        if at is not None or not cells:
            continue
        for j in left:
            same = sum(any(fits(cell, keys) for cell in grid[j]) for keys in cells)
            if same > _HALF * len(cells):
                rows[i] = j
                left.remove(j)
                break
    return rows, left


def _at(row: Sequence[FoundCell], m: int) -> FoundCell:
    return row[m] if m < len(row) else _EMPTY


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid), default=0)
