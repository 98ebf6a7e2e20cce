"""Exports, drifting schemas, and pairs of documents for tests that need no truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from chaosdocs.testing.case import Case
from chaosdocs.testing.pairs import InvariantPair, SensitivityPair, says_the_same
from chaosdocs.testing.staged import DrawnStep, document_at, possible, taken
from chaosdocs.testing.strategies.drawing import cases, chosen, records, renderings

DRIFT: Final = ("drift.*",)
_TRIED: Final = 3
"""Decisions of one operator that are checked before the next operator has its turn."""


def tables(
    domain: Any = "invoice",  # noqa: ANN401 - as `cases` takes it
    *,
    ops: Sequence[str] = ("*",),
    media: Sequence[str] = ("csv", "xlsx"),
    max_ops: int = 1,
) -> st.SearchStrategy[Case]:
    """Return a strategy of exports with rows and columns: `Case.table`, `Case.bytes`."""
    return cases(domain, ops=ops, media=media, max_ops=max_ops)


def trees(
    domain: Any = "invoice",  # noqa: ANN401
    *,
    ops: Sequence[str] = ("*",),
    media: Sequence[str] = ("json",),
    max_ops: int = 1,
) -> st.SearchStrategy[Case]:
    """Return a strategy of nested exports: `Case.tree`, `Case.bytes`."""
    return cases(domain, ops=ops, media=media, max_ops=max_ops)


def schema_drifts(
    domain: Any = "invoice",  # noqa: ANN401
    *,
    ops: Sequence[str] = DRIFT,
    media: Sequence[str] = ("json",),
) -> st.SearchStrategy[Case]:
    """Return a strategy of exports after a change of their schema; `Case.twin` is from before."""
    return _one_step(domain, ops, media, lambda _case: True)


def invariant_pairs(
    domain: Any = "invoice",  # noqa: ANN401
    *,
    ops: Sequence[str] = ("*",),
    media: Sequence[str] = ("csv", "json", "xlsx"),
) -> st.SearchStrategy[InvariantPair]:
    """Return a strategy of two documents that say the same: no truth is needed to test on them.

    Args:
        domain: Name of a domain, or a strategy of records.
        ops: Ids or globs of operators; decisions that change what is true are not drawn.
        media: Media or renderings.
    """
    return st.builds(InvariantPair, _one_step(domain, ops, media, says_the_same))


def sensitivity_pairs(
    domain: Any = "invoice",  # noqa: ANN401
    *,
    ops: Sequence[str] = ("*",),
    media: Sequence[str] = ("csv", "json", "xlsx"),
) -> st.SearchStrategy[SensitivityPair]:
    """Return a strategy of two documents that say different things.

    Args:
        domain: Name of a domain, or a strategy of records.
        ops: Ids or globs of operators; decisions that change nothing that is true are not drawn.
        media: Media or renderings.
    """
    return st.builds(
        SensitivityPair, _one_step(domain, ops, media, lambda case: not says_the_same(case))
    )


@st.composite
def _one_step(
    draw: st.DrawFn,
    domain: Any,  # noqa: ANN401
    ops: Sequence[str],
    media: Sequence[str],
    suits: Callable[[Case], bool],
) -> Case:
    """A case with one decision that `suits`: the drawn one, or the next one that does.

    Where no operator has such a decision on the record, the document is clean.
    """
    ways = renderings(media)
    able = {way: tuple(op for op in chosen(ops, (), None) if op.acts_on(way)) for way in ways}
    rendering = draw(st.sampled_from([way for way in ways if able[way]] or ways))
    sample = draw(records(domain) if isinstance(domain, str) else domain)
    place, number = draw(st.integers(0, max(0, len(able[rendering]) - 1))), draw(st.integers(0, 63))
    for operator in (*able[rendering][place:], *able[rendering][:place]):
        document = document_at(sample, rendering, (), operator.stage.name)
        keys = possible(operator, document)
        at = number % len(keys) if keys else 0
        for key in (*keys[at:], *keys[:at])[:_TRIED]:
            if not taken(operator, document, 1, (key,)):
                continue
            case = Case(sample, rendering, (DrawnStep(operator.id, 1, (key,)),))
            if suits(case):
                return case
    return Case(sample, rendering)
