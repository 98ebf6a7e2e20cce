"""Products and rates: how amounts follow from quantities, prices and percentages.

Amounts are rounded half up to the digits of their currency (yen none, Kuwaiti dinar three). A tax
in yen is rounded down, as nearly all Japanese invoices do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from chaosdocs.sources.rules import HUNDRED, Facts, Rows, agrees
from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.records import row_ref
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Quantity, Value

_FINEST = 3
"""Rates have at most so many digits after the point."""


@dataclass(frozen=True, slots=True)
class Product:
    """In every row `amount` is `quantity` times `price`, rounded.

    The price follows from the other two where one price alone fits, if prices have no more digits
    than the currency (`whole_prices`). The quantity does not follow: its unit is not known.
    """

    quantity: str = "quantity"
    price: str = "unit_price"
    amount: str = "amount"
    list_path: str = "/lines"
    whole_prices: bool = True
    digits: int | None = None

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.amount} = {self.quantity} × {self.price}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the amount of every row whose quantity and price are known."""
        found: dict[Ref, Value] = {}
        for row in rows:
            count = _count(facts.get(row_ref(self.list_path, row, self.quantity)))
            price = facts.get(row_ref(self.list_path, row, self.price))
            if count is not None and isinstance(price, Money):
                amount = self._round(count * price.amount, price.currency)
                found[row_ref(self.list_path, row, self.amount)] = Money(amount, price.currency)
        return found

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        for row in rows:
            leaves = (self.quantity, self.price, self.amount)
            quantity, price, amount = (row_ref(self.list_path, row, leaf) for leaf in leaves)
            yield quantity, price, amount

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return amounts, and prices where one alone fits."""
        open_rows = [row for row in rows if row_ref(self.list_path, row, self.amount) not in facts]
        found = self.forward(facts, open_rows) if open_rows else {}
        if not self.whole_prices:
            return found
        for row in rows:
            ref = row_ref(self.list_path, row, self.price)
            if ref in facts:
                continue
            count = _count(facts.get(row_ref(self.list_path, row, self.quantity)))
            amount = facts.get(row_ref(self.list_path, row, self.amount))
            if count is None or abs(count) < 1 or not isinstance(amount, Money):
                continue
            price = self._round(amount.amount / count, amount.currency)
            if self._round(price * count, amount.currency) == amount.amount:
                found[ref] = Money(price, amount.currency)
        return found

    def _round(self, amount: Decimal, currency: str) -> Decimal:
        return rounded(amount, minor_digits(currency) if self.digits is None else self.digits)


@dataclass(frozen=True, slots=True)
class Rate:
    """`share` is `rate` percent of `base`, rounded.

    The rate follows where one alone of so many `digits` fits; the base does not: several fit. A
    rate such as 8.88 %, of more than one digit, must be the only one of three digits as well: it
    could be 8.875 %.
    """

    share: Ref
    base: Ref
    rate: Ref
    digits: int = 2

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.share[1:]} = {self.base[1:]} × {self.rate[1:]}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the share where base and rate are known."""
        del rows
        base, rate = facts.get(self.base), facts.get(self.rate)
        if not isinstance(base, Money) or not isinstance(rate, Decimal):
            return {}
        return {self.share: Money(_part(base, rate), base.currency)}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.share, self.base, self.rate

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the share, or the rate."""
        if self.share not in facts:
            return self.forward(facts, rows)
        share, base = facts[self.share], facts.get(self.base)
        if self.rate in facts or not isinstance(share, Money) or not isinstance(base, Money):
            return {}
        if share.currency != base.currency or base.amount <= 0 or share.amount < 0:
            return {}
        fits = _rates(share, base, self.digits)
        if not fits or (len(fits) == 1 and rounded(fits[0], 1) != fits[0]):
            fits = _rates(share, base, _FINEST)
        return {self.rate: fits[0]} if len(fits) == 1 else {}


@dataclass(frozen=True, slots=True)
class GrossUp:
    """`total` is `base` and `rate` percent of it; `base` follows from the two where one fits."""

    total: Ref
    base: Ref
    rate: Ref

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.total[1:]} = {self.base[1:]} + {self.rate[1:]}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the total where base and rate are known."""
        del rows
        base, rate = facts.get(self.base), facts.get(self.rate)
        if not isinstance(base, Money) or not isinstance(rate, Decimal):
            return {}
        return {self.total: Money(base.amount + _part(base, rate), base.currency)}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.total, self.base, self.rate

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the total, or the base."""
        if self.total not in facts:
            return self.forward(facts, rows)
        total, rate = facts[self.total], facts.get(self.rate)
        if self.base in facts or not isinstance(total, Money) or not isinstance(rate, Decimal):
            return {}
        if rate < 0:
            return {}
        digits = minor_digits(total.currency)
        near = rounded(total.amount / (1 + rate / HUNDRED), digits)
        step = Decimal(1).scaleb(-digits)
        fits = [
            base
            for base in (
                Money(near - step, total.currency),
                Money(near, total.currency),
                Money(near + step, total.currency),
            )
            if base.amount + _part(base, rate) == total.amount
        ]
        return {self.base: fits[0]} if len(fits) == 1 else {}


def rounded(amount: Decimal, digits: int) -> Decimal:
    """Return `amount` with `digits` digits after the point, halves away from zero.

    Example:
        >>> rounded(Decimal("2.5"), 0), rounded(Decimal("-0.125"), 2)
        (Decimal('3'), Decimal('-0.13'))
    """
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _rates(share: Money, base: Money, digits: int) -> list[Decimal]:
    """The rates of so many digits that give `share` of `base`."""
    near = rounded(share.amount / base.amount * HUNDRED, digits)
    step = Decimal(1).scaleb(-digits)
    return [
        rate
        for rate in (near - step, near, near + step)
        if rate >= 0 and _part(base, rate) == share.amount
    ]


def _part(base: Money, rate: Decimal) -> Decimal:
    digits = minor_digits(base.currency)
    part = base.amount * rate / HUNDRED
    if base.currency == "JPY":
        return part.quantize(Decimal(1), rounding=ROUND_DOWN)
    return rounded(part, digits)


def _count(value: Value | None) -> Decimal | None:
    if isinstance(value, Quantity):
        return value.value
    return value if isinstance(value, Decimal) else None
