"""``fields.jsonl``: what a run scored, field by field."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from chaosdocs.formats.media import Medium
from chaosdocs.formats.wire import Wire
from chaosdocs.truth.stated import State
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

    A line leaves out what has its default value here.

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
    label: str
    record: str
    trial: int = 0
    path: str
    at: str
    schema_path: str
    kind: Kind
    operator: str
    family: str
    severity: int
    medium: Medium
    rendering: str
    touched: bool
    state: State
    derived: bool = False
    outcome: Outcome
    error_type: str = ""
    lure: str = ""
    given_as: str = ""
    answered: bool
    flagged: bool
    value: bool
    p: float | None = None
    weight: float
    rows: int = 1
    accept: tuple[JsonValue, ...] = ()
    was: JsonValue = None
    got: str | None = None
    twin: Outcome | None = None
    twin_state: State | None = None
    latency_s: float | None = None
    cost_usd: float | None = None
