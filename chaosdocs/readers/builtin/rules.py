"""The honest baseline for any task: `fields` for PDFs, `cells` for exports, `matching` for sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import cells
from chaosdocs.readers.builtin.fields import fields
from chaosdocs.readers.builtin.matching import matching

Json = Any


def rules(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read the asked fields from the first file of a case, whatever it is; match a set's rows.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    if case.get("task") == "reconcile":
        return matching(case, files)
    return of_medium(files)(case, files)


def of_medium(files: Mapping[str, Path]) -> Callable[..., dict[str, Json]]:
    """Return the reader for the medium of the first of `files`."""
    path = next(iter(files.values()))
    return fields if path.suffix == ".pdf" else cells


READER = rules
