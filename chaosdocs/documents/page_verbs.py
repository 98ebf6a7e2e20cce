"""The verbs of the stages Pages and File."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chaosdocs.documents.edits import Bait, Change, Edit, MisquoteError, Say, Stage
from chaosdocs.documents.geometry import Box
from chaosdocs.documents.pages import (
    Annotation,
    FontLayer,
    PageDraft,
    PdfDocument,
    Run,
    Shape,
    Widget,
)
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import GONE, Statement


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetRun(Change):
    """Replace a run: moved, split by a space, spaced out, encoded as something else."""

    before: Run
    after: Run

    def change(self, draft: PageDraft) -> None:
        """Set the other run in its place."""
        if draft.runs.get(self.before.id) != self.before:
            raise MisquoteError(f"run {self.before.id} is not the one the edit quotes")
        if self.after.id == self.before.id:
            draft.runs[self.after.id] = self.after
            return
        if self.after.id in draft.runs:
            raise MisquoteError(f"run {self.after.id} is there already")
        runs = (self.after if run == self.before else run for run in draft.runs.values())
        draft.runs = {run.id: run for run in runs}

    def words(self) -> str:
        """Return the change in words."""
        return f"run {self.before.id}: {self.before.text!r} is set anew"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class AddRun(Change):
    """Put one more run on a page. A statement that is new comes with it."""

    run: Run
    statement: Statement | None = None

    def change(self, draft: PageDraft) -> None:
        """Put the run on its page."""
        if self.run.id in draft.runs:
            raise MisquoteError(f"run {self.run.id} is there already")
        draft.runs[self.run.id] = self.run
        if self.statement is not None:
            draft.put(self.statement)

    def words(self) -> str:
        """Return the change in words."""
        seen = "" if self.run.visible else " that nobody sees"
        return f"page {self.run.page + 1}: a text{seen}: {self.run.text!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuns(Edit):
    """Write the runs of a page into its content stream in another order."""

    page: int
    order: tuple[str, ...]

    def apply(self, document: PdfDocument) -> PdfDocument:
        """Return the document with the other order; the page looks the same."""
        here = {run.id: run for run in document.runs if run.page == self.page}
        if set(self.order) != set(here) or len(self.order) != len(here):
            raise MisquoteError(f"page {self.page + 1} has other runs than the edit quotes")
        others = [run for run in document.runs if run.page != self.page]
        runs = sorted([*others, *(here[i] for i in self.order)], key=lambda run: run.page)
        return replace(document, runs=tuple(runs))

    def words(self) -> str:
        """Return the change in words."""
        return f"page {self.page + 1}: the content stream has another order"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class AddShape(Change):
    """Draw a line or a box."""

    shape: Shape

    def change(self, draft: PageDraft) -> None:
        """Draw the shape."""
        if self.shape.id in draft.shapes:
            raise MisquoteError(f"shape {self.shape.id} is there already")
        draft.shapes[self.shape.id] = self.shape

    def words(self) -> str:
        """Return the change in words."""
        return f"page {self.shape.page + 1}: a {self.shape.kind}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetFontLayer(Edit):
    """Let the text layer of a font lie, or take it away."""

    layer: FontLayer

    def apply(self, document: PdfDocument) -> PdfDocument:
        """Return the document with the font's other text layer."""
        if any(layer.font == self.layer.font for layer in document.fonts):
            raise MisquoteError(f"the text layer of {self.layer.font} is changed already")
        return replace(document, fonts=(*document.fonts, self.layer))

    def words(self) -> str:
        """Return the change in words."""
        if self.layer.mode == "missing":
            return f"font {self.layer.font} has no ToUnicode map"
        swaps = ", ".join(f"{a} as {b}" for a, b in self.layer.swaps)
        return f"font {self.layer.font}: the text layer says {swaps}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetCrop(Edit):
    """Show only a part of a page; what is outside is still in the file."""

    page: int
    box: tuple[float, float, float, float]

    def apply(self, document: PdfDocument) -> PdfDocument:
        """Return the document with the CropBox."""
        if self.page in document.crops:
            raise MisquoteError(f"page {self.page + 1} has a CropBox already")
        return replace(document, crops={**document.crops, self.page: Box(*self.box)})

    def words(self) -> str:
        """Return the change in words."""
        return f"page {self.page + 1}: the CropBox is {self.box}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class MakeWidget(Change):
    """Take the runs of a statement off the page and put a form field there."""

    widget: Widget
    runs: tuple[str, ...]

    def change(self, draft: PageDraft) -> None:
        """Put the form field in place of the runs."""
        missing = set(self.runs) - draft.runs.keys()
        if missing:
            raise MisquoteError(f"there are no runs {sorted(missing)}")
        if self.widget.statement is not None:
            draft.put(draft.statement(self.widget.statement).saying("text", GONE))
        for name in self.runs:
            draft.runs.pop(name, None)
        draft.widgets.append(self.widget)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.widget.statement}: {self.widget.value!r} stands in a form field"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Annotate(Change):
    """Put a note on a page. A statement that is new comes with it."""

    annotation: Annotation
    statement: Statement | None = None

    def change(self, draft: PageDraft) -> None:
        """Put the note on its page."""
        if self.annotation.id in draft.annotations:
            raise MisquoteError(f"annotation {self.annotation.id} is there already")
        draft.annotations[self.annotation.id] = self.annotation
        if self.statement is not None:
            draft.put(self.statement)

    def words(self) -> str:
        """Return the change in words."""
        return f"a {self.annotation.kind}: {self.annotation.contents!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetInfo(Edit):
    """Write something into the document information."""

    entry: str
    before: str
    after: str
    statement: Statement | None = None

    def apply(self, document: PdfDocument) -> PdfDocument:
        """Return the document with the entry."""
        if document.info.get(self.entry, "") != self.before:
            raise MisquoteError(f"{self.entry} is not {self.before!r}")
        statements = document.statements if self.statement is None else {
            **document.statements, self.statement.id: self.statement
        }  # fmt: skip
        return replace(
            document, info={**document.info, self.entry: self.after}, statements=statements
        )

    def words(self) -> str:
        """Return the change in words."""
        return f"document information: {self.entry} is {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Attach(Edit):
    """Attach a text file (an XML twin of the invoice, an older export)."""

    name: str
    contents: str
    statements: tuple[Statement, ...] = ()

    def apply(self, document: PdfDocument) -> PdfDocument:
        """Return the document with the file."""
        if self.name in document.attachments:
            raise MisquoteError(f"{self.name} is attached already")
        statements = {
            **document.statements,
            **{statement.id: statement for statement in self.statements},
        }
        attachments = {**document.attachments, self.name: self.contents}
        return replace(document, attachments=attachments, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"an attached file: {self.name}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRevision(Edit):
    """Keep an older revision in the file, in which some statements were written otherwise."""

    texts: tuple[tuple[str, str], ...]
    statement: Statement

    def apply(self, document: PdfDocument) -> PdfDocument:
        """Return the document with the older texts."""
        missing = {name for name, _ in self.texts} - set(document.statements)
        if missing:
            raise MisquoteError(f"there are no statements {sorted(missing)}")
        older = {**document.hidden_revision, **dict(self.texts)}
        statements = {**document.statements, self.statement.id: self.statement}
        return replace(document, hidden_revision=older, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        names = ", ".join(name for name, _ in self.texts)
        return f"{names}: {self.statement.text!r} in an older revision of the file"


PAGES: Stage[PdfDocument] = Stage(
    "pages", lambda: PdfDocument, (Bait, Say, SetRun, AddRun, OrderRuns, AddShape)
)
FILE: Stage[PdfDocument] = Stage(
    "file",
    lambda: PdfDocument,
    (Bait, Say, AddRun, SetFontLayer, SetCrop, MakeWidget, Annotate, SetInfo, Attach, KeepRevision),
)
