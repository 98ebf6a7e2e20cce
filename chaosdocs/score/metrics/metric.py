"""What a metric is: one declaration, from which summary, gates, report and words are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from chaosdocs.score.metrics.columns import Parts

Vector = Any
Share = Callable[["Parts"], tuple[Vector, Vector]]
Get = Callable[[str], Vector]
Better = Literal["higher", "lower", "neither"]
Unit = Literal["share", "difference", "number", "count"]
Basis = Literal["fields", "twins", "metrics", "confidences", "documents"]

BASES: Final[Mapping[Basis, str]] = {
    "fields": "judged fields: touched fields of damaged documents, or all fields of clean ones",
    "twins": "touched fields, each beside the same field of the clean twin",
    "metrics": "other metrics of the same group",
    "confidences": "answered fields that carry a confidence",
    "documents": "whole documents",
}
"""What a metric rests on, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric: what it is called, what it means, how it is computed, where it is shown.

    Attributes:
        name: The one name: in the summary, in gates, in the report's data.
        label: A few words for people.
        meaning: One sentence: what the number says.
        formula: How it is computed, in terms of fields.
        better: Which direction is better.
        unit: ``share`` (0 to 1), ``difference`` of shares (-1 to 1), ``number``, or ``count``.
        low: The least possible value; None where there is none.
        high: The greatest possible value; None where there is none.
        basis: What it rests on; a key of `BASES`.
        source: Paper or tool that defines it; empty for our own.
        share: Numerator and denominator of every field, from the `Parts` of a table.
        derive: The value from other metrics; for ``basis="metrics"``.
        rests_on: For a derived metric, the metric whose records it counts.
        rolls_up: Whether groups carry it: the mean over conditions, operators, families.
        gate: Whether a gate may name it.
        card: Place on the card, from 1; 0 is not on the card.
        noise_floor: Whether the reader can change it by itself, so that it has a noise floor.
    """

    name: str
    label: str
    meaning: str
    formula: str
    better: Better
    unit: Unit = "share"
    low: float | None = 0.0
    high: float | None = 1.0
    basis: Basis = "fields"
    source: str = ""
    share: Share | None = None
    derive: Callable[[Get], Vector] | None = None
    rests_on: str = ""
    rolls_up: bool = True
    gate: bool = True
    card: int = 0
    noise_floor: bool = False

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and the greatest possible value; None if one of them does not exist."""
        return None if self.low is None or self.high is None else (self.low, self.high)
