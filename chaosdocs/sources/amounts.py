"""Amounts as whole numbers of minor units: fast to add, exact, rounded in one place."""

from __future__ import annotations

from decimal import Decimal

from chaosdocs.truth.values import Money


def half_up(number: int, by: int) -> int:
    """Return `number` / `by` to the nearest whole, halves away from zero.

    Example:
        >>> half_up(25, 10), half_up(-25, 10), half_up(24, 10)
        (3, -3, 2)
    """
    whole = (2 * abs(number) + by) // (2 * by)
    return whole if number >= 0 else -whole


def minor_money(minor: int, digits: int, currency: str) -> Money:
    """Return `minor` units of `currency`, which has `digits` digits after the point.

    Example:
        >>> minor_money(123450, 2, "EUR")
        Money(amount=Decimal('1234.50'), currency='EUR')
    """
    return Money(Decimal(minor).scaleb(-digits), currency)
