"""One answer to one case, judged without a corpus on disk; what was said, as a line of answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal

from pydantic import BaseModel

from chaosdocs.formats.answers import Answer
from chaosdocs.formats.cases import Case, CaseTruth
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.judging.config import Config, Nulls
from chaosdocs.score.judging.expectations import ScoredCorpus, scored_case
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import FENCE, no_twice
from chaosdocs.score.judging.table import Table
from chaosdocs.truth.values import Money, Month, Quantity, to_json

Printed = Mapping[tuple[str, str], tuple[str, ...]]
"""Case and path to the texts that state the field in the document."""
Form = Literal["auto", "plain", "envelope"]
NULLS_OF_FORM: Final[Mapping[str, Nulls]] = {
    "auto": "auto",
    "plain": "merged",
    "envelope": "split",
}
"""What a null says in each form. ``plain`` has no other way to leave a field open."""
ENVELOPE: Final = (
    "answer",
    "abstain",
    "absent",
    "candidates",
    "confidence",
    "issues",
    "evidence",
)
"""The keys of an answer in the form ``envelope``."""
READER: Final = "answer"
_KEYS: Final = frozenset(Answer.model_fields)
_SAID: Final = frozenset({"answer", "text", "tables", "error"})
_TWICE: Final = "a key stands twice with different values"


def judge_case(
    case: Case,
    truth: CaseTruth,
    answer: object,
    *,
    form: Form = "auto",
    config: Config | None = None,
    printed: Printed | None = None,
) -> Table:
    """Judge one answer to one case. Never raises, whatever the answer is.

    Args:
        case: The public case.
        truth: Its truth.
        answer: See `line_of`.
        form: In which form the answer was asked for.
        config: Weights, comparisons and sentinels.
        printed: For the tasks ``text`` and ``tables``, what the document prints.
    """
    corpus = ScoredCorpus("", "", {case.case: scored_case(case, truth)})
    line = {**line_of(case, answer, form), "case": case.case, "trial": 0}
    return judge_line(corpus, line, nulls=NULLS_OF_FORM[form], config=config, printed=printed)


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
        nulls: What a null says.
        config: Weights, comparisons and sentinels.
        printed: For the tasks ``text`` and ``tables``, what the document prints.
    """
    said = answers_of(READER, [dict(line)], corpus.cases, nulls=nulls)
    other = None
    if any(case.task in {"text", "tables"} for case in corpus.cases.values()):
        from chaosdocs.score.judging.parsed import judge_parsed

        other = judge_parsed(printed or {})
    return judge(corpus, said, config or Config(), other)


def line_of(case: Case, answer: object, form: Form = "auto") -> dict[str, Any]:
    """Return an answer line from what a reader returned.

    Args:
        case: The public case.
        answer: The fields alone (``{"total": ...}``), a whole line (``{"answer": {...},
            "abstain": {...}}``), a pydantic model of either, JSON as text, or junk, which makes
            an invalid line. Decimals, dates and values of `chaosdocs.truth.values` are taken. For
            the tasks ``text`` and ``tables`` what a parser returns.
        form: ``auto`` goes by the keys of the answer; see `said_line` for the others.
    """
    try:
        plain = json.loads(json.dumps(answer, default=_plain))
    except (TypeError, ValueError, RecursionError) as error:
        return {"error": f"the answer is not plain JSON: {error}"}
    if form != "auto":
        return said_line(plain, case.task, form)
    if not isinstance(plain, dict):
        whole = isinstance(found := object_in(plain), dict) and _is_whole(case, found)
        return said_line(plain, case.task, "envelope" if whole else "plain")
    if _is_whole(case, plain):
        return plain if plain.keys() & _SAID else {**plain, "answer": {}}
    return said_line(plain, case.task)


def said_line(said: Json, task: str = "extract", form: Form = "plain") -> dict[str, Any]:
    """Return what was said as a line of answers, without its case.

    Runner, judge and import agree by this function on what an answer is. A text stays a text: the
    judge takes a code fence off, and prose counts as invalid.

    Args:
        said: What a model said: a text, or an object where something parsed it already.
        task: The task of the case.
        form: ``plain``: the answer is the object that was asked for. ``envelope``: it stands under
            ``answer``, beside ``abstain``, ``confidence`` and the like; where no ``answer`` is in
            it, it is kept whole.

    Example:
        >>> said_line('{"answer": {"total": null}, "abstain": {"/total": "torn"}}', form="envelope")
        {'answer': {'total': None}, 'abstain': {'/total': 'torn'}}
        >>> said_line("I cannot read this.")
        {'answer': 'I cannot read this.'}
    """
    if task in {"text", "tables"}:
        return _parsed_line(said, task)
    if form == "envelope":
        try:
            found = object_in(said, strict=True)
        except ValueError:
            return {"answer": None, "error": _TWICE}
        if isinstance(found, dict) and "answer" in found:
            return {key: found[key] for key in ENVELOPE if key in found}
    return {"answer": said}


def object_in(said: Json, *, strict: bool = False) -> Json:
    """Return the JSON in a text, perhaps in a code fence; None where there is none.

    Args:
        said: The text; anything else is returned as it is.
        strict: Whether a key that stands twice with different values is an error.

    Raises:
        ValueError: A key stands twice.
    """
    if not isinstance(said, str):
        return said
    fenced = FENCE.fullmatch(said)
    twice: list[bool] = []

    def pairs(found: list[tuple[str, Json]]) -> dict[str, Json]:
        made = no_twice(found)
        twice.append(made != dict(found))
        return made

    try:
        found = json.loads(fenced[1] if fenced else said, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return None
    if strict and any(twice):
        raise ValueError(_TWICE)
    return found


def _parsed_line(said: Json, task: str) -> dict[str, Any]:
    """The line of a parser: its text, or its tables."""
    found = object_in(said) if task == "tables" else said
    if isinstance(found, dict) and ("text" in found or "tables" in found):
        return {key: found[key] for key in ("text", "tables", "error") if key in found}
    if task == "tables" and isinstance(found, list):
        return {"tables": found}
    return {"text": said} if isinstance(said, str) else {"answer": said}


def _is_whole(case: Case, plain: Mapping[str, Json]) -> bool:
    """Whether an object is a whole line of answers and not the fields alone."""
    asked = case.ask.get("properties")
    fields = frozenset(asked) if isinstance(asked, dict) else frozenset()
    return plain.keys() <= _KEYS and not plain.keys() <= fields


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
