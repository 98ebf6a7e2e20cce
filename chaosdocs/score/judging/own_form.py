"""Answers in the user's own schema: amounts as bare numbers, their currency beside them.

The canonical form of an amount is ``{"amount": "9.00", "currency": "EUR"}``. Whoever brings a
schema has ``"net": 9.0`` and ``"currency": "EUR"``. The asked schema says where the currency of
each amount stands: ``x-currency`` is the path of a field, or a code; without it a field
``currency`` counts that stands beside the amount or on top. ``x-unit`` does it for quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

Json = Any
_PARTS: Final = {"money": ("amount", "currency"), "quantity": ("value", "unit")}
_WORDS: Final = {"money": "x-currency", "quantity": "x-unit"}
_CODE: Final = re.compile(r"[A-Z]{3}")
_NUMBER: Final = re.compile(r"\s*[+-]?\d[\d.,]*\s*")


class Beside(NamedTuple):
    """Where the currency of an amount, or the unit of a quantity, stands.

    Attributes:
        path: Schema path of the amount: ``/lines/*/net``.
        parts: The keys of its canonical form.
        unit: Schema path of the field that has the currency, or a code; empty where neither is
            known.
    """

    path: str
    parts: tuple[str, str]
    unit: str


def beside(asked: Mapping[str, Json]) -> tuple[Beside, ...]:
    """Return where units stand beside values in answers to a schema.

    Example:
        >>> money = {"x-kind": "money"}
        >>> beside({"properties": {"net": money, "currency": {"x-kind": "enum"}}})
        (Beside(path='/net', parts=('amount', 'currency'), unit='/currency'),)
    """
    kinds = dict(_leaves(asked, ""))
    found = []
    for path, leaf in kinds.items():
        kind = str(leaf.get("x-kind", ""))
        if kind not in _PARTS:
            continue
        unit = leaf.get(_WORDS[kind])
        if not isinstance(unit, str):
            name = _PARTS[kind][1]
            near = (f"{path.rpartition('/')[0]}/{name}", f"/{name}")
            unit = next((each for each in near if each in kinds), "")
        found.append(Beside(path, _PARTS[kind], unit))
    return tuple(found)


def canonical(answer: dict[str, Json], units: tuple[Beside, ...]) -> dict[str, Json]:
    """Return an answer with amounts in their canonical form, where the currency is known.

    What is in that form already, and what is no number, stays as it is. Never raises.

    Args:
        answer: The fields of an answer; it is not changed.
        units: See `beside`.

    Example:
        >>> canonical({"net": 9.5, "currency": "EUR"}, (Beside("/net", ("amount", "currency"),
        ...     "/currency"),))
        {'net': {'amount': '9.5', 'currency': 'EUR'}, 'currency': 'EUR'}
    """
    for each in units:
        answer = _completed(answer, each.path.strip("/").split("/"), each, answer, answer)
    return answer


def bare_amounts(answer: Mapping[str, Json], units: tuple[Beside, ...]) -> Iterator[str]:
    """Yield the schema paths of amounts that are left without a currency. Never raises."""
    for each in units:
        if each.parts == _PARTS["money"]:
            nodes: list[Json] = [answer]
            for step in each.path.strip("/").split("/"):
                if step == "*":
                    nodes = [item for node in nodes if isinstance(node, list) for item in node]
                else:
                    nodes = [node.get(step) for node in nodes if isinstance(node, Mapping)]
            if any(map(_is_bare, nodes)):
                yield each.path


def _is_bare(said: Json) -> bool:
    return type(said) in {int, float} or (
        isinstance(said, str) and _NUMBER.fullmatch(said) is not None
    )


def _completed(
    node: Json, steps: list[str], each: Beside, row: Json, whole: Mapping[str, Json]
) -> Json:
    step, rest = steps[0], steps[1:]
    if step == "*":
        if not isinstance(node, list):
            return node
        made = [_completed(item, rest, each, item, whole) for item in node]
        return node if all(a is b for a, b in zip(made, node, strict=True)) else made
    if not isinstance(node, Mapping) or step not in node:
        return node
    before = node[step]
    after = _completed(before, rest, each, row, whole) if rest else _pair(before, each, row, whole)
    return node if after is before else {**node, step: after}


def _pair(said: Json, each: Beside, row: Json, whole: Mapping[str, Json]) -> Json:
    if not each.unit or not _is_bare(said):
        return said
    unit = each.unit if _CODE.fullmatch(each.unit) or "/" not in each.unit else None
    if unit is None:
        _, star, inner = each.unit.partition("/*/")
        unit = _at(row if star else whole, inner if star else each.unit[1:])
    if not isinstance(unit, str) or not unit.strip():
        return said
    value, name = each.parts
    return {value: said if isinstance(said, str) else repr(said), name: unit}


def _at(node: Json, path: str) -> Json:
    for step in path.split("/"):
        node = node.get(step) if isinstance(node, Mapping) else None
    return node


def _leaves(node: Json, path: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    if not isinstance(node, Mapping):
        return
    if "x-kind" in node:
        yield path, node
        return
    properties = node.get("properties")
    for name, below in properties.items() if isinstance(properties, Mapping) else ():
        yield from _leaves(below, f"{path}/{name}")
    yield from _leaves(node.get("items"), f"{path}/*")
