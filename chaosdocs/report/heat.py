"""Heat maps and flows as tables: counts of touched fields, per operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chaosdocs.formats.summary import ReaderSummary
from chaosdocs.report.words import OUTCOMES as WORDS
from chaosdocs.score.judging.expectations import CLEAN
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import FLAGGED, TOUCHED
from chaosdocs.score.metrics.conditions import THIN, Conditions


@dataclass(frozen=True, slots=True)
class Heat:
    """One entry of a heat map.

    Attributes:
        right: Fields that are right, right gaps included.
        silent: Fields that are silently wrong.
        tenths: The share right, 0 to 10, for the shade.
        thin: Whether it rests on too few records to be more than a count.
    """

    right: int
    silent: int
    fields: int
    records: int
    tenths: int
    thin: bool


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows by name, each with entries by column; `columns` in the order of the page."""

    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Heat]]


def by_kind(made: Conditions) -> HeatMap:
    """Return operator x kind of field, all severities and media together."""
    import numpy as np

    kinds = np.array(made.table.kinds.names, dtype=object)
    return _map(made, kinds[np.frombuffer(made.table.kind, np.int8)] if len(kinds) else kinds)


def by_severity(made: Conditions) -> HeatMap:
    """Return operator x medium and severity."""
    import numpy as np

    names = np.array([f"{key.medium} {key.severity}" for key in made.keys], dtype=object)
    return _map(made, names[made.of_row])


def _map(made: Conditions, column: Any) -> HeatMap:  # noqa: ANN401 - a vector of names
    import numpy as np

    c = made.columns
    operators = np.array([key.operator for key in made.keys], dtype=object)[made.of_row]
    wanted = c.has(TOUCHED) & ~c.in_("unscored") & (operators != CLEAN)
    right = c.is_("correct", "right_abstain")
    silent = c.is_("wrong", "hallucinated", "overcommit") & ~c.has(FLAGGED)
    groups: dict[tuple[str, str], list[int]] = {}
    for n in np.flatnonzero(wanted).tolist():
        groups.setdefault((operators[n], column[n]), []).append(n)
    rows: dict[str, dict[str, Heat]] = {}
    for (operator, name), at in sorted(groups.items()):
        good = int(right[at].sum())
        records = len(np.unique(made.of_record[at]))
        rows.setdefault(operator, {})[name] = Heat(
            good, int(silent[at].sum()), len(at), records, 10 * good // len(at), records < THIN
        )
    return HeatMap(tuple(sorted({name for row in rows.values() for name in row})), rows)


def transitions(reader: ReaderSummary) -> HeatMap:
    """Return outcome on the clean twin x outcome here, of touched fields, in words."""
    counts: Counter[tuple[str, str]] = Counter()
    for cell in reader.conditions:
        if cell.operator != CLEAN:
            for before, row in cell.transitions.items():
                for after, fields in row.items():
                    counts[before, after] += fields
    columns = _present(after for _, after in counts)
    rows: dict[str, dict[str, Heat]] = {}
    for before in _present(before for before, _ in counts):
        total = sum(counts[before, after] for after in columns)
        rows[WORDS[before]] = {
            WORDS[after]: Heat(n, 0, total, 0, 10 * n // total, thin=False)
            for after in columns
            if (n := counts[before, after])
        }
    return HeatMap(tuple(WORDS[name] for name in columns), rows)


def _present(names: Iterable[str]) -> list[str]:
    there = set(names)
    return [name for name in OUTCOMES if name in there]
