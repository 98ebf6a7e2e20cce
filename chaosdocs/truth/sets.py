"""The truth of a set: its links, what differs in them, its orphans, folded from its entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chaosdocs.truth.differences import differences, orphan_reasons
from chaosdocs.truth.groupings import groupings
from chaosdocs.truth.links import EXPLAINED, Entry, Link, LinkTruth, Packing, SetTruth, joined
from chaosdocs.truth.policy import Policy
from chaosdocs.truth.values import to_json


def fold(entries: Sequence[Entry], policy: Policy, members: Sequence[str]) -> SetTruth:
    """Return what a careful reader can know of a set.

    A link is what the printed rows and the policy leave. The events behind the rows have no say in
    it: what was one thing and cannot be known as one is two orphans. They only show `misfits`.

    Args:
        entries: Every row of every member, as the finished files print them, with the events
            behind them.
        policy: What decides.
        members: The names of the members, the first one first: differences are counted from it.

    Raises:
        ValueError: Two rows of a member share a key, a row is of no member, or the policy allows
            more groupings than can be listed.
    """
    meant = joined(entries, members)
    found = groupings(entries, policy, members)
    unsettled = frozenset(
        entry
        for part in found.open
        for packing in part
        for each in packing
        for entry in each.entries
    )
    of = {at: one for one in meant for at in one.entries}
    settled = set(found.links)
    linked = {entry for each in found.links for entry in each.entries}
    alone = [e for e in entries if e.at not in linked and e.at not in unsettled]
    differing = differences(entries, found.links, policy, members)
    return SetTruth(
        members=tuple(members),
        links=(
            *(LinkTruth(state="answerable", link=each) for each in found.links),
            *(truth for part in found.open for truth in readings_of(part, members)),
        ),
        differences=differing,
        orphans=orphan_reasons(entries, alone, policy),
        open=unsettled,
        disputed=tuple(
            each
            for each in differing
            if each.reason not in EXPLAINED and not each.link.keys(policy.leading or "")
        ),
        leading=policy.leading,
        misfits=tuple(
            each for each in found.links if len({of.get(at, at) for at in each.entries}) > 1
        ),
        lost=tuple(
            one for one in meant if not unsettled.intersection(one.entries) and one not in settled
        ),
    )


def readings_of(packings: Sequence[Packing], members: Sequence[str]) -> list[LinkTruth]:
    """Return the ambiguous links of one part of a set.

    A link is anchored where it can be: on the member whose entries are grouped alike in every
    packing, the later members first. If there is none, all groups are readings of one link. Its
    readings are the groups that its anchor is in; an anchor that is in no group of a packing has
    no counterpart there.

    Example:
        >>> from chaosdocs.truth.links import link
        >>> one, other = (link([("a", k), ("b", "9")], "ab") for k in "12")
        >>> [truth] = readings_of([(one,), (other,)], "ab")
        >>> [each.keys("a") for each in truth.readings]
        [('1',), ('2',)]
    """
    everything = sorted({e for packing in packings for each in packing for e in each.entries})
    for member in (*members[1:], *members[:1]):
        keys = [key for name, key in everything if name == member]
        grouped = [_grouped(packing, member, keys) for packing in packings]
        if keys and all(each == grouped[0] for each in grouped):
            return [_anchored(anchor, packings, member) for anchor in sorted(grouped[0])]
    every = {each for packing in packings for each in packing}
    return [LinkTruth(state="ambiguous", readings=tuple(sorted(every)))]


def _grouped(packing: Packing, member: str, keys: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """How the entries of one member stand together in a packing."""
    sides = [each.keys(member) for each in packing if each.keys(member)]
    alone = set(keys) - {key for side in sides for key in side}
    return frozenset((*sides, *((key,) for key in alone)))


def _anchored(anchor: tuple[str, ...], packings: Sequence[Packing], member: str) -> LinkTruth:
    alone = Link(((member, anchor),))
    found = {
        next((each for each in packing if each.keys(member) == anchor), alone)
        for packing in packings
    }
    if len(found) == 1 and alone not in found:
        return LinkTruth(state="answerable", link=found.pop())
    return LinkTruth(state="ambiguous", readings=tuple(sorted(found)))


def data_of(truth: SetTruth) -> dict[str, Any]:
    """Return the truth as the answer of a reader who makes no error, for readers of JSON.

    Ambiguous links are left out: a reader leaves them open.
    """

    def side(each: Link) -> dict[str, Any]:
        return {member: list(keys) for member, keys in each.sides}

    return {
        "matches": [side(t.link) for t in truth.links if t.link is not None],
        "differences": [
            {**side(d.link), "field": d.field, "by": to_json(d.by), "reason": d.reason}
            for d in truth.differences
        ],
        "orphans": [{"in": o.member, "entry": [o.key], "reason": o.reason} for o in truth.orphans],
    }
