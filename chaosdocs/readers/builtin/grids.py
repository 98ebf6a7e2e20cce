"""Tables on pages: a line of column heads, and what stands under each head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chaosdocs.readers.builtin.asked import Asked
from chaosdocs.readers.builtin.lexicon import labels, normal
from chaosdocs.readers.builtin.parsing import Parsed, currency_of
from chaosdocs.readers.builtin.words import Line, Word

Json = Any
Parse = Callable[..., Parsed | None]
HEADS = 3
"""So many column heads on one line make a table."""


@dataclass(frozen=True, slots=True)
class _Head:
    field: Asked
    text: str
    x0: float
    x1: float


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
    above: Line | None = None
    for line in lines:
        found = _heads(line, leaves)
        if len(found) >= min(HEADS, len(leaves)):
            heads = found
            continue
        if not heads:
            continue
        row = _row(line, heads, currency, read)
        if row is None:
            continue
        cells, sure, full = row
        if full:
            rows.append((cells, sure))
            above = line
        elif rows and set(cells) == {"description"} and above is not None and _under(line, above):
            above = line
            joined = f"{rows[-1][0].get('description') or ''} {cells['description']}".strip()
            rows[-1][0]["description"] = joined
    names = [_leaf(field) for field in leaves]
    return [({name: cells.get(name) for name in names}, sure) for cells, sure in rows]


def _under(line: Line, above: Line) -> bool:
    """Whether `line` goes on directly under `above`."""
    gap = line[0].middle - above[0].middle
    return line[0].page == above[0].page and 0 < gap < 2 * above[0].height


def _heads(line: Line, leaves: Sequence[Asked]) -> list[_Head]:
    """The longest runs of words on the line that are labels of list fields."""
    words = [word for segment in line for word in segment.words]
    heads: list[_Head] = []
    taken: set[str] = set()
    at = 0
    while at < len(words):
        for end in range(min(at + 4, len(words)), at, -1):
            field = _named(words[at:end], leaves, taken)
            if field is not None:
                stop = end
                if end < len(words) and words[end].text.startswith("("):
                    stop = end + 1  # the unit or currency of the column
                text = " ".join(w.text for w in words[at:stop])
                heads.append(_Head(field, text, words[at].x0, words[stop - 1].x1))
                taken.add(field.path)
                at = stop - 1
                break
        at += 1
    return heads


def _named(words: Sequence[Word], leaves: Sequence[Asked], taken: set[str]) -> Asked | None:
    text = normal(" ".join(word.text for word in words))
    names = {text}
    if len(words) > 1 and words[-1].text.startswith("(") and text.count("(") == 1:
        names.add(normal(text.partition("(")[0]))
    ranked = sorted(
        (labels(field.path).index(name), field.path, field)
        for field in leaves
        for name in names
        if field.path not in taken and name in labels(field.path)
    )
    return ranked[0][2] if ranked else None


def _row(
    line: Line, heads: Sequence[_Head], currency: str | None, read: Parse
) -> tuple[dict[str, Json], dict[str, float], bool] | None:
    cells: dict[str, Json] = {}
    sure: dict[str, float] = {}
    texts: dict[int, list[str]] = {}
    for segment in line:
        for word in segment.words:
            shares = [_shared(word, place, heads) for place in range(len(heads))]
            best = max(range(len(heads)), key=shares.__getitem__)
            if shares[best] > 0:
                texts.setdefault(best, []).append(word.text)
    for place, parts in texts.items():
        head = heads[place]
        stated = currency_of(head.text) or currency
        parsed = read(" ".join(parts), head.field.kind, currency=stated)
        if parsed is not None:
            cells[_leaf(head.field)] = parsed.value
            sure[_leaf(head.field)] = round(parsed.confidence * 0.95, 3)
    if not cells:
        return None
    kinds = {_leaf(head.field): head.field.kind for head in heads}
    typed = [leaf for leaf in cells if kinds[leaf] not in {"text", "enum"}]
    needed = max(2, (len(heads) + 1) // 2)
    return cells, sure, len(cells) >= needed and len(typed) >= min(2, len(heads))


def _shared(word: Word, place: int, heads: Sequence[_Head]) -> float:
    """Width that a word shares with a column, which reaches to its neighbours' heads.

    Texts start at the left end of their head, numbers end at the right end of theirs.
    """
    head = heads[place]
    left = heads[place - 1].x1 if place else head.x0 - 60
    right = heads[place + 1].x0 if place + 1 < len(heads) else head.x1 + 60
    if head.field.kind in {"text", "id", "enum", "date"}:
        left = head.x0 - 2
    else:
        right = head.x1 + 2
    own = min(word.x1, head.x1) - max(word.x0, head.x0)
    wide = min(word.x1, right) - max(word.x0, left)
    return wide + (1000 if own > 0 else 0)


def _leaf(field: Asked) -> str:
    return field.path.rpartition("/")[2]
