"""What became of fields in the output of a parser, as it stands in ``summary.json``."""

from __future__ import annotations

from pydantic import Field

from chaosdocs.formats.wire import Wire


class ParsedUnit(Wire):
    """What became of one schema path in a parser's output, in fields.

    Attributes:
        none: Nothing was to be found, and nothing was.
        lures: Name of the wrong text that was found instead, to its number; unnamed ones are "".
    """

    unit: str
    kept: int = 0
    altered: int = 0
    lost: int = 0
    phantom: int = 0
    none: int = 0
    invalid: int = 0
    lures: dict[str, int] = Field(default_factory=dict)
