"""Statements whose pieces stand apart in a file, gathered while it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from chaosdocs.documents.rendered import Locus
from chaosdocs.truth.statements import Statement

Span = tuple[int, int]
Pieces = list[tuple[str, Span, bool]]


class Parted:
    """The pieces of every statement, in the order in which they are added."""

    def __init__(self) -> None:
        self._pieces: dict[str, list[Pieces]] = {}

    def add(
        self, statement: str, text: str, place: Span, *, main: bool, opens: bool = False
    ) -> None:
        """Note a piece.

        Args:
            statement: Id of its statement.
            text: What stands there.
            place: From where to where.
            main: Whether it gives the place of the statement.
            opens: Whether it begins a place of its own where the one before it is whole: a
                statement may be written several times.
        """
        groups = self._pieces.setdefault(statement, [[]])
        if opens and any(whole for _, _, whole in groups[-1]):
            groups.append([])
        groups[-1].append((text, place, main))

    def loci(self, statements: Mapping[str, Statement], unwritable: str = "") -> Iterator[Locus]:
        """Yield the place of every statement that pieces were added for.

        Args:
            statements: The statements of the document.
            unwritable: What stands for characters that the file cannot hold: a statement with it
                that does not have it is a trace of itself.
        """
        for name, groups in self._pieces.items():
            for pieces in groups:
                yield _locus(name, pieces, statements.get(name), unwritable)


def _locus(name: str, pieces: Pieces, statement: Statement | None, unwritable: str) -> Locus:
    if statement is not None and statement.kind == "quantity":
        pieces = sorted(pieces, key=lambda piece: not piece[2])  # a unit stands behind its number
    text = " ".join(text for text, _, _ in pieces)
    first = next((place for _, place, main in pieces if main), pieces[0][1])
    parts = tuple(place for _, place, _ in pieces) if len(pieces) > 1 else None
    role: Literal["says", "trace"] = "says"
    if statement is not None:
        whole = not unwritable or unwritable not in text or unwritable in statement.text
        text = _whole(text, statement)
        role = "says" if statement.on("text").living and whole else "trace"
    return Locus(name, "text", text, role, bytes=first, parts=parts)


def _whole(text: str, statement: Statement) -> str:
    """The text of pieces: where they were cut within words, that of the statement."""
    if statement.kind not in {"text", "id"} or " " not in text:
        return text
    same = "".join(text.split()) == "".join(statement.text.split())
    return statement.text if same else text
