"""A recipe resolved: globs become operators with their versions, ``all`` becomes names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import yaml

from chaosdocs.authoring.operator import AnyOperator
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.formats.media import PACKET, PAPER, SET, Form, medium_of
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.model import EachSpec, Recipe, RenderSpec


def resolve(recipe: Recipe) -> Recipe:
    """Return `recipe` with every choice that hangs on what is installed written down.

    Resolving a resolved recipe changes nothing.

    Raises:
        UserError: It names an operator that there is not, or another version of one.
    """
    design = recipe.design
    changes: dict[str, object] = {"each": tuple(_each(recipe))}
    if design.chains is not None:
        theirs = {spec.as_ for spec in recipe.render} & {SET, PACKET}
        pinned = tuple(
            op.pinned
            for op in operators(design.chains.use)
            if theirs.issuperset({SET, PACKET}.intersection(op.media))
        )
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
    if spec["as"] == SET:
        for name in ("templates", "system", "dpi"):
            spec.pop(name, None)
        return
    if spec["as"] == PACKET:
        for name in ("system", "dpi"):
            spec.pop(name, None)
        return
    if spec["as"] not in PAPER:
        del spec["templates"]
    if spec["as"] != "scan":
        del spec["dpi"]


def media_of(recipe: Recipe, member: str | None = None) -> tuple[Form, ...]:
    """Return the media of a recipe, or those in which a member of its sets is rendered."""
    if member is None:
        return tuple(dict.fromkeys(spec.as_ for spec in recipe.render))
    return tuple(
        dict.fromkeys(
            medium_of(rendering).name
            for spec in recipe.render
            if spec.as_ == SET
            for role, rendering in spec.all_members().items()
            if role == member
        )
    )


def makes_some(op: AnyOperator, recipe: Recipe, media: Collection[Form]) -> bool:
    """Return whether an operator acts on what a recipe renders.

    Args:
        op: The operator.
        recipe: The recipe.
        media: Its media, or those of a member of its sets.
    """
    if not set(media).isdisjoint(op.media):
        return not op.systems or any(
            op.acts_on(each) and each.partition(".")[0] in media for each in _files(recipe)
        )
    scanned = any(spec.as_ == PACKET and "scan" in spec.forms for spec in recipe.render)
    return scanned and PACKET in media and op.packets and op.stage.name == "scan"


def _files(recipe: Recipe) -> Iterator[str]:
    """Yield how each file of a recipe's documents and sets is rendered."""
    for spec in recipe.render:
        yield from spec.all_members().values() if spec.as_ == SET else spec.renderings()


def _each(recipe: Recipe) -> Iterator[EachSpec]:
    """Yield what each operator of a glob does; operators that act on no medium are left out.

    What goes with some operators of a glob alone, a target or a near miss, is kept for those.
    """
    seen: set[tuple[str, str | None, bool, str | None]] = set()
    for spec in recipe.design.each:
        media = set(media_of(recipe, spec.member))
        for op in operators([spec.use]):
            target = spec.target if op.targeted else None
            near_miss = spec.near_miss and bool(op.near_miss)
            member = spec.member
            if not makes_some(op, recipe, media):
                continue
            if (op.id, target, near_miss, member) in seen:
                continue
            seen |= {(op.id, target, near_miss, member), (op.id, target, False, member)}
            yield spec.model_copy(
                update={"use": op.pinned, "target": target, "near_miss": near_miss}
            )


def _renders(specs: Iterable[RenderSpec]) -> Iterator[RenderSpec]:
    """Yield what is rendered with templates and systems named, each once."""
    seen: set[tuple[str, tuple[str, ...], int]] = set()
    for spec in specs:
        if spec.as_ == SET:
            yield spec.model_copy(update={"members": spec.all_members()})
            continue
        if spec.as_ == PACKET:
            yield spec.model_copy(update={"templates": spec.names()})
            continue
        paper = spec.as_ in PAPER
        if "@" in (spec.system or ""):
            for schema in spec.schemas or (None,):
                name = (f"{spec.system}:{schema or 'published'}",)
                if (spec.as_, name, spec.dpi) not in seen:
                    seen.add((spec.as_, name, spec.dpi))
                    yield spec.model_copy(update={"schemas": schema and (schema,)})
            continue
        for names in [spec.names()] if paper else [(name,) for name in spec.names()]:
            if (spec.as_, names, spec.dpi) in seen:
                continue
            seen.add((spec.as_, names, spec.dpi))
            yield spec.model_copy(update={"templates": names} if paper else {"system": names[0]})
