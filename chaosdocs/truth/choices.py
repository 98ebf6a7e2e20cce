"""Choices that a document makes once: the order of day and month, and the decimal mark.

04/03/2024 can be read in two ways, and so can 05/06/2024. Both were written by the same hand: if
the terms of payment settle the one, they settle the other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Rule
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Quantity, Value, key

_MARK = re.compile(r"\d([.,])\d")


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text that can be read in two ways.

    Attributes:
        ref: Its field.
        family: What the document leaves open, such as ``date=dd/MM/yyyy|MM/dd/yyyy``.
        first: What it says if the first alternative holds.
        second: What it says if the second one holds.
    """

    ref: Ref
    family: str
    first: Value
    second: Value


def open_text(
    ref: Ref, text: str, convention: Convention | None, readings: Sequence[Value]
) -> OpenText | None:
    """Return the text as a choice between its readings, or None where it is none.

    Example:
        >>> days = (dt.date(2024, 3, 4), dt.date(2024, 4, 3))
        >>> either = Convention(name="en_GB", date="dd/MM/yyyy|MM/dd/yyyy")
        >>> open_text("/due", "04/03/2024", either, days).first
        datetime.date(2024, 3, 4)
    """
    family = _left_open(convention)
    if family is None or len(readings) != 2:  # noqa: PLR2004 - two readings are a choice
        return None
    one, other = readings
    if isinstance(one, dt.date) and isinstance(other, dt.date):
        number = re.search(r"\d+", text)
        if number is None or one.day == other.day:
            return None
        turned = (int(number[0]) == one.day) != _day_first(family)
    else:
        sizes = _size(one), _size(other)
        mark = _MARK.search(text)
        if mark is None or sizes[0] is None or sizes[1] is None:
            return None
        small_first = family.removeprefix("decimal=").startswith(mark[1])
        turned = (sizes[0] < sizes[1]) != small_first
    return OpenText(ref, family, other if turned else one, one if turned else other)


def _left_open(convention: Convention | None) -> str | None:
    """What the convention leaves open, with its two alternatives."""
    if convention is None:
        return None
    parts = {"decimal": convention.decimal, "date": convention.date}
    return next((f"{name}={said}" for name, said in parts.items() if "|" in said), None)


def settled(
    rules: Iterable[Rule],
    texts: Sequence[OpenText],
    readings: Mapping[Ref, tuple[Value, ...]],
    known: Mapping[Ref, Value],
    rows: Sequence[str],
) -> dict[Ref, tuple[Value, ...]]:
    """Return `readings` less those that need a choice which the document rules out.

    Args:
        rules: The rules of the domain.
        texts: Every text that can be read in two ways, also those of fields that are settled.
        readings: The fields that are open, and what each can mean.
        known: What is known.
        rows: Keys of all rows.
    """
    left = dict(readings)
    rules = tuple(rules)
    for family in dict.fromkeys(text.family for text in texts):
        mine = [text for text in texts if text.family == family]
        ways = [
            way
            for way in ({t.ref: t.first for t in mine}, {t.ref: t.second for t in mine})
            if _holds(rules, way, readings, known, rows)
        ]
        if len(ways) == 1:
            left |= {ref: (value,) for ref, value in ways[0].items() if ref in readings}
    return left


def _holds(
    rules: Sequence[Rule],
    way: Mapping[Ref, Value],
    readings: Mapping[Ref, tuple[Value, ...]],
    known: Mapping[Ref, Value],
    rows: Sequence[str],
) -> bool:
    """Whether a way to read all texts of a family contradicts nothing that is known."""
    for ref, value in way.items():
        allowed = readings[ref] if ref in readings else (known[ref],) if ref in known else (value,)
        if key(value) not in {key(each) for each in allowed}:
            return False
    facts = {**known, **way}
    return not any(
        rule.check(facts, rows) is False and rule.check(known, rows) is not False for rule in rules
    )


def _day_first(family: str) -> bool:
    pattern = family.partition("=")[2].partition("|")[0]
    return pattern.find("d") < pattern.find("M")


def _size(value: Value) -> Decimal | None:
    match value:
        case Money():
            return abs(value.amount)
        case Quantity():
            return abs(value.value)
        case Decimal():
            return abs(value)
        case _:
            return None
