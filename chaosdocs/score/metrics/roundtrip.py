"""One record in several renderings: does a reader say the same of each?

The clean documents of one record say the same, whatever system exported them. So a typed answer
must be the same in all of them; which one is right is not asked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import Any

from chaosdocs.formats.media import EXPORTS
from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.comparison import said
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import VALUE, Table
from chaosdocs.score.metrics.conditions import THIN, Conditions
from chaosdocs.score.metrics.documents import by_record


def round_trips(made: Conditions, counts: Any) -> dict[str, Estimate]:  # noqa: ANN401 - a matrix
    """Return how often two clean documents of one record are answered differently.

    ``round`` is over exports of different systems, ``across`` over renderings of every kind. Both
    are the share of pairs of documents whose answers to a field differ, a mean over the fields
    that both print and over records. Not there where every record comes in one rendering.

    Args:
        made: The cells.
        counts: Resamples x records.
    """
    out: dict[str, Estimate] = {}
    for name, media in (("round", EXPORTS), ("across", None)):
        shares, records = _differing(made, media)
        found = by_record(
            {name: shares}, records, records >= 0, len(made.record_names), counts
        )  # fmt: skip
        for key, each in found.items():
            out[key] = each if each.records >= THIN else Estimate(records=each.records)
    return out


def _differing(made: Conditions, media: Collection[str] | None) -> tuple[Any, Any]:
    """The share of differing pairs of every field, and the number of its record."""
    import numpy as np

    shares: list[float] = []
    records: list[int] = []
    for record, entries in _fields(made.table, _documents(made.table, media)):
        said_of = Counter(_said(made.table, n) for n in entries)
        size = len(entries)
        alike = sum(k * (k - 1) for k in said_of.values())
        shares.append(1 - alike / (size * (size - 1)))
        records.append(record)
    number = {name: n for n, name in enumerate(made.record_names)}
    of_case = [number[case.record] for case in made.table.cases]
    return np.array(shares, float), np.array([of_case[n] for n in records], np.int64)


def _documents(table: Table, media: Collection[str] | None) -> list[int]:
    """The clean documents of records that come in several renderings."""
    clean = [
        n
        for n, case in enumerate(table.cases)
        if not case.steps and (media is None or case.medium in media)
    ]
    renderings: dict[str, set[str]] = {}
    for n in clean:
        renderings.setdefault(table.cases[n].record, set()).add(table.cases[n].rendering)
    return [n for n in clean if len(renderings[table.cases[n].record]) > 1]


def _fields(table: Table, documents: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """A document of the record, and the entries of a field that several of them print alike."""
    import numpy as np

    if not documents:
        return
    kept = np.isin(np.frombuffer(table.case, np.int32), documents)
    found: dict[Hashable, list[int]] = {}
    for n in np.flatnonzero(kept).tolist():
        truth = table.expected[n]
        if truth.state == "answerable":
            right = json.dumps(truth.accept, sort_keys=True)
            key = table.cases[table.case[n]].record, table.trial[n], truth.path, right
            found.setdefault(key, []).append(n)
    for entries in found.values():
        if len(entries) > 1:
            yield table.case[entries[0]], entries


def _said(table: Table, n: int) -> Hashable:
    """What an entry says, equal for equal answers."""
    outcome = OUTCOMES[table.outcome[n]]
    if outcome == "correct" or not table.bits[n] & VALUE:
        return outcome
    return said(table.expected[n].kind, table.got[n]).key
