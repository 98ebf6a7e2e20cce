"""What a harness puts before a model: the words of the question and the documents, no truth."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.files import inside
from chaosdocs.readers.documents import parts_of
from chaosdocs.readers.prompt import question_text
from chaosdocs.readers.settings import Form, Pdf

Kind = Literal["text", "image", "file"]
ENDINGS: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
"""Media type to the ending of a file; anything else gets ``.bin``."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what a model gets to see of the documents.

    Attributes:
        kind: ``text``, ``image`` or ``file``.
        text: The text; empty for images and files.
        data: The bytes; empty for texts.
        media_type: What the bytes are.
    """

    kind: Kind
    text: str = ""
    data: bytes = b""
    media_type: str = ""

    @property
    def url(self) -> str:
        """The bytes as a data URL."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"

    @property
    def ending(self) -> str:
        """The ending of a file with these bytes."""
        return ENDINGS.get(self.media_type, ".bin")


def question(case: Case, form: Form, *, verbal: bool = False) -> str:
    """Return instructions, form of the answer and fields: what `chaosdocs ask` prints.

    Args:
        case: The public case.
        form: The form of the answer.
        verbal: Whether the model is to say how sure it is; only in an envelope.
    """
    return question_text(case, form, verbal=verbal)


def parts(case: Case, folder: Path, pdf: Pdf | None) -> list[Part]:
    """Return the documents of a case as `chaosdocs run` sends them.

    Args:
        case: The public case.
        folder: The corpus.
        pdf: How a PDF is shown.

    Raises:
        UserError: A file cannot be read.
        BrokenAnswerError: A PDF is to go as text and holds none.
    """
    files = {file.path: inside(folder, file.path) for file in case.files}
    return [_part(each) for each in parts_of(case, files, pdf)]


def as_text(case: Case, shown: Sequence[Part], form: Form, *, verbal: bool = False) -> str:
    """Return question and documents as one text."""
    return "\n\n".join([question(case, form, verbal=verbal), *(part.text for part in shown)])


def as_messages(
    case: Case, shown: Sequence[Part], form: Form, *, verbal: bool = False
) -> list[dict[str, Any]]:
    """Return question and documents as the messages of an OpenAI chat request."""
    words = question(case, form, verbal=verbal)
    content: list[dict[str, Any]] = [{"type": "text", "text": words}]
    for part in shown:
        if part.kind == "text":
            content.append({"type": "text", "text": part.text})
        elif part.kind == "image":
            content.append({"type": "image_url", "image_url": {"url": part.url}})
        else:
            name = f"document{part.ending}"
            content.append({"type": "file", "file": {"filename": name, "file_data": part.url}})
    return [{"role": "user", "content": content}]


def _part(sent: dict[str, Any]) -> Part:
    if sent["type"] == "text":
        return Part("text", text=sent["text"])
    kind: Kind = "image" if sent["type"] == "image_url" else "file"
    url = sent["image_url"]["url"] if kind == "image" else sent["file"]["file_data"]
    head, _, data = url.partition(",")
    media_type = head.removeprefix("data:").removesuffix(";base64")
    return Part(kind, data=base64.b64decode(data), media_type=media_type)
