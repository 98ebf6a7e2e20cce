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
    Ref,
    Remark,
    Rng,
    Skip,
    Statement,
    StatementSet,
    Value,
    first_in_head,
    in_language,
    key,
    numbers,
    operator,
    says,
    statements_of,
    take_few,
)
from chaosdocs.operators.claims.corrections import correction, holds

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
    version=4,
    targeted=True,
)
def superseded(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with fields that are corrected further down, with words that say so.

    What it does:
        Adds a corrected statement below and, once, the sentence that corrections replace the
        earlier values. Values that follow from the field are corrected too: from a quantity, its
        amount, net, tax and total; from a date, the due date. Severity is the number of corrected
        fields.

    In the wild:
        Corrected invoices; amended statements; a due date that was extended.

    Effect on truth:
        Answerable: by the stated rule, the corrected values are right. The old values are lures.

    Example:
        >>> show(superseded, "2024-03-04", "date")
        'March 4, 2024 → March 4, 2024 / Field (corrected): March 18, 2024 / Corrected entries replace the original ones.'
    """  # noqa: E501 - one line is printed
    locale = facts.record.locale
    label = in_language(_LABELS, locale)
    for statement, changed in _chosen(facts, level.count, rng):
        for ref, other in changed.items():
            first = facts.statements.get(f"{ref}#1")
            if first is None:
                continue
            second = replace(
                first,
                id=f"{ref}#3",
                text=key(other),
                claim=says(other),
                label=label.format(label=first.label),
                rank=1,
                lures=(Lure(facts.record.facts[ref], "superseded"),),
            )
            yield Add(key=statement.id, statement=second)
        text = in_language(_RULES, locale)
        note = Note(id="note#rule", text=text, about=tuple(changed), rule=True)
        yield Remark(key=statement.id, note=note)


def _chosen(
    facts: StatementSet, count: int, rng: Rng
) -> Iterator[tuple[Statement, dict[Ref, Value]]]:
    """Yield fields that can be corrected and what changes with each; no two change one field."""
    fits: dict[str, dict[Ref, Value]] = {}
    eligible: list[Statement] = []
    for statement in statements_of(facts, "date", "money", where=first_in_head):
        changed = correction(facts, statement.ref or "", rng.at(statement.id))
        if changed and all(_stands(facts, ref) for ref in changed):
            fits[statement.id] = changed
            eligible.append(statement)
    done: dict[Ref, Value] = {}
    taken = 0
    for many in range(1, len(eligible) + 1):
        for statement in take_few(eligible, many, rng):
            changed = fits[statement.id]
            if taken < count and not done.keys() & changed and holds(facts, done | changed):
                done |= changed
                taken += 1
                yield statement, changed


def _stands(facts: StatementSet, ref: Ref) -> bool:
    """Whether a document states a field of the record once, and as it is, or not at all."""
    first = facts.statements.get(f"{ref}#1")
    again = any(f"{ref}#{number}" in facts.statements for number in (2, 3))
    return (first is None or first.value == facts.record.facts[ref]) and not again
