"""A reference to a document that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FACTS,
    Edit,
    Empty,
    Note,
    Number,
    Remark,
    Rng,
    Skip,
    StatementSet,
    in_language,
    numbers,
    operator,
    statements_of,
    take_few,
)
from chaosdocs.truth.statements import Statement

_WORDS = {
    "en": "{label}: see annex B.",
    "de": "{label}: siehe Anlage B.",
    "fr": "{label} : voir annexe B.",
    "ja": "{label}：別紙Bを参照。",
}


@operator(
    FACTS,
    evidence="contracts and invoices that refer to a missing schedule; placeholder surveys",
    ladder=numbers([1, 1, 2, 3, 4]),
    targeted=True,
)
def see_annex(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Refer to an annex that is not part of the file instead of giving the value.

    What it does:
        Leaves the value blank and adds the sentence "see annex B". Severity is how many.

    In the wild:
        Framework contracts; invoices whose details are on a time sheet.

    Effect on truth:
        Unanswerable, with label and reference as traces, unless it follows from others.

    Example:
        >>> show(see_annex, "4711", "id")
        ''
    """
    eligible = statements_of(facts, where=_in_head)
    words = in_language(_WORDS, facts.record.locale)
    for statement in take_few(eligible, level.count, rng):
        if statement.value is not None and statement.ref is not None:
            yield Empty(statement=statement.id, before=statement.value)
            text = words.format(label=statement.label)
            yield Remark(
                key=statement.id,
                note=Note(id=f"note#annex {statement.id}", text=text, about=(statement.ref,)),
            )


def _in_head(statement: Statement) -> bool:
    return statement.row is None and statement.kind in {"date", "money", "id", "number", "percent"}
