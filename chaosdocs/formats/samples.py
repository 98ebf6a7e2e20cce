"""``samples.jsonl``: what a run scored, case by case."""

from __future__ import annotations

from chaosdocs.formats.media import Form
from chaosdocs.formats.wire import Wire


class Sample(Wire):
    """A line of ``samples.jsonl``: one case in one trial.

    The six rates are shares of the weight of the case's scored fields; they add up to 1. All are
    null where no field of the case is scored. Names and meanings are those of the metrics.

    Attributes:
        outcomes: Outcome to number of fields, unscored ones included.
        passed: Whether every scored field is right or rightly left open.
    """

    reader: str
    case: str
    label: str
    record: str
    trial: int = 0
    operator: str
    family: str
    severity: int
    medium: Form
    rendering: str
    outcomes: dict[str, int]
    passed: bool
    correct_rate: float | None
    right_gap_rate: float | None
    wrong_gap_rate: float | None
    flagged_error_rate: float | None
    silent_error_rate: float | None
    invalid_rate: float | None
    utility_50: float | None
