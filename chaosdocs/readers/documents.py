"""The documents of a case as parts of a chat message, and whether they have such a form."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case, CaseFile
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.settings import DPI, Pdf

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT: Final = ("text/", "application/json", "application/xml")
Part = dict[str, Any]


def parts_of(
    case: Case, files: Mapping[str, Path], pdf: Pdf | None = None, dpi: int = DPI
) -> list[Part]:
    """Return the documents of a case as parts of an OpenAI chat message.

    A text goes as itself, a sheet that is to be seen as a table of text, an image as an image. The
    documents of a case with several are numbered and named.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        pdf: How a PDF goes; None sends page images where pages are to be seen, else the file.
        dpi: Resolution of page images.

    Raises:
        UserError: A file cannot be read.
        BrokenAnswerError: A PDF is to go as text and holds none.
    """
    parts: list[Part] = []
    for number, file in enumerate(case.files, 1):
        if len(case.files) > 1:
            role = f", the {file.role}" if file.role else ""
            name = Path(file.path).name
            parts.append(_text(f"Document {number} of {len(case.files)}: {name}{role}"))
        parts += _parts(file, files[file.path], case.channel, pdf, dpi)
    return parts


def _parts(file: CaseFile, path: Path, channel: str, pdf: Pdf | None, dpi: int) -> list[Part]:
    try:
        data = read(path)
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    if file.media_type.startswith(_TEXT):
        return [_text(_decoded(data))]
    if file.media_type.startswith("image/"):
        return [_image(file.media_type, data)]
    if file.media_type == "application/pdf":
        way = pdf or ("images" if channel == "eye" else "file")
        if way == "images":
            return [_image("image/png", page) for page in _pages(data, dpi)]
        if way == "text":
            return [_text(_printed(path))]
    if file.media_type == XLSX and channel == "shown":
        from chaosdocs.readers.builtin.written import text_of

        return [_text(text_of(path))]
    url = _data_url(file.media_type, data)
    return [{"type": "file", "file": {"filename": path.name, "file_data": url}}]


def _decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or the old character set of eight bits where it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _printed(path: Path) -> str:
    from chaosdocs.readers.builtin.written import text_of

    text = text_of(path)
    if not text.strip():
        raise BrokenAnswerError(f"{path.name} holds no text; send it with --pdf images")
    return text


def _text(text: str) -> Part:
    return {"type": "text", "text": text}


def _image(media_type: str, data: bytes) -> Part:
    return {"type": "image_url", "image_url": {"url": _data_url(media_type, data)}}


def _data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _pages(data: bytes, dpi: int) -> list[bytes]:
    """Every page of a PDF as a PNG."""
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as pdf:  # type: ignore[no-untyped-call]
        return [page.get_pixmap(dpi=dpi).tobytes("png") for page in pdf]
