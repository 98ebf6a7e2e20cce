"""What a template is: how it writes values, and how its pages look, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chaosdocs.documents.pages import BLACK, Colour
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How pages look. Lengths are points.

    Attributes:
        font: Font of the text.
        bold: Font of titles, heads and sums.
        size: Size of the text.
        small: Size of captions and footers.
        title: Size of the document's title.
        leading: Line height as a multiple of the size.
        margins: Left, top, right, bottom of the text.
        accent: Colour of the mark, title and head rules.
        grey: Colour of captions.
        mark: Whether a mark stands at the top of the first page.
        masthead: ``line`` repeats the title over every page, ``later`` from the second page on,
            ``none`` never.
        number: Where the page number stands: ``head`` or ``foot``.
        head_fill: Colour behind the head of a table, or None.
        head_ink: Colour of the words in it.
        stripe: Colour behind every second row, or None.
        rules: ``rows`` draws a line under every row, ``grid`` every cell, ``frame`` only
            above and below, ``inner`` only between columns and between rows.
        row_pad: Space above and below the text of a row.
        gap: Space between blocks.
        beside: Pairs of blocks that stand side by side where they follow each other.
        right: Blocks that stand in the right half of the page.
        form_columns: Boxes in a row of a block of role ``form``.
        open_edges: Whether tables have no rules at their four edges, on any page.
    """

    font: str
    bold: str
    size: float
    small: float
    title: float
    leading: float = 1.3
    margins: tuple[float, float, float, float] = (62.0, 48.0, 56.0, 62.0)
    accent: Colour = BLACK
    grey: Colour = (0.35, 0.35, 0.35)
    mark: bool = False
    masthead: str = "none"
    number: str = "foot"
    head_fill: Colour | None = None
    head_ink: Colour = BLACK
    stripe: Colour | None = None
    rules: str = "frame"
    row_pad: float = 2.5
    gap: float = 14.0
    beside: tuple[tuple[str, str], ...] = ()
    right: tuple[str, ...] = ()
    form_columns: int = 4
    open_edges: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template. Plugins offer one under the entry point ``chaosdocs.templates``.

    Attributes:
        name: As renderings write it: ``letterhead`` of ``pdf.letterhead``.
        look: How its pages look.
        convention: How it writes values for a record: no date that can be read in two ways.
        roles: Group of fields to the role of its block (see `documents.flow.Fields`).
        order: Groups in the order of the page; ``references`` are statements beyond the first
            of a fact, ``remarks`` the sentences.
        captions: Groups whose block has words above it; a table has them in one cell over all
            columns.
        capitals: Whether labels are in capitals.
        options: Choices made in lowering beyond the common ones.
        by_name: Whether a recipe has to name it: ``all`` leaves it out.
    """

    name: str
    look: Look
    convention: Callable[[Record], Convention]
    roles: Mapping[str, str]
    order: tuple[str, ...] = (
        "title",
        "sender",
        "recipient",
        "header",
        "lines",
        "totals",
        "references",
        "notes",
        "remarks",
        "payment",
    )
    captions: tuple[str, ...] = ("sender", "recipient")
    capitals: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    by_name: bool = False
