"""What a person who audits a corpus gets to see: pictures of pages, rows of exports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside, read, write_atomically
from chaosdocs.proof.witnesses.decoding import ByteIndex, decoded
from chaosdocs.proof.witnesses.witness import UnreadableError
from chaosdocs.report.crops import on_paper, points_per_pixel
from chaosdocs.report.excerpts import Tree, book_grids, place_in_book

if TYPE_CHECKING:
    from chaosdocs.formats.cases import Evidence
    from chaosdocs.harness.auditing import Asked

_ZOOM: Final = 2.0
"""Pixels a point of a page that is no scan."""
_WIDE, _TALL = 420.0, 110.0
"""Points of a crop; one that holds a longer place is larger."""
_MARGIN: Final = 12.0
_LINES: Final = 60
"""Lines of a text that is shown whole, because the field stands nowhere in it."""
_AROUND: Final = 3
"""Lines of a tree above and beneath a leaf."""
_DELIMITERS: Final = ",;\t|"
_LONGEST: Final = 2_000
"""Characters of a line."""


def views(corpus: Path, question: Asked, pictures: Path) -> Iterator[str]:
    """Yield what to show, a line each: paths of pictures, or texts of rows.

    A field that stands on a page is shown as a crop, and its page whole. In an export every text
    that it has is shown once, where it stands first. A field that stands nowhere, or only in a
    head, is shown as all pages, or as the first lines of its file.

    Args:
        corpus: Folder of the corpus.
        question: The field.
        pictures: Folder that pictures are written into.

    Raises:
        UserError: A file cannot be opened or written.
    """
    for file in question.public.files:
        yield f"file: {corpus / file.path}"
    if on_paper(question.public):
        yield from _pictures(corpus, question, pictures)
        return
    data = read(inside(corpus, question.public.files[0].path))
    first = tuple({line.text: line for line in reversed(question.standing)}.values())[::-1]
    yield from _rows(data, question.public.files[0].path, first)
    if first and len(first) < len(question.standing):
        yield f"  the same text stands at {len(question.standing) - len(first)} places more"


def _pictures(corpus: Path, question: Asked, pictures: Path) -> Iterator[str]:
    import pypdfium2

    path = inside(corpus, question.public.files[0].path)
    try:
        pdf = pypdfium2.PdfDocument(read(path))
        pdf.init_forms()
    except pypdfium2.PdfiumError as error:
        raise UserError("the PDF cannot be opened", where=str(path)) from error
    try:
        boxes: dict[int, list[tuple[float, ...]]] = {}
        for line in question.standing:
            if line.page is not None and line.box is not None and 0 < line.page <= len(pdf):
                boxes.setdefault(line.page, []).append(line.box)
        for number in sorted(boxes) or range(1, len(pdf) + 1):
            page = pdf[number - 1]
            unit = points_per_pixel(page) if question.truth.medium == "scan" else 1.0
            zoom = 1 / unit if unit < 1 else _ZOOM
            whole = page.render(scale=zoom).to_pil()
            yield f"page: {_written(whole, question, f'page-{number}', pictures)}"
            for at, box in enumerate(dict.fromkeys(boxes.get(number, ())), 1):
                placed = [each * unit for each in box]
                crop = whole.crop(_part(placed, page.get_size(), zoom))
                yield f"crop: {_written(crop, question, f'crop-{number}-{at}', pictures)}"
    finally:
        pdf.close()


def _part(
    box: Sequence[float], size: tuple[float, float], zoom: float
) -> tuple[int, int, int, int]:
    """Return the pixels around a box, the room to its left included, where labels stand."""
    width = max(_WIDE, box[2] - box[0] + 2 * _MARGIN)
    height = max(_TALL, box[3] - box[1] + 2 * _MARGIN)
    left = max(0.0, min(box[0] - 0.6 * (width - (box[2] - box[0])), size[0] - width))
    top = max(0.0, min((box[1] + box[3] - height) / 2, size[1] - height))
    right, bottom = min(size[0], left + width), min(size[1], top + height)
    return round(left * zoom), round(top * zoom), round(right * zoom), round(bottom * zoom)


def _written(picture: Any, question: Asked, name: str, pictures: Path) -> Path:  # noqa: ANN401 - an image
    import io

    field = hashlib.blake2b(question.pair.path.encode(), digest_size=4).hexdigest()
    path = pictures / f"{question.pair.case}-{field}-{name}.png"
    out = io.BytesIO()
    picture.save(out, "PNG")
    write_atomically(path, out.getvalue())
    return path


def _rows(data: bytes, name: str, standing: Sequence[Evidence]) -> Iterator[str]:
    if name.endswith(".xlsx"):
        yield from _cells(data, standing)
    elif name.endswith(".json") and any(line.pointer is not None for line in standing):
        tree = Tree(data)
        for pointer in dict.fromkeys(line.pointer for line in standing):
            found = tree.excerpt(pointer) if pointer is not None else None
            for text in (found or {}).get("lines", ()):
                yield f"  {text}"
    else:
        yield from _lines(data, standing, table=name.endswith((".csv", ".xls")))


def _cells(data: bytes, standing: Sequence[Evidence]) -> Iterator[str]:
    grids = book_grids(data)
    rows: dict[tuple[str, int], None] = {}
    for line in standing:
        place = place_in_book(line)
        if place is not None and line.sheet in grids:
            rows[line.sheet, place[0]] = None
    if not any(row for _, row in rows):
        rows = {(name, row): None for name, grid in grids.items() for row in range(len(grid.rows))}
    for name, row in list(rows)[:_LINES]:
        grid = grids[name].rows
        if not 0 <= row < len(grid):
            continue
        head = next((each for each in grid if sum(map(bool, each)) > 1), ())
        yield f"{name}, row {row + 1}:"
        for title, cell in zip(head, grid[row], strict=False):
            if cell and grid[row] is not head:
                yield f"  {title or '(no head)'}: {cell}"
            elif cell:
                yield f"  {cell}"


def _lines(data: bytes, standing: Sequence[Evidence], *, table: bool) -> Iterator[str]:
    """Yield the lines at a place: of a table with the heads, else with the lines around it."""
    try:
        text, encoding, mark = decoded(data)
    except UnreadableError:
        text, encoding, mark = data.decode("latin-1"), "latin-1", 0
    index = ByteIndex(text, encoding, mark)
    spans = [tuple(map(index.place, line.bytes)) for line in standing if line.bytes is not None]
    lines = text.split("\n")
    at = 0
    found: list[int] = []
    for number, line in enumerate(lines):
        if any(at <= end and start <= at + len(line) for start, end in spans):
            found.append(number)
        at += len(line) + 1
    if not found:
        wanted = list(range(_LINES))
    elif table:
        wanted = [0, _head(lines, found[-1]), *found]
    else:
        around = range(-_AROUND, _AROUND + 1)
        wanted = [0, *(max(0, number + more) for number in found for more in around)]
    for number in dict.fromkeys(wanted):
        if number < len(lines):
            yield f"  {number + 1}: {lines[number].rstrip(chr(13))[:_LONGEST]}"


def _head(lines: Sequence[str], row: int) -> int:
    """Return the first line with as many cells as a row has."""
    mark = max(_DELIMITERS, key=lines[row].count)
    width = lines[row].count(mark)
    return next(number for number, line in enumerate(lines) if line.count(mark) == width)
