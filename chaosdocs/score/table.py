"""The judged fields of one reader as columns: what every metric is computed from."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

from chaosdocs.score.answers import Answers
from chaosdocs.score.compare import Json, shown
from chaosdocs.score.corpus import Expected, ScoredCase, ScoredCorpus
from chaosdocs.score.outcomes import OUTCOMES, Judged
from chaosdocs.truth.fold import STATES
from chaosdocs.truth.wire.rows import FieldRow

_OUTCOME: Final = {name: n for n, name in enumerate(OUTCOMES)}
_STATE: Final = {name: n for n, name in enumerate(STATES)}
FLAGGED, ANSWERED, VALUE, TOUCHED, DERIVED, HAD_VALUE, EXTRA = (1 << n for n in range(7))
_BLOCK: Final = 4096
"""Entries that are put into columns at a time."""


class Words(dict[str, int]):
    """Texts as small numbers, in the order in which they are first asked for.

    Example:
        >>> words = Words()
        >>> words["a"], words["b"], words["a"], words.names
        (0, 1, 0, ['a', 'b'])
    """

    def __init__(self) -> None:
        self.names: list[str] = []

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self.names)
        self.names.append(name)
        return number


class Table:
    """Columns of equal length, one entry a judged field.

    Attributes:
        cases: The cases, by number.
        case: Number of the case.
        outcome: Number in `OUTCOMES`; `state` in `chaosdocs.truth.fold.STATES`.
        bits: FLAGGED, ANSWERED, VALUE, TOUCHED, DERIVED, HAD_VALUE and EXTRA.
        p: Confidence, NaN where none is given.
        weight: Share of the field's schema path in the record; 0 where it is unscored.
        twin: Entry of the same field of the clean twin, -1 where there is none.
    """

    def __init__(self, corpus: ScoredCorpus, answers: Answers) -> None:
        self.reader = answers.reader
        self.answers = answers
        self.cases: list[ScoredCase] = list(corpus.cases.values())
        self.numbers = {case.case: n for n, case in enumerate(self.cases)}
        self.units = Words()
        self.kinds = Words()
        self.subs = Words()
        self.lures = Words()
        self.channels = Words()
        self.case = array("i")
        self.trial = array("i")
        self.unit = array("i")
        self.kind = array("b")
        self.state = array("b")
        self.outcome = array("b")
        self.sub = array("i")
        self.lure = array("i")
        self.channel = array("b")
        self.bits = array("i")
        self.p = array("d")
        self.weight = array("d")
        self.rows = array("i")
        self.expected: list[Expected] = []
        self.at: list[str] = []
        self.got: list[Json] = []
        self.twin: Any = None
        self._judged: list[Judged] = []
        self._channels: list[str] = []

    def __len__(self) -> int:
        return len(self.case)

    def add(
        self,
        case: int,
        trial: int,
        truth: Expected,
        judged: Judged,
        *,
        channel: str,
        at: str,
        got: Json,
        p: float,
        weight: float,
        rows: int = 1,
    ) -> None:
        """Append one judged field; `pair` ends the appending."""
        self.rows.append(rows)
        self._add(case, trial, [truth], [judged], [channel], [at], [got], [p], [weight])

    def extend(
        self,
        case: int,
        trial: int,
        truths: Sequence[Expected],
        judged: Sequence[Judged],
        *,
        channels: Sequence[str],
        got: Sequence[Json],
        p: Sequence[float],
        weights: Sequence[float],
    ) -> None:
        """Append judged fields of one case that stand in the answer where the truth has them."""
        self.rows.extend([1] * len(truths))
        paths = [truth.path for truth in truths]
        self._add(case, trial, truths, judged, channels, paths, got, p, weights)

    def _add(  # noqa: PLR0917 - the columns, in their order
        self,
        case: int,
        trial: int,
        truths: Sequence[Expected],
        judged: Sequence[Judged],
        channels: Sequence[str],
        at: Sequence[str],
        got: Sequence[Json],
        p: Sequence[float],
        weights: Sequence[float],
    ) -> None:
        self.case.extend([case] * len(truths))
        self.trial.extend([trial] * len(truths))
        self.p.extend(p)
        self.weight.extend(weights)
        self.expected += truths
        self.at += at
        self.got += got
        self._judged += judged
        self._channels += channels
        if len(self._judged) >= _BLOCK:
            self._settle()

    def _settle(self) -> None:
        """Fill the other columns for what was appended."""
        start = len(self.outcome)
        truth, judged = self.expected[start:], self._judged
        self.unit.extend([self.units[t.unit] for t in truth])
        self.kind.extend([self.kinds[t.kind] for t in truth])
        self.state.extend([_STATE[t.state] for t in truth])
        self.outcome.extend([_OUTCOME[j.outcome] for j in judged])
        self.sub.extend([self.subs[j.sub] for j in judged])
        self.lure.extend([self.lures[j.lure] for j in judged])
        self.channel.extend(map(self.channels.__getitem__, self._channels))
        told = {id(j): _told(j) for j in judged}
        self.bits.extend(
            [
                told[id(j)]
                | t.touched * TOUCHED
                | (t.why == "derived") * DERIVED
                | (t.was is not None) * HAD_VALUE
                | (n != 1) * EXTRA
                for j, t, n in zip(judged, truth, self.rows[start:], strict=True)
            ]
        )
        self._judged.clear()
        self._channels.clear()

    def pair(self) -> None:
        """Find the same field of the clean twin for every entry."""
        import numpy as np

        self._settle()
        ranges = self._ranges()
        self.twin = np.full(len(self), -1, np.int64)
        places: dict[tuple[int, int], dict[str, int]] = {}
        for (case, trial), (start, stop) in ranges.items():
            name = self.cases[case].twin
            other = (-1 if name is None else self.numbers.get(name, -1), trial)
            if other not in ranges:
                continue
            if other not in places:
                places[other] = {self.expected[n].path: n for n in range(*ranges[other])}
            at = places[other]
            for n in range(start, stop):
                self.twin[n] = at.get(self.expected[n].path, -1)

    def _ranges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Case and trial to the entries of it, which stand together."""
        import numpy as np

        if not len(self):
            return {}
        case = np.frombuffer(self.case, np.int32)
        trial = np.frombuffer(self.trial, np.int32)
        cuts = np.flatnonzero((np.diff(case) != 0) | (np.diff(trial) != 0)) + 1
        starts = [0, *cuts.tolist()]
        stops = [*cuts.tolist(), len(self)]
        return {
            (self.case[start], self.trial[start]): (start, stop)
            for start, stop in zip(starts, stops, strict=True)
        }

    def __getitem__(self, n: int) -> FieldRow:
        return FieldRow.model_validate(self.row(n))

    def __iter__(self) -> Iterator[FieldRow]:
        return (self[n] for n in range(len(self)))

    def row(self, n: int) -> dict[str, Any]:
        """Return entry `n` as a line of ``fields.jsonl``."""
        case, truth, bits = self.cases[self.case[n]], self.expected[n], self.bits[n]
        line = self.answers.lines.get((case.case, self.trial[n]))
        twin = int(self.twin[n]) if self.twin is not None else -1
        p = self.p[n]
        return {
            "reader": self.reader,
            "case": case.case,
            "label": case.label,
            "record": case.record,
            "trial": self.trial[n],
            "path": truth.path,
            "at": self.at[n],
            "unit": truth.unit,
            "kind": truth.kind,
            "operator": case.operator,
            "family": case.family,
            "severity": case.severity,
            "medium": case.medium,
            "rendering": case.rendering,
            "touched": truth.touched,
            "state": truth.state,
            "derived": bool(bits & DERIVED),
            "outcome": OUTCOMES[self.outcome[n]],
            "sub": self.subs.names[self.sub[n]],
            "lure": self.lures.names[self.lure[n]],
            "channel": self.channels.names[self.channel[n]],
            "answered": bool(bits & ANSWERED),
            "flagged": bool(bits & FLAGGED),
            "value": bool(bits & VALUE),
            "p": None if math.isnan(p) else p,
            "weight": self.weight[n],
            "rows": self.rows[n],
            "accept": list(truth.accept or truth.readings),
            "was": truth.was,
            "got": None if self.got[n] is None else shown(self.got[n]),
            "twin": None if twin < 0 else OUTCOMES[self.outcome[twin]],
            "twin_state": None if twin < 0 else STATES[self.state[twin]],
            "latency_s": None if line is None else line.latency_s,
            "cost_usd": None if line is None else line.cost_usd,
        }


def _told(judged: Judged) -> int:
    return judged.flagged * FLAGGED | judged.answered * ANSWERED | judged.value * VALUE
