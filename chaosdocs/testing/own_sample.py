"""A record of the user's own model, written down in a line."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.facts import facts_of
from chaosdocs.sources.own.flat import Nested
from chaosdocs.sources.own.model import schema_of, validated
from chaosdocs.sources.own.shape import Shape, as_written, fields_of, shape_of
from chaosdocs.testing.sample import nested
from chaosdocs.truth.records import Domain, Record


@dataclass(frozen=True, slots=True)
class OwnSample:
    """A record of a pydantic model.

    Attributes:
        model: The model.
        values: Its data as JSON: what ``model_dump(mode="json", by_alias=True)`` gives.
        locale: How its documents write dates and numbers.
    """

    model: type[Any]
    values: Mapping[str, Any]
    locale: str = "en_US"

    def __hash__(self) -> int:
        return int(_digest(self)[:15], 16)

    def __repr__(self) -> str:
        locale = "" if self.locale == "en_US" else f", {self.locale!r}"
        return f"OwnSample({self.model.__name__}, {dict(self.values)!r}{locale})"

    @property
    def instance(self) -> Any:  # noqa: ANN401 - the user's model
        """The model's instance."""
        return self.model.model_validate(self.values)

    @property
    def record(self) -> Record:
        """The record. No rule is assumed of it: what is not printed does not follow."""
        return _record(self)

    @property
    def data(self) -> dict[str, Any]:
        """The record as nested plain data, in the canonical form of answers."""
        return nested(self.record)


@lru_cache(maxsize=256)
def _shape(model: Hashable) -> Shape:
    form = shape_of(schema_of(cast("type[Any]", model)))
    if form.further:
        raise UserError(
            f"has several lists: {', '.join((str(form.list_path), *form.further))}",
            where=getattr(model, "__name__", "model"),
            hint="a drawn document shows one list: give a model for each",
        )
    return form


def shape(model: type[Any]) -> Shape:
    """Return the fields of a model.

    Raises:
        UserError: It is no pydantic model, or has fields that no document can show.
    """
    return _shape(cast("Hashable", model))


@lru_cache(maxsize=512)
def _record(sample: OwnSample) -> Record:
    form = as_written(shape(sample.model), [sample.values])
    each = Nested(where=sample.model.__name__, data=dict(sample.values))
    facts, rows = facts_of(validated(sample.model, each, form), each, form)
    return Record(
        id=f"own-{_digest(sample)[:8]}",
        domain=_domain(sample.model, form),
        locale=sample.locale,
        facts=facts,
        rows=rows,
    )


def _domain(model: type[Any], form: Shape) -> Domain:
    title = str(schema_of(model).get("title", model.__name__))
    return Domain(
        name=model.__name__.lower(),
        fields=fields_of(form),
        list_path=form.list_path,
        titles={"en": title},
    )


def _digest(sample: OwnSample) -> str:
    data = json.loads(json.dumps(dict(sample.values), default=str))
    return sha256(canonical([sample.model.__qualname__, data, sample.locale]))
