"""The text of a document, with its layout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.written import text_of

Json = Any


def text(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Return the text of the first file of a case.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    del case
    return {"text": text_of(next(iter(files.values())))}


READER = text
