"""``fields.jsonl``: what a run scored, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import model_validator

from chaosdocs.formats.media import Form
from chaosdocs.formats.wire import Json, Wire
from chaosdocs.truth.field_truth import State
from chaosdocs.truth.values import Kind

Outcome = Literal[
    "correct",
    "wrong",
    "over_abstain",
    "right_abstain",
    "hallucinated",
    "overcommit",
    "invalid",
    "unscored",
]


class FieldRow(Wire):
    """A line of ``fields.jsonl``: one asked field of one case in one trial.

    A line leaves out what has its default value here, and what follows from its other values:
    `at` and `schema_path` if they are `path`; `family` if it is `operator` up to the point;
    `twin_state` if it is `state`; `label` if it is made of record, rendering, operator and
    severity, such as ``inv-00003~pdf.letterhead~gaps.left_out@3``. `FieldRow` puts them back.

    Attributes:
        path: The field, rows by key; ``+`` stands for rows that the truth does not have.
        at: Where in the answer it was found, rows by number.
        schema_path: Its schema path.
        error_type: What kind of that outcome.
        lure: Name of the known wrong answer that was given.
        given_as: How the claim was made: ``value``, ``gap``, ``null``, ``missing`` ...
        answered: Whether the reader committed itself to something.
        flagged: Whether it said that its answer is not to be trusted.
        value: Whether it gave a value.
        weight: Share of its schema path in the record, times the weight of that path.
        rows: How many surplus rows this line stands for, 1 everywhere else.
        got: The answer as JSON, cut where it is long.
        twin: Outcome of the same field of the clean twin.
    """

    reader: str
    case: str
    label: str = ""
    record: str
    trial: int = 0
    path: str
    at: str = ""
    schema_path: str = ""
    kind: Kind
    operator: str
    family: str = ""
    severity: int
    medium: Form
    rendering: str
    touched: bool = False
    state: State = "answerable"
    derived: bool = False
    outcome: Outcome
    error_type: str = ""
    lure: str = ""
    given_as: str = "value"
    answered: bool = True
    flagged: bool = False
    value: bool = True
    p: float | None = None
    weight: float = 1.0
    rows: int = 1
    accept: tuple[Json, ...] = ()
    was: Json = None
    got: str | None = None
    twin: Outcome | None = None
    twin_state: State | None = None
    latency_s: float | None = None
    cost_usd: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, line: Any) -> Any:  # noqa: ANN401 - JSON
        """Put back what follows from other values."""
        return {**implied(line), **line} if isinstance(line, dict) else line


def implied(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a line of ``fields.jsonl`` leaves out because others say them.

    Example:
        >>> implied({"path": "/total", "operator": "gaps.left_out", "severity": 3,
        ...     "record": "r1", "rendering": "csv.sap", "twin": "correct"})["label"]
        'r1~csv.sap~gaps.left_out@3'
    """
    path, operator, severity = (line.get(name) for name in ("path", "operator", "severity"))
    what = f"{operator}@{severity}" if severity else f"{operator}"
    return {
        "label": f"{line.get('record')}~{line.get('rendering')}~{what}",
        "at": path,
        "schema_path": path,
        "family": str(operator).partition(".")[0],
        "twin_state": line.get("state", "answerable") if line.get("twin") else None,
    }
