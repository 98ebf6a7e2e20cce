"""The registry of templates. A template is a module of this package with a `TEMPLATE`."""

from chaosdocs.foundation.registry import Registry
from chaosdocs.render.templates.look import Template

TEMPLATES = Registry("template", "chaosdocs.render.templates", Template)


def usual_templates() -> tuple[str, ...]:
    """Return our own templates without those that a recipe has to name."""
    return tuple(name for name in TEMPLATES.own if not TEMPLATES[name].by_name)
