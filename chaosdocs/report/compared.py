"""The page of a comparison: what changed between two readers, where, and on which fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.foundation.files import write_atomically
from chaosdocs.report.axes import linear, rows
from chaosdocs.report.card import card
from chaosdocs.report.chart import Chart, Interval, Mark, Points, Rule, draw
from chaosdocs.report.failures import WRONG, in_words
from chaosdocs.report.first import provenance, side_by_side
from chaosdocs.report.page import fill
from chaosdocs.report.plots import BROAD
from chaosdocs.report.sheets import Sheet, Shown, row
from chaosdocs.report.shown import figure
from chaosdocs.score import ScoreResult
from chaosdocs.score.comparing.paired import OF_OPERATORS, Comparison, Difference, Flip
from chaosdocs.score.metrics.registry import label, metric

SIGNIFICANT: Final = 0.05
"""A corrected p below it is significant."""
MOST_WORST: Final = 5
"""Operators that are shown unfolded."""
MOST_FIELDS: Final = 6
"""Fields that are shown unfolded, of those on which one reader alone is right."""
_WHERE: Final = {"all": "damaged documents", "clean": "clean documents"}
_LEAST: Final = 0.001


def write_comparison(
    comparison: Comparison,
    result: ScoreResult,
    corpus: Path,
    path: Path,
    *,
    command: str = "",
    date: str = "",
) -> Path:
    """Write the page of a comparison.

    Args:
        comparison: Two readers of `result`.
        result: The score of both.
        corpus: Folder of the corpus, for the commands that show a case.
        path: The file; it holds the whole page or is not written.
        command: The command that made the page, to be shown; empty for none.
        date: The day, to be shown; empty for none.

    Returns:
        The file.

    Raises:
        UserError: The file cannot be written.
    """
    text = render_comparison(comparison, result, corpus, command=command, date=date)
    write_atomically(path, text.encode())
    return path


def render_comparison(
    comparison: Comparison, result: ScoreResult, corpus: Path, *, command: str = "", date: str = ""
) -> str:
    """Return the page as text; the same comparison, command and date give the same text."""
    whole = [each for each in comparison.differences if each.where in _WHERE]
    told = sum(each.p is not None for each in comparison.differences)
    order = sorted(comparison.operators, key=_largest_first)
    names = list(dict.fromkeys(each.where for each in order))
    sides = [
        (who, [_field(flip) for flip in comparison.flips if flip.of_first is first], count)
        for who, first, count in (
            (comparison.first, True, comparison.lost),
            (comparison.second, False, comparison.gained),
        )
    ]
    return fill(
        "compared.html.j2",
        corpus=str(corpus),
        first=comparison.first,
        second=comparison.second,
        provenance=provenance(result.summary, corpus, command, date),
        beside=side_by_side(result.summary),
        verdict=[_verdict(comparison, whole, where) for where in _WHERE],
        changed={where: list(_sentences(comparison, whole, where)) for where in _WHERE},
        rule=f"Significant: p below {SIGNIFICANT} after Holm's correction for all {told} "
        f"differences. A difference is {comparison.first} minus {comparison.second}, with its 95 % "
        "interval over records.",
        chart=_chart(comparison, [each for each in whole if each.where == "all"]),
        operators=_operators(comparison, order, names[:MOST_WORST]),
        more_operators=_operators(comparison, order, names[MOST_WORST:]),
        sides=[each for each in sides if each[2]],
        shown=MOST_FIELDS,
        everything=_everything(comparison, told),
        readers=[(reader, card(reader)) for reader in result.summary.readers],
    )


def _significant(each: Difference) -> bool:
    return each.p is not None and each.p < SIGNIFICANT


def _better(each: Difference) -> int:
    """1 if the first reader is better, -1 if the second is, 0 if neither can be said to be."""
    way = {"higher": 1, "lower": -1, "neither": 0}[metric(each.metric).better]
    by = each.by.value or 0.0
    return way * ((by > 0) - (by < 0))


def _verdict(comparison: Comparison, whole: Sequence[Difference], where: str) -> str:
    """Who is better in how many metrics; empty without a metric."""
    here = [each for each in whole if each.where == where]
    better = Counter(_better(each) for each in here if _significant(each))
    if not here:
        return ""
    name = _WHERE[where].capitalize()
    if not better:
        return f"{name}: none of {len(here)} metrics differs significantly."
    return (
        f"{name}: of {len(here)} metrics, {comparison.first} is significantly better in "
        f"{better[1]}, {comparison.second} in {better[-1]}."
    )


def _sentences(
    comparison: Comparison, whole: Sequence[Difference], where: str
) -> Iterator[tuple[str, str]]:
    """What differs significantly: the metric, and the figures of both readers."""
    for each in whole:
        if each.where != where or not _significant(each):
            continue
        winner = {1: comparison.first, -1: comparison.second}.get(_better(each))
        better = f"; {winner} is better" if winner else ""
        by, interval = figure(each.metric, each.by)
        first, second = (_value(each.metric, value) for value in (each.first, each.second))
        words = f"{comparison.first} {first}, {comparison.second} {second}: {by} ({interval})"
        yield label(each.metric), f"{words}, p {_p(each.p)}{better}."


def _value(name: str, given: float) -> str:
    return figure(name, Estimate(value=given))[0]


def _p(value: float | None) -> str:
    """A p in words, such as ``= 0.012``."""
    if value is None:
        return "n/a"
    return f"< {_LEAST}" if value < _LEAST else f"= {value:.3f}"


def _chart(comparison: Comparison, dirty: Sequence[Difference]) -> str:
    """Differences with intervals; three series: who is better, or neither significantly."""
    shown = [each for each in dirty if metric(each.metric).unit != "number"]
    if not shown:
        return ""
    marks: list[Mark] = [Rule(x=0)]
    values = [0.0]
    for n, each in enumerate(shown):
        value = 100 * (each.by.value or 0.0)
        low, high = (100 * end if end is not None else value for end in (each.by.low, each.by.high))
        series = 2 if not _significant(each) else {1: 0, -1: 1, 0: 2}[_better(each)]
        marks.append(Interval(series, -n, low, high))
        marks.append(Points(series, [(value, -n)], hollow=not _significant(each)))
        values += [value, low, high]
    return draw(
        Chart(
            f"{comparison.first} minus {comparison.second}, damaged documents",
            "; ".join(f"{label(e.metric)} {' '.join(figure(e.metric, e.by))}" for e in shown),
            linear("difference in per cent points, with 95 % intervals", values),
            rows("metric", [label(each.metric) for each in shown]),
            marks,
            width=BROAD,
            height=75 + 22 * len(shown),
            legend=[
                f"{comparison.first} is better",
                f"{comparison.second} is better",
                "neither is better",
            ],
            note="hollow: not significant",
        )
    )


def _largest_first(each: Difference) -> tuple[bool, float, str]:
    return each.metric != OF_OPERATORS[0], -abs(each.by.value or 0.0), each.where


def _operators(
    comparison: Comparison, order: Sequence[Difference], names: Sequence[str]
) -> Sheet | None:
    """The differences of some operators; None without one."""
    found = {(each.where, each.metric): each for each in order}
    lines = []
    for name in names:
        silent, right = (found.get((name, which)) for which in OF_OPERATORS)
        lines.append(row(name, [*_cells(silent), *_cells(right)]))
    if not lines:
        return None
    heads = [
        f"{label(which)}: {what}"
        for which in OF_OPERATORS
        for what in (comparison.first, comparison.second, "difference")
    ]
    return Sheet(
        "Operators",
        "Touched fields, means over severities and media; the largest difference in silent errors "
        "first. "
        f"Significant: p below {SIGNIFICANT} after Holm's correction for the {len(order)} "
        "differences of operators.",
        ("operator", *heads),
        tuple(lines),
    )


def _cells(each: Difference | None) -> tuple[Shown, ...]:
    if each is None:
        return (("n/a", ""),) * 3
    by, interval = figure(each.metric, each.by)
    return (
        (_value(each.metric, each.first), ""),
        (_value(each.metric, each.second), ""),
        (by, f"{interval}{', significant' if _significant(each) else ''}"),
    )


def _field(flip: Flip) -> dict[str, Any]:
    """A field in words: its truth, and what both readers said of it."""
    ours, theirs = (in_words(each.model_dump()) for each in (flip.first, flip.second))
    said = [
        (
            told["got"][0],
            told["outcome"][0],
            each.outcome in WRONG and not each.flagged,
        )
        for told, each in ((ours, flip.first), (theirs, flip.second))
    ]
    return {
        "label": ours["label"][0],
        "case": flip.first.case,
        "path": ours["path"][0],
        "truth": ours["truth"][0],
        "said": said,
    }


def _everything(comparison: Comparison, told: int) -> Sheet:
    """Every difference of everything and of families."""
    return Sheet(
        "All differences",
        f"{comparison.first} minus {comparison.second}. p and the interval are for one difference "
        f"alone. p, Holm is corrected for all {told} differences of this table, because among so "
        "many some are far from 0 by chance.",
        ("where and metric", comparison.first, comparison.second, "difference", "p", "p, Holm"),
        tuple(
            row(
                f"{_WHERE.get(each.where, each.where)}: {label(each.metric)}",
                (
                    (_value(each.metric, each.first), ""),
                    (_value(each.metric, each.second), ""),
                    figure(each.metric, each.by),
                    (_p(each.alone).removeprefix("= "), ""),
                    (_p(each.p).removeprefix("= "), ""),
                ),
            )
            for each in comparison.differences
        ),
    )
