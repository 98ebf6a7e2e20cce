"""Tables on pages: a line of column heads, and what stands under each head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chaosdocs.readers.builtin.asked import Asked
from chaosdocs.readers.builtin.lexicon import labels, names, normal
from chaosdocs.readers.builtin.parsing import Parse, currency_of
from chaosdocs.readers.builtin.words import Line, Segment, Word

Json = Any
HEADS, REACH = 3, 5.0
"""So many column heads on one line make a table; so many heights below a row, past a total, may the
next one stand."""


@dataclass(frozen=True, slots=True)
class _Head:
    field: Asked
    text: str
    x0: float
    x1: float


def rows_of(
    wanted: Sequence[Asked],
    lines: Sequence[Line],
    currency: str | None,
    read: Parse,
    single: frozenset[str] = frozenset(),
) -> tuple[dict[str, list[Json]], dict[str, float]]:
    """Return the rows of every asked list, and a confidence for each leaf.

    Args:
        wanted: The asked leaves of lists.
        lines: The document.
        currency: The document's currency.
        read: How a text becomes a value.
        single: Labels of fields that are no lists: a line that starts with one is no row.
    """
    lists: dict[str, list[Json]] = {}
    confidence: dict[str, float] = {}
    for path in dict.fromkeys(field.path.partition("/*")[0] for field in wanted):
        leaves = [field for field in wanted if field.path.startswith(f"{path}/*")]
        rows: list[Json] = []
        for number, (cells, sure) in enumerate(_table(leaves, lines, currency, read, single)):
            rows.append(cells)
            confidence.update({f"{path}/{number}/{leaf}": c for leaf, c in sure.items()})
        lists[path] = rows
    return lists, confidence


def _table(
    leaves: Sequence[Asked],
    lines: Sequence[Line],
    currency: str | None,
    read: Parse,
    single: frozenset[str],
) -> list[tuple[dict[str, Json], dict[str, float]]]:
    rows: list[tuple[dict[str, Json], dict[str, float]]] = []
    heads: list[_Head] = []
    above: Line | None = None
    second: Line | None = None
    after: Line | None = None
    for at, line in enumerate(lines):
        if line is second:
            continue
        under = _next(lines, at)
        found, used = _heads(line, under, leaves)
        if len(found) >= min(HEADS, len(leaves)):
            heads, second = found, under if used else None
            continue
        if not heads:
            continue
        if not single.isdisjoint(names(line[0].text)):
            after = line
            continue
        if after is not None and above is not None and not _near(line, above):
            continue
        row = _row(line, heads, currency, read)
        if row is None:
            continue
        cells, sure, full = row
        if full:
            rows.append((cells, sure))
            above, after = line, None
        elif rows and set(cells) == {"description"} and above is not None and _under(line, above):
            above = line
            joined = f"{rows[-1][0].get('description') or ''} {cells['description']}".strip()
            rows[-1][0]["description"] = joined
    paths = [_leaf(field) for field in leaves]
    return [({leaf: cells.get(leaf) for leaf in paths}, sure) for cells, sure in rows]


def _near(line: Line, above: Line) -> bool:
    """Whether `line` can still be a row though something else stands between it and the last."""
    return line[0].page != above[0].page or line[0].top - above[0].top < REACH * above[0].height


def _under(line: Line, above: Line) -> bool:
    """Whether `line` goes on directly under `above`."""
    gap = line[0].middle - above[0].middle
    return line[0].page == above[0].page and 0 < gap < 2 * above[0].height


def _next(lines: Sequence[Line], at: int) -> Line:
    """The line directly under another, where heads of columns may go on."""
    for line in lines[at + 1 : at + 2]:
        gap = line[0].top - lines[at][0].top
        if line[0].page == lines[at][0].page and 0 < gap < 1.8 * lines[at][0].height:
            return line
    return ()


def _heads(line: Line, under: Line, leaves: Sequence[Asked]) -> tuple[list[_Head], bool]:
    """The longest runs of words on the line that are labels of list fields.

    A head may go on in the line below. Returned is also whether one does.
    """
    words = [word for segment in line for word in segment.words]
    heads: list[_Head] = []
    taken: set[str] = set()
    used = False
    at = 0
    while at < len(words):
        for end in range(min(at + 4, len(words)), at, -1):
            run = words[at:end]
            rest = _aligned(run, under)
            both = _named([*run, *rest], leaves, taken) if rest else None
            field = both or _named(run, leaves, taken)
            if field is not None:
                stop = end
                if end < len(words) and words[end].text.startswith("("):
                    stop = end + 1  # the unit or currency of the column
                shown = [*words[at:stop], *rest]
                text = " ".join(w.text for w in shown)
                wide = words[at:stop] + (list(rest) if both else [])
                left, right = min(w.x0 for w in wide), max(w.x1 for w in wide)
                heads.append(_Head(field, text, left, right))
                taken.add(field.path)
                used = used or both is not None
                at = stop - 1
                break
        at += 1
    return heads, used


def _aligned(run: Sequence[Word], under: Line) -> tuple[Word, ...]:
    """What stands under a run of words and starts, ends or is centred where it is."""
    for segment in under:
        middles = (segment.x0 + segment.x1 - run[0].x0 - run[-1].x1) / 2
        if min(abs(segment.x0 - run[0].x0), abs(segment.x1 - run[-1].x1), abs(middles)) < 3:  # noqa: PLR2004
            return segment.words
    return ()


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
        over = [n for n, head in enumerate(heads) if _overlap(segment, head) > 0]
        if len(over) == 1:
            texts.setdefault(over[0], []).append(segment.text)
            continue
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
    typed = [leaf for leaf in cells if kinds[leaf] not in {"text", "multiline", "enum"}]
    needed = max(2, (len(heads) + 1) // 2)
    return cells, sure, len(cells) >= needed and len(typed) >= min(2, len(heads))


def _shared(word: Word, place: int, heads: Sequence[_Head]) -> float:
    """Width that a word shares with a column, which reaches to its neighbours' heads.

    Texts start at the left end of their head, numbers end at the right end of theirs.
    """
    head = heads[place]
    left = heads[place - 1].x1 if place else head.x0 - 60
    right = heads[place + 1].x0 if place + 1 < len(heads) else head.x1 + 60
    if head.field.kind in {"text", "multiline", "id", "enum", "date"}:
        left = head.x0 - 2
    else:
        right = head.x1 + 2
    own = _overlap(word, head)
    wide = min(word.x1, right) - max(word.x0, left)
    return wide + (1000 if own > 0 else 0)


def _overlap(one: Word | Segment, head: _Head) -> float:
    """Width that is both under a head and in a word or segment; negative where they are apart."""
    return min(one.x1, head.x1) - max(one.x0, head.x0)


def _leaf(field: Asked) -> str:
    return field.path.rpartition("/")[2]
