"""A corrected value beside the old one, and the rule that decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    FACTS,
    Add,
    Edit,
    Lure,
    Note,
    Number,
    Remark,
    Rng,
    Skip,
    StatementSet,
    first_in_head,
    in_language,
    key,
    numbers,
    operator,
    says,
    statements_of,
    take_few,
)
from chaosdocs.operators.claims.rival import rival

_LABELS = {
    "en": "{label} (corrected)",
    "de": "{label} (berichtigt)",
    "fr": "{label} (après rectification)",
    "ja": "{label}（訂正後）",
}
_RULES = {
    "en": "Corrected entries replace the original ones.",
    "de": "Berichtigte Angaben ersetzen die ursprünglichen.",
    "fr": "Les mentions après rectification remplacent les mentions initiales.",
    "ja": "訂正後の記載が元の記載に優先します。",
}


@operator(
    FACTS,
    evidence="invopop/gobl#118: a correcting invoice names the invoice that it replaces",
    ladder=numbers([1, 1, 2, 2, 3]),
    version=3,
    targeted=True,
)
def superseded(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a field stated again, corrected, and words that corrections replace.

    What it does:
        Adds the corrected statement and, once, the sentence that corrections replace what they
        correct.

    In the wild:
        Corrected invoices; amended statements; a due date that was extended.

    Effect on truth:
        Answerable by the stated rule with the corrected value; the old one is a lure.

    Example:
        >>> show(superseded, "2024-03-04", "date")
        'March 4, 2024 → March 4, 2024 / Field (corrected): March 18, 2024 / Corrected entries replace the original ones.'
    """  # noqa: E501 - one line is printed
    label = in_language(_LABELS, facts.record.locale)
    eligible = statements_of(facts, "date", "money", where=first_in_head)
    for statement in take_few(eligible, level.count, rng):
        other = rival(statement.value, rng.at(statement.id))
        if other is None or statement.value is None or statement.ref is None:
            continue
        second = replace(
            statement,
            id=f"{statement.ref}#3",
            text=key(other),
            claim=says(other),
            label=label.format(label=statement.label),
            rank=1,
            lures=(Lure(statement.value, "superseded"),),
        )
        yield Add(key=statement.id, statement=second)
        text = in_language(_RULES, facts.record.locale)
        note = Note(id="note#rule", text=text, about=(statement.ref,), rule=True)
        yield Remark(key=statement.id, note=note)
