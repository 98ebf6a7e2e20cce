"""Sets scored whole: pairs of entries, money in wrong links, and whether the answer adds up.

An *edge* is a pair of entries of two members that are in one link. F1 over edges forgives a group
with one entry too few, which a link that is right only whole does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.comparison import Json, said
from chaosdocs.score.judging.expectations import ScoredCase, Side
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.whole_rows import Place, Row, WholeList, whole_list
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.documents import by_record
from chaosdocs.score.metrics.metric import Metric

Edge = frozenset[Place]
_TWO: Final = 2
_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class SetScore:
    """What became of one set; NaN where it cannot be said.

    Attributes:
        edge_f1: Harmonic mean of the shares of right edges among those given and those wanted.
        misallocated: Share of the money of all given links that is silently in a wrong one.
        closes: 1 if the sums of both files differ by what differences and orphans say, 0 if not.
    """

    edge_f1: float
    misallocated: float
    closes: float


def set_metrics(
    made: Conditions,
    counts: Any,  # noqa: ANN401 - a matrix
    *,
    side: Side,
) -> dict[str, Estimate]:
    """Return means over records of what whole sets, and maps, are scored by.

    Args:
        made: The cells.
        counts: Resamples x records.
        side: Which documents.
    """
    import numpy as np

    table = made.table
    number = {name: n for n, name in enumerate(made.record_names)}
    ready: dict[int, WholeList] = {}
    scores: list[SetScore] = []
    record: list[int] = []
    for trial in table.answers.trials:
        for case in table.cases:
            if case.side == side and any(each.exclusive for each in case.lists):
                for each in case.lists:
                    if each.whole and id(each) not in ready:
                        ready[id(each)] = whole_list(each)
                line = table.answers.lines[case.case, trial]
                scores.append(score_set(case, line, ready))
                record.append(number[case.record])
    found: dict[str, Estimate] = {}
    of_record = np.array(record, np.int64)
    for name, attribute in (
        ("edge_f1", "edge_f1"), ("misallocated_money", "misallocated"), ("set_closure", "closes"),
    ):  # fmt: skip
        values = np.array([getattr(each, attribute) for each in scores], float)
        known = ~np.isnan(values)
        found |= by_record({name: values}, of_record, known, len(made.record_names), counts)
    return found


def score_set(
    case: ScoredCase, line: Line, ready: Mapping[int, WholeList] | None = None
) -> SetScore:
    """Return how a set fares as a whole.

    Args:
        case: The case.
        line: The answer.
        ready: Lists by their `id`, made ready; made where there are none.
    """
    lists = {
        each.path: (ready or {}).get(id(each)) or whole_list(each)
        for each in case.lists
        if each.whole
    }
    linked = next((each for each in lists.values() if each.of.exclusive), None)
    if linked is None:
        return SetScore(math.nan, math.nan, math.nan)
    rows = linked.rows(line)
    given = [row for row in rows if row.told.status == "value"]
    unsure = frozenset(
        place for gold in linked.gold if gold.truth.state == "ambiguous" for place in gold.every
    )
    right = [gold.readings[0] for gold in linked.gold if gold.truth.state == "answerable"]
    return SetScore(
        edge_f1(
            (group for group in right),
            (row.places for row in given if not row.told.flagged),
            unsure,
        ),
        _misallocated(case, given, set(right), unsure),
        _closes(case, line, lists, rows, unsure),
    )


def edge_f1(
    right: Iterable[frozenset[Place]],
    given: Iterable[frozenset[Place]],
    ignored: Collection[Place] = (),
) -> float:
    """Return F1 over the pairs of entries of two sides that stand in one group.

    Args:
        right: The groups of the truth.
        given: The groups of an answer.
        ignored: Entries of which nothing is asked.

    Example:
        >>> right = [frozenset({("books", "1"), ("books", "2"), ("bank", "9")})]
        >>> round(edge_f1(right, [frozenset({("books", "1"), ("bank", "9")})]), 3)
        0.667
    """
    wanted = _edges(right, ignored)
    holders = _holders({frozenset(p for p in group if p not in ignored) for group in given})
    found = _count(holders)
    if not wanted and not found:
        return math.nan
    shared = sum(
        not holders.get(one, _NONE).isdisjoint(holders.get(other, _NONE)) for one, other in wanted
    )
    return 2 * shared / (len(wanted) + found)


def _edges(groups: Iterable[frozenset[Place]], ignored: Collection[Place]) -> set[Edge]:
    return {
        frozenset((one, other))
        for group in groups
        for one, other in combinations(sorted(group), 2)
        if one[0] != other[0] and one not in ignored and other not in ignored
    }


def _holders(groups: Iterable[frozenset[Place]]) -> dict[Place, set[int]]:
    """Return the numbers of the groups that each entry is in."""
    holders: dict[Place, set[int]] = {}
    for number, group in enumerate(groups):
        for place in group:
            holders.setdefault(place, set()).add(number)
    return holders


def _count(holders: Mapping[Place, set[int]]) -> int:
    """Return how many edges all groups have together; an edge of two groups counts once.

    The edges are not listed: a group of 100,000 entries on each side has 10^10. Entries of one
    side that are in the same groups have the same edges, and are counted together.
    """
    sizes = Counter((place[0], frozenset(numbers)) for place, numbers in holders.items())
    within: dict[int, list[tuple[str, frozenset[int]]]] = {}
    for alike in sizes:
        for number in alike[1]:
            within.setdefault(number, []).append(alike)
    twice = 0
    for alike, size in sizes.items():
        others = {other for number in alike[1] for other in within[number]}
        twice += size * sum(sizes[other] for other in others if other[0] != alike[0])
    return twice // 2


def _misallocated(
    case: ScoredCase,
    given: Iterable[Row],
    right: Collection[frozenset[Place]],
    unsure: Collection[Place],
) -> float:
    """Of the money that the answer links, the share that is in a wrong link without a flag."""
    amounts = _amounts(case)
    if not amounts:
        return math.nan
    wrong = whole = Decimal(0)
    for row in given:
        if row.sides < _TWO:
            continue
        money = sum((abs(amounts.get(place, Decimal(0))) for place in row.places), Decimal(0))
        whole += money
        if row.places not in right and not row.told.flagged:
            open_ = row.places <= set(unsure)
            wrong += money if not open_ else Decimal(0)
    return float(wrong / whole) if whole else math.nan


def _amounts(case: ScoredCase) -> dict[Place, Decimal]:
    if case.links is None:
        return {}
    out: dict[Place, Decimal] = {}
    for each in case.links.entries:
        told = said("id", each.key)
        if each.amount is not None and isinstance(told.key, tuple):
            out[each.member, told.key[1]] = Decimal(each.amount)
    return out


def _closes(
    case: ScoredCase,
    line: Line,
    lists: Mapping[str, WholeList],
    rows: Iterable[Row],
    unsure: frozenset[Place],
) -> float:
    """Whether what is said of differences and orphans explains how the sums of two files differ.

    It needs no right value: only the amounts that the files print. Entries that the answer leaves
    open, or that nobody can link, are left out on both sides.
    """
    links = case.links
    amounts = _amounts(case)
    if links is None or len(links.members) != _TWO or line.invalid or not amounts:
        return math.nan
    if len({each.currency for each in links.entries if each.amount is not None}) != 1:
        return math.nan
    first, other = (member.name for member in links.members)
    sign = {first: 1, other: 1}
    sign |= dict.fromkeys((m for m in links.policy.get("turned", ()) if m in sign), -1)
    open_ = {place for row in rows if row.told.flagged or row.told.status != "value"
             for place in row.places} | unsure  # fmt: skip
    gap = Decimal(0)
    for (member, key), amount in amounts.items():
        if (member, key) not in open_:
            gap += sign[member] * amount * (1 if member == other else -1)
    explained = Decimal(0)
    for path, each in lists.items():
        if each.of.exclusive:
            continue
        for row in each.rows(line):
            if row.places & open_:
                continue
            if each.of.against:  # orphans
                explained += sum(
                    (
                        sign[m] * amounts.get((m, key), Decimal(0)) * (1 if m == other else -1)
                        for m, key in row.places
                        if m in sign
                    ),
                    Decimal(0),
                )
            elif dict(row.tags).get("field", "amount") == "amount":
                explained += _by(line, path, row) or Decimal(0)
    return float(gap == explained)


def _by(line: Line, path: str, row: Row) -> Decimal | None:
    rows: Json = line.answer
    for part in path.strip("/").split("/"):
        rows = rows.get(part) if isinstance(rows, dict) else None
    said_ = rows[row.number] if isinstance(rows, list) and row.number < len(rows) else None
    by = said_.get("by") if isinstance(said_, dict) else None
    return said("money", by).number


METRICS: Final = (
    Metric(
        name="edge_f1",
        label="pairs of linked entries, F1",
        meaning="F1 over the pairs of entries of two files that stand in one link: a group with "
        "one entry missing is partly right.",
        formula="2 x right pairs / (pairs given without a flag + pairs wanted), mean over records",
        better="higher",
        basis="documents",
        rolls_up=False,
    ),
    Metric(
        name="misallocated_money",
        label="money silently in a wrong link",
        meaning="The share of the money in all given links that stands in a wrong link without a "
        "flag.",
        formula="sum of amounts in unflagged wrong links / sum of amounts in links, by record",
        better="lower",
        basis="documents",
        rolls_up=False,
    ),
    Metric(
        name="set_closure",
        label="sets whose sums are explained",
        meaning="The share of sets of two files for which the differences and orphans that the "
        "reader names explain exactly how the sums of both files differ. It needs no right value.",
        formula="sets with sum(second) - sum(first) = sum(by) + orphans / sets",
        better="higher",
        basis="documents",
        rolls_up=False,
    ),
)
"""What `set_metrics` computes."""
