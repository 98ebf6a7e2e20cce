"""Documents of any length, and what makes, proves and judges them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.records import Records
from chaosdocs.formats.media import MEDIA
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.score.judging.expectations import ScoredCorpus, scored_case
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.records import Record
from chaosdocs.truth.values import Money, Value


def grown(lines: int, locale: str = "de_DE") -> Record:
    """An invoice with so many lines, hardly two alike; its first line has a letter beyond ASCII."""
    record = SOURCES["invoice"].record(1, 3, locale)
    rows = tuple(f"k{n}" for n in range(lines))
    facts = {ref: value for ref, value in record.facts.items() if not ref.startswith("/lines/")}
    for number, row in enumerate(rows):
        model = record.rows[number % len(record.rows)]
        start = f"/lines/{model}/"
        for ref, value in record.facts.items():
            if ref.startswith(start):
                leaf = ref.removeprefix(start)
                facts[f"/lines/{row}/{leaf}"] = _told_apart(value, number)
    return replace(record, facts=facts, rows=rows)


def _told_apart(value: Value, number: int) -> Value:
    match value:
        case Money():
            return Money(value.amount + Decimal(number * 7919 % 100_003) / 100, value.currency)
        case str() if len(value) > 3:
            return f"{value} {'ü' if not number else ''}{number * 7919 % 1_000_003}"
        case _:
            return value


def maker(lines: int, rendering: str, operators: tuple[str, ...], *, proved: bool = True) -> Maker:
    """Makes a clean document of so many lines, and one with each operator."""
    medium, _, look = rendering.partition(".")
    how = {"templates": [look]} if MEDIA[medium].paper else {"system": look}
    recipe = Recipe.model_validate(
        {
            "name": "growth",
            "seed": 5,
            "source": {"domain": "invoice", "count": 1, "locales": ["de_DE"]},
            "render": [{"as": medium, **how}],
            "design": {"each": list(operators), "severities": [3]},
        }
    )
    record = grown(lines)
    records = Records(1, lambda _index: record)
    return Maker(resolve(recipe), Witnesses() if proved else None, records)


def corpus_of(made: MadeCase) -> ScoredCorpus:
    """The truth of one case, as the judge has it."""
    return ScoredCorpus("growth", "", {made.case.case: scored_case(made.case, made.truth)})
