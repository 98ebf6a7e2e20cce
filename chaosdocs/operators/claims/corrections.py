"""What is corrected together: a changed field and all that the rules of its domain make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, runtime_checkable

from chaosdocs.authoring import Money, Quantity, Ref, Rng, StatementSet, Value
from chaosdocs.operators.claims.rival import rival

MOST = 6
"""So many fields are corrected together at most: nobody restates a column of balances."""
_ROWS = 8
"""So many of the last rows may have an error in them."""
_ROUNDS = 12
_TERMS = 7
"""From so many days on a number is a term that is extended."""


@runtime_checkable
class _Forward(Protocol):
    """A rule that computes fields from others."""

    def forward(self, facts: Mapping[Ref, Value], rows: Sequence[str]) -> Mapping[Ref, Value]: ...


def correction(document: StatementSet, ref: Ref, rng: Rng) -> dict[Ref, Value]:
    """Return corrected values, that of `ref` among them, with which all rules of the domain hold.

    A field that nothing else makes is changed itself. One that follows from others, such as the
    net amount, changes with one of these: a term of payment, a quantity, an amount of a row.

    Args:
        document: The statements of the record.
        ref: The field that has to change.
        rng: The stream of the decision.

    Returns:
        Ref to value, of all that changes; nothing where no small correction is found.
    """
    record = document.record
    made = {
        made for rule in record.domain.rules for made in _computed(rule, record.facts, record.rows)
    }
    for root in [ref] if ref not in made else _roots(document, made, rng):
        value = _other(document, root, rng.at(root))
        if value is not None:
            changed = _spread(document, root, value)
            if ref in changed and len(changed) <= MOST and holds(document, changed):
                return changed
    return {}


def holds(document: StatementSet, changed: Mapping[Ref, Value]) -> bool:
    """Return whether the rules of the domain hold with the changed values."""
    record = document.record
    facts = {**record.facts, **changed}
    return all(rule.check(facts, record.rows) is not False for rule in record.domain.rules)


def _roots(document: StatementSet, made: set[Ref], rng: Rng) -> Iterator[Ref]:
    """Yield what may be changed instead of a field that follows: the last rows first."""
    record = document.record
    rows: dict[str, list[Ref]] = {row: [] for row in record.rows[: -_ROWS - 1 : -1]}
    head: list[Ref] = []
    inside = f"{record.domain.list_path}/"
    for ref in record.facts:
        if not ref.startswith(inside):
            head.append(ref)
        elif (row := ref[len(inside) :].partition("/")[0]) in rows:
            rows[row].append(ref)
    yield from sorted(
        (ref for ref in head if ref not in made), key=lambda ref: rng.at("root", ref).below(1 << 30)
    )
    for refs in rows.values():
        values = [record.facts[ref] for ref in refs]
        sold = any(isinstance(value, Quantity) for value in values)
        taken = any(isinstance(value, Money) and value.amount < 0 for value in values)
        if not (sold and taken):  # a return and a discount follow from the lines before them
            yield from (ref for ref in refs if ref not in made)


def _computed(rule: object, facts: Mapping[Ref, Value], rows: Sequence[str]) -> Mapping[Ref, Value]:
    return rule.forward(facts, rows) if isinstance(rule, _Forward) else {}


def _spread(document: StatementSet, root: Ref, value: Value) -> dict[Ref, Value]:
    """Change a field and, again and again, what the rules compute from it."""
    record = document.record
    changed = {root: value}
    for _ in range(_ROUNDS):
        now = {**record.facts, **changed}
        new = {
            ref: made
            for rule in record.domain.rules
            for ref, made in _computed(rule, now, record.rows).items()
            if ref in now and ref != root and made != now[ref]
        }
        if not new or len(changed) > MOST:
            break
        changed |= new
    return changed


def _other(document: StatementSet, ref: Ref, rng: Rng) -> Value | None:
    """Another value that a correction could give a field."""
    record = document.record
    value = record.facts[ref]
    match value:
        case Quantity():
            count = value.value + rng.pick([Decimal(1), Decimal(2), Decimal(-1), Decimal(3)])
            return Quantity(count, value.unit) if count > 0 else None
        case Decimal() if record.domain.field(ref).kind == "number":
            whole = value == value.to_integral_value() and value >= _TERMS
            return value + rng.pick([7, 14, 3, 10]) if whole else None
        case Money() | dt.date():
            return rival(value, rng)
        case _:
            return None
