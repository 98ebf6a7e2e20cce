"""What a client is: the first version of its schema, and the maps to the later ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chaosdocs.documents.changes import Change, Remeant
from chaosdocs.documents.maps import Map
from chaosdocs.foundation.errors import UserError

Given = Literal["published", "stale", "absent"]
"""Which schema comes along: that of the version sent, that of the version before, or none."""
GIVEN: tuple[Given, ...] = ("published", "stale", "absent")


class NotSentError(Exception):
    """A system does not send a document as it is; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A sender of trees.

    Attributes:
        case: How its keys are written in the first version.
        versions: The maps from each version to the next.
        since: The month from which each version is sent, the first one included.
        names: Schema path to the key or path that the first version has for it.
    """

    case: Literal["snake", "camel", "pascal", "upper"]
    versions: tuple[Map, ...]
    since: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def latest(self) -> int:
        """The number of its newest version."""
        return len(self.versions) + 1

    def map_to(self, version: int) -> Map:
        """Return the map from the first version to another one."""
        changes = (change for each in self.versions[: version - 1] for change in each.changes)
        return Map(changes=tuple(changes))


@dataclass(frozen=True, slots=True)
class Sent:
    """What the name of a rendering says of a client: ``payline@3:stale``."""

    client: str
    version: int
    given: Given

    @staticmethod
    def of(dialect: str) -> Sent:
        """Return what a dialect names.

        Raises:
            UserError: It has no version, or one that is no number.

        Example:
            >>> Sent.of("payline@3:stale")
            Sent(client='payline', version=3, given='stale')
        """
        name, _, rest = dialect.partition("@")
        number, _, given = rest.partition(":")
        known: dict[str, Given] = {each: each for each in GIVEN}
        if not number.isascii() or not number.isdecimal():
            raise UserError(f"{number!r} is no version", hint=f"write {name}@1")
        if given and given not in known:
            raise UserError(f"no schema is {given!r}", given=given, allowed=GIVEN)
        return Sent(name, int(number), known.get(given or "published", "published"))


def is_client(dialect: str) -> bool:
    """Whether a dialect is a client's version and not a system."""
    return "@" in dialect


def unknown(client: Client, sent: Sent) -> tuple[Change, ...]:
    """Return the changes of meaning that the schema that comes along does not tell."""
    first = {"published": client.latest, "stale": sent.version - 1, "absent": 1}[sent.given]
    told = client.map_to(min(first, sent.version)).changes
    new = client.map_to(sent.version).changes[len(told) :]
    return tuple(change for change in new if isinstance(change, Remeant))
