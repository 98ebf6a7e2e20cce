"""Content streams: runs and shapes as PDF operators (ISO 32000-1, annex A)."""

from __future__ import annotations

from collections.abc import Sequence

from chaosdocs.documents.pages import BLACK, Run, Shape
from chaosdocs.render.pdf.objects import number, numbers
from chaosdocs.render.pdf.typesetting import Typesetter


def page_content(
    runs: Sequence[Run], shapes: Sequence[Shape], tall: float, setter: Typesetter
) -> bytes:
    """Return the content stream of one page.

    Args:
        runs: Its runs, in the order in which they are written.
        shapes: Its rules and fills.
        tall: Height of the page, points.
        setter: The fonts of the file.
    """
    out = [_shape(shape, tall) for shape in shapes if not shape.above]
    out.append("BT")
    now_font: tuple[str, float] | None = None
    now_colour = BLACK
    now_gaps = 0.0
    seen = True
    for run in runs:
        if run.colour != now_colour:
            now_colour = run.colour
            out.append(f"{numbers(now_colour)} rg")
        if run.visible != seen:
            seen = run.visible
            out.append("0 Tr" if seen else "3 Tr")
        if run.gaps != now_gaps:
            now_gaps = run.gaps
            out.append(f"{number(now_gaps)} Tc")
        place = f"1 0 0 1 {run.x:.2f} {tall - run.y:.2f} Tm"
        for name, codes in setter.run(run):
            if (name, run.size) != now_font:
                now_font = (name, run.size)
                place = f"/{name} {number(run.size)} Tf {place}"
            out.append(f"{place} <{codes}> Tj")
            place = ""
    out.append("ET")
    out += [_shape(shape, tall) for shape in shapes if shape.above]
    return "\n".join(out).encode("ascii")


def _shape(shape: Shape, tall: float) -> str:
    x0, y0, x1, y1 = shape.box
    if shape.kind == "line":
        return (
            f"{numbers(shape.colour)} RG {number(shape.width)} w "
            f"{number(x0)} {number(tall - y0)} m {number(x1)} {number(tall - y1)} l S"
        )
    box = f"{number(x0)} {number(tall - y1)} {number(x1 - x0)} {number(y1 - y0)} re"
    if shape.kind == "fill":
        return f"q {numbers(shape.colour)} rg {box} f Q"
    return f"{numbers(shape.colour)} RG {number(shape.width)} w {box} S"
