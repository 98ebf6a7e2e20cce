"""The frozen step from a parser's text or tables to fields: ``run --then builtin:fields``.

A parser becomes an extractor by one step that is the same for all, so that what differs between two
such runs is the parser alone. The step has a version, which stands in every answer; whatever
changes what it makes of a text gets a new one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.reader import BrokenAnswerError

Json = Any
Then = Callable[[Json, Mapping[str, Json]], dict[str, Json]]
FIELDS = "builtin:fields@2"


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
    counts, and of a list the one with more rows. No file is opened.

    Args:
        case: The public case.
        said: A line of answers with `text` or `tables`.

    Returns:
        The line, with `answer` in place of `text` and `tables`.

    Raises:
        BrokenAnswerError: The parser returned fields.
    """
    line = {key: value for key, value in said.items() if key not in {"text", "tables"}}
    if said.get("error"):
        return line | {"then": FIELDS}
    if "text" not in said and "tables" not in said:
        raise BrokenAnswerError("--then is for readers of text or tables; this one returns fields")
    return line | _read(case, said.get("text") or "", said.get("tables")) | {"then": FIELDS}


def _read(case: Json, text: str, tables: Json) -> dict[str, Json]:
    from chaosdocs.readers.builtin.cells import flattened, from_grid
    from chaosdocs.readers.builtin.fields import from_lines
    from chaosdocs.readers.builtin.written import lines_of_text, markdown
    from chaosdocs.score.judging.returned import grids_of, markdown_grids

    grids = [*grids_of(tables), *markdown_grids(text)]
    if text.lstrip()[:1] in {"{", "["}:
        with contextlib.suppress(ValueError, RecursionError):
            grids.append(flattened(json.loads(text)))
    whole = "\n\n".join([text, *(markdown(grid) for grid in grids_of(tables))])
    lines = from_lines(case, lines_of_text(whole))
    if not grids:
        return lines
    below = [row for grid in grids for row in [[], *grid]]
    return _surer(case, lines, from_grid(case, below))


def _surer(case: Json, one: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    """Field by field the answer that is surer of it; the first where both are alike."""
    from chaosdocs.readers.builtin.asked import asked, put

    answer: dict[str, Json] = {}
    confidence: dict[str, float] = {}
    for path in dict.fromkeys(field.path.partition("/*")[0] for field in asked(case["schema"])):
        many = isinstance(_at(other["answer"], path), list)
        if many:
            first, second = (len(_at(each["answer"], path) or ()) for each in (one, other))
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


def _at(answer: Json, path: str) -> Json:
    for part in path.strip("/").split("/"):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer
