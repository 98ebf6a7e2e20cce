"""A case's schema as Python source: classes of pydantic."""

from __future__ import annotations

import json
import keyword
import re
from typing import Any

from chaosdocs.formats.cases import Case


def as_pydantic(case: Case) -> str:
    """Return the schema as Python source: classes of pydantic, the answer's named Answer."""
    classes: list[str] = []
    _class("Answer", dict(case.ask), classes)
    doc = case.instructions.replace("\\", "\\\\").replace('"""', "'''")
    return "\n\n\n".join(
        [
            f'"""{doc}"""\n\nfrom pydantic import BaseModel, Field',
            *classes,
        ]
    )


def _class(name: str, schema: dict[str, Any], classes: list[str]) -> None:
    lines = [f"class {name}(BaseModel):"]
    for key, leaf in schema.get("properties", {}).items():
        attribute = _attribute(key)
        parts = ["default=None"]
        if attribute != key:
            parts.append(f"alias={json.dumps(key)}")
        if leaf.get("description"):
            parts.append(f"description={json.dumps(leaf['description'], ensure_ascii=False)}")
        hint = _hint(f"{name}{_camel(key)}", leaf, classes)
        lines.append(f"    {attribute}: {hint} | None = Field({', '.join(parts)})")
    classes.append("\n".join(lines) if len(lines) > 1 else f"{lines[0]}\n    pass")


def _hint(name: str, leaf: dict[str, Any], classes: list[str]) -> str:
    types = leaf.get("type", "string")
    kind = next((t for t in [types] if isinstance(t, str)), None) or next(
        t for t in types if t != "null"
    )
    match kind:
        case "object":
            _class(name, leaf, classes)
            return name
        case "array":
            return f"list[{_hint(name, leaf.get('items', {}), classes)}]"
        case "boolean":
            return "bool"
        case "integer":
            return "int"
        case "number":
            return "float"
        case _:
            return "str"


def _attribute(key: str) -> str:
    name = re.sub(r"\W", "_", key)
    if not name or name[0].isdigit() or name.startswith("_") or keyword.iskeyword(name):
        name = f"field_{name.strip('_')}"
    return name


def _camel(key: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[\W_]+", key))
