"""What the page shows of failing fields: which of them, and their places, clean and damaged."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from chaosdocs.formats.cases import Case
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside, read
from chaosdocs.report.crops import ROOM, Album, Box, Crop, on_paper, take_all
from chaosdocs.report.evidence import Field, Standing, standings, with_gone
from chaosdocs.report.excerpts import MOST_BYTES, Excerpt, Tree, book_grids, csv_grid, place_in_book
from chaosdocs.report.shown import cut, visible

MOST: Final = 240
"""Failing fields whose places are shown."""
_TOUCHED: Final = 0.8
"""Share of them kept for fields that a step touched, where there are as many."""
_LIKES: Final = 4
"""How many times as many fields that are alike are looked at as there is room for."""
_LONGEST: Final = 80
_OPEN: Final = 64
"""Documents kept open."""

Shown = dict[str, Any]
"""``text``, ``role``, ``others``, and ``picture`` with ``box``, or ``excerpt``."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of failing fields.

    Attributes:
        fields: Field to its places on the clean twin and in the document itself.
        pictures: Data URIs that they refer to.
        nowhere: Fields that stand neither in the document nor on its twin.
        full: Whether some fields have none for lack of room.
    """

    fields: Mapping[Field, Mapping[str, Sequence[Shown]]] = field(default_factory=dict)
    pictures: Sequence[str] = ()
    nowhere: Collection[Field] = ()
    full: bool = False


class Failing(NamedTuple):
    """A failing field.

    Attributes:
        touched: Whether a step touched it.
        like: Operator, medium, outcome and all else that it has in common with its likes.
    """

    case: str
    path: str
    touched: bool
    like: tuple[Hashable, ...]


def chosen(failing: Iterable[Failing], most: int = MOST) -> list[Field]:
    """Return the fields whose places are shown: of all that are alike one in turn.

    Args:
        failing: Failing fields, worst first. Among those that are alike, the first field of every
            case comes before the second of any.
        most: How many to return.
    """
    pools: dict[bool, dict[Hashable, dict[Field, int]]] = {True: {}, False: {}}
    nth: dict[Hashable, int] = {}
    for case, path, touched, like in failing:
        of_group = pools[touched].setdefault(like, {})
        if "/+/" in path or len(of_group) >= _LIKES * most:  # a row that the document lacks
            continue
        if (case, path) not in of_group:
            of_group[case, path] = nth[like, case] = nth.get((like, case), -1) + 1
    first = _in_turn(pools[True].values())
    rest = [each for each in _in_turn(pools[False].values()) if each not in first]
    kept = list(first)[: max(int(most * _TOUCHED), most - len(rest))]
    return kept + rest[: most - len(kept)]


def _in_turn(groups: Iterable[Mapping[Field, int]]) -> dict[Field, None]:
    queues = [sorted(group, key=group.__getitem__) for group in groups]
    longest = max(map(len, queues), default=0)
    return dict.fromkeys(queue[n] for n in range(longest) for queue in queues if n < len(queue))


def places(
    corpus: Path, wanted: Sequence[Field], twins: Mapping[str, str], scans: Collection[str]
) -> Places:
    """Return the places of fields.

    Args:
        corpus: Folder of the corpus.
        wanted: Case and path of the fields, the most wanted first.
        twins: Case to its clean twin.
        scans: The cases whose boxes are in pixels of the page's image.
    """
    folder = CorpusFolder(corpus)
    sides = [(case, twins.get(case, "")) for case, _ in wanted]
    names = {name for side in sides for name in side}
    cases = {case.case: case for case in folder.cases(names)}
    keys = {(name, path) for side, (_, path) in zip(sides, wanted, strict=True) for name in side}
    channels = {name: str(case.channel) for name, case in cases.items()}
    found = standings(folder.evidence(names & cases.keys()), keys, channels)
    todo: dict[Field, tuple[tuple[str, list[Standing]], ...]] = {}
    for (case, path), (_, twin) in zip(wanted, sides, strict=True):
        clean, dirty = found.get((twin, path), []), found.get((case, path), [])
        if case in cases and (clean or dirty):
            here = with_gone(dirty, clean, scanned=case in scans)
            todo[case, path] = ((twin, clean), (case, here))
    album = Album(corpus, scans, ROOM)
    boxes = (
        (name, *_box(standing))
        for both in todo.values()
        for name, mine in both
        for standing in mine
        if name in cases and on_paper(cases[name]) and standing.line.box is not None
    )
    crops = take_all(album, cases, boxes)
    texts = _Texts(corpus, cases)
    fields: dict[Field, dict[str, list[Shown]]] = {}
    for at, both in todo.items():
        shown = [
            [each for standing in mine if (each := _shown(name, standing, channels, crops, texts))]
            for name, mine in both
        ]
        if any(shown):
            fields[at] = {"clean": shown[0], "dirty": shown[1]}
    nowhere = {at for at in wanted if at[0] in cases and at not in todo}
    return Places(fields, album.pictures, nowhere, album.full)


def _box(standing: Standing) -> tuple[int, Box]:
    assert standing.line.box is not None  # noqa: S101 - places without one are not asked
    return standing.line.page or 1, standing.line.box


def _shown(
    name: str,
    standing: Standing,
    channels: Mapping[str, str],
    crops: Mapping[tuple[str, int, Box], Crop],
    texts: _Texts,
) -> Shown:
    """One place as the page has it; empty where there is nothing to show."""
    channel = channels.get(name, "")
    told: Shown = {"role": standing.role, "text": cut(visible(standing.text(channel)), _LONGEST)}
    others = {key: cut(visible(text), _LONGEST) for key, text in standing.others(channel).items()}
    if others:
        told["others"] = others
    if standing.more:
        told["more"] = standing.more
    if standing.line.box is not None:
        crop = crops.get((name, *_box(standing)))
        return {} if crop is None else {**told, "picture": crop.picture, "box": crop.box}
    excerpt = texts.excerpt(name, standing)
    return {} if excerpt is None else {**told, "excerpt": excerpt}


class _Texts:
    """The tables and trees of a corpus, the one that was opened last kept open.

    Args:
        corpus: Folder of the corpus.
        cases: Case to its document.
    """

    def __init__(self, corpus: Path, cases: Mapping[str, Case]) -> None:
        self._corpus = corpus
        self._cases = cases
        self._opened: dict[str, Any] = {}

    def excerpt(self, name: str, standing: Standing) -> Excerpt | None:
        """Return what stands around a place, None where it cannot be shown.

        The place of a twin in a document that lost it is the same row and column.
        """
        line = standing.line
        here = self._open(name)
        if isinstance(here, Tree):
            return None if line.pointer is None else here.excerpt(line.pointer)
        if not here:
            return None
        if line.cell is not None:
            at, grid = place_in_book(line), here.get(line.sheet)
        else:
            source = self._open(line.case)
            at = source[""].at_byte(line.bytes[0]) if source and line.bytes else None
            grid = here.get("")
        return None if at is None or grid is None else grid.excerpt(*at)

    def _open(self, name: str) -> Any:  # noqa: ANN401 - sheets by name, or a tree
        if name not in self._opened:
            if len(self._opened) > _OPEN:
                self._opened.pop(next(iter(self._opened)))
            self._opened[name] = self._read(name)
        return self._opened[name]

    def _read(self, name: str) -> Any:  # noqa: ANN401 - sheets by name, or a tree
        try:
            path = inside(self._corpus, self._cases[name].files[0].path)
            data = read(path) if path.stat().st_size <= MOST_BYTES else b""
        except (OSError, UserError, KeyError, IndexError):
            return None
        if not data:
            return None
        match path.suffix:
            case ".json":
                return Tree(data)
            case ".xlsx":
                return book_grids(data)
            case ".csv":
                grid = csv_grid(data)
                return None if grid is None else {"": grid}
            case _:
                return None
