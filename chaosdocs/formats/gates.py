"""What became of a gate: part of ``summary.json``."""

from __future__ import annotations

from typing import Literal

from chaosdocs.formats.wire import Wire


class GateResult(Wire):
    """One gate on one cell or group.

    Attributes:
        operator: Where it was held: operator, severity and medium, ``all`` for everything.
        records: Source records that the number rests on.
        record: For a known failure: its record, its case's label and its field.
    """

    gate: str
    reader: str
    where: str
    operator: str | None = None
    severity: int | None = None
    medium: str | None = None
    records: int | None = None
    record: str | None = None
    label: str | None = None
    field: str | None = None
    value: float | None = None
    bound: float | None = None
    status: Literal["pass", "fail", "inconclusive", "known", "none"]
    needed: int | None = None
    words: str
