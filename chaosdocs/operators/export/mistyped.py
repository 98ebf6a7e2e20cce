"""Values as a clerk mistypes them, and as a later entry takes them back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import Money, Value


def size_of(value: Value | None) -> Decimal:
    """Return the number of an amount or a percentage; 0 for anything else."""
    if isinstance(value, Money):
        return value.amount
    return value if isinstance(value, Decimal) else Decimal(0)


def _with(value: Value | None, size: Decimal) -> Value:
    return replace(value, amount=size) if isinstance(value, Money) else size


def mistyped(value: Value | None) -> Value:
    """Return the value with its first two digits exchanged, or times ten if they are equal."""
    size = size_of(value)
    sign, digits, exponent = size.as_tuple()
    if len(digits) > 1 and digits[0] != digits[1]:
        turned = Decimal((sign, (digits[1], digits[0], *digits[2:]), int(exponent)))
        return _with(value, turned)
    return _with(value, size * 10)


def taken_back(value: Value) -> Value:
    """Return the value with the other sign."""
    return _with(value, -size_of(value))
