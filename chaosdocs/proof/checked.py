"""What came of checking one line of evidence, and when a text found is the text expected."""

from __future__ import annotations

from dataclasses import dataclass

from chaosdocs.formats.cases import Evidence
from chaosdocs.foundation.quickly import quickly
from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.reading.normal import normal, normal_lines
from chaosdocs.proof.reading.spelling import mark, readings, spelling
from chaosdocs.proof.witnesses.witness import Found
from chaosdocs.truth.values import KINDS, Money, Quantity, Value


@quickly
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
    if "\n" in line.text.strip():
        return _on_lines(found.text, line.text, wrapped=line.box is not None)
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
        if kind not in {"text", "multiline", "id", "enum"}
    )


def _on_lines(found: str, wanted: str, *, wrapped: bool) -> bool:
    """Whether a text of several lines was found on those lines.

    Args:
        found: What stands there.
        wanted: What should stand there, line by line.
        wrapped: Whether a line may go on on the next one, as on paper.
    """
    if not wrapped:
        return normal_lines(found) == normal_lines(wanted)
    left = [line.replace(" ", "") for line in normal_lines(found).split("\n")]
    for line in normal_lines(wanted).split("\n"):
        rest = line.replace(" ", "")
        while rest:
            if not left or not left[0] or not rest.startswith(left[0]):
                return False
            rest = rest[len(left.pop(0)) :]
    return not left


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
