"""Lists whose rows are right only whole: links of entries, pairs of fields, orphans.

Several leaves of an answer's row are one unit: ``{"books": ["51", "52"], "bank": ["B4"]}``. It is
right if it is equal to a unit of the truth as sets, and wrong otherwise, however much of it is
right. What else a row says (``by``, ``reason``) counts only in a row whose unit is right, or shares
identifiers of two sides with the right one.

A unit of the state ``absent`` is an orphan: it is right if the reader lists it as one. If the
reader puts its identifiers into a row of the list that contradicts (`against`), it is invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from chaosdocs.score.judging.align import assign
from chaosdocs.score.judging.expectations import Expected
from chaosdocs.score.judging.field_answers import ABSENT_KEY, FieldAnswer, claim, found_at
from chaosdocs.score.judging.lines import DUPLICATED, Line
from chaosdocs.score.judging.outcomes import Judge, Judged
from chaosdocs.score.judging.whole_rows import TWO, Gold, Place, Row, WholeList, ids

FORCED: Final = "forced-match"
"""The lure of a link that is put on an orphan."""
_MOST_TIMES: Final = 4
_MOST_PLUS: Final = 1000


class Verdict(NamedTuple):
    """What became of one judged field of a list.

    Attributes:
        share: Its share of the schema path.
        rows: Of how many rows it tells.
    """

    truth: Expected
    judged: Judged
    told: FieldAnswer
    share: float
    rows: int = 1


@dataclass(slots=True)
class WholeJudge:
    """Judges lists of units.

    Args:
        judge: Judges one field.
        sentinels: Folded texts that count as a gap.
    """

    judge: Judge
    sentinels: frozenset[str]

    def verdicts(
        self,
        each: WholeList,
        line: Line,
        rows: Sequence[Row],
        other: tuple[WholeList, Sequence[Row]] | None = None,
    ) -> list[Verdict]:
        """Return what became of every field of a list, surplus rows at the end.

        Args:
            each: The list.
            line: The answer.
            rows: Its rows as units; see `WholeList.rows`.
            other: The list that contradicts it, and its rows.
        """
        against = {} if other is None else _claimed(other[1], other[0])
        matched = _aligned(each, rows)
        twice = _twice(rows) if each.of.exclusive else frozenset()
        used = set(matched.values())
        extra = self._extra(each, [row for row in rows if row.number not in used])
        by_number = {row.number: row for row in rows}
        out: list[Verdict] = []
        surplus = self._counts(each, line, extra)
        for n, gold in enumerate(each.gold):
            row = by_number.get(matched[n]) if n in matched else None
            for leaf, truth in gold.row.items():
                told, judged = (
                    self._unit(each, line, gold, row, against, twice)
                    if leaf == each.unit
                    else self._leaf(each, line, truth, leaf, row)
                )
                weight = each.of.weights.get(leaf, 1.0)
                share = weight / max(each.scored[truth.schema_path] + surplus[leaf], 1)
                out.append(Verdict(truth, judged, told, share))
        out += self._surplus(each, line, extra, surplus, rows, used)
        return out

    def _unit(  # noqa: PLR0917
        self,
        each: WholeList,
        line: Line,
        gold: Gold,
        row: Row | None,
        against: Mapping[Place, Row],
        twice: frozenset[int],
    ) -> tuple[FieldAnswer, Judged]:
        truth = gold.truth
        contradicted = next((against[at] for at in sorted(gold.anchor) if at in against), None)
        if truth.state == "unscored":
            return FieldAnswer("missing", each.of.path), Judged("unscored")
        if truth.state == "absent":
            if contradicted is not None:
                told = FieldAnswer("value", contradicted.told.at, contradicted.told.value)
                return told, Judged("hallucinated", "", FORCED, answered=True, value=True)
            if row is None:
                return self._lacking(each, line, truth)
            if row.told.status != "value" or row.told.candidates:
                return row.told, self.judge(truth, row.told)
            return row.told, Judged("correct", answered=True, flagged=row.told.flagged, value=True)
        if row is None:
            if contradicted is not None and not line.invalid:
                alone = truth.state != "answerable" and gold.anchor in gold.readings
                outcome: Any = "overcommit" if alone else "wrong"
                judged = Judged(outcome, "false_absence", answered=True, value=True)
                told = FieldAnswer("absent", contradicted.told.at, contradicted.told.value)
                return told, judged
            return self._lacking(each, line, truth)
        if row.number in twice and row.told.status == "value" and not row.told.flagged:
            if truth.state == "answerable":
                return row.told, Judged("wrong", "claimed_twice", answered=True, value=True)
            return row.told, Judged("overcommit", "claimed_twice", answered=True, value=True)
        return row.told, self.judge(truth, row.told)

    def _leaf(
        self, each: WholeList, line: Line, truth: Expected, leaf: str, row: Row | None
    ) -> tuple[FieldAnswer, Judged]:
        if row is None:
            return self._lacking(each, line, truth)
        raw = found_at(line.answer, each.of.path)[row.number]
        told = claim(
            line, f"{each.of.path}/{row.number}/{leaf}", found_at(raw, f"/{leaf}"), self.sentinels
        )
        return told, self.judge(truth, told)

    def _lacking(self, each: WholeList, line: Line, truth: Expected) -> tuple[FieldAnswer, Judged]:
        """What becomes of a field whose row is not in the answer."""
        path = each.of.path
        raw = ABSENT_KEY if line.invalid else found_at(line.answer, path)
        reason = line.reason(path)
        if line.invalid:
            told = FieldAnswer("invalid", path, reason=line.invalid)
        elif raw is DUPLICATED or not (isinstance(raw, list) or raw is None or raw is ABSENT_KEY):
            told = FieldAnswer(
                "invalid", path, reason="duplicate_key" if raw is DUPLICATED else "schema"
            )
        elif reason is not None:
            told = FieldAnswer("gap", path, flagged=True, reason=reason)
        elif isinstance(raw, list) or path in line.absent:
            # What is left out is said not to be there: an orphan that is overlooked and an
            # ambiguous link that is not named are no right answers.
            told = FieldAnswer("missing_row", path)
            return told, Judged("wrong", "missing_row", answered=True)
        else:
            told = FieldAnswer("null" if raw is None else "missing", path)
            if truth.state == "absent":
                return told, Judged("over_abstain", told.status)
        return told, self.judge(truth, told)

    def _extra(self, each: WholeList, rows: Sequence[Row]) -> list[Row]:
        """The surplus rows that count: not those about what nobody can know."""
        ignored = frozenset(
            place
            for unit in each.of.ignored
            if isinstance(unit, dict)
            for side, names in unit.items()
            for place in ids(side, names)
        )
        return [row for row in rows if not row.places & ignored and row.told.status == "value"]

    def _counts(self, each: WholeList, line: Line, extra: Sequence[Row]) -> Counter[str]:
        counts: Counter[str] = Counter({each.unit: len(extra)})
        others = [leaf for leaf in each.of.leaves if leaf not in each.leaves]
        for row in extra:
            raw = found_at(line.answer, each.of.path)[row.number]
            for leaf in others:
                value = found_at(raw, f"/{leaf}")
                counts[leaf] += value is not None and value is not ABSENT_KEY
        return counts

    def _surplus(  # noqa: PLR0917
        self,
        each: WholeList,
        line: Line,
        extra: Sequence[Row],
        counts: Counter[str],
        rows: Sequence[Row],
        used: set[int],
    ) -> Iterable[Verdict]:
        seen = {(row.places, row.tags) for row in rows if row.number in used}
        again = extra and all((row.places, row.tags) in seen for row in extra)
        flagged = line.reason(each.of.path) is not None or all(row.told.flagged for row in extra)
        for leaf, count in counts.items():
            if not count:
                continue
            path, schema = f"{each.of.path}/+/{leaf}", f"{each.of.path}/*/{leaf}"
            known = [gold.row[leaf] for gold in each.gold if leaf in gold.row]
            kind = known[0].kind if known else "ids" if leaf == each.unit else "text"
            truth = Expected(
                path=path,
                schema_path=schema,
                kind=kind,
                state="absent",
                touched=any(t.touched for t in known),
            )
            sub = "duplicate_row" if again else "extra_row"
            judged = Judged("hallucinated", sub, answered=True, flagged=flagged, value=True)
            share = each.of.weights.get(leaf, 1.0) * count / (each.scored[schema] + count)
            yield Verdict(truth, judged, FieldAnswer("value", path), share, count)


def _aligned(each: WholeList, rows: Sequence[Row]) -> dict[int, int]:
    """Number of a unit of the truth to the number of the answer's row that is about it."""
    found: dict[int, int] = {}
    places: dict[tuple[frozenset[Place], tuple[tuple[str, str], ...]], list[Row]] = {}
    for row in reversed(rows):
        places.setdefault((row.places, row.tags), []).append(row)
    for n, gold in enumerate(each.gold):
        if len(gold.readings) == 1:
            there = places.get((gold.readings[0], gold.tags))
            if there:
                found[n] = there.pop().number
    taken = set(found.values())
    left = [
        n for n, gold in enumerate(each.gold) if n not in found and gold.truth.state != "absent"
    ]
    most = _MOST_TIMES * len(each.gold) + _MOST_PLUS
    free = [row for row in rows[:most] if row.number not in taken]
    if not left or not free:
        return found
    import numpy as np

    likeness = np.array(
        [[_likeness(each, each.gold[n], row) for row in free] for n in left], np.int64
    )
    found |= {left[i]: free[j].number for i, j in assign(likeness) if likeness[i, j] > 0}
    return found


def _likeness(each: WholeList, gold: Gold, row: Row) -> int:
    """How much a row of an answer is about a unit; 0 where it is about another one."""
    if row.tags != gold.tags or not row.places & gold.every:
        return 0
    best = 0
    for reading in gold.readings:
        common = row.places & reading
        shared = len({side for side, _ in common})
        left_open = row.told.status != "value"
        if common and (shared >= TWO or each.of.exclusive or left_open):
            alike = 1000 * len(common) // len(row.places | reading)
            best = max(best, alike + 2000 * (shared >= TWO) + 2000 * (row.places == reading))
    if len(gold.readings) > 1 and row.told.status != "value" and row.places & gold.anchor:
        best += 3000
    return best


def _claimed(rows: Iterable[Row], each: WholeList) -> dict[Place, Row]:
    """What rows commit themselves to: all that stands in a group, or is called an orphan."""
    least = 1 if each.tagged else TWO
    return {
        place: row
        for row in rows
        if row.told.status == "value" and not row.told.flagged and row.sides >= least
        for place in row.places
    }


def _twice(rows: Sequence[Row]) -> frozenset[int]:
    """Numbers of the rows that share an identifier with another, different row."""
    holders: dict[Place, list[Row]] = {}
    for row in rows:
        if row.told.status == "value" and not row.told.flagged:
            for place in row.places:
                holders.setdefault(place, []).append(row)
    return frozenset(
        row.number
        for several in holders.values()
        if len({row.places for row in several}) > 1
        for row in several
    )
