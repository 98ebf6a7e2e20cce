"""How to score, where the defaults are not wanted: weights, tolerances, utilities, sentinels."""

from __future__ import annotations

import fnmatch
import importlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    model_validator,
)

from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.foundation.errors import UserError, nearest
from chaosdocs.foundation.files import read_at_most
from chaosdocs.truth.values import KINDS, Kind

Nulls = Literal["auto", "merged", "split"]


def _not_negative(number: Decimal) -> Decimal:
    if not number.is_finite() or number < 0:
        raise ValueError("must be a number that is not negative")
    return number


class Comparison(BaseModel):
    """How one path is compared: as another kind, or numbers within a tolerance."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    kind: Kind | None = None
    tolerance: Annotated[Decimal, AfterValidator(_not_negative)] = Decimal(0)


class Utility(BaseModel):
    """What outcomes are worth. A silent error costs t / (1 - t) and is not set here.

    What is better is worth no less: right, right with a flag, a gap; then an invalid answer and a
    wrong one with a flag. A gap earns nothing, or a reader that says nothing would be paid.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    correct: float = 1.0
    flagged_correct: float = 0.5
    gap: float = 0.0
    invalid: float = -0.1
    flagged_wrong: float = -0.5

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.gap > 0:
            raise ValueError("a gap that earns something pays who says nothing: 0 at most")
        if self.correct <= 0:
            raise ValueError("a right answer must be worth more than 0")
        order = (
            ("correct", "flagged_correct"),
            ("flagged_correct", "gap"),
            ("gap", "invalid"),
            ("gap", "flagged_wrong"),
        )
        for better, worse in order:
            if getattr(self, better) < getattr(self, worse):
                raise ValueError(f"{worse} must not be worth more than {better}")
        return self


class Config(BaseModel):
    """A scoring configuration; its digest is part of the score's id.

    Attributes:
        weights: Glob over schema paths to weight; the last match wins, 1 by default.
        compare: Glob over schema paths to a comparison, or ``package:function`` of truth and
            answer that says whether they are the same.
        nulls: What a null says where a run never says ``abstain`` or ``absent``.
        sentinels: Texts that count as a gap, such as ``N/A``; none by default.
        utility: What outcomes are worth.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    weights: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        default_factory=dict
    )
    compare: dict[str, Comparison | str] = Field(default_factory=dict)
    nulls: Nulls = "auto"
    sentinels: tuple[str, ...] = ()
    utility: Utility = Field(default_factory=Utility)

    def digest(self) -> str:
        """Return a short digest; equal configurations have equal ones."""
        return sha256(canonical(self.model_dump(mode="json")))[:12]

    def weight(self, unit: str) -> float:
        """Return the weight of a schema path."""
        found = [w for glob, w in self.weights.items() if fnmatch.fnmatchcase(unit, glob)]
        return found[-1] if found else 1.0

    def comparison(self, unit: str) -> Comparison | str:
        """Return how a schema path is compared."""
        found = [c for glob, c in self.compare.items() if fnmatch.fnmatchcase(unit, glob)]
        return found[-1] if found else Comparison()


def read_config(
    given: Config | Mapping[str, Any] | str | Path | None, *, trust: bool = False
) -> Config:
    """Return a configuration from a model, a mapping, or a YAML or JSON file.

    Args:
        given: Any of these; None is the default configuration.
        trust: Whether it may name functions of others.

    Raises:
        UserError: The file or a key in it is wrong, or it names code without `trust`.
    """
    if given is None or isinstance(given, Config):
        return given or Config()
    where = str(given) if isinstance(given, str | Path) else "config"
    data = _loaded(Path(given)) if isinstance(given, str | Path) else given
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        unknown = first["type"] == "extra_forbidden"
        choices = re.findall(r"'([^']*)'", str(first.get("ctx", {}).get("expected", "")))
        if choices:
            words = f"{first['input']!r} is not known here"
        else:
            words = "unknown key" if unknown else first["msg"].removeprefix("Value error, ")
        raise UserError(
            f"{key.replace('.Comparison.', '.')}: {words}",
            where=where,
            given=str(first["loc"][-1] if unknown else first["input"]),
            allowed=_keys_beside(first["loc"]) if unknown else choices,
        ) from error
    for glob, name in config.compare.items():
        if isinstance(name, str) and ":" not in name:
            raise UserError(
                f"compare.{glob}: {name!r} is neither a comparison nor a function",
                where=where,
                given=name,
                allowed=KINDS,
                hint=f"write {{kind: {nearest(name, KINDS) or 'number'}}} to compare as another "
                "kind, {tolerance: 0.01} for numbers that may differ, or package:function",
            )
    named = [name for name in config.compare.values() if isinstance(name, str)]
    if named and not trust:
        raise UserError(
            f"it names code of others: {', '.join(named)}", where=where, hint="allow it: --trust"
        )
    return config


def _keys_beside(at: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that are allowed where an unknown one stands."""
    if len(at) == 1:
        return tuple(Config.model_fields)
    return tuple((Utility if at[0] == "utility" else Comparison).model_fields)


def function(name: str) -> Callable[[JsonValue, JsonValue], bool]:
    """Return the comparator called ``package:function``.

    Raises:
        UserError: There is none.
    """
    module, _, attribute = name.partition(":")
    try:
        found: Callable[[JsonValue, JsonValue], bool] = getattr(
            importlib.import_module(module), attribute
        )
    except (ImportError, AttributeError, ValueError) as error:
        raise UserError(
            f"no such comparator: {error}", where="compare", hint="write it as package:function"
        ) from error
    return found


MOST_BYTES: Final = 1_000_000
"""Largest file of a configuration."""


def _loaded(path: Path) -> Any:  # noqa: ANN401 - YAML
    import yaml

    try:
        return yaml.safe_load(read_at_most(path, MOST_BYTES).decode()) or {}
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"not YAML: {error}", where=str(path)) from error
