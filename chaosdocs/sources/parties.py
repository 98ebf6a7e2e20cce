"""Companies and people as pure functions of seed, pool and place: the same everywhere.

The fourth buyer of seed 7 has one name, one address, one tax id and one bank account in every
invoice, statement and file that names it, and can be made alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.checks import (
    french_bban,
    french_vat,
    german_vat,
    iban,
    japanese_number,
    lei,
    routing_number,
    siren,
)
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.legal import JAPANESE_KINDS, REGISTERS, shown_form
from chaosdocs.sources.pools import Bank, Place, Pools, pools

SELLERS = 60
"""How many sellers there are: their names are no buyer's."""
BUYERS = 240
"""How many buyers there are."""

NATIONALITIES: tuple[str, ...] = (
    "DE", "FR", "JP", "US", "AT", "CH", "ES", "GB", "IT", "NL", "PL", "SE",
)  # fmt: skip
"""Countries that people are citizens of."""

_OFFICES = ("0100", "0104", "0200", "0300", "0400", "1200", "1300", "1400", "1800", "2900")
"""Japanese registries: the first digits of the numbers of their companies."""
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EIN_PREFIXES = ("12", "20", "27", "35", "46", "54", "61", "73", "82", "94")
_FIRST_BIRTH = dt.date(1938, 1, 1)
_BIRTH_DAYS = 23_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company that does not exist, with numbers whose check digits are right.

    Attributes:
        name: Its name, legal form included where it has one.
        legal_form: Code of its legal form, one of `LEGAL_FORMS`.
        street: Street and number.
        postcode: Postcode.
        city: City, with the state (US) or prefecture (JP).
        country: ISO 3166 code.
        tax_id: VAT id; EIN in the US; T-number in Japan.
        registration: Number in the company register.
        lei: Legal entity identifier.
        bank: Name of its bank.
        bic: Its bank's BIC.
        iban: Its account, where the country has IBANs, or None.
        account: Its account number, where the country has none, or None.
        routing: Routing number (US) or bank and branch code (JP), or None.
    """

    name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    country: str
    tax_id: str
    registration: str
    lei: str
    bank: str
    bic: str
    iban: str | None
    account: str | None
    routing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who does not exist.

    Attributes:
        name: Full name, in the order of the locale.
        birth_date: Date of birth.
        nationality: ISO 3166 code, one of `NATIONALITIES`.
        document: Number of the identity document.
    """

    name: str
    birth_date: dt.date
    nationality: str
    document: str


@lru_cache(maxsize=4096)
def party(seed: int, pool: str, k: int, locale: str) -> Party:
    """Return the company at place `k` of `pool`.

    The first `SELLERS` sellers and the first `BUYERS` buyers all have names of their own. Other
    pools take names from the same list, with addresses and numbers of their own.

    Args:
        seed: Seed of the corpus.
        pool: Name of the pool: ``sellers``, ``buyers`` ...
        k: Place in the pool, from 0; every number has a company.
        locale: Where it lives, such as ``de_DE``.

    Raises:
        UserError: There are no pools for `locale`.

    Example:
        >>> party(7, "buyers", 3, "de_DE") == party(7, "buyers", 3, "de_DE")
        True
        >>> party(7, "buyers", 3, "fr_FR").country
        'FR'
    """
    lists = pools(locale)
    draws = Draws.of(SeededRng(seed).at("party", pool, k, locale), words=5)
    country = locale.partition("_")[2]
    name = party_name(seed, pool, k, locale)
    place = draws.pick(lists.places)
    bank = draws.pick(lists.banks)
    form = shown_form(name) or "PARTNERSHIP"
    number, tax_id = _numbers(country, draws, form)
    account = _account(country, bank, draws)
    return Party(
        name=name,
        legal_form=form,
        street=_street(lists, place, draws),
        postcode=place.postcode,
        city=place.city,
        country=country,
        tax_id=tax_id,
        registration=number,
        lei=lei("9845" + "00" + "".join(_BASE36[draws.below(36)] for _ in range(12))),
        bank=bank.name,
        bic=bank.bic,
        iban=account[0],
        account=account[1],
        routing=account[2],
    )


def party_name(seed: int, pool: str, k: int, locale: str) -> str:
    """Return the name of the company at place `k` of `pool`, without making the rest of it.

    Example:
        >>> party_name(7, "buyers", 3, "de_DE") == party(7, "buyers", 3, "de_DE").name
        True
    """
    companies = pools(locale).companies
    return companies[(_start(seed, pool, locale) + k) % len(companies)]


@lru_cache(maxsize=4096)
def person(seed: int, pool: str, k: int, locale: str) -> Person:
    """Return the person at place `k` of `pool`; arguments as for `party`.

    Example:
        >>> person(7, "owners", 0, "ja_JP") == person(7, "owners", 0, "ja_JP")
        True
    """
    lists = pools(locale)
    draws = Draws.of(SeededRng(seed).at("person", pool, k, locale), words=2)
    first, last = draws.pick(lists.first_names), draws.pick(lists.last_names)
    return Person(
        name=f"{last} {first}" if locale == "ja_JP" else f"{first} {last}",
        birth_date=_FIRST_BIRTH + dt.timedelta(days=draws.below(_BIRTH_DAYS)),
        nationality=(locale.partition("_")[2] if draws.percent(80) else draws.pick(NATIONALITIES)),
        document=f"{chr(65 + draws.below(26))}{chr(65 + draws.below(26))}{draws.digits(7)}",
    )


@lru_cache(maxsize=256)
def _start(seed: int, pool: str, locale: str) -> int:
    """Where in the list of names a pool begins."""
    stream = SeededRng(seed).at("pool", locale)
    first = stream.below(len(pools(locale).companies))
    if pool == "sellers":
        return first
    if pool == "buyers":
        return first + SELLERS
    return stream.at(pool).below(SELLERS + BUYERS)


def _street(lists: Pools, place: Place, draws: Draws) -> str:
    number = 1 + draws.below(180)
    match lists.locale:
        case "de_DE":
            return f"{draws.pick(lists.streets)} {number}"
        case "ja_JP":
            block = f"{1 + draws.below(28)}番{1 + draws.below(19)}号"
            return f"{place.town}{1 + number % 5}丁目{block}"
        case _:
            return f"{number} {draws.pick(lists.streets)}"


def _numbers(country: str, draws: Draws, form: str) -> tuple[str, str]:
    """Registration number and tax id."""
    match country:
        case "DE":
            number = f"{REGISTERS[form]} {1000 + draws.below(210_000)}"
            return number, german_vat(f"{1 + draws.below(9)}{draws.digits(7)}")
        case "FR":
            number = siren(f"{3 + draws.below(6)}{draws.digits(7)}")
            return number, french_vat(number)
        case "JP":
            number = japanese_number(
                f"{draws.pick(_OFFICES)}{JAPANESE_KINDS[form]}{draws.digits(6)}"
            )
            return number, f"T{number}"
        case _:
            return draws.digits(7), f"{draws.pick(_EIN_PREFIXES)}-{draws.digits(7)}"


def _account(country: str, bank: Bank, draws: Draws) -> tuple[str | None, str | None, str | None]:
    """IBAN, or account number and routing number."""
    match country:
        case "DE":
            return iban("DE", f"{bank.code}{draws.digits(10)}"), None, None
        case "FR":
            bban = french_bban(bank.code, draws.digits(5), draws.digits(11))
            return iban("FR", bban), None, None
        case "JP":
            return None, draws.digits(7), f"{bank.code}-{draws.digits(3)}"
        case _:
            return None, draws.digits(10), routing_number(f"{bank.code}{draws.digits(5)}")
