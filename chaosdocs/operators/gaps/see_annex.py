"""A reference to a document that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.kernel import (
    FACTS,
    Edit,
    Empty,
    Note,
    Number,
    Remark,
    Rng,
    Skip,
    Statements,
    in_language,
    numbers,
    operator,
    spots_of,
    take_few,
)
from chaosdocs.truth.spots import Spot

_WORDS = {
    "en": "{label}: see annex B.",
    "de": "{label}: siehe Anlage B.",
    "fr": "{label} : voir annexe B.",
    "ja": "{label}：別紙Bを参照。",
}


@operator(
    FACTS,
    origin="contracts and invoices that refer to a missing schedule; placeholder surveys",
    ladder=numbers([1, 1, 2, 3, 4]),
    targeted=True,
)
def see_annex(facts: Statements, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
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
    eligible = spots_of(facts, where=_in_head)
    words = in_language(_WORDS, facts.record.locale)
    for spot in take_few(eligible, level.count, rng):
        if spot.value is not None and spot.ref is not None:
            yield Empty(spot=spot.id, before=spot.value)
            text = words.format(label=spot.label)
            yield Remark(
                key=spot.id, note=Note(id=f"note#annex {spot.id}", text=text, about=(spot.ref,))
            )


def _in_head(spot: Spot) -> bool:
    return spot.row is None and spot.kind in {"date", "money", "id", "number", "percent"}
