"""Versions of a document under a schema that changes: for tests of migrations and mappings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from chaosdocs.documents.changes import Keyed
from chaosdocs.documents.changes.fitting import fitting
from chaosdocs.documents.maps import Map
from chaosdocs.documents.plain import data_of
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.documents.tree import Tree
from chaosdocs.testing.strategies.drawing import records

_PLACES: Final = 1 << 16
"""A change is drawn as a number up to this, and counted round the list of all that fit."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One document in each version of a schema.

    Attributes:
        versions: The document in each version, the oldest first.
        maps: What changed from each version to the next.
    """

    versions: tuple[Tree, ...]
    maps: tuple[Map, ...]

    @property
    def data(self) -> tuple[Any, ...]:
        """The document in each version as plain data; numbers are Decimals."""
        return tuple(data_of(tree) for tree in self.versions)

    def __repr__(self) -> str:
        tables = "\n\n".join(made.table() for made in self.maps)
        return f"<Timeline of {len(self.versions)} versions>\n{tables}"


def timelines(
    domain: Any = "invoice",  # noqa: ANN401 - as `cases` takes it
    *,
    versions: int = 3,
    changes: int = 3,
    hows: Sequence[str] | None = None,
) -> st.SearchStrategy[Timeline]:
    """Return a strategy of documents in several versions of a drawn schema.

    A timeline shrinks to few changes, the simplest first. No map loses its place: each fits the
    document as the version before it has it.

    Args:
        domain: Name of a domain, or a strategy of records.
        versions: How many versions there are.
        changes: Most changes from one version to the next.
        hows: Kinds of changes, such as ``rename`` or ``split``; all by default.
    """
    return _timelines(
        records(domain) if isinstance(domain, str) else domain, versions, changes, hows
    )


@st.composite
def _timelines(
    draw: st.DrawFn,
    drawn: st.SearchStrategy[Any],
    versions: int,
    most: int,
    hows: Sequence[str] | None,
) -> Timeline:
    from chaosdocs.render import clients

    record = draw(drawn).record
    values = spell(state(record), clients.convention("payline@1", record, "json"))
    trees = [clients.lower_tree(values, "payline@1")]
    maps = []
    closed = False
    for _ in range(versions - 1):
        made = Map()
        tree = trees[-1]
        for number in draw(st.lists(st.integers(0, _PLACES), max_size=most)):
            fit = [c for c in fitting(tree) if hows is None or c.how in hows]
            if not fit or closed:
                break
            change = fit[number % len(fit)]
            made = made.then(Map(changes=(change,)))
            tree = Map(changes=(change,)).forward(tree)
            closed = isinstance(change, Keyed)  # a key that is data has no schema below it
        maps.append(made)
        trees.append(tree)
    return Timeline(tuple(trees), tuple(maps))
