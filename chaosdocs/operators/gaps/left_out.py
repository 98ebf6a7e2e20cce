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
        The document says nothing of the field. Severity is how many. A cell of a table cannot be
        left out with its label: the head of its column stands there, see `gaps.blank_under_label`.

    In the wild:
        Layouts differ by client: one prints the order number, the next does not.

    Effect on truth:
        Absent, unless the value follows from others.

    Example:
        >>> show(left_out, "4711", "id")
        '4711 → (nothing)'
    """
    eligible = statements_of(facts, where=_in_head)
    for statement in take_few(eligible, level.count, rng):
        yield Drop(statement=statement.id, before=statement.text)


def _in_head(statement: Statement) -> bool:
    return statement.row is None
