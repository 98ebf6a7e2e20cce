"""The text of documents, with its layout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.written import text_of
from chaosdocs.readers.contained import laid_open

Json = Any


def text(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Return the text of the documents of a case, a form feed between two.

    Those in a ZIP or a mail are opened; the text of the mail comes before its attachments.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Raises:
        BrokenAnswerError: A ZIP or a mail cannot be opened.
    """
    del case
    with laid_open(files, letters=True) as laid:
        return {"text": "\f".join(map(text_of, laid.values()))}


READER = text
