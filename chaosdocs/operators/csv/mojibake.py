"""Letters that were read in a wrong code page, and kept so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Lure,
    Rng,
    Skip,
    Statement,
    Table,
    operator,
    retext,
    statements_of,
    take,
)

_PAGE = "cp1252"


@dataclass(frozen=True, slots=True)
class Garbled:
    """How many texts are garbled, and how."""

    rate: Annotated[float, "of the texts beyond ASCII"]
    letters: Annotated[str, ""]


@operator(
    TABLE,
    evidence="https://ftfy.readthedocs.io/en/latest/encodings.html: text that was meant as UTF-8 "
    "and decoded as Windows-1252",
    ladder=(
        Garbled(0.3, "two for one"),
        Garbled(0.6, "two for one"),
        Garbled(1.0, "two for one"),
        Garbled(0.5, "question marks"),
        Garbled(1.0, "question marks"),
    ),
    media=("csv",),
    nested=False,
    exempt={"applicable": "American documents have few letters beyond ASCII"},
)
def mojibake(table: Table, level: Garbled, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with letters garbled because a program decoded them with a wrong code page.

    What it does:
        Replaces each letter beyond ASCII by the two letters that Windows-1252 shows for its UTF-8
        bytes. From severity 4 on, a question mark replaces the letter.

    In the wild:
        Customer master data that was imported twice; exports in a code page that lacks the letter.

    Effect on truth:
        Up to severity 3 none: the two letters can be turned back into one, so the value stays, and
        the garbled text is the lure. A question mark cannot be turned back, so the right answer is
        the text with the mark.

    Example:
        Müller → M\u00c3\u00bcller, M?ller
    """
    lost = level.letters == "question marks"
    held: dict[str, list[Statement]] = {}
    for statement in statements_of(table, "text", where=_readable):
        if lost or _garbled(statement.text) is not None:
            held.setdefault(str(statement.ref), []).append(statement)
    if not held:
        yield Skip("no text has letters beyond ASCII that can be read in another code page")
        return
    for ref in take(held, level.rate, rng, str):
        for statement in held[ref]:
            if lost:
                shown = statement.text.encode("ascii", "replace").decode()
                yield retext(statement, shown, mask=shown, key=ref)
            elif (shown := _garbled(statement.text) or "") and statement.convention is not None:
                hand = replace(statement.convention, garbled=_PAGE)
                lures = (Lure(shown, "mojibake"),)
                yield retext(statement, shown, lures=lures, convention=hand, key=ref)


def _readable(statement: Statement) -> bool:
    """Whether a text has letters beyond ASCII, and most of it is not such letters."""
    beyond = sum(not char.isascii() for char in statement.text)
    return 0 < beyond <= len(statement.text) // 2 and not (
        statement.convention is not None and statement.convention.garbled
    )


def _garbled(text: str) -> str | None:
    """The text as a program shows it that takes bytes of UTF-8 for another code page."""
    try:
        shown = text.encode().decode(_PAGE)
    except UnicodeError:
        return None
    return shown if shown.split() == shown.split(" ") else None
