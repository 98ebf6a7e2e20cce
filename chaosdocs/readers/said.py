"""What a model said as a line of answers: thinking, fences and words around it taken off.

One function for the runner, for a harness' judge and for imported logs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chaosdocs.foundation.fence import unfenced
from chaosdocs.readers.settings import Form

Json = Any
NULLS: Final[Mapping[Form, str]] = {"plain": "merged", "envelope": "split"}
"""What a null says, by the form: only an envelope has a place for the reason."""
ENVELOPE: Final = (
    "answer",
    "abstain",
    "absent",
    "candidates",
    "confidence",
    "issues",
    "evidence",
)
_THINKING = re.compile(
    r"\s*(?:<(think|thinking|reasoning)>)?(?:(?!<think).)*?</(?:think|thinking|reasoning)>\s*",
    re.DOTALL,
)
_OPEN = re.compile(r"\s*<(?:think|thinking|reasoning)>")
_LISTED: Final = {"abstain": "reason", "candidates": "values", "confidence": "probability"}
_MOST_STARTS = 50
"""Braces at which an object in prose is looked for."""


class TwiceError(ValueError):
    """A key of an object stands twice, with different values."""


def line_of(task: str, said: Json, form: Form) -> dict[str, Json]:
    r"""Return the line of answers, without its case, where a model said `said`. Never raises.

    What was taken off is named under ``notes``: ``thinking``, ``fenced``, ``wrapped`` (words
    around the object), ``no_envelope``. Words without an object stay a string, which the score
    counts as prose.

    Args:
        task: What was asked for.
        said: The words, or the object that a harness made of them.
        form: The form of answer that was asked for.

    Example:
        >>> line_of("extract", '<think>Hm.</think>{"total": null}', "plain")
        {'answer': {'total': None}, 'notes': ['thinking'], 'nulls': 'merged'}
        >>> line_of("extract", '{"answer": {"a": null}, "absent": ["/a"]}', "envelope")
        {'answer': {'a': None}, 'absent': ['/a'], 'nulls': 'split'}
    """
    notes: list[str] = []
    if isinstance(said, str):
        words, thought = without_thinking(said)
        notes += ["thinking"] if thought else []
        if task == "text":
            return {"text": words} | _noted(notes)
        try:
            found, how = object_in(words)
        except TwiceError:
            error = {"error": "a key stands twice with different values"}
            return {"answer": words, **(error if form == "envelope" else {})} | _noted(notes)
        notes += [how] if how else []
        said = words if found is None else found
    if task == "tables":
        tables = said.get("tables") if isinstance(said, Mapping) else None
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        return ({"text": text} if tables is None else {"tables": tables}) | _noted(notes)
    line: dict[str, Json] = {"answer": said}
    if form == "envelope" and isinstance(said, Mapping):
        if "answer" in said:
            line = {key: _by_path(key, said[key]) for key in ENVELOPE if key in said}
            line = {key: value for key, value in line.items() if key == "answer" or value}
        else:
            notes.append("no_envelope")
    return line | _noted(notes) | {"nulls": NULLS[form]}


def without_thinking(said: str) -> tuple[str, bool]:
    r"""Return words without the thinking before them, and whether there was any.

    Thinking whose end is missing was cut: nothing is left.

    Example:
        >>> without_thinking("<think>a</think>\n{}"), without_thinking("<think>a")
        (('{}', True), ('', True))
    """
    match = _THINKING.match(said) if "</" in said else None
    if match is not None:
        return said[match.end() :], True
    return ("", True) if _OPEN.match(said) else (said, False)


def object_in(words: str) -> tuple[dict[str, Json] | None, str]:
    r"""Return the one object in words and what stands around it: nothing, a fence, or words.

    Raises:
        TwiceError: A key of the object stands twice, with different values.

    Example:
        >>> object_in('```json\n{"total": null}\n```'), object_in("I cannot read this.")
        (({'total': None}, 'fenced'), (None, ''))
        >>> object_in('Here it is: {"total": null} Anything else?')
        ({'total': None}, 'wrapped')
    """
    plain = unfenced(words)
    fenced = plain != words.strip()
    try:
        found = json.loads(plain, parse_constant=_no_number, object_pairs_hook=_once)
    except TwiceError:
        raise
    except (ValueError, RecursionError):
        inside = list(_inside(words))
        return (inside[0], "wrapped") if len(inside) == 1 else (None, "")
    return (found, "fenced" if fenced else "") if isinstance(found, dict) else (None, "")


def _inside(words: str) -> Iterator[dict[str, Json]]:
    """Yield the outermost objects in prose."""
    decoder = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_once)
    at = 0
    for _ in range(_MOST_STARTS):
        at = words.find("{", at)
        if at < 0:
            return
        try:
            found, at = decoder.raw_decode(words, at)
        except TwiceError:
            raise
        except (ValueError, RecursionError):
            at += 1
            continue
        if isinstance(found, dict) and found:
            yield found


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for key, value in pairs:
        if key in made and made[key] != value:
            raise TwiceError(key)
        made[key] = value
    return made


def _by_path(key: str, value: Json) -> Json:
    """Return entries that name their path as an object whose keys are paths."""
    name = _LISTED.get(key)
    if name is None or not isinstance(value, list):
        return value
    entries = [each for each in value if isinstance(each, Mapping)]
    if len(entries) < len(value) or not all(isinstance(e.get("path"), str) for e in entries):
        return value
    return {entry["path"]: entry.get(name) for entry in entries}


def _noted(notes: list[str]) -> dict[str, Json]:
    return {"notes": notes} if notes else {}


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
