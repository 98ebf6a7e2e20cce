"""One record's nested data as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.flat import Nested, get
from chaosdocs.sources.own.shape import Leaf, Shape
from chaosdocs.sources.own.values import value_of
from chaosdocs.truth.records import row_ref
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value


def facts_of(
    data: Mapping[str, Any], each: Nested, shape: Shape
) -> tuple[dict[Ref, Value], tuple[str, ...]]:
    """Return the facts of one record and the keys of its rows.

    Args:
        data: The record as read, or as a model has validated it.
        each: Where it stands in the file.
        shape: Its fields.

    Raises:
        UserError: A value does not fit its field, or a required one is missing.
    """
    facts: dict[Ref, Value] = {}
    rows: tuple[str, ...] = ()
    listed = False
    for leaf in shape.leaves:
        if "*" not in leaf.path:
            as_read = get(each.data, leaf.path[1:])
            _state(facts, leaf.path, leaf, (data, data, as_read), each.where)
        elif not listed and shape.list_path is not None:
            listed = True
            rows = _row_facts(facts, data, each, shape, shape.list_path)
    return facts, rows


def _row_facts(
    facts: dict[Ref, Value], data: Mapping[str, Any], each: Nested, shape: Shape, list_path: str
) -> tuple[str, ...]:
    given = get(data, list_path[1:])
    items = [] if given is None else given
    if not isinstance(items, list):
        raise UserError("is not a list", where=f"{each.where}: {list_path}")
    rows = tuple(f"k{at}" for at in range(1, len(items) + 1))
    as_read = get(each.data, list_path[1:])
    inside = [leaf for leaf in shape.leaves if "*" in leaf.path]
    for at, (row, item) in enumerate(zip(rows, items, strict=True)):
        where = each.rows_where[at] if at < len(each.rows_where) else f"{each.where}: row {at + 1}"
        if not isinstance(item, Mapping):
            raise UserError("a row is not an object", where=f"{where}: {list_path}")
        read = as_read[at] if isinstance(as_read, list) and at < len(as_read) else {}
        for leaf in inside:
            name = leaf.path.partition("/*/")[2]
            ref = row_ref(list_path, row, name)
            _state(facts, ref, leaf, (item, data, get(read, name)), where)
    return rows


def _state(
    facts: dict[Ref, Value],
    ref: Ref,
    leaf: Leaf,
    given: tuple[Mapping[str, Any], Mapping[str, Any], object],
    where: str,
) -> None:
    """Write the value of one field into `facts`.

    Args:
        facts: What is known of the record.
        ref: The field.
        leaf: What the schema says of it.
        given: The row, or the record for fields outside the list; the record; and what the file
            has for the field, which a model may have written otherwise.
        where: Place in the file, for errors.
    """
    here, whole, as_read = given
    raw = get(here, leaf.path.partition("/*/")[2] or leaf.path[1:])
    if leaf.kind == "id" and isinstance(raw, dt.datetime) and isinstance(as_read, str):
        raw = as_read
    unit = leaf.unit
    if unit.startswith("/"):
        _, star, inner = unit.partition("/*/")
        said = get(here, inner) if star else get(whole, unit[1:])
        unit = "" if said is None else str(getattr(said, "value", said)).strip()
    place = f"{where}: {leaf.path}"
    value = value_of(leaf.kind, raw, unit=unit, options=leaf.options, where=place)
    if value is not None:
        facts[ref] = value
    elif leaf.required and raw is not None:
        raise UserError(
            "is empty, and the schema requires it",
            where=place,
            hint="fill it in, or do not require it in the schema",
        )
    elif leaf.required:
        raise UserError(
            "is missing", where=place, allowed=list(here), given=leaf.path.rpartition("/")[2]
        )
