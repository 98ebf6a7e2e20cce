"""Amounts of a set computed again: whether two sides agree, what differs, and why.

In exact fractions, with a calendar and a rounding of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor

from chaosdocs.proof.sets.rows import Row
from chaosdocs.truth.policy import Fee, Policy

_DECIMALS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0,
             "KWD": 3, "BHD": 3, "TND": 3, "OMR": 3, "JOD": 3, "IQD": 3}  # fmt: skip
_CENT = Fraction(1, 100)
_WEEK = 7
_SATURDAY = 5
_SUBSETS = 4096


@dataclass(frozen=True, slots=True, order=True)
class Differs:
    """One difference: field, how much the other side is larger, currency if it is money, why."""

    field: str
    by: Fraction
    currency: str
    reason: str


class Amounts:
    """The arithmetic of a policy.

    Args:
        policy: The policy of the case.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def total(self, rows: Sequence[Row], what: str = "amount") -> tuple[Fraction, str] | None:
        """Return the sum of what rows print, in the sign of the first member; None if it has none.

        Rows of several currencies have no sum.
        """
        if not rows:
            return None
        said = [row.amounts.get(what) for row in rows]
        known = [each for each in said if each is not None]
        if not known or len(known) < len(said) or len({code for _, code in known}) > 1:
            return None
        sign = -1 if rows[0].member in self.policy.turned else 1
        return sign * sum((number for number, _ in known), Fraction(0)), known[0][1]

    def agree(self, left: Sequence[Row], right: Sequence[Row]) -> str:
        """Return how two sides agree: ``exact``, ``explained``, or nothing."""
        one, other = self.total(left), self.total(right)
        if one is None or other is None or one[1] != other[1]:
            return ""
        gap = other[0] - one[0]
        if not gap:
            return "exact"
        explained = (
            self.tolerated(gap, one[0])
            or self.discounted(gap, one[0], left, right, late=False)
            or self.is_fee(gap, left)
        )
        return "explained" if explained else ""

    def tolerated(self, gap: Fraction, of: Fraction) -> bool:
        """Whether a gap lies within the tolerance."""
        tolerance = self.policy.tolerance
        limits = [
            *([] if tolerance.absolute is None else [Fraction(tolerance.absolute)]),
            *([] if tolerance.percent is None else [abs(of) * Fraction(tolerance.percent) / 100]),
        ]
        if not limits:
            return False
        ordered = sorted(limits)
        return abs(gap) <= (ordered[0] if tolerance.which == "smaller" else ordered[-1])

    def discounted(
        self,
        gap: Fraction,
        of: Fraction,
        left: Sequence[Row],
        right: Sequence[Row],
        *,
        late: bool,
    ) -> bool:
        """Whether a gap is a cash discount on some of the first side's rows."""
        dates = [row.date for row in right if row.date is not None]
        kept = gap if of < 0 else -gap
        for terms in self.policy.discounts:
            each = []
            for row in left:
                number, currency = row.amounts["amount"]
                in_time = (
                    row.date is not None
                    and bool(dates)
                    and self.days(row.date, max(dates)) <= terms.days
                )
                if late or in_time:
                    each.append(half_up(abs(number) * Fraction(terms.percent) / 100, currency))
            if kept in _sums(each):
                return True
        return False

    def is_fee(self, gap: Fraction, left: Sequence[Row]) -> bool:
        """Whether a gap is an amount of the fee table."""
        return any(self._kept(fee, -gap, left) for fee in self.policy.fees)

    def _kept(self, fee: Fee, kept: Fraction, left: Sequence[Row]) -> bool:
        sizes = [abs(row.amounts["amount"][0]) for row in left]
        currency = left[0].amounts["amount"][1]
        if fee.per == "payment":
            sizes = [sum(sizes, Fraction(0))]
        least = sum(
            (half_up(size * Fraction(fee.percent) / 100, currency) for size in sizes), Fraction(0)
        ) + len(sizes) * Fraction(fee.fixed)
        most = least if fee.most is None else max(least, len(sizes) * Fraction(fee.most))
        return kept > 0 and least <= kept <= most

    def number(self, rows: Sequence[Row], what: str) -> tuple[Fraction, str] | None:
        """Return the quantity, or the one price, that rows print, and the unit that it is in.

        Units that the policy names count as pieces: their unit is empty then. None if a row prints
        no number, or if rows have several units or prices.
        """
        table = {unit.code: Fraction(unit.pieces) for unit in self.policy.units}
        found = []
        for row in rows:
            if what not in row.numbers:
                return None
            factor = table.get(row.unit, Fraction(1))
            scaled = row.numbers[what] / factor if what == "price" else row.numbers[what] * factor
            found.append((scaled, "" if row.unit in table else row.unit))
        if len({unit for _, unit in found}) != 1:
            return None
        if what == "price":
            return found[0] if len(set(found)) == 1 else None
        return sum((number for number, _ in found), Fraction(0)), found[0][1]

    def days(self, start: dt.date, end: dt.date) -> int:
        """Return how many days of the policy lie between two dates; negative if `end` is earlier.

        A day off counts as the working day before it, looked at from an earlier day.
        """
        if self.policy.days == "calendar":
            return (end - start).days
        if end < start:
            return -_weekdays(end, start, forward=False)
        return _weekdays(start, end, forward=True)

    def near(self, left: Sequence[Row], right: Sequence[Row]) -> bool:
        """Whether every row of the one side is dated within the days of the policy of the other."""
        return all(
            -self.policy.before <= self.days(a.date, b.date) <= self.policy.after
            for a in left
            for b in right
            if a.date is not None and b.date is not None
        )

    def differences(self, left: Sequence[Row], right: Sequence[Row]) -> Iterator[Differs]:
        """Yield what differs between two sides of a link."""
        for what in self.policy.compare:
            match what:
                case "amount" | "tax":
                    one, other = self.total(left, what), self.total(right, what)
                    if one and other and one[1] == other[1] and one[0] != other[0]:
                        why = "tax" if what == "tax" else self._why(left, right)
                        yield Differs(what, other[0] - one[0], one[1], why)
                case "date":
                    yield from self._dates(left, right)
                case _:
                    before, after = self.number(left, what), self.number(right, what)
                    if before is None or after is None or before[1] != after[1]:
                        continue
                    if before != after:
                        yield Differs(what, after[0] - before[0], "", what)

    def _dates(self, left: Sequence[Row], right: Sequence[Row]) -> Iterator[Differs]:
        one = max((row.date for row in left if row.date is not None), default=None)
        other = max((row.date for row in right if row.date is not None), default=None)
        if one is None or other is None:
            return
        gap = Fraction((other - one).days)
        if one.strftime("%Y%m") != other.strftime("%Y%m"):
            yield Differs("date", gap, "", "cut_off")
        elif not -self.policy.before <= self.days(one, other) <= self.policy.after:
            yield Differs("date", gap, "", "unknown")

    def _why(self, left: Sequence[Row], right: Sequence[Row]) -> str:
        one, other = self.total(left), self.total(right)
        assert one is not None  # noqa: S101 - the caller has them
        assert other is not None  # noqa: S101
        gap = other[0] - one[0]
        if one[0] + other[0] == 0:
            return "sign"
        foreign = self.total(left, "foreign")
        if foreign is not None and foreign == self.total(right, "foreign"):
            return "fx"
        said = [self.number(side, what) for what in ("quantity", "price") for side in (left, right)]
        known = [each for each in said if each is not None]
        if len(known) == len(said) and len({unit for _, unit in known}) == 1:
            (before, _), (after, _), (cheap, _), (dear, _) = known
            more, dearer = after - before, dear - cheap
            if more and not dearer and abs(gap - more * cheap) <= _CENT:
                return "quantity"
            if dearer and not more and abs(gap - dearer * before) <= _CENT:
                return "price"
        taxes = self.total(left, "tax"), self.total(right, "tax")
        if taxes[0] is not None and taxes[1] is not None and taxes[1][0] - taxes[0][0] == gap:
            return "tax"
        if self.discounted(gap, one[0], left, right, late=True):
            return "cash_discount"
        if self.is_fee(gap, left):
            return "fee"
        if self.tolerated(gap, one[0]):
            return "rounding"
        return "typo" if _one_slip(one[0], other[0]) else "unknown"


def half_up(amount: Fraction, currency: str) -> Fraction:
    """Return an amount of no sign rounded half up to the minor unit of its currency.

    Example:
        >>> half_up(Fraction("2.345"), "EUR"), half_up(Fraction("2.5"), "JPY")
        (Fraction(47, 20), Fraction(3, 1))
    """
    unit = 10 ** _DECIMALS.get(currency, 2)
    return Fraction(floor(amount * unit + Fraction(1, 2)), unit)


def _sums(each: Sequence[Fraction]) -> set[Fraction]:
    """The sums of every choice of some of these amounts."""
    if 2 ** len(each) <= _SUBSETS:
        return {
            sum(some, Fraction(0))
            for size in range(1, len(each) + 1)
            for some in combinations(each, size)
        } - {Fraction(0)}
    found = {Fraction(0)}
    for amount in each:
        found |= {amount + before for before in found}
    return found - {Fraction(0)}


def _weekdays(start: dt.date, end: dt.date, *, forward: bool) -> int:
    """How many steps of a working day lead from one date to the other or past it.

    From an earlier date the steps go forward, from a later one back: a step that would pass the
    target still counts, since it is the first day on or after it.
    """
    at, steps = (start, 0) if forward else (end, 0)
    one = dt.timedelta(days=1 if forward else -1)
    target = end if forward else start
    while (at < target) if forward else (at > target):
        at += one
        if at.weekday() < _SATURDAY or at == target:
            steps += 1
    return steps


def _one_slip(one: Fraction, other: Fraction) -> bool:
    """Whether the digits differ in one place, or in two neighbours that are swapped."""
    scale = 1
    while (one * scale).denominator != 1 or (other * scale).denominator != 1:
        scale *= 10
    a, b = str(int(one * scale)), str(int(other * scale))
    unlike = [n for n in range(min(len(a), len(b))) if a[n] != b[n]]
    if len(a) != len(b) or not unlike:
        return False
    if len(unlike) == 1:
        return True
    first, last = unlike[0], unlike[-1]
    return last - first == 1 and a[first] == b[last] and a[last] == b[first]
