"""A case as a model gets it: as text, as a chat request, as a class."""

from __future__ import annotations

import base64
import json
import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.formats.cases import Case, CaseFile
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside

DPI = 150
"""Resolution at which a model is shown a page."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELLS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_GRIDS: dict[str, Any] = {"type": "array", "items": {"type": "array", "items": _CELLS}}
_TABLES: dict[str, Any] = {
    "type": "object",
    "properties": {"tables": _GRIDS},
    "required": ["tables"],
    "additionalProperties": False,
}
_TEXT = ("text/", "application/json", "application/xml")


def as_text(case: Case, corpus: Path) -> str:
    """Return instructions, schema and the list of files."""
    files = "\n".join(
        f"- {corpus / file.path} ({file.media_type}, {file.bytes} bytes)" for file in case.files
    )
    schema = json.dumps(case.ask, ensure_ascii=False, indent=2)
    return f"{case.instructions}\n\nSchema of the answer:\n{schema}\n\nFiles:\n{files}"


def as_openai(case: Case, corpus: Path) -> str:
    """Return the body of a chat request; only the model is left to be named."""
    body = chat_request(case, {file.path: inside(corpus, file.path) for file in case.files})
    return json.dumps(body, ensure_ascii=False, indent=2)


def chat_request(case: Case, files: Mapping[str, Path]) -> dict[str, Any]:
    """Return the body of a chat request, without the model.

    What is to be seen on pages goes as an image of every page, what a sheet shows as a table of
    text, a text as itself. Anything else goes whole, as a file.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Raises:
        UserError: A file cannot be read.
    """
    content: list[dict[str, Any]] = [{"type": "text", "text": case.instructions}]
    for file in case.files:
        content += _parts(file, files[file.path], case.channel)
    body: dict[str, Any] = {"messages": [{"role": "user", "content": content}]}
    schema = {"extract": case.ask, "tables": _TABLES}.get(case.task)
    if schema is not None:
        form = {"name": case.task, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    return body


def as_pydantic(case: Case, corpus: Path) -> str:
    """Return the schema as Python source: classes of pydantic, the answer's named Answer."""
    del corpus
    classes: list[str] = []
    _class("Answer", dict(case.ask), classes)
    doc = case.instructions.replace("\\", "\\\\").replace('"""', "'''")
    return "\n\n\n".join(
        [
            f'"""{doc}"""\n\nfrom pydantic import BaseModel, Field',
            *classes,
        ]
    )


def _parts(file: CaseFile, path: Path, channel: str) -> list[dict[str, Any]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    if file.media_type.startswith(_TEXT):
        return [{"type": "text", "text": data.decode("utf-8", errors="replace")}]
    if file.media_type.startswith("image/"):
        return [_image(file.media_type, data)]
    if file.media_type == "application/pdf" and channel == "eye":
        return [_image("image/png", page) for page in _pages(data)]
    if file.media_type == _XLSX and channel == "shown":
        from chaosdocs.readers.builtin.written import text_of

        return [{"type": "text", "text": text_of(path)}]
    url = _data_url(file.media_type, data)
    return [{"type": "file", "file": {"filename": path.name, "file_data": url}}]


def _image(media_type: str, data: bytes) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": _data_url(media_type, data)}}


def _data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _pages(data: bytes) -> list[bytes]:
    """Every page of a PDF as a PNG."""
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as pdf:  # type: ignore[no-untyped-call]
        return [page.get_pixmap(dpi=DPI).tobytes("png") for page in pdf]


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
