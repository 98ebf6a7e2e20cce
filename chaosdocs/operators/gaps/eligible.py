"""Which statements the family takes away."""

from __future__ import annotations

from chaosdocs.authoring import Statement


def in_head(statement: Statement) -> bool:
    """Whether a statement of the head states more than words: a date, an amount, a number ..."""
    return statement.row is None and statement.kind not in {"text", "multiline", "enum"}


def reckoned_in_head(statement: Statement) -> bool:
    """Whether a statement of the head states a figure, a date or an identifier; no postcode."""
    if (statement.ref or "").endswith("/postcode"):
        return False
    return statement.row is None and statement.kind in {"date", "money", "id", "number", "percent"}
