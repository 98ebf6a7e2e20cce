"""The honest baseline for any medium: `fields` for PDFs, `cells` for exports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import cells
from chaosdocs.readers.builtin.fields import fields


def rules(case: Any, files: Mapping[str, Path]) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Read the asked fields from the first file of a case, whatever it is.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    path = next(iter(files.values()))
    return fields(case, files) if path.suffix == ".pdf" else cells(case, files)
