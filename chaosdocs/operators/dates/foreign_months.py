"""Month names of another language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Rate,
    Rng,
    Skip,
    StatementSet,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
    write,
)

_PATTERNS = {
    "en_US": "d MMMM yyyy",
    "de_DE": "d. MMMM yyyy",
    "fr_FR": "d MMMM yyyy",
}


@operator(
    VALUES,
    version=2,
    evidence="scrapinghub/dateparser#62: Marzo 2, 2015 at 8:56 pm; scrapinghub/dateparser#395",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def foreign_months(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with dates whose month names are in another language than the document.

    What it does:
        Rewrites March 4, 2024 as 4. März 2024.

    In the wild:
        The system of the supplier is set to the supplier's language, and its form is in the
        language of the customer.

    Effect on truth:
        None: the date is still unambiguous.

    Example:
        >>> show(foreign_months, "2024-03-04", "date")
        'March 4, 2024 → 4. März 2024'
    """
    convention = values.convention
    if convention is None:
        yield Skip("the values are not written yet")
        return
    others = [name for name in ("de_DE", "fr_FR", "en_US") if name != values.record.locale]
    name = rng.at("language").pick(others)
    foreign = replace(convention, name=name, date=_PATTERNS[name])
    for statement in take_statements(statements_of(values, "date"), level.rate, rng):
        if statement.value is not None:
            after = write(statement.value, foreign)
            if after != statement.text:
                yield retext(statement, after, convention=foreign)
