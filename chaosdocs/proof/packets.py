"""The documents of a packet, read once more: whose they are, which rule decides, how far it is.

Nothing is taken from the maker but the lines of evidence, which are proved to stand where they say.
Documents are distinguished by their page numbers, which begin anew; they belong to the matter where
their printed numbers lead from the number of the question; rules are read off the page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from chaosdocs.formats.cases import CaseTruth, Evidence, FieldExpectation
from chaosdocs.proof.field_check import RULE, Complaint, claims_of
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.truth.closure import closure
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain
from chaosdocs.truth.values import Value, from_json, key

_NUMBERED: Final = re.compile(
    r"(?:page|seite)\s*(\d+)\s*(?:of|von|sur)\s*(\d+)|(\d+)\s*/\s*(\d+)\s*ページ", re.IGNORECASE
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIST: Final = re.compile(r"[:：]([^.。]+)[.。]")
_NAMED: Final = re.compile(r"_number$")
_DATED: Final = ("/confirmation_date", "/invoice_date")
"""The days by which versions of a document are distinguished."""
_NEAR_WORDS: Final = 0.02
"""How far two counts of words may lie apart: where words end is not the same for all readers."""
_FEW: Final = 4
_ROWS: Final = "/lines/"
_VERSIONS: Final = (
    "later one counts",
    "gilt die spätere",
    "plus récente prévaut",
    "新しい版を優先",
)
_INJECTED: Final = ("automatic readers", "automatische leser", "lecteurs automatiques",
                    "自動読取装置")  # fmt: skip
_REPLACES: Final = ("replaces all earlier", "ersetzt alle früheren", "remplace toutes les versions",
                    "以前のすべての版に代わる")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as the files show it.

    Attributes:
        file: Its file.
        first: Its first page in the file.
        pages: The text of each page.
        start: Its first page, counted over the whole packet.
    """

    file: str
    first: int
    pages: tuple[str, ...]
    start: int

    @property
    def text(self) -> str:
        """All its text."""
        return "\n".join(self.pages)

    def shows(self, number: str) -> bool:
        """Whether it shows a number as a word of its own."""
        return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", self.text) is not None

    def is_titled(self, title: str) -> bool:
        """Whether one of its lines is this title."""
        wanted = normal(title).casefold()
        lines = self.text.splitlines()
        return any(normal(line).strip().casefold() == wanted for line in lines)


class PacketReading:
    """A packet as its finished files show it.

    Args:
        bench: The opened files.
        lines: The evidence of the case.
        domain: The rules of the matter.
        glass: For a scan: what lay on the glass. Without it the documents of a scan cannot be told
            apart, and what the truth says of them is taken.
        sights: For a scan: statement to what is left of it. What is illegible says nothing.
    """

    def __init__(
        self,
        bench: OpenedFiles,
        lines: Sequence[Evidence],
        domain: Domain | None,
        glass: ScanSource | None = None,
        sights: Mapping[str, Legibility] | None = None,
    ) -> None:
        self._bench = bench
        self._glass = glass
        self._blind = glass is None and bench.truth.medium == "scan"
        self._domain = domain
        self._truth: CaseTruth = bench.truth
        self._kinds = {leaf.path: leaf.truth.kind for leaf in bench.leaves}
        self._right = {leaf.path: leaf.truth for leaf in bench.leaves}
        self._eye = [x for x in lines if x.channel == "eye" and x.page is not None]
        lost = {name for name, sight in (sights or {}).items() if sight == "illegible"}
        self._says = [
            x
            for x in self._eye
            if x.role == "says" and x.statement not in lost and not x.statement.startswith(RULE)
        ]

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The documents, in the order of the files."""
        found: list[Paper] = []
        start = 1
        for path, witness in self._bench.witnesses.items():
            if not isinstance(witness, PdfWitness):
                continue
            pages = [self._text(witness, n) for n in range(1, witness.pages + 1)]
            firsts = [n for n, text in enumerate(pages, 1) if _page_number(text) == 1]
            if not firsts or firsts[0] != 1:
                firsts = [1, *firsts]
            for first, after in zip(firsts, [*firsts[1:], len(pages) + 1], strict=True):
                texts = tuple(pages[first - 1 : after - 1])
                found.append(Paper(path, first, texts, start))
                start += len(texts)
        return tuple(found)

    def _text(self, witness: PdfWitness, number: int) -> str:
        if self._glass is not None:
            return self._glass.text(number)
        page = witness.page(number)
        return "" if page is None else page.text

    def of(self, line: Evidence) -> Paper | None:
        """Return the document that a line of evidence stands in."""
        page = line.page or 0
        for paper in self.papers:
            if paper.file == line.file and paper.first <= page < paper.first + len(paper.pages):
                return paper
        return None

    @cached_property
    def reached(self) -> Mapping[Paper, tuple[Paper, ...]]:
        """Every document of the matter, with the fewest documents that lead there."""
        packet = self._truth.packet
        assert packet is not None  # noqa: S101 - only packets are read
        numbers = {normal(x.text) for x in self._eye if _NAMED.search(x.path) and x.text}
        shown = {paper: {n for n in numbers if paper.shows(n)} for paper in self.papers}
        ways: dict[Paper, tuple[Paper, ...]] = {p: (p,) for p in self.papers if p.shows(packet.key)}
        edge = list(ways)
        while edge:
            news: dict[Paper, tuple[Paper, ...]] = {}
            for paper in self.papers:
                door = next((p for p in edge if shown[p] & shown[paper]), None)
                if paper not in ways and door is not None:
                    news[paper] = (*ways[door], paper)
            ways.update(news)
            edge = list(news)
        return ways

    @cached_property
    def key_page(self) -> int:
        """The first page that shows the number of the question."""
        packet = self._truth.packet
        assert packet is not None  # noqa: S101 - only packets are read
        for paper in self.papers:
            for at, text in enumerate(paper.pages):
                if Paper(paper.file, 1, (text,), 1).shows(packet.key):
                    return paper.start + at
        return 1

    def complaints(self) -> Iterator[tuple[str, Complaint]]:
        """Yield path and complaint of all that the files do not bear out."""
        if self._blind:
            return
        yield from self._documents()
        for path, field in self._right.items():
            yield from ((path, each) for each in self._decided(path, field))
            yield from ((path, each) for each in self._context(path, field))

    def _documents(self) -> Iterator[tuple[str, Complaint]]:
        packet = self._truth.packet
        assert packet is not None  # noqa: S101 - only packets are read
        here = [(p.file, p.first, len(p.pages)) for p in self.papers]
        said = [(s.file, s.first, s.pages) for s in packet.sheets]
        if here != said:
            yield "", ("documents", f"{len(here)} documents are there, {len(said)} are said")
            return
        ruling = {self.of(x) for x in self._eye if x.statement.startswith(RULE)}
        for paper, sheet in zip(self.papers, packet.sheets, strict=True):
            rules = paper in ruling or self._ordered(paper) is not None
            if paper not in self.reached and not sheet.near and not rules:
                yield "", ("documents", f"no number leads to {sheet.id}")
            if paper in self.reached and sheet.near:
                yield "", ("documents", f"numbers lead to {sheet.id}, said to be of another matter")
        ours = all(("/" not in s.operator and s.operator.startswith("packet.")) or not s.operator
                   for s in self._truth.steps)  # fmt: skip
        for line in self._eye:
            holder = self.of(line)
            if holder is None or line.statement.startswith(RULE):
                continue
            other = holder not in self.reached and self._ordered(holder) is None
            if line.role == "says" and other:
                yield line.path, ("other_matter", f"{line.text!r} is of another matter")
            ruling_page = self._ordered(holder) is not None
            if line.role == "lure" and not other and ours and not (ruling_page or _tells(holder)):
                yield line.path, ("other_matter", f"{line.text!r} is of this matter")

    def claims(self, path: str) -> dict[Paper, frozenset[str]]:
        """Return what each document of the matter says of a field, as marks of values."""
        found: dict[Paper, list[Evidence]] = {}
        for line in self._says:
            paper = self.of(line)
            if line.path == path and paper is not None:
                found.setdefault(paper, []).append(line)
        return {
            paper: frozenset(claims_of(lines, self._kinds[path], self._like(path)).values)
            for paper, lines in found.items()
        }

    def _like(self, path: str) -> Value | None:
        field = self._right[path]
        for value in (*field.accept, *field.readings, field.was):
            if value is not None:
                return from_json(field.kind, value)
        return None

    def winner(self, path: str) -> frozenset[str]:
        """Return the marks of what the printed rules let count; several where none decides."""
        claims = self.claims(path)
        every = frozenset[str]().union(*claims.values())
        if len(claims) < 2 or len(every) < 2:  # noqa: PLR2004 - one says it, or all the same
            return every
        order = self._order()
        left = dict(claims)
        ranks = {paper: _rank(paper, order) for paper in left}
        best = min(ranks.values())
        left = {paper: said for paper, said in left.items() if ranks[paper] == best}
        counts = frozenset[str]().union(*left.values())
        if len(counts) == 1:
            return counts
        later = {p: said for p, said in left.items() if self._replaces(p)}
        if not later and self._versions_told():
            dates = {p: self._dated(p) for p in left}
            last = max((d for d in dates.values() if d), default="")
            later = {p: said for p, said in left.items() if dates[p] == last and last}
        latest = frozenset[str]().union(*later.values())
        return latest if len(latest) == 1 else counts

    def decides(self, path: str) -> bool:
        """Return whether the printed rules let one of several claims count."""
        claims = self.claims(path)
        every = frozenset[str]().union(*claims.values())
        return len(every) > 1 and len(self.winner(path)) == 1

    def told_rule(self, path: str) -> bool:
        """Return whether a rule in the instructions lets one of several claims count."""
        packet = self._truth.packet
        if packet is None or packet.rules != "instructions":
            return False
        return self._blind or self.decides(path)

    def _order(self) -> tuple[str, ...]:
        """The titles of documents in the order in which they count on the day of the order."""
        day = next((x for x in self.claims("/order_date").values()), frozenset())
        for paper in self.papers:
            found = self._ordered(paper)
            days = [dt.date.fromisoformat(x) for x in _DAY.findall(paper.text)]
            if found is None or len(days) < 2:  # noqa: PLR2004 - from and to
                continue
            ordered = [dt.date.fromisoformat(_bare(each)) for each in day]
            if ordered and min(days) <= ordered[0] <= max(days):
                return found
        if self._truth.packet is not None and self._truth.packet.rules == "instructions":
            return _titles(self._bench.case.instructions) or ()
        return ()

    @staticmethod
    def _ordered(paper: Paper) -> tuple[str, ...] | None:
        """The titles in the order that a page of rules gives, or None for any other document."""
        flat = " ".join(paper.text.split())
        told = any(word in flat or word in flat.replace(" ", "") for word in _VERSIONS)
        return _titles(flat) if told else None

    def _versions_told(self) -> bool:
        return bool(self._order())

    @staticmethod
    def _replaces(paper: Paper) -> bool:
        flat = " ".join(paper.text.split())
        return any(word in flat or word in flat.replace(" ", "") for word in _REPLACES)

    def _dated(self, paper: Paper) -> str:
        """The latest date by which a document names itself."""
        said = [self.claims(path).get(paper, frozenset()) for path in _DATED]
        return max((_bare(one) for marks in said for one in marks), default="")

    def _decided(self, path: str, field: FieldExpectation) -> Iterator[Complaint]:
        if field.state == "answerable" and field.why == "rule":
            marks = frozenset().union(*self.claims(path).values())
            right = {_bare(one) for one in self.winner(path)}
            accept = {_bare(_marked(field, value)) for value in field.accept}
            if right != accept or len(marks) < 2:  # noqa: PLR2004 - claims differ
                yield "other_rule", f"by the printed rules {sorted(right)} counts"
        if field.state == "disputed" and self.decides(path):
            yield "settled", "the printed rules let one claim count"

    def _context(self, path: str, field: FieldExpectation) -> Iterator[Complaint]:
        said = field.context
        there = [x for x in self._says if x.path == path]
        if said is None:
            if field.state == "answerable" and there:
                yield "distance", "nothing is said of how far it is"
            return
        places = {(x.file, x.page) for x in there}
        if {(w.file, w.page) for w in said.where} != places:
            yield "distance", f"it stands on {len(places)} pages, {len(said.where)} are said"
        needed = self._needed(path, field)
        if needed is None or not needed[1]:  # a file that cannot be opened has no pages
            yield "distance", "no documents together say it"
            return
        papers, pages = needed
        together = {p for paper in papers for p in self.reached.get(paper, (paper,))}
        if len(together) != said.hops:
            yield "distance", f"{len(together)} documents have to be read, {said.hops} are said"
        far = max(pages, key=lambda page: (abs(page - self.key_page), page))
        if abs(far - self.key_page) != said.pages:
            yield "distance", f"it is {abs(far - self.key_page)} pages away, not {said.pages}"
        low, high = sorted((far, self.key_page))
        words = sum(self._counts[low - 1 : high - 1])
        if abs(words - said.words) > max(3, _NEAR_WORDS * words):
            yield "distance", f"{words} words lie between, {said.words} are said"

    @cached_property
    def _counts(self) -> list[int]:
        return [len(text.split()) for paper in self.papers for text in paper.pages]

    def _needed(self, path: str, field: FieldExpectation) -> tuple[set[Paper], list[int]] | None:
        """The documents that have to be read for a field, and the pages that one has to go to."""
        spots = [
            (paper, paper.start + (x.page or 0) - paper.first)
            for x in self._says
            if x.path == path and (paper := self.of(x)) is not None
        ]
        if field.why == "printed" and field.state == "answerable":
            spots = [spot for spot in spots if spot[0] in self.reached]
            if not spots:
                return None
            first = min(spots, key=lambda s: (len(self.reached[s[0]]), s[1]))
            near = min(spots, key=lambda s: (abs(s[1] - self.key_page), s[1]))
            return {first[0]}, [near[1]]
        if field.why == "rule" or field.state in {"disputed", "ambiguous"}:
            rules = [
                paper
                for x in self._eye
                if x.path == path
                and x.statement.startswith(RULE)
                and (paper := self.of(x)) is not None
            ]
            if field.why != "rule":
                rules = []
            papers = {paper for paper, _ in spots} | set(rules)
            return (papers, [page for _, page in spots] + [p.start for p in rules])
        return self._following(path, field)

    def _following(self, path: str, field: FieldExpectation) -> tuple[set[Paper], list[int]] | None:
        if self._domain is None:
            return None
        right = {key(from_json(field.kind, value)) for value in field.accept}
        rows = tuple(dict.fromkeys(p.split("/")[2] for p in self._right if p.startswith(_ROWS)))
        facts = {paper: self._facts(paper) for paper in self.papers if paper in self.reached}
        papers = [paper for paper, known in facts.items() if known]
        for count in range(1, min(_FEW, len(papers)) + 1):
            for some in combinations(papers, count):
                known = {ref: v for p in some for ref, v in facts[p].items() if ref != path}
                value = closure(self._domain.rules, known, rows).get(path)
                if value is not None and key(value) in right:
                    return set(some), [paper.start for paper in some]
        return None

    def _facts(self, paper: Paper) -> dict[str, Value]:
        lines: dict[str, list[Evidence]] = {}
        for line in self._says:
            if line.path in self._kinds and self.of(line) == paper:
                lines.setdefault(line.path, []).append(line)
        found: dict[str, Value] = {}
        for path, its in lines.items():
            values = claims_of(its, self._kinds[path], self._like(path)).values
            if len(values) == 1:
                found[path] = next(iter(values.values()))
        return found


def _tells(paper: Paper) -> bool:
    """Whether a document tells its reader what to report."""
    flat = " ".join(paper.text.split()).casefold()
    return any(word in flat or word in flat.replace(" ", "") for word in _INJECTED)


def _page_number(text: str) -> int | None:
    """The number that a page gives itself; the last one that it shows."""
    found = list(_NUMBERED.finditer(" ".join(normal(text).split())))
    if not found:
        return None
    return int(found[-1][1] or found[-1][3])


def _titles(text: str) -> tuple[str, ...] | None:
    """The documents that a rule lists after its colon, in their order."""
    for found in _LIST.finditer(text):
        names = [each.strip() for each in re.split(r"[,、]", found[1])]
        if len(names) > 2:  # noqa: PLR2004 - a list
            return tuple(names)
    return None


def _rank(paper: Paper, order: Sequence[str]) -> int:
    for at, title in enumerate(order):
        if paper.is_titled(title):
            return at
    return len(order)


def _bare(mark: str) -> str:
    """A mark without the kind before it: ``2024-03-04`` of ``date:2024-03-04``."""
    return mark.partition(":")[2]


def _marked(field: FieldExpectation, value: object) -> str:
    from chaosdocs.proof.reading.spelling import mark

    return mark(from_json(field.kind, value), field.kind)  # type: ignore[arg-type]
