"""What all file formats share: strict keys, canonical values, the format number."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

FORMAT: Final = 1
"""The format that is written. A reader of format N reads N - 1."""


class Wire(BaseModel):
    """A line or file of a format: unknown keys are errors, instances are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
