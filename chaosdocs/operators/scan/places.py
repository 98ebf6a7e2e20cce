"""Where marks are put on a page: over a field, or beside it where nothing stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chaosdocs.authoring import Box, Ref, Rng, Scan, Statement, around, statements_of, take

_CLEAR = 1.0
"""Points that a mark beside a field keeps from all text."""
_APART = 18.0
"""Points between two marks beside fields: nearer ones would be one mark of another shape."""
_INSIDE = 12.0
"""Points that it keeps from the edge of the page."""
_STEPS = 14


def fields(scan: Scan, count: int, rng: Rng) -> tuple[Ref, ...]:
    """Return `count` of the fields that can be seen, or the one that is aimed at."""
    refs = list(dict.fromkeys(s.ref for s in statements_of(scan) if s.ref and scan.boxes(s.id)))
    return take(refs, count / len(refs), rng, str) if refs else ()


def statements(scan: Scan, ref: Ref) -> tuple[Statement, ...]:
    """Return everything on the pages that still states a field."""
    return tuple(
        statement
        for statement in scan.statements.values()
        if statement.ref == ref and statement.on("eye").living and scan.boxes(statement.id)
    )


def sites(scan: Scan, statement: Statement) -> Iterator[tuple[int, Box]]:
    """Yield page and box of a statement, once for every page."""
    boxes: dict[int, list[Box]] = {}
    for page, box in scan.boxes(statement.id):
        boxes.setdefault(page, []).append(box)
    for page, here in boxes.items():
        yield page, around(here)


def padded(box: Box, across: float, down: float) -> tuple[float, float, float, float]:
    """Return the box with so much more on its sides, to a hundredth of a point."""
    return (
        round(box.x0 - across, 2),
        round(box.y0 - down, 2),
        round(box.x1 + across, 2),
        round(box.y1 + down, 2),
    )


def bar(box: Box) -> Box:
    """Return the bar that covers a text, ascenders and descenders too."""
    return Box(*padded(box, 1.5, 0.6))


def blotch(box: Box) -> Box:
    """Return the box of a stain whose body covers a text to its corners."""
    across, down = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
    return Box(*padded(box, across * 0.12 + 9.0, down * 0.3 + 5.0))


def beside(scan: Scan, page: int, mark: Box, others: Sequence[tuple[int, Box]] = ()) -> Box | None:
    """Return where `mark` can be moved so that it lies on no text, as near as can be.

    It is made narrower where there is no room for all of it.

    Args:
        scan: The scan.
        page: The page of the mark, from 0.
        mark: The box of the mark over its field, points.
        others: Pages and boxes of the marks that are there already. It lies apart from them.
    """
    width, height = scan.size(page)
    taken = [run.box.grown(_CLEAR) for run in scan.source.runs if run.page == page and run.visible]
    taken += [box.grown(_APART) for there, box in others if there == page]
    across, down = mark.x1 - mark.x0, mark.y1 - mark.y0
    moves = sorted(
        ((i, j) for i in range(-_STEPS, _STEPS + 1) for j in range(-_STEPS, _STEPS + 1)),
        key=lambda ij: (abs(ij[0]) * across / 2 + abs(ij[1]) * down, ij),
    )
    for part in (1.0, 0.5, 0.25):
        for i, j in moves:
            x0 = mark.x0 + i * across / 2
            y0 = mark.y0 + j * down / 2
            moved = Box(x0, y0, x0 + across * part, y0 + down)
            inside = (
                moved.x0 >= _INSIDE
                and moved.y0 >= _INSIDE
                and moved.x1 <= width - _INSIDE
                and moved.y1 <= height - _INSIDE
            )
            if inside and not any(moved.meets(box) for box in taken):
                return Box(*padded(moved, 0, 0))
    return None


def pattern(rng: Rng) -> str:
    """Return the name of a pattern of grain, dust or stain."""
    return f"{rng.at('pattern').below(1 << 48):012x}"
