"""The stages Pages and File: placed runs of text, and what a PDF makes of them.

Both are one document, a `PdfDocument`: Pages are its runs and shapes, File is everything that only
a PDF has: text layers that lie, page boxes, form fields, annotations, attachments, revisions. All
of it is data; `render.pdf` writes it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import Draft
from chaosdocs.documents.geometry import Box
from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Ref, Statement

RunRole = Literal["value", "label", "head", "words", "chrome"]
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


@wired
@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One placed piece of text.

    Attributes:
        id: Stable name, unique in the document.
        page: Page number from 0.
        text: What is drawn.
        x: Left end of the baseline, points.
        y: Baseline, points from the top.
        size: Font size, points.
        font: Name of the font, see `chaosdocs.foundation.fonts`.
        width: Advance width, points.
        statement: The statement that it shows, or None. A statement may be shown in several runs.
        role: What it is on the page.
        colour: Red, green, blue from 0 to 1.
        visible: Whether it is painted (else text render mode 3).
        encoded: What the text layer says where that is not `text`.
        gaps: Extra space in points after each character, where letters are spaced out.
    """

    id: str
    page: int
    text: str
    x: float
    y: float
    size: float
    font: str
    width: float
    statement: str | None = None
    role: RunRole = "words"
    colour: Colour = BLACK
    visible: bool = True
    encoded: str | None = None
    gaps: float = 0.0

    @property
    def box(self) -> Box:
        """Where it is drawn: advance width, from ascender to descender."""
        extra = self.gaps * max(len(self.text) - 1, 0)
        return Box(
            self.x,
            self.y - 0.8 * self.size,
            self.x + self.width + extra,
            self.y + 0.22 * self.size,
        )


@wired
@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A ruled line or a filled box. `above` puts it over the text, else under it."""

    id: str
    page: int
    kind: Literal["line", "fill", "frame"]
    box: tuple[float, float, float, float]
    colour: Colour = BLACK
    width: float = 0.5
    above: bool = False


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class FontLayer:
    """What the text layer of one font says.

    Attributes:
        font: The font.
        mode: ``lying`` maps glyphs to other characters by `swaps`, ``missing`` has no ToUnicode.
        swaps: Drawn character to the character that the text layer says.
    """

    font: str
    mode: Literal["lying", "missing"]
    swaps: tuple[tuple[str, str], ...] = ()


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A form field over a run's place; the value is in the field instead of the page.

    Attributes:
        id: Field name.
        page: Page number from 0.
        box: Where it stands.
        value: ``/V``.
        shown: What its appearance shows; None leaves the appearance to the viewer.
        size: Font size, points.
        statement: The statement that it shows.
    """

    id: str
    page: int
    box: tuple[float, float, float, float]
    value: str
    shown: str | None
    size: float
    statement: str | None = None


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A note on the page.

    Attributes:
        id: Stable name.
        page: Page number from 0.
        kind: ``freetext`` is seen on the page, ``note`` is an icon with contents, ``strikeout``
            runs through what is under it.
        box: Where it stands.
        contents: Its text.
        statement: The statement that it states, or None.
        size: Font size of a free text, points.
    """

    id: str
    page: int
    kind: Literal["freetext", "note", "strikeout"]
    box: tuple[float, float, float, float]
    contents: str
    statement: str | None = None
    size: float = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """Pages with what is on them, and the PDF around them.

    Attributes:
        sizes: Width and height of every page, points.
        runs: In the order of the content streams.
        shapes: Lines and fills.
        statements: The statements of all runs, widgets and annotations.
        locale: Language of the document.
        fonts: Fonts whose text layer is not honest.
        crops: Page number to the CropBox, where it is not the whole page.
        widgets: Form fields.
        annotations: Notes.
        info: Document information: ``title``, ``author``, ``subject``, ``keywords``.
        attachments: File name to contents.
        hidden_revision: Texts of statements in an older revision of the file that stays inside.
        focus: The field that a targeted operator is aimed at, or None.
    """

    sizes: tuple[tuple[float, float], ...]
    runs: tuple[Run, ...]
    shapes: tuple[Shape, ...]
    statements: Mapping[str, Statement]
    locale: str
    fonts: tuple[FontLayer, ...] = ()
    crops: Mapping[int, Box] = field(default_factory=dict)
    widgets: tuple[Widget, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    info: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)
    hidden_revision: Mapping[str, str] = field(default_factory=dict)
    focus: Ref | None = None
    _places: dict[str, list[Run]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this document with other statements; runs whose statement is gone are gone."""
        if self.statements.keys() <= statements.keys():
            return replace(self, statements=statements)
        return replace(
            self,
            statements=statements,
            runs=tuple(
                run for run in self.runs if run.statement is None or run.statement in statements
            ),
        )

    def words(self) -> tuple[int, ...]:
        """Return how many words are painted on each page."""
        counts = [0] * len(self.sizes)
        for run in self.runs:
            if run.visible:
                counts[run.page] += len(run.text.split())
        return tuple(counts)

    def draft(self) -> PageDraft:
        """Return a draft of this document, in which a batch of edits is made."""
        return PageDraft(self)

    def runs_of(self, statement: str) -> tuple[Run, ...]:
        """Return the painted runs that show the statement."""
        if not self._places:
            for run in self.runs:
                if run.statement is not None and run.visible:
                    self._places.setdefault(run.statement, []).append(run)
        return tuple(self._places.get(statement, ()))

    def boxes(self, statement: str) -> tuple[tuple[int, Box], ...]:
        """Return page and box of every run, widget or free text that shows the statement."""
        painted = [(run.page, run.box) for run in self.runs_of(statement)]
        painted += [(w.page, Box(*w.box)) for w in self.widgets if w.statement == statement]
        painted += [
            (a.page, Box(*a.box))
            for a in self.annotations
            if a.statement == statement and a.kind == "freetext"
        ]
        return tuple(painted)


class PageDraft(Draft[PdfDocument]):
    """Pages while a batch of edits is made; what stands on them is found by id.

    Attributes:
        runs: The runs by id, in the order of the content streams.
        shapes: The shapes by id.
        widgets: The form fields, in order.
        annotations: The notes by id.
    """

    def __init__(self, document: PdfDocument) -> None:
        super().__init__(document)
        self.runs = {run.id: run for run in document.runs}
        self.shapes = {shape.id: shape for shape in document.shapes}
        self.widgets = list(document.widgets)
        self.annotations = {each.id: each for each in document.annotations}
        if len(self.runs) != len(document.runs):
            raise ValueError("two runs of the document have one id")

    def finished(self) -> PdfDocument:
        """Return the document with all changes made."""
        return replace(
            self.document,
            runs=tuple(self.runs.values()),
            shapes=tuple(self.shapes.values()),
            widgets=tuple(self.widgets),
            annotations=tuple(self.annotations.values()),
            statements=self.statements,
        )
