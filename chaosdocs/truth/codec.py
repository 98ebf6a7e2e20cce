"""Edits and values as JSON and back: the form in which plans are stored."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import Claim, Lure, Statement
from chaosdocs.truth.values import Money, Month, Quantity, plain

T = TypeVar("T", bound=type)

_CLASSES: dict[str, type] = {}


def wired(cls: T) -> T:
    """Register a frozen dataclass so that it can be stored in a plan.

    Raises:
        ValueError: Another class has the same name.
    """
    other = _CLASSES.get(cls.__name__)
    if other is not None and other.__module__ != cls.__module__:
        raise ValueError(f"{cls.__name__} is registered by {other.__module__} already")
    _CLASSES[cls.__name__] = cls
    return cls


for _class in (Claim, Convention, Money, Month, Quantity, Statement):
    wired(_class)


def encode(thing: Any) -> Any:  # noqa: ANN401 - anything a plan holds
    """Return `thing` as plain JSON data that `decode` turns back into an equal thing.

    Example:
        >>> encode(Money(Decimal("1.50"), "EUR"))
        {'$': 'Money', 'amount': {'$number': '1.50'}, 'currency': 'EUR'}
    """
    match thing:
        case None | bool() | int() | float() | str():
            return thing
        case Decimal():
            return {"$number": plain(thing)}
        case dt.date():
            return {"$date": thing.isoformat()}
        case Lure():
            return {"$lure": [encode(thing.value), thing.name]}
        case tuple() | list():
            return [encode(each) for each in thing]
        case dict():
            return {"$map": [[encode(k), encode(v)] for k, v in thing.items()]}
        case _ if type(thing).__name__ in _CLASSES:
            data: dict[str, Any] = {"$": type(thing).__name__}
            for field in dataclasses.fields(thing):
                value = getattr(thing, field.name)
                if not _is_default(field, value):
                    data[field.name] = encode(value)
            return data
        case _:
            raise TypeError(f"a plan cannot hold {thing!r}")


def decode(data: Any) -> Any:  # noqa: ANN401
    """Return what `encode` was given. Lists come back as tuples.

    Raises:
        ValueError: `data` names a class that no plan can hold, or lacks a part of one.
    """
    match data:
        case None | bool() | int() | float() | str():
            return data
        case list() | tuple():
            return tuple(decode(each) for each in data)
        case {"$number": str(text)}:
            return Decimal(text)
        case {"$date": str(text)}:
            return dt.date.fromisoformat(text)
        case {"$lure": [value, str(name)]}:
            return Lure(decode(value), name)
        case {"$map": pairs}:
            return {decode(k): decode(v) for k, v in pairs}
        case {"$": str(name), **rest} if name in _CLASSES:
            try:
                return _CLASSES[name](**{str(k): decode(v) for k, v in rest.items()})
            except TypeError as error:
                raise ValueError(f"a stored {name} does not fit: {error}") from error
        case _:
            raise ValueError(f"not a stored edit: {str(data)[:80]!r}")


def _is_default(field: dataclasses.Field[Any], value: object) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(field.default_factory() == value)
    if field.default is dataclasses.MISSING:
        return False
    return type(field.default) is type(value) and field.default == value
