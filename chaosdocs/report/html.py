"""The report of a score: one HTML file, no network, every document content escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.summary import ReaderSummary
from chaosdocs.foundation.files import write_atomically
from chaosdocs.report.beside import sheets
from chaosdocs.report.card import card
from chaosdocs.report.chart import SIGNS
from chaosdocs.report.curves import LINES, panels
from chaosdocs.report.failures import COLUMNS, Failures, failures
from chaosdocs.report.first import provenance, side_by_side, worst
from chaosdocs.report.heat import by_kind, by_severity, transitions
from chaosdocs.report.known import known
from chaosdocs.report.page import fill
from chaosdocs.report.plots import card_plot, forest, reach_plots, reliability_plot, risk_plot
from chaosdocs.report.ranking import rankings
from chaosdocs.report.shown import embedded, share
from chaosdocs.report.unshown import unshown, without_breakpoint, without_curve
from chaosdocs.score import ScoreResult
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.registry import label

REPORT = "report.html"
HEADS: Final = (
    ("reader", "reader"),
    ("label", "case"),
    ("path", "field"),
    ("truth", "truth"),
    ("got", "answer"),
    ("outcome", "outcome"),
    ("lure", "named wrong answer"),
)
"""Columns of the failing fields and their heads."""


def write_report(
    result: ScoreResult, corpus: Path, out: Path, *, command: str = "", date: str = ""
) -> Path:
    """Write ``report.html`` into `out`.

    Args:
        result: The score.
        corpus: Folder of the corpus, for pictures and for the commands that reproduce a case.
        out: Folder of the report.
        command: The command that made the score, to be shown; empty for none.
        date: The day of the score, to be shown; empty for none.

    Returns:
        The file.

    Raises:
        UserError: The folder cannot be written to.
    """
    path = out / REPORT
    write_atomically(path, render(result, corpus, command=command, date=date).encode())
    return path


def render(result: ScoreResult, corpus: Path, *, command: str = "", date: str = "") -> str:
    """Return the page as text; the same score, command and date give the same text."""
    from markupsafe import Markup

    summary = result.summary
    failing = failures(result, corpus)
    return fill(
        "page.html.j2",
        scripts=("page.js",),
        summary=summary,
        run=summary.run,
        provenance=provenance(summary, corpus, command, date),
        signs=SIGNS,
        beside=side_by_side(summary),
        worst=worst(summary, failing),
        readers=[
            _reader(reader, made)
            for reader, made in zip(summary.readers, result.conditions, strict=True)
        ],
        rankings=list(rankings(summary)),
        card_plot=Markup(card_plot(summary.readers)),  # noqa: S704 - its words are escaped
        reference_readers=list(known(summary)),
        failing=failing,
        heads=HEADS,
        data=Markup(embedded(_data(failing))),  # noqa: S704 - cannot end its element
        corpus=str(corpus),
    )


def _reader(reader: ReaderSummary, made: Conditions) -> dict[str, Any]:
    """All that the page shows of one reader."""
    from markupsafe import Markup

    curves = panels(reader, made)
    tables = sheets(reader)
    plots = {"risk": risk_plot(reader), "reliability": reliability_plot(reader)}
    return {
        "summary": reader,
        "card": card(reader),
        "heat": by_kind(made),
        "severities": by_severity(made),
        "lines": [label(name) for name in LINES],
        "panels": [(panel, Markup(panel.plot)) for panel in curves.shown],  # noqa: S704 - escaped
        "more_panels": curves.more,
        "without_curve": without_curve(reader, curves.without),
        "plots": {k: Markup(v) for k, v in plots.items() if v},  # noqa: S704 - escaped
        "reach": [Markup(plot) for plot in reach_plots(reader)],  # noqa: S704 - escaped
        "without_breakpoint": without_breakpoint(reader),
        "breakpoints": Markup(forest(reader)),  # noqa: S704 - its words are escaped
        "transitions": transitions(reader),
        "sheets": tables,
        "unshown": list(unshown(reader, [each.title for each in tables])),
        "lucky": [(name, share(found)) for name, found in reader.lucky.items()],
    }


def _data(failing: Failures) -> dict[str, Any]:
    behind = failing.places
    return {
        "columns": COLUMNS,
        "names": {name: each.shown for name, each in failing.names.items()},
        "codes": {name: each.codes for name, each in failing.names.items() if any(each.codes)},
        "rows": failing.rows,
        "edits": failing.edits,
        "places": [
            [behind.fields[at]["clean"], behind.fields[at]["dirty"]] for at in failing.shown
        ],
        "pictures": behind.pictures,
    }
