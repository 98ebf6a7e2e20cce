"""That labels keep their places: beside its clean twin, no word has changed places with another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from chaosdocs.proof.binding.label import Piece
from chaosdocs.proof.furniture import words_of

_Led = tuple[tuple[str, ...], str]
"""The words of a text that states no field, and the field that it leads, or nothing."""


def displaced(here: Sequence[Piece], there: Sequence[Piece]) -> Iterator[str]:
    """Yield a word that has changed places with another, if there is one.

    A document may have fewer or more words than its twin. Two words that have changed places are
    each missing in one place and new in another. The label of a field that one document states at
    more places goes with the field, and is passed over; so is one that stands right before its
    field in both, wherever that is.

    Args:
        here: The pieces of a document in its order.
        there: Those of its clean twin.

    Example:
        >>> clean = [("Net", ""), ("", "/net"), ("Total", ""), ("", "/total")]
        >>> list(displaced([("Total", ""), ("", "/net"), ("Net", ""), ("", "/total")], clean))
        ['total']
        >>> list(displaced([("Note", ""), ("Net", ""), ("", "/net")], clean))
        []
        >>> list(displaced([("Net", ""), ("", "/net"), ("VAT", "")], [("VAT", ""), *clean[:2]]))
        []
    """
    moved = restated(here, there)
    one, other = _leading(here), _leading(there)
    led = frozenset(pair for pair in {*one} & {*other} if pair[1])
    mine, theirs = _left(one, moved), _left(other, moved)
    if _in_order(mine, theirs):  # of two equal words the wrong one may be passed over below
        return
    mine, theirs = _left(one, moved, led), _left(other, moved, led)
    if _in_order(mine, theirs):
        return
    yield next((word for word, other in zip(mine, theirs, strict=False) if word != other), mine[-1])


def _left(
    pieces: Sequence[_Led], moved: frozenset[str], led: frozenset[_Led] = frozenset()
) -> list[str]:
    """Return the words that are passed over neither with their field nor as its label."""
    return [
        word
        for words, field in pieces
        if field not in moved and (words, field) not in led
        for word in words
    ]


def _in_order(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether all words that both have stand in the same order."""
    return one == other or common_length(one, other) == (Counter(one) & Counter(other)).total()


def common_length(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest sequence that is a part of both, in its order.

    A number is used as a row of bits, one for each item of `one` (Hyyrö 2004, "Bit-parallel LCS-
    length computation revisited").

    Example:
        >>> common_length("abcd", "xacbd")
        3
    """
    places: dict[str, int] = {}
    for at, item in enumerate(one):
        places[item] = places.get(item, 0) | 1 << at
    every = (1 << len(one)) - 1
    row = every
    for item in other:
        met = row & places.get(item, 0)
        row = ((row + met) | (row - met)) & every
    return len(one) - row.bit_count()


def _leading(pieces: Sequence[Piece]) -> list[_Led]:
    """Return the words of each text that states no field, and the field that it leads, if any.

    A tag leads its value across its attributes.

    Example:
        >>> _leading([("Net", ""), ("Date", ""), ("@form", ""), ("iso", ""), ("", "/due")])
        [(('net',), ''), (('date',), '/due'), (('form',), '/due'), (('iso',), '/due')]
    """
    found = []
    field = ""
    for at in range(len(pieces) - 1, -1, -1):
        text, path = pieces[at]
        if path:
            field = path
            continue
        found.append((words_of(text), field))
        attribute = text.startswith("@") or (at > 0 and pieces[at - 1][0].startswith("@"))
        field = field if attribute else ""
    return found[::-1]


def fields_moved(here: Sequence[Piece], there: Sequence[Piece]) -> bool:
    """Return whether the fields that both documents state stand in different orders.

    A field that one document states more often has no one place, and is passed over.
    """
    mine, theirs = _places(here), _places(there)
    same = {path for path, times in mine.items() if theirs.get(path) == times}
    return [path for path in mine if path in same] != [path for path in theirs if path in same]


def restated(here: Sequence[Piece], there: Sequence[Piece]) -> frozenset[str]:
    """Return the fields that both documents state, one of them at more places.

    Example:
        >>> clean = [("Net", ""), ("", "/net"), ("Total", ""), ("", "/total")]
        >>> sorted(restated([("", "/net"), *clean], clean))
        ['/net']
    """
    mine, theirs = _places(here), _places(there)
    return frozenset(path for path in mine.keys() & theirs.keys() if mine[path] != theirs[path])


def _places(pieces: Sequence[Piece]) -> dict[str, int]:
    """The fields in the order in which each is first stated, and at how many places each is."""
    found: dict[str, int] = {}
    for path, _ in groupby(path for _, path in pieces):
        if path:
            found[path] = found.get(path, 0) + 1
    return found
