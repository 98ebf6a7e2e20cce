"""Parts of a recipe: what all of them have in common, and the types of their values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StrictInt,
    StrictStr,
    model_serializer,
)

from chaosdocs.formats.cases import PolicyPlace
from chaosdocs.formats.media import PACKET
from chaosdocs.formats.packets import PacketForm
from chaosdocs.formats.wire import Interruptible

SEVERITIES = (1, 2, 3, 4, 5)


def a_list(value: object) -> object:
    """Return `value` if it is a list; else say how to write one."""
    if isinstance(value, list | tuple):
        return value
    if value is None:
        raise ValueError("expected a list, got nothing")
    example = "" if isinstance(value, dict) else f": write [{value}]"
    raise ValueError(f"expected a list, got {value!r}{example}")


def _severity(value: object) -> object:
    if isinstance(value, bool) or value not in SEVERITIES:
        allowed = ", ".join(map(str, SEVERITIES))
        raise ValueError(f"a severity is one of {allowed}, not {value!r}")
    return value


def _levels(value: object) -> object:
    """A list of severities; what is no severity is not offered in a list."""
    return a_list(_severity(value) if isinstance(value, str) else value)


def _one_or_list(value: object) -> object:
    """A single name is a list of one."""
    return (value,) if isinstance(value, str) else a_list(value)


def _all_or_list(value: object) -> object:
    if isinstance(value, str) and value != "all":
        raise ValueError(f"expected all or a list, got {value!r}: write [{value}]")
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError("the list is empty: name some, or write all")
        if not all(isinstance(each, str) for each in value):
            raise ValueError("expected a list of names")
        return tuple(value)
    if value != "all":
        raise ValueError("expected all or a list of names")
    return value


def once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return `values` if there are some and none stands twice."""
    if not values:
        raise ValueError("the list is empty")
    for i, value in enumerate(values):
        if value in values[:i]:
            if isinstance(value, BaseModel):
                raise ValueError(f"entry {i + 1} is the same as entry {values.index(value) + 1}")
            raise ValueError(f"{value} stands here twice")
    return values


MOST_MANY = 10**12
"""Most records, chains or cases that a recipe can name; see also the most slots of one run."""

Many = Annotated[StrictInt, Field(ge=1, le=MOST_MANY)]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Level = Annotated[StrictInt, Field(ge=1, le=5), BeforeValidator(_severity)]
Levels = Annotated[tuple[Level, ...], BeforeValidator(_levels), AfterValidator(once)]
Names = Annotated[tuple[StrictStr, ...], BeforeValidator(a_list), AfterValidator(once)]
Schemas = Annotated[
    tuple[Literal["published", "stale", "absent"], ...],
    BeforeValidator(_one_or_list),
    AfterValidator(once),
]
Places = Annotated[tuple[PolicyPlace, ...], BeforeValidator(_one_or_list), AfterValidator(once)]
Forms = Annotated[tuple[PacketForm, ...], BeforeValidator(_one_or_list), AfterValidator(once)]
AllOrNames = Annotated[Literal["all"] | tuple[str, ...], BeforeValidator(_all_or_list)]


class Part(Interruptible):
    """A part of a recipe: unknown keys are errors, instances are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _usual(part: type[BaseModel], name: str) -> object:
    return part.model_fields[name].get_default(call_default_factory=True)


class OpenPart(Part):
    """A part with keys for sets and rules: they are not written where they are not given.

    A recipe without them is written as it always was, so its cases keep their names.
    """

    for_sets: ClassVar[tuple[str, ...]] = ()
    for_clients: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _without_keys_for_sets(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        for name in self.for_sets:
            if getattr(self, name) == _usual(type(self), name):
                data.pop(name, None)
                data.pop(type(self).model_fields[name].alias or name, None)
        for name in self.for_clients:
            if getattr(self, name) is None:
                data.pop(name, None)
                data.pop(type(self).model_fields[name].alias or name, None)
        return data


def all_packets(render: object) -> bool:
    """Return whether what a recipe says of its rendering is packets, all of it."""
    specs = render if isinstance(render, list | tuple) else [render]
    return bool(specs) and all(
        isinstance(spec, dict) and spec.get("as") == PACKET for spec in specs
    )


def only_packets(media: Collection[str], world: str | None, task: str) -> None:
    """Refuse packets beside other media, without a world, or with a task that is not theirs.

    Raises:
        ValueError: They do not go together.
    """
    if world is None or set(media) != {PACKET}:
        raise ValueError(
            "as: packet needs a world: source: {world: trade, books: 10}; all of render is "
            "packets then"
        )
    if task != "extract":
        raise ValueError(f"packets are asked with task: extract, not {task}")
