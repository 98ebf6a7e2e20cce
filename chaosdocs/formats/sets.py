"""How a set is rendered, as one name: pairing, rendering of each member, place of the policy.

``set.books-bank:csv.sap+csv.account_de:page`` is the pairing ``books-bank``, its first member as
``csv.sap``, its second as ``csv.account_de``, with the policy on a page of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, get_args

from chaosdocs.formats.cases import PolicyPlace
from chaosdocs.formats.media import SET

PLACES: Final[tuple[PolicyPlace, ...]] = get_args(PolicyPlace)
_START: Final = f"{SET}."


@dataclass(frozen=True, slots=True)
class SetRendering:
    """How a set is rendered.

    Attributes:
        pairing: Name of the pairing.
        members: The rendering of each member, in the order of the pairing.
        policy: Where the policy stands.
    """

    pairing: str
    members: tuple[str, ...]
    policy: PolicyPlace = "instructions"

    def __str__(self) -> str:
        return f"{_START}{self.pairing}:{'+'.join(self.members)}:{self.policy}"


def is_set(rendering: str) -> bool:
    """Return whether a rendering is that of a set.

    Example:
        >>> is_set("set.books-bank:csv.sap+csv.account_de:page"), is_set("csv.sap")
        (True, False)
    """
    return rendering.startswith(_START)


@lru_cache(maxsize=256)
def set_rendering(rendering: str) -> SetRendering:
    """Return the parts of the rendering of a set.

    Raises:
        ValueError: It is none.

    Example:
        >>> set_rendering("set.books-bank:csv.sap+csv.account_de:page").members
        ('csv.sap', 'csv.account_de')
    """
    pairing, _, rest = rendering.removeprefix(_START).partition(":")
    members, _, place = rest.partition(":")
    for known in PLACES:
        if is_set(rendering) and members and place == known:
            return SetRendering(pairing, tuple(members.split("+")), known)
    raise ValueError(f"{rendering!r} is no rendering of a set")
