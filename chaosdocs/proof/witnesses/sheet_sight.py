"""Whether a cell of a workbook can be seen: not hidden, not pale, not tiny, and wide enough."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

_USUAL_WIDTH = 8.43
"""Width of a column that none is given for, characters."""
_SLACK = 1.5
"""Characters by which a number may be longer than its column: points and commas are narrow."""
_LEAST_SIZE = 4.0
"""Smallest letters that are read, points; also the lowest row and the narrowest column."""
_LEAST_WIDTH = 0.8
_LEAST_CONTRAST = 50
"""Difference between letters and ground, of 255."""
_THEME = (255, 0, 238, 68)
"""Greys of the first four colours of the usual theme: paper, ink, and a pale and a dark one."""
_GREY = (0.299, 0.587, 0.114)
_RGB = 6
_FIGURE = re.compile(r"[-+(]?\d[\d.,' ]*[-)%]?(?: ?[A-Z]{3})?")
"""A number in a text: with marks, a sign, a currency."""
_CUT = 3
"""A text shows that has at most so many times the characters of its column."""
_WIDE = 30.0
"""Width from which on a column shows of any text what it is; people open the cell for the rest."""


def visible(sheet: Any, cell: Any, text: str) -> bool:  # noqa: ANN401 - openpyxl has no types
    """Return whether a cell shows its text, and not struck through.

    Args:
        sheet: The worksheet.
        cell: One of its cells.
        text: What it shows by its number format.
    """
    return not (
        hidden(sheet, cell) or _pale(cell) or cell.font.strike or _narrow(sheet, cell, text)
    )


def hidden(sheet: Any, cell: Any) -> bool:  # noqa: ANN401
    """Return whether a cell's sheet, row or column is hidden, or its format shows nothing."""
    row = sheet.row_dimensions[cell.row]
    if sheet.sheet_state != "visible" or row.hidden or _below(row.height, _LEAST_SIZE):
        return True
    column = _column(sheet, cell)
    if column is not None and (column.hidden or _below(column.width, _LEAST_WIDTH)):
        return True
    return bool(cell.number_format == ";;;")


def _below(size: float | None, least: float) -> bool:
    return size is not None and size < least


def _column(sheet: Any, cell: Any) -> Any:  # noqa: ANN401
    """The dimension that a cell's column is in, or None."""
    from openpyxl.utils import get_column_letter

    letters = get_column_letter(cell.column)  # a cell that is joined to another has none itself
    for name, dimension in sheet.column_dimensions.items():
        if name == letters or ((dimension.min or 0) <= cell.column <= (dimension.max or 0)):
            return dimension
    return None


def _pale(cell: Any) -> bool:  # noqa: ANN401
    """Whether letters are tiny, or of the colour of their ground."""
    if _below(cell.font.sz, _LEAST_SIZE):
        return True
    letters = _grey(cell.font.color, 0)
    filled = cell.fill is not None and cell.fill.fill_type == "solid"
    ground = _grey(cell.fill.fgColor, 255) if filled else 255.0
    return abs(letters - ground) < _LEAST_CONTRAST


def _grey(color: Any, otherwise: float) -> float:  # noqa: ANN401
    if color is None:
        return otherwise
    if color.type == "rgb" and isinstance(color.rgb, str) and len(color.rgb) >= _RGB:
        code = color.rgb[-_RGB:]
        return sum(int(code[at : at + 2], 16) * w for at, w in zip((0, 2, 4), _GREY, strict=True))
    if color.type == "theme" and isinstance(color.theme, int) and color.theme < len(_THEME):
        base = float(_THEME[color.theme])
        tint = color.tint or 0.0
        return base + (255 - base) * tint if tint > 0 else base * (1 + tint)
    if color.type == "indexed" and color.indexed in {1, 9}:
        return 255.0
    return otherwise


def _narrow(sheet: Any, cell: Any, text: str) -> bool:  # noqa: ANN401
    """Whether a number is shown as ``####``, or most of a text is cut off by its neighbour."""
    column = _column(sheet, cell)
    width = _USUAL_WIDTH if column is None or column.width is None else column.width
    if isinstance(cell.value, int | float | Decimal | dt.date) and not isinstance(cell.value, bool):
        return len(text) > width + _SLACK
    figure = _FIGURE.fullmatch(text) is not None  # the rest of a number tells another number
    if len(text) <= (width + _SLACK if figure else _CUT * width) or (width >= _WIDE and not figure):
        return False
    if cell.alignment is not None and cell.alignment.wrap_text:
        return False
    return sheet.cell(cell.row, cell.column + 1).value is not None
