"""The frozen step from a parser's text or tables to fields: ``run --then builtin:fields``.

A parser becomes an extractor by one step that is the same for all, so that what differs between two
such runs is the parser alone. The step has a version, which stands in every answer; whatever
changes what it makes of a text gets a new one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.reader import BrokenAnswerError

if TYPE_CHECKING:
    from chaosdocs.readers.builtin.parsing import Parse

Json = Any
Then = Callable[[Json, Mapping[str, Json]], dict[str, Json]]
_PARSED = frozenset({"text", "tables", "word_confidence"})
FIELDS = "builtin:fields@3"


def load_then(name: str) -> Then:
    """Return the step that `name` names, with or without its version.

    Raises:
        UserError: There is none.
    """
    if name not in {FIELDS, FIELDS.partition("@")[0]}:
        raise UserError(
            f"there is no step {name!r}", where="--then", given=name, allowed=("builtin:fields",)
        )
    return fields


def fields(case: Json, said: Mapping[str, Json]) -> dict[str, Json]:
    """Return the answer that follows from a parser's output.

    Lines of text are read by labels, places and typed values, as ``builtin:fields`` reads pages;
    tables by their heads, as ``builtin:cells`` reads exports. Where both find a field the surer one
    counts, and of a list the one with more values. No file is opened.

    Args:
        case: The public case.
        said: A line of answers with `text` or `tables`.

    Returns:
        The line, with `answer` in place of `text` and `tables`. How sure a parser is of its words
        lowers the confidence in the fields.

    Raises:
        BrokenAnswerError: The parser returned fields.
    """
    line = {key: value for key, value in said.items() if key not in _PARSED}
    if said.get("error"):
        return line | {"then": FIELDS}
    if "text" not in said and "tables" not in said:
        raise BrokenAnswerError("--then is for readers of text or tables; this one returns fields")
    text, sure = said.get("text") or "", said.get("word_confidence") or ()
    return line | _read(case, text, said.get("tables"), sure) | {"then": FIELDS}


def _read(case: Json, text: str, tables: Json, sure: Sequence[float]) -> dict[str, Json]:
    from chaosdocs.readers.builtin.cells import flattened, from_grid
    from chaosdocs.readers.builtin.fields import from_lines
    from chaosdocs.readers.builtin.written import lines_of_text, markdown
    from chaosdocs.score.judging.returned import grids_of, markdown_grids

    read = _weighed(text, sure)

    grids = [*grids_of(tables), *markdown_grids(text)]
    if text.lstrip()[:1] in {"{", "["}:
        with contextlib.suppress(ValueError, RecursionError):
            grids.append(flattened(json.loads(text)))
    whole = "\n\n".join([text, *(markdown(grid) for grid in grids_of(tables))])
    lines = from_lines(case, lines_of_text(whole), read=read)
    if not grids:
        return lines
    below = [row for grid in grids for row in [[], *grid]]
    _forget(lines, frozenset(cell for grid in grids for cell in grid[0]))
    return _surer(case, from_grid(case, below, read=read), lines)


def _weighed(text: str, sure: Sequence[float]) -> Parse:
    """Return how a text becomes a value: less surely where a parser is not sure of its words.

    The confidence of a word is the mean over all its places.
    """
    from chaosdocs.readers.builtin.parsing import Parsed, parse

    words = text.split()
    if not sure or len(sure) != len(words):
        return parse
    places: dict[str, list[float]] = {}
    for word, p in zip(words, sure, strict=True):
        places.setdefault(word, []).append(p)
    mean = {word: sum(each) / len(each) for word, each in places.items()}

    def read(shown: str, kind: str, **more: Any) -> Parsed | None:  # noqa: ANN401 - of `parse`
        found = parse(shown, kind, **more)
        if found is None:
            return None
        least = min((mean.get(word, 1.0) for word in shown.split()), default=1.0)
        return Parsed(found.value, round(found.confidence * least, 4))

    return read


def _forget(said: dict[str, Json], heads: frozenset[str]) -> None:
    """Take out of an answer what is the head of a column and no value."""
    from chaosdocs.readers.builtin.asked import put

    for path in list(said["confidence"]):
        value = _at(said["answer"], path)
        if isinstance(value, str) and value in heads:
            put(said["answer"], path, None)
            del said["confidence"][path]


def _surer(case: Json, one: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    """Field by field the answer that is surer of it; the first where both are alike."""
    from chaosdocs.readers.builtin.asked import asked, put

    answer: dict[str, Json] = {}
    confidence: dict[str, float] = {}
    for path in dict.fromkeys(field.path.partition("/*")[0] for field in asked(case["schema"])):
        many = isinstance(_at(other["answer"], path), list)
        if many:
            first, second = (_filled(_at(each["answer"], path)) for each in (one, other))
        else:
            first, second = (each["confidence"].get(path, -1) for each in (one, other))
        best = other if second > first else one
        put(answer, path, _at(best["answer"], path))
        confidence |= {
            name: sure
            for name, sure in best["confidence"].items()
            if name == path or (many and name.startswith(f"{path}/"))
        }
    return {"answer": answer, "confidence": confidence, "confidence_source": "heuristic"}


def _filled(rows: Json) -> int:
    """Return how many values stand in rows."""
    return sum(value is not None for row in rows or () for value in row.values())


def _at(answer: Json, path: str) -> Json:
    """The value at a path of objects; None at one of a list."""
    for part in path.strip("/").split("/"):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer
