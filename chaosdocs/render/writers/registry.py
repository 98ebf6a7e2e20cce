"""The registry of writers. A writer is a module of this package with a `WRITER`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chaosdocs.documents.rendered import Rendered
from chaosdocs.foundation.registry import Registry


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file, and what it was made from.

    Attributes:
        file: The file.
        glass: For a scan: the PDF that lay on the glass.
    """

    file: Rendered
    glass: bytes | None = None


Writer = Callable[[Any], Written]
"""The document of the last stage of a medium's route to its file."""

WRITERS: Registry[Writer] = Registry("writer", "chaosdocs.render.writers")
