"""The two metrics of receipts (CORD, Donut): nTED accuracy and F1 of flattened fields.

Both drop 0, false and empty text. F1 does not see which row a value stands in; nTED depends on the
order of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.published.trees import Node, tree_distance

_LEAF: Final = "<leaf>"


def nted(found: Json, gold: Json) -> float:
    """Return 1 - (tree edit distance) / (distance of the truth from nothing), at least 0.

    Args:
        found: The answer, an object.
        gold: The truth, an object that says something.

    Raises:
        ZeroDivisionError: The truth says nothing.

    Example:
        >>> row, other = {"name": "tea", "count": "2"}, {"name": "cake", "count": "1"}
        >>> round(nted({"menu": [other, row]}, {"menu": [row, other]}), 3)
        0.375
    """
    one, other = _tree("<root>", _normal(found)), _tree("<root>", _normal(gold))
    nothing = tree_distance(Node("<root>"), other, _weigh, _change)
    return max(0.0, 1 - tree_distance(one, other, _weigh, _change) / nothing)


def cord_f1(found: list[Json], gold: list[Json]) -> float:
    """Return F1 of key and value, counted over all documents.

    Args:
        found: Answers.
        gold: Truths, in the same order.

    Returns:
        NaN where nobody says anything.

    Example:
        >>> swapped = [{"menu": [{"name": "tea", "count": "1"}, {"name": "cake", "count": "2"}]}]
        >>> cord_f1(swapped, [{"menu": [{"name": "tea", "count": "2"},
        ...                             {"name": "cake", "count": "1"}]}])
        1.0
    """
    hits = misses = 0
    for one, other in zip(found, gold, strict=True):
        said, right = (Counter(_flat("", _normal(each))) for each in (one, other))
        both = (said & right).total()
        hits += both
        misses += said.total() + right.total() - 2 * both
    return hits / (hits + misses / 2) if hits or misses else float("nan")


def _normal(value: Json) -> Json:
    """Sort keys, make leaves texts, drop what says nothing."""
    if not value:
        return {}
    if isinstance(value, dict):
        kept = {}
        for key in sorted(value, key=lambda name: (len(name), name)):
            below = _normal(value[key])
            if below:
                kept[key] = below if isinstance(below, list) else [below]
        return kept
    if not isinstance(value, list):
        return [str(value).strip()]
    if all(isinstance(each, dict) for each in value):
        return [below for each in value if (below := _normal(each))]
    return [
        text for each in value if type(each) in {str, int, float} and (text := str(each).strip())
    ]


def _flat(key: str, value: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _flat(f"{key}.{name}" if key else name, below)
    elif isinstance(value, list):
        for each in value:
            yield from _flat(key, each)
    else:
        yield key, value


def _tree(name: str, value: Json) -> Node:
    if isinstance(value, dict):
        return Node(name, tuple(_tree(key, below) for key, below in value.items()))
    if all(isinstance(each, dict) for each in value):
        return Node(name, tuple(_tree("<subtree>", each) for each in value))
    return Node(name, tuple(Node(f"{_LEAF}{each}") for each in value))


def _weigh(label: str) -> float:
    return len(label.replace(_LEAF, "")) if _LEAF in label else 1


def _change(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    leaves = _LEAF in one, _LEAF in other
    if all(leaves):
        return Levenshtein.distance(one.replace(_LEAF, ""), other.replace(_LEAF, ""))
    if any(leaves):
        return 1 + len((one if leaves[0] else other).replace(_LEAF, ""))
    return float(one != other)
