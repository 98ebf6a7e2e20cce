"""Amounts whose sign is the other side's."""

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
    operator,
    rates,
    retext,
)
from chaosdocs.operators.drift.places import amounts, convention_of, meant_otherwise


@operator(
    TREE,
    version=2,
    evidence="OCA/bank-statement-import#375: a reversal is read with two signs; "
    "wolph/mt940#130: the sign of a mark",
    ladder=rates([0.1, 0.2, 0.35, 0.5, 0.75]),
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def sign_turned(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts with the opposite sign under unchanged keys.

    What it does:
        Reverses the sign of all values of the chosen keys: "amount": -12.50 becomes "amount":
        12.50. At least one key keeps its meaning.

    In the wild:
        A bank that reports first from the view of the account and later from the view of the
        customer; an option of an export.

    Effect on truth:
        Ambiguous: the number can have its printed sign or the opposite sign. If balances or sums
        allow only one of them, that value is the answer. The lure is the number as printed.

    Example:
        "amount": -12.50 → "amount": 12.50
    """
    there = amounts(tree)
    for path, leaf, value, edit in meant_otherwise(tree, there, "sign", level.rate, rng):
        shown = Money(-value.amount, value.currency)
        yield retext(
            leaf.statement,
            edit.after,
            readings=(value, shown),
            lures=(Lure(shown, "sign-turned"),),
            convention=replace(convention_of(leaf), sign="open"),
            key=path,
        )
