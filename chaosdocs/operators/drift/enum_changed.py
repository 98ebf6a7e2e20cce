"""Codes of a list that have other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chaosdocs.authoring import (
    TREE,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    Tree,
    operator,
    rates,
    take,
)
from chaosdocs.operators.drift.places import (
    Leaf,
    convention_of,
    leaves_by_place,
    relied_on,
    rewritten,
)

_LONG: Mapping[str, str] = {
    "AT": "AUT", "BE": "BEL", "CA": "CAN", "CH": "CHE", "DE": "DEU", "DK": "DNK", "ES": "ESP",
    "FR": "FRA", "GB": "GBR", "IE": "IRL", "IT": "ITA", "JP": "JPN", "LU": "LUX", "NL": "NLD",
    "PL": "POL", "SE": "SWE", "US": "USA",
}  # fmt: skip
"""Countries by ISO 3166-1: two letters to three."""


@operator(
    TREE,
    evidence="debezium/debezium#7668: values of an enum change; ISO 3166-1",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def enum_changed(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with codes from a later version of their code list.

    What it does:
        Countries get three letters, other codes a prefix: DE becomes DEU, LOW becomes CODE_LOW.

    In the wild:
        A list of codes that was renamed between versions of a connector.

    Effect on truth:
        None: the new code means the same. The lure is the new code, copied without translation.

    Example:
        "country": "DE" → "country": "DEU"
    """
    resting = relied_on(tree)
    there = {
        path: leaves
        for path, leaves in leaves_by_place(tree, "enum").items()
        if all(leaf.statement.text not in resting for leaf in leaves)
    }
    if not there:
        yield Skip("the document has no codes")
    for path in take(there, level.rate, rng, str):
        for leaf in there[path]:
            value = leaf.statement.value
            if isinstance(value, str):
                yield from _renamed(leaf, value, path)


def _renamed(leaf: Leaf, value: str, path: str) -> Iterator[Edit]:
    after = _LONG.get(value, f"CODE_{'_'.join(value.upper().split())}")
    own = convention_of(leaf)
    yield from rewritten(
        leaf,
        after,
        key=path,
        convention=replace(own, words={**own.words, value: after}),
        lures=(Lure(after, "new-code"),),
        as_text=True,
    )
