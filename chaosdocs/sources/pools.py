"""The pools of names, places, products and banks that records are sampled from.

The lists of names are data of this package (see `draw_pools`), drawn once from Faker; places are
real, with their own postcodes (`tests/bench/draw_places.py` names the sources); products, services
and banks are invented. A corpus depends on nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from chaosdocs.foundation.errors import UserError

LOCALES: tuple[str, ...] = ("en_US", "de_DE", "fr_FR", "ja_JP")
"""The locales that there are pools for."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product or service of the catalogue.

    Attributes:
        sku: Its article number, the same in every locale; every second one has leading zeros.
        name: What it is called in the locale.
        unit: Code of the unit that it is sold by: ``EA``, ``HUR``, ``KGM`` ...
        low: The lowest usual price of one unit, in whole euros or dollars.
        high: The highest.
    """

    sku: str
    name: str
    unit: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank that does not exist. `code` is its national bank code, or the start of one."""

    name: str
    bic: str
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """A city that there is. `town` is the part of a Japanese city, empty elsewhere."""

    postcode: str
    city: str
    town: str = ""


@dataclass(frozen=True, slots=True)
class Pools:
    """All lists of one locale.

    Attributes:
        locale: Such as ``de_DE``.
        faker: The version of Faker that the lists of names were drawn from.
        first_names: Given names.
        last_names: Family names.
        companies: Names of companies; none is part of another.
        streets: Streets without house number; none in Japan, where towns take their place.
        places: Cities with their postcodes.
        products: The catalogue of goods and services that bear the usual tax.
        reduced: ``food``, ``books`` and ``lodging`` to the products that may bear less.
        banks: Banks of the country.
    """

    locale: str
    faker: str
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    companies: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[Place, ...]
    products: tuple[Product, ...]
    reduced: Mapping[str, tuple[Product, ...]]
    banks: tuple[Bank, ...]


@cache
def pools(locale: str) -> Pools:
    """Return the lists of `locale`.

    Raises:
        UserError: There are no pools for `locale`.

    Example:
        >>> pools("de_DE").banks[0].name
        'Rheinische Handelsbank AG'
    """
    if locale not in LOCALES:
        raise UserError(
            f"no names are kept for the locale {locale!r}", given=locale, allowed=LOCALES
        )
    names = kept(f"{locale}.json")
    trade = kept("trade.json")
    language = locale.partition("_")[0]
    catalogue: dict[str, list[Product]] = {}
    for at, each in enumerate(trade["products"]):
        product = Product(_sku(at), each[language], each["unit"], each["low"], each["high"])
        catalogue.setdefault(each.get("kind", "goods"), []).append(product)
    return Pools(
        locale=locale,
        faker=names["faker"],
        first_names=tuple(names["first_names"]),
        last_names=tuple(names["last_names"]),
        companies=tuple(names["companies"]),
        streets=tuple(names["streets"]),
        places=tuple(Place(*place) for place in kept("places.json")[locale]),
        products=tuple(catalogue.pop("goods")),
        reduced={kind: tuple(products) for kind, products in catalogue.items()},
        banks=tuple(Bank(*each) for each in trade["banks"][locale]),
    )


def _sku(at: int) -> str:
    """Article numbers as a warehouse has grown them: some padded, some with letters."""
    number = 10_007 + 7_919 * at
    return f"{number:09}" if at % 2 == 0 else f"{chr(65 + at % 23)}{number % 1000:03}-{at:02}"


@cache
def kept(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a file of the pools holds, which nobody may change."""
    return json.loads((files("chaosdocs.sources") / "_pools" / name).read_text(encoding="utf-8"))
