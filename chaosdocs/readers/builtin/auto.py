"""The honest baseline for any medium: `fields` for PDFs, `cells` for exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import cells
from chaosdocs.readers.builtin.fields import fields
from chaosdocs.readers.builtin.parsing import Parsed, parse

Json = Any


def rules(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read the asked fields from the first file of a case, whatever it is.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return _of_medium(files)(case, files)


def literal(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read like `rules`, but take every number as an American would: no other convention.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return _of_medium(files)(case, files, read=_naive)


def _of_medium(files: Mapping[str, Path]) -> Callable[..., dict[str, Json]]:
    path = next(iter(files.values()))
    return fields if path.suffix == ".pdf" else cells


def _naive(text: str, kind: str, **known: Any) -> Parsed | None:  # noqa: ANN401 - `parse` takes them
    plain = text.replace(",", "") if kind in {"money", "number", "percent", "quantity"} else text
    return parse(plain, kind, **known)
