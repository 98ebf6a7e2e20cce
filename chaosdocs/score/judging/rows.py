"""Rows of lists: what is known of them before an answer is read, and what stands around a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chaosdocs.score.judging.align import GoldRow
from chaosdocs.score.judging.comparison import said
from chaosdocs.score.judging.expectations import Expected, ExpectedList
from chaosdocs.score.judging.field_answers import FieldAnswer
from chaosdocs.score.judging.outcomes import Around
from chaosdocs.truth.values import Kind

_FEW_VALUES: Final[frozenset[Kind]] = frozenset({"bool", "enum"})
"""Kinds of which two fields often say the same."""


@dataclass(frozen=True, slots=True)
class PreparedList:
    """What is the same for a list in every run.

    Attributes:
        gold: Its rows, leaf to expectation.
        kinds: Leaf to kind.
        rows: The rows as they are aligned with those of an answer.
        scored: Schema path to the number of rows in which it counts.
    """

    gold: Sequence[Mapping[str, Expected]]
    kinds: Mapping[str, Kind]
    rows: Sequence[GoldRow]
    scored: Mapping[str, int]


def prepared(each: ExpectedList) -> PreparedList:
    """Return what is the same for a list in every run."""
    gold = list(each.rows.values())
    return PreparedList(
        gold,
        _kinds(gold, each),
        [_gold_row(row) for row in gold],
        Counter(t.schema_path for row in gold for t in row.values() if t.state != "unscored"),
    )


def _kinds(gold: Sequence[Mapping[str, Expected]], each: ExpectedList) -> dict[str, Kind]:
    kinds: dict[str, Kind] = dict.fromkeys(each.leaves, "text")
    for row in gold:
        kinds.update({leaf: truth.kind for leaf, truth in row.items()})
    return kinds


def row_keys(row: Mapping[str, FieldAnswer], kinds: Mapping[str, Kind]) -> dict[str, Hashable]:
    """Return leaf to the key of what an answer's row says."""
    return {
        leaf: said(kinds[leaf], told.value).key
        for leaf, told in row.items()
        if told.status == "value"
    }


def _gold_row(row: Mapping[str, Expected]) -> GoldRow:
    right: dict[str, tuple[Hashable, ...]] = {}
    lures: dict[str, tuple[Hashable, ...]] = {}
    for leaf, truth in row.items():
        values = truth.accept or truth.readings
        if values:
            right[leaf] = tuple(said(truth.kind, value).key for value in values)
        wrong = [value for _, value in (*truth.lures, *truth.others)]
        if truth.was is not None:
            wrong.append(truth.was)
        if wrong:
            keys = (said(truth.kind, value).key for value in wrong)
            lures[leaf] = tuple(k for k in keys if k not in right.get(leaf, ()))
    return GoldRow(right, lures)


def surplus(
    extra: Iterable[int], keys: Sequence[Mapping[str, Hashable]], each: ExpectedList
) -> Counter[str]:
    """Return leaf to the number of surplus rows that say something of it."""
    counts: Counter[str] = Counter(dict.fromkeys(each.leaves, 0))
    for n in extra:
        counts.update(dict.fromkeys(keys[n], 1))
    return counts


def around(gold: Sequence[Mapping[str, Expected]], nth: int, leaf: str) -> Around:
    """Return what stands around the cell `leaf` of row `nth`."""

    def key(truth: Expected | None) -> Hashable:
        return None if truth is None or not truth.accept else said(truth.kind, truth.accept[0]).key

    beside = [gold[n].get(leaf) for n in (nth - 1, nth + 1) if 0 <= n < len(gold)]
    return Around(
        rows=frozenset(k for each in beside if (k := key(each)) is not None),
        columns=frozenset(
            k for name, each in gold[nth].items() if name != leaf and (k := key(each)) is not None
        ),
    )


class Beside:
    """What the fields of a document say that stand once, made when the first answer is wrong.

    Args:
        truths: The expectations of these fields.
    """

    def __init__(self, truths: Sequence[Expected]) -> None:
        self._truths = truths
        self._around: Around | None = None

    def __call__(self) -> Around:
        """Return it; a field is not left out of its own, since a wrong answer does not say it."""
        if self._around is None:
            held = [
                said(truth.kind, value)
                for truth in self._truths
                if truth.kind not in _FEW_VALUES
                for value in truth.accept
            ]
            numbers = {each.number for each in held if each.number}
            self._around = Around(fields=frozenset({each.key for each in held} | numbers))
        return self._around
