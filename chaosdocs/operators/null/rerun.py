"""The clean twin once more."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FACTS, Edit, Handle, Once, Rng, Skip, StatementSet, operator


@operator(
    FACTS,
    evidence="ollama/ollama#586; Aider-AI/aider#4474: the same request, two answers",
    exempt={
        "felt": "the same bytes are the point: what a reader changes here is its own floor",
        "touching": "nothing is changed",
    },
)
def rerun(facts: StatementSet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the same bytes as its clean twin, asked about a second time.

    What it does:
        Nothing: the file has the same bytes as its clean twin, under another name. All severities
        are the same, so a design uses one of them.

    In the wild:
        Retries; the same invoice received twice.

    Effect on truth:
        None. If the answer of a reader changes, the reader is not deterministic. The score prints
        the share of such changes as the noise floor.

    Example:
        >>> show(rerun, "INV-17", "id")
        'INV-17 → INV-17'
    """
    if facts.handled:
        yield Skip(f"the document is {facts.handled} again already")
        return
    yield Handle(key="rerun", how="asked")
