"""The shape of the user's own records: fields and kinds, taken from a JSON Schema.

A pydantic model is read through the JSON Schema that it states. Annotations of a property help
where its type and name do not: ``x-kind``, ``x-group``, ``x-label`` (language to text),
``x-currency`` (a code, or the name of the field that has it) and ``x-unit``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.words import (
    group_of,
    known_labels,
    label_of,
    number_kind,
    says_id,
    words,
)
from chaosdocs.truth.records import Field, Group
from chaosdocs.truth.values import KINDS, Kind

Schema = Mapping[str, Any]
_DEEPEST = 12
_MOST_FIELDS = 500
_TIME = re.compile(r"\d[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One field of the user's records.

    Attributes:
        path: Schema path: ``/total``, ``/lines/*/amount``.
        kind: Kind of its values.
        schema: The part of the schema that states it.
        required: Whether every record must have it.
        options: For kind ``enum``: the allowed values.
        unit: For money, the currency; for a quantity, its unit: a code, or the schema path of the
            field that has it, or empty where the value itself says.
        because: Why it is of this kind, in words.
    """

    path: str
    kind: Kind
    schema: Schema
    required: bool
    options: tuple[str, ...] = ()
    unit: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a user's record, or of the part of it that one document shows.

    Attributes:
        leaves: All fields, in the order of the schema.
        list_path: Path of the list, of several the first; None without lists.
        further: Paths of the other lists: ``/taxes``, or ``/lines/*/lots`` inside of rows.
    """

    leaves: tuple[Leaf, ...]
    list_path: str | None
    further: tuple[str, ...] = ()


def shape_of(schema: Schema, *, currency: str | None = None) -> Shape:
    """Return the fields that a JSON Schema states.

    Args:
        schema: Schema of one record: an object.
        currency: Currency of amounts that no field of the schema states one for.

    Raises:
        UserError: The schema is no object of scalars, objects and lists of objects, or an
            annotation is wrong.

    Example:
        >>> date = {"type": "string", "format": "date"}
        >>> [leaf.kind for leaf in shape_of({"properties": {"due": date}}).leaves]
        ['date']
    """
    found: list[Leaf] = []
    lists: list[str] = []
    root = _resolved(schema, schema, "")
    if root.get("type") != "object" and "properties" not in root:
        raise UserError("the schema is not that of an object", where="schema")
    _walk(root, schema, "", found, lists, required=True)
    if not found:
        raise UserError("the schema states no fields", where="schema")
    default = str(schema.get("x-currency", "") or currency or "")
    leaves = tuple(_with_unit(leaf, found, default) for leaf in found)
    return Shape(leaves, lists[0] if lists else None, tuple(lists[1:]))


def fields_of(shape: Shape) -> tuple[Field, ...]:
    """Return the fields of a domain of this shape; labels are distinct in every language.

    Raises:
        UserError: An annotation ``x-group`` or ``x-label`` is wrong.
    """
    made: list[Field] = []
    taken: set[tuple[str, str]] = set()
    for leaf in shape.leaves:
        labels = _labels(leaf)
        if any((language, text) in taken for language, text in labels.items()):
            labels = {"en": label_of(leaf.path.replace("/*/", "/"))}
        number = 2
        while ("en", labels["en"]) in taken:
            labels = {"en": f"{label_of(leaf.path)} {number}"}
            number += 1
        taken |= set(labels.items())
        made.append(
            Field(
                path=leaf.path,
                kind=leaf.kind,
                description=str(leaf.schema.get("description") or f"{labels['en']}."),
                labels=labels,
                group=_group(leaf, shape.list_path),
                options=leaf.options,
                required=leaf.required,
                unit=leaf.unit if leaf.kind in {"money", "quantity"} else "",
            )
        )
    return tuple(made)


def _walk(
    node: Schema,
    root: Schema,
    path: str,
    found: list[Leaf],
    lists: list[str],
    *,
    required: bool,
) -> None:
    if path.count("/") > _DEEPEST or len(found) > _MOST_FIELDS:
        raise UserError("the schema is too deep or too large", where=f"schema: {path}")
    needed = set(node.get("required", ()))
    for name, raw in node.get("properties", {}).items():
        here = f"{path}/{name}"
        if not name or "/" in name or "*" in name or "~" in name:
            raise UserError(f"a field cannot be called {name!r}", where=f"schema: {path or '/'}")
        part = _resolved(raw, root, here)
        must = required and name in needed and not part.get("x-null")
        properties = part.get("properties")
        if part.get("type") == "array":
            if here.count("*") > 1:
                raise UserError(
                    "a list can stand in the rows of a list, and no deeper",
                    where=f"schema: {here}",
                )
            rows = _resolved(part.get("items", {}), root, here)
            if "properties" not in rows:
                raise UserError("a list must be one of objects", where=f"schema: {here}")
            lists.append(here)
            _walk(rows, root, f"{here}/*", found, lists, required=must)
        elif properties is not None and not _is_pair(properties):
            _walk(part, root, here, found, lists, required=must)
        else:
            found.append(_leaf(here, part, required=must))


def _resolved(node: Any, root: Schema, path: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The node behind references and unions with null; ``x-null`` says that null is allowed."""
    merged: dict[str, Any] = {}
    for _ in range(_DEEPEST):
        if not isinstance(node, Mapping):
            raise UserError("is no schema", where=f"schema: {path or '/'}")
        _check_words(node, path)
        merged = {**node, **{k: v for k, v in merged.items() if k not in {"$ref", "anyOf"}}}
        union = node.get("anyOf") or node.get("oneOf") or node.get("allOf")
        if "$ref" in node:
            merged.pop("$ref")
            node = _target(node["$ref"], root, path)
            if isinstance(node, Mapping):
                node = {word: part for word, part in node.items() if word != "title"}
        elif isinstance(node.get("type"), list) and "null" in node["type"]:
            rest = [each for each in node["type"] if each != "null"]
            merged |= {"x-null": True, "type": rest[0] if len(rest) == 1 else rest}
            return merged
        elif isinstance(union, list):
            rest = [each for each in union if each != {"type": "null"}]
            if len(rest) < len(union):
                merged["x-null"] = True
            if len(rest) != 1:
                return _number_union(merged, rest, path)
            for word in ("anyOf", "oneOf", "allOf"):
                merged.pop(word, None)
            node = rest[0]
        else:
            return merged
    raise UserError("refers to itself", where=f"schema: {path or '/'}")


def _check_words(node: Schema, path: str) -> None:
    """Whatever the schema says else is not checked; these are."""
    where = f"schema: {path or '/'}"
    if not isinstance(node.get("properties", {}), Mapping):
        raise UserError("its properties are not an object", where=where)
    for word in ("required", "enum"):
        if not isinstance(node.get(word, []), list):
            raise UserError(f"its {word} is not a list", where=where)


_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def _number_union(merged: dict[str, Any], union: list[Any], path: str) -> dict[str, Any]:
    """A number that may be written as text is how a decimal is stated; no other union fits."""
    types = {each.get("type") for each in union if isinstance(each, Mapping)}
    if not types <= {"number", "integer", "string"} or not types & {"number", "integer"}:
        raise UserError("can be of several types; a field has one", where=f"schema: {path}")
    number = next(each for each in union if each.get("type") in {"number", "integer"})
    bounds = {word: number[word] for word in _BOUNDS if word in number}
    return {**bounds, **{k: v for k, v in merged.items() if k != "anyOf"}, "type": "number"}


def _target(ref: object, root: Schema, path: str) -> Any:  # noqa: ANN401 - JSON
    parts = str(ref).split("/")
    if parts[0] != "#":
        raise UserError(f"refers to {ref!r}, outside the schema", where=f"schema: {path}")
    node: Any = root
    for part in parts[1:]:
        node = node.get(part) if isinstance(node, Mapping) else None
    if node is None:
        raise UserError(f"refers to {ref!r}, which is not there", where=f"schema: {path}")
    return node


def _is_pair(properties: Mapping[str, Any]) -> bool:
    return set(properties) in ({"amount", "currency"}, {"value", "unit"})


def _leaf(path: str, part: Schema, *, required: bool) -> Leaf:
    values = part.get("enum", [part["const"]] if "const" in part else None)
    options = () if values is None else tuple(str(v) for v in values if v is not None)
    kind, because = _kind(path, part, options)
    return Leaf(
        path=path, kind=kind, schema=part, required=required, options=options, because=because
    )


def _kind(path: str, part: Schema, options: tuple[str, ...]) -> tuple[Kind, str]:
    """Return the kind of a field and why: what is stated, then its type, then its name."""
    stated = part.get("x-kind")
    if stated is not None:
        if stated not in KINDS:
            raise UserError(
                f"x-kind is {stated!r}", where=f"schema: {path}", allowed=KINDS, given=str(stated)
            )
        return cast("Kind", stated), "the schema says so (x-kind)"
    if options:
        return "enum", "the schema lists its values"
    properties = part.get("properties")
    if properties is not None:
        return (
            ("money", "an object of amount and currency")
            if "amount" in properties
            else ("quantity", "an object of value and unit")
        )
    match part.get("type"), part.get("format"):
        case "boolean", _:
            return "bool", "its type is boolean"
        case "string", "date" | "date-time" as form:
            return "date", f"its format is {form}"
        case "string", _ if says_id(path) or "currency" in words(path):
            last = words(path.rpartition("/")[2])[-1]
            return "id", f"a string, and {last!r} names a code: every character counts"
        case "string", _:
            return "text", "a string"
        case (("integer" | "number") as type_, _):
            return number_kind(path, whole=type_ == "integer")
        case other, _:
            raise UserError(
                f"its type, {other or 'none stated'}, is not one that a field can have",
                where=f"schema: {path}",
                allowed=("string", "number", "integer", "boolean", "object", "array of objects"),
            )


def _with_unit(leaf: Leaf, found: list[Leaf], default: str) -> Leaf:
    """State where the currency of an amount, or the unit of a quantity, comes from."""
    if leaf.kind not in {"money", "quantity"} or "properties" in leaf.schema:
        return leaf
    stated = leaf.schema.get("x-currency" if leaf.kind == "money" else "x-unit")
    scope = leaf.path.rpartition("/")[0]
    if stated is not None:
        named = [o.path for o in found if o.path in {f"{scope}/{stated}", f"/{stated}"}]
        return replace(leaf, unit=named[0] if named else str(stated))
    word = "currency" if leaf.kind == "money" else "unit"
    near = [
        other.path
        for other in found
        if other.kind in {"enum", "id", "text"}
        and word in words(other.path.rpartition("/")[2])
        and other.path.rpartition("/")[0] in {scope, ""}
    ]
    if near:
        return replace(leaf, unit=max(near, key=len))
    if leaf.kind == "quantity":
        return leaf
    if default:
        return replace(leaf, unit=default)
    if "x-kind" in leaf.schema:
        raise UserError(
            "is money, but nothing says its currency",
            where=f"schema: {leaf.path}",
            hint="add a field `currency`, or x-currency with a code such as EUR",
        )
    return replace(leaf, kind="number", because=f"{leaf.because}, but nothing says its currency")


def as_written(shape: Shape, raws: Sequence[object]) -> Shape:
    """Return a shape whose dates keep their times and whose texts keep their lines.

    Args:
        shape: The fields.
        raws: Everything that the records hold, which says what there is to keep.
    """
    return _with_lines(_with_times(shape, raws), raws)


def _with_lines(shape: Shape, raws: Iterable[object]) -> Shape:
    """Return a shape whose texts that have line breaks in any record keep them.

    Args:
        shape: The fields.
        raws: Everything that the records hold.
    """
    texts = {
        leaf.path for leaf in shape.leaves if leaf.kind == "text" and "x-kind" not in leaf.schema
    }
    found = {
        path
        for path, raw in _stated(raws, "")
        if path in texts and isinstance(raw, str) and len(raw.strip().splitlines()) > 1
    }
    leaves = tuple(
        replace(leaf, kind="multiline", because="a string, and records have line breaks in it")
        if leaf.path in found
        else leaf
        for leaf in shape.leaves
    )
    return replace(shape, leaves=leaves)


def _with_times(shape: Shape, raws: Iterable[object]) -> Shape:
    """Return a shape whose dates that come with a time of day are kept as they stand.

    Args:
        shape: The fields.
        raws: Everything that the records hold.
    """
    timed = {
        leaf.path
        for leaf in shape.leaves
        if leaf.kind == "date" and leaf.schema.get("format") == "date-time"
        if "x-kind" not in leaf.schema
    }
    found = {path for path, raw in _stated(raws, "") if path in timed and _has_time(raw)}
    leaves = tuple(
        replace(leaf, kind="id", because="a date with a time of day: it is written as it stands")
        if leaf.path in found
        else leaf
        for leaf in shape.leaves
    )
    return replace(shape, leaves=leaves)


def _stated(node: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _stated(value, f"{path}/{key}")
    elif isinstance(node, Iterable) and not isinstance(node, str | bytes):
        for each in node:
            yield from _stated(each, f"{path}/*" if path else "")
    else:
        yield path, node


def _has_time(raw: object) -> bool:
    if isinstance(raw, dt.datetime):
        return raw.time() != dt.time()
    match = _TIME.search(raw) if isinstance(raw, str) else None
    return match is not None and match[1].strip("0:.") != ""


def _labels(leaf: Leaf) -> dict[str, str]:
    stated = leaf.schema.get("x-label")
    if stated is not None:
        if not isinstance(stated, Mapping) or "en" not in stated:
            raise UserError(
                "x-label is not a map of languages to texts with en",
                where=f"schema: {leaf.path}",
            )
        return {str(language): str(text) for language, text in stated.items()}
    title = leaf.schema.get("title")
    name = leaf.path.rpartition("/")[2]
    same = title is not None and "".join(words(str(title))) == "".join(words(name))
    own = None if title is None or same else str(title)
    return {"en": own} if own else known_labels(leaf.path) or {"en": label_of(leaf.path)}


def _group(leaf: Leaf, list_path: str | None) -> Group:
    stated = leaf.schema.get("x-group")
    if stated is None:
        return group_of(leaf.path, leaf.kind, list_path)
    groups: tuple[str, ...] = get_args(Group)
    if stated not in groups:
        raise UserError(
            f"x-group is {stated!r}",
            where=f"schema: {leaf.path}",
            allowed=groups,
            given=str(stated),
        )
    return cast("Group", stated)
