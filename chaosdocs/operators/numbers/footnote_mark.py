"""The mark of a footnote behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Money,
    Note,
    Rate,
    Remark,
    Rng,
    Skip,
    Statement,
    StatementSet,
    Value,
    in_language,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)

_SENTENCE: Final[Mapping[str, str]] = {
    "en": "{mark} As agreed in writing.", "de": "{mark} Wie schriftlich vereinbart.",
    "fr": "{mark} Comme convenu par écrit.", "ja": "{mark} 書面で合意した通り。",
}  # fmt: skip
_MARKS: Final = ("\N{SUPERSCRIPT ONE}", " 1)")
_NUMBER: Final = re.compile(r".*\d[-)]?")


@operator(
    VALUES,
    evidence="firecrawl/pdf-inspector#297: marks of footnotes stand before or in the next cell, "
    "and 52 of 465 rows are dropped; chezou/tabula-py#325: 250 with a raised 9 is read as 2509",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    media=("pdf", "scan", "xlsx", "csv"),
)
def footnote_mark(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with numbers followed by a footnote mark.

    What it does:
        Writes a raised 1, or 1 and a bracket, after amounts and percentages, and adds the text of
        the footnote. Severity is the share of these numbers.

    In the wild:
        Price lists, balance sheets and offers with conditions in small print.

    Effect on truth:
        None: the mark is not a digit of the number. The lure is the number with the mark as its
        last digit.

    Example:
        >>> show(footnote_mark, {"amount": "1234.50", "currency": "EUR"}, "money")
        '1,234.50 EUR → 1,234.50¹ EUR / ¹ As agreed in writing.'
    """
    eligible = statements_of(values, "money", "percent", where=_ends_in_a_digit)
    if not eligible:
        yield Skip("the document has no amount or percentage that is plainly written")
        return
    mark = rng.at("mark").pick(_MARKS)
    name = mark.strip()
    chosen = take_statements(eligible, level.rate, rng)
    for statement in chosen:
        number = _number(statement.text)
        if statement.convention is None or statement.value is None:
            continue
        shown = f"{number}{mark}{statement.text[len(number) :]}"
        wrong = Lure(_joined(statement.value, number, statement.convention.decimal), "mark-joined")
        hand = replace(statement.convention, note=name)
        yield retext(statement, shown, lures=(wrong,), convention=hand)
    refs = tuple(dict.fromkeys(str(each.ref) for each in chosen))
    words = in_language(_SENTENCE, values.record.locale).format(mark=name)
    yield Remark(key="footnote", note=Note(id="note#footnote", text=words, about=refs))


def _number(text: str) -> str:
    """The text up to the end of its number: its last digit, and a bracket or minus behind that."""
    found = _NUMBER.match(text)
    return found[0] if found else ""


def _ends_in_a_digit(statement: Statement) -> bool:
    hand = statement.convention
    if hand is None or not hand.settled or hand.note or hand.signs or hand.scale:
        return False
    plain = isinstance(statement.value, Money | Decimal)
    return plain and bool(_number(statement.text)) and not statement.elsewhere


def _joined(value: Value, number: str, decimal: str) -> Value:
    """The value with a 1 behind the last digit that is shown."""
    _, point, fraction = number.partition(decimal)
    places = sum(char.isdigit() for char in fraction) if point else 0

    def joined(size: Decimal) -> Decimal:
        unit = Decimal(1).scaleb(-places - 1)
        digits = abs(size) + unit if places else abs(size) * 10 + 1
        return digits.copy_sign(size)

    if isinstance(value, Money):
        return replace(value, amount=joined(value.amount))
    return joined(value) if isinstance(value, Decimal) else value
