"""Sets of files, drawn so that a failing one shrinks to few matters and one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from chaosdocs.authoring.operator import SEVERITIES, AnyOperator, Severity
from chaosdocs.authoring.plan import replay
from chaosdocs.documents.matter_verbs import MATTER
from chaosdocs.formats.media import MATTER as MATTER_STAGE
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.testing.books import SIZE
from chaosdocs.testing.sets import SetCase, SetSample, makeable, usual_rendering
from chaosdocs.testing.staged import DrawnStep, decided, possible, taken
from chaosdocs.testing.strategies.drawing import MORE_DECISIONS, locales_of, of_stage

LINKS: Final = ("links.*",)
_BOOKS: Final = 200
"""Books that are drawn from."""
_FEWEST: Final = 2
"""Matters that a drawn book keeps where none is drawn."""
_PLACES: Final = 255


def sets(
    pairing: str = "books-bank",
    *,
    ops: Sequence[str] = LINKS,
    exclude: Sequence[str] = (),
    max_ops: int = 1,
    world: str = "trade",
    policy: str = "instructions",
    members: Mapping[str, str] | None = None,
    locale: str | Sequence[str] | None = None,
    severities: tuple[Severity, Severity] = (1, 5),
) -> st.SearchStrategy[SetCase]:
    """Return a strategy of sets, clean and damaged: `SetCase.files`, `SetCase.parsed`.

    A failing set shrinks to the fewest matters, one decision and the lowest severity.

    Args:
        pairing: Which members it has.
        ops: Ids or globs of operators of the stage ``matter``.
        exclude: Ids or globs that are left out of these.
        max_ops: How many operators a set has at most.
        world: Whose books they are.
        policy: Where the policy stands: ``instructions``, ``page`` or ``nowhere``.
        members: Role to rendering, such as ``{"bank": "xml.camt_v8"}``; others are as usual.
        locale: One or several of the world's; all of them by default.
        severities: Lowest and highest.

    Raises:
        UserError: A name is of nothing, or no operator acts on sets.
    """
    wanted = locales_of(world, locale)
    able = of_stage(ops if max_ops else (), exclude, MATTER_STAGE, severities, "sets")
    PAIRINGS[pairing]
    most = (max_ops, *severities)
    return _sets((world, pairing, usual_rendering(pairing, policy, members)), wanted, able, most)


@st.composite
def _sets(
    draw: st.DrawFn,
    names: tuple[str, str, str],
    locales: tuple[str, ...],
    able: tuple[AnyOperator, ...],
    bounds: tuple[int, Severity, Severity],
) -> SetCase:
    (world, pairing, rendering), (most, lowest, highest) = names, bounds
    locale = draw(st.sampled_from(locales)) if len(locales) > 1 else locales[0]
    index = draw(st.integers(0, _BOOKS - 1))
    every = [f"m{at}" for at in range(SIZE)]
    some = tuple(event for event in every if draw(st.booleans()))
    sample = SetSample(world, index, locale, some or tuple(every[:_FEWEST]))
    case = SetCase(sample, rendering)
    if not able or not most:
        return case
    turns = st.tuples(
        st.integers(0, len(able) - 1),
        st.sampled_from(SEVERITIES[lowest - 1 : highest]),
        st.integers(0, _PLACES),
    )
    decisions = draw(st.lists(turns, max_size=most + MORE_DECISIONS))
    matter = sample.clean(pairing)
    steps: tuple[DrawnStep, ...] = ()
    for place in sorted(dict.fromkeys([turn[0] for turn in decisions][:most])):
        mine = [turn for turn in decisions if turn[0] == place]
        step = _step(able, place, matter, max(t[1] for t in mine), [t[2] for t in mine])
        if step is None or not makeable(SetCase(sample, rendering, (*steps, step))):
            continue
        steps = (*steps, step)
        operator = next(op for op in able if op.id == step.operator)
        made: Any = decided(operator, matter, step.severity, step.keys)
        matter = replay(MATTER, matter, made.edits)
    return SetCase(sample, rendering, steps)


def _step(
    able: tuple[AnyOperator, ...],
    place: int,
    matter: Any,  # noqa: ANN401 - the document of the stage
    severity: Severity,
    numbers: Sequence[int],
) -> DrawnStep | None:
    """A step of this operator, or of the next one that finds something to do."""
    for operator in (*able[place:], *able[:place]):
        keys = possible(operator, matter)
        wanted = tuple(keys[at] for at in sorted({n % len(keys) for n in numbers if keys}))
        for level in SEVERITIES[severity - 1 :]:
            if wanted and taken(operator, matter, level, wanted):
                return DrawnStep(operator.id, level, wanted)
    return None
