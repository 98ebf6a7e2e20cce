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
    Statement,
    StatementSet,
    numbers,
    operator,
    statements_of,
    take_few,
)


@operator(
    FACTS,
    evidence="jxzhangjhu/Awesome-LLM-Uncertainty-Reliability-Robustness#34: values invented for "
    "absent fields, measured",
    ladder=numbers([1, 2, 3, 5, 8]),
    version=3,
    targeted=True,
)
def left_out(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with fields left out together with their labels.

    What it does:
        Leaves a field out of the document, with its label. Severity is the number of fields. A cell
        of a table cannot be left out with its label, because the column header stays: see
        `gaps.blank_under_label`.

    In the wild:
        Layouts differ by client: one prints the order number, the next does not.

    Effect on truth:
        Absent, unless the value follows from other values.

    Example:
        >>> show(left_out, "4711", "id")
        '4711 → (nothing)'
    """
    eligible = statements_of(facts, where=_in_head)
    for statement in take_few(eligible, level.count, rng):
        yield Drop(statement=statement.id, before=statement.text)


def _in_head(statement: Statement) -> bool:
    return statement.row is None
