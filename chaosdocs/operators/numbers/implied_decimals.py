"""Amounts in cents, as the column header says."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Money,
    Rate,
    Rng,
    Skip,
    Table,
    minor_digits,
    operator,
    rates,
)
from chaosdocs.operators.numbers.scales import scaled

_WORDS = {"en": "in cents", "de": "in Cent", "fr": "en centimes", "ja": "銭単位"}
_CENTS = 2


@operator(
    TABLE,
    version=2,
    evidence="indice-co/EDI.Net#84: two places are implied; fivetran/dbt_stripe#101: amounts in "
    "the smallest unit",
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    media=("xlsx", "csv"),
    exempt={"applicable": "needs amounts with cents: yen and owners have none"},
)
def implied_decimals(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with columns of amounts in cents, as their headers say.

    What it does:
        Writes 3,803.75 as 380375 or 380,375 and adds "in cents" to the column header. Severity is
        the share of columns.

    In the wild:
        Files of fixed width; exports of payment services and mainframes.

    Effect on truth:
        None: the column header states the unit. The lure is the number without the unit.

    Example:
        Amount: 3,803.75 → Amount (in cents): 380,375
    """
    yield from scaled(table, level, rng, power=-_CENTS, words=_WORDS, fits=_has_cents)


def _has_cents(money: Money) -> bool:
    """Whether the smallest unit of the currency is the cent, and no digit is smaller."""
    exponent = money.amount.as_tuple().exponent
    small = isinstance(exponent, int) and exponent >= -_CENTS
    return small and minor_digits(money.currency) == _CENTS
