"""Amounts that come in cents, and nobody said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    TREE,
    Edit,
    Lure,
    Money,
    Rate,
    Rng,
    Skip,
    Tree,
    minor_digits,
    operator,
    rates,
    retext,
)
from chaosdocs.operators.drift.places import amounts, convention_of, meant_otherwise


@operator(
    TREE,
    version=2,
    evidence="fivetran/dbt_stripe#101: values change under one name",
    ladder=rates([0.1, 0.25, 0.4, 0.6, 0.8]),
    exempt={"applicable": "a beneficial-ownership file has no amounts, and yen have no cents"},
)
def minor_units(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts in the smallest unit of their currency under unchanged keys.

    What it does:
        Writes all values of the chosen keys in cents: "total": 119.00 becomes "total": 11900. At
        least one key keeps its meaning.

    In the wild:
        Payment services count in cents, and a feed passes their numbers on without saying so.

    Effect on truth:
        Ambiguous: 11900 can be euros or cents. If sums with unchanged amounts allow only one of
        them, that value is the answer. The lure is the number as printed.

    Example:
        "total": 119.00 → "total": 11900
    """
    there = {
        path: leaves
        for path, leaves in amounts(tree).items()
        if all(_digits(leaf.statement.value) for leaf in leaves)
    }
    for path, leaf, value, edit in meant_otherwise(tree, there, "minor_units", level.rate, rng):
        digits, own = minor_digits(value.currency), convention_of(leaf)
        shown = Money(value.amount.scaleb(digits), value.currency)
        yield retext(
            leaf.statement,
            edit.after,
            readings=(value, shown),
            lures=(Lure(shown, "minor-units"),),
            convention=replace(own, other_scale=own.scale - digits),
            key=path,
        )


def _digits(value: object) -> int:
    return minor_digits(value.currency) if isinstance(value, Money) else 0
