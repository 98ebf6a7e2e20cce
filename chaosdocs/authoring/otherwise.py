"""Another value of the same shape: what a hidden layer says in place of a value."""

from __future__ import annotations

import datetime as dt
import re

from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money, Value

_LAST_DIGIT = 9
_TURNED = str.maketrans("0123456789", "1837962590")
"""Digits that are easily taken for each other; no digit for itself."""


def other_text(statement: Statement) -> tuple[str, Value] | None:
    """Return another text of the same shape and its value, or None where there is none.

    Only the last digit before the end of a number, the day of a date and the last digit of an
    identifier change, so that the other value is as plausible as the shown one.
    """
    value = statement.value
    match value:
        case Money():
            digits = [i for i, c in enumerate(statement.text) if c.isdigit()]
            if len(digits) < 4:  # noqa: PLR2004 - too short to hide a change in
                return None
            first = digits[0]
            turned = "9" if statement.text[first] != "9" else "8"
            text = statement.text[:first] + turned + statement.text[first + 1 :]
            whole = str(abs(value.amount))
            amount = type(value.amount)(turned + whole[1:])
            if len(whole.partition(".")[0]) != sum(c.isdigit() for c in _whole(statement.text)):
                return None
            return text, Money(-amount if value.amount < 0 else amount, value.currency)
        case dt.date():
            return _other_day(statement, value)
        case str() if statement.kind == "id" and value[-1:].isdigit() and statement.text == value:
            text = value[:-1] + value[-1].translate(_TURNED)
            return text, text
        case _:
            return None


def _whole(text: str) -> str:
    """The part of a written amount before its decimals."""
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    body = text[digits[0] : digits[-1] + 1]
    if len(body) > 2 and body[-3] in ".,":  # noqa: PLR2004 - cents
        return body[:-3]
    return body


def _other_day(statement: Statement, date: dt.date) -> tuple[str, Value] | None:
    """The next date of the same length, where the day stands in the text by itself, once."""
    days = list(re.finditer(rf"(?<!\d)0?{date.day}(?!\d|er)", statement.text))
    if len(days) != 1 or date.day > 27:  # noqa: PLR2004 - every month has 28 days
        return None
    start, end = days[0].span()
    longer = date.day == _LAST_DIGIT and end - start == 1
    other = date.replace(day=date.day - 1 if longer else date.day + 1)
    return f"{statement.text[:start]}{other.day:0{end - start}}{statement.text[end:]}", other
