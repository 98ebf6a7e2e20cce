"""Arithmetic closure: do the amounts that were read add up as those of the documents do?

Which amounts add up is found in the truth of the clean documents, so it holds for the records of
users as well; no rule of a domain is named. Whether the answers add up needs no right value.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.comparison import Json, said
from chaosdocs.score.judging.expectations import Expected, ScoredCase
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.documents import by_record

LEAST: Final = 5
"""What adds up in fewer records may do so by chance."""
MOST_SCALARS: Final = 12
"""Amounts beside a list that are tried; documents with more keep to the first ones."""
Numbers = Mapping[str, Sequence[Decimal | None]]
"""Schema path to the numbers there; None for one that is not said."""


@dataclass(frozen=True, slots=True, order=True)
class Sum:
    """`total` is the sum of all numbers of `parts`, schema paths all of them."""

    total: str
    parts: tuple[str, ...]

    def closes(self, numbers: Numbers) -> bool | None:
        """Return whether it holds, None where a number is not said."""
        total = numbers.get(self.total, ())
        parts = [numbers.get(path, ()) for path in self.parts]
        known = [value for value in itertools.chain(total, *parts) if value is not None]
        if len(total) != 1 or not all(parts) or len(known) != 1 + sum(map(len, parts)):
            return None
        return known[0] == sum(known[1:])


def closures(made: Conditions, counts: Any) -> dict[str, Estimate]:  # noqa: ANN401 - a matrix
    """Return ``closure`` and ``clean_closure``: the share of sums that close in the answers.

    Of the sums whose numbers are all answered, in documents whose truth keeps them. Not there
    where no amounts add up.

    Args:
        made: The cells.
        counts: Resamples x records.
    """
    import numpy as np

    table = made.table
    known = sums(
        (case.record, _truth(case))
        for case in table.cases
        if not case.steps and case.task == "extract"
    )
    if not known:
        return {}
    truths = [_truth(case) for case in table.cases]
    number = {name: n for n, name in enumerate(made.record_names)}
    rows: list[tuple[int, str, bool]] = []
    for trial, (n, case) in itertools.product(table.answers.trials, enumerate(table.cases)):
        wanted = [each for each in known if each.closes(truths[n])]
        if not wanted:
            continue
        read = _read(case, table.answers.lines[case.case, trial])
        for each in wanted:
            closed = each.closes(read)
            if closed is not None:
                rows.append((number[case.record], case.side, closed))
    if not rows:
        return {}
    record, side, closed_ = (np.array(column) for column in zip(*rows, strict=True))
    size = len(made.record_names)
    return {
        **by_record({"closure": closed_.astype(float)}, record, side == "dirty", size, counts),
        **by_record(
            {"clean_closure": closed_.astype(float)}, record, side == "clean", size, counts
        ),
    }


def sums(documents: Iterator[tuple[str, Numbers]]) -> tuple[Sum, ...]:
    """Return what adds up wherever it is printed, in `LEAST` records or more.

    Args:
        documents: Record and the amounts of each clean document.

    Example:
        >>> one = {"/net": [Decimal(3)], "/tax": [Decimal(1)], "/total": [Decimal(4)]}
        >>> two = {"/net": [Decimal(5)], "/tax": [Decimal(2)], "/total": [Decimal(7)]}
        >>> found = sums(iter([(f"r{n}", [one, two][n % 2]) for n in range(5)]))
        >>> [(each.total, each.parts) for each in found]
        [('/total', ('/net', '/tax'))]
    """
    tried: dict[frozenset[str], list[Sum]] = {}
    seen: dict[Sum, set[str]] = defaultdict(set)
    broken: set[Sum] = set()
    for record, numbers in documents:
        paths = frozenset(numbers)
        if paths not in tried:
            tried[paths] = list(_candidates(numbers))
        for each in tried[paths]:
            closed = None if each in broken else each.closes(numbers)
            if closed:
                seen[each].add(record)
            elif closed is False:
                broken.add(each)
    return tuple(sorted(each for each, r in seen.items() if each not in broken and len(r) >= LEAST))


def _candidates(numbers: Numbers) -> Iterator[Sum]:
    """The sums of a list, alone or on top of one amount, and of two amounts."""
    single = sorted(path for path in numbers if "*" not in path)[:MOST_SCALARS]
    lists = sorted(path for path in numbers if "*" in path)
    for total in single:
        rest = [path for path in single if path != total]
        yield from (Sum(total, (each,)) for each in lists)
        yield from (Sum(total, pair) for pair in itertools.product(rest, lists))
        yield from (Sum(total, pair) for pair in itertools.combinations(rest, 2))


def _truth(case: ScoredCase) -> Numbers:
    """The amounts of a document by its truth."""
    out: dict[str, list[Decimal | None]] = defaultdict(list)
    for truth in case.fields():
        if truth.kind == "money" and truth.state != "absent":
            out[truth.schema_path].append(_number(truth, truth.accept[0] if truth.accept else None))
    return out


def _number(truth: Expected, value: Json) -> Decimal | None:
    return None if value is None else said(truth.kind, value).number


def _read(case: ScoredCase, line: Line) -> Numbers:
    """The amounts of an answer, rows that the truth does not have included."""
    out: dict[str, list[Decimal | None]] = defaultdict(list)
    for truth in case.scalars:
        if truth.kind == "money":
            value = _at(line.answer, truth.path)
            if value is not None:
                out[truth.schema_path].append(_number(truth, value))
    for each in case.lists:
        first: Mapping[str, Expected] = next(iter(each.rows.values()), {})
        rows = _at(line.answer, each.path)
        for leaf, truth in first.items():
            if truth.kind == "money" and isinstance(rows, list):
                values = [_at(row, f"/{leaf}") for row in rows]
                out[truth.schema_path] += [_number(truth, value) for value in values]
    return out


def _at(holder: Json, pointer: str) -> Json:
    for part in pointer.strip("/").split("/"):
        if not isinstance(holder, dict):
            return None
        holder = holder.get(part)
    return holder
