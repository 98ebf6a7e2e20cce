"""One line of answers: what it says, whatever is in it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import Any, Final, get_args

from chaosdocs.formats.answers import ISSUES, REASONS, Answer
from chaosdocs.foundation.errors import nearest
from chaosdocs.foundation.fence import unfenced
from chaosdocs.score.judging.answer_warnings import Oddities
from chaosdocs.score.judging.comparison import Json, shown
from chaosdocs.truth.statements import Residue


class _Duplicated:
    """Has a fixed representation, so that no address in memory is written into a report."""

    def __repr__(self) -> str:
        return "<a key given twice>"


DUPLICATED: Final = _Duplicated()
"""What stands for a value whose key is given twice with different values."""
DEFAULT_CONFIDENCE: Final = "*"
MOST_TRIALS: Final = 1 << 31
NULLS: Final = ("merged", "split")
"""What a null can say: that the field is left open or absent alike, or that it is absent."""
_TRUE_REASONS: Final = frozenset(
    (*get_args(Residue), "derivable", "facts", "malformed", "masked", "norm", "not_permitted")
)
"""Reasons that the truth gives; an answer may give them too."""
_KEYS: Final = frozenset(Answer.model_fields)
_HALF: Final = re.compile("[\ud800-\udfff]")
Note = Callable[[str, Json], None]


@dataclass(slots=True)
class Line:
    """What a reader said of one case, in one trial.

    Attributes:
        number: Line of the file, 0 where the case is missing from it.
        invalid: Why nothing in it can be taken for an answer; empty where something can.
        answer: The answer, an object.
        abstain: Pointer to reason.
        confidence: Pointer to probability.
        word_confidence: How sure it is of each word of `text`; empty where it does not say.
        parsed: Whether text or tables stand in place of an answer.
        then: The step that made fields of a parser's output, empty where there was none.
        declares: Whether it says of a field that it is left open or absent.
        nulls: What a null says, where the line tells it; empty elsewhere.
        reader: The reader that the line names, empty where it names none.
        settings: Its settings, as the line has them.
        model: The model that the line names, empty where it names none.
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
    word_confidence: tuple[float, ...] = ()
    source: str = ""
    issues: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    tables: Json = None
    latency_s: float | None = None
    cost_usd: float | None = None
    tokens: int | None = None
    parsed: bool = False
    then: str = ""
    declares: bool = False
    nulls: str = ""
    reader: str = ""
    settings: str = ""
    model: str = ""

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


def parse_line(data: Mapping[str, Json], number: int = 0, odd: Oddities | None = None) -> Line:
    """Return what one answer object says. Never raises, whatever its values are.

    Args:
        data: An object with a `case`.
        number: Its line.
        odd: Where oddities are noted.
    """
    odd = Oddities() if odd is None else odd

    def note(kind: str, raw: Json) -> None:
        odd.note(kind, number, shown(raw, 60))

    trial = data.get("trial")
    counts = type(trial) is int and abs(trial) < MOST_TRIALS
    if trial is not None and not counts:
        note("trial", trial)
    line = Line(
        case=str(data.get("case")),
        trial=trial if counts and isinstance(trial, int) else 0,
        number=number,
        source=str(data.get("confidence_source") or ""),
        latency_s=_amount(data.get("latency_s"), note),
        cost_usd=_amount(data.get("cost_usd"), note),
        tokens=_tokens(data, note),
    )
    line.abstain = _reasons(data.get("abstain"), note)
    for reason in line.abstain.values():
        if reason and reason not in REASONS and reason not in _TRUE_REASONS:
            odd.note("reason", number, _meant(reason, REASONS))
    line.absent = frozenset(_pointers(data.get("absent"), "absent", note))
    line.declares = bool(line.abstain or line.absent)
    line.candidates = _candidates(data.get("candidates"), note)
    line.confidence = _confidences(data.get("confidence"), note)
    line.issues = tuple(_issues(data.get("issues"), note))
    for _, code in line.issues:
        if code not in ISSUES:
            odd.note("issue_code", number, _meant(code, ISSUES))
    line.text = data["text"] if isinstance(data.get("text"), str) else None
    line.tables = data.get("tables")
    line.word_confidence = _of_words(data.get("word_confidence"), line.text, note)
    line.then = shown(data["then"], 80) if data.get("then") else ""
    line.reader = shown(data["reader"], 80) if data.get("reader") else ""
    line.settings = intern(shown(data["settings"], 1000)) if data.get("settings") else ""
    line.model = shown(data["model"], 80) if data.get("model") else ""
    if data.get("nulls") in NULLS:
        line.nulls = str(data["nulls"])
    elif data.get("nulls") is not None:
        odd.note("nulls", number, _meant(shown(data["nulls"], 60), NULLS))
    for key in data.keys() - _KEYS:
        meant = _key_meant(key)
        if meant is not None:
            odd.note("key", number, f"{shown(key, 60)!r} (did you mean {meant!r}?)")
    error = data.get("error")
    if error not in (None, "", False):
        line.invalid = "timeout" if "timeout" in shown(error).lower() else "error"
    elif any(value is DUPLICATED for value in data.values()):
        line.invalid = "duplicate_key"
    else:
        _answer(line, data)
    if line.invalid:
        said = error if line.invalid in {"timeout", "error"} else data.get("answer")
        lacks = line.invalid == "no_answer" and "answer" not in data
        near = nearest("answer", data.keys()) if lacks else None
        example = "" if said is None else repr(shown(said, 60))
        odd.note(line.invalid, number, f"{near!r} (did you mean 'answer'?)" if near else example)
    return line


@lru_cache(maxsize=256)
def _key_meant(key: str) -> str | None:
    """Return the key that an unknown key was probably meant to be; lines repeat their keys."""
    return nearest(key, sorted(_KEYS))


def _meant(word: str, known: Iterable[str]) -> str:
    """Return an unknown word with what was probably meant."""
    word = shown(word, 60)
    near = nearest(word, known) or nearest(word.lower().replace("-", "_").replace(" ", "_"), known)
    return f"{word!r}" + (f" (did you mean {near!r}?)" if near else "")


def without_halves(value: Json) -> Json:
    r"""Return `value` with each half of a character (a lone surrogate) written as its escape.

    Example:
        >>> without_halves({"name": "a\ud800"})
        {'name': 'a\\ud800'}
    """
    return _mended(value) if _has_halves(value) else value


def _has_halves(value: Json) -> bool:
    """Whether half a character stands in a value, or may: all of a row is looked at, so at once."""
    if isinstance(value, str):
        return not value.isascii() and _HALF.search(value) is not None
    if isinstance(value, dict):
        for key, each in value.items():
            if type(each) is str and type(key) is str and each.isascii() and key.isascii():
                continue
            if _has_halves(key) or _has_halves(each):
                return True
        return False
    return isinstance(value, list) and any(map(_has_halves, value))


def _mended(value: Json) -> Json:
    match value:
        case str():
            return value.encode(errors="backslashreplace").decode()
        case dict():
            return {_mended(key): _mended(each) for key, each in value.items()}
        case list():
            return [_mended(each) for each in value]
        case _:
            return value


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
    try:
        found = json.loads(unfenced(text), object_pairs_hook=no_twice)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _pointer(name: str) -> str:
    if name in {"", "/", DEFAULT_CONFIDENCE}:
        return ""
    return name if name.startswith("/") else f"/{name}"


def _reasons(raw: Json, note: Note) -> dict[str, str]:
    if isinstance(raw, dict):
        return {_pointer(key): shown(value, 80) for key, value in raw.items() if value is not None}
    return dict.fromkeys(_pointers(raw, "abstain", note), "")


def _pointers(raw: Json, kind: str, note: Note) -> Iterator[str]:
    if not isinstance(raw, list | tuple):
        if raw is not None:
            note(kind, raw)
        return
    for each in raw:
        if isinstance(each, str):
            yield _pointer(each)
        else:
            note(kind, each)


def _candidates(raw: Json, note: Note) -> dict[str, tuple[Json, ...]]:
    if not isinstance(raw, dict):
        if raw is not None:
            note("candidates", raw)
        return {}
    out: dict[str, tuple[Json, ...]] = {}
    for key, values in raw.items():
        if isinstance(values, list | tuple):
            out[_pointer(key)] = tuple(values)
        elif values is not None:
            note("candidates", {key: values})
    return out


def _confidences(raw: Json, note: Note) -> dict[str, float]:
    if isinstance(raw, int | float):
        raw = {DEFAULT_CONFIDENCE: raw}
    if not isinstance(raw, dict):
        if raw is not None:
            note("confidence_shape", raw)
        return {}
    out: dict[str, float] = {}
    for key, value in raw.items():
        if type(value) in {int, float} and 0 <= value <= 1:
            out[key if key == DEFAULT_CONFIDENCE else _pointer(key)] = float(value)
        elif value is not None:
            note("confidence", {key: value})
    return out


def _of_words(raw: Json, text: str | None, note: Note) -> tuple[float, ...]:
    if raw is None:
        return ()
    if isinstance(raw, list | tuple) and len(raw) == len((text or "").split()):
        numbers = [each for each in raw if type(each) in {int, float} and 0 <= each <= 1]
        if len(numbers) == len(raw):
            return tuple(map(float, numbers))
    note("word_confidence", raw)
    return ()


def _issues(raw: Json, note: Note) -> Iterator[tuple[str, str]]:
    if not isinstance(raw, list | tuple):
        if raw is not None:
            note("issues", raw)
        return
    for each in raw:
        if isinstance(each, dict) and isinstance(each.get("code"), str):
            path = each.get("path")
            yield (_pointer(path) if isinstance(path, str) else "", each["code"])
        else:
            note("issues", each)


def _amount(raw: Json, note: Note) -> float | None:
    if raw is None:
        return None
    number = math.nan
    if not isinstance(raw, bool) and isinstance(raw, int | float):
        try:
            number = float(raw)
        except OverflowError:
            number = math.inf
    if math.isfinite(number) and number >= 0:
        return number
    note("amount", raw)
    return None


def _tokens(data: Mapping[str, Json], note: Note) -> int | None:
    found = [n for k in ("tokens_in", "tokens_out") if (n := data.get(k)) is not None]
    numbers = []
    for each in found:
        if type(each) is int and each >= 0:
            numbers.append(each)
        else:
            note("amount", each)
    return sum(numbers) if numbers else None
