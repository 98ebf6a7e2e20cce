"""The estimate of `generate --dry-run`, from a few cases that are made and not proved."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from chaosdocs.formats.media import PAPER

if TYPE_CHECKING:
    from chaosdocs.corpus.make import MadeCase, Maker
    from chaosdocs.corpus.slots import Slot
    from chaosdocs.corpus.stretches import Part, Stretch
    from chaosdocs.recipe.model import Recipe

SAMPLED = 24
"""Slots that are made for the estimate, spread evenly over all."""
PLANNED = 9
"""Slots of an operator that are planned, spread evenly, to say what it reaches."""
FIRST_CHAINS = 1_000
"""Chains that are checked; they are drawn alike, so the first ones speak for all."""
TOKENS_A_PAGE = 1600
"""Tokens in for the image of a page; models differ by a factor of two around this."""
BYTES_A_TOKEN = 4
TOKENS_A_FIELD = 14
"""Tokens out for a field: its name, its value, punctuation."""


def estimate(recipe: Recipe, shard: Part, *, price_in: float, price_out: float) -> dict[str, Any]:
    """Return what the recipe would make.

    Args:
        recipe: The recipe.
        shard: k and n: only the k-th of n parts.
        price_in: US dollars for a million tokens in.
        price_out: US dollars for a million tokens out.
    """
    from chaosdocs.corpus.make import Maker, SkippedSlot
    from chaosdocs.corpus.stretches import spread
    from chaosdocs.recipe.resolve import resolve

    maker = Maker(resolve(recipe), None)
    maker.slots.numbers()  # refuses more slots than one run can go through
    stretches = tuple(maker.slots.stretches())
    sizes = [stretch.count(shard) * stretch.each for stretch in stretches]
    chains = _chains(maker, shard)
    total = sum(sizes) + chains.count
    few = round(SAMPLED * chains.count / total) if total else 0
    at = spread(stretches, SAMPLED - few, shard) + _evenly(chains.first, few)
    made = [maker.make(number) for number in at]
    cases = [each for each in made if not isinstance(each, SkippedSlot)]
    scale = total / len(at) if at else 0.0
    tokens_in = scale * sum(map(_tokens_in, cases))
    tokens_out = scale * sum(map(_tokens_out, cases))
    records = _records_a_cell(stretches, shard)
    operators = _operators(maker, stretches, chains, shard)
    return {
        "left_out": list(maker.records.left_out),
        "kinds": [
            {"field": name, "kind": kind, "because": why} for name, kind, why in maker.records.kinds
        ],
        "rules": [
            {"rule": each.name, "used": each.used, "because": each.because}
            for each in maker.records.rules
        ],
        "slots": total,
        "clean": sum(n for n, each in zip(sizes, stretches, strict=True) if not each.operator),
        "sampled": len(at),
        "skipped": round(sum(e["slots"] * (1 - e["made"] / e["tried"]) for e in operators)),
        "operators": operators,
        "pages": round(scale * sum(map(_pages, cases))),
        "megabytes": _megabytes(scale * sum(_sizes(cases))),
        "tokens_in": round(tokens_in),
        "tokens_out": round(tokens_out),
        "cost_usd": round(tokens_in * price_in / 1e6 + tokens_out * price_out / 1e6, 2),
        "cells": len(records),
        "records_a_cell": min(records.values(), default=0),
        "half_width": round(half_width(min(records.values(), default=0)), 3),
    }


def show(estimated: dict[str, Any]) -> None:
    """Write an estimate in words to standard output."""
    rows = (
        ("slots", f"{estimated['slots']:,}, {estimated['clean']:,} of them clean twins"),
        ("skipped", f"about {estimated['skipped']:,} slots will give no case"),
        ("pages", f"about {estimated['pages']:,}"),
        ("size", f"about {estimated['megabytes']:,} MB for all files"),
        ("tokens in", f"about {estimated['tokens_in']:,} ({TOKENS_A_PAGE} for a page's image)"),
        ("tokens out", f"about {estimated['tokens_out']:,}"),
        (
            "cost",
            f"about {estimated['cost_usd']:,} USD"
            if estimated["cost_usd"]
            else "needs --price-in and --price-out",
        ),
        (
            "precision",
            (
                f"± {estimated['half_width']:.3f} at worst: the smallest of "
                f"{estimated['cells']:,} conditions (operator, severity, rendering) has "
                f"{estimated['records_a_cell']:,} records"
            ),
        ),
    )
    show_own(estimated["kinds"], estimated["rules"])
    for name, words in rows:
        click.echo(f"{name:<11}{words}")
    _show_operators(estimated["operators"])
    click.echo(
        f"Estimated from {estimated['sampled']} slots, which were made in memory and not proved."
    )


def show_own(kinds: list[dict[str, str]], rules: list[dict[str, Any]]) -> None:
    """Write how the user's own records are understood: kinds and rules decide what is right.

    Args:
        kinds: Of each field its name, its kind, and why.
        rules: Of each rule its name, whether it is used, and why.
    """
    if not kinds:
        return
    wide = max(len(each["field"]) for each in kinds)
    for each in kinds:
        click.echo(f"{each['field']:<{wide}}  {each['kind']:<9} because: {each['because']}")
    click.echo("Is a kind wrong? Put x-kind beside the field's type in your schema.\n")
    if not rules:
        click.echo("No rules, so no value follows from others. Add rules: source.rules.\n")
        return
    click.echo("Rules: they give a missing value from the other values.")
    wide = max(len(each["rule"]) for each in rules)
    for each in rules:
        click.echo(f"{each['rule']:<{wide}}  {each['because']}")
    click.echo("Is a rule missing, or wrong? See source.rules and source.find_rules.\n")


@dataclass(frozen=True, slots=True)
class _Chains:
    """The chains of a part: how many there are, and the first of them, by which all are judged."""

    count: int
    first: tuple[int, ...]


def _chains(maker: Maker, shard: Part) -> _Chains:
    """Return the chains; to find one takes as long as all before it, so few are looked at."""
    numbers = maker.slots.chains
    seen = numbers[:FIRST_CHAINS]
    first = tuple(n for n in seen if _in_part(maker.slots[n].record, shard))
    return _Chains(round(len(numbers) * len(first) / len(seen)) if seen else 0, first)


def _evenly(numbers: Sequence[int], most: int) -> list[int]:
    """Return at most so many of some numbers, spread evenly."""
    return [numbers[n] for n in sorted({i * len(numbers) // most for i in range(most)})]


def _operators(
    maker: Maker, stretches: Sequence[Stretch], chains: _Chains, shard: Part
) -> list[dict[str, Any]]:
    """Return in how many of its slots each operator gives a case, from the plans of a few."""
    from chaosdocs.corpus.reaching import CHAINS, reached_by
    from chaosdocs.corpus.stretches import spread

    of: dict[str, list[Stretch]] = {}
    for each in stretches:
        if each.operator:
            of.setdefault(each.operator, []).append(each)
    slots = {name: sum(s.count(shard) * s.each for s in mine) for name, mine in of.items()}
    tried = [number for mine in of.values() for number in spread(mine, PLANNED, shard)]
    if chains.first:
        scale = chains.count / len(chains.first)
        grouped: dict[str, list[int]] = {}
        for number in chains.first:
            steps = maker.slots[number].steps
            name = CHAINS if len(steps) > 1 else steps[0].operator.id
            grouped.setdefault(name, []).append(number)
        for name, numbers in grouped.items():
            slots[name] = slots.get(name, 0) + round(scale * len(numbers))
            tried += _evenly(numbers, PLANNED)
    ordered = sorted((maker.slots[number] for number in tried), key=_place)
    found = reached_by((slot, maker.outlook(slot.number)) for slot in ordered)
    return [
        {
            "operator": each.operator,
            "slots": slots[each.operator],
            "tried": each.slots,
            "made": each.made,
            "reasons": [why for why, _ in each.reasons],
        }
        for each in found
    ]


def _place(slot: Slot) -> tuple[int, str]:
    """The order in which each record is opened once."""
    return slot.record, slot.rendering


def _show_operators(operators: Sequence[dict[str, Any]]) -> None:
    """Write the operators that give no case in some of their slots."""
    for each in operators:
        if each["made"] < each["tried"]:
            share = f"{each['made']} of {each['tried']} sampled slots"
            click.echo(
                f"{each['operator']} ({each['slots']:,} slots): {share} give a case; "
                f"the others do not: {each['reasons'][0]}"
            )


def half_width(count: int) -> float:
    """Return half the width of the 95 % Wilson interval of a share of one half.

    Example:
        >>> round(half_width(30), 3)
        0.168
    """
    if count == 0:
        return 0.5
    z2 = 1.96**2
    return math.sqrt(z2 * (1 / 4 + z2 / (4 * count)) / count) / (1 + z2 / count)


def _in_part(record: int, shard: Part) -> bool:
    return shard is None or record % shard[1] == shard[0] - 1


def _records_a_cell(stretches: Sequence[Stretch], shard: Part) -> Counter[tuple[str, str, int]]:
    cells: Counter[tuple[str, str, int]] = Counter()
    for each in stretches:
        for severity in each.severities:
            cells[each.renderings[0], each.operator, severity] += each.count(shard)
    return +cells


def _pages(made: MadeCase) -> int:
    return max((locus.page or 0 for file in made.built.files for locus in file.loci), default=0)


def _tokens_in(made: MadeCase) -> float:
    asked = len(made.case.instructions) + len(json.dumps(made.case.ask))
    if made.built.medium in PAPER:
        return asked / BYTES_A_TOKEN + _pages(made) * TOKENS_A_PAGE
    return (asked + sum(map(len, made.files.values()))) / BYTES_A_TOKEN


def _tokens_out(made: MadeCase) -> int:
    return TOKENS_A_FIELD * sum(1 for _ in made.truth.leaves())


def _sizes(cases: Sequence[MadeCase]) -> Iterator[int]:
    """Yield the bytes of all files that the cases have in a corpus, its lines included."""
    from chaosdocs.corpus.chunks import rows_of
    from chaosdocs.formats.frames import SUFFIX, framed
    from chaosdocs.foundation.files import dump_lines

    yield from (len(data) for made in cases for data in made.files.values())
    rows = [(made.case.case, rows_of(made)) for made in cases]
    for name in rows[0][1] if rows else ():
        blocks = [(case, dump_lines(mine[name])) for case, mine in rows]
        written = framed(blocks) if name.endswith(SUFFIX) else (lines for _, lines in blocks)
        yield from map(len, written)


def _megabytes(size: float) -> float:
    """Return bytes in megabytes, with two digits that count.

    Example:
        >>> _megabytes(123_456), _megabytes(12_345_678)
        (0.12, 12.0)
    """
    return float(f"{size / 1e6:.2g}")
