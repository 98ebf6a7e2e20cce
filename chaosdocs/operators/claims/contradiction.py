"""Two statements of one field that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    FACTS,
    Add,
    Edit,
    Lure,
    Number,
    Rng,
    Skip,
    Statement,
    StatementSet,
    closure,
    first_in_head,
    in_language,
    key,
    numbers,
    operator,
    says,
    statements_of,
    take_few,
)
from chaosdocs.operators.claims.rival import possible_rival, rival

_LABELS = {
    "en": "{label} (repeated)",
    "de": "{label} (Wiederholung)",
    "fr": "{label} (rappel)",
    "ja": "{label}（再掲）",
}


@operator(
    FACTS,
    evidence="Azure/azure-sdk-for-net#47802: 45 EUR on page 1, 209.95 EUR on page 2",
    ladder=numbers([1, 1, 2, 2, 3]),
    version=3,
    targeted=True,
)
def contradiction(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a field stated twice, with two values and no rule that decides between them.

    What it does:
        Adds a second statement of the same field with another value. Fields that do not follow from
        other fields come first. No second date is impossible beside the other dates: no period
        begins after its first booking. Severity is the number of fields.

    In the wild:
        The header and the payment slip of one invoice; a total on page 1 and another total on page
        2.

    Effect on truth:
        Disputed: the right answer is to leave the field open, or to give both values as candidates.
        If sums or terms of the document agree with only one of the two values, that value is the
        answer.

    Example:
        >>> show(contradiction, "2024-03-04", "date")
        'March 4, 2024 → March 4, 2024 / Field (repeated): March 18, 2024'
    """
    label = in_language(_LABELS, facts.record.locale)
    eligible = statements_of(facts, "date", "money", where=first_in_head)
    free = [statement for statement in eligible if not _follows(facts, statement)]
    chosen = take_few(free, level.count, rng)
    bound = [statement for statement in eligible if statement not in free]
    for statement in (*chosen, *take_few(bound, level.count - len(chosen), rng)):
        if statement.value is None or statement.ref is None:
            continue
        first = rival(statement.value, rng.at(statement.id))
        other = possible_rival(facts, statement.ref, first)
        if other is None:
            continue
        second = replace(
            statement,
            id=f"{statement.ref}#2",
            text=key(other),
            claim=says(other),
            label=label.format(label=statement.label),
            lures=(Lure(other, "second-claim"), Lure(statement.value, "first-claim")),
        )
        yield Add(key=statement.id, statement=second)


def _follows(facts: StatementSet, statement: Statement) -> bool:
    """Whether a field follows from the others of the record."""
    record = facts.record
    others = {ref: value for ref, value in record.facts.items() if ref != statement.ref}
    return statement.ref in closure(record.domain.rules, others, record.rows)
