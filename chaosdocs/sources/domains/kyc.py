"""Who owns a company, as a bank's file on a customer states it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.bank_days import on_or_after, on_or_before
from chaosdocs.sources.domains.kyc_fields import KYC, RISKS, ROLES
from chaosdocs.sources.draws import Draws, row_keys
from chaosdocs.sources.legal import founding_days
from chaosdocs.sources.parties import BUYERS, Party, Person, party, person
from chaosdocs.sources.pools import pools
from chaosdocs.sources.source import Source
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

_PEOPLE = 1_500
_FIRST_REVIEW = dt.date(2022, 1, 3)
_REVIEW_DAYS = 1_400
_COUNTS: tuple[int, ...] = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 12)
_WHOLE = 10_000
"""All of a company, in hundredths of a percent."""


def record(seed: int, index: int, locale: str) -> Record:
    """Return the file at place `index`; arguments as those of the domain ``invoice``.

    Raises:
        UserError: There are no pools for `locale`.

    Example:
        >>> made = record(7, 0, "ja_JP")
        >>> sum(made.facts[f"/lines/{row}/percentage"] for row in made.rows) <= 100
        True
    """
    stream = _root(seed, locale).at(index)
    draws = Draws.of(stream, words=2)
    company = party(seed, "buyers", draws.below(BUYERS), locale)
    count = draws.pick(_COUNTS)
    facts: dict[Ref, Value] = {
        "/institution": draws.pick(pools(locale).banks).name,
        "/company/name": company.name,
        "/company/street": company.street,
        "/company/postcode": company.postcode,
        "/company/city": company.city,
        "/company/country": company.country,
        "/document_number": f"{draws.pick(('KYC-', 'BO', '00'))}{draws.digits(7)}",
        "/review_date": on_or_before(
            _FIRST_REVIEW + dt.timedelta(days=draws.below(_REVIEW_DAYS)), locale
        ),
        "/company/legal_form": company.legal_form,
        "/company/registration_number": company.registration,
        "/company/vat_id": company.tax_id,
        "/company/lei": company.lei,
        "/company/incorporation_date": _founded(seed, company),
        "/risk_rating": draws.pick(RISKS),
        "/politically_exposed": draws.percent(20),
    }
    if draws.percent(20):
        del facts["/company/lei"]
    left, shares = _shares(stream.at("shares"), draws, count)
    people = _people(seed, locale, draws.below(_PEOPLE), count)
    roles = stream.at("lines")
    for row, owner, share in zip(row_keys(count), people, shares, strict=True):
        line = Draws.of(roles)
        facts[f"/lines/{row}/name"] = owner.name
        facts[f"/lines/{row}/birth_date"] = owner.birth_date
        facts[f"/lines/{row}/nationality"] = owner.nationality
        if line.percent(90):
            facts[f"/lines/{row}/id_number"] = owner.document
        facts[f"/lines/{row}/role"] = line.pick(ROLES)
        facts[f"/lines/{row}/percentage"] = share
    facts["/remainder"] = left
    return Record(
        id=f"kyc-{index:05}", domain=KYC, locale=locale, facts=facts, rows=row_keys(count)
    )


@cache
def _root(seed: int, locale: str) -> SeededRng:
    return SeededRng(seed).at("kyc", locale)


def _founded(seed: int, company: Party) -> dt.date:
    """A company was founded on one day, whichever file says so; its legal form existed then."""
    first, last = founding_days(company.legal_form)
    days = SeededRng(seed).at("founded", company.registration).below((last - first).days)
    return on_or_after(first + dt.timedelta(days=days), "")


def _shares(stream: SeededRng, draws: Draws, count: int) -> tuple[Decimal, list[Decimal]]:
    """The remainder and the share of each owner, in percent; together they are 100."""
    digits = draws.below(3)
    grain = 10 ** (2 - digits)
    left = grain * draws.below(2_000 // grain) if draws.percent(30) else 0
    weights = [1 + stream.below(99) for _ in range(count)]
    units = (_WHOLE - left) // grain
    spare = units - count
    shares = [1 + spare * weight // sum(weights) for weight in weights]
    shares[0] += units - sum(shares)
    step = Decimal(1).scaleb(-digits)
    return (left // grain) * step, [share * step for share in shares]


def _people(seed: int, locale: str, first: int, count: int) -> list[Person]:
    """People with names of their own."""
    found: dict[str, Person] = {}
    k = first
    while len(found) < count:
        one = person(seed, "owners", k % _PEOPLE, locale)
        found.setdefault(one.name, one)
        k += 1
    return list(found.values())


SOURCE = Source(domain=KYC, make=record)
