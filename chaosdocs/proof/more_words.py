"""That a damaged document has no word more often than its clean twin, but those its operators add.

A label in whose place that of another field stands, or another system's word for the same, is such
a word. What each operator adds is listed once, from its documents and their twins, and the list is
kept outside the operators (`furniture.json`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from chaosdocs.proof.furniture import WIDE, listed


@dataclass(frozen=True, slots=True)
class Residue:
    """What the operators of a case add to the words of its clean twin.

    Attributes:
        words: Words; of Japanese ones the characters too.
        parts: What is put before, behind or between the parts of keys: ``nameInfo``.
        names: Whether fields are called by a label once more: ``Net amount (corrected)``.
        repeats: Whether words of the twin are repeated, such as the heads of a table.
        cuts: Whether words are cut, or wrapped inside, so that a part of one stands alone.
        counts: Whether numbers of one or two digits are added, such as how many rows there are.
    """

    words: frozenset[str]
    parts: tuple[str, ...]
    names: bool
    repeats: bool
    cuts: bool
    counts: bool = False


@lru_cache(maxsize=256)
def residue_of(steps: frozenset[str]) -> Residue | None:
    """Return what some operators add; None where one of them is on no list, as a plugin's are."""
    lists = listed()
    if not steps <= lists["operators"].keys():
        return None
    words = {word for step in steps for word in lists["operators"][step]}
    renamed = (lists["operator labels"].get(step, {}) for step in steps)
    words |= {new.casefold() for names in renamed for new in names}
    return Residue(
        words=frozenset(words),
        parts=tuple(sorted({part for step in steps for part in lists["parts"].get(step, ())})),
        names=not steps.isdisjoint(lists["name"]),
        repeats=not steps.isdisjoint(lists["repeat"]),
        cuts=not steps.isdisjoint(lists["cut"]),
        counts=not steps.isdisjoint(lists["count"]),
    )


class Apart(NamedTuple):
    """The words of a document and of its clean twin.

    Attributes:
        here: The words of the document that state no field.
        there: Those of its twin.
        stated: The words by which the twin states fields, of which a value that is half gone leaves
            some, and those of lures and of what stands in place of a value.
        labels: The words of all labels of the fields that are touched.
        longer: Whether the document has more pages than its twin, and repeats what is on each.
    """

    here: tuple[str, ...]
    there: tuple[str, ...]
    stated: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    longer: bool = False


def more_words(apart: Apart, residue: Residue) -> Iterator[str]:
    """Yield the words of a document that it has more often than its twin, and cannot have.

    Args:
        apart: The words of the two.
        residue: What the operators of the case add.

    Example:
        >>> none = Residue(frozenset(), (), names=False, repeats=False, cuts=False)
        >>> list(more_words(Apart(("net", "wrbtr"), ("net", "total")), none))
        ['wrbtr']
    """
    before = Counter(apart.there)
    for word in Counter(apart.here) - before:
        known = word in residue.words or word in apart.stated
        known = known or (residue.names and word in apart.labels)
        if not known and word in before:
            known = residue.repeats or apart.longer
        if not known and not _made(word, apart, residue):
            yield word


def _made(word: str, apart: Apart, residue: Residue) -> bool:
    """Whether a word is made of what the operators add, or is a part of a word of the twin."""
    if any(part in word for part in residue.parts):
        return True
    before = {*apart.there, *apart.stated}
    if residue.cuts and any(word in other for other in before):
        return True
    wide = {char for char in WIDE.findall(word) if char not in residue.words}
    added = any(char in residue.words for char in word if WIDE.match(char))
    if not added and not (wide and residue.names):
        return False
    if residue.names:
        before |= apart.labels
    return wide <= {char for other in before for char in WIDE.findall(other)}
