"""What came of checking one line of evidence, and when a text found is the text expected."""

from __future__ import annotations

from dataclasses import dataclass

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.reading.spelling import mark, readings, spelling
from chaosdocs.proof.witnesses.witness import Found
from chaosdocs.truth.values import KINDS, Money, Quantity, Value


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one line: who confirmed it, and what is wrong."""

    witnesses: tuple[str, ...] = ()
    complaints: tuple[Complaint, ...] = ()


def agrees(found: Found, line: Evidence) -> bool:
    """Whether what was found is what the line says: the same text, or the same typed value.

    A typed value can only be read in one way: a line that leaves two does not say the same.
    """
    if found.text == line.text:
        return True
    one, other = normal(found.text), normal(line.text)
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    if found.value is None:
        return False
    try:
        how = spelling(line.convention)
    except ValueError:
        return False
    wanted = mark(found.value, "number")
    return any(
        {wanted} == {mark(_inner(value), "number") for value in readings(line.text, kind, how)}
        for kind in KINDS
        if kind not in {"text", "id", "enum"}
    )


def _inner(value: Value) -> Value:
    match value:
        case Money():
            return value.amount
        case Quantity():
            return value.value
        case _:
            return value


def wrong(code: str, detail: str) -> Checked:
    """Return the outcome of a line with one complaint."""
    return Checked(complaints=((code, detail),))
