"""A month of an account, with a balance after every movement."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.amounts import minor_money
from chaosdocs.sources.domains.statement_fields import MOVEMENTS, STATEMENT
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
"""Working days from booking to value: a bank counts most money at once, some a little later."""
_SATURDAY = 5


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
    draws = Draws.of(stream, words=2)
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
    debits, credits_ = _movements(facts, stream.at("lines"), (seed, locale), (start, count), digits)
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


def _movements(
    facts: dict[Ref, Value],
    stream: SeededRng,
    whose: tuple[int, str],
    when: tuple[dt.date, int],
    digits: int,
) -> tuple[int, int]:
    """Write the movements; return the sums of debits and of credits, in minor units."""
    seed, locale = whose
    start, count = when
    span = calendar.monthrange(start.year, start.month)[1]
    currency = str(facts["/currency"])
    balance = int(facts["/opening_balance"].amount.scaleb(digits))  # type: ignore[union-attr]
    days = [_workday(start, offset, span) for offset in range(span)]
    language = locale.partition("_")[0]
    refs = _refs()
    debits = credits_ = 0
    for at, word in enumerate(row_words(stream, count)):
        row = Draws(word)
        booked = days[(at * span + row.below(span)) // count]
        kind = row.pick(MOVEMENTS)
        whole = kind.least + row.below(row.pick(kind.most) - kind.least)
        amount = kind.sign * max(1, _minor(whole, row.below(100), digits))
        other = row.below(BUYERS)
        balance += amount
        if amount < 0:
            debits -= amount
        else:
            credits_ += amount
        booking_date, value_date, description, reference, moved, after = refs[at]
        facts[booking_date] = booked
        facts[value_date] = _valued(booked, row.pick(_VALUE_DAYS))
        text = kind.texts[language]
        facts[description] = (
            text.format(party_name(seed, "buyers", other, locale)) if "{}" in text else text
        )
        facts[reference] = row.digits(10)
        facts[moved] = minor_money(amount, digits, currency)
        facts[after] = minor_money(balance, digits, currency)
    return debits, credits_


def _minor(whole: int, hundredths: int, digits: int) -> int:
    """An amount in minor units; yen are worth less, and have none."""
    if digits == 0:
        return whole * _YEN + hundredths
    return (100 * whole + hundredths) * (10 if digits > 2 else 1)  # noqa: PLR2004 - of 100


def _workday(start: dt.date, offset: int, span: int) -> dt.date:
    """The day; for a weekend the Monday after it, or the Friday before it at the month's end."""
    day = start + dt.timedelta(days=offset)
    late = day.weekday() - _SATURDAY
    if late < 0:
        return day
    wait = 2 - late
    return day + dt.timedelta(days=wait if offset + wait < span else -1 - late)


def _valued(booked: dt.date, days: int) -> dt.date:
    """The day that is so many working days after another one."""
    day = booked
    for _ in range(days):
        day += dt.timedelta(days=3 if day.weekday() == _SATURDAY - 1 else 1)
    return day


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
