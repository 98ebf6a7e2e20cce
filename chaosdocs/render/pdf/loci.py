"""Where in a finished PDF every statement stands, on every channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from chaosdocs.documents.geometry import Box, around
from chaosdocs.documents.pages import PdfDocument, Run
from chaosdocs.documents.rendered import Locus
from chaosdocs.render.pdf.typesetting import said
from chaosdocs.truth.statements import Statement

_AROUND = {"metadata", "attachment", "revision"}
"""Channels of what is in the file and on no page."""


def loci(document: PdfDocument) -> tuple[Locus, ...]:
    """Return the places of all statements of `document`.

    Boxes are those of the page as shown: relative to its CropBox where it has one. A statement
    outside of it is on the text channel alone, and so are words in its stead.
    """
    return tuple(_Places(document).all())


class _Places:
    def __init__(self, document: PdfDocument) -> None:
        self.document = document
        self.layers = {layer.font: layer for layer in document.fonts}
        self.runs: dict[str, list[Run]] = {}
        self.labels: dict[str, list[Run]] = {}
        for run in document.runs:
            if run.statement is not None:
                self.runs.setdefault(run.statement, []).append(run)
            elif run.role in {"label", "head"} and run.visible:
                self.labels.setdefault(run.id.rpartition("@")[0], []).append(run)
        self.placed = {
            *self.runs,
            *(w.statement for w in document.widgets),
            *(a.statement for a in document.annotations),
        }

    @cached_property
    def rows_shown(self) -> frozenset[str]:
        """The rows of which something can be seen."""
        return frozenset(
            row
            for name, runs in self.runs.items()
            if name in self.document.statements
            and (row := self.document.statements[name].row) is not None
            and any(run.visible and self._inside(run.page, run.box) for run in runs)
        )

    def all(self) -> Iterator[Locus]:
        simple = not self.layers and not self.document.crops
        for name, statement in self.document.statements.items():
            runs = self.runs.get(name)
            if simple and runs is not None and len(runs) == 1 and self._plain(statement, runs[0]):
                yield from _both(statement, runs[0])
                continue
            if runs is not None:
                yield from self._on_pages(statement, runs)
            if not statement.on("eye").living:
                yield from self._label(statement)
        yield from self._sentences()
        yield from self._forms()
        yield from self._notes()
        for name, statement in self.document.statements.items():
            if name in self.placed and not statement.elsewhere:
                continue
            channels = {channel for channel, _claim in statement.elsewhere}
            if statement.text and (statement.id not in self.placed or channels & _AROUND):
                yield from self._around_it(statement)

    def _plain(self, statement: Statement, run: Run) -> bool:
        """Whether the statement is what is drawn and what is read, as nearly all are."""
        wide, tall = self.document.sizes[run.page]
        return (
            run.visible
            and run.encoded is None
            and not statement.elsewhere
            and bool(statement.claim.readings)
            and run.x >= 0.0
            and run.x + run.width <= wide
            and run.size <= run.y <= tall
        )

    def _on_pages(self, statement: Statement, runs: Sequence[Run]) -> Iterator[Locus]:
        for page, visible, here in _together(runs):
            box = around([run.box for run in here]) if len(here) > 1 else here[0].box
            shown = self._shown(page, box)
            drawn = joined(here, [run.text for run in here], statement.text)
            seen = visible and self._inside(page, box)
            if seen:
                yield _seen(statement, drawn, page, shown)
            living = statement.on("text").living
            if seen and not living:  # what is left in its stead is what the eye finds
                continue
            text = drawn
            if self.layers or any(run.encoded is not None for run in here):
                text = joined(here, [said(run, self.layers) for run in here], statement.text)
            if text:
                role: Literal["says", "trace"] = "says" if living else "trace"
                yield Locus(statement.id, "text", text, role, page + 1, shown)

    def _label(self, statement: Statement) -> Iterator[Locus]:
        """The words that are left where the value is gone: its label, or its column's head.

        A head is a trace of a row only where something else of the row can be seen.
        """
        labels = self.labels.get(f"{statement.id}:label", ())
        if not labels and statement.ref is not None and statement.row in self.rows_shown:
            head, _, leaf = statement.ref.partition(f"/{statement.row}/")
            labels = self.labels.get(f"{head[1:]}:head:{leaf}", ())
        if not labels:
            return
        page = labels[0].page
        here = [run for run in labels if run.page == page]
        box = around([run.box for run in here])
        if self._inside(page, box):
            yield Locus(
                statement=statement.id,
                channel="eye",
                text=joined(here, [run.text for run in here], ""),
                role="trace",
                page=page + 1,
                box=self._shown(page, box),
            )

    def _forms(self) -> Iterator[Locus]:
        for widget in self.document.widgets:
            if widget.statement is None or widget.statement not in self.document.statements:
                continue
            statement = self.document.statements[widget.statement]
            box = Box(*widget.box)
            shown = self._shown(widget.page, box)
            page = widget.page + 1
            if widget.value and statement.on("form").living:
                yield Locus(
                    statement=statement.id, channel="form", text=widget.value, page=page, box=shown
                )
            if widget.shown and self._inside(widget.page, box):
                living = statement.on("eye").living
                yield Locus(
                    statement=statement.id,
                    channel="eye",
                    text=widget.shown,
                    role="says" if living else "trace",
                    page=page,
                    box=shown,
                )

    def _sentences(self) -> Iterator[Locus]:
        """Sentences that state no field, such as a rule of precedence."""
        lines: dict[tuple[str, int], list[Run]] = {}
        for run in self.document.runs:
            name = run.id.rpartition("@")[0]
            if name.startswith("note#") and run.visible:
                lines.setdefault((name, run.page), []).append(run)
        for (name, page), runs in lines.items():
            box = around([run.box for run in runs])
            shown = self._shown(page, box)
            rows: dict[float, str] = {}
            for run in runs:
                rows[run.y] = rows.get(run.y, "") + run.text
            text = " ".join(rows.values())
            if self._inside(page, box):
                yield Locus(statement=name, channel="eye", text=text, page=page + 1, box=shown)
            if all(said(run, self.layers) == run.text for run in runs):
                yield Locus(statement=name, channel="text", text=text, page=page + 1, box=shown)

    def _notes(self) -> Iterator[Locus]:
        for note in self.document.annotations:
            if note.statement is None or note.statement not in self.document.statements:
                continue
            statement = self.document.statements[note.statement]
            box = Box(*note.box)
            shown = self._shown(note.page, box)
            page = note.page + 1
            text = found(statement.text, note.contents) or note.contents
            if statement.on("annotation").living:
                yield Locus(
                    statement=statement.id, channel="annotation", text=text, page=page, box=shown
                )
            if note.kind == "freetext" and self._inside(note.page, box):
                living = statement.on("eye").living
                yield Locus(
                    statement=statement.id,
                    channel="eye",
                    text=text,
                    role="says" if living else "trace",
                    page=page,
                    box=shown,
                )

    def _around_it(self, statement: Statement) -> Iterator[Locus]:
        """StatementSet in the document information, in older revisions and in attached files."""
        if (
            statement.on("revision").living
            and statement.text in self.document.hidden_revision.values()
        ):
            yield Locus(statement=statement.id, channel="revision", text=statement.text)
        if statement.on("metadata").living:
            for text in self.document.info.values():
                if found(statement.text, text):
                    yield Locus(statement=statement.id, channel="metadata", text=statement.text)
                    break
        if statement.on("attachment").living:
            for contents in self.document.attachments.values():
                at = _place(statement.text, contents)
                if at is not None:
                    first = len(contents[:at].encode())
                    yield Locus(
                        statement=statement.id,
                        channel="attachment",
                        text=statement.text,
                        bytes=(first, first + len(statement.text.encode())),
                    )
                    break

    def _inside(self, page: int, box: Box) -> bool:
        """Whether the middle of `box` can be seen."""
        crop = self.document.crops.get(page)
        if crop is None:
            crop = Box(0.0, 0.0, *self.document.sizes[page])
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return crop.x0 <= x <= crop.x1 and crop.y0 <= y <= crop.y1

    def _shown(self, page: int, box: Box) -> Box:
        crop = self.document.crops.get(page)
        x, y = (0.0, 0.0) if crop is None else (crop.x0, crop.y0)
        return _rounded(Box(box.x0 - x, box.y0 - y, box.x1 - x, box.y1 - y))


def _both(statement: Statement, run: Run) -> tuple[Locus, Locus]:
    x0, y0, x1, y1 = run.box
    box = Box(x0, round(y0, 2), round(x1, 2), round(y1, 2))
    name, text, page = statement.id, run.text, run.page + 1
    return (
        Locus(name, "eye", text, "says", page, box),
        Locus(name, "text", text, "says", page, box),
    )


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return Box(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


def _seen(statement: Statement, drawn: str, page: int, shown: Box) -> Locus:
    """What the eye finds: the statement, what is left in its stead, or a cover over it."""
    living = statement.on("eye").living
    covered = not living and statement.claim.living
    return Locus(
        statement=statement.id,
        channel="eye",
        text="" if covered else drawn,
        role="says" if living else "trace",
        page=page + 1,
        box=shown,
    )


def _together(runs: Sequence[Run]) -> Iterator[tuple[int, bool, list[Run]]]:
    """Runs by page, the painted apart from the invisible."""
    if len(runs) == 1:
        yield runs[0].page, runs[0].visible, list(runs)
        return
    groups: dict[tuple[int, bool], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.page, run.visible), []).append(run)
    for (page, visible), here in groups.items():
        yield page, visible, here


def joined(runs: Sequence[Run], texts: Sequence[str], whole: str) -> str:
    """Return what several runs say together.

    Args:
        runs: The runs, in order.
        texts: What each of them says.
        whole: What the statement shows; if the runs say the same but for spaces, this is returned.
    """
    if len(texts) == 1:
        return texts[0]
    said = "".join("".join(texts).split())
    if whole and said == "".join(whole.split()):
        return whole
    if "\n" in whole and len(said) == len("".join(whole.split())):
        letters = iter(said)  # other letters on the same lines
        return "".join(char if char.isspace() else next(letters) for char in whole)
    out = texts[0]
    for last, run, text in zip(runs, runs[1:], texts[1:], strict=False):
        touching = last.y == run.y and abs(last.box.x1 - run.x) < 0.15 * run.size
        out += text if touching else f" {text}"
    return out


def found(text: str, within: str) -> str:
    """Return `text` if it stands in `within` as a word of its own, else nothing."""
    return text if text and _place(text, within) is not None else ""


def _place(text: str, within: str) -> int | None:
    at = within.find(text)
    while at >= 0:
        before = within[at - 1 : at]
        after = within[at + len(text) : at + len(text) + 1]
        if not (_inner(before) and _inner(text[0])) and not (_inner(after) and _inner(text[-1])):
            return at
        at = within.find(text, at + 1)
    return None


def _inner(char: str) -> bool:
    return char.isalnum()
