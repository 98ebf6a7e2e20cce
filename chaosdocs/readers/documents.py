"""The documents of a case as parts of a chat message, and whether they have such a form."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case, CaseFile
from chaosdocs.formats.media import asked_of
from chaosdocs.formats.packets import inside_of
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read
from chaosdocs.readers.contained import laid_open, media_type_of
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.settings import DPI, Pdf

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES: Final = 100_000_000
"""How large the documents of one question may be together; endpoints take less."""
_TEXT: Final = ("text/", "application/json", "application/xml")
Part = dict[str, Any]


def parts_of(
    case: Case, files: Mapping[str, Path], pdf: Pdf | None = None, dpi: int = DPI
) -> list[Part]:
    """Return the documents of a case as parts of an OpenAI chat message.

    A text goes as itself, a sheet that is to be seen as a table of text, an image as an image. The
    documents of a case with several are numbered and named. Those in a ZIP or a mail go one by one,
    the text of the mail before its attachments.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        pdf: How a PDF goes; None sends page images where pages are to be seen, else the file.
        dpi: Resolution of page images.

    Raises:
        UserError: A file cannot be read.
        BrokenAnswerError: A PDF is to go as text and holds none, or a ZIP or a mail cannot be
            opened, or holds a PDF that is none, or the documents have more than `MOST_BYTES`.
    """
    told = {file.path: file for file in case.files}
    parts: list[Part] = []
    try:
        with laid_open({path: files[path] for path in told}, letters=True) as laid:
            _check_size(laid.values())
            for number, (path, on_disk) in enumerate(laid.items(), 1):
                holder, inner = inside_of(path)
                file, name = told[holder], inner or Path(path).name
                if len(laid) > 1:
                    what = f"{name}{_about(file, inner)}"
                    parts.append(_text(f"Document {number} of {len(laid)}: {what}"))
                kind = media_type_of(name) if inner else file.media_type
                channel = asked_of(kind) if case.task == "reconcile" else case.channel
                parts += _parts(name, kind, on_disk, (channel, pdf, dpi))
    except OSError as error:
        where = str(error.filename or case.case)
        raise UserError(f"cannot read: {error.strerror}", where=where) from error
    return parts


def _check_size(paths: Iterable[Path]) -> None:
    size = sum(path.stat().st_size for path in paths)
    if size > MOST_BYTES:
        raise BrokenAnswerError(
            f"the documents have {size:,} bytes; at most {MOST_BYTES:,} are sent with a question"
        )


def _about(file: CaseFile, inner: str) -> str:
    """What stands behind the name of a document: the file that holds it, and a role of its own."""
    holder = f" in {Path(file.path).name}" if inner else ""
    return holder + (f", the {file.role}" if file.role not in {"", Path(file.path).stem} else "")


def _parts(name: str, media_type: str, path: Path, how: tuple[str, Pdf | None, int]) -> list[Part]:
    data = read(path)
    channel, pdf, dpi = how
    if media_type.startswith(_TEXT):
        return [_text(_decoded(data))]
    if media_type.startswith("image/"):
        return [_image(media_type, data)]
    if media_type == "application/pdf":
        way = pdf or ("images" if channel == "eye" else "file")
        if way == "images":
            return [_image("image/png", page) for page in _pages(name, data, dpi)]
        if way == "text":
            return [_text(_printed(name, path))]
    if media_type == XLSX and channel == "shown":
        from chaosdocs.readers.builtin.written import text_of

        return [_text(text_of(path))]
    url = _data_url(media_type, data)
    return [{"type": "file", "file": {"filename": name, "file_data": url}}]


def _decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or the old character set of eight bits where it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _printed(name: str, path: Path) -> str:
    from chaosdocs.readers.builtin.written import text_of

    try:
        text = text_of(path)
    except Exception as error:
        raise BrokenAnswerError(f"{name} is no PDF that can be opened: {error}") from error
    if not text.strip():
        raise BrokenAnswerError(f"{name} holds no text; send it with --pdf images")
    return text


def _text(text: str) -> Part:
    return {"type": "text", "text": text}


def _image(media_type: str, data: bytes) -> Part:
    return {"type": "image_url", "image_url": {"url": _data_url(media_type, data)}}


def _data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _pages(name: str, data: bytes, dpi: int) -> list[bytes]:
    """Every page of a PDF as a PNG."""
    import pymupdf

    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:  # type: ignore[no-untyped-call]
            return [page.get_pixmap(dpi=dpi).tobytes("png") for page in pdf]
    except RuntimeError as error:
        raise BrokenAnswerError(f"{name} is no PDF that can be opened: {error}") from error
