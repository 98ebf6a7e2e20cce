"""A font whose text layer says other digits than it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    FILE,
    GONE,
    Convention,
    Edit,
    FontLayer,
    Lure,
    Money,
    Number,
    PdfDocument,
    Quantity,
    Rng,
    Say,
    SetFontLayer,
    Skip,
    Statement,
    Value,
    money_amount,
    numbers,
    operator,
    says,
    write,
)

_PAIRS = (("3", "8"), ("1", "7"), ("5", "6"), ("0", "9"), ("2", "4"))


@operator(
    FILE,
    evidence="mozilla/pdf.js#4297; datalab-to/marker#708; firecrawl/pdf-inspector#118",
    ladder=numbers([1, 2, 3, 4, 5]),
    nested=False,
    version=3,
)
def lying_tounicode(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with digits swapped in the text layer and not on the page.

    What it does:
        Pairs of digits such as 3 and 8 change places in the ToUnicode map of every font. Severity
        is the number of pairs.

    In the wild:
        Damaged subset fonts; files made so that text cannot be copied.

    Effect on truth:
        None for the eye. The text layer says another value wherever such a digit stands, and none
        where the swapped digits make a date that no calendar or no language has ("7er avril").

    Example:
        the text layer says 138.00 → the text layer says 183.00, the page shows 138.00
    """
    if pdf.fonts:
        yield Skip("the text layer is not honest as it is")
        return
    shown = sorted({run.statement for run in pdf.runs if run.statement is not None})
    first = rng.at("pair").below(len(_PAIRS))
    most = 0
    best: tuple[tuple[tuple[str, str], ...], dict[str, Value | None]] | None = None
    for turn in range(len(_PAIRS)):
        pairs = [_PAIRS[(first + turn + n) % len(_PAIRS)] for n in range(level.count)]
        swaps = tuple(sorted([*pairs, *((b, a) for a, b in pairs)]))
        table = str.maketrans(dict(swaps))
        told = {
            name: _said(pdf.statements[name], table)
            for name in shown
            if pdf.statements[name].text.translate(table) != pdf.statements[name].text
        }
        swapped = sum(value is not None for value in told.values())
        if told and swapped == len(told):
            best = swaps, told
            break
        if swapped > most:
            most, best = swapped, (swaps, told)
    if best is None:
        yield Skip("no digit stands in the text layer")
        return
    swaps, told = best
    for font in sorted({run.font for run in pdf.runs if run.statement is not None}):
        layer = FontLayer(font=font, mode="lying", swaps=swaps)
        yield SetFontLayer(key="swap", layer=layer)
    for name, value in told.items():
        if value is None:  # such as a date that no calendar has
            yield Say(key="swap", statement=name, channel="text", claim=GONE)
            continue
        lure = Lure(value, "text-layer")
        yield Say(key="swap", statement=name, channel="text", claim=says(value), lures=(lure,))


def _said(statement: Statement, table: dict[int, str]) -> Value | None:
    """What the text layer says of the statement, or None where that is no value."""
    value = statement.value
    match value:
        case bool() | None:
            return None
        case str():
            return value.translate(table) if statement.text == value else None
        case Decimal():
            return Decimal(str(value).translate(table))
        case Money():
            return Money(Decimal(str(money_amount(value)).translate(table)), value.currency)
        case Quantity():
            return Quantity(Decimal(str(value.value).translate(table)), value.unit)
        case dt.date():
            other = _date(value, statement.convention, table)
            written = statement.text.translate(table)
            return other if other is not None and _reads(written, other, statement) else None
        case _:
            return None


def _reads(text: str, date: dt.date, statement: Statement) -> bool:
    """Whether a text is how the statement's convention writes a date: "7er avril" is no date."""
    return statement.convention is not None and write(date, statement.convention) == text


def _date(date: dt.date, convention: Convention | None, table: dict[int, str]) -> dt.date | None:
    """The date that is read where only the digits that are shown are swapped."""
    pattern = "" if convention is None else convention.date
    if "|" in pattern or "yyyy" not in pattern:
        return None
    short_day = "dd" not in pattern
    short_month = "MM" not in pattern
    day = (str(date.day) if short_day else f"{date.day:02}").translate(table)
    month = str(date.month) if short_month else f"{date.month:02}"
    if "MMM" not in pattern:
        month = month.translate(table)
    try:
        return dt.date(int(str(date.year).translate(table)), int(month), int(day))
    except ValueError:
        return None
