"""A month of an account, with a balance after every movement."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache, lru_cache

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.amounts import minor_money
from chaosdocs.sources.bank_days import booking_days, later
from chaosdocs.sources.domains.statement_fields import MOVEMENTS, STATEMENT, Movement
from chaosdocs.sources.draws import Draws, row_keys, row_words
from chaosdocs.sources.parties import BUYERS, SELLERS, Party, party, party_name
from chaosdocs.sources.source import Source
from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

_FIRST_YEAR = 2022
_YEARS = 4
_HOME: dict[str, str] = {"en_US": "USD", "de_DE": "EUR", "fr_FR": "EUR", "ja_JP": "JPY"}
_ABROAD: tuple[str, ...] = ("USD", "EUR", "CHF", "GBP", "KWD")
_YEN = 150
_VALUE_DAYS = (0, 0, 0, 0, 0, 1, 1, 2)
"""Business days from booking to value: a bank counts most money at once, some a little later."""
_ANY_TIME = tuple(kind for kind in MOVEMENTS if kind.once is None)
_ONCE = tuple(kind for kind in MOVEMENTS if kind.once is not None)
_WEEK = 7
_HAS = 90
"""Percent of statements that have a movement which comes once a month."""
_SHARES, _SIZES = 1 << 13, 8
_OVERDRAFT = 15_000
"""What an account is overdrawn by at most, in whole units, before money has to come in."""


def record(seed: int, index: int, locale: str) -> Record:
    """Return the statement at place `index`; arguments as those of the domain ``invoice``.

    Raises:
        UserError: There are no pools for `locale`.

    Example:
        >>> made = record(7, 0, "fr_FR")
        >>> 8 <= len(made.rows) <= 80
        True
    """
    stream = _root(seed, locale).at(index)
    draws = Draws.of(stream, words=3)
    holder = party(seed, "sellers", draws.below(SELLERS), locale)
    year, month = _FIRST_YEAR + draws.below(_YEARS), 1 + draws.below(12)
    start = dt.date(year, month, 1)
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    currency = _HOME[locale] if draws.percent(94) else draws.pick(_ABROAD)
    digits = minor_digits(currency)
    opening = _minor(draws.below(90_000) - 9_000, draws.below(100), digits)
    count = _count(draws)
    facts: dict[Ref, Value] = {
        "/bank/name": holder.bank,
        "/bank/bic": holder.bic,
        "/bank/country": holder.country,
        "/holder/name": holder.name,
        "/holder/street": holder.street,
        "/holder/postcode": holder.postcode,
        "/holder/city": holder.city,
    }
    _account(facts, holder)
    style = draws.pick(("{:03}/{}", "{}/{}", "{:05}"))
    facts["/statement_number"] = style.format(month + draws.below(3), year)
    facts["/period_start"] = start
    facts["/period_end"] = end
    facts["/currency"] = currency
    facts["/opening_balance"] = minor_money(opening, digits, currency)
    planned = _planned(draws, count)
    debits, credits_ = _movements(facts, stream.at("lines"), (seed, locale), planned, digits)
    facts["/total_credits"] = minor_money(credits_, digits, currency)
    facts["/total_debits"] = minor_money(debits, digits, currency)
    facts["/closing_balance"] = minor_money(opening + credits_ - debits, digits, currency)
    return Record(
        id=f"stm-{index:05}", domain=STATEMENT, locale=locale, facts=facts, rows=row_keys(count)
    )


@cache
def _root(seed: int, locale: str) -> SeededRng:
    return SeededRng(seed).at("statement", locale)


def _account(facts: dict[Ref, Value], holder: Party) -> None:
    if holder.iban is not None:
        facts["/iban"] = holder.iban
    if holder.account is not None:
        facts["/account"] = holder.account
    if holder.routing is not None:
        facts["/routing"] = holder.routing


def _count(draws: Draws) -> int:
    """8 to 80 movements, mostly up to 30."""
    return 8 + draws.below(23) if draws.percent(80) else 31 + draws.below(50)


def _planned(draws: Draws, count: int) -> list[Movement | None]:
    """For each row the movement that comes once a month, or None for one that comes at any time."""
    rows: list[Movement | None] = [None] * count
    for kind in _ONCE:
        first, last = ((count - 1) * share // 100 for share in kind.once or (0, 0))
        row = first + draws.below(last - first + 1)
        if draws.percent(_HAS):
            rows[row] = kind
    return rows


def _movements(
    facts: dict[Ref, Value],
    stream: SeededRng,
    whose: tuple[int, str],
    planned: list[Movement | None],
    digits: int,
) -> tuple[int, int]:
    """Write the movements; return the sums of debits and of credits, in minor units."""
    seed, locale = whose
    start, count = facts["/period_start"], len(planned)
    assert isinstance(start, dt.date)  # noqa: S101 - for the type checker
    currency = str(facts["/currency"])
    balance = int(facts["/opening_balance"].amount.scaleb(digits))  # type: ignore[union-attr]
    days = booking_days(start.year, start.month, locale)
    least = _minor(-_OVERDRAFT, 0, digits)
    refs = _refs()
    debits = credits_ = 0
    for at, word in enumerate(row_words(stream, count)):
        row = Draws(word)
        booked = days[(at * len(days) + row.below(len(days))) // count]
        kind, amount = _amount(row, planned[at], (balance, least), digits)
        other = row.below(BUYERS)
        balance += amount
        if amount < 0:
            debits -= amount
        else:
            credits_ += amount
        booking_date, value_date, description, reference, moved, after = refs[at]
        facts[booking_date] = booked
        facts[value_date] = _valued(booked, row.pick(_VALUE_DAYS), locale)
        text = kind.texts[locale.partition("_")[0]]
        facts[description] = (
            text.format(party_name(seed, "buyers", other, locale)) if "{}" in text else text
        )
        facts[reference] = row.digits(10)
        facts[moved] = minor_money(amount, digits, currency)
        facts[after] = minor_money(balance, digits, currency)
    return debits, credits_


def _amount(
    row: Draws, planned: Movement | None, room: tuple[int, int], digits: int
) -> tuple[Movement, int]:
    """A movement and its amount: no interest on a debt, and no more debt than the bank allows.

    Args:
        row: The chances of the row.
        planned: The movement of the row, or None where any may come.
        room: The balance before it, and the least that it may become.
        digits: Digits of the currency.
    """
    balance, least = room
    kind = row.pick(_ANY_TIME)
    share, place, cents = row.below(_SHARES), row.below(_SIZES), row.below(100)
    if planned is not None and (planned.sign < 0 or balance > 0):
        kind = planned
    amount = _sized(kind, place, share, cents, digits)
    if balance + amount < min(least, balance):
        amount = _sized(kind, 0, share, cents, digits)
    if balance + amount < min(least, balance):
        kind = _ANY_TIME[0]
        amount = _sized(kind, place, share, cents, digits)
    return kind, amount


def _sized(kind: Movement, place: int, share: int, cents: int, digits: int) -> int:
    """An amount of one of the sizes of a movement, in minor units, with its sign."""
    high = kind.most[place % len(kind.most)]
    whole = kind.least + share * (high - kind.least) // _SHARES
    return kind.sign * max(1, _minor(whole, cents, digits))


def _minor(whole: int, hundredths: int, digits: int) -> int:
    """An amount in minor units; yen are worth less, and have none."""
    if digits == 0:
        return whole * _YEN + hundredths
    return (100 * whole + hundredths) * (10 if digits > 2 else 1)  # noqa: PLR2004 - of 100


@lru_cache(maxsize=4096)
def _valued(booked: dt.date, days: int, locale: str) -> dt.date:
    """The day that is so many business days later, or the day itself where that is over a week."""
    valued = later(booked, days, locale)
    return valued if (valued - booked).days <= _WEEK else booked


@cache
def _refs() -> tuple[tuple[Ref, Ref, Ref, Ref, Ref, Ref], ...]:
    return tuple(
        (
            f"/lines/k{at}/booking_date",
            f"/lines/k{at}/value_date",
            f"/lines/k{at}/description",
            f"/lines/k{at}/reference",
            f"/lines/k{at}/amount",
            f"/lines/k{at}/balance",
        )
        for at in range(1, 81)
    )


SOURCE = Source(domain=STATEMENT, make=record)
