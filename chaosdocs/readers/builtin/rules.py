"""The honest baseline for any task: `fields` for PDFs, `cells` for exports, `matching` for sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import cells
from chaosdocs.readers.builtin.fields import fields
from chaosdocs.readers.builtin.matching import matching
from chaosdocs.readers.contained import laid_open

Json = Any


def rules(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read the asked fields from the documents of a case, whatever they are; match a set's rows.

    Those in a ZIP or a mail are opened.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Raises:
        BrokenAnswerError: A ZIP or a mail cannot be opened.
    """
    if case.get("task") == "reconcile":
        return matching(case, files)
    with laid_open(files) as laid:
        return of_medium(laid)(case, laid)


def of_medium(files: Mapping[str, Path]) -> Callable[..., dict[str, Json]]:
    """Return the reader for the medium of `files`: `fields` where the first is a PDF."""
    path = next(iter(files.values()), None)
    return fields if path is not None and path.suffix == ".pdf" else cells


READER = rules
