"""A label with nothing after it."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FACTS,
    Edit,
    Empty,
    Number,
    Rng,
    Skip,
    StatementSet,
    numbers,
    operator,
    statements_of,
    take_few,
)
from chaosdocs.operators.gaps.eligible import head_and_a_row


@operator(
    FACTS,
    evidence="pydantic/pydantic-ai#603; fireform-core/FireForm#223: missing fields are made up",
    ladder=numbers([1, 2, 3, 5, 8]),
    version=3,
    targeted=True,
)
def blank_under_label(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with labels without their values.

    What it does:
        Prints the label or the column header, but no value: for fields in the document header and
        in one row. Severity is the number of fields.

    In the wild:
        Forms that were not filled in; templates with a field that was not merged.

    Effect on truth:
        Unanswerable, unless the value follows from other values. The label is a trace of the value.

    Example:
        >>> show(blank_under_label, "4711", "id")
        '4711 → (blank)'
    """
    within = head_and_a_row(facts, rng)
    kept = _first_of_rows(facts) if facts.focus is None else frozenset()
    eligible = statements_of(facts, where=lambda each: within(each) and each.id not in kept)
    for statement in take_few(eligible, level.count, rng):
        if statement.value is not None:
            yield Empty(statement=statement.id, before=statement.value)


def _first_of_rows(facts: StatementSet) -> frozenset[str]:
    """Return the first statement of each row: one without any would not be seen to be there."""
    first: dict[str | None, str] = {}
    for statement in facts.statements.values():
        first.setdefault(statement.row, statement.id)
    return frozenset(name for row, name in first.items() if row is not None)
