"""ANLS* of whole answers: the truth of a case as a tree, compared with what a reader said."""

from __future__ import annotations

from typing import Any, Final

from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.judging.expectations import Expected, ScoredCase
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.published.anls import anls_star

MOST_PAIRS: Final = 2_500
"""Rows of a list times rows of the answer; ANLS* compares every row with every other."""


def gold_tree(case: ScoredCase) -> dict[str, Json]:
    """Return the truth of a case as ANLS* wants it: alternatives in tuples, gaps as None."""
    out: dict[str, Json] = {}
    for truth in case.scalars:
        _put(out, truth.path, _value(truth))
    for each in case.lists:
        rows: list[Json] = []
        for row in each.shown:
            made: dict[str, Json] = {}
            for leaf, truth in row.items():
                _put(made, f"/{leaf}", _value(truth))
            rows.append(made)
        _put(out, each.path, rows)
    return out


def likeness(case: ScoredCase, line: Line) -> float | None:
    """Return ANLS* of the answer to a case, 0 for one that is invalid.

    None where the metric has nothing to say: a field is unscored, or lists are so long that it
    would take minutes.
    """
    if any(truth.state == "unscored" for truth in case.fields()):
        return None
    if line.invalid:
        return 0.0
    for each in case.lists:
        found = _at(line.answer, each.path)
        if isinstance(found, list) and len(found) * len(each.rows) > MOST_PAIRS:
            return None
    try:
        return anls_star(gold_tree(case), line.answer)
    except RecursionError:
        return 0.0


def _value(truth: Expected) -> Json:
    if truth.state != "answerable":
        return None if truth.partial is None else (None, truth.partial)
    return truth.accept[0] if len(truth.accept) == 1 else tuple(truth.accept)


def _put(holder: dict[str, Any], pointer: str, value: Json) -> None:
    *above, last = pointer[1:].split("/")
    for name in above:
        holder = holder.setdefault(name, {})
    holder[last] = value


def _at(answer: Json, pointer: str) -> Json:
    for name in pointer[1:].split("/"):
        if not isinstance(answer, dict):
            return None
        answer = answer.get(name)
    return answer
