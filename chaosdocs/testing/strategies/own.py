"""Records of the user's own pydantic model, drawn from what its schema says."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.shape import Leaf
from chaosdocs.testing.own_sample import OwnSample, shape

_WORDS: Final = ("Anna Berg", "Bolt M8", "Cable 3 m", "Delivery", "Oak & Sons", "Zinc plate")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -."
_CODES: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CURRENCIES: Final = ("EUR", "USD", "GBP", "JPY")
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2035, 12, 31)
_MOST: Final = Decimal(99_999)


def records_from(
    model: type[Any],
    *,
    values: Mapping[str, st.SearchStrategy[Any]] | None = None,
    instances: st.SearchStrategy[Any] | None = None,
    locale: str = "en_US",
    max_rows: int = 5,
) -> st.SearchStrategy[OwnSample]:
    """Return a strategy of records of a pydantic model, to be given to `cases` as its domain.

    Lengths, bounds, patterns and choices are taken from the model's JSON Schema. A model whose
    validators ask for more needs `values` for the fields in question, or `instances`.

    Args:
        model: The model: scalars, objects and at most one list of objects.
        values: Schema path (``/sku``, ``/lines/*/amount``) to a strategy of that field's values.
        instances: A strategy of instances of the model, instead of all this.
        locale: How its documents write dates and numbers.
        max_rows: Rows of its list at most.

    Raises:
        UserError: It is no such model; or, when drawing, what was drawn is refused by it.
    """
    form = shape(model)
    own = dict(values or {})
    paths = [leaf.path for leaf in form.leaves]
    for path in own:
        if path not in paths:
            raise UserError(f"{model.__name__} has no field {path}", given=path, allowed=paths)
    if instances is not None:
        return st.builds(_of_instance, st.just(model), instances, st.just(locale))
    fields: dict[str, st.SearchStrategy[Any]] = {}
    rows: dict[str, st.SearchStrategy[Any]] = {}
    for leaf in form.leaves:
        drawn = own[leaf.path] if leaf.path in own else _values(leaf)
        if not leaf.required and leaf.path not in own:
            drawn = st.none() | drawn
        into, name = (rows, leaf.path.partition("/*/")[2]) if "*" in leaf.path else (fields, "")
        into[name or leaf.path[1:]] = drawn
    everything = {**fields}
    if form.list_path is not None:
        row = st.fixed_dictionaries(rows)
        everything[form.list_path[1:]] = st.lists(row, min_size=1, max_size=max_rows)
    whole = st.fixed_dictionaries(everything)
    return st.builds(_of_values, st.just(model), whole, st.just(locale))


def _of_values(model: type[Any], drawn: Mapping[str, Any], locale: str) -> OwnSample:
    data = _unflat(drawn)
    try:
        instance = model.model_validate(data)
    except ValueError as error:
        said = "; ".join(str(error).splitlines()[1:3])
        raise UserError(
            f"{model.__name__} refuses what was drawn for it: {said.strip()}",
            where="records_from",
            hint="give a strategy for the field in values=, or whole instances in instances=",
        ) from error
    return _of_instance(model, instance, locale)


def _of_instance(model: type[Any], instance: Any, locale: str) -> OwnSample:  # noqa: ANN401
    if not isinstance(instance, model):
        raise UserError(
            f"instances draws a {type(instance).__name__}, not a {model.__name__}",
            where="records_from",
        )
    data = instance.model_dump(mode="json", by_alias=True, exclude_none=True)
    return OwnSample(model, data, locale)


def _unflat(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Nested data from paths; what is None is left out."""
    data: dict[str, Any] = {}
    for path, value in flat.items():
        if value is None:
            continue
        *parents, last = path.split("/")
        holder = data
        for parent in parents:
            holder = holder.setdefault(parent, {})
        holder[last] = [_unflat(row) for row in value] if isinstance(value, list) else value
    return data


def _values(leaf: Leaf) -> st.SearchStrategy[Any]:
    schema = leaf.schema
    if leaf.options:
        return st.sampled_from(leaf.options)
    match leaf.kind:
        case "bool":
            return st.booleans()
        case "date":
            return st.dates(_FIRST, _LAST).map(dt.date.isoformat)
        case "money" | "quantity" if "properties" in schema:
            number, unit = ("amount", "currency") if leaf.kind == "money" else ("value", "unit")
            units = _CURRENCIES if leaf.kind == "money" else ("EA", "KGM", "HUR")
            inner = schema["properties"].get(number, {})
            return st.fixed_dictionaries({number: _numbers(inner, 2), unit: st.sampled_from(units)})
        case "money" | "quantity" | "number" | "percent":
            return _numbers(schema, 2)
        case _ if schema.get("type") in {"integer", "number"}:
            return _numbers(schema, 0)
        case _:
            return _texts(leaf)


def _numbers(schema: Mapping[str, Any], digits: int) -> st.SearchStrategy[Any]:
    """Numbers with at most so many digits after the point, within the schema's bounds."""
    whole = schema.get("type") == "integer" or digits == 0
    step = Decimal(str(schema.get("multipleOf", 1 if whole else Decimal(1).scaleb(-digits))))
    low = Decimal(str(schema.get("minimum", schema.get("exclusiveMinimum", 0))))
    high = Decimal(str(schema.get("maximum", schema.get("exclusiveMaximum", max(low, _MOST)))))
    first = math.ceil(low / step) + ("exclusiveMinimum" in schema and low % step == 0)
    last = math.floor(high / step) - ("exclusiveMaximum" in schema and high % step == 0)
    counted = st.integers(first, max(first, last))
    return counted.map(lambda n: int(n * step) if whole else str(n * step))


def _texts(leaf: Leaf) -> st.SearchStrategy[str]:
    schema = leaf.schema
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))
    if leaf.path.rpartition("/")[2].lower() == "currency":
        return st.sampled_from(_CURRENCIES)
    short = int(schema.get("minLength", 1))
    long = int(schema.get("maxLength", max(short, 24)))
    code = leaf.kind == "id"
    if leaf.kind == "multiline" and "maxLength" not in schema:
        return st.lists(_texts(replace(leaf, kind="text")), min_size=1, max_size=3).map("\n".join)
    alphabet = _CODES if code else _LETTERS
    texts = st.text(alphabet, min_size=max(short, 1), max_size=min(long, 40))
    printed = texts.map(lambda text: _printed(text, code=code))
    words = [word for word in _WORDS if short <= len(word) <= long]
    return printed if code or not words else st.sampled_from(words) | printed


def _printed(text: str, *, code: bool) -> str:
    """A text that no document could show in two ways: no blank at its ends, none doubled."""
    if code:
        return text
    filled = "".join("x" if char == " " and text[i - 1 : i] in {"", " "} else char
                     for i, char in enumerate(text))  # fmt: skip
    return f"{filled[:-1]}x" if filled.endswith(" ") else filled
