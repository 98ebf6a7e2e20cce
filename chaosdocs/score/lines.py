"""One line of answers: what it says, whatever is in it."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chaosdocs.score.compare import Json, shown


class _Duplicated:
    """Has a name, lest its address is written wherever an answer holds it."""

    def __repr__(self) -> str:
        return "<a key given twice>"


DUPLICATED: Final = _Duplicated()
"""What stands for a value whose key is given twice with different values."""
DEFAULT_CONFIDENCE: Final = "*"
_FENCE = re.compile(r"\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*", re.DOTALL)


@dataclass(slots=True)
class Line:
    """What a reader said of one case, in one trial.

    Attributes:
        number: Line of the file, 0 where the case is missing from it.
        invalid: Why nothing in it can be taken for an answer; empty where something can.
        answer: The answer, an object.
        abstain: Pointer to reason.
        confidence: Pointer to probability.
        parsed: Whether text or tables stand in place of an answer.
        then: The step that made fields of a parser's output, empty where there was none.
    """

    case: str
    trial: int = 0
    number: int = 0
    invalid: str = ""
    answer: dict[str, Json] = field(default_factory=dict)
    abstain: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    candidates: dict[str, tuple[Json, ...]] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    source: str = ""
    issues: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    tables: Json = None
    latency_s: float | None = None
    cost_usd: float | None = None
    tokens: int | None = None
    parsed: bool = False
    then: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is an answer with nothing said of single fields."""
        return not (
            self.invalid
            or self.abstain
            or self.absent
            or self.candidates
            or self.confidence.keys() - {DEFAULT_CONFIDENCE}
        )

    def reason(self, pointer: str) -> str | None:
        """Return why `pointer` or its nearest ancestor is flagged, None where it is not."""
        return nearest_of(self.abstain, pointer) if self.abstain else None

    def sure(self, pointer: str) -> float:
        """Return the confidence in `pointer`, NaN where none is given."""
        told = self.confidence
        if not told:
            return math.nan
        if len(told) == 1 and DEFAULT_CONFIDENCE in told:
            return told[DEFAULT_CONFIDENCE]
        found = nearest_of(told, pointer)
        return told.get(DEFAULT_CONFIDENCE, math.nan) if found is None else found


def nearest_of(entries: Mapping[str, Any], pointer: str) -> Any:  # noqa: ANN401
    """Return the entry at `pointer` or at its nearest ancestor, None where there is none."""
    at = pointer
    while at:
        if at in entries:
            return entries[at]
        at = at.rpartition("/")[0]
    return entries.get("")


def parse_line(
    data: Mapping[str, Json], number: int = 0, counts: Counter[str] | None = None
) -> Line:
    """Return what one answer object says. Never raises, whatever its values are.

    Args:
        data: An object with a `case`.
        number: Its line.
        counts: Where oddities are counted.
    """
    counts = Counter() if counts is None else counts
    trial = data.get("trial")
    line = Line(
        case=str(data.get("case")),
        trial=trial if type(trial) is int else 0,
        number=number,
        source=str(data.get("confidence_source") or ""),
        latency_s=_amount(data.get("latency_s")),
        cost_usd=_amount(data.get("cost_usd")),
        tokens=_tokens(data),
    )
    line.abstain = _reasons(data.get("abstain"))
    line.absent = frozenset(_pointers(data.get("absent")))
    line.candidates = _candidates(data.get("candidates"))
    line.confidence = _confidences(data.get("confidence"), counts)
    line.issues = tuple(_issues(data.get("issues")))
    line.text = data["text"] if isinstance(data.get("text"), str) else None
    line.tables = data.get("tables")
    line.then = shown(data["then"], 80) if data.get("then") else ""
    error = data.get("error")
    if error not in (None, "", False):
        line.invalid = "timeout" if "timeout" in shown(error).lower() else "error"
    elif any(value is DUPLICATED for value in data.values()):
        line.invalid = "duplicate_key"
    else:
        _answer(line, data)
    return line


def no_twice(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object from its pairs; a key with two different values holds `DUPLICATED`."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: dict[str, Json] = {}
        for key, value in pairs:
            if key in seen and (type(seen[key]) is not type(value) or seen[key] != value):
                made[key] = DUPLICATED
            seen.setdefault(key, value)
    return made


def _answer(line: Line, data: Mapping[str, Json]) -> None:
    raw = data.get("answer")
    if isinstance(raw, str):
        raw = _unfenced(raw)
        if raw is None:
            line.invalid = "prose"
            return
    if raw is None and (line.abstain or line.absent or line.candidates):
        raw = {}
    if isinstance(raw, dict):
        line.answer = raw
    elif raw is None and (line.text is not None or line.tables is not None):
        line.parsed = True
    else:
        line.invalid = "no_answer" if raw is None else "schema"


def _unfenced(text: str) -> Json:
    """The object in `text`, where there is nothing but it and perhaps a code fence around it."""
    fenced = _FENCE.fullmatch(text)
    try:
        found = json.loads(fenced[1] if fenced else text, object_pairs_hook=no_twice)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _pointer(name: str) -> str:
    if name in {"", "/", DEFAULT_CONFIDENCE}:
        return ""
    return name if name.startswith("/") else f"/{name}"


def _reasons(raw: Json) -> dict[str, str]:
    if isinstance(raw, dict):
        return {_pointer(key): shown(value, 80) for key, value in raw.items() if value is not None}
    return dict.fromkeys(_pointers(raw), "")


def _pointers(raw: Json) -> Iterator[str]:
    if isinstance(raw, list | tuple):
        yield from (_pointer(each) for each in raw if isinstance(each, str))


def _candidates(raw: Json) -> dict[str, tuple[Json, ...]]:
    if not isinstance(raw, dict):
        return {}
    return {
        _pointer(key): tuple(values)
        for key, values in raw.items()
        if isinstance(values, list | tuple)
    }


def _confidences(raw: Json, counts: Counter[str]) -> dict[str, float]:
    if isinstance(raw, int | float):
        raw = {DEFAULT_CONFIDENCE: raw}
    if not isinstance(raw, dict):
        return {}
    out: dict[str, float] = {}
    for key, value in raw.items():
        if type(value) in {int, float} and 0 <= value <= 1:
            out[key if key == DEFAULT_CONFIDENCE else _pointer(key)] = float(value)
        elif value is not None:
            counts["confidence"] += 1
    return out


def _issues(raw: Json) -> Iterator[tuple[str, str]]:
    if not isinstance(raw, list | tuple):
        return
    for each in raw:
        if isinstance(each, dict) and isinstance(each.get("code"), str):
            path = each.get("path")
            yield (_pointer(path) if isinstance(path, str) else "", each["code"])


def _amount(raw: Json) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _tokens(data: Mapping[str, Json]) -> int | None:
    found = [data.get(k) for k in ("tokens_in", "tokens_out")]
    numbers = [n for n in found if type(n) is int and n >= 0]
    return sum(numbers) if numbers else None
