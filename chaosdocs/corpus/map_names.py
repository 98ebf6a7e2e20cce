"""Which pairs of a map the names of places tell, where no value can: documents of other records.

The documents of the newer version then state other records than those of the older one. A careful
reader goes by what is left: the names of places, and whether numbers stand there. A pair counts
only if these leave nothing else; of all other changed places nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

Group = tuple[frozenset[str], frozenset[str]]
"""Places of the older version, and those of the newer one that they became."""
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_HALF: Final = 0.5


def told_by_names(older: Mapping[str, str], newer: Mapping[str, str]) -> frozenset[Group]:
    """Return the groups of places that names and kinds leave no doubt about.

    Two places belong together if each has more words in common with the other than with any third
    one. A place that is left over joins the place that it has most words in common with, if these
    are half of all their words or the other side has nothing of its kind left. What is left over
    then belongs to the only place of its kind on the other side; it is gone or new if there is none
    of its kind.

    Args:
        older: The changed places of the older version, each with the kind of what stands there.
        newer: Those of the newer version.

    Example:
        >>> sorted(map(sorted, *told_by_names({"/taxTotal": "number"}, {"/Total/Tax": "number"})))
        [['/Total/Tax'], ['/taxTotal']]
    """
    left, right = set(older), set(newer)
    groups: list[tuple[set[str], set[str]]] = []
    while found := [*_mutual(left, right)]:
        groups += [({old}, {new}) for old, new in found]
        left -= {old for old, _ in found}
        right -= {new for _, new in found}
    joins = [
        (0, place, best)
        for place in left
        if (best := _best(place, newer))
        if _common(place, best) >= _HALF or not _like(older[place], right, newer)
    ]
    joins += [
        (1, place, best)
        for place in right
        if (best := _best(place, older))
        if _common(place, best) >= _HALF or not _like(newer[place], left, older)
    ]
    for side, place, best in joins:
        group = next((each for each in groups if best in each[1 - side]), None)
        if group is None:
            group = set[str](), set[str]()
            group[1 - side].add(best)
            groups.append(group)
        group[side].add(place)
        left -= group[0]
        right -= group[1]
    while found := [*_alone(left, right, older, newer)]:
        groups += [({old}, {new}) for old, new in found]
        left -= {old for old, _ in found}
        right -= {new for _, new in found}
    gone = [place for place in left if not _like(older[place], right, newer)]
    new = [place for place in right if not _like(newer[place], left, older)]
    groups += [({place}, set()) for place in gone]
    groups += [(set(), {place}) for place in new]
    return frozenset((frozenset(one), frozenset(other)) for one, other in groups)


def kind_of(texts: Iterable[str]) -> str:
    """Return whether numbers stand at a place.

    Example:
        >>> kind_of(["12", "-3.50", ""]), kind_of(["12", "2024-01-17"])
        ('number', 'text')
    """
    said = [text for text in texts if text]
    return "number" if said and all(map(_NUMBER.fullmatch, said)) else "text"


def looks_of(leaves: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return the forms of what stands at a place, each with its text: 9 for digits, a for letters.

    Example:
        >>> sorted(looks_of([("number", "119.50"), ("number", "7.00"), ("string", "2024-01-17")]))
        [('number', '9.9'), ('string', '9-9-9')]
    """
    return frozenset(
        (form, re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))) for form, text in leaves
    )


def _words(place: str) -> frozenset[str]:
    """The words of the keys that lead to a place.

    Example:
        >>> sorted(_words("/data/*/seller_taxId"))
        ['data', 'id', 'seller', 'tax']
    """
    return frozenset(word.casefold() for word in _WORD.findall(place))


def _common(one: str, other: str) -> float:
    """The share of the words of two places that both have."""
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / len(mine | theirs) if mine & theirs else 0.0


def _best(place: str, among: Iterable[str]) -> str:
    """The one place that has the largest share of words in common with another, or an empty text.

    A place of the same name is the best one, whatever else there is.
    """
    shares: dict[str, float] = {}
    for other in among:
        if other == place:
            return other
        shares[other] = _common(place, other)
    most = max(shares.values(), default=0.0)
    best = [other for other, share in shares.items() if share == most]
    return best[0] if most and len(best) == 1 else ""


def _mutual(left: Collection[str], right: Collection[str]) -> Iterator[tuple[str, str]]:
    for old in left:
        new = _best(old, right)
        if new and _best(new, left) == old:
            yield old, new


def _alone(
    left: Collection[str],
    right: Collection[str],
    older: Mapping[str, str],
    newer: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    for old in left:
        found = _like(older[old], right, newer)
        if len(found) == 1 and len(_like(older[old], left, older)) == 1:
            yield old, found[0]


def _like(kind: str, places: Iterable[str], kinds: Mapping[str, str]) -> list[str]:
    return [place for place in places if kinds[place] == kind]
