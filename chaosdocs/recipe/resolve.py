"""A recipe resolved: globs become operators with their versions, ``all`` becomes names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml

from chaosdocs.authoring.registry import OPERATORS, AnyOperator
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.model import PAPER, EachSpec, Recipe, RenderSpec


def resolve(recipe: Recipe) -> Recipe:
    """Return `recipe` with every choice that hangs on what is installed written down.

    Resolving a resolved recipe changes nothing.

    Raises:
        UserError: It names an operator that there is not, or another version of one.
    """
    design = recipe.design
    changes: dict[str, object] = {"each": tuple(_each(design.each))}
    if design.chains is not None:
        pinned = tuple(op.pinned for op in operators(design.chains.use))
        changes["chains"] = design.chains.model_copy(update={"use": pinned})
    return recipe.model_copy(
        update={
            "render": tuple(_renders(recipe.render)),
            "design": design.model_copy(update=changes),
        }
    )


def operators(globs: Iterable[str]) -> tuple[AnyOperator, ...]:
    """Return the operators that `globs` name, each once, in the registry's order.

    Args:
        globs: Ids, pinned ids (``dates.ambiguous_order@1``) or globs.

    Raises:
        UserError: A glob names none, or a pinned version is not the one that is installed.
    """
    named: dict[str, AnyOperator] = {}
    for glob in globs:
        name, pinned, version = glob.partition("@")
        for op in OPERATORS.matching([name]):
            if pinned and version != str(op.version):
                raise UserError(
                    f"{name} is pinned to version {version}, installed is version {op.version}",
                    hint=(
                        f"install the chaosdocs that has version {version}, or write {op.pinned} "
                        "and expect other bytes"
                    ),
                )
            named[op.id] = op
    return tuple(named[each] for each in sorted(named))


def dump(recipe: Recipe) -> str:
    """Return `recipe` as YAML that loads as an equal recipe."""
    data = recipe.model_dump(mode="json", by_alias=True, exclude_none=True)
    if recipe.source.records is not None and recipe.source.folder is not None:
        data["source"]["folder"] = recipe.source.folder
    for spec in data["render"]:
        _without_foreign_keys(spec)
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    return text


def _without_foreign_keys(spec: dict[str, object]) -> None:
    if spec["as"] not in PAPER:
        del spec["templates"]
    if spec["as"] != "scan":
        del spec["dpi"]


def _each(specs: Iterable[EachSpec]) -> Iterator[EachSpec]:
    seen: set[tuple[str, str | None]] = set()
    for spec in specs:
        for op in operators([spec.use]):
            if (op.id, spec.target) not in seen:
                seen.add((op.id, spec.target))
                yield spec.model_copy(update={"use": op.pinned})


def _renders(specs: Iterable[RenderSpec]) -> Iterator[RenderSpec]:
    for spec in specs:
        if spec.as_ in PAPER:
            yield spec.model_copy(update={"templates": spec.names()})
        else:
            yield from (spec.model_copy(update={"system": name}) for name in spec.names())
