"""Parsers that return text or tables instead of fields: what of the truth they kept.

Every field is kept, altered (its lure named), lost, or phantom: a statement that is not in what
was asked for, such as a hidden text layer's. Where the value and such a statement are both there,
the field is ``kept_and_phantom``, which is wrong: nobody can tell which of the two is true. These
are the outcomes ``correct``, ``wrong``, ``over_abstain`` and ``hallucinated``, so that all metrics
hold; but such runs are never ranked with runs that return fields.

A value is looked for as the document prints it; where the corpus has no evidence of that, as the
document's locale writes it. Where several fields print the same text, it must stand as often. Long
values are looked for first, so that a short one never takes a piece of a long one. A value with
missing or extra spaces is right, of the type ``spacing``.

Where the answer says how sure it is of each word, a field has the confidence of its least sure one.

For the task ``tables`` a value of a table must also stand under its head and in its row.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from chaosdocs.score.judging.comparison import Json, folded
from chaosdocs.score.judging.expectations import Expected, Printed, ScoredCase
from chaosdocs.score.judging.judge import JudgeOther
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.outcomes import Judged
from chaosdocs.score.judging.returned import grids_of
from chaosdocs.score.judging.spelling import escaped, plain_numbers, spelled
from chaosdocs.score.judging.tables import InTables

NEAR: Final = 80.0
"""Likeness in per cent from which a text counts as altered and not as lost."""
_LONG: Final = 100_000
_SHORT: Final = 3
"""A text of so many characters stands anywhere by chance: it is no sign of a phantom."""
_SPREAD: Final = 6
"""A text of so many characters may have extra spaces anywhere; a shorter one only lacks some."""
_LONGEST_SPACED: Final = 80
_CHANNEL: Final = "channel:"
_ABSENT: Final = frozenset({"unanswerable", "absent"})
Found = tuple[Judged, float, Json]


class Kept:
    """A parser's output, from which each occurrence of a text can be taken once.

    Args:
        text: The output.
        sure: The confidence of each of its words; empty where they are not known.

    Attributes:
        p: The least confidence of the words that were taken last; NaN where it is not known.
    """

    def __init__(self, text: str, sure: Sequence[float] = ()) -> None:
        self.text = folded(text)
        self.p = math.nan
        self._taken = bytearray(len(self.text))
        self._from: dict[re.Pattern[str], int] = {}
        self._sure = sure
        self._starts: list[int] = []
        words = [folded(word) for word in text.split()] if sure else []
        if len(words) == len(sure) and all(words) and " ".join(words) == self.text:
            at = 0
            for word in words:
                self._starts.append(at)
                at += len(word) + 1

    def take(self, words: str, *, strict: bool = False) -> bool:
        """Take one occurrence of `words`; False where none is left.

        Args:
            words: A folded text.
            strict: Whether a hyphen beside it makes it a part of a longer word, as in ``S-30``.
        """
        if not words or words not in self.text:
            return False
        return self._take(_bounded(re.escape(words), strict=strict)) is not None

    def spaced(self, words: str) -> str | None:
        """Take one occurrence of `words` with missing or extra spaces, and return it."""
        letters = words.replace(" ", "")
        if len(letters) >= _SPREAD:
            pattern = " ?".join(map(re.escape, letters))
        elif " " in words and (len(letters) >= _SHORT or _mixed(letters)):
            pattern = " ?".join(map(re.escape, words.split(" ")))
        else:
            return None
        return self._take(_bounded(pattern)) if len(letters) <= _LONGEST_SPACED else None

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        for match in pattern.finditer(self.text, self._from.get(pattern, 0)):
            start, stop = match.span()
            if not any(self._taken[start:stop]):
                self._taken[start:stop] = b"\1" * (stop - start)
                self._from[pattern] = stop
                self.p = self._least(start, stop)
                return match[0]
        self._from[pattern] = len(self.text)
        return None

    def _least(self, start: int, stop: int) -> float:
        """Return the confidence of the least sure word from `start` to `stop`."""
        if not self._starts:
            return math.nan
        first, last = (bisect_right(self._starts, at) for at in (start, stop - 1))
        return min(self._sure[first - 1 : last])

    def near(self, words: str) -> str | None:
        """Return the stretch of the output that is most like `words`, None where none is."""
        from rapidfuzz import fuzz

        if len(words) < 4 or len(self.text) > _LONG:  # noqa: PLR2004 - too short to be like
            return None
        found = fuzz.partial_ratio_alignment(words, self.text, score_cutoff=NEAR)
        if found is None or any(self._taken[found.dest_start : found.dest_end]):
            return None
        self.p = self._least(found.dest_start, found.dest_end)
        return self.text[found.dest_start : found.dest_end]


def _mixed(letters: str) -> bool:
    """Whether a text has digits and letters, as a number with its unit has: "4m"."""
    return any(map(str.isdigit, letters)) and any(map(str.isalpha, letters))


def judge_parsed(printed: Printed) -> JudgeOther:
    """Return how fields of the tasks ``text`` and ``tables`` are judged.

    Args:
        printed: What the documents print.
    """
    last: list[tuple[Line, str, Mapping[str, Found]]] = []

    def judged(case: ScoredCase, line: Line, truth: Expected) -> Found:
        if not last or last[0][0] is not line or last[0][1] != case.case:
            last[:] = [(line, case.case, _Reading(case, line, printed).found())]
        return last[0][2].get(truth.path, (Judged("unscored"), math.nan, None))

    return judged


def output(line: Line) -> str:
    """Return all text of an answer, cells of tables included. Never raises."""
    parts = [line.text or ""]
    parts += [" | ".join(row) for grid in grids_of(line.tables) for row in grid]
    return "\n".join(parts)


@lru_cache(maxsize=16_384)
def _bounded(pattern: str, *, strict: bool = False) -> re.Pattern[str]:
    """A pattern as whole words: not inside a longer word or number."""
    before, after = (r"(?<!\w-)", r"(?!-\w)") if strict else ("", "")
    return re.compile(rf"(?<!\w)(?<!\d[.,]){before}{pattern}(?!\w)(?![.,]\d){after}")


class _Reading:
    """One answer: all fields of its case judged together, as they share its text."""

    def __init__(self, case: ScoredCase, line: Line, printed: Printed) -> None:
        self._case = case
        self._kept = Kept(output(line), line.word_confidence if line.tables is None else ())
        self._tables = InTables(case, line, printed)
        self._printed = printed
        self._out: dict[str, Found] = {}
        self._wanted: dict[str, tuple[str, ...]] = {}

    def found(self) -> Mapping[str, Found]:
        """Return the path of each field to its outcome; unscored fields are left out."""
        scored = [truth for truth in self._case.fields() if truth.state != "unscored"]
        there = [truth for truth in scored if truth.state not in _ABSENT]
        for truth in there:
            self._wanted[truth.path] = self._spelled(truth)
        for truth in there:
            found = self._tables.judged(truth)
            if found is not None:
                self._out[truth.path] = found
        placed = [x for x in there if x.path in self._out]
        left = [truth for truth in there if truth.path not in self._out]
        left.sort(key=self._length, reverse=True)
        for truth in sorted((*placed, *left), key=self._length, reverse=True):
            known = self._out.get(truth.path)
            if known is None and (strict := self._strictly(truth)) is not None:
                self._out[truth.path] = strict
            elif known is not None and known[0].error_type == "kept":
                self._kept.take(known[2])
        for way in (self._loosely, self._spaced, self._wrongly):
            for truth in left:
                if truth.path not in self._out and (found := way(truth)) is not None:
                    self._out[truth.path] = found
        for truth in there:
            if self._out[truth.path][0].error_type in {"kept", "spacing"}:
                self._out[truth.path] = self._beside(truth, self._out[truth.path])
        for truth in scored:
            if truth.state in _ABSENT:
                self._out[truth.path] = self._phantom(truth)
        return self._out

    def _spelled(self, truth: Expected) -> tuple[str, ...]:
        case = self._case
        wanted = [folded(text) for text in self._printed.get((case.case, truth.path), ())]
        for value in truth.accept or truth.readings:
            # A bare number first: "EUR 20" of two cells beside each other is no one amount.
            wanted += plain_numbers(truth.kind, value, case.medium)
            wanted += spelled(truth.kind, value, case.locale)
            if isinstance(value, str):
                wanted += escaped(value, case.medium)
        return tuple(dict.fromkeys(wanted))

    def _length(self, truth: Expected) -> int:
        """The length of the longest text that the field can be found as."""
        text = self._kept.text
        return max((len(each) for each in self._wanted[truth.path] if each in text), default=0)

    def _strictly(self, truth: Expected) -> Found | None:
        for words in self._wanted[truth.path]:
            if self._kept.take(words, strict=True):
                return self._right(truth, "kept", words)
        return None

    def _loosely(self, truth: Expected) -> Found | None:
        for words in self._wanted[truth.path]:
            if self._kept.take(words):
                return self._right(truth, "kept", words)
        return None

    def _spaced(self, truth: Expected) -> Found | None:
        for words in self._wanted[truth.path]:
            found = self._kept.spaced(words)
            if found is not None:
                return self._right(truth, "spacing", found)
        return None

    def _wrongly(self, truth: Expected) -> Found:
        for name, words in _wrong(truth, self._case.locale):
            if self._kept.take(words):
                sub = "phantom" if name.startswith(_CHANNEL) else "altered"
                return Judged("wrong", sub, name, answered=True, value=True), self._kept.p, words
        for words in self._wanted[truth.path][:1]:
            near = self._kept.near(words)
            if near is not None:
                return Judged("wrong", "altered", answered=True, value=True), self._kept.p, near
        if truth.state == "answerable":
            return Judged("over_abstain", "lost"), math.nan, None
        return Judged("wrong", "lost", answered=True), math.nan, None

    def _right(self, truth: Expected, error_type: str, words: str) -> Found:
        right: Any = "correct" if truth.state == "answerable" else "right_abstain"
        return Judged(right, error_type, answered=True, value=True), self._kept.p, words

    def _beside(self, truth: Expected, found: Found) -> Found:
        """Return the outcome of a kept field; another channel's value may be there too."""
        for name, words in _wrong(truth, self._case.locale):
            if not name.startswith(_CHANNEL) or words in self._wanted[truth.path]:
                continue
            if len(words) > _SHORT and self._kept.take(words):
                both = Judged("wrong", "kept_and_phantom", name, answered=True, value=True)
                return both, min(found[1], self._kept.p), words
        return found

    def _phantom(self, truth: Expected) -> Found:
        was = () if truth.was is None else spelled(truth.kind, truth.was, self._case.locale)
        wrong = [*(("", words) for words in was), *_wrong(truth, self._case.locale)]
        for name, words in wrong:
            if len(words) > _SHORT and self._kept.take(words):
                found = Judged("hallucinated", "phantom", name, answered=True, value=True)
                return found, self._kept.p, words
        gone: Any = "correct" if truth.state == "absent" else "right_abstain"
        return Judged(gone, "none"), math.nan, None


def _wrong(truth: Expected, locale: str) -> Iterator[tuple[str, str]]:
    for name, value in (*truth.others, *truth.hidden, *truth.lures):
        for words in spelled(truth.kind, value, locale):
            yield name, words
