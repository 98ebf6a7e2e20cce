"""What the files of two versions show of a pair: what can have happened to it, and what it loses.

A pair has its words from the map of the client. Here they are compared with the files alone: a
renamed place has another key, a split one becomes several, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chaosdocs.proof.map_meaning import date_of, is_number
from chaosdocs.proof.map_places import Shown

Document = Mapping[str, tuple[Shown, ...]]
"""Place to what stands there in one document."""


class Signs:
    """What the documents show of one pair.

    Args:
        older: The places of the older version.
        newer: The places of the newer version.
        before: The older documents.
        after: The same documents in the newer version.
        others: Whether the newer documents are of other records: their values show nothing then.
    """

    def __init__(
        self,
        older: Sequence[str],
        newer: Sequence[str],
        before: Sequence[Document],
        after: Sequence[Document],
        *,
        others: bool = False,
    ) -> None:
        self._older, self._newer = older, newer
        self._others = others
        self._was = [_at(older, document) for document in before]
        self._is = [_at(newer, document) for document in after]
        self._before = {place for document in before for place in document}
        self._after = {place for document in after for place in document}

    @property
    def as_before(self) -> bool:
        """Whether the same stands at the same places, written in the same way."""
        return sorted(self._older) == sorted(self._newer) and self._was == self._is

    def possible(self) -> frozenset[str]:
        """Return everything that can have happened to the pair."""
        return frozenset({*self._of_number(), *self._of_place(), *self._of_text()})

    def loses(self) -> bool | None:
        """Return whether a value cannot be recovered; None where the files leave that open."""
        if not self._newer:
            return True
        if self._fewer and any(len(set(map(_texts, each))) > 1 for each in self._was):
            return True
        if _stars(self._newer) < _stars(self._older):
            return None
        return False

    @property
    def _fewer(self) -> bool:
        return len(self._newer) < len(self._older)

    @property
    def _more(self) -> bool:
        return len(self._newer) > len(self._older)

    def _of_number(self) -> Iterator[str]:
        """Yield what changes the number of places."""
        if not self._older:
            yield from ("add", "tag", "envelope", "page", "dual", "summarise")
            return
        if self._fewer:
            yield "drop"
        if not self._newer:
            yield from ("envelope", "page", "reverse", "nulls")
        copied = all(
            _texts(new) == _texts(old)
            for was, now in zip(self._was, self._is, strict=True)
            for old in was
            for new in now
        )
        if self._more and (copied or self._others):
            yield "dual"
        if self._more and (not copied or self._others):
            yield "split"
        if self._fewer and self._newer and (not copied or self._others):
            yield "merge"
        if len(self._older) != len(self._newer):
            yield from ("tag", "untag", "summarise")
            changed = set(self._older) ^ set(self._newer)
            if changed & self._before & self._after:
                yield "remean"  # a key of both versions holds another value

    def _of_place(self) -> Iterator[str]:
        """Yield what changes where a value stands."""
        if not self._older or not self._newer:
            return
        pairs = [(_keys(old), _keys(new)) for old in self._older for new in self._newer]
        if any(set(old) - set(new) and set(new) - set(old) for old, new in pairs):
            yield "rename"
        if any(old[:1] != new[:1] for old, new in pairs):
            yield "envelope"
        if any(len(new) > len(old) for old, new in pairs):
            yield from ("nest", "expand")
        if any(len(new) < len(old) for old, new in pairs):
            yield from ("flatten", "collapse")
        if _stars(self._newer) > _stars(self._older):
            yield from ("wrap", "rekey")
        if _stars(self._newer) < _stars(self._older):
            yield from ("unwrap", "rekey")
        if {*self._older} != {*self._newer}:
            yield from ("move", "reverse")

    def _of_text(self) -> Iterator[str]:
        """Yield what changes how a value is written."""
        if not self._older or not self._newer:
            return
        pairs = list(zip(self._was, self._is, strict=True))
        old = [s for was, _ in pairs for each in was for s in each]
        new = [s for _, now in pairs for each in now for s in each]
        forms = {s.form for s in (*old, *new)}
        if {s.form for s in old} != {s.form for s in new}:
            yield from ("retype", "spell", "nulls")
        if "cell" in forms or ("field" in forms and {*old} != {*new}):
            yield "respell"  # a cell's number format may say it otherwise
        if forms & {"cell", "field"} or sorted(s.text for s in old) == sorted(s.text for s in new):
            return
        yield "summarise"
        before, after = [s.text for s in old if s.text], [s.text for s in new if s.text]
        if len(before) < len(old) or len(after) < len(new):
            yield "nulls"
        if all(map(is_number, before)) and all(map(is_number, after)):
            yield from ("remean", "rescale")
        elif all(date_of(text) is not None for text in (*before, *after)):
            yield "respell"
        else:
            yield "recode"


SIGNED: Final = frozenset(
    {
        *("add", "tag", "envelope", "page", "dual", "summarise", "drop", "reverse", "nulls"),
        *("split", "merge", "untag", "remean", "rename", "nest", "expand", "flatten", "collapse"),
        *("wrap", "unwrap", "rekey", "move", "retype", "spell", "respell", "rescale", "recode"),
    }
)
"""What leaves a sign in the files: all but another order, which no place shows."""


def _at(places: Sequence[str], document: Document) -> list[tuple[Shown, ...]]:
    return [document.get(place, ()) for place in sorted(places)]


def _texts(shown: Sequence[Shown]) -> tuple[str, ...]:
    return tuple(each.text for each in shown)


def _keys(place: str) -> list[str]:
    return [step for step in place.split("/") if step not in {"", "*"}]


def _stars(places: Sequence[str]) -> int:
    return max((place.split("/").count("*") for place in places), default=0)
