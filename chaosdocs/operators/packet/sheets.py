"""What operators on packets choose among: documents, and facts that several of them state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    Add,
    Lure,
    Packet,
    Ref,
    Restate,
    Rng,
    SeededRng,
    Sheet,
    Statement,
    Value,
    Within,
    in_row,
    key,
    says,
    take_few,
)

LETTER = "letter"
ORDER = "order"
CONFIRMATION = "confirmation"
FREE = ("/agreed_date", "/ordered")
"""Facts that order and confirmation both state, and that follow from no others."""


def shared(packet: Packet) -> Rng:
    """Return chance that twins share: it is named by the packet, not by the operator.

    So the same order contradicts the same confirmation, whichever page of rules lies beside it.
    """
    asked = packet.record.facts.get("/order_number")
    return SeededRng(0).at("packet", packet.id, str(asked))


def ours(packet: Packet) -> tuple[Sheet, ...]:
    """Return the documents of the matter, without letter and rules."""
    return tuple(
        sheet
        for sheet in packet.sheets
        if not sheet.near and sheet.rules is None and sheet.id != LETTER
    )


def has(packet: Packet, name: str) -> bool:
    """Return whether a document is in the packet."""
    return any(sheet.id == name for sheet in packet.sheets)


def plain(sheet: Sheet) -> tuple[Statement, ...]:
    """Return the statements of a document that plainly say a value."""
    return tuple(
        statement
        for statement in sheet.facts.statements.values()
        if statement.ref is not None and statement.value is not None
    )


def agreed(packet: Packet) -> tuple[Statement, ...]:
    """Return what order and confirmation both say, as the order says it."""
    if not (has(packet, ORDER) and has(packet, CONFIRMATION)):
        return ()
    other = {statement.ref for statement in plain(packet.sheet(CONFIRMATION))}
    return tuple(
        statement
        for statement in plain(packet.sheet(ORDER))
        if statement.ref in other and str(statement.ref).endswith(FREE)
    )


def rival(value: Value | None, rng: Rng) -> Value | None:
    """Return another value that could stand there as well; None where none is known."""
    match value:
        case dt.date():
            return value + dt.timedelta(days=rng.pick([7, 14, 10, 21]))
        case Decimal():
            return value + rng.pick([Decimal(1), Decimal(2), Decimal(5)])
        case _:
            return None


def contradicted(
    packet: Packet, sheet: str, statements: Sequence[Statement], count: int
) -> list[Within]:
    """Return the edits by which a document says other values.

    Args:
        packet: The packet.
        sheet: The document.
        statements: What it could say otherwise.
        count: How many it says otherwise.
    """
    rng = shared(packet)
    found = []
    for statement in take_few(statements, count, rng):
        other = rival(statement.value, rng.at(statement.id))
        if other is None or statement.value is None:
            continue
        edit = Restate(
            statement=statement.id,
            before=statement.value,
            after=other,
            lures=(Lure(other, "other-document"), Lure(statement.value, "other-document")),
        )
        found.append(Within(key=str(statement.ref), sheet=sheet, edit=edit))
    return found


def claimed(packet: Packet, ref: Ref, value: Value, label: str) -> Within | None:
    """Return the edit by which the letter says something of a field; None if nobody else does.

    Args:
        packet: The packet.
        ref: The field.
        value: What the letter says.
        label: What introduces it; ``{label}`` is the usual label of the field.
    """
    for sheet in ours(packet):
        for statement in plain(sheet):
            if statement.ref == ref and statement.value is not None:
                there = replace(
                    statement,
                    id=f"{ref}#2",
                    text=key(value),
                    claim=says(value),
                    label=label.format(label=statement.label),
                    lures=(Lure(value, "letter"), Lure(statement.value, "other-document")),
                    row=None if in_row(ref, "/lines") is None else statement.row,
                )
                if key(value) == key(statement.value):
                    there = replace(there, lures=())
                return Within(key=ref, sheet=LETTER, edit=Add(statement=there))
    return None


def place_after(packet: Packet, name: str) -> int:
    """Return the place behind a document."""
    ids = [sheet.id for sheet in packet.sheets]
    return ids.index(name) + 1 if name in ids else len(ids)


def labels(words: Mapping[str, str], packet: Packet) -> str:
    """Return the words in the language of the packet."""
    return words.get(packet.record.locale.partition("_")[0], words["en"])
