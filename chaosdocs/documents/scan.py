"""The stage Scan: what happens to the page images, as a list of steps in physical units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

from chaosdocs.documents.edits import Bait, Change, Draft, Edit, MisquoteError, Say, Stage
from chaosdocs.documents.geometry import Box
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import GONE, Ref, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Page images still to be made.

    Attributes:
        source: The document that lies on the glass; its boxes are the boxes of the statements.
        statements: The statements of all pages, as far as they are on the glass.
        pages: Numbers of the source's pages, in the order of the batch.
        effects: What is done to the images, in order.
        dpi: Resolution of the scanner.
        layer: Whether an invisible text layer is put over the images.
        focus: The field that a targeted operator is aimed at, or None.
    """

    source: PdfDocument
    statements: Mapping[str, Statement]
    pages: tuple[int, ...]
    effects: tuple[Effect, ...] = ()
    dpi: int = 150
    layer: Literal["none", "text"] = "none"
    focus: Ref | None = None

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this scan with other statements."""
        return replace(self, statements=statements)

    def draft(self) -> Draft[Self]:
        """Return a draft of this scan, in which a batch of edits is made."""
        return Draft(self)

    def boxes(self, statement: str) -> tuple[tuple[int, Box], ...]:
        """Return source page and box in points of every place that shows the statement."""
        return tuple(
            (page, box) for page, box in self.source.boxes(statement) if page in self.pages
        )

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a source page, points."""
        return self.source.sizes[page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Edit):
    """One thing that is done to page images; `page` None means all pages of the batch."""

    page: int | None = None

    def apply(self, document: Scan) -> Scan:
        """Return the scan with the effect at the end of its list."""
        if self.page is not None and self.page not in document.pages:
            raise MisquoteError(f"page {self.page + 1} is not in the batch")
        return replace(document, effects=(*document.effects, self))


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Skew(Effect):
    """Turn the page on the glass by `angle` degrees, clockwise."""

    angle: float

    def words(self) -> str:
        """Return the change in words."""
        return f"skewed by {self.angle:.2f} degrees"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Blur(Effect):
    """Defocus: a Gaussian of `sigma` points."""

    sigma: float

    def words(self) -> str:
        """Return the change in words."""
        return f"blurred by {self.sigma:.2f} points"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Noise(Effect):
    """Sensor noise of `sigma` grey levels of 255; `seed` names its pattern."""

    sigma: float
    seed: str

    def words(self) -> str:
        """Return the change in words."""
        return f"noise of {self.sigma:.0f} grey levels"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Speckle(Effect):
    """Dust: a `share` of the pixels is black or white; `seed` names its pattern."""

    share: float
    seed: str

    def words(self) -> str:
        """Return the change in words."""
        return f"specks on {self.share:.2%} of the pixels"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Jpeg(Effect):
    """Compress `times` over as JPEG at `quality` (1 to 100)."""

    quality: int
    times: int = 1

    def words(self) -> str:
        """Return the change in words."""
        return f"JPEG at quality {self.quality}, {self.times} times"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Resample(Effect):
    """Scan at `dpi` dots per inch, and blow up again."""

    dpi: float

    def words(self) -> str:
        """Return the change in words."""
        return f"scanned at {self.dpi:.0f} dpi"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Fax(Effect):
    """One bit a pixel at `across` x `down` dots per inch; a `dropout` share of lines is lost."""

    across: float
    down: float
    threshold: int
    dropout: float
    seed: str

    def words(self) -> str:
        """Return the change in words."""
        return f"faxed at {self.across:.0f} x {self.down:.0f} dpi"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Fade(Effect):
    """Low toner: ink keeps `strength` of its darkness (1 is all of it)."""

    strength: float

    def words(self) -> str:
        """Return the change in words."""
        return f"ink faded to {self.strength:.0%}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow(Effect):
    """Uneven light: one side of the page is darker by `depth` (0 to 1)."""

    depth: float
    side: Literal["left", "right", "top", "bottom"]

    def words(self) -> str:
        """Return the change in words."""
        return f"a shadow of {self.depth:.0%} from the {self.side}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Occlude(Effect):
    """Cover a box of a page.

    Attributes:
        box: In points of the source page.
        style: ``redaction`` is a black bar, ``stain`` lets ink through by 1 - `density`,
            ``stamp`` is a ring with `word` in it, ``tape`` is white.
        density: How much of what is under it is lost, 0 to 1.
        seed: Names the pattern of a stain, the tilt of a stamp.
        word: What a stamp says, in capitals where the script has them.
    """

    box: tuple[float, float, float, float]
    style: Literal["redaction", "stain", "stamp", "tape"]
    density: float = 1.0
    seed: str = ""
    word: str = ""

    def words(self) -> str:
        """Return the change in words."""
        return f"a {self.style} on page {(self.page or 0) + 1}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Effect):
    """Cut `points` off one side of a page: what lay there is not in the image."""

    side: Literal["left", "right", "top", "bottom"]
    points: float

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.points:.0f} points cut off at the {self.side}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class DropPage(Edit):
    """Leave a page out of the batch."""

    page: int

    def apply(self, document: Scan) -> Scan:
        """Return the scan without the page and what only stood there."""
        if self.page not in document.pages:
            raise MisquoteError(f"page {self.page + 1} is not in the batch")
        pages = tuple(page for page in document.pages if page != self.page)
        statements = dict(document.statements)
        for name, statement in document.statements.items():
            places = [page for page, _box in document.source.boxes(name)]
            if places and not any(page in pages for page in places):
                statements[name] = replace(statement, claim=GONE, trace="page", text="")
        return replace(document, pages=pages, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"page {self.page + 1} is missing"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Trim(Change):
    """What a cut leaves of one statement: its text without the characters that are gone.

    Goes with a `Cut`; it says what is left to be seen, the cut takes it away.
    """

    statement: str
    before: str
    after: Statement

    def change(self, draft: Draft[Scan]) -> None:
        """Leave what is left of the statement."""
        statement = draft.statements.get(self.statement)
        if statement is None or statement.text != self.before:
            raise MisquoteError(f"{self.statement} does not show {self.before!r}")
        draft.statements[self.statement] = self.after

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.statement}: {self.before!r} is cut to {self.after.text!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class LayText(Edit):
    """Put an invisible text layer over the images, as scanners with OCR do."""

    def apply(self, document: Scan) -> Scan:
        """Return the scan with the layer."""
        if document.layer != "none":
            raise MisquoteError("the scan has a text layer already")
        return replace(document, layer="text")

    def words(self) -> str:
        """Return the change in words."""
        return "a text layer over the images"


SCAN: Stage[Scan] = Stage("scan", lambda: Scan, (
    Bait, Say, Skew, Blur, Noise, Speckle, Jpeg, Resample, Fax, Fade, Shadow, Occlude, Cut,
    DropPage, Trim, LayText,
))  # fmt: skip
