"""Setting blocks of fields, headings and paragraphs into units."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chaosdocs.documents.flow import Entry, Fields, Heading, Paragraph
from chaosdocs.documents.pages import RunRole
from chaosdocs.render.pdf.lines import widest_line, wrapped
from chaosdocs.render.pdf.metrics import measure
from chaosdocs.render.pdf.sheet import Mark, Piece, Unit, baseline
from chaosdocs.render.templates.look import Look
from chaosdocs.truth.statements import Statement

_RULE = (0.55, 0.55, 0.55)
_WHITE = (1.0, 1.0, 1.0)
_BOX_PAD = 3.0


def set_heading(block: Heading, look: Look, x0: float, x1: float) -> list[Unit]:
    """Return the unit of a title: on a coloured band where tables have coloured heads."""
    first = block.level == 1
    size = look.title if first else look.size * 1.25
    band = first and look.head_fill is not None
    inset = 8.0 if band else 0.0
    lines = wrapped(block.text, look.bold, size, x1 - x0 - 2 * inset)
    unit = Unit(len(lines) * size * look.leading + (8.0 if band else 4.0))
    for place, line in enumerate(lines):
        top = (4.0 if band else 0.0) + place * size * look.leading
        unit.pieces.append(
            Piece(
                block.id,
                line,
                x0 + inset,
                baseline(top, size, look.leading),
                size,
                look.bold,
                role="chrome" if first else "words",
                colour=_WHITE if band else look.accent,
            )
        )
    if band and look.head_fill is not None:
        unit.marks.append(
            Mark(f"{block.id}:band", "fill", (x0, 0, x1, unit.height), look.head_fill)
        )
    return [unit]


def set_paragraph(block: Paragraph, look: Look, x0: float, x1: float) -> list[Unit]:
    """Return the lines of running text as one unit."""
    size = look.size if block.size == "normal" else look.small
    step = size * look.leading
    lines = wrapped(block.text, look.font, size, x1 - x0)
    unit = Unit(len(lines) * step)
    unit.pieces += [
        Piece(block.id, line, x0, baseline(place * step, size, look.leading), size, look.font)
        for place, line in enumerate(lines)
    ]
    return [unit]


def set_fields(
    block: Fields, statements: Mapping[str, Statement], look: Look, x0: float, x1: float
) -> list[Unit]:
    """Return a block of fields between `x0` and `x1`, the way its role is set."""
    units = [_caption(block, look, x0)] if block.title else []
    match block.role:
        case "address":
            return units + _address(block, statements, look, x0, x1)
        case "totals":
            return units + _totals(block, statements, look, x0, x1)
        case "form":
            return units + _boxes(block, statements, look, x0, x1, ruled=True)
        case "footer":
            return units + _boxes(block, statements, look, x0, x1, ruled=False)
        case "plain":
            return units + _plain(block.entries, statements, look, x0, x1)


def _caption(block: Fields, look: Look, x0: float) -> Unit:
    step = look.small * look.leading
    piece = Piece(
        f"{block.id}:title",
        block.title,
        x0,
        baseline(0, look.small, look.leading),
        look.small,
        look.bold,
        colour=look.accent,
    )
    return Unit(step + 2.0, [piece])


def _lines(
    name: str,
    lines: Sequence[str],
    x: float,
    look: Look,
    *,
    top: float = 0.0,
    size: float = 0.0,
    bold: bool = False,
    statement: str | None = None,
    role: RunRole = "value",
    right: float | None = None,
) -> list[Piece]:
    """Pieces of several lines, from `top` down; flush right where `right` is given."""
    size = size or look.size
    font = look.bold if bold else look.font
    colour = look.grey if role == "label" and not bold else (0.0, 0.0, 0.0)
    return [
        Piece(
            name,
            line,
            x if right is None else right - measure(line, font, size),
            baseline(top + place * size * look.leading, size, look.leading),
            size,
            font,
            statement,
            role,
            colour,
        )
        for place, line in enumerate(lines)
    ]


def _plain(
    entries: Sequence[Entry], statements: Mapping[str, Statement], look: Look, x0: float, x1: float
) -> list[Unit]:
    wide = max((measure(e.label, look.font, look.size) for e in entries), default=0.0)
    indent = min(wide + 10.0, (x1 - x0) * 0.5) if wide else 0.0
    step = look.size * look.leading
    units = []
    for entry in entries:
        label = wrapped(entry.label, look.font, look.size, indent - 6.0) if entry.label else ()
        value = wrapped(statements[entry.statement].text, look.font, look.size, x1 - x0 - indent)
        unit = Unit(step * max(len(label), len(value), 1) + 1.0)
        unit.pieces += _lines(f"{entry.statement}:label", label, x0, look, role="label")
        unit.pieces += _lines(entry.statement, value, x0 + indent, look, statement=entry.statement)
        units.append(unit)
    return units


def _address(
    block: Fields, statements: Mapping[str, Statement], look: Look, x0: float, x1: float
) -> list[Unit]:
    """Values without labels one under the other, postcode and city side by side; others below.

    A blank is not seen without its label, so it stands among those that have one.
    """
    units: list[Unit] = []
    labelled: list[Entry] = []
    step = look.size * look.leading
    code: Piece | None = None
    named = any(_is(entry, ("name",)) for entry in block.entries)
    for place, entry in enumerate(block.entries):
        text = statements[entry.statement].text
        if entry.label or not text:
            labelled.append(replace(entry, label=entry.label or statements[entry.statement].label))
            continue
        start = x0
        if code is not None:
            start = code.x + measure(code.text, code.font, code.size) + look.size * 0.3
            if _postcode(entry) and start + measure(text, look.font, look.size) > x1:
                code, start = None, x0
        lines = wrapped(text, look.font, look.size, x1 - start)
        pieces = _lines(
            entry.statement,
            lines,
            start,
            look,
            bold=_is(entry, ("name",)) if named else place == 0,
            statement=entry.statement,
        )
        if code is None:
            units.append(Unit(step * len(lines)))
        units[-1].pieces += (*pieces, *_behind(entry, pieces, look, x1))
        units[-1].height = max(units[-1].height, step * len(lines))
        ahead = _share_a_line(*block.entries[place : place + 2])
        code = pieces[0] if ahead and len(lines) == 1 and code is None else None
    return units + _plain(labelled, statements, look, x0, x1)


def _behind(entry: Entry, pieces: Sequence[Piece], look: Look, x1: float) -> list[Piece]:
    """The words behind a statement, where its last line leaves room for them."""
    if not entry.after or not pieces:
        return []
    last = pieces[-1]
    x = last.x + measure(last.text, last.font, look.size) + look.size
    if x + measure(entry.after, look.font, look.size) > x1:
        return []
    return [Piece(f"{entry.statement}:after", entry.after, x, last.y, look.size, look.font)]


def _share_a_line(entry: Entry, following: Entry | None = None) -> bool:
    """Whether two parts stand side by side, as in ``86382 Parsberg`` and ``Troy, NY 12180``."""
    if following is None:
        return False
    if _postcode(entry):
        return not _is(following, ("country",))
    return _is(entry, ("city",)) and _postcode(following)


def _postcode(entry: Entry) -> bool:
    return _is(entry, ("postcode", "postal_code", "zip"))


def _is(entry: Entry, leaves: tuple[str, ...]) -> bool:
    return entry.statement.rpartition("#")[0].endswith(leaves)


def _totals(
    block: Fields, statements: Mapping[str, Statement], look: Look, x0: float, x1: float
) -> list[Unit]:
    """Labels and figures flush right under the table; the last is set off."""
    if not block.entries:
        return []
    edge = x1 - 4.0
    label_room = (x1 - x0) * 0.42
    value_room = (x1 - x0) * 0.38
    labels = [wrapped(e.label, look.bold, look.size, label_room) for e in block.entries]
    values = [
        wrapped(statements[e.statement].text, look.bold, look.size, value_room)
        for e in block.entries
    ]
    figures = max(measure(v, look.bold, look.size) for lines in values for v in (*lines, ""))
    words = max(measure(v, look.bold, look.size) for lines in labels for v in (*lines, ""))
    left = edge - max(figures + words + 18.0, (x1 - x0) * 0.36)
    step = look.size * look.leading
    units = []
    for place, entry in enumerate(block.entries):
        last = place == len(block.entries) - 1
        pad = 3.0 if last else 1.0
        unit = Unit(step * max(len(labels[place]), len(values[place]), 1) + 2 * pad)
        unit.pieces += _lines(
            f"{entry.statement}:label", labels[place], left, look, top=pad, bold=last, role="label"
        )
        unit.pieces += _lines(
            entry.statement,
            values[place],
            left,
            look,
            top=pad,
            bold=last,
            statement=entry.statement,
            right=edge,
        )
        if last:
            unit.marks.append(Mark(f"{block.id}:rule", "line", (left, 0, x1, 0), look.accent, 0.9))
        units.append(unit)
    return units


def _boxes(
    block: Fields,
    statements: Mapping[str, Statement],
    look: Look,
    x0: float,
    x1: float,
    *,
    ruled: bool,
) -> list[Unit]:
    """Boxes in rows: a small label above the value; a long value takes several places."""
    size = look.size if ruled else look.small
    places = look.form_columns if ruled else 3
    one = (x1 - x0) / places
    pad = _BOX_PAD if ruled else 0.0
    units: list[Unit] = []
    row: list[tuple[Entry, int]] = []

    def close() -> None:
        if row:
            units.append(_box_row(block, statements, look, row, x0=x0, one=one, ruled=ruled))
            row.clear()

    for entry in block.entries:
        need = max(
            widest_line(statements[entry.statement].text, look.font, size),
            measure(entry.label, look.font, look.small),
        )
        span = min(places, max(1, math.ceil((need + 2 * pad + 4.0) / one)))
        if sum(taken for _entry, taken in row) + span > places:
            close()
        row.append((entry, span))
    close()
    if not ruled and units:
        units.insert(
            0, Unit(6.0, [], [Mark(f"{block.id}:rule", "line", (x0, 0, x1, 0), look.accent, 0.8)])
        )
    return units


def _box_row(
    block: Fields,
    statements: Mapping[str, Statement],
    look: Look,
    row: Sequence[tuple[Entry, int]],
    *,
    x0: float,
    one: float,
    ruled: bool,
) -> Unit:
    left = x0
    size = look.size if ruled else look.small
    pad = _BOX_PAD if ruled else 0.0
    cap = look.small * look.leading
    unit = Unit(0.0)
    edges = []
    for entry, span in row:
        room = one * span - 2 * pad - 3.0
        label = wrapped(entry.label, look.font, look.small, room) if entry.label else ()
        value = wrapped(statements[entry.statement].text, look.font, size, room)
        name = f"{entry.statement}:label"
        unit.pieces += _lines(
            name, label, left + pad, look, top=pad / 2, size=look.small, role="label"
        )
        top = pad / 2 + cap * len(label)
        unit.pieces += _lines(entry.statement, value, left + pad, look, top=top, size=size,
                              statement=entry.statement)  # fmt: skip
        unit.height = max(
            unit.height, top + size * look.leading * max(len(value), 1) + (pad or 4.0) / 2
        )
        edges.append((left, left + one * span))
        left += one * span
    if ruled:
        unit.marks += [
            Mark(f"{block.id}:box", "frame", (a, 0, b, unit.height), _RULE, 0.5) for a, b in edges
        ]
    return unit
