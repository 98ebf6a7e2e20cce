"""Fields that are not on the document at all."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FACTS,
    Drop,
    Edit,
    Number,
    Rng,
    Skip,
    StatementSet,
    numbers,
    operator,
    statements_of,
    take_few,
)
from chaosdocs.truth.statements import Statement


@operator(
    FACTS,
    evidence="ExtractBench; hindsight #4457: the schema asks for what the document does not have",
    ladder=numbers([1, 2, 3, 5, 8]),
    targeted=True,
)
def left_out(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Leave out fields with their labels.

    What it does:
        The document says nothing of the field. Severity is how many.

    In the wild:
        Layouts differ by client: one prints the order number, the next does not.

    Effect on truth:
        Absent, unless the value follows from others.

    Example:
        >>> show(left_out, "4711", "id")
        ''
    """
    eligible = statements_of(facts, where=_in_head)
    for statement in take_few(eligible, level.count, rng):
        yield Drop(statement=statement.id, before=statement.text)


def _in_head(statement: Statement) -> bool:
    return statement.row is None and statement.kind not in {"text", "enum"}
