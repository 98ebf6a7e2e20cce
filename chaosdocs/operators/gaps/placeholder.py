"""Words that stand for a value that is not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Number,
    Rng,
    Skip,
    Statement,
    StatementSet,
    in_language,
    numbers,
    operator,
    retext,
    statements_of,
    take_few,
    write,
)
from chaosdocs.operators.gaps.eligible import figure, head_and_a_row

_DAY = dt.date(1900, 1, 1)
_LONG_AGO = ("/birth_date", "/incorporation_date")
"""Ends of fields that may truly state a day of 1900: a company can be that old."""
_WORDS = {
    "en": ("N/A", "TBD", "see attached", "pending"),
    "de": ("k. A.", "folgt", "siehe Anlage", "entfällt"),
    "fr": ("n. c.", "à définir", "voir annexe", "néant"),
    "ja": ("未定", "別紙参照", "該当なし", "N/A"),
}


@operator(
    VALUES,
    evidence="guardrails-ai/guardrails#479: N/A is returned as a value; fireform-core/FireForm#436",
    ladder=numbers([1, 2, 3, 5, 8]),
    version=3,
    targeted=True,
)
def placeholder(values: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with placeholders instead of values.

    What it does:
        Writes "N/A", "TBD" or "see attached" in place of a number, an amount or an identifier, and
        1 January 1900 in place of a date. A date of birth or of incorporation could be that day,
        and becomes a word. Severity is the number of fields.

    In the wild:
        Forms that refuse an empty field; templates filled in halfway; defaults of databases.

    Effect on truth:
        Unanswerable, unless the value follows from other values. The placeholder is a trace, and it
        is the lure.

    Example:
        >>> show(placeholder, "4711", "id")
        '4711 → N/A'
    """
    words = in_language(_WORDS, values.record.locale)
    there = head_and_a_row(values, rng)
    eligible = statements_of(values, where=lambda each: figure(each) and there(each))
    if not eligible:
        yield Skip("the document has no date, amount, number or identifier there")
        return
    for statement in take_few(eligible, level.count, rng):
        if _is_recent(statement) and statement.convention is not None:
            day = write(_DAY, statement.convention)
            yield retext(statement, day, gone="blank", lures=(Lure(_DAY, "placeholder"),))
            continue
        text = rng.at("word", statement.id).pick(words)
        named = statement.kind == "id"
        lures = (Lure(text, "placeholder"),) if named else ()
        yield retext(statement, text, gone="blank", lures=lures)


def _is_recent(statement: Statement) -> bool:
    """Whether a statement is a date that nobody believes to be of 1900."""
    return statement.kind == "date" and not (statement.ref or "").endswith(_LONG_AGO)
