"""What every page shares: its frame, its styles, its filters; no network, all text escaped."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from chaosdocs.report.shown import breakable, visible
from chaosdocs.report.words import lure


def fill(template: str, *, scripts: tuple[str, ...] = (), **values: Any) -> str:  # noqa: ANN401
    """Return a page: a template of this folder with `values` in their places.

    Args:
        template: The name of the file.
        scripts: Scripts of this folder. They run before `base.js`, which every page has.
        values: Values of the names in the template. Text is escaped, `markupsafe.Markup` is not.
    """
    from jinja2 import Environment, PackageLoader
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("chaosdocs", "report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = lambda text: visible(str(text))
    environment.filters["breakable"] = lambda text: breakable(str(text))
    environment.filters["lure"] = lambda name: visible(lure(name))
    return environment.get_template(template).render(
        style=Markup(_parts("chart.css", "page.css")),  # noqa: S704 - ours
        script=Markup(_parts(*scripts, "base.js")),  # noqa: S704 - ours
        **values,
    )


def _parts(*names: str) -> str:
    folder = files("chaosdocs.report")
    return "".join(folder.joinpath(name).read_text("utf-8") for name in names)
