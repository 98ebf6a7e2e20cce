"""The registry of templates. A template is a module of this package with a `TEMPLATE`."""

from chaosdocs.foundation.registry import Registry
from chaosdocs.render.templates.look import Template

TEMPLATES = Registry("template", "chaosdocs.render.templates", Template)
