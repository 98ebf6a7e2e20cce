"""Everything about one run, as the summary that text, JSON, gates and report are made from."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from chaosdocs.formats.summary import Condition, Estimate, Group, ReaderSummary
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import CLEAN, NULL, Printed
from chaosdocs.score.judging.table import FLAGGED, Table
from chaosdocs.score.metrics import flagged_losses
from chaosdocs.score.metrics.aggregates import floor, pyramid, with_j
from chaosdocs.score.metrics.calibration import calibrations
from chaosdocs.score.metrics.closure import closures
from chaosdocs.score.metrics.conditions import POPULATIONS, THIN, Aggregate, Conditions, cells
from chaosdocs.score.metrics.consistency import consistency
from chaosdocs.score.metrics.corruption import corruption
from chaosdocs.score.metrics.curves import breakpoints, curves
from chaosdocs.score.metrics.documents import documents
from chaosdocs.score.metrics.frozen import frozen_baseline
from chaosdocs.score.metrics.grids import grid_metrics
from chaosdocs.score.metrics.issues import issue_scores
from chaosdocs.score.metrics.latency import running
from chaosdocs.score.metrics.links import set_metrics
from chaosdocs.score.metrics.reach import reach
from chaosdocs.score.metrics.registry import with_noise_floor
from chaosdocs.score.metrics.repeats import repeated
from chaosdocs.score.metrics.roundtrip import round_trips
from chaosdocs.score.metrics.significance import tested
from chaosdocs.score.metrics.templates import template_ranges, templates_of
from chaosdocs.score.metrics.thresholds import thresholds
from chaosdocs.score.metrics.transitions import (
    cell_counts,
    kind_accuracy,
    outcome_counts,
    ranked_lures,
    transitions,
)
from chaosdocs.score.metrics.worst import worst_operators
from chaosdocs.score.summary.limits import not_shown
from chaosdocs.score.summary.parsers import parsed_units, parsed_verdict, task_of
from chaosdocs.score.summary.uncurved import uncurved
from chaosdocs.score.summary.verdict import verdict

MOST_LURES = 20


def summarise(
    table: Table,
    counts: Any,  # noqa: ANN401 - a matrix
    config: Config,
    printed: Printed,
) -> tuple[ReaderSummary, Conditions]:
    """Return the summary of one run, and the cells that it was made from.

    Args:
        table: The judged fields.
        counts: Resamples x records.
        config: The scoring configuration.
        printed: What the documents print, where parsers were asked.
    """
    made = cells(table, counts, config.utility)
    operators, families, dirty, clean = pyramid(made)
    lures = ranked_lures(made)
    drawn, broken = curves(made, counts), breakpoints(made)
    answers = table.answers
    summary = ReaderSummary(
        name=table.reader,
        digest=answers.digest,
        task=task_of(table),
        then=answers.then,
        parsed=tuple(parsed_units(table)),
        trials=len(answers.trials),
        nulls=answers.nulls,
        fields=int((~made.columns.in_("unscored")).sum()),
        cases=len(table.cases),
        records=len(made.record_names),
        outcomes=outcome_counts(made.columns, slice(None)),
        given_as=_given_as(table),
        form_errors=_form_errors(made),
        card=_estimates(dirty if dirty is not None else clean),
        clean=_estimates(clean),
        noise_floor=_floor(made),
        families=tested(_groups(families, Counter(key.family for key in made.keys)), families),
        operators=tested(_groups(operators, Counter(key.operator for key in made.keys)), operators),
        conditions=tuple(_cells(made, lures)),
        curves=drawn,
        breakpoints=broken,
        missing_curves=tuple(uncurved(made, drawn, broken)),
        lures=tuple(
            sorted(
                (each for name, found in lures.items() if _matters(name) for each in found),
                key=lambda each: (-each.records, -each.fields, each.operator, each.name),
            )[:MOST_LURES]
        ),
        calibration=calibrations(made, counts),
        issues=issue_scores(table),
        lucky={
            name: level.estimate("lucky_rate")
            for name, level in [*([] if clean is None else [(CLEAN, clean)]), *operators.items()]
            if level.n("lucky_rate")
        },
        latency=running(made, counts),
        documents={
            **documents(made, counts, side="dirty"),
            **{f"clean_{k}": v for k, v in documents(made, counts, side="clean").items()},
        },
        tables={
            **grid_metrics(made, printed, counts, side="dirty"),
            **{
                f"clean_{k}": v
                for k, v in grid_metrics(made, printed, counts, side="clean").items()
            },
        },
        sets={
            **set_metrics(made, counts, side="dirty"),
            **{f"clean_{k}": v for k, v in set_metrics(made, counts, side="clean").items()},
        },
        reach=reach(table),
        consistency=consistency(made),
        repeated=repeated(made, counts),
        worst=worst_operators(made, counts),
        invariance={**round_trips(made, counts), **closures(made, counts)},
        thresholds={
            name: level if math.isfinite(level) else None
            for name, level in thresholds(table, made.columns).items()
        },
        corruption=corruption(made, frozen_baseline()),
        flagged_losses=flagged_losses.overall(made),
        youden_j_conditions=0 if dirty is None else dirty.places.get("youden_j", 0),
        templates=templates_of(table),
        template_ranges=template_ranges(table, config.utility),
        warnings=tuple(answers.warnings),
    )
    return (
        summary.model_copy(
            update={
                "verdict": parsed_verdict(summary) if summary.parsed else verdict(summary),
                "not_shown": not_shown(summary),
            }
        ),
        made,
    )


def _estimates(level: Aggregate | None) -> dict[str, Estimate]:
    return {} if level is None else level.estimates()


def _groups(levels: dict[str, Aggregate], cells: Counter[str]) -> list[Group]:
    return [
        Group(name=name, cells=cells[name], metrics=level.estimates())
        for name, level in levels.items()
    ]


def _floor(made: Conditions) -> dict[str, Estimate]:
    return {
        f"{operator}:{name}": level.estimate(name)
        for operator, level in floor(made).items()
        for name in with_noise_floor()
        if level.n(name)
    }


def _given_as(table: Table) -> dict[str, int]:
    """How claims were made: what nulls, gaps and invalid answers looked like."""
    told = Counter(table.given_as)
    counts = Counter({table.given_as_names.names[n]: count for n, count in told.items()})
    counts.update({k: v for k, v in table.answers.counts.items() if v})
    return dict(sorted(counts.items()))


def _form_errors(made: Conditions) -> int:
    """Fields that are wrong by their form, and not flagged."""
    import numpy as np

    form = made.table.error_types.get("form", -1)
    of_form = np.frombuffer(made.table.error_type, np.int32) == form
    return int((of_form & made.columns.is_("wrong") & ~made.columns.has(FLAGGED)).sum())


def _cells(made: Conditions, lures: dict[str, Any]) -> list[Condition]:
    moved, losses, counted = transitions(made), flagged_losses.by_cell(made), cell_counts(made)
    kinds = kind_accuracy(made)
    out = []
    for key in made.keys:
        outcomes, records, cases, fields = counted[key]
        metrics = {}
        for population in POPULATIONS:
            level = made.levels.get((key, population))
            if level is not None:
                if population == "touched":
                    level = with_j(made, key, level)
                metrics[population] = level.estimates(least=THIN)
        out.append(
            Condition(
                operator=key.operator,
                family=key.family,
                severity=key.severity,
                medium=key.medium,  # type: ignore[arg-type]
                records=records,
                cases=cases,
                fields=fields,
                thin=records < THIN,
                metrics=metrics,
                transitions=moved[key],
                flagged_losses=losses[key],
                outcomes=outcomes,
                kinds={
                    kind: Estimate(value=share, records=n)
                    for kind, (share, n) in kinds[key].items()
                },
                lures=tuple(lures.get(key.operator, ())[:3]),
            )
        )
    return out


def _matters(operator: str) -> bool:
    """Whether slips there tell of dirt: not those on clean twins, asked once or again."""
    return operator != CLEAN and not operator.startswith(f"{NULL}.")
