"""Records, cells, and groups of cells: every metric at every level, with its resamples."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from chaosdocs.formats.summary import Estimate, Population
from chaosdocs.score.judging.config import Utility
from chaosdocs.score.judging.table import TOUCHED, Table
from chaosdocs.score.metrics.columns import Columns, columns
from chaosdocs.score.metrics.derived import derived
from chaosdocs.score.metrics.invariance import invariance
from chaosdocs.score.metrics.registry import bounds_of, derived_metrics, least_of
from chaosdocs.score.metrics.shares import shares
from chaosdocs.score.metrics.thresholds import covered
from chaosdocs.score.stats.differences import as_ratio
from chaosdocs.score.stats.intervals import Drawn, boot_means, estimate, means

Matrix = Any
Ratio = Callable[[], tuple[Matrix, Matrix]]
Members = int
"""A set of records: bit n says whether the record of number n is in it."""
THIN: Final = 20
"""Conditions with fewer records show their number and nothing else."""
POPULATIONS: Final[tuple[Population, ...]] = ("touched", "bystander", "all")


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """Operator, severity and medium."""

    operator: str
    severity: int
    medium: str

    @property
    def family(self) -> str:
        """The part of the operator before the dot."""
        return self.operator.partition(".")[0]


@dataclass(slots=True)
class Aggregate:
    """Metrics of one population of one cell, or of several cells.

    Attributes:
        records: Numbers of the records it rests on.
        value: Metric to value.
        boot: Metric to its values in all resamples.
        micro: Metric to value over all fields alike.
        there: Metric to the records that have a share in it.
        above: Metric to the records above 0; `below` to those below 1 (or 0, for differences).
        pooled: Metric to its numerator and denominator over all fields alike.
        places: Metric to the number of cells that it is defined in.
        fields: Scored fields.
    """

    records: Any
    value: dict[str, float]
    boot: dict[str, Any]
    micro: dict[str, float] = field(default_factory=dict)
    there: dict[str, Members] = field(default_factory=dict)
    above: dict[str, Members] = field(default_factory=dict)
    below: dict[str, Members] = field(default_factory=dict)
    pooled: dict[str, tuple[float, float]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    fields: int = 0

    def n(self, name: str) -> int:
        """Return the number of records that have a share in a metric."""
        return self.there.get(name, 0).bit_count()

    def estimate(self, name: str, *, least: int = 0) -> Estimate:
        """Return one metric with its intervals; below `least` records it is withheld."""
        records = self.n(name)
        if not records or name not in self.value:
            return Estimate()
        events = self.above.get(name)
        against = self.below.get(name)
        if records < least:
            return Estimate(
                records=records,
                withheld=self.value[name],
                events=None if events is None else events.bit_count(),
            )
        micro = self.micro.get(name)
        found = estimate(
            self.value[name],
            self.boot[name],
            records=records,
            micro=None if micro is None or math.isnan(micro) else micro,
            events=None if events is None else events.bit_count(),
            against=None if against is None else against.bit_count(),
            bounds=bounds_of(name),
            least=least_of(name),
        )
        if name == "retention":
            return as_ratio(found, self.estimate("accuracy_change"), self.value["clean_accuracy"])
        return found

    def estimates(self, *, least: int = 0) -> dict[str, Estimate]:
        """Return all metrics that are defined."""
        found = {name: self.estimate(name, least=least) for name in self.value}
        return {name: each for name, each in found.items() if each.records}


@dataclass(slots=True)
class Conditions:
    """All cells of one reader.

    Attributes:
        keys: The cells, sorted.
        of_row: Number of the cell of every field.
        record_names: The records, sorted.
        of_record: Number of the record of every field.
        cell_of_case: Number of the cell of every case; `record_of_case` of its record.
        levels: Condition and population to metrics.
    """

    table: Table
    columns: Columns
    keys: tuple[CellKey, ...]
    of_row: Any
    record_names: tuple[str, ...]
    of_record: Any
    cell_of_case: Any
    record_of_case: Any
    levels: dict[tuple[CellKey, Population], Aggregate] = field(default_factory=dict)


def records_of(table: Table) -> tuple[str, ...]:
    """Return the source records of a corpus, sorted."""
    return tuple(sorted({case.record for case in table.cases}))


def cells(
    table: Table,
    counts: Matrix,
    utility: Utility,
    *,
    kept: Any = None,  # noqa: ANN401 - a vector
    plain: bool = False,
) -> Conditions:
    """Return every metric of every cell.

    Args:
        table: The judged fields.
        counts: Resamples x records, as `intervals.draw_counts` makes them.
        utility: What outcomes are worth.
        kept: Which fields count; None for all.
        plain: Whether the shares of `metrics.shares` will do, without those of other modules.
    """
    import numpy as np

    names = records_of(table)
    number = {name: n for n, name in enumerate(names)}
    of_cases = [(c.operator, c.severity, c.medium) for c in table.cases]
    keys = tuple(CellKey(*key) for key in sorted(set(of_cases)))
    place = {(key.operator, key.severity, key.medium): n for n, key in enumerate(keys)}
    case = np.frombuffer(table.case, np.int32)
    cell_of_case = np.array([place[key] for key in of_cases], np.int64)
    record_of_case = np.array([number[c.record] for c in table.cases], np.int64)
    c = columns(table, utility)
    if kept is not None:
        c = replace(c, weight=np.where(kept, c.weight, 0.0))
    made = Conditions(
        table, c, keys, cell_of_case[case], names, record_of_case[case],
        cell_of_case, record_of_case,
    )  # fmt: skip
    ratios = shares(c) if plain else {**shares(c), **invariance(table, c), **covered(table, c)}
    _fill(made, counts, ratios)
    return made


def _fill(made: Conditions, counts: Matrix, ratios: Mapping[str, Ratio]) -> None:
    import numpy as np

    c = made.columns
    touched = c.has(TOUCHED).astype(np.int64)
    composite = (made.of_row * 2 + touched) * len(made.record_names) + made.of_record
    groups, inverse = np.unique(composite, return_inverse=True)
    size = len(groups)
    over = np.zeros((size, len(ratios)))
    under = np.zeros((size, len(ratios)))
    weighed: dict[int, tuple[Matrix, Matrix, Matrix]] = {}
    for column, make in enumerate(ratios.values()):
        top, bottom = make()
        if id(bottom) not in weighed:
            weight = np.where(bottom, c.weight, 0)
            weighed[id(bottom)] = bottom, weight, np.bincount(inverse, weight, size)
        _, weight, under[:, column] = weighed[id(bottom)]
        over[:, column] = np.bincount(inverse, weight * top, size)
    scored = np.bincount(inverse, ~c.in_("unscored"), size)
    record = groups % len(made.record_names)
    rest = groups // len(made.record_names)
    starts = np.searchsorted(rest, np.arange(2 * len(made.keys) + 1))
    names, drawn = tuple(ratios), Drawn(counts)
    for n, key in enumerate(made.keys):
        by, on = (
            slice(starts[2 * n], starts[2 * n + 1]),
            slice(starts[2 * n + 1], starts[2 * n + 2]),
        )
        both = slice(by.start, on.stop)
        parts: tuple[tuple[Population, slice], ...] = (
            ("touched", on),
            ("bystander", by),
            ("all", both),
        )
        for population, part in parts:
            if part.start == part.stop:
                continue
            who, tops, bottoms = record[part], over[part], under[part]
            if population == "all":
                who, where = np.unique(who, return_inverse=True)
                tops, bottoms = _added(tops, where, len(who)), _added(bottoms, where, len(who))
            level = _level(names, who, tops, bottoms, drawn)
            level.fields = int(scored[part].sum())
            made.levels[key, population] = level


def _added(rows: Matrix, where: Matrix, size: int) -> Matrix:
    import numpy as np

    out = np.zeros((size, rows.shape[1]))
    np.add.at(out, where, rows)
    return out


def _level(
    names: Sequence[str], who: Matrix, tops: Matrix, bottoms: Matrix, drawn: Drawn
) -> Aggregate:
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(bottoms > 0, tops / bottoms, np.nan)
        top, bottom = tops.sum(axis=0), bottoms.sum(axis=0)
        micro = (top / bottom).tolist()
    value = means(share)
    boot = boot_means(drawn[who], share)
    level = Aggregate(
        records=who,
        value=dict(zip(names, value.tolist(), strict=True)),
        boot={name: boot[:, k] for k, name in enumerate(names)},
        micro=dict(zip(names, micro, strict=True)),
        there=dict(zip(names, members(who, ~np.isnan(share)), strict=True)),
        pooled=dict(zip(names, zip(top.tolist(), bottom.tolist(), strict=True), strict=True)),
        places=dict(zip(names, (~np.isnan(value)).astype(int).tolist(), strict=True)),
    )
    ranges = [bounds_of(name) for name in names]
    most = np.array([1.0 if bounds is None or bounds[0] == 0 else 0.0 for bounds in ranges])
    above, below = members(who, share > 0), members(who, share < most - 1e-12)
    for k, name in enumerate(names):
        if ranges[k] is not None:
            level.above[name], level.below[name] = above[k], below[k]
    _derive(level)
    return level


def _derive(level: Aggregate) -> None:
    import numpy as np

    level.value.update(
        {k: float(v) for k, v in derived(lambda n: np.float64(level.value[n])).items()}
    )
    level.boot.update(derived(level.boot.__getitem__))
    level.micro.update(
        {k: float(v) for k, v in derived(lambda n: np.float64(level.micro[n])).items()}
    )
    for each in derived_metrics():
        known = not math.isnan(level.value[each.name])
        level.there[each.name] = level.there[each.rests_on] if known else 0
        level.places[each.name] = int(known)


def members(who: Matrix, chosen: Matrix) -> list[Members]:
    """Return the records of every column of `chosen` as a set.

    Args:
        who: Numbers of the records, a row each.
        chosen: Rows x columns, whether the record is in the set of the column.

    Example:
        >>> import numpy as np
        >>> members(np.array([0, 3]), np.array([[True, False], [True, True]]))
        [9, 8]
    """
    import numpy as np

    flags = np.zeros((chosen.shape[1], int(who[-1]) + 1), bool)
    flags[:, who] = chosen.T
    packed = np.packbits(flags, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
