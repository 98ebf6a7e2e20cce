"""All metrics by name. Summary, card, gates, report, words and ``chaosdocs metrics`` read this.

A metric is declared once, in the module that computes it. Modules are listed in `HOMES`; each has
a tuple ``METRICS``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.score.metrics.metric import Metric

HOMES: Final = ("shares", "derived", "invariance", "thresholds", "documents", "links")


@cache
def metrics() -> Mapping[str, Metric]:
    """Return every metric by its name, in the order of declaration."""
    found: dict[str, Metric] = {}
    for home in HOMES:
        for metric in import_module(f"chaosdocs.score.metrics.{home}").METRICS:
            if metric.name in found:
                raise ValueError(f"metric {metric.name!r} is declared twice")
            found[metric.name] = metric
    return found


def metric(name: str) -> Metric:
    """Return the metric called `name`.

    Raises:
        UserError: There is none; the error names the nearest.
    """
    found = metrics().get(name)
    if found is None:
        raise UserError(f"no metric {name!r}", given=name, allowed=tuple(metrics()))
    return found


def bounds_of(name: str) -> tuple[float, float] | None:
    """Return the range of a metric: None where it has no bounds, 0 to 1 for a name unknown here."""
    found = metrics().get(name)
    return (0.0, 1.0) if found is None else found.bounds


def least_of(name: str) -> float | None:
    """Return the least value of a metric: None where it has none, 0 for a name unknown here."""
    found = metrics().get(name)
    return 0.0 if found is None else found.low


@cache
def rolled_up() -> frozenset[str]:
    """Return the names of the metrics that groups carry."""
    return frozenset(name for name, each in metrics().items() if each.rolls_up)


@cache
def derived_metrics() -> tuple[Metric, ...]:
    """Return the metrics that are made of other metrics."""
    return tuple(each for each in metrics().values() if each.derive is not None)


@cache
def on_card() -> tuple[Metric, ...]:
    """Return the metrics on the card, in its order."""
    return tuple(sorted((m for m in metrics().values() if m.card), key=lambda m: m.card))


@cache
def gateable() -> tuple[str, ...]:
    """Return the names that a gate may use, sorted."""
    return tuple(sorted(name for name, each in metrics().items() if each.gate))


@cache
def with_noise_floor() -> tuple[str, ...]:
    """Return the names of the metrics that a reader can change by itself."""
    return tuple(name for name, each in metrics().items() if each.noise_floor)


def label(name: str) -> str:
    """Return the words for people of a metric."""
    return metric(name).label


def described(each: Metric) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of a metric: a heading and words."""
    from chaosdocs.score.metrics.metric import BASES

    yield "name", each.name
    yield "label", each.label
    yield "meaning", each.meaning
    yield "formula", each.formula
    yield "better", each.better
    low = "no lower bound" if each.low is None else f"{each.low:g}"
    high = "no upper bound" if each.high is None else f"{each.high:g}"
    yield "range", f"{low} to {high}"
    yield "rests on", BASES[each.basis]
    if each.source:
        yield "source", each.source
    yield "in groups", "mean over conditions" if each.rolls_up else "not carried up"
    yield "in gates", "yes" if each.gate else "no"
    yield "on the card", "yes" if each.card else "no"
