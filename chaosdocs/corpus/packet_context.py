"""For every field of a packet: where it stands, and how far a reader has to go for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from chaosdocs.corpus.packets import RenderedPacket
from chaosdocs.documents.packet import KEY, Sheet
from chaosdocs.formats.cases import FieldExpectation, Fields, Leaf, with_leaves
from chaosdocs.formats.packets import FieldContext, Standing
from chaosdocs.truth.closure import closure
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.reach import chains, read_together
from chaosdocs.truth.statements import Ref, Statement
from chaosdocs.truth.values import Value, from_json, key

NUMBERS: Final = (
    KEY,
    "/confirmation_number",
    "/delivery_number",
    "/invoice_number",
    "/credit_number",
)
"""The fields by which documents name each other."""
_MOST_TOGETHER: Final = 4
"""Most documents whose facts are tried together for a value that follows."""


class _Place(NamedTuple):
    """A place that states a field: document, file, page in the file, and page of the packet."""

    sheet: str
    file: str
    page: int
    of_all: int


def with_context(
    built: RenderedPacket, fields: Fields, folder: str, sights: Mapping[str, Legibility]
) -> Fields:
    """Return the truth of a packet with where each field stands and how far away that is.

    A field that nothing states and that does not follow has no context.

    Args:
        built: The finished packet.
        fields: Its truth.
        folder: Where its files lie, relative to the corpus.
        sights: For a scan: statement id to what is left of it. What is illegible states nothing;
            yet its document is still that which the number on it leads to.
    """
    if not built.parts:
        return fields
    context = _Contexts(built, folder, sights)

    def with_its(leaf: Leaf) -> FieldExpectation:
        made = context.of(leaf.path, leaf.truth)
        return leaf.truth if made is None else leaf.truth.model_copy(update={"context": made})

    return with_leaves(fields, with_its)


class _Contexts:
    def __init__(
        self, built: RenderedPacket, folder: str, sights: Mapping[str, Legibility]
    ) -> None:
        self._built = built
        self._sheets = {part.sheet.id: part.sheet for part in built.parts}
        self._own = [part.sheet for part in built.parts if not part.sheet.near]
        lost = frozenset(name for name, sight in sights.items() if sight == "illegible")
        self._places = _places(built, folder, lost)
        self._said = _said(built, lost)
        self._printed = _said(built, frozenset())
        self._reached = chains(
            {sheet.id: self._numbers(sheet) for sheet in self._own},
            str(built.record.facts[KEY]),
        )
        words = [count for part in built.parts for count in part.words]
        self._before = [sum(words[:page]) for page in range(len(words) + 1)]
        self._key = min((place.of_all for place in self._places.get(KEY, ())), default=1)

    def of(self, path: Ref, truth: FieldExpectation) -> FieldContext | None:
        """Return the context of a field, or None where no document has anything to say of it."""
        stands = self._places.get(path, ())
        needed = self._needed(path, truth)
        if needed is None:
            return None
        sheets, pages = needed
        together = read_together((s for s in sheets if s in self._reached), self._reached)
        apart = {s for s in sheets if self._sheets[s].rules is not None}
        if together is None or any(s not in self._reached and s not in apart for s in sheets):
            return None
        page = max(pages, key=lambda each: (abs(each - self._key), each))
        low, high = sorted((page, self._key))
        return FieldContext(
            where=tuple(
                dict.fromkeys(Standing(sheet=p.sheet, file=p.file, page=p.page) for p in stands)
            ),
            hops=len(together | apart),
            pages=high - low,
            words=self._before[high - 1] - self._before[low - 1],
        )

    def _needed(
        self, path: Ref, truth: FieldExpectation
    ) -> tuple[frozenset[str], tuple[int, ...]] | None:
        """The documents that have to be read for a field, and the pages to go to in them."""
        places = self._places.get(path, ())
        if truth.state == "answerable" and truth.why == "printed":
            found = [p for p in places if p.sheet in self._reached]
            if not found:
                return None
            nearest = min(found, key=lambda p: (abs(p.of_all - self._key), p.of_all))
            least = min(found, key=lambda p: (len(self._reached[p.sheet]), p.of_all))
            return frozenset({least.sheet}), (nearest.of_all,)
        if truth.state in {"disputed", "ambiguous"} or truth.why == "rule":
            sheets = {p.sheet for p in places}
            pages = [p.of_all for p in places]
            if truth.why == "rule":
                for sheet, page in self._ruling():
                    sheets.add(sheet)
                    pages.append(page)
            return (frozenset(sheets), tuple(pages)) if places else None
        if truth.state == "answerable" and truth.why == "derived":
            return self._following(path, truth)
        return None

    def _following(
        self, path: Ref, truth: FieldExpectation
    ) -> tuple[frozenset[str], tuple[int, ...]] | None:
        """The fewest documents from whose facts a value follows, the first such in order."""
        record = self._built.record
        right = {key(from_json(truth.kind, value)) for value in truth.accept}
        ids = [sheet.id for sheet in self._own if self._said.get(sheet.id)]
        for count in range(1, min(_MOST_TOGETHER, len(ids)) + 1):
            for some in combinations(ids, count):
                known: dict[Ref, Value] = {}
                for name in some:
                    known.update(self._said[name])
                known.pop(path, None)
                given = closure(record.domain.rules, known, record.rows).get(path)
                if given is not None and key(given) in right:
                    pages = [place.of_all for name in some for place in self._first_of(name)]
                    return frozenset(some), tuple(pages)
        return None

    def _first_of(self, sheet: str) -> Iterator[_Place]:
        for part in self._built.parts:
            if part.sheet.id == sheet:
                yield _Place(sheet, part.file, part.first, self._start(sheet))

    def _ruling(self) -> Iterator[tuple[str, int]]:
        """The pages with the rules that hold."""
        for note in self._built.document.notes:
            if note.rule:
                sheet = note.id.partition(":")[0]
                yield sheet, self._start(sheet)

    def _start(self, sheet: str) -> int:
        """The first page of a document, of all pages of the packet."""
        page = 1
        for part in self._built.parts:
            if part.sheet.id == sheet:
                return page
            page += len(part.words)
        return page

    def _numbers(self, sheet: Sheet) -> frozenset[str]:
        said = self._printed.get(sheet.id, {})
        return frozenset(str(said[ref]) for ref in NUMBERS if ref in said)


def _said(built: RenderedPacket, lost: frozenset[str]) -> dict[str, dict[Ref, Value]]:
    """What each document plainly says of the matter, without the statements that are `lost`."""
    found: dict[str, dict[Ref, Value]] = {}
    for statement in built.document.statements.values():
        value = None if statement.id in lost else _seen(statement)
        if statement.ref is not None and value is not None:
            found.setdefault(statement.id.partition(":")[0], {})[statement.ref] = value
    return found


def _seen(statement: Statement) -> Value | None:
    readings = statement.on("eye").readings
    return readings[0] if len(readings) == 1 else None


def _places(
    built: RenderedPacket, folder: str, lost: frozenset[str]
) -> Mapping[Ref, Sequence[_Place]]:
    """Every place on a page that states a field of the matter, without what is `lost`."""
    starts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    page = 1
    for part in built.parts:
        starts[part.sheet.id], firsts[part.sheet.id] = page, part.first
        page += len(part.words)
    found: dict[Ref, dict[_Place, None]] = {}
    for file in built.document.files:
        for locus in file.loci:
            statement = built.document.statements.get(locus.statement)
            if statement is None or statement.ref is None or locus.page is None:
                continue
            if locus.role != "says" or locus.channel != "eye" or locus.statement in lost:
                continue
            sheet = locus.statement.partition(":")[0]
            of_all = starts[sheet] + locus.page - firsts[sheet]
            place = _Place(sheet, f"{folder}/{file.name}", locus.page, of_all)
            found.setdefault(statement.ref, {})[place] = None
    return {ref: tuple(places) for ref, places in found.items()}
