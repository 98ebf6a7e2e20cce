"""Which statements the family takes away."""

from __future__ import annotations

from collections.abc import Callable

from chaosdocs.authoring import Rng, Statement, StatementSet

_FIGURES = frozenset({"date", "money", "id", "number", "percent", "quantity"})


def head_and_a_row(document: StatementSet, rng: Rng) -> Callable[[Statement], bool]:
    """Return whether a statement is of the head or of the one row that chance picks.

    Where a recipe aims at a field, that field alone is asked about, whatever row it is in.
    """
    rows = document.record.rows
    if document.focus is not None or not rows:
        return lambda _statement: True
    row = rng.at("row").pick(rows)
    return lambda statement: statement.row in {None, row}


def figure(statement: Statement) -> bool:
    """Whether a statement states a figure, a date or an identifier; no postcode."""
    return statement.kind in _FIGURES and not (statement.ref or "").endswith("/postcode")


def reckoned_in_head(statement: Statement) -> bool:
    """Whether a statement of the head states a figure, a date or an identifier; no postcode."""
    return statement.row is None and statement.kind != "quantity" and figure(statement)
