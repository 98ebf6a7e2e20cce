"""Which facts an edit of pages or images reaches, beyond the statements whose truth it rewrites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chaosdocs.documents.edits import Edit, SetOption
from chaosdocs.documents.flow import Flow
from chaosdocs.documents.geometry import Box
from chaosdocs.documents.page_verbs import AddShape, OrderRuns, SetFontLayer, SetRun
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.scan import Cut, Effect, LayText, Occlude, Scan
from chaosdocs.truth.statements import Ref


def reached(document: Any, edit: Edit) -> frozenset[Ref]:  # noqa: ANN401 - of any stage
    """Return the facts whose look `edit` changes in `document`."""
    if isinstance(document, Scan) and isinstance(edit, Effect):
        return frozenset(_under(document, edit))
    if isinstance(document, Scan) and isinstance(edit, LayText):
        return frozenset(
            statement.ref
            for name, statement in document.statements.items()
            if statement.ref and document.boxes(name)
        )
    if isinstance(document, Flow) and isinstance(edit, SetOption):
        return frozenset(
            statement.ref
            for statement in document.statements.values()
            if statement.ref and statement.row
        )
    if isinstance(document, PdfDocument):
        return frozenset(_on_pages(document, edit))
    return frozenset()


def _under(scan: Scan, effect: Effect) -> Iterator[Ref]:
    for name, statement in scan.statements.items():
        if statement.ref is None:
            continue
        for page, box in scan.boxes(name):
            if effect.page is not None and effect.page != page:
                continue
            region = _region(scan, effect, page)
            if region is None or region.meets(box):
                yield statement.ref


def _region(scan: Scan, effect: Effect, page: int) -> Box | None:
    width, height = scan.size(page)
    match effect:
        case Occlude():
            return Box(*effect.box)
        case Cut(side="left"):
            return Box(0, 0, effect.points, height)
        case Cut(side="right"):
            return Box(width - effect.points, 0, width, height)
        case Cut(side="top"):
            return Box(0, 0, width, effect.points)
        case Cut(side="bottom"):
            return Box(0, height - effect.points, width, height)
        case _:
            return None


def _on_pages(document: PdfDocument, edit: Edit) -> Iterator[Ref]:
    match edit:
        case SetRun(before=run) if run.statement is not None:
            names = [run.statement]
        case OrderRuns(page=page):
            names = [run.statement for run in document.runs if run.page == page and run.statement]
        case SetFontLayer(layer=layer):
            names = [
                run.statement for run in document.runs if run.font == layer.font and run.statement
            ]
        case AddShape(shape=shape) if shape.above:
            box = Box(*shape.box)
            names = [
                run.statement
                for run in document.runs
                if run.page == shape.page and run.statement and run.box.meets(box)
            ]
        case _:
            names = []
    for name in names:
        ref = document.statements[name].ref
        if ref is not None:
            yield ref
