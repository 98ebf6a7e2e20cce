"""Numbers of which only the last digits are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Number,
    Rng,
    Skip,
    Statement,
    StatementSet,
    closure,
    numbers,
    operator,
    retext,
    statements_of,
    take_few,
)

LEFT = 4
SHORTEST = 8


@operator(
    VALUES,
    evidence="PCI DSS v4.0.1, requirement 3.4.1; asyncauto/cashflowy#81: accounts known by four "
    "digits",
    ladder=numbers([1, 1, 2, 2, 3]),
    version=3,
    targeted=True,
)
def masked(values: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an identifier masked except for its last four characters.

    What it does:
        Rewrites DE89370400440532013000 as ******************3000. Masks account numbers and
        customer numbers; if there are none, other identifiers. Severity is the number of
        identifiers.

    In the wild:
        Account numbers on statements and receipts.

    Effect on truth:
        Partial: the right answer is a gap, or exactly the pattern.

    Example:
        >>> show(masked, "DE89370400440532013000", "id")
        'DE89370400440532013000 → ******************3000'
    """
    eligible = _underivable(values, statements_of(values, "id", where=_long))
    eligible = [statement for statement in eligible if _account(statement)] or eligible
    for statement in take_few(eligible, level.count, rng):
        shown = "*" * (len(statement.text) - LEFT) + statement.text[-LEFT:]
        yield retext(statement, shown, mask=shown)


def _long(statement: Statement) -> bool:
    return statement.row is None and len(statement.text) >= SHORTEST and statement.text.isalnum()


def _account(statement: Statement) -> bool:
    """Whether it is a number that people do mask."""
    return (statement.ref or "").rpartition("/")[2] in {"iban", "account", "customer_number"}


def _underivable(values: StatementSet, candidates: Sequence[Statement]) -> list[Statement]:
    """The candidates that do not follow from what else is stated."""
    names = {statement.id for statement in candidates}
    known = {
        statement.ref: statement.value
        for statement in values.statements.values()
        if statement.id not in names and statement.ref is not None and statement.value is not None
    }
    for statement in candidates:
        others = {o.ref: o.value for o in candidates if o.id != statement.id and o.ref and o.value}
        derived = closure(values.record.domain.rules, {**known, **others}, values.record.rows)
        if statement.ref in derived:
            names.discard(statement.id)
    return [statement for statement in candidates if statement.id in names]
