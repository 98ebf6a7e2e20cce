"""The baseline that takes every number as an American would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.parsing import Parsed, parse
from chaosdocs.readers.builtin.rules import of_medium
from chaosdocs.readers.contained import laid_open

Json = Any


def literal(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read like `rules`, but take every number as an American would: no other convention.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Raises:
        BrokenAnswerError: A ZIP or a mail cannot be opened.
    """
    with laid_open(files) as laid:
        return of_medium(laid)(case, laid, read=_naive)


def _naive(text: str, kind: str, **known: Any) -> Parsed | None:  # noqa: ANN401 - `parse` takes them
    plain = text.replace(",", "") if kind in {"money", "number", "percent", "quantity"} else text
    return parse(plain, kind, **known)


READER = literal
