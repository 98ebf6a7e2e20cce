"""One answer to one case, judged without a corpus on disk."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel

from chaosdocs.formats.answers import Answer
from chaosdocs.formats.cases import Case, CaseTruth
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.judging.config import Config, Nulls
from chaosdocs.score.judging.expectations import Printed, ScoredCorpus, scored_case
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.table import Table
from chaosdocs.truth.values import Money, Month, Quantity, to_json

READER: Final = "answer"
_KEYS: Final = frozenset(Answer.model_fields)
_SAID: Final = frozenset({"answer", "text", "tables", "error"})


def judge_case(
    case: Case, truth: CaseTruth, answer: object, *, config: Config | None = None
) -> Table:
    """Judge one answer to one case. Never raises, whatever the answer is.

    Args:
        case: The public case.
        truth: Its truth.
        answer: See `line_of`.
        config: Weights, comparisons and sentinels.
    """
    corpus = ScoredCorpus("", "", {case.case: scored_case(case, truth)})
    line = {**line_of(case, answer), "case": case.case, "trial": 0}
    return judge_line(corpus, line, config=config)


def judge_line(
    corpus: ScoredCorpus,
    line: Mapping[str, Json],
    *,
    nulls: Nulls = "auto",
    config: Config | None = None,
    printed: Printed | None = None,
) -> Table:
    """Judge one line of answers by a corpus of one case.

    Args:
        corpus: The truth.
        line: The line.
        nulls: What a null says; ``auto`` is what the line tells, or what it leaves open shows.
        config: Weights, comparisons and sentinels.
        printed: For the tasks ``text`` and ``tables``, what the document prints.
    """
    said = answers_of(READER, [dict(line)], corpus.cases, nulls=nulls)
    other = None
    if any(case.task in {"text", "tables"} for case in corpus.cases.values()):
        from chaosdocs.score.judging.parsed import judge_parsed

        other = judge_parsed(printed or {})
    return judge(corpus, said, config or Config(), other)


def line_of(case: Case, answer: object) -> dict[str, Any]:
    """Return an answer line from what a reader returned.

    Args:
        case: The public case.
        answer: The fields alone (``{"total": ...}``), a whole line (``{"answer": {...},
            "abstain": {...}}``), a pydantic model of either, JSON as text, or junk, which makes
            an invalid line. Decimals, dates and values of `chaosdocs.truth.values` are taken.
    """
    plain, error = as_json(answer)
    if error:
        return {"error": error}
    if isinstance(plain, dict) and is_whole(case, plain):
        return plain if plain.keys() & _SAID else {**plain, "answer": {}}
    return {"answer": plain}


def as_json(answer: object) -> tuple[Json, str]:
    """Return an answer as plain JSON, and why that cannot be; decimals, dates, models are taken."""
    try:
        return json.loads(json.dumps(answer, default=_plain)), ""
    except (TypeError, ValueError, RecursionError) as error:
        return None, f"the answer is not plain JSON: {error}"


def is_whole(case: Case, plain: Mapping[str, Json]) -> bool:
    """Return whether an object is a whole line of answers and not the fields alone."""
    asked = case.ask.get("properties")
    fields = frozenset(asked) if isinstance(asked, dict) else frozenset()
    return plain.keys() <= _KEYS and not plain.keys() <= fields


def says_nothing(line: Line) -> bool:
    """Return whether a line has no value, no reading, no text, and says of no field why not."""
    if line.invalid:
        return False
    said = line.abstain or line.absent or line.candidates or line.tables
    return not (said or (line.text or "").strip() or _any_value(line.answer))


def _any_value(node: Json) -> bool:
    if isinstance(node, Mapping):
        return any(map(_any_value, node.values()))
    if isinstance(node, list):
        return any(map(_any_value, node))
    return node is not None


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    match value:
        case Decimal() | dt.date() | Month() | Money() | Quantity():
            return to_json(value)
        case BaseModel():
            return value.model_dump(mode="json", by_alias=True)
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value, key=str)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return dataclasses.asdict(value)
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON")
