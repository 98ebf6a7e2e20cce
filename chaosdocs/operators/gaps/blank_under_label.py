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
    version=2,
    targeted=True,
)
def blank_under_label(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with labels without their values.

    What it does:
        Prints the label or the head of the column, and nothing where the value should be: in the
        head of the document and in one row. Severity is how many.

    In the wild:
        Forms that were not filled in; templates whose field did not merge.

    Effect on truth:
        Unanswerable, with the label as a trace, unless the value follows from others.

    Example:
        >>> show(blank_under_label, "4711", "id")
        '4711 → (blank)'
    """
    eligible = statements_of(facts, where=head_and_a_row(facts, rng))
    for statement in take_few(eligible, level.count, rng):
        if statement.value is not None:
            yield Empty(statement=statement.id, before=statement.value)
