"""The clean twin, saved by another program."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FACTS, Edit, Handle, Rng, Skip, StatementSet, operator
from chaosdocs.operators.null.levels import Same


@operator(
    FACTS,
    evidence="print dialogues, mail gateways and archives that write every file anew",
    ladder=(Same(), Same(), Same(), Same(), Same()),
    exempt={"touching": "the bytes are others, and nothing that they say"},
)
def resave(facts: StatementSet, level: Same, rng: Rng) -> Iterator[Edit | Skip]:
    """Save the clean document once more, in another program.

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
        'INV-17'
    """
    if facts.handled:
        yield Skip(f"the document is {facts.handled} again already")
        return
    yield Handle(key="resave", how="saved")
