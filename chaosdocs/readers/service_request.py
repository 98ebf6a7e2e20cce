"""The request to a team's own service, filled in from its map."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from chaosdocs.formats.cases import Case, CaseFile
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read
from chaosdocs.readers.answer_schema import answer_schema
from chaosdocs.readers.prompt import question_text
from chaosdocs.readers.service_map import EACH, PLACES, Request

Json = Any
_PLACE: Final = re.compile(r"\{(" + "|".join(PLACES) + r")\}")
Document = tuple[CaseFile, Path, bytes]


def filled(
    request: Request, case: Case, files: Mapping[str, Path]
) -> tuple[str, bytes, dict[str, str]]:
    """Return the query, the bytes and the headers that are sent for a case.

    Args:
        request: The template.
        case: The public case.
        files: Path in the corpus to path on disk.

    Raises:
        UserError: A file cannot be read.
    """
    documents = [_read(file, files[file.path]) for file in case.files]
    first = documents[0]
    query = urlencode({key: _text(value, case, first) for key, value in request.query.items()})
    headers = {key: _text(value, case, first) for key, value in request.headers.items()}
    if request.multipart is not None:
        kind, data = _multipart(request.multipart, case, documents)
    elif request.body == "{file}":
        kind, data = first[0].media_type, first[2]
    elif request.body is not None:
        kind, data = "text/plain; charset=utf-8", _text(request.body, case, first).encode()
    else:
        sent = _json(request.json_, case, documents, first)
        kind, data = "application/json", json.dumps(sent, ensure_ascii=False).encode()
    return query, data, {"Content-Type": kind, **headers}


def _read(file: CaseFile, path: Path) -> Document:
    try:
        return file, path, read(path)
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error


def _json(template: Json, case: Case, documents: list[Document], document: Document) -> Json:
    if isinstance(template, dict):
        if list(template) == [EACH]:
            return [_json(template[EACH], case, documents, each) for each in documents]
        return {key: _json(each, case, documents, document) for key, each in template.items()}
    if isinstance(template, list):
        return [_json(each, case, documents, document) for each in template]
    if template == "{schema}":
        return answer_schema(case, "plain")
    return _text(template, case, document) if isinstance(template, str) else template


def _text(template: str, case: Case, document: Document) -> str:
    """Return a text with its places filled; what is filled in is never a template itself."""
    file, path, data = document

    def encoded() -> str:
        return base64.b64encode(data).decode()

    values: dict[str, Callable[[], str]] = {
        "base64": encoded,
        "data_url": lambda: f"data:{file.media_type};base64,{encoded()}",
        "text": lambda: _words(path),
        "name": lambda: path.name,
        "role": lambda: file.role,
        "media_type": lambda: file.media_type,
        "case": lambda: case.case,
        "instructions": lambda: case.instructions,
        "question": lambda: question_text(case, "plain"),
        "schema": lambda: json.dumps(answer_schema(case, "plain"), ensure_ascii=False),
    }
    return _PLACE.sub(lambda match: values[match[1]](), template)


def _words(path: Path) -> str:
    from chaosdocs.readers.builtin.written import text_of

    return text_of(path)


def _multipart(
    template: Mapping[str, str], case: Case, documents: list[Document]
) -> tuple[str, bytes]:
    parts: list[tuple[str, bytes]] = []
    for name, value in template.items():
        if value in {"{file}", "{files}"}:
            for file, path, data in documents if value == "{files}" else documents[:1]:
                head = f'name="{_quoted(name)}"; filename="{_quoted(path.name)}"'
                parts.append((f"{head}\r\nContent-Type: {file.media_type}", data))
        else:
            parts.append((f'name="{_quoted(name)}"', _text(value, case, documents[0]).encode()))
    digest = hashlib.sha256(b"\0".join(data for _, data in parts)).hexdigest()
    mark = f"chaosdocs-{digest}"
    body = b"".join(
        f"--{mark}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
        for head, data in parts
    )
    return f"multipart/form-data; boundary={mark}", body + f"--{mark}--\r\n".encode()


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "").replace("\n", "")
