"""Draw the table of widths and inks of fonts: ``python -m chaosdocs.render.pdf.draw_metrics``.

The table is part of the package, so that documents are laid out without opening a font.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

from chaosdocs.foundation.fonts import FONTS, font_bytes

LETTERS = (*range(0x21, 0x180), *range(0x2010, 0x2027), 0x20AC, 0x2212)
"""Code points whose ink is stored: Latin letters, figures, signs."""
TABLE = Path(__file__).with_name("metrics.json")


def drawn(font: str) -> dict[str, object]:
    """Return the widths of `font` as stored.

    Returns:
        ``units`` an em, ``runs``: first code point, how many, advance width in those units, and
        ``ink``: code point, where its ink starts and ends from its origin.
    """
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font_bytes(font)), lazy=True) as opened:
        advances = opened["hmtx"].metrics
        names = opened.getBestCmap()
        covered = {code: advances[glyph][0] for code, glyph in names.items()}
        shapes = {code: opened["glyf"][names[code]] for code in LETTERS if code in names}
        ink = [
            [code, shape.xMin, shape.xMax]
            for code, shape in shapes.items()
            if shape.numberOfContours
        ]
        units = opened["head"].unitsPerEm
    runs: list[list[int]] = []
    for code in sorted(covered):
        last = runs[-1] if runs else None
        if last is not None and last[0] + last[1] == code and last[2] == covered[code]:
            last[1] += 1
        else:
            runs.append([code, 1, covered[code]])
    return {"units": units, "runs": runs, "ink": ink}


def main() -> None:
    """Write the table."""
    lines = [
        f"{json.dumps(font)}: {json.dumps(drawn(font), separators=(',', ':'))}" for font in FONTS
    ]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
