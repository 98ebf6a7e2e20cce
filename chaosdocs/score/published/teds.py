"""TEDS and TEDS-S (Zhong et al. 2020): likeness of two tables as trees of rows and cells.

A cell that differs costs its normalised Levenshtein distance, a row or cell too many or too few
costs one. One wrong digit is nearly free, and the trees of two grids of the same shape that have
nothing in common are still alike by a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chaosdocs.score.published.trees import Node, tree_distance, tree_size

TABLE: Final = "table"
ROW: Final = "tr"


def teds(gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> float:
    """Return TEDS of two grids without merged cells, 1 for two that are equal.

    Args:
        gold: Rows of texts.
        found: Rows of texts.

    Example:
        >>> teds([["a", "b"], ["c", "d"]], [["a", "b"], ["c", "x"]])
        0.8571428571428572
    """
    return _likeness(_tree(gold), _tree(found))


def teds_structure(gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> float:
    """Return TEDS of the shape of two grids alone (TEDS-S).

    Example:
        >>> teds_structure([["a"], ["b"]], [["x"], ["y"]]), teds_structure([["a"]], [])
        (1.0, 0.33333333333333337)
    """
    return _likeness(
        _tree([[""] * len(row) for row in gold]), _tree([[""] * len(r) for r in found])
    )


def _tree(grid: Sequence[Sequence[str]]) -> Node:
    rows = (Node((ROW, ""), tuple(Node(("td", cell)) for cell in row)) for row in grid)
    return Node((TABLE, ""), tuple(rows))


def _likeness(one: Node, other: Node) -> float:
    if one == other:
        return 1.0
    return 1 - tree_distance(one, other, change=_change) / max(tree_size(one), tree_size(other))


def _change(one: tuple[str, str], other: tuple[str, str]) -> float:
    from rapidfuzz.distance import Levenshtein

    if one[0] != other[0]:
        return 1.0
    return Levenshtein.normalized_distance(one[1], other[1])
