"""Amounts in thousands, as the column header says."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TABLE, Edit, Rate, Rng, Skip, Table, operator, rates
from chaosdocs.operators.numbers.scales import scaled

_WORDS = {"en": "in thousands", "de": "in Tsd.", "fr": "en milliers", "ja": "千単位"}


@operator(
    TABLE,
    version=2,
    evidence="rocketride-org/rocketride-server#1407: a parser drops the line (In millions), and "
    "every figure is a million times too small; dgunning/edgartools#633: the scale is found and "
    "not applied",
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    media=("xlsx", "csv"),
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def scale_in_head(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with columns of amounts in thousands, as their headers say.

    What it does:
        Writes 3,803.75 as 3.80375 and adds "in thousands" to the column header. Severity is the
        share of columns.

    In the wild:
        Management reports and annual accounts (TEUR, k$).

    Effect on truth:
        None: the column header states the unit. The lure is the number without the unit.

    Example:
        Amount: 3,803.75 → Amount (in thousands): 3.80375
    """
    yield from scaled(table, level, rng, power=3, words=_WORDS, fits=lambda _money: True)
