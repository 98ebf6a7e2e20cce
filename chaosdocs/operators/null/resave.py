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
        PDF and scan: the objects are written in another order. XLSX: its parts are compressed in
        another way. CSV: every cell is in quotes, or only the cells that need quotes. JSON:
        indented, or in one line. All severities are the same, so a design uses one of them.

    In the wild:
        Programs that pass a document on and save it again.

    Effect on truth:
        None. If the answer of a reader changes, it depends on bytes without meaning. The score
        prints the share of such changes as a noise floor.

    Example:
        >>> show(resave, "INV-17", "id")
        'INV-17 → INV-17'
    """
    if facts.handled:
        yield Skip(f"the document is {facts.handled} again already")
        return
    yield Handle(key="resave", how="saved")
