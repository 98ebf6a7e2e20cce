"""What differs in the rows of a link, and why an entry has no counterpart: computed, never meant.

The reason of a difference in amounts is the first of these that the printed rows and the policy
explain: ``sign`` (the same amount with the other sign), ``fx`` (the amounts in the foreign currency
agree), ``quantity`` and ``price`` (units times price explain it), ``tax`` (the amounts less tax
agree), ``cash_discount`` (a discount of the policy, in time or late), ``fee`` (the fee table),
``rounding`` (within the tolerance), ``typo`` (one digit, or two neighbours that are swapped),
``unknown``. A date differs if the dates lie in two months (``cut_off``) or outside of the policy's
days (``unknown``). A quantity, a price, a tax that differs has its own name as reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from chaosdocs.truth.links import Difference, Entry, Link, Orphan, OrphanReason, Reason
from chaosdocs.truth.links import link as linked
from chaosdocs.truth.policy import Compared, Fee, Policy
from chaosdocs.truth.values import Money

Agreement = Literal["exact", "rounding", "cash_discount", "fee"]
_NO_MINOR = {"JPY", "KRW", "VND", "CLP", "ISK"}
_THREE = {"KWD", "BHD", "TND", "OMR", "JOD", "IQD"}
_CENT = Decimal("0.01")


def differences(
    entries: Sequence[Entry], links: Sequence[Link], policy: Policy, members: Sequence[str]
) -> tuple[Difference, ...]:
    """Return what differs in links, in their order; each member is compared with the first one."""
    rows = {entry.at: entry for entry in entries}
    out: list[Difference] = []
    for each in links:
        present = [member for member, _ in each.sides]
        left = [rows[present[0], key] for key in each.keys(present[0])]
        for other in present[1:]:
            right = [rows[other, key] for key in each.keys(other)]
            pair = linked([e.at for e in (*left, *right)], members)
            for compared in policy.compare:
                out.extend(_compared(pair, compared, left, right, policy))
    return tuple(out)


def orphan_reasons(
    entries: Sequence[Entry], orphans: Sequence[Entry], policy: Policy
) -> tuple[Orphan, ...]:
    """Return orphans with their reasons, in the order of `orphans`.

    ``duplicate``: an entry before it in the same file is equal, and is no orphan. ``fee``: its
    texts name a fee of the policy. ``cut_off``: it is dated in the last days of the other files.
    """
    alone = {entry.at for entry in orphans}
    return tuple(
        Orphan(entry.member, entry.key, _orphan_reason(entry, entries, alone, policy))
        for entry in orphans
    )


def _orphan_reason(
    entry: Entry,
    entries: Sequence[Entry],
    alone: set[tuple[str, str]],
    policy: Policy,
) -> OrphanReason:
    if policy.duplicates:
        for other in entries:
            if other.at == entry.at:
                break
            if other.at not in alone and equal(other, entry):
                return "duplicate"
    said = " ".join((*entry.texts, *entry.references, entry.party)).casefold()
    if any(fee.name.casefold() in said for fee in policy.fees):
        return "fee"
    last = max(
        (e.date for e in entries if e.member != entry.member and e.date is not None), default=None
    )
    if (
        policy.cut_off is not None
        and last is not None
        and entry.date is not None
        and entry.date >= moved(last, -policy.cut_off, policy)
    ):
        return "cut_off"
    return "unknown"


def equal(one: Entry, other: Entry) -> bool:
    """Return whether two entries of one member say the same but for key and date."""
    return one.member == other.member and (
        one.amount, one.party, one.references, one.texts
    ) == (other.amount, other.party, other.references, other.texts)  # fmt: skip


def agreement(left: Sequence[Entry], right: Sequence[Entry], policy: Policy) -> Agreement | None:
    """Return how the amounts of two sides agree, None if they do not.

    Discounts count only in time. Amounts of several currencies, or none, agree with nothing.
    """
    one, other = total(left, policy), total(right, policy)
    if one is None or other is None or one.currency != other.currency:
        return None
    by = other.amount - one.amount
    if by == 0:
        return "exact"
    if _within(by, one, policy):
        return "rounding"
    if -by * _sign(one.amount) in discounts(left, right, policy, late=False):
        return "cash_discount"
    return "fee" if _is_fee(by, left, policy) else None


def total(entries: Sequence[Entry], policy: Policy) -> Money | None:
    """Return the sum of the amounts, with the sign that the first member would print."""
    amounts = [entry.amount for entry in entries]
    if not amounts or any(amount is None for amount in amounts):
        return None
    known = [amount for amount in amounts if amount is not None]
    if len({amount.currency for amount in known}) > 1:
        return None
    sign = -1 if entries[0].member in policy.turned else 1
    return Money(sign * sum((a.amount for a in known), Decimal(0)), known[0].currency)


def moved(date: dt.date, days: int, policy: Policy) -> dt.date:
    """Return the date so many days of the policy later, or earlier if `days` is negative.

    Example:
        >>> moved(dt.date(2025, 1, 31), 1, Policy(days="weekdays"))
        datetime.date(2025, 2, 3)
    """
    if policy.days == "calendar":
        return date + dt.timedelta(days=days)
    step = 1 if days >= 0 else -1
    saturday = 5
    for _ in range(abs(days)):
        date += dt.timedelta(days=step)
        while date.weekday() >= saturday:
            date += dt.timedelta(days=step)
    return date


def _compared(
    pair: Link, compared: Compared, left: Sequence[Entry], right: Sequence[Entry], policy: Policy
) -> Iterator[Difference]:
    match compared:
        case "amount":
            one, other = total(left, policy), total(right, policy)
            if one is None or other is None or one == other:
                return
            if one.currency != other.currency:
                return
            by = Money(other.amount - one.amount, one.currency)
            reason = _reason(one, other, left, right, policy)
            yield Difference(link=pair, field="amount", left=one, right=other, by=by, reason=reason)
        case "date":
            yield from _dates(pair, left, right, policy)
        case "tax":
            one, other = _taxes(left, policy), _taxes(right, policy)
            if one is None or other is None or one == other or one.currency != other.currency:
                return
            by = Money(other.amount - one.amount, one.currency)
            yield Difference(link=pair, field="tax", left=one, right=other, by=by, reason="tax")
        case "quantity" | "price":
            number = _quantity if compared == "quantity" else _price
            said = number(left, policy), number(right, policy)
            if said[0] is None or said[1] is None:
                return
            (unit, before), (other_unit, after) = said[0], said[1]
            if unit != other_unit or before == after:
                return
            yield Difference(
                link=pair, field=compared, left=before, right=after, by=after - before,
                reason=compared,
            )  # fmt: skip


def _dates(
    pair: Link, left: Sequence[Entry], right: Sequence[Entry], policy: Policy
) -> Iterator[Difference]:
    one = max((e.date for e in left if e.date is not None), default=None)
    other = max((e.date for e in right if e.date is not None), default=None)
    if one is None or other is None:
        return
    apart = (one.year, one.month) != (other.year, other.month)
    far = not moved(one, -policy.before, policy) <= other <= moved(one, policy.after, policy)
    if apart or far:
        yield Difference(
            link=pair, field="date", left=one, right=other, by=Decimal((other - one).days),
            reason="cut_off" if apart else "unknown",
        )  # fmt: skip


def _reason(
    one: Money, other: Money, left: Sequence[Entry], right: Sequence[Entry], policy: Policy
) -> Reason:
    by = other.amount - one.amount
    rules: tuple[tuple[Reason, Callable[[], bool]], ...] = (
        ("sign", lambda: other.amount == -one.amount),
        ("fx", lambda: _foreign(left, policy) is not None
            and _foreign(left, policy) == _foreign(right, policy)),
        ("quantity", lambda: _by_quantity(by, left, right, policy)),
        ("price", lambda: _by_price(by, left, right, policy)),
        ("tax", lambda: _by_tax(by, left, right, policy)),
        ("cash_discount", lambda: -by * _sign(one.amount)
            in discounts(left, right, policy, late=True)),
        ("fee", lambda: _is_fee(by, left, policy)),
        ("rounding", lambda: _within(by, one, policy)),
        ("typo", lambda: _slipped(one.amount, other.amount)),
    )  # fmt: skip
    return next((name for name, holds in rules if holds()), "unknown")


def discounts(
    left: Sequence[Entry], right: Sequence[Entry], policy: Policy, *, late: bool
) -> frozenset[Decimal]:
    """Return every discount that the policy allows on some of the first member's entries.

    Args:
        left: Entries of the first member.
        right: What was paid.
        policy: Its terms.
        late: Whether those count too that were taken after their days.
    """
    paid = max((e.date for e in right if e.date is not None), default=None)
    out: set[Decimal] = set()
    for terms in policy.discounts:
        sums = {Decimal(0)}
        for entry in left:
            if entry.amount is None:
                continue
            due = None if entry.date is None else moved(entry.date, terms.days, policy)
            if not late and (paid is None or due is None or paid > due):
                continue
            taken = rounded(abs(entry.amount.amount) * terms.percent / 100, entry.amount.currency)
            sums |= {before + taken for before in sums}
        out |= sums
    return frozenset(out - {Decimal(0)})


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return an amount rounded half up to the minor unit of its currency."""
    places = 0 if currency in _NO_MINOR else 3 if currency in _THREE else 2
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _is_fee(by: Decimal, left: Sequence[Entry], policy: Policy) -> bool:
    return any(_kept(fee, -by, left) for fee in policy.fees)


def _kept(fee: Fee, kept: Decimal, left: Sequence[Entry]) -> bool:
    amounts = [entry.amount for entry in left if entry.amount is not None]
    if not amounts:
        return False
    currency = amounts[0].currency
    bases = [abs(a.amount) for a in amounts]
    if fee.per == "payment":
        bases = [sum(bases, Decimal(0))]
    least = sum((rounded(base * fee.percent / 100, currency) + fee.fixed for base in bases),
                Decimal(0))  # fmt: skip
    most = least if fee.most is None else max(least, fee.most * len(bases))
    return kept > 0 and least <= kept <= most


def _within(by: Decimal, one: Money, policy: Policy) -> bool:
    limits: list[Decimal] = []
    if policy.tolerance.absolute is not None:
        limits.append(policy.tolerance.absolute)
    if policy.tolerance.percent is not None:
        limits.append(abs(one.amount) * policy.tolerance.percent / 100)
    if not limits:
        return False
    limit = min(limits) if policy.tolerance.which == "smaller" else max(limits)
    return abs(by) <= limit


def _foreign(entries: Sequence[Entry], policy: Policy) -> Money | None:
    amounts = [entry.foreign for entry in entries]
    if any(amount is None for amount in amounts):
        return None
    known = [amount for amount in amounts if amount is not None]
    if len({amount.currency for amount in known}) != 1:
        return None
    sign = -1 if entries[0].member in policy.turned else 1
    return Money(sign * sum((a.amount for a in known), Decimal(0)), known[0].currency)


def _taxes(entries: Sequence[Entry], policy: Policy) -> Money | None:
    amounts = [entry.tax for entry in entries]
    if any(amount is None for amount in amounts):
        return None
    known = [amount for amount in amounts if amount is not None]
    if len({amount.currency for amount in known}) != 1:
        return None
    sign = -1 if entries[0].member in policy.turned else 1
    return Money(sign * sum((a.amount for a in known), Decimal(0)), known[0].currency)


_Said: TypeAlias = tuple[str, Decimal]
"""A unit and a number: of pieces if the policy names the unit, and the unit is empty then."""


def _quantity(entries: Sequence[Entry], policy: Policy) -> _Said | None:
    """Return how many units the entries are of, None if they do not all say so in one unit."""
    total, units = Decimal(0), set()
    for entry in entries:
        if entry.quantity is None:
            return None
        unit, pieces = _pieces(entry, policy)
        units.add(unit)
        total += entry.quantity * pieces
    return (units.pop(), total) if len(units) == 1 else None


def _price(entries: Sequence[Entry], policy: Policy) -> _Said | None:
    """Return the one price of a unit, None if the entries have none or several."""
    prices = set()
    for entry in entries:
        if entry.price is None:
            return None
        unit, pieces = _pieces(entry, policy)
        prices.add((unit, entry.price / pieces))
    return prices.pop() if len(prices) == 1 else None


def _pieces(entry: Entry, policy: Policy) -> _Said:
    """The unit that counts for an entry, and how many of it one printed unit is."""
    for unit in policy.units:
        if unit.code == entry.unit:
            return "", unit.pieces
    return entry.unit, Decimal(1)


def _by_quantity(
    by: Decimal, left: Sequence[Entry], right: Sequence[Entry], policy: Policy
) -> bool:
    one, other, price = _quantity(left, policy), _quantity(right, policy), _price(left, policy)
    if one is None or other is None or price is None or price != _price(right, policy):
        return False
    if one == other or not one[0] == other[0] == price[0]:
        return False
    return abs(by - (other[1] - one[1]) * price[1]) <= _CENT


def _by_price(by: Decimal, left: Sequence[Entry], right: Sequence[Entry], policy: Policy) -> bool:
    one, other, units = _price(left, policy), _price(right, policy), _quantity(left, policy)
    if one is None or other is None or units is None or units != _quantity(right, policy):
        return False
    if one == other or not one[0] == other[0] == units[0]:
        return False
    return abs(by - (other[1] - one[1]) * units[1]) <= _CENT


def _by_tax(by: Decimal, left: Sequence[Entry], right: Sequence[Entry], policy: Policy) -> bool:
    one, other = _taxes(left, policy), _taxes(right, policy)
    return one is not None and other is not None and by == other.amount - one.amount


def _slipped(one: Decimal, other: Decimal) -> bool:
    """Whether one digit differs, or two neighbours are swapped."""
    places = min(0, *(int(n.as_tuple().exponent) for n in (one, other)))
    texts = [str(int(n.scaleb(-places))) for n in (one, other)]
    if len(texts[0]) != len(texts[1]):
        return False
    at = [n for n, (a, b) in enumerate(zip(*texts, strict=True)) if a != b]
    if len(at) == 1:
        return True
    swapped = [texts[0][n] for n in at] == [texts[1][n] for n in reversed(at)]
    return len(at) == 2 and at[1] == at[0] + 1 and swapped  # noqa: PLR2004 - a pair


def _sign(amount: Decimal) -> int:
    return -1 if amount < 0 else 1
