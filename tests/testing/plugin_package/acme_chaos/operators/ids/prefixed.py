"""Identifiers with the name of their list before them."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    StatementSet,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)


@operator(
    VALUES,
    evidence="https://acme.example/dealers: they write NO. before every number",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def prefixed(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with NO. before an identifier, as a part of it.

    What it does:
        Rewrites 4711 as NO.4711.

    In the wild:
        Dealers type the label into the field.

    Effect on truth:
        Answerable, as printed; the bare identifier is a lure.

    Example:
        >>> show(prefixed, "4711", "id")
        '4711 → NO.4711'
    """
    eligible = statements_of(
        values, "id", where=lambda statement: not statement.text.startswith("NO.")
    )
    for statement in take_statements(eligible, level.rate, rng):
        if statement.value is None:
            continue
        text = f"NO.{statement.text}"
        yield retext(statement, text, readings=(text,), lures=(Lure(statement.value, "bare-id"),))
