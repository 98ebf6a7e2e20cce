"""Two fields that are sent as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from chaosdocs.authoring import (
    TREE,
    Edit,
    Joined,
    Node,
    Number,
    Rng,
    Skip,
    Tree,
    numbers,
    operator,
    paths_of,
    take,
)
from chaosdocs.operators.drift.places import in_head, leaves_by_place, spelled

_CLEAR = (", ", " / ")
_MOST = 2
"""Times that a mark may stand in two texts which it joins, or more cuts are possible than told."""


@operator(
    TREE,
    evidence="SEED-platform/seed#466: street, city and zip in one field; mhirdes/go_maps_ext#45",
    ladder=numbers([1, 2, 3, 4, 6]),
)
def merged_field(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with two texts or two numbers sent under one key.

    What it does:
        Joins two neighbouring values of the document header under one key: "postcode": "10115",
        "city": "Berlin" becomes "postcodeAndCity": "10115, Berlin". In every second document,
        identifiers with a hyphen are joined by another hyphen. Severity is the number of pairs.

    In the wild:
        Addresses in one line; a customer number joined with an order number; exports that lack a
        column.

    Effect on truth:
        None, if the separator occurs only once. If it also occurs inside a value, the boundary is
        unclear: the fields are ambiguous, and each possible cut is a reading.

    Example:
        "postcode": "10115", "city": "Berlin" → "postcodeAndCity": "10115, Berlin"
    """
    pairs = list(_pairs(tree))
    if not pairs:
        yield Skip("no two texts stand beside each other")
        return
    blurred = rng.at("blurred").chance(0.5)
    taken: set[str] = set()
    left = level.count
    for one, other in take(pairs, 1.0, rng, lambda pair: pair[0][0]):
        if left == 0:
            return
        if {one[0], other[0]} & taken:
            continue
        joint = _joint(tree, one, other, rng.at(one[0]), blurred=blurred)
        if joint is None:
            continue
        taken |= {one[0], other[0]}
        left -= 1
        to = spelled(one[1].key, f"and{other[1].key[:1].upper()}{other[1].key[1:]}")
        for edit in Joined(at=one[0], more=(other[0],), to=to, joint=joint).edits(tree):
            yield replace(edit, key=one[0])


_Place = tuple[str, Node]


def _pairs(tree: Tree) -> Iterator[tuple[_Place, _Place]]:
    """Yield each two texts or identifiers that follow each other in one object of the head."""
    plain = leaves_by_place(tree, "text", "id")
    places = [path for path in paths_of(tree) if in_head(plain.get(path, ()))]
    for one, other in pairwise(places):
        same = one.rpartition("/")[0] == other.rpartition("/")[0]
        if same and one in plain and other in plain and _whole(plain[one][0].statement.text):
            yield (one, plain[one][0].node), (other, plain[other][0].node)


def _whole(text: str) -> bool:
    return text == text.strip()


def _joint(tree: Tree, one: _Place, other: _Place, rng: Rng, *, blurred: bool) -> str | None:
    texts = [tree.text(one[1]), tree.text(other[1])]
    kinds = {tree.statements[node.statement or ""].kind for _path, node in (one, other)}
    hyphens = sum(text.count("-") for text in texts)
    if blurred and kinds == {"id"} and 0 < hyphens <= _MOST and all(_joinable(t) for t in texts):
        return "-"
    clear = [mark for mark in _CLEAR if not any(mark.strip() in text for text in texts)]
    return rng.at("joint").pick(clear) if clear else None


def _joinable(text: str) -> bool:
    return " " not in text and not text.startswith("-") and not text.endswith("-")
