"""The report of a score: one HTML file, no network, every document content escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chaosdocs.score import ScoreResult
from chaosdocs.truth.wire.files import write_atomically
from chaosdocs.truth.wire.score import Estimate, FieldRow, ReaderSummary

REPORT = "report.html"
MOST_FAILURES = 400
"""Failing fields that are listed; all of them are in ``fields.jsonl``."""
FAILURES = frozenset({"wrong", "hallucinated", "overcommit", "invalid"})
CARD: Mapping[str, str] = {
    "acc": "accuracy, touched fields",
    "auto": "automated without a flag",
    "sfr": "silent errors",
    "silent_loss": "lost silently since clean",
    "needless_gap": "needless gaps",
    "invented": "invented where nothing can be known",
    "j": "J: gaps where they belong",
    "nu_90": "net utility at t = .9",
}
"""Metric to its words, in the order of the card."""


def write_report(result: ScoreResult, corpus: Path, out: Path) -> Path:
    """Write ``report.html`` into `out`.

    Args:
        result: The score.
        corpus: Folder of the corpus, for the commands that reproduce a case.
        out: Folder of the report.

    Returns:
        The file.

    Raises:
        UserError: The folder cannot be written to.
    """
    path = out / REPORT
    write_atomically(path, render(result, corpus).encode())
    return path


def render(result: ScoreResult, corpus: Path) -> str:
    """Return the page as text; the same score gives the same text."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("chaosdocs", "report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["estimate"] = _estimate
    failures, more = _failures(result.rows)
    return environment.get_template("page.html.j2").render(
        summary=result.summary,
        readers=result.summary.readers,
        card=CARD,
        heat={reader.name: _heat(reader) for reader in result.summary.readers},
        failures=failures,
        more=more,
        corpus=str(corpus),
    )


def _heat(reader: ReaderSummary) -> dict[str, dict[str, tuple[str, int]]]:
    """Operator to medium and severity to the accuracy of touched fields, shown and in tenths."""
    table: dict[str, dict[str, tuple[str, int]]] = {}
    for cell in reader.cells:
        outcomes = cell.outcomes
        total = sum(outcomes.values())
        right = outcomes.get("correct", 0) + outcomes.get("right_abstain", 0)
        if total:
            share = right / total
            column = f"{cell.medium} {cell.severity}"
            shown = f"{share:.0%} of {total}"
            table.setdefault(cell.operator, {})[column] = (shown, round(share * 10))
    return table


def _failures(rows: Iterable[FieldRow]) -> tuple[list[dict[str, Any]], int]:
    """The failing fields that are listed, silent ones first; and how many more there are."""
    found = [row for row in rows if row.outcome in FAILURES]
    found.sort(key=lambda r: (not r.touched, r.flagged, not r.lure, r.label, r.path, r.reader))
    listed = [
        {
            "reader": row.reader,
            "case": row.case,
            "label": row.label,
            "path": row.path,
            "state": row.state,
            "outcome": row.outcome + (f" / {row.sub}" if row.sub else ""),
            "lure": row.lure,
            "truth": ", ".join(map(_shown, row.accept)) or "(nothing)",
            "got": row.got or "(nothing)",
            "silent": not row.flagged,
        }
        for row in found[:MOST_FAILURES]
    ]
    return listed, max(0, len(found) - MOST_FAILURES)


def _shown(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)


def _estimate(estimate: Estimate | None) -> str:
    if estimate is None or estimate.value is None:
        return "n/a"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"
