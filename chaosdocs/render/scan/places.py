"""Where every statement stands in page images, and what is left of those that are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from chaosdocs.documents.geometry import Affine, Box, around
from chaosdocs.documents.pages import Run
from chaosdocs.documents.rendered import Locus, ScannedPage
from chaosdocs.documents.scan import Occlude, Scan
from chaosdocs.render.pdf.loci import joined
from chaosdocs.render.pdf.right_to_left import letters
from chaosdocs.render.scan.container import Word, advance
from chaosdocs.truth.statements import Statement

_NUMBERED = re.compile(r"\d\D+\d")


class _Batch:
    """A scan with its page images, and what stands where, by statement and source page."""

    def __init__(self, scan: Scan, pages: tuple[ScannedPage, ...]) -> None:
        self.scan = scan
        self.pages = tuple(enumerate(pages, 1))
        self.runs: dict[str, list[Run]] = {}
        self.boxes: dict[str, list[tuple[int, Box]]] = {}
        source = scan.source
        for run in source.runs:
            if run.statement is not None and run.visible:
                self.runs.setdefault(run.statement, []).append(run)
                self.boxes.setdefault(run.statement, []).append((run.page, run.box))
        others = (
            *(w.statement for w in source.widgets),
            *(a.statement for a in source.annotations),
        )
        self.boxes.update(
            (statement, list(source.boxes(statement)))
            for statement in others
            if statement is not None
        )

    def shown(self, statement: Statement) -> Iterator[tuple[int, Box, str]]:
        """Page, box in pixels and text of every place that shows the statement."""
        everywhere = self.boxes.get(statement.id, ())
        for number, page in self.pages:
            boxes = [box for at, box in everywhere if at == page.source]
            if not boxes:
                continue
            whole = page.affine.box(around(boxes) if len(boxes) > 1 else boxes[0])
            runs = [run for run in self.runs.get(statement.id, ()) if run.page == page.source]
            text = (
                joined(runs, [run.text for run in runs], statement.text) if runs else statement.text
            )
            if text != statement.text and _letters(statement.text) in _letters(text):
                if _letters(statement.text) != _letters(text):
                    whole = clipped(whole, page)
                text = statement.text
            if _visible(clipped(whole, page)):
                yield number, whole, text


def loci(scan: Scan, pages: tuple[ScannedPage, ...]) -> tuple[Locus, ...]:
    """Return where every statement of `scan` can be read in its page images.

    Args:
        scan: The scan.
        pages: Its page images, in the order of the batch.
    """
    batch = _Batch(scan, pages)
    stated = (locus for statement in scan.statements.values() for locus in _of(batch, statement))
    return (*stated, *_sentences(batch))


def _sentences(batch: _Batch) -> Iterator[Locus]:
    """Sentences that state no field, such as a rule of precedence; what is left of those cut."""
    for number, page in batch.pages:
        lines: dict[str, list[Run]] = {}
        for run in batch.scan.source.runs:
            name = run.id.rpartition("@")[0]
            if run.page == page.source and ":note#" in f":{name}" and run.visible:
                lines.setdefault(name, []).append(run)
        for name, runs in lines.items():
            whole = page.affine.box(around(run.box for run in runs))
            seen = clipped(whole, page)
            if not _visible(seen):
                continue
            text = " ".join(run.text for run in runs)
            role: Literal["says", "trace"] = "says" if seen == whole else "trace"
            yield Locus(statement=name, channel="eye", text=text, role=role, page=number, box=seen)
            if batch.scan.layer == "text" and role == "says":
                yield Locus(statement=name, channel="text", text=text, page=number, box=seen)


def _of(batch: _Batch, statement: Statement) -> Iterator[Locus]:
    if not statement.on("eye").living:
        yield from _traces(batch, statement)
        return
    seen = False
    for number, box, text in batch.shown(statement):
        seen = True
        yield Locus(statement=statement.id, channel="eye", text=text, page=number, box=box)
        if batch.scan.layer == "text":
            yield Locus(statement=statement.id, channel="text", text=text, page=number, box=box)
    if seen:
        yield from _marks(batch, statement)


def _traces(batch: _Batch, statement: Statement) -> Iterator[Locus]:
    """What is seen in place of a statement that says nothing."""
    match statement.trace:
        case "redaction" | "stain":
            found = list(_marks(batch, statement))
        case "cut":
            found = [
                _trace(statement, number, clipped(box, batch.pages[number - 1][1]))
                for number, box, _text in batch.shown(statement)
            ] or list(_labels(batch, statement))
        case "page":
            found = list(_numbers(batch, statement))[:1]
        case _:
            found = list(_labels(batch, statement))
    yield from found


def _marks(batch: _Batch, statement: Statement) -> Iterator[Locus]:
    """What lies over the places of a statement."""
    for number, page in batch.pages:
        boxes = [box for at, box in batch.boxes.get(statement.id, ()) if at == page.source]
        for effect in batch.scan.effects:
            if not isinstance(effect, Occlude) or effect.page not in {None, page.source}:
                continue
            mark = Box(*effect.box)
            seen = clipped(page.affine.box(mark), page)
            if any(mark.meets(box) for box in boxes) and _visible(seen):
                yield _trace(statement, number, seen)


def _labels(batch: _Batch, statement: Statement) -> Iterator[Locus]:
    """The words that introduce a statement: its label, or the head of its column.

    A head is a trace of a row only where something else of the row is on the page.
    """
    leaf = statement.id.partition("#")[0].rpartition("/")[2]
    for number, page in batch.pages:
        runs = [run for run in batch.scan.source.runs if run.page == page.source and run.visible]
        mine = [r for r in runs if r.role == "label" and r.id.startswith(f"{statement.id}:label@")]
        if not mine and statement.row is not None and _row_shown(batch, page, statement.row):
            mine = [r for r in runs if r.role == "head" and f":head:{leaf}@" in r.id]
        if not mine:
            continue
        box = clipped(page.affine.box(around(run.box for run in mine)), page)
        if _visible(box):
            yield _trace(statement, number, box, joined(mine, [run.text for run in mine], ""))
            return


def _row_shown(batch: _Batch, page: ScannedPage, row: str) -> bool:
    """Whether anything of a row stands on a page."""
    statements = batch.scan.statements
    return any(
        run.page == page.source and run.visible and run.text.strip()
        for run in batch.scan.source.runs
        if run.statement is not None
        and run.statement in statements
        and statements[run.statement].row == row
    )


def _numbers(batch: _Batch, statement: Statement) -> Iterator[Locus]:
    """Page numbers that count the missing page: ``Page 2 of 3``."""
    for number, page in batch.pages:
        for run in batch.scan.source.runs:
            if run.page != page.source or run.role != "chrome" or not _NUMBERED.search(run.text):
                continue
            box = clipped(page.affine.box(run.box), page)
            if _visible(box):
                yield _trace(statement, number, box, run.text)


def _visible(box: Box) -> bool:
    """Whether a box that was clipped to the image is more than an edge of it."""
    return box.x1 - box.x0 >= 1 and box.y1 - box.y0 >= 1


def _trace(statement: Statement, number: int, box: Box, text: str = "") -> Locus:
    return Locus(
        statement=statement.id, channel="eye", text=text, role="trace", page=number, box=box
    )


def clipped(box: Box, page: ScannedPage) -> Box:
    """Return the part of a box in pixels that is in the image."""
    return Box(
        min(max(box.x0, 0), page.width),
        min(max(box.y0, 0), page.height),
        min(max(box.x1, 0), page.width),
        min(max(box.y1, 0), page.height),
    )


def layer(scan: Scan, page: ScannedPage) -> tuple[Word, ...]:
    """Return the text layer of a page: everything that stands in the image, where it stands."""
    hidden = [
        Box(*effect.box)
        for effect in scan.effects
        if isinstance(effect, Occlude)
        and effect.style in {"redaction", "tape"}
        and effect.page in {None, page.source}
    ]
    words = []
    said: set[str] = set()
    for run in scan.source.runs:
        if run.page != page.source or not run.visible or not run.text.strip():
            continue
        text, box = run.text, run.box
        statement = scan.statements.get(run.statement) if run.statement is not None else None
        if statement is not None:
            if not statement.on("eye").living or statement.id in said:
                continue
            text, box = _left(scan, page, statement, run)
            if box != run.box:
                said.add(statement.id)
        elif any(mark.meets(box) for mark in hidden):
            continue
        shown = page.affine.box(box)
        if clipped(shown, page) != shown:
            continue
        wide = (box.x1 - box.x0) / advance(text)
        base = Affine(wide, 0.0, 0.0, run.size, box.x0, run.y)
        words.append(Word(letters(text), base.then(page.affine)))
    return tuple(words)


def _left(scan: Scan, page: ScannedPage, statement: Statement, run: Run) -> tuple[str, Box]:
    """What is left of a run, where a cut took the rest away."""
    runs = [r for r in scan.source.runs_of(statement.id) if r.page == run.page]
    whole = page.affine.box(run.box)
    part = clipped(whole, page)
    if whole == part or len(runs) != 1 or whole.x1 <= whole.x0:
        return run.text, run.box
    span = run.box.x1 - run.box.x0
    first = run.box.x0 + span * max(0.0, part.x0 - whole.x0) / (whole.x1 - whole.x0)
    last = run.box.x1 - span * max(0.0, whole.x1 - part.x1) / (whole.x1 - whole.x0)
    return statement.text, Box(first, run.box.y0, last, run.box.y1)


def _letters(text: str) -> str:
    return "".join(text.split())
