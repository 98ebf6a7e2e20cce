"""What an answer line claims about one field, normalised: the first rule that matches wins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from chaosdocs.score.judging.comparison import Json, folded
from chaosdocs.score.judging.lines import DUPLICATED, Line

Status = Literal[
    "value", "gap", "candidates", "absent", "null", "missing", "missing_row", "invalid"
]
MOST_CANDIDATES: Final = 3
ABSENT_KEY: Final = object()


@dataclass(slots=True)
class FieldAnswer:
    """What is claimed of one field.

    Attributes:
        status: What kind of claim it is.
        at: Pointer into the answer, with the answer's own row numbers.
        value: The value, where there is one.
        flagged: Whether the reader says that it is not to be trusted.
        reason: Why it is a gap, or why it is invalid.
        candidates: Possible values that it names.
        p: Confidence, NaN where none is given.
    """

    status: Status
    at: str
    value: Json = None
    flagged: bool = False
    reason: str = ""
    candidates: tuple[Json, ...] = ()
    p: float = math.nan


def claim(
    line: Line, pointer: str, raw: Json, sentinels: frozenset[str] = frozenset()
) -> FieldAnswer:
    """Return what `line` claims at `pointer`.

    Args:
        line: The answer line.
        pointer: Where in the answer, with row numbers.
        raw: The value there, `ABSENT_KEY` where there is none.
        sentinels: Folded texts that count as a gap.
    """
    if line.invalid:
        return FieldAnswer("invalid", pointer, reason=line.invalid)
    if raw is DUPLICATED:
        return FieldAnswer("invalid", pointer, reason="duplicate_key")
    if sentinels and isinstance(raw, str) and folded(raw[:200]) in sentinels:
        return FieldAnswer("gap", pointer, flagged=True, reason="sentinel")
    there = raw is not None and raw is not ABSENT_KEY
    if there and not (line.abstain or line.candidates):
        return FieldAnswer("value", pointer, raw, p=line.sure(pointer))
    named = line.candidates.get(pointer, ()) if line.candidates else ()
    p = line.sure(pointer)
    reason = line.reason(pointer)
    if reason is not None or len(named) > 1:
        status: Status = "value" if there else "gap" if reason is not None else "candidates"
        said = raw if there else None
        return FieldAnswer(
            status, pointer, said, flagged=True, reason=reason or "", candidates=named, p=p
        )
    if there:
        return FieldAnswer("value", pointer, raw, candidates=named, p=p)
    if pointer in line.absent:
        return FieldAnswer("absent", pointer, p=p)
    if len(named) == 1:
        return FieldAnswer("value", pointer, named[0], candidates=named, p=p)
    return FieldAnswer("null" if raw is None else "missing", pointer, p=p)


def found_at(answer: Json, path: str) -> Json:
    """Return what stands at `path` of an object, `ABSENT_KEY` where nothing does.

    A parent that is null makes its children null; a parent of another type makes them
    `DUPLICATED`'s kind of junk: a list, which no field can be.
    """
    node = answer
    for part in path[1:].split("/"):
        if node is None or node is ABSENT_KEY or node is DUPLICATED:
            return node
        if not isinstance(node, dict):
            return [node]
        node = node.get(part, ABSENT_KEY)
    return node
