"""Tables on pages: a line of column heads, and what stands under each head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chaosdocs.readers.builtin.asked import Asked
from chaosdocs.readers.builtin.lexicon import labels, normal
from chaosdocs.readers.builtin.parsing import Parsed, currency_of
from chaosdocs.readers.builtin.words import Line, Segment

Json = Any
Parse = Callable[..., Parsed | None]
HEADS = 3
"""So many column heads on one line make a table."""


@dataclass(frozen=True, slots=True)
class _Head:
    field: Asked
    segment: Segment


def rows_of(
    wanted: Sequence[Asked], lines: Sequence[Line], currency: str | None, read: Parse
) -> tuple[dict[str, list[Json]], dict[str, float]]:
    """Return the rows of every asked list, and a confidence for each leaf.

    Args:
        wanted: The asked leaves of lists.
        lines: The document.
        currency: The document's currency.
        read: How a text becomes a value.
    """
    lists: dict[str, list[Json]] = {}
    confidence: dict[str, float] = {}
    for path in dict.fromkeys(field.path.partition("/*")[0] for field in wanted):
        leaves = [field for field in wanted if field.path.startswith(f"{path}/*")]
        rows: list[Json] = []
        for number, (cells, sure) in enumerate(_table(leaves, lines, currency, read)):
            rows.append(cells)
            confidence.update({f"{path}/{number}/{leaf}": c for leaf, c in sure.items()})
        lists[path] = rows
    return lists, confidence


def _table(
    leaves: Sequence[Asked], lines: Sequence[Line], currency: str | None, read: Parse
) -> list[tuple[dict[str, Json], dict[str, float]]]:
    rows: list[tuple[dict[str, Json], dict[str, float]]] = []
    heads: list[_Head] = []
    page = -1
    for line in lines:
        found = _heads(line, leaves)
        if len(found) >= min(HEADS, len(leaves)):
            heads, page = found, line[0].page
            continue
        if not heads:
            continue
        if line[0].page != page:
            page = line[0].page
        row = _row(line, heads, currency, read)
        if row is None:
            continue
        cells, sure, full = row
        if full:
            rows.append((cells, sure))
        elif rows and set(cells) == {"description"}:
            joined = f"{rows[-1][0].get('description') or ''} {cells['description']}".strip()
            rows[-1][0]["description"] = joined
    names = [_leaf(field) for field in leaves]
    return [({name: cells.get(name) for name in names}, sure) for cells, sure in rows]


def _heads(line: Line, leaves: Sequence[Asked]) -> list[_Head]:
    heads: list[_Head] = []
    taken: set[str] = set()
    for segment in line:
        text = normal(segment.text)
        bare = normal(text.partition("(")[0])
        ranked = sorted(
            (labels(field.path).index(word), field.path, field)
            for field in leaves
            for word in {text, bare}
            if field.path not in taken and word in labels(field.path)
        )
        if ranked:
            heads.append(_Head(ranked[0][2], segment))
            taken.add(ranked[0][1])
    return heads


def _row(
    line: Line, heads: Sequence[_Head], currency: str | None, read: Parse
) -> tuple[dict[str, Json], dict[str, float], bool] | None:
    cells: dict[str, Json] = {}
    sure: dict[str, float] = {}
    texts: dict[str, list[str]] = {}
    fields: dict[str, _Head] = {}
    for segment in line:
        head = max(heads, key=lambda h: _overlap(segment, h.segment, heads))
        if _overlap(segment, head.segment, heads) < 0:
            continue
        texts.setdefault(_leaf(head.field), []).append(segment.text)
        fields[_leaf(head.field)] = head
    for leaf, parts in texts.items():
        head = fields[leaf]
        stated = currency_of(head.segment.text) or currency
        parsed = read(" ".join(parts), head.field.kind, currency=stated)
        if parsed is not None:
            cells[leaf] = parsed.value
            sure[leaf] = round(parsed.confidence * 0.95, 3)
    if not cells:
        return None
    typed = [leaf for leaf in cells if fields[leaf].field.kind not in {"text", "enum"}]
    needed = max(2, (len(heads) + 1) // 2)
    return cells, sure, len(cells) >= needed and len(typed) >= min(2, len(heads))


def _overlap(segment: Segment, head: Segment, heads: Sequence[_Head]) -> float:
    """Shared width with the column under `head`; a column reaches half-way to its neighbours."""
    lefts = [h.segment.x1 for h in heads if h.segment.x1 <= head.x0]
    rights = [h.segment.x0 for h in heads if h.segment.x0 >= head.x1]
    left = (max(lefts) + head.x0) / 2 if lefts else head.x0 - 40
    right = (min(rights) + head.x1) / 2 if rights else head.x1 + 40
    wide = min(segment.x1, right) - max(segment.x0, left)
    edge = min(abs(segment.x0 - head.x0), abs(segment.x1 - head.x1))
    return wide + (20 if edge < 3 else 0)  # noqa: PLR2004 - three points is aligned


def _leaf(field: Asked) -> str:
    return field.path.rpartition("/")[2]
