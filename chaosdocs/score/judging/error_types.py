"""Error types: names for common differences between a right and a wrong value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from chaosdocs.score.judging.comparison import Json, Said, folded
from chaosdocs.truth.values import Kind

_CONFUSED: Final = str.maketrans("OoQDlI|SsBZzgq", "00001115582299")
_POWERS: Final = frozenset(Decimal(10) ** n for n in range(-6, 7) if n)


def slip(kind: Kind, value: Json, raw: Json, right: Said, told: Said) -> str:
    """Return the error type of a wrong value; empty if it is none of the common ones."""
    if kind == "ids":
        return _group_slip(right, told)
    if right.number is not None and told.number is not None:
        if right.number == told.number:
            return "wrong_currency" if kind == "money" else "wrong_unit"
        if right.number == -told.number:
            return "sign"
        if right.number and told.number and told.number / right.number in _POWERS:
            return "scale"
        return "lost_precision" if _is_rounded(right.number, told.number) else ""
    if kind == "id" and type(raw) is int:
        raw = str(raw)
    if not isinstance(value, str) or not isinstance(raw, str):
        return ""
    if kind == "date":
        return _date_slip(value.strip(), raw.strip())
    if kind == "multiline" and (line := _line_slip(value, raw)):
        return line
    if kind in {"id", "text", "multiline"}:
        one, other = _squeezed(value), _squeezed(raw)
        if one == other:
            return "spacing_or_case"
        if one.lstrip("0") == other.lstrip("0"):
            return "leading_zeros"
        if kind == "id" and other == f"{one.lstrip('0')}.0":
            return "number_for_code"
        alike = len(value) == len(raw)
        if alike and value.translate(_CONFUSED) == raw.translate(_CONFUSED):
            return "confused_glyphs"
    return ""


def _group_slip(right: Said, told: Said) -> str:
    """Name what went wrong in a group: a true pair is in it, or only one side of it is right."""
    one, other = right.key, told.key
    if not isinstance(one, tuple) or not isinstance(other, tuple) or other[0] != "ids":
        return ""
    common = one[1] & other[1]
    if len({side for side, _ in common}) > 1:
        return "partial_group"
    return "crossed" if common else ""


def _is_rounded(right: Decimal, told: Decimal) -> bool:
    """Whether a number is another one with fewer digits, rounded or cut: 13 or 12 for 12.75."""
    exponent = told.normalize().as_tuple().exponent
    unit = Fraction(1, 10 ** max(0, -exponent)) if isinstance(exponent, int) else Fraction(1)
    return abs(Fraction(right) - Fraction(told)) < unit


@lru_cache(maxsize=65_536)
def _squeezed(text: str) -> str:
    return "".join(folded(text).split())


def _line_slip(value: str, raw: str) -> str:
    """Name what happened to the lines of a text, where nothing else did."""
    lines = [line for part in value.splitlines() if (line := folded(part))]
    left = f"{folded(raw)} "
    lost = 0
    for line in lines:
        if left.startswith(f"{line} "):
            left = left[len(line) + 1 :]
        else:
            lost += 1
    if not left and lost:
        return "lost_line"
    told = sorted(line for part in raw.splitlines() if (line := folded(part)))
    return "lines_swapped" if told == sorted(lines) else ""


def _date_slip(value: str, raw: str) -> str:
    if raw[: len(value)] == value:
        return "false_precision"
    if value[: len(raw)] == raw:
        return "lost_precision"
    year, *rest = value.split("-")
    if len(rest) == 2 and raw == f"{year}-{rest[1]}-{rest[0]}":  # noqa: PLR2004 - month and day
        return "dm_swap"
    return "wrong_century" if raw[2:] == value[2:] else ""
