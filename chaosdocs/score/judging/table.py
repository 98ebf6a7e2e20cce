"""The judged fields of one reader as columns: what every metric is computed from."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

from chaosdocs.formats.fields import FieldRow
from chaosdocs.score.judging.answers import Answers
from chaosdocs.score.judging.comparison import Json, shown
from chaosdocs.score.judging.expectations import Expected, ScoredCase, ScoredCorpus
from chaosdocs.score.judging.outcomes import OUTCOMES, Judged
from chaosdocs.truth.field_truth import STATES
from chaosdocs.truth.norms import NORM_PLACES

_OUTCOME: Final = {name: n for n, name in enumerate(OUTCOMES)}
_STATE: Final = {name: n for n, name in enumerate(STATES)}
FLAGGED, ANSWERED, VALUE, TOUCHED, DERIVED, HAD_VALUE, EXTRA = (1 << n for n in range(7))
STANDS: Final = {place: 1 << n for n, place in enumerate(NORM_PLACES, 7)}
"""Where a case says which norm holds, to the bit of the fields whose answer depends on it."""
BLANK: Final = 1 << (7 + len(NORM_PLACES))
"""The bit of the fields whose place is blank or shows a placeholder."""
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
        bits: FLAGGED, ANSWERED, VALUE, TOUCHED, DERIVED, HAD_VALUE, EXTRA, BLANK and those of
            `STANDS`.
        p: Confidence, NaN where none is given.
        weight: Share of the field's schema path in the record; 0 where it is unscored.
        twin: Entry of the same field of the clean twin, -1 where there is none.
    """

    def __init__(self, corpus: ScoredCorpus, answers: Answers) -> None:
        self.reader = answers.reader
        self.answers = answers
        self.cases: list[ScoredCase] = list(corpus.cases.values())
        self.numbers = {case.case: n for n, case in enumerate(self.cases)}
        self.schema_paths = Words()
        self.kinds = Words()
        self.error_types = Words()
        self.lures = Words()
        self.given_as_names = Words()
        self.case = array("i")
        self.trial = array("i")
        self.schema_path = array("i")
        self.kind = array("b")
        self.state = array("b")
        self.outcome = array("b")
        self.error_type = array("i")
        self.lure = array("i")
        self.given_as = array("b")
        self.bits = array("i")
        self.p = array("d")
        self.weight = array("d")
        self.rows = array("i")
        self.expected: list[Expected] = []
        self.at: list[str] = []
        self.got: list[Json] = []
        self.twin: Any = None
        self._runs: list[tuple[int, int, int]] = []
        self._judged: list[Judged] = []
        self._channels: list[str] = []

    def __len__(self) -> int:
        return len(self.rows)

    def extend(
        self,
        case: int,
        trial: int,
        truths: Sequence[Expected],
        judged: Sequence[Judged],
        *,
        channels: Sequence[str],
        at: Sequence[str],
        got: Sequence[Json],
        p: Sequence[float],
        weights: Sequence[float],
        rows: Sequence[int] | None = None,
    ) -> None:
        """Append judged fields of one case; `pair` ends the appending.

        Args:
            case: Number of the case.
            trial: The trial.
            truths: What was expected.
            judged: What became of it.
            channels: How it was claimed.
            at: Where in the answer.
            got: What was answered.
            p: Confidences.
            weights: Shares of the schema paths.
            rows: Of how many rows each tells; of one by default.
        """
        self._runs.append((case, trial, len(truths)))
        self.expected += truths
        self.at += at
        self.got += got
        self.p.extend(p)
        self.weight.extend(weights)
        self.rows.extend([1] * len(truths) if rows is None else rows)
        self._judged += judged
        self._channels += channels
        if len(self._judged) >= _BLOCK:
            self._settle()

    def _settle(self) -> None:
        """Fill the other columns for what was appended."""
        import numpy as np

        if not self._judged:
            return
        runs = np.array(self._runs, np.int32)
        self.case.frombytes(np.repeat(runs[:, 0], runs[:, 2]).tobytes())
        self.trial.frombytes(np.repeat(runs[:, 1], runs[:, 2]).tobytes())
        start = len(self.outcome)
        truth = self.expected[start:]
        self.schema_path.extend([self.schema_paths[t.schema_path] for t in truth])
        self.kind.extend([self.kinds[t.kind] for t in truth])
        self.state.extend([_STATE[t.state] for t in truth])
        self.given_as.extend(map(self.given_as_names.__getitem__, self._channels))
        ids = list(map(id, self._judged))
        distinct = dict(zip(ids, self._judged, strict=True))
        place = {each: n for n, each in enumerate(distinct)}
        which = np.fromiter(map(place.__getitem__, ids), np.int64, len(ids))
        outcome, sub, lure, told = np.array(
            [
                (_OUTCOME[j.outcome], self.error_types[j.error_type], self.lures[j.lure], _told(j))
                for j in distinct.values()
            ],
            np.int32,
        ).T
        self.outcome.frombytes(outcome[which].astype(np.int8).tobytes())
        self.error_type.frombytes(sub[which].tobytes())
        self.lure.frombytes(lure[which].tobytes())
        more = np.array([_known(t) for t in truth], np.int32)
        extra = np.frombuffer(self.rows[start:], np.int32) != 1
        self.bits.frombytes((told[which] | more | extra * np.int32(EXTRA)).tobytes())
        self._runs.clear()
        self._judged.clear()
        self._channels.clear()

    def pair(self) -> None:
        """Find the same field of the clean twin for every entry."""
        import numpy as np

        self._settle()
        ranges = self.ranges()
        self.twin = np.full(len(self), -1, np.int64)
        known: dict[tuple[int, int], tuple[list[str], dict[str, int]]] = {}
        for (case, trial), (start, stop) in ranges.items():
            name = self.cases[case].twin
            other = (-1 if name is None else self.numbers.get(name, -1), trial)
            if other not in ranges:
                continue
            if other not in known:
                there = range(*ranges[other])
                paths = [truth.path for truth in self.expected[there.start : there.stop]]
                known[other] = paths, dict(zip(paths, there, strict=True))
            paths, places = known[other]
            asked = [truth.path for truth in self.expected[start:stop]]
            if asked == paths and len(places) == len(paths):
                self.twin[start:stop] = np.arange(*ranges[other])
            else:
                self.twin[start:stop] = [places.get(path, -1) for path in asked]

    def ranges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return case and trial to first and last entry of it (the last is not part of it)."""
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
            "schema_path": truth.schema_path,
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
            "error_type": self.error_types.names[self.error_type[n]],
            "lure": self.lures.names[self.lure[n]],
            "given_as": self.given_as_names.names[self.given_as[n]],
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


def _known(truth: Expected) -> int:
    if not (truth.touched or truth.why or truth.was is not None or truth.stands or truth.blank):
        return 0
    return (
        truth.touched * TOUCHED
        | (truth.why in {"derived", "norm"}) * DERIVED
        | (0 if truth.stands is None else STANDS[truth.stands])
        | (truth.was is not None) * HAD_VALUE
        | truth.blank * BLANK
    )


def _told(judged: Judged) -> int:
    return judged.flagged * FLAGGED | judged.answered * ANSWERED | judged.value * VALUE
