"""Warnings about lines of answers: each names a few lines and says how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from chaosdocs.formats.answers import ISSUES, REASONS

_SHOWN: Final = 3
_LENGTH: Final = 120
WORDS: Final = {
    "error": "the reader reports an error; every field counts as invalid",
    "timeout": "the reader ran out of time; every field counts as invalid",
    "prose": "the answer is text that is no JSON object; every field counts as invalid",
    "schema": "the answer is no object; every field counts as invalid",
    "no_answer": "there is no answer, text or tables; every field counts as invalid",
    "duplicate_key": "a key stands twice with different values; every field counts as invalid",
    "parsed": "text or tables where fields are asked for; every field counts as invalid "
    "(`run --then builtin:fields` makes fields of what a parser says)",
    "trial": "`trial` is no whole number; it counts as 0",
    "abstain": "`abstain` is neither an object of paths and reasons nor a list of paths; it is "
    "left out",
    "reason": f"reasons in `abstain` are not known (known: {', '.join(REASONS)}); the fields count "
    "as left open, without a reason",
    "absent": "`absent` is no list of paths; it is left out",
    "candidates": "`candidates` is no object of paths and lists; what is not is left out",
    "confidence_shape": "`confidence` is neither a number nor an object; it is left out",
    "word_confidence": "`word_confidence` is not a number from 0 to 1 for each word of `text`; it "
    "is left out",
    "confidence": "confidences are not numbers from 0 to 1; they count as missing",
    "issues": "`issues` is no list of objects with a `code`; what is not is left out",
    "issue_code": f"codes in `issues` are not known (known: {', '.join(ISSUES)}); they count as "
    "reported without need",
    "nulls": "`nulls` is neither merged nor split; it is left out",
    "key": "keys of the line are not known; they have no effect",
    "amount": "latency, cost and tokens are no numbers from 0 up; they are left out",
    "no_currency": "amounts have no currency, and none stands beside them; they count as wrong "
    '(write {"amount": ..., "currency": ...}, or answer the field with the currency too)',
    "unasked": "`answer` has keys that are not asked for; they have no effect",
    "empty_row": "rows say nothing and are more than the document has; no field counts them",
    "path": "no such field is asked for; what is said of it has no effect",
}
"""Kind of an oddity to words."""


@dataclass(slots=True)
class _Seen:
    times: int = 0
    lines: list[int] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


class Oddities:
    """What was odd so far.

    Example:
        >>> odd = Oddities()
        >>> for line in (3, 8, 8, 9, 12):
        ...     odd.note("trial", line)
        >>> list(odd.told("a"))
        ['a: lines 3, 8, 9 and 1 more: `trial` is no whole number; it counts as 0 (5 in all)']
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def note(self, kind: str, line: int, example: str = "") -> None:
        """Take note of one.

        Args:
            kind: A key of `WORDS`.
            line: Line of the file.
            example: What stood there.
        """
        seen = self._seen.setdefault(kind, _Seen())
        seen.times += 1
        if not seen.lines or seen.lines[-1] != line:
            seen.lines.append(line)
        if example and len(seen.examples) < _SHOWN and example[:_LENGTH] not in seen.examples:
            seen.examples.append(example[:_LENGTH])

    def count(self, kind: str) -> int:
        """Return how many of a kind there were."""
        return self._seen[kind].times if kind in self._seen else 0

    def told(self, where: str) -> Iterator[str]:
        """Yield a warning for every kind.

        Args:
            where: The file.
        """
        for kind, words in WORDS.items():
            if kind not in self._seen:
                continue
            seen = self._seen[kind]
            more = len(seen.lines) - _SHOWN
            lines = ", ".join(map(str, seen.lines[:_SHOWN]))
            lines += f" and {more} more" if more > 0 else ""
            such = f": {', '.join(seen.examples)}" if seen.examples else ""
            times = f" ({seen.times} in all)" if seen.times > len(seen.lines) else ""
            yield f"{where}: line{'s' * (len(seen.lines) > 1)} {lines}: {words}{such}{times}"
