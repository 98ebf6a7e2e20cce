"""The vocabulary of schema changes; `chaosdocs.documents.maps` puts changes together."""

from chaosdocs.documents.changes.change import Change, Path, facts_below, nodes_at
from chaosdocs.documents.changes.envelopes import Enveloped, Opened, Paged
from chaosdocs.documents.changes.levels import (
    Boxed,
    Gathered,
    Keyed,
    Listed,
    Scattered,
    Unboxed,
    Unkeyed,
    Unlisted,
)
from chaosdocs.documents.changes.members import Added, Doubled, Dropped, Joined, Parted
from chaosdocs.documents.changes.places import Moved, Renamed, Reordered
from chaosdocs.documents.changes.references import (
    Collapsed,
    Expanded,
    Summarised,
    Tagged,
    Turned,
    Untagged,
)
from chaosdocs.documents.changes.values import (
    Named,
    Nulled,
    Placed,
    Recased,
    Recoded,
    Remeant,
    Rescaled,
    Respelled,
    Retyped,
)

CHANGES: tuple[type[Change], ...] = (
    Renamed, Moved, Reordered, Boxed, Unboxed, Gathered, Scattered, Listed, Unlisted, Keyed,
    Unkeyed, Tagged, Untagged, Parted, Joined, Summarised, Collapsed, Expanded, Turned, Retyped,
    Respelled, Recoded, Rescaled, Nulled, Added, Dropped, Doubled, Remeant, Recased, Placed, Named,
    Enveloped, Opened, Paged,
)  # fmt: skip
"""Every kind of change."""

__all__ = [
    "CHANGES",
    "Added",
    "Boxed",
    "Change",
    "Collapsed",
    "Doubled",
    "Dropped",
    "Enveloped",
    "Expanded",
    "Gathered",
    "Joined",
    "Keyed",
    "Listed",
    "Moved",
    "Named",
    "Nulled",
    "Opened",
    "Paged",
    "Parted",
    "Path",
    "Placed",
    "Recased",
    "Recoded",
    "Remeant",
    "Renamed",
    "Reordered",
    "Rescaled",
    "Respelled",
    "Retyped",
    "Scattered",
    "Summarised",
    "Tagged",
    "Turned",
    "Unboxed",
    "Unkeyed",
    "Unlisted",
    "Untagged",
    "facts_below",
    "nodes_at",
]
