"""The report of a score: one HTML file, no network, every document content escaped."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from chaosdocs.report.beside import sheets
from chaosdocs.report.curves import panels
from chaosdocs.report.failures import COLUMNS, Failures, failures
from chaosdocs.report.figures import SIGNS
from chaosdocs.report.heat import by_kind, by_severity, transitions
from chaosdocs.report.plots import card_plot, forest, key, reliability_plot, risk_plot
from chaosdocs.report.ranking import rankings
from chaosdocs.report.shown import embedded, number, share, visible
from chaosdocs.score import ScoreResult
from chaosdocs.score.cells import Cells
from chaosdocs.truth.wire.files import write_atomically
from chaosdocs.truth.wire.score import ReaderSummary

REPORT = "report.html"
CARD: Mapping[str, str] = {
    "acc": "right, touched fields",
    "auto": "automated: answered without a flag",
    "sfr": "silently wrong",
    "silent_loss": "lost silently since clean",
    "needless_gap": "needless gaps",
    "invented": "invented where nothing can be known",
    "j": "J: gaps where they belong",
    "nu_90": "net utility at t = .9",
}
"""Metric to its words, in the order of the card."""
PLAIN = frozenset({"j", "nu_90"})
"""Metrics that are no shares."""


def write_report(result: ScoreResult, corpus: Path, out: Path) -> Path:
    """Write ``report.html`` into `out`.

    Args:
        result: The score.
        corpus: Folder of the corpus, for pictures and for the commands that reproduce a case.
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
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("chaosdocs", "report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = lambda text: visible(str(text))
    summary = result.summary
    failing = failures(result, corpus)
    return environment.get_template("page.html.j2").render(
        summary=summary,
        readers=[
            _reader(reader, made)
            for reader, made in zip(summary.readers, result.cells, strict=True)
        ],
        rankings=list(rankings(summary)),
        signs=list(zip(SIGNS, (reader.name for reader in summary.readers), strict=False)),
        card_plot=Markup(card_plot(summary.readers)),  # noqa: S704 - its words are escaped
        card=CARD,
        failing=failing,
        data=Markup(embedded(_data(failing))),  # noqa: S704 - cannot end its element
        corpus=str(corpus),
        style=Markup(_part("page.css")),  # noqa: S704 - ours
        script=Markup(_part("page.js")),  # noqa: S704 - ours
    )


def _part(name: str) -> str:
    return files("chaosdocs.report").joinpath(name).read_text("utf-8")


def _reader(reader: ReaderSummary, made: Cells) -> dict[str, Any]:
    """All that the page shows of one reader."""
    from markupsafe import Markup

    shown, more = panels(reader, made)
    plots = {"risk": risk_plot(reader), "reliability": reliability_plot(reader)}
    return {
        "summary": reader,
        "card": [
            (words, _estimate(name, reader.card), _estimate(name, reader.clean))
            for name, words in CARD.items()
        ],
        "heat": by_kind(made),
        "severities": by_severity(made),
        "panels": [(panel, Markup(panel.plot)) for panel in shown],  # noqa: S704 - escaped
        "more_panels": more,
        "plots": {k: Markup(v) for k, v in plots.items() if v},  # noqa: S704 - escaped
        "key": key(reader),
        "breakpoints": Markup(forest(reader)),  # noqa: S704 - its words are escaped
        "transitions": transitions(reader),
        "sheets": sheets(reader),
        "lucky": [(name, share(found)) for name, found in reader.lucky.items()],
    }


def _estimate(name: str, found: Mapping[str, Any]) -> tuple[str, str]:
    return number(found.get(name)) if name in PLAIN else share(found.get(name))


def _data(failing: Failures) -> dict[str, Any]:
    return {
        "columns": COLUMNS,
        "names": failing.names,
        "rows": failing.rows,
        "edits": failing.edits,
        "crops": {
            case: [crop.clean, crop.dirty, crop.text] for case, crop in failing.crops.items()
        },
    }
