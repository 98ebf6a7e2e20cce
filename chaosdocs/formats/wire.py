"""What all file formats share: strict keys, canonical values, the format number."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict

FORMAT: Final = 2
"""The format of everything that is written. Nothing else is read."""


class Wire(BaseModel):
    """A line or file of a format: unknown keys are errors, instances are immutable."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        defer_build=True,  # a form is built when its first line is read: importing it is cheap
    )

    @classmethod
    def ours(cls, values: dict[str, Any]) -> Self:
        """Return the line with `values`, which are taken as they are: for lines by the thousand.

        Args:
            values: All fields in their order, of the types that validation would leave. Nothing
                is checked: `model_construct` without its search for what is missing.
        """
        made = cls.__new__(cls)
        put = object.__setattr__  # the class is frozen
        put(made, "__dict__", values)
        put(made, "__pydantic_fields_set__", _names(cls))
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made


@cache
def _names(form: type[Wire]) -> set[str]:
    """Return the names of all fields of a form; its lines share one set, a copy gets its own."""
    return set(form.model_fields)
