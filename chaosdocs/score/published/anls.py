"""ANLS and ANLS*: normalised Levenshtein similarity of texts, and of whole answers.

ANLS (Biten et al. 2019) is the likeness of two texts, 0 where they differ in half or more. ANLS*
(Peer et al. 2024) carries it to nested answers. Neither knows types: a wrong digit in an amount or
a swapped day and month costs little, and 1 against 1.0 costs everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chaosdocs.score.judging.align import assign
from chaosdocs.score.judging.comparison import Json

THRESHOLD: Final = 0.5
_FINE: Final = 1 << 40
_SHORT: Final = 1_000
_NOTHING: Final[tuple[Json, ...]] = (None, {}, [], "")


def anls(found: str, golds: Sequence[str], threshold: float = THRESHOLD) -> float:
    """Return the likeness of a text to the closest of several right ones.

    A text whose distance reaches `threshold` has 0.

    Args:
        found: The answer.
        golds: Right answers, one or more.
        threshold: Normalised distance from which on nothing is granted.

    Example:
        >>> anls("Acme Ltd", ["acme  ltd."]), anls("ac", ["ab"])
        (0.8888888888888888, 0.0)
    """
    return max(
        1 - far if (far := _distance(_plain(found), _plain(gold))) < threshold else 0.0
        for gold in golds
    )


def anls_star(gold: Json, found: Json) -> float:
    """Return ANLS* of two answers.

    Objects are compared key by key, lists after the best assignment of their items, and a tuple in
    `gold` holds several right answers. None, empty text, list and object all say nothing.

    Args:
        gold: The truth; tuples are alternatives.
        found: The answer, as JSON.

    Example:
        >>> round(anls_star({"total": "1000000", "date": None}, {"total": "1000001"}), 3)
        0.929
        >>> anls_star([{"sku": "a"}, {"sku": "b"}], [{"sku": "b"}])
        0.5
    """
    met = _met(gold, found)
    return met.total / met.length if met.length else 1.0


@dataclass(frozen=True, slots=True)
class _Met:
    """Two answers compared with each other.

    Attributes:
        total: Sum of the likenesses of all leaves.
        length: Number of leaves that it is divided by.
        chosen: The truth, of alternatives the closest one.
    """

    total: float
    length: int
    chosen: Json

    @property
    def mean(self) -> float:
        return self.total / self.length if self.length else 1.0


def _met(gold: Json, found: Json) -> _Met:
    if type(gold) is str and type(found) is str:
        return (
            _met_texts(gold, found) if len(gold) + len(found) <= _SHORT else _met_long(gold, found)
        )
    if isinstance(gold, tuple):
        return max(
            (_met(each, found) for each in gold), key=lambda met: (met.mean, met.chosen == found)
        )
    if gold is None:
        nothing = _is_nothing(found)
        return _Met(float(nothing), max(1, _size(found)), found if nothing else None)
    if isinstance(gold, dict) and isinstance(found, dict):
        return _met_objects(gold, found)
    if isinstance(gold, list) and isinstance(found, list):
        return _met_lists(gold, found)
    if _is_leaf(gold) and _is_leaf(found):
        return _Met(_likeness(str(gold), str(found)), 1, gold)
    return _Met(0.0, max(_size(gold), _size(found)), gold)


def _met_long(gold: str, found: str) -> _Met:
    return _Met(1.0 if gold == found else _likeness(gold, found), 1, gold)


_met_texts = lru_cache(maxsize=65_536)(_met_long)
"""The same few texts meet again and again: in each case of a record, and row by row."""


def _likeness(gold: str, found: str) -> float:
    likeness = 1 - _distance(_plain(gold), _plain(found))
    return likeness if likeness >= THRESHOLD else 0.0


def _met_objects(gold: Mapping[str, Json], found: Mapping[str, Json]) -> _Met:
    total, length = 0.0, 0
    chosen: dict[str, Json] = {}
    for key, right in gold.items():
        met = _met(right, found.get(key))
        total, length = total + met.total, length + met.length
        if key in found or not _is_nothing(met.chosen):
            chosen[key] = met.chosen
    for key, value in found.items():
        if key not in gold:
            length += max(1, _size(value))
            if not _is_nothing(value):
                chosen[key] = None
    return _Met(total, length, chosen)


def _met_lists(gold: Sequence[Json], found: Sequence[Json]) -> _Met:
    import numpy as np

    mets = [[_met(one, other) for other in found] for one in gold]
    worth = np.array(
        [
            [
                round(met.mean * _FINE) + (met.chosen == other)
                for met, other in zip(row, found, strict=True)
            ]
            for row in mets
        ],
        np.int64,
    ).reshape(len(gold), len(found))
    pairs = assign(worth)
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    left = [i for i in range(len(gold)) if i not in rows]
    return _Met(
        sum(mets[i][j].total for i, j in pairs),
        sum(mets[i][j].length for i, j in pairs)
        + sum(_size(gold[i]) for i in left)
        + sum(_size(each) for j, each in enumerate(found) if j not in columns),
        [
            *(mets[i][j].chosen for i, j in sorted(pairs, key=lambda pair: pair[1])),
            *(gold[i] for i in left),
        ],
    )


def _size(value: Json) -> int:
    if isinstance(value, tuple):
        return max(map(_size, value))
    if isinstance(value, list):
        return sum(map(_size, value))
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return 1


def _is_leaf(value: Json) -> bool:
    return isinstance(value, str | float | int)


def _is_nothing(value: Json) -> bool:
    return any(value is each or (type(value) is type(each) and value == each) for each in _NOTHING)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _distance(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_distance(one, other)
