"""Rates of tax: which one goods and services bear, in thousandths of a percent.

Sources: UStG § 12 (2) and its annex 2 (food, books, lodging 7 %); CGI art. 278-0 bis (food, books
5.5 %) and 279 (lodging 10 %); the Japanese National Tax Agency on the reduced rate (food 8 %);
rates of sales tax by state, for states where one rate holds in all cities of the places that are
kept: those without local taxes, Texas (large cities reach the cap), New York City.
"""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.foundation.errors import UserError

SALES_TAX: Mapping[str, int] = {
    "CT": 6350, "DC": 6000, "IN": 7000, "KY": 6000, "MA": 6250, "MD": 6000, "ME": 5500,
    "MI": 6000, "NJ": 6625, "NY": 8875, "RI": 7000, "TX": 8250,
}  # fmt: skip
"""State to the rate of sales tax in it."""

STANDARD: Mapping[str, int] = {"de_DE": 19_000, "fr_FR": 20_000, "ja_JP": 10_000}
"""Locale to the usual rate."""

REDUCED: Mapping[str, Mapping[str, int]] = {
    "de_DE": {"food": 7_000, "books": 7_000, "lodging": 7_000},
    "fr_FR": {"food": 5_500, "books": 5_500, "lodging": 10_000},
    "ja_JP": {"food": 8_000},
}
"""Locale to the kinds of goods that bear less, and their rates."""


def rate_of(kind: str, locale: str, city: str) -> int:
    """Return the rate on goods of a kind that are delivered to a city.

    Args:
        kind: ``goods``, ``food``, ``books`` or ``lodging``.
        locale: Such as ``de_DE``.
        city: The buyer's city; an American one names its state.

    Raises:
        UserError: No rate is kept for the state of an American city.

    Example:
        >>> rate_of("food", "fr_FR", "Riom"), rate_of("goods", "en_US", "Muncie, IN")
        (5500, 7000)
    """
    if locale in STANDARD:
        return REDUCED[locale].get(kind, STANDARD[locale])
    state = city.rpartition(", ")[2]
    if state not in SALES_TAX:
        raise UserError(f"no sales tax is kept for {city!r}", given=state, allowed=SALES_TAX)
    return SALES_TAX[state]
