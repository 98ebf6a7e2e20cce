"""Which policy the instructions for a set state, and which policy therefore decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from chaosdocs.corpus.asking import SEEN
from chaosdocs.formats.cases import PolicyPlace
from chaosdocs.sources.world.pairing import Pairing
from chaosdocs.truth.policy import MatchingKey, Policy
from chaosdocs.truth.statements import Channel

_ONLY_PRINTED: Final = Policy(
    keys=(
        MatchingKey(by="reference"),
        MatchingKey(by="amount"),
        MatchingKey(by="sum", most=6),
    ),
    before=3_650,
    after=3_650,
    duplicates=False,
)
"""What can be known where no policy is given: numbers, parties and amounts that agree exactly."""
_NOWHERE: Final = (
    "No policy is given. Entries belong together if one prints the key or a reference of the "
    "other as a whole word; or, of the entries that are left, if they name one party and the "
    "amounts, or the sums of up to six entries on one side of which no smaller part agrees, are "
    "exactly equal, whatever their dates are. Nothing explains a difference in amounts but {signs} "
    "or a slip of one digit or of two neighbours; otherwise its reason is unknown."
)
_PRINTED: Final = {
    "foreign": "equal amounts in a foreign currency",
    "quantity": "quantities in one unit at one price",
    "price": "prices of one quantity in one unit",
}
"""Leaf of a row to what it explains where no policy is given."""
_PAGE: Final = "The policy by which entries are matched stands in the file policy.txt."


def deciding(policy: Policy, place: PolicyPlace) -> Policy:
    """Return the policy that decides what a reader can know: none but what is printed, if untold.

    Args:
        policy: The policy of the book.
        place: Where it stands.
    """
    return replace(_ONLY_PRINTED, turned=policy.turned) if place == "nowhere" else policy


def told_of(
    pairing: Pairing,
    policy: Policy,
    place: PolicyPlace,
    channels: Mapping[str, Channel],
    formats: Mapping[str, str],
) -> str:
    """Return what the instructions say about the files and their policy.

    Args:
        pairing: Which members there are.
        policy: The policy of the book.
        place: Where it stands.
        channels: Member to the channel that a reader of its file goes by.
        formats: Member to how its format is read, in sentences; empty where its headers say it.
    """
    files = "; ".join(f"{member.role}: {member.about}" for member in pairing.members)
    words = {"instructions": policy.words(), "page": _PAGE, "nowhere": _nowhere(pairing)}[place]
    looked = "".join(
        f" The file {role}: {SEEN[channel]}"
        for role, channel in channels.items()
        if channel != "text"
    )
    looked += "".join(f" The file {role}: {told}" for role, told in formats.items() if told)
    return f"The files: {files}. {pairing.signs}{looked}\n{words}"


def _nowhere(pairing: Pairing) -> str:
    paths = {field.path for member in pairing.members for field in member.view.domain.fields}
    also = [words for leaf, words in _PRINTED.items() if f"/lines/*/{leaf}" in paths]
    return _NOWHERE.format(signs=", ".join(("a turned sign", *also)))
