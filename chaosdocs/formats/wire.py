"""What all file formats share: strict keys, canonical values, the format number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Annotated, Any, Final, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, JsonValue
from pydantic_core import PydanticSerializationError, core_schema

FORMAT: Final = 2
"""The format of everything that is written. Nothing else is read."""


class _AsItIs:
    """Writes a value by its type.

    pydantic writes a `JsonValue` by asking a Python function for its type, value by value. A Ctrl-C
    inside that function is taken for a wrong guess and is lost: most are, while many lines are
    written. Writing by type calls no Python, and takes less than half the time.
    """

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.chain_schema([handler(source), core_schema.any_schema()])


Json: TypeAlias = Annotated[JsonValue, _AsItIs()]
"""Anything that JSON can hold, as a field of a form."""


class Interruptible(BaseModel):
    """A model during whose dump a Ctrl-C stays one."""

    def model_dump(self, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's
        """Return what pydantic returns."""
        with _ctrl_c_kept():
            return super().model_dump(**how)

    def model_dump_json(self, **how: Any) -> str:  # noqa: ANN401 - pydantic's
        """Return what pydantic returns."""
        with _ctrl_c_kept():
            return super().model_dump_json(**how)


class Wire(Interruptible):
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
        _put_values(made, values)
        _put_names(made, _names(cls))
        _put_extra(made, None)
        _put_private(made, None)
        return made


_put_values, _put_names, _put_extra, _put_private = (
    BaseModel.__dict__[slot].__set__
    for slot in (
        "__dict__",
        "__pydantic_fields_set__",
        "__pydantic_extra__",
        "__pydantic_private__",
    )
)
"""Write into the slots of a model, which is frozen."""


@cache
def _names(form: type[Wire]) -> set[str]:
    """Return the names of all fields of a form; its lines share one set, a copy gets its own."""
    return set(form.model_fields)


@contextmanager
def _ctrl_c_kept() -> Iterator[None]:
    """Make a Ctrl-C of the error that pydantic makes of one in a serializer of ours.

    The words are all that is left of it where one serializer is called by another.
    """
    try:
        yield
    except PydanticSerializationError as error:
        if ": KeyboardInterrupt" in str(error):
            raise KeyboardInterrupt from error
        raise
