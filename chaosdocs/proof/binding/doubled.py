"""Columns of a table under one head: which of them is which must follow from the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from chaosdocs.truth.records import Domain
from chaosdocs.truth.values import Value


class Headed(NamedTuple):
    """A statement below the head of a table: its field, its column from 0, and the head."""

    path: str
    column: int
    head: str


def doubled(there: Iterable[Headed], schema_path: Callable[[str], str]) -> list[tuple[str, ...]]:
    """Return the groups of fields whose columns have one head, as schema paths.

    Args:
        there: All statements below the heads of one table.
        schema_path: The path of a field to that with ``*`` for its row.

    Example:
        >>> there = [Headed("/net", 0, "Sum"), Headed("/tax", 1, "Sum"), Headed("/total", 2, "All")]
        >>> doubled(there, str)
        [('/net', '/tax')]
    """
    columns: dict[str, dict[int, str]] = {}
    for path, column, head in there:
        if head:
            columns.setdefault(head, {}).setdefault(column, schema_path(path))
    groups = (tuple(dict.fromkeys(its.values())) for its in columns.values() if len(its) > 1)
    return [group for group in groups if len(group) > 1]


def alike(
    group: Sequence[str],
    facts: Mapping[str, Value],
    rows: Sequence[str],
    domain: Domain,
    schema_path: Callable[[str], str],
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a group that could change places without breaking a rule that holds.

    Args:
        group: Schema paths of fields whose columns have one head.
        facts: Path to value of all that is known.
        rows: Keys of the rows.
        domain: Its rules.
        schema_path: The path of a field to that with ``*`` for its row.
    """
    holding = [rule for rule in domain.rules if rule.check(facts, rows) is not False]
    for one, other in combinations(group, 2):
        turned = {one: other, other: one}
        swapped = dict(facts)
        for path, value in facts.items():
            place = schema_path(path)
            if place in turned:
                swapped[_like(path, place, turned[place])] = value
        if not any(rule.check(swapped, rows) is False for rule in holding):
            yield one, other


def _like(path: str, place: str, other: str) -> str:
    """The path of another field in the row of `path`, whose schema path is `place`."""
    if "*" not in place or "*" not in other:
        return other
    start, end = place.split("*", 1)
    return other.replace("*", path[len(start) : len(path) - len(end)], 1)
