"""Whether a recipe names things that there are, and would make something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chaosdocs.authoring.operator import AnyOperator
from chaosdocs.formats.media import MEDIA, PACKET, PAPER, SET, Form
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.marked import Marked, Place
from chaosdocs.recipe.model import EachSpec, Recipe, RenderSpec
from chaosdocs.recipe.resolve import makes_some, media_of, operators
from chaosdocs.truth.statements import Channel

if TYPE_CHECKING:
    from chaosdocs.sources.own.shape import Shape


def check(recipe: Recipe, marked: Marked) -> None:
    """Judge `recipe` by what is installed.

    Raises:
        UserError: It names something unknown, or would make nothing; all errors are reported.
    """
    fields = _fields(recipe, marked)
    errors: list[UserError] = []
    for i, render in enumerate(recipe.render):
        with _kept(errors):
            _check_render(render, marked, i, recipe.source.domain)
    if errors and any(spec.as_ == SET for spec in recipe.render):
        raise UserError.of_all(errors)
    media = media_of(recipe)
    for i in range(len(recipe.design.each)):
        with _kept(errors):
            _check_each(recipe, marked, i, fields)
    chains = recipe.design.chains
    if chains is not None:
        with _kept(errors), at(marked, ("design", "chains"), "use"):
            _enough_for_chains(operators(chains.use), recipe, media, chains.length[0])
    if recipe.ask.channel is not None:
        with _kept(errors), at(marked, ("ask",), "channel"):
            _known_channel(recipe.ask.channel, media)
    if recipe.ask.fields != "all":
        for i, path in enumerate(recipe.ask.fields):
            with _kept(errors), at(marked, ("ask", "fields"), i):
                _known_field(path, fields)
    if errors:
        raise UserError.of_all(errors)


def _where_it_acts(recipe: Recipe, each: EachSpec, marked: Marked, i: int) -> tuple[Form, ...]:
    """The media that an operator of the recipe would act on."""
    if each.member is None:
        return media_of(recipe)
    roles = sorted({r for spec in recipe.render if spec.as_ == SET for r in spec.all_members()})
    with at(marked, ("design", "each", i), "member"):
        if each.member not in roles:
            raise UserError(
                f"no set of the recipe has a member {each.member!r}"
                if roles
                else "member goes with sets: render has none",
                given=each.member,
                allowed=roles,
            )
    return media_of(recipe, each.member)


def _world(recipe: Recipe, marked: Marked) -> None:
    """Judge what a recipe says of its world."""
    from chaosdocs.sources.world.registry import WORLDS

    source = recipe.source
    with at(marked, ("source",), "world"):
        world = WORLDS[str(source.world)]
    for i, locale in enumerate(source.locales):
        with at(marked, ("source", "locales"), i):
            if locale not in world.locales:
                raise UserError(
                    f"{source.world} has no locale {locale!r}", given=locale, allowed=world.locales
                )
    if source.matters is not None and not world.least <= source.matters <= world.most:
        with at(marked, ("source",), "matters"):
            raise UserError(
                f"a book of {source.world} has {world.least} to {world.most} matters, "
                f"not {source.matters}"
            )


def _check_set(render: RenderSpec, marked: Marked, i: int) -> None:
    """Judge the pairing of a set and how its members are rendered."""
    from chaosdocs.sources.world.registry import PAIRINGS

    with at(marked, ("render", i), "pairing"):
        pairing = PAIRINGS[str(render.pairing)]
    for role, rendering in render.members.items():
        inside: Place = ("render", i, "members")
        place: Place = inside if (*inside, role) in marked.lines else ("render", i)
        with at(marked, place, role):
            if role not in pairing.roles:
                raise UserError(
                    f"{render.pairing} has no member {role!r}", given=role, allowed=pairing.roles
                )
            check_member(rendering, pairing.member(role).view.domain.name)


def check_member(rendering: str, domain: str) -> None:
    """Check how a member of a set is rendered.

    Args:
        rendering: Medium and template, or medium and system.
        domain: The member's domain.

    Raises:
        UserError: No member with this domain is rendered so.
    """
    medium, dot, name = rendering.partition(".")
    if not dot or medium not in MEDIA:
        raise UserError(
            f"{rendering!r} is no rendering: medium and system are wanted, such as csv.sap",
            given=medium,
            allowed=tuple(MEDIA),
        )
    if medium == "scan":
        raise UserError("a member of a set is no scan", hint=f"write pdf.{name}")
    if medium in PAPER:
        from chaosdocs.render.templates.registry import TEMPLATES

        TEMPLATES[name]
        return
    from chaosdocs.render.systems import check_writes
    from chaosdocs.render.systems.registry import FEEDS

    if name in FEEDS and MEDIA[medium].tree:
        raise UserError(f"{name} exports tables, and {medium} has none", given=medium)
    check_writes(name, medium, domain)


def _check_each(recipe: Recipe, marked: Marked, i: int, fields: tuple[str, ...]) -> None:
    each, place = recipe.design.each[i], ("design", "each", i)
    media = _where_it_acts(recipe, each, marked, i)
    with at(marked, place, "use"):
        named = operators([each.use])
        _some_on(named, recipe, media, each.use)
    if each.target is not None:
        with at(marked, place, "target"):
            _known_field(each.target, fields)
            if not any(op.targeted for op in named):
                raise UserError(f"{each.use} cannot be aimed at a field: leave out target")
    if each.near_miss and not any(op.near_miss for op in named):
        with at(marked, place, "near_miss"):
            raise UserError(f"{each.use} has no near miss: leave it out")


@contextmanager
def _kept(errors: list[UserError]) -> Iterator[None]:
    """Keep what is wrong inside, and go on."""
    try:
        yield
    except UserError as error:
        errors.append(error)


@contextmanager
def at(marked: Marked, place: Place, key: str | int) -> Iterator[None]:
    """Give errors that are raised inside the place `key` below `place`."""
    try:
        yield
    except UserError as error:
        below = (*place, key)
        where = marked.where(below if below in marked.lines else place)
        inner = f"{error.where}: " if error.where and error.where not in where else ""
        raise UserError(
            f"{inner}{error.problem}",
            where=where,
            allowed=error.allowed,
            given=error.given,
            hint=error.hint,
        ) from error


def _fields(recipe: Recipe, marked: Marked) -> tuple[str, ...]:
    """The schema paths of the recipe's domain, or of the model of the user's own records."""
    if recipe.source.world is not None:
        _world(recipe, marked)
        return ()
    if recipe.source.norms is not None:
        return _norm_fields(recipe, marked)
    if recipe.source.domain is None:
        return _own_fields(recipe, marked)
    from chaosdocs.sources.registry import SOURCES

    with at(marked, ("source",), "domain"):
        source = SOURCES[recipe.source.domain]
    for i, locale in enumerate(recipe.source.locales):
        with at(marked, ("source", "locales"), i):
            if locale not in source.locales:
                raise UserError(
                    f"{recipe.source.domain} has no locale {locale!r}",
                    given=locale,
                    allowed=source.locales,
                )
    return tuple(field.path for field in source.domain.fields)


def _norm_fields(recipe: Recipe, marked: Marked) -> tuple[str, ...]:
    from chaosdocs.sources.norms.norm import BASE, LOCALES
    from chaosdocs.sources.norms.registry import NORMS, in_turn

    source = recipe.source
    names = in_turn() if source.norms in {None, "all"} else tuple(source.norms or ())
    for i, name in enumerate(names):
        with at(marked, ("source", "norms"), i):
            NORMS[name]
    for i, locale in enumerate(source.locales):
        with at(marked, ("source", "locales"), i):
            if locale not in LOCALES:
                raise UserError(
                    f"documents of norms have no locale {locale!r}", given=locale, allowed=LOCALES
                )
    fields = [field for name in names for field in (*BASE, *NORMS[name].domain().fields)]
    return tuple(dict.fromkeys(field.path for field in fields))


def _own_fields(recipe: Recipe, marked: Marked) -> tuple[str, ...]:
    from chaosdocs.sources.own.model import imported, schema_file, schema_of
    from chaosdocs.sources.own.shape import shape_of

    source = recipe.source
    if source.schema_path is not None:
        with at(marked, ("source",), "schema"):
            shape = shape_of(schema_file(Path(source.schema_path)))
            paths = _paths(shape)
        _check_rules(recipe, shape, marked)
        return paths
    with at(marked, ("source",), "model"):
        folder = Path(source.folder) if source.folder is not None else None
        shape = shape_of(schema_of(imported(str(source.model), folder)))
        paths = _paths(shape)
    _check_rules(recipe, shape, marked)
    return paths


def _paths(shape: Shape) -> tuple[str, ...]:
    from chaosdocs.sources.own.parts import parts_of
    from chaosdocs.sources.own.shape import fields_of

    parts = parts_of(shape)
    return tuple(dict.fromkeys(f.path for part in parts for f in fields_of(part.shape)))


def _check_rules(recipe: Recipe, shape: Shape, marked: Marked) -> None:
    from chaosdocs.sources.own.stated import read_rule

    for i, rule in enumerate(recipe.source.rules):
        with at(marked, ("source", "rules"), i):
            read_rule(rule, shape, "")


def _check_render(render: RenderSpec, marked: Marked, i: int, domain: str | None) -> None:
    if render.as_ == SET:
        _check_set(render, marked, i)
    elif render.as_ in {*PAPER, PACKET}:
        from chaosdocs.render.templates.registry import TEMPLATES

        for nth, name in enumerate(render.names()):
            with at(marked, ("render", i, "templates"), nth):
                TEMPLATES[name]
    else:
        from chaosdocs.render.systems import check_writes, dialects

        with at(marked, ("render", i), "system"):
            for dialect in render.names() if render.system is not None else ():
                if "@" in dialect:
                    from chaosdocs.render.clients.registry import sent_by

                    sent_by(dialect)
                    if not MEDIA[render.as_].tree:
                        raise UserError(
                            f"{render.system} is a client: it sends json or xml, no {render.as_}"
                        )
                else:
                    check_writes(dialect, render.as_, domain)
            if render.system is None and not render.names():
                theirs = dialects(render.as_, domain or "")
                raise UserError(
                    f"{render.as_} is written by systems of certain domains: name one",
                    allowed=theirs,
                    hint=f"add system: {theirs[0]}" if theirs else "chaosdocs list systems",
                )


def _known_field(path: str, fields: tuple[str, ...]) -> None:
    if path not in fields:
        raise UserError(f"the domain has no field {path!r}", given=path, allowed=fields)


def _known_channel(channel: Channel, media: tuple[Form, ...]) -> None:
    for medium in media:
        if channel not in MEDIA[medium].channels:
            others = [
                name
                for name in MEDIA[medium].channels
                if all(name in MEDIA[m].channels for m in media)
            ]
            raise UserError(
                f"no {medium} has the channel {channel!r}",
                given=channel,
                allowed=others,
                hint="" if others else "the media have none in common: leave channel out",
            )


def _some_on(
    named: Sequence[AnyOperator], recipe: Recipe, media: tuple[Form, ...], use: str
) -> None:
    theirs = sorted({place for op in named for place in op.places})
    if not any(makes_some(op, recipe, media) for op in named):
        raise UserError(
            f"{use} would make nothing: it acts on {', '.join(theirs)}, "
            f"and the recipe renders {', '.join(media)}",
            hint=f"add {{as: {theirs[0].replace('.', ', system: ')}}} to render, or leave it out",
        )


def _enough_for_chains(
    named: tuple[AnyOperator, ...], recipe: Recipe, media: tuple[Form, ...], shortest: int
) -> None:
    most = max(sum(makes_some(op, recipe, [medium]) for op in named) for medium in media)
    if most < shortest:
        raise UserError(
            f"chains of {shortest} operators would make nothing: no medium of the recipe has more "
            f"than {most} of the named operators"
        )
