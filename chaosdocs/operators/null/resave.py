"""The clean twin, saved by another program."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FACTS, Edit, Handle, Once, Rng, Skip, StatementSet, operator


@operator(
    FACTS,
    evidence="ISO 32000-2, 7.5: one document can be written as many files",
    exempt={"touching": "the bytes are others, and nothing that they say"},
)
def resave(facts: StatementSet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the content of its clean twin, saved again by another program.

    What it does:
        PDF and scan: other objects in another order; XLSX: its parts packed otherwise; CSV: every
        cell in quotes, or none that needs no quotes; JSON: indented, or in one line. Every
        severity is the same, so a design takes one of them.

    In the wild:
        Whatever passes a document on and writes it anew.

    Effect on truth:
        None. What a reader changes here hangs on bytes that say nothing; the score prints it as a
        floor.

    Example:
        >>> show(resave, "INV-17", "id")
        'INV-17 → INV-17'
    """
    if facts.handled:
        yield Skip(f"the document is {facts.handled} again already")
        return
    yield Handle(key="resave", how="saved")
