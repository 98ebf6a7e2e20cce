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
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ScoredCorpus, scored_case
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.table import Table
from chaosdocs.truth.values import Money, Month, Quantity, to_json

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
    said = answers_of("", [{**line_of(case, answer), "case": case.case, "trial": 0}], corpus.cases)
    return judge(corpus, said, config or Config())


def line_of(case: Case, answer: object) -> dict[str, Any]:
    """Return an answer line from what a reader returned.

    Args:
        case: The public case.
        answer: The fields alone (``{"total": ...}``), a whole line (``{"answer": {...},
            "abstain": {...}}``), a pydantic model of either, JSON as text, or junk, which makes
            an invalid line. Decimals, dates and values of `chaosdocs.truth.values` are taken.
    """
    try:
        plain = json.loads(json.dumps(answer, default=_plain))
    except (TypeError, ValueError, RecursionError) as error:
        return {"error": f"the answer is not plain JSON: {error}"}
    if not isinstance(plain, dict):
        return {"answer": plain}
    asked = case.ask.get("properties")
    fields = frozenset(asked) if isinstance(asked, dict) else frozenset()
    whole = plain.keys() <= _KEYS and not plain.keys() <= fields
    quiet = not plain.keys() & _SAID
    if whole:
        return {**plain, "answer": {}} if quiet else plain
    return {"answer": plain}


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
