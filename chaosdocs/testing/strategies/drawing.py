"""Cases and what they are made of, drawn so that a failing one shrinks well.

What is drawn, in this order: the rendering, the record's place among those of its domain by size,
which of its rows are kept, and decisions: operator, severity, and which of all that it could
decide. Decisions of one operator go together. Each is three small numbers in a row, so that
Hypothesis can delete it whole. Nothing is filtered: an operator that finds nothing to act on gives
its turn to the next one that does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from chaosdocs.authoring.operator import SEVERITIES, AnyOperator, Severity
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.formats.media import MEDIA, NAMES, PAPER
from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.world.registry import WORLDS
from chaosdocs.testing.case import Case
from chaosdocs.testing.sample import Recorded, Sample, by_size
from chaosdocs.testing.staged import DrawnStep, document_at, in_order, possible, taken

DEFAULT_MEDIA: Final = ("csv", "json", "xlsx", "pdf")
"""Scans take ten times as long to make: they are drawn where they are asked for."""
MORE_DECISIONS: Final = 2
"""Decisions beyond one an operator."""
_PLACES: Final = 255
"""A decision is drawn as a number up to this, and counted round the list of all decisions."""
_PLAIN: Final = 4
"""One record in so many is written with small round numbers."""
_KEEP: Final = 8
"""One row in so many is left out."""


def records(
    domain: str = "invoice", locale: str | Sequence[str] | None = None
) -> st.SearchStrategy[Sample]:
    """Return a strategy of records of a domain; `Sample.record` and `Sample.data` have the facts.

    A record shrinks to one row and small round numbers; sums and balances always fit.

    Args:
        domain: ``invoice``, ``statement``, ``kyc`` or a plugin's.
        locale: One or several of the domain's; all of them by default.

    Raises:
        UserError: There is no such domain or locale.
    """
    return _records(domain, _locales(domain, locale))


def operators(
    include: Sequence[str] = ("*",),
    exclude: Sequence[str] = (),
    families: Sequence[str] | None = None,
) -> st.SearchStrategy[AnyOperator]:
    """Return a strategy of operators.

    Args:
        include: Ids or globs.
        exclude: Ids or globs that are left out of these.
        families: Only these families.

    Raises:
        UserError: A name is of nothing, or nothing is left.
    """
    return st.sampled_from(chosen(include, exclude, families))


def cases(
    domain: str | Recorded | st.SearchStrategy[Any] = "invoice",
    *,
    ops: Sequence[str] = ("*",),
    exclude: Sequence[str] = (),
    max_ops: int = 1,
    media: Sequence[str] = DEFAULT_MEDIA,
    locale: str | Sequence[str] | None = None,
    severities: tuple[Severity, Severity] = (1, 5),
) -> st.SearchStrategy[Case]:
    """Return a strategy of cases, clean and damaged. No byte is made until one is asked for.

    A failing case shrinks to the fewest operators, one decision, the lowest severity and the
    smallest record.

    Args:
        domain: Name of a domain, or a strategy of records: `records` or `records_from`.
        ops: Ids or globs of operators.
        exclude: Ids or globs of operators that are left out.
        max_ops: How many operators a case has at most.
        media: Media (``pdf``) or renderings (``pdf.erp``).
        locale: One or several of the domain's; all of them by default.
        severities: Lowest and highest.

    Raises:
        UserError: A name is of nothing, or no operator acts on any of the media.
    """
    if max_ops < 0:
        raise UserError(f"max_ops is {max_ops}", where="cases", hint="0 draws clean documents")
    if not 1 <= severities[0] <= severities[1] <= 5:  # noqa: PLR2004 - the ladder
        raise UserError(f"severities are {severities}", where="cases", hint="1 to 5, lowest first")
    drawn: st.SearchStrategy[Any]
    if isinstance(domain, str):
        drawn = records(domain, locale)
    elif isinstance(domain, st.SearchStrategy):
        drawn = domain
    else:
        drawn = st.just(domain)
    able = _able(renderings(media), chosen(ops, exclude, None) if max_ops else ())
    return _cases(drawn, _Bounds(able, max_ops, *severities))


def chosen(
    include: Sequence[str], exclude: Sequence[str], families: Sequence[str] | None
) -> tuple[AnyOperator, ...]:
    """Return the operators that these names leave.

    Raises:
        UserError: A name is of nothing, or nothing is left.
    """
    for names in (include, exclude):
        if isinstance(names, str):
            raise UserError(f"{names!r} is a text", hint=f"a list of names is wanted: [{names!r}]")
    left = dict.fromkeys(OPERATORS.matching(include))
    for op in OPERATORS.matching(exclude):
        left.pop(op, None)
    if families is not None:
        known = {op.family for op in left}
        for family in families:
            if family not in known:
                raise UserError(f"no family {family!r}", given=family, allowed=sorted(known))
        left = {op: None for op in left if op.family in families}
    if not left:
        raise UserError("no operator is left", where="ops", hint="exclude fewer")
    return tuple(left)


def locales_of(world: str, locale: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the locales that books of a world are drawn in; all of them where none is named.

    Raises:
        UserError: The world has no books in one of them.
    """
    known = WORLDS[world].locales
    wanted = known if locale is None else (locale,) if isinstance(locale, str) else tuple(locale)
    for each in wanted:
        if each not in known:
            raise UserError(f"no books in {each!r}", given=each, allowed=known)
    return wanted


def of_stage(
    ops: Sequence[str],
    exclude: Sequence[str],
    stage: str,
    severities: tuple[Severity, Severity],
    what: str,
) -> tuple[AnyOperator, ...]:
    """Return the operators of a stage that these names leave, in their order; none for no names.

    Args:
        ops: Ids or globs.
        exclude: Ids or globs that are left out of these.
        stage: The stage.
        severities: Lowest and highest, which are checked.
        what: What is drawn, in the plural, for errors: ``sets``.

    Raises:
        UserError: A name is of nothing, a severity is none, or no operator acts on this stage.
    """
    if not 1 <= severities[0] <= severities[1] <= SEVERITIES[-1]:
        raise UserError(f"severities are {severities}", where=what, hint="1 to 5, lowest first")
    named = chosen(ops, exclude, None) if ops else ()
    able = in_order([op for op in named if op.stage.name == stage])
    if named and not able:
        raise UserError(
            f"none of {', '.join(op.id for op in named[:5])} acts on {what}",
            where="ops",
            hint=f"chaosdocs list operators --stage {stage}",
        )
    return able


def renderings(media: Sequence[str]) -> tuple[str, ...]:
    """Return the renderings that these media or renderings name.

    Raises:
        UserError: One is of nothing.
    """
    from chaosdocs.render.systems import check_writes, dialects, plugged
    from chaosdocs.render.systems.registry import SYSTEMS
    from chaosdocs.render.templates.registry import TEMPLATES

    if isinstance(media, str):
        raise UserError(f"media is {media!r}, a text", hint=f"a list is wanted: [{media!r}]")
    found: dict[str, None] = {}
    for each in media:
        medium, dot, name = each.partition(".")
        if medium not in MEDIA:
            raise UserError(f"no medium {medium!r}", given=medium, allowed=NAMES)
        names: Mapping[str, object] = TEMPLATES if medium in PAPER else SYSTEMS
        if "@" in name and MEDIA[medium].tree:
            from chaosdocs.render.clients.registry import sent_by

            sent_by(name)
        elif dot and name not in names:
            raise UserError(f"no rendering {each!r}", given=name, allowed=tuple(names))
        if dot and medium not in PAPER and "@" not in name:
            check_writes(name, medium, next(iter(SYSTEMS[name].domains), None))
        usual = (
            [n for n in names if not TEMPLATES[n].by_name]
            if medium in PAPER
            else [*dialects(medium), *plugged(medium)]
        )
        found.update(dict.fromkeys([each] if dot else [f"{medium}.{n}" for n in usual]))
    if not found:
        raise UserError("the list of media is empty", where="media", allowed=NAMES)
    return tuple(found)


def _able(ways: Sequence[str], ops: Sequence[AnyOperator]) -> dict[str, tuple[AnyOperator, ...]]:
    able = {way: in_order([op for op in ops if op.acts_on(way)]) for way in ways}
    if ops and not any(able.values()):
        raise UserError(
            f"none of {', '.join(op.id for op in ops[:5])} acts on {', '.join(ways[:5])}",
            where="ops",
            hint=f"they act on {', '.join(sorted({each for op in ops for each in op.places}))}",
        )
    return able


def _locales(domain: str, locale: str | Sequence[str] | None) -> tuple[str, ...]:
    from chaosdocs.sources.registry import SOURCES

    allowed = SOURCES[domain].locales
    wanted = allowed if locale is None else (locale,) if isinstance(locale, str) else tuple(locale)
    for each in wanted:
        if each not in allowed:
            raise UserError(f"no records in {each!r}", given=each, allowed=allowed)
    return tuple(wanted)


@st.composite
def _records(draw: st.DrawFn, domain: str, locales: tuple[str, ...]) -> Sample:
    locale = draw(st.sampled_from(locales)) if len(locales) > 1 else locales[0]
    places = by_size(domain, locale)
    index, rows = places[draw(st.integers(0, len(places) - 1))]
    odds = st.integers(0, _KEEP - 1)
    kept = rows if len(rows) < 2 else tuple(row for row in rows if draw(odds))  # noqa: PLR2004
    plain = draw(st.integers(0, _PLAIN - 1)) == 0
    return Sample(domain, index, locale, None if kept == rows else kept or rows[:1], plain)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What cases may be drawn from: operators by rendering, how many, how severe."""

    able: Mapping[str, tuple[AnyOperator, ...]]
    most: int
    low: Severity
    high: Severity

    def __repr__(self) -> str:
        able = {way: len(ops) for way, ops in self.able.items()}
        return f"<operators: {able}, at most {self.most}, severity {self.low} to {self.high}>"


@st.composite
def _cases(draw: st.DrawFn, records_: st.SearchStrategy[Any], bounds: _Bounds) -> Case:
    ways = tuple(bounds.able)
    rendering = draw(st.sampled_from(ways)) if len(ways) > 1 else ways[0]
    drawing = _Drawing(draw(records_), rendering, bounds)
    if not drawing.ops or not bounds.most:
        return Case(drawing.sample, rendering)
    turns = st.tuples(
        st.integers(0, len(drawing.ops) - 1),
        st.sampled_from(SEVERITIES[bounds.low - 1 : bounds.high]),
        st.integers(0, _PLACES),
    )
    decisions = draw(st.lists(turns, max_size=bounds.most + MORE_DECISIONS))
    steps: tuple[DrawnStep, ...] = ()
    for place in sorted(dict.fromkeys([turn[0] for turn in decisions][: bounds.most])):
        mine = [turn for turn in decisions if turn[0] == place]
        steps = drawing.one_more(steps, place, max(t[1] for t in mine), [t[2] for t in mine])
    return Case(drawing.sample, rendering, steps)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One case being drawn."""

    sample: Recorded
    rendering: str
    bounds: _Bounds

    @property
    def ops(self) -> tuple[AnyOperator, ...]:
        """The operators that act on this medium, in the order in which a document meets them."""
        return self.bounds.able[self.rendering]

    def one_more(
        self, steps: tuple[DrawnStep, ...], place: int, severity: Severity, numbers: Sequence[int]
    ) -> tuple[DrawnStep, ...]:
        """The steps with one more: of this operator, or of the next one that finds something."""
        latest = max((OPERATORS[step.operator].stage.order for step in steps), default=0)
        used = {step.operator for step in steps}
        for operator in (*self.ops[place:], *self.ops[:place]):
            if operator.id in used or operator.stage.order < latest:
                continue
            document = document_at(self.sample, self.rendering, steps, operator.stage.name)
            keys = possible(operator, document)
            wanted = tuple(keys[at] for at in sorted({n % len(keys) for n in numbers if keys}))
            for level in SEVERITIES[severity - 1 : self.bounds.high]:
                if wanted and taken(operator, document, level, wanted):
                    return (*steps, DrawnStep(operator.id, level, wanted))
        return steps
