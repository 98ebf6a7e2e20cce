"""Tables of libraries whose cells are typed, as plain JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

Json = Any


def table_of(heads: Iterable[Any], rows: Iterable[Iterable[Any]]) -> list[list[Json]]:
    """Return heads and rows as one table of plain cells.

    Args:
        heads: The names of the columns.
        rows: The rows below them.
    """
    return [cells_of(heads), *(cells_of(row) for row in rows)]


def cells_of(row: Iterable[Any]) -> list[Json]:
    """Return cells as plain JSON: dates in ISO form, what is missing as None.

    Example:
        >>> from datetime import date
        >>> cells_of([date(2024, 3, 5), Decimal("1.50"), float("nan"), True])
        ['2024-03-05', '1.50', None, True]
    """
    return [_plain(each) for each in row]


def _plain(cell: Any) -> Json:  # noqa: ANN401 - whatever a library puts into a cell
    if hasattr(cell, "item") and not isinstance(cell, str):  # a scalar of NumPy
        cell = cell.item()
    match cell:
        case None | str() | bool() | int():
            return cell
        case float():
            return cell if math.isfinite(cell) else None
        case Decimal():
            return str(cell)
        case dict() | list() | tuple():
            return json.dumps(cell, ensure_ascii=False, default=str)
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
