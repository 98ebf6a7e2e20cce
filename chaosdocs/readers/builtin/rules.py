"""The honest baseline for any medium: `fields` for PDFs, `cells` for exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import cells
from chaosdocs.readers.builtin.fields import fields

Json = Any


def rules(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read the asked fields from the first file of a case, whatever it is.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return of_medium(files)(case, files)


def of_medium(files: Mapping[str, Path]) -> Callable[..., dict[str, Json]]:
    """Return the reader for the medium of the first of `files`."""
    path = next(iter(files.values()))
    return fields if path.suffix == ".pdf" else cells


READER = rules
