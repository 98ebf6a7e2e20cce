"""Parsers that return text or tables instead of fields: what of the truth they kept.

Every field is kept, altered (its lure named), lost, or phantom: a statement that is not in what
was asked for, such as a hidden text layer's. These are the outcomes ``correct``, ``wrong``,
``over_abstain`` and ``hallucinated``, so that all metrics hold; but such runs are never ranked with
runs that return fields.

A value is looked for as the document prints it; where the corpus has no evidence of that, as the
document's locale writes it. Where several fields print the same text, it must stand as often.

For the task ``tables`` a value of a table must also stand under its head and in its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from chaosdocs.score.judging.comparison import Json, folded
from chaosdocs.score.judging.expectations import Expected, ScoredCase
from chaosdocs.score.judging.judge import JudgeOther
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.outcomes import Judged
from chaosdocs.score.judging.returned import grids_of
from chaosdocs.score.judging.single import Printed
from chaosdocs.score.judging.spelling import plain_numbers, spelled
from chaosdocs.score.judging.tables import InTables

NEAR: Final = 80.0
"""Likeness in per cent from which a text counts as altered and not as lost."""
_LONG: Final = 100_000


class Kept:
    """A parser's output, from which each occurrence of a text can be taken once."""

    def __init__(self, text: str) -> None:
        self.text = folded(text)
        self._taken = bytearray(len(self.text))
        self._from: dict[str, int] = {}

    def take(self, words: str) -> bool:
        """Take one occurrence of `words`; False where none is left."""
        if not words or words not in self.text:
            return False
        for match in _bounded(words).finditer(self.text, self._from.get(words, 0)):
            start, stop = match.span()
            if not any(self._taken[start:stop]):
                self._taken[start:stop] = b"\1" * (stop - start)
                self._from[words] = stop
                return True
        self._from[words] = len(self.text)
        return False

    def near(self, words: str) -> str | None:
        """Return the stretch of the output that is most like `words`, None where none is."""
        from rapidfuzz import fuzz

        if len(words) < 4 or len(self.text) > _LONG:  # noqa: PLR2004 - too short to be like
            return None
        found = fuzz.partial_ratio_alignment(words, self.text, score_cutoff=NEAR)
        if found is None or any(self._taken[found.dest_start : found.dest_end]):
            return None
        return self.text[found.dest_start : found.dest_end]


def judge_parsed(printed: Printed) -> JudgeOther:
    """Return how fields of the tasks ``text`` and ``tables`` are judged.

    Args:
        printed: What the documents print.
    """
    last: list[tuple[Line, Kept, InTables]] = []

    def judged(case: ScoredCase, line: Line, truth: Expected) -> tuple[Judged, str, Json]:
        if not last or last[0][0] is not line:
            last[:] = [(line, Kept(output(line)), InTables(case, line, printed))]
        _, kept, tables = last[0]
        if truth.state not in {"unscored", "unanswerable", "absent"}:
            found = tables.judged(truth)
            if found is not None:
                return found
        return _judged(kept, case, truth, printed.get((case.case, truth.path), ()))

    return judged


def output(line: Line) -> str:
    """Return all text of an answer, cells of tables included. Never raises."""
    parts = [line.text or ""]
    parts += [" | ".join(row) for grid in grids_of(line.tables) for row in grid]
    return "\n".join(parts)


@lru_cache(maxsize=16_384)
def _bounded(words: str) -> re.Pattern[str]:
    """The words as a whole: not inside a longer word or number."""
    return re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?!\w)(?![.,]\d)")


def _judged(
    kept: Kept, case: ScoredCase, truth: Expected, printed: tuple[str, ...]
) -> tuple[Judged, str, Json]:
    if truth.state == "unscored":
        return Judged("unscored"), "", None
    if truth.state in {"unanswerable", "absent"}:
        return _phantom(kept, case, truth)
    wanted = [folded(text) for text in printed]
    wanted += [
        words
        for value in truth.accept or truth.readings
        for words in (
            *spelled(truth.kind, value, case.locale),
            *plain_numbers(truth.kind, value, case.medium),
        )
    ]
    right: Any = "correct" if truth.state == "answerable" else "right_abstain"
    for words in dict.fromkeys(wanted):
        if kept.take(words):
            return Judged(right, "kept", answered=True, value=True), "", words
    for name, words in _wrong(truth, case.locale):
        if kept.take(words):
            sub = "phantom" if name.startswith("channel:") else "altered"
            return Judged("wrong", sub, name, answered=True, value=True), "", words
    for words in wanted[:1]:
        near = kept.near(words)
        if near is not None:
            return Judged("wrong", "altered", answered=True, value=True), "", near
    if truth.state == "answerable":
        return Judged("over_abstain", "lost"), "", None
    return Judged("wrong", "lost", answered=True), "", None


def _phantom(kept: Kept, case: ScoredCase, truth: Expected) -> tuple[Judged, str, Json]:
    if truth.was is not None:
        for words in spelled(truth.kind, truth.was, case.locale):
            if len(words) > 3 and kept.take(words):  # noqa: PLR2004 - stands anywhere by chance
                return Judged("hallucinated", "phantom", "", answered=True, value=True), "", words
    for name, words in _wrong(truth, case.locale):
        if len(words) > 3 and kept.take(words):  # noqa: PLR2004
            return Judged("hallucinated", "phantom", name, answered=True, value=True), "", words
    return Judged("correct" if truth.state == "absent" else "right_abstain", "none"), "", None


def _wrong(truth: Expected, locale: str) -> Iterator[tuple[str, str]]:
    for name, value in (*truth.others, *truth.lures):
        for words in spelled(truth.kind, value, locale):
            yield name, words
