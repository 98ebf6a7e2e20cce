"""Fields whose answer depends on a norm: which norm holds, and what follows from it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chaosdocs.formats.cases import FieldExpectation
from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.norms import Facts, outcomes
from chaosdocs.proof.reading.spelling import mark
from chaosdocs.truth.values import Value, from_json

_PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "ifrs": ("IFRS Accounting Standards",),
    "us_gaap": ("US GAAP",),
    "uk_14_day_rule": ("applies to the seller", "gilt für den Verkäufer", "applicable au vendeur"),
    "uk_opted_out": ("seller has elected out", "Verkäufer hat verzichtet", "vendeur y a renoncé"),
    "en16931": (
        "once, on the sum of the lines",
        "einmal, auf die Summe der Zeilen",
        "une fois, sur la somme des lignes",
    ),
    "by_line": ("on each line", "auf jede Zeile", "sur chaque ligne"),
    "month_end_then_days": (
        "end of the invoice month first, then the days",
        "erst Ende des Rechnungsmonats, dann die Tage",
        "fin du mois de facture, puis les jours",
    ),
    "days_then_month_end": (
        "the days first, then the end of that month",
        "erst die Tage, dann das Ende des Monats",
        "les jours, puis la fin du mois",
    ),
    "cut_off_1400": ("14:00",),
    "cut_off_1530": ("15:30",),
    "cut_off_1600": ("16:00",),
    "cut_off_1900": ("19:00",),
    "cut_off_2000": ("20:00",),
    "us": ("FinCEN (31 CFR 1010.230)",),
    "eu": (
        "EU AML law", "EU-Geldwäscherecht", "droit anti-blanchiment de l'UE",
        "EU sanctions", "EU-Sanktionen", "sanctions de l'UE",
    ),
    "us_ofac": ("OFAC (50 percent rule)",),
    "uk_ofsi": ("OFSI (UK)",),
    "bgb": ("German law (BGB §§ 366, 367)", "BGB §§ 366, 367", "droit allemand (BGB §§ 366, 367)"),
    "oldest_first": (
        "ledger: oldest item first",
        "Buchhaltung: ältester Posten zuerst",
        "comptabilité : poste le plus ancien d'abord",
    ),
    "de_vat_2025": (
        "German VAT rules (BMF, 15.10.2024)",
        "Umsatzsteuerrecht (BMF vom 15.10.2024)",
        "TVA allemande (BMF du 15.10.2024)",
    ),
    "page_agreed": (
        "agreement of the parties: the page leads",
        "Vereinbarung: der Bildteil führt",
        "accord des parties : la page prime",
    ),
    "act_365": ("act/365",),
    "act_360": ("act/360",),
    "30e_360": ("30E/360",),
    "greater": ("whichever is greater", "der größere Wert gilt", "le plus élevé des deux"),
    "smaller": ("whichever is smaller", "der kleinere Wert gilt", "le plus faible des deux"),
}  # fmt: skip
"""Name of a norm to the words by which a document, or the instructions, name it."""
NAMES: Final = (
    "/framework", "/fourteen_day_rule", "/rounding", "/terms_count", "/cut_off", "/law",
    "/allocation", "/leading_part", "/day_count", "/tolerance_rule",
)  # fmt: skip
"""Fields by which documents name a norm in words."""
REVIEW: Final = "/review_date"
"""The field by whose day documents name a law."""
_REVIEWED: Final = re.compile(r"is reviewed on (\d{1,2} [A-Z][a-z]+ \d{4})\.")
_GENERAL: Final = "permits no answer, leave the field null."
"""What the general words about norms end with; what follows names one."""


def stands(
    found: Mapping[str, object], facts: Facts, instructions: str, named_in: str = "document"
) -> tuple[str, str]:
    """Return where a case says which norm holds, and which; empty if it does so nowhere.

    Args:
        found: Names of the norms in question.
        facts: What the document prints.
        instructions: What the reader is told.
        named_in: ``page`` if the fact that names a norm stands on a policy page.
    """
    told = instructions.rpartition(_GENERAL)[2]
    reviewed = _REVIEWED.search(told)
    if reviewed is not None:
        return "instructions", _by_day(dt.datetime.strptime(reviewed[1], "%d %B %Y").date())  # noqa: DTZ007
    for name in found:
        if any(words in told for words in _PHRASES.get(name, ())):
            return "instructions", name
    for path in NAMES:
        for name in found:
            if facts.get(path) in _PHRASES.get(name, ()):
                return named_in, name
    if "de_law_2025" in found and isinstance(facts.get(REVIEW), dt.date):
        return named_in, _by_day(facts[REVIEW])
    return "nowhere", ""


def _by_day(day: object) -> str:
    new = isinstance(day, dt.date) and day.year > 2024  # noqa: PLR2004 - the law of 2025
    return "de_law_2025" if new else "de_law_2024"


def norm_complaints(  # noqa: PLR0917 - a field, and all that its answer rests on
    want: Expected,
    said: FieldExpectation,
    name: str,
    facts: Facts,
    rows: Sequence[str],
    instructions: str,
    named_in: str = "document",
) -> Iterator[Complaint]:
    """Yield what of a field is not what the norms make of the printed facts.

    Args:
        want: The field on the channel that is asked for.
        said: Its truth as written.
        name: What the question is called.
        facts: What the document prints, and can only be read in one way.
        rows: Keys of its rows; keys that nobody knows stand for rows that are lost.
        instructions: What the reader is told.
        named_in: ``page`` if the fact that names a norm stands on a policy page.
    """
    found = outcomes(name, facts, rows)
    if found is None:
        if (want.state, want.reason) != ("unanswerable", "facts") or said.norms or said.stands:
            yield "norm", f"{want.state}, and the document prints too little for an answer"
        return
    marks = {each: _marked(value, want) for each, value in found.items()}
    try:
        values = {
            each: None if value is None else from_json(want.kind, value)
            for each, value in said.norms.items()
        }
    except ValueError as error:
        yield "norm", str(error)
        return
    written = {each: _marked(value, want) for each, value in values.items()}
    if written != marks:
        yield "norm", f"the norms give {marks}, not {written}"
    place, held = stands(found, facts, instructions, named_in)
    if said.stands != place:
        yield "norm", f"the norm stands in {place}, not in {said.stands}"
    left = {marks[held]} if held else set(marks.values())
    yield from _state(want, left)


def _marked(value: Value | None, want: Expected) -> str:
    return "not permitted" if value is None else mark(value, want.kind)


def _state(want: Expected, left: set[str]) -> Iterator[Complaint]:
    """Compare the state of a field with the answers that are left."""
    if want.reason == "derivable" and want.state == "unanswerable":
        return
    none = left == {"not permitted"}
    state = "unanswerable" if none else "answerable" if len(left) == 1 else "disputed"
    if want.state != state:
        yield "norm", f"{want.state}, and the norms make it {state}: {', '.join(sorted(left))}"
        return
    right = {mark(value, want.kind) for value in (*want.accept, *want.readings)}
    if right != left - {"not permitted"}:
        yield "norm", f"{', '.join(sorted(right))}, and the norms give {', '.join(sorted(left))}"
    why = {"answerable": (want.why, "norm"), "disputed": (want.reason, "norm")}
    given, wanted = why.get(state, (want.reason, "not_permitted"))
    if given != wanted:
        yield "norm", f"{given}, where it is {wanted}"
