"""Plots as SVG that lives in the page: its fonts, its colours in both themes, words beside it."""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any, Final

from chaosdocs.foundation.digest import sha256

Figure = Any
INK: Final = "#010101"
SOFT: Final = "#020202"
RULE: Final = "#030303"
GROUND: Final = "#040404"
SERIES: Final = ("#050501", "#050502", "#050503", "#050504", "#050505", "#050506")
"""Stand-ins that the style sheet of the page turns into colours."""
MARKERS: Final = ("o", "s", "^", "D", "v", "P")
SIGNS: Final = "●■▲◆▼✚"
"""The markers as characters, for keys in words."""
DASHES: Final = ("-", "--", ":", "-.", (0, (5, 1)), (0, (1, 1)))
_VARIABLES: Final = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    RULE: "var(--rule)",
    GROUND: "var(--panel)",
    **{name: f"var(--c{n})" for n, name in enumerate(SERIES, 1)},
}
_STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.titlesize": 9,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "text.color": INK,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "figure.facecolor": "none",
    "savefig.transparent": True,
}


def figure(width: float, height: float, rows: int = 1, **options: Any) -> tuple[Figure, Any]:  # noqa: ANN401
    """Return a figure and its axes, under each other.

    Args:
        width: In inches, 72 CSS pixels each.
        height: In inches.
        rows: How many axes.
        options: For ``Figure.subplots``.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure as Made

    with mpl.rc_context(_STYLE):
        made = Made(figsize=(width, height), layout="constrained")
        return made, made.subplots(rows, 1, **options)


def svg(made: Figure, title: str, words: str) -> str:
    """Return a figure as an ``svg`` element with a title and a description.

    The same figure gives the same bytes. Ids are prefixed by a digest, so that many figures can
    share a page.
    """
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({**_STYLE, "svg.hashsalt": "chaosdocs"}):
        made.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = re.sub(r"\bfont: ([\d.]+)px [^;\"]*", r"font-size: \1px", text)
    text = re.sub(r'<style type="text/css">.*?</style>', "", text, flags=re.DOTALL)
    for name, variable in _VARIABLES.items():
        text = text.replace(name, variable)
    salt = "f" + sha256(f"{title}{words}{text}".encode())[:8]
    text = re.sub(r'\bid="([^"]+)"', rf'id="{salt}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{salt}-\1)", text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{salt}-\1"', text)
    box = re.search(r'viewBox="([^"]+)"', text)
    head = (
        f'<svg class="plot" viewBox="{box.group(1) if box else ""}" role="img" '
        f'aria-labelledby="{salt}-t {salt}-d"><title id="{salt}-t">{escape(title)}</title>'
        f'<desc id="{salt}-d">{escape(words)}</desc>'
    )
    body = text[text.index(">", text.index("<svg")) + 1 :]
    return head + re.sub(r"\n\s*", "\n", body).strip()
