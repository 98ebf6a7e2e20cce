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
from chaosdocs.operators.gaps.eligible import reckoned_in_head

_WORDS = {
    "en": "{label}: see annex B.",
    "de": "{label}: siehe Anlage B.",
    "fr": "{label} : voir annexe B.",
    "ja": "{label}：別紙Bを参照。",
}


@operator(
    FACTS,
    evidence="17 CFR 229.601(a)(5): schedules may be left out of a filing",
    ladder=numbers([1, 1, 2, 3, 4]),
    version=2,
    targeted=True,
)
def see_annex(facts: StatementSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a reference to an annex, which is not in the file, in place of a value.

    What it does:
        Leaves the value blank and adds the sentence "see annex B". Severity is the number of
        fields.

    In the wild:
        Framework contracts; invoices with the details on a separate time sheet.

    Effect on truth:
        Unanswerable, unless the value follows from other values. The label and the reference are
        traces of the value.

    Example:
        >>> show(see_annex, "4711", "id")
        '4711 → (blank) / Field: see annex B.'
    """
    eligible = statements_of(facts, where=reckoned_in_head)
    words = in_language(_WORDS, facts.record.locale)
    for statement in take_few(eligible, level.count, rng):
        if statement.value is not None and statement.ref is not None:
            yield Empty(statement=statement.id, before=statement.value)
            text = words.format(label=statement.label)
            yield Remark(
                key=statement.id,
                note=Note(id=f"note#annex {statement.id}", text=text, about=(statement.ref,)),
            )
