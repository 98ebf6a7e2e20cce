"""The clean twin of a case, and what it tells of it: nothing else has changed, nothing is left."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from chaosdocs.formats.cases import Case, CaseTruth, Evidence, FieldExpectation
from chaosdocs.proof.checked import agrees
from chaosdocs.proof.field_check import Complaint, claims_of
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.forms import shown_words
from chaosdocs.proof.furniture import (
    NUMBER,
    counts_of,
    little_of,
    rates_of,
    things_of,
    unlettered,
    words_of,
)
from chaosdocs.proof.gone import searches
from chaosdocs.proof.ink.eye import looks_alike
from chaosdocs.proof.left_strings import leftovers, new_strings
from chaosdocs.proof.more_words import Apart, more_words, residue_of
from chaosdocs.proof.opened_files import OpenedFiles, Read
from chaosdocs.proof.order import displaced, fields_moved, restated
from chaosdocs.proof.places import Place, stands_at
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.reading.spelling import Spelling, mark
from chaosdocs.proof.witnesses.haystack import Haystack
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.truth.statements import Channel
from chaosdocs.truth.values import from_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNREAD = frozenset({"pdf.missing_tounicode", "pdf.lying_tounicode"})
"""Operators after which the text of a PDF does not say its labels; what is drawn stays."""
_OTHER_GREY = 96
"""Grey levels by which a pixel that shows something else differs."""
_OTHER_PIXELS = 4
"""So many such pixels may be rounding."""
_GONE = frozenset({"unanswerable", "absent"})
_NO_DIGIT = re.compile(r"\D")


@dataclass
class Twin:
    """A clean case. Keep one for its own proof and its twins': the files are opened once."""

    case: Case
    truth: CaseTruth
    evidence: Sequence[Evidence]
    read: Read
    _kept: dict[str, OpenedFiles] = field(default_factory=dict, repr=False)

    @property
    def bench(self) -> OpenedFiles:
        """The twin's opened files."""
        if "bench" not in self._kept:
            self._kept["bench"] = OpenedFiles(self.case, self.truth, self.evidence, self.read)
        return self._kept["bench"]

    @cached_property
    def right(self) -> Mapping[str, FieldExpectation]:
        """The twin's truth of every field."""
        return {leaf.path: leaf.truth for leaf in self.bench.leaves}

    def close(self) -> None:
        """Close the twin's files."""
        if "bench" in self._kept:
            self._kept.pop("bench").close()


class BesideTwin:
    """A case held beside its clean twin.

    Args:
        bench: The opened case.
        twin: Its twin.
        labels: The words of all labels of the fields that are touched.
    """

    def __init__(
        self, bench: OpenedFiles, twin: Twin, labels: frozenset[str] = frozenset()
    ) -> None:
        self._bench = bench
        self._labels = labels
        self._twin = twin
        self._scanned = bench.truth.medium == "scan"

    def changed(self, want: Expected) -> Iterator[Complaint]:
        """Yield where a field that no step touched says something else than on the twin."""
        if want.touched or self._scanned:
            return
        here = self._bench.said.get((want.path, want.channel), ())
        there = self._said_there(want)
        if [_told(line) for line in here] == [_told(line) for line in there]:
            return
        mine, theirs = _marks(here, want), _marks(there, want)
        if mine != theirs:
            yield "bystander_changed", f"{sorted(mine)} here, {sorted(theirs)} on the twin"

    def was(self, want: Expected) -> Iterator[Complaint]:
        """Yield where a field is said to have had another value than on the twin."""
        truth = self._twin.right.get(want.path)
        if want.was is None or truth is None or truth.state != "answerable":
            return
        before = mark(want.was, want.kind)
        right = {mark(from_json(truth.kind, value), truth.kind) for value in truth.accept}
        if before not in right:
            yield "was", f"{before} here, {', '.join(sorted(right))} on the twin"

    def still_there(self, want: Expected) -> Iterator[str]:
        """Yield where a gone value stands as on the twin: in pixels, or too short to be found."""
        if not want.asked:
            return
        for theirs in self._said_there(want):
            if self._scanned and want.channel == "eye":
                if not want.living and self._drawn(theirs):
                    yield f"page {theirs.page} shows {theirs.text!r} where the clean twin does"
            elif theirs.text and not self._scanned and not searches(want):
                yield from self._held(theirs)

    def left_hidden(
        self, want: Expected, living: frozenset[Channel], conventions: Sequence[Spelling]
    ) -> Iterator[str]:
        """Yield where a value that is gone is left in a string that the twin does not have.

        Args:
            want: The field.
            living: Channels on which the field is known to say something.
            conventions: The conventions of the case, for the words that stand for codes.
        """
        if not want.asked or not (want.kind == "enum" or searches(want)):
            return
        others = [
            line
            for line in self._bench.evidence
            if (line.path == want.path and line.channel in living)
            or (
                _told(line) not in self._known_texts
                and (line.path != want.path or line.role == "lure")
            )
        ]
        printed = {line.text for line in self._said_there(want)}
        for value in want.sought:
            words = {*shown_words(value, conventions)}
            if want.kind == "enum":
                words |= printed
            yield from leftovers(value, sorted(words), self._new_strings, others)

    @cached_property
    def _known_texts(self) -> frozenset[tuple[str, ...]]:
        """What lines of the twin say: their strings are not new."""
        return frozenset(map(_told, self._twin.evidence))

    @cached_property
    def _new_strings(self) -> Sequence[Haystack]:
        return tuple(new_strings(self._bench.stacks, self._twin.bench.stacks))

    def unaccounted(self) -> Iterator[str]:
        """Yield the numbers of an export that no statement says, and the twin does not hold.

        A sum or count that tempts into a named wrong answer is accounted for by that.
        """
        there = {normal(text) for text in self._twin.bench.unsaid}
        extra = [x for x in self._bench.unsaid if normal(x) not in there]
        numbers = [text for text in extra if len(_bare(text)) >= NUMBER]
        named = _named(self._bench) if numbers else frozenset()
        yield from (text for text in numbers if _bare(text) not in named)
        if self._bench.truth.medium == "pdf":
            yield from sorted({*_spelt(self._bench.unsaid)} - {*_spelt(self._twin.bench.unsaid)})

    def things(self) -> Iterator[str]:
        """Yield the pictures, drawings and comments that the twin does not have."""
        if self._scanned:
            return
        yield from sorted(self._bench.things - self._twin.bench.things - things_of(self._bench))

    def reworded(self) -> Iterator[str]:
        """Yield the first word that has changed places with another: a caption, a head, a key."""
        steps = {step.operator.partition("@")[0] for step in self._bench.truth.steps}
        if self._scanned or UNREAD & steps:
            return
        packet = self._bench.truth.packet is not None
        for mine, theirs in zip(self._bench.case.files, self._twin.case.files, strict=False):
            told: list[list[str]] = []
            for drawn in (False, True) if self._bench.truth.medium == "pdf" else (False,):
                here = self._bench.sequence(mine.path, drawn=drawn)
                there = self._twin.bench.sequence(theirs.path, drawn=drawn)
                if packet and restated(here, there):  # a document more, with all its words
                    continue
                if not fields_moved(here, there):
                    told.append([*displaced(here, there)])
            if told and all(told):  # a line of words may begin a little higher than on the twin
                yield from told[0]

    def added_words(self) -> Iterator[str]:
        """Yield the words and little numbers that the twin has less often, and no operator adds."""
        steps = frozenset(step.operator.partition("@")[0] for step in self._bench.truth.steps)
        residue = residue_of(steps)
        packet = self._bench.truth.packet is not None
        if residue is None or self._scanned or packet or UNREAD & steps:
            return
        for apart in words_apart(self._bench, self._twin.bench, self._labels):
            yield from more_words(apart, residue)
        if not residue.counts:
            repeats = residue.repeats or residue.names
            yield from more_little(self._bench, self._twin.bench, repeats=repeats)
        elif not residue.repeats:
            yield from more_rates(self._bench, self._twin.bench)

    def redrawn(self) -> Iterator[int]:
        """Yield the pages that look other than on the twin, where only the text layer may differ.

        There nobody can tell from the text which label stands beside a value.
        """
        steps = {step.operator.partition("@")[0] for step in self._bench.truth.steps}
        if self._bench.truth.medium != "pdf" or not steps or not steps <= UNREAD:
            return
        files = zip(self._bench.case.files, self._twin.case.files, strict=False)
        for mine, theirs in files:
            one, other = self._bench.witness(mine.path), self._twin.bench.witness(theirs.path)
            if not isinstance(one, PdfWitness) or not isinstance(other, PdfWitness):
                continue
            for number in range(1, max(one.pages, other.pages) + 1):
                here, there = one.page(number), other.page(number)
                if here is None or there is None or _looks_other(here.picture, there.picture):
                    yield number

    def _said_there(self, want: Expected) -> Sequence[Evidence]:
        """The twin's lines that say something of a field on its channel."""
        return self._twin.bench.said.get((want.path, want.channel), ())

    def _drawn(self, theirs: Evidence) -> bool:
        mine = theirs.model_copy(update={"file": self._bench.case.files[0].path})
        return looks_alike(mine, self._bench, theirs, self._twin.bench) and not self._known(mine)

    def _held(self, theirs: Evidence) -> Iterator[str]:
        mine = next((x for x in self._bench.evidence if x.channel == theirs.channel), None)
        if mine is None:
            return
        there = theirs.model_copy(update={"file": mine.file})
        witness = self._bench.witness(mine.file)
        found = None if witness is None else witness.found(there)
        if found is None or not agrees(found, there) or self._known(there):
            return
        if not any(_says_over(each, there) for each in self._bench.evidence):
            where = _place(there).words()
            yield f"{there.text!r} stands where it stood on the clean twin, {where}"

    def _known(self, line: Evidence) -> bool:
        """Whether some statement of the case stands at a line's place; a bar or stain says none."""
        return any(
            stands_at(each, _place(line)) for each in self._bench.evidence if each.role != "trace"
        )


def words_apart(bench: OpenedFiles, twin: OpenedFiles, labels: frozenset[str]) -> Iterator[Apart]:
    """Yield the words of each file of a case and of its twin's.

    Args:
        bench: The case.
        twin: Its twin.
        labels: The words of all labels of the fields that are touched.
    """
    for mine, theirs in zip(bench.case.files, twin.case.files, strict=False):
        here, there = (
            tuple(
                unlettered(
                    (word for text, path in sequence if not path for word in words_of(text)),
                    bench.truth.rendering,
                )
            )
            for sequence in (bench.sequence(mine.path), twin.sequence(theirs.path))
        )
        beside = (line for line in bench.lines_of(mine.path) if line.role != "says")
        about = (*twin.lines_of(theirs.path), *beside)
        stated = {word for line in about for word in words_of(line.text)}
        pages = [
            witness.pages
            for witness in (bench.witness(mine.path), twin.witness(theirs.path))
            if isinstance(witness, PdfWitness)
        ]
        longer = bool(pages) and pages[0] > pages[-1]
        yield Apart(here, there, frozenset(stated), labels, longer)


def more_little(bench: OpenedFiles, twin: OpenedFiles, *, repeats: bool = False) -> Iterator[str]:
    """Yield the numbers of one or two digits that the twin has less often, and that count nothing.

    Those of messages count their parts, which are counted.

    Args:
        bench: The case.
        twin: Its twin.
        repeats: Whether those that the twin has may be repeated.
    """
    if bench.truth.medium == "edi":
        return
    here, there = (
        Counter(number for text in each.unsaid for number in little_of(text))
        for each in (bench, twin)
    )
    more = here - there - (counts_of(bench) - counts_of(twin))
    yield from (number for number in more if not repeats or number not in there)


def more_rates(bench: OpenedFiles, twin: OpenedFiles) -> Iterator[str]:
    """Yield the rates in percent that the twin has less often: no operator adds one."""
    here, there = (
        Counter(rate for text in each.unsaid for rate in rates_of(text)) for each in (bench, twin)
    )
    yield from (f"{rate} %" for rate in here - there)


def _says_over(line: Evidence, there: Evidence) -> bool:
    """Whether a line says a text over the greater part of the height of another's place."""
    mine, its = line.box, there.box
    if mine is None or its is None or line.page != there.page or line.role != "says":
        return False
    shared = min(mine[3], its[3]) - max(mine[1], its[1])
    return (
        shared > (its[3] - its[1]) / 2
        and mine[0] < its[2]
        and its[0] < mine[2]
        and normal(there.text) in normal(line.text)
    )


def _looks_other(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether two pictures differ by more than the edges of letters do."""
    if one.shape != other.shape:
        return True
    import numpy as np

    changed = np.abs(one.astype(np.int16) - other.astype(np.int16)) > _OTHER_GREY
    return int(changed.sum()) > _OTHER_PIXELS


def _named(bench: OpenedFiles) -> frozenset[str]:
    """The digits of every value that the truth or a line of evidence names, of no gone one."""
    fields = [leaf.truth for leaf in bench.leaves]
    values = [x.value for field in fields for x in field.lures]
    values += [x for field in fields for x in (*field.accept, *field.readings)]
    values += [field.was for field in fields if field.state not in _GONE]
    texts = [json.dumps(value) for value in values] + [line.text for line in bench.evidence]
    return frozenset(_bare(text) for text in texts)


def _spelt(texts: Iterable[str]) -> Iterator[str]:
    """Yield the numbers of which each digit is a text of its own.

    Example:
        >>> list(_spelt(["Page", "2", "2", "7", ".", "0", "9", "x"]))
        ['227.09']
    """
    letters = (text if len(text) == 1 and not text.isalpha() else "\n" for text in texts)
    for run in "".join(letters).split("\n"):
        if sum(map(str.isdigit, run)) >= NUMBER:
            yield run


def _bare(text: str) -> str:
    """The digits of a text, without zeros at either end."""
    return _NO_DIGIT.sub("", text).strip("0")


def _place(line: Evidence) -> Place:
    return Place(line.page, line.box, line.sheet, line.cell, line.pointer, line.bytes)


def _marks(lines: Sequence[Evidence], want: Expected) -> frozenset[tuple[str, ...]]:
    """What the lines of a field say, in a form that can be compared."""
    like = next(iter((*want.accept, *want.readings)), want.was)
    claims = claims_of(lines, want.kind, like)
    return frozenset((*(tuple(sorted(s)) for s in claims.said), *((m,) for m in claims.masks)))


def _told(line: Evidence) -> tuple[str, ...]:
    return line.statement, line.channel, line.text, line.convention
