"""How documents lead to each other by the numbers that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def chains(numbers: Mapping[str, frozenset[str]], key: str) -> dict[str, tuple[str, ...]]:
    """Return, for every document that can be reached, the documents that lead there, it last.

    A document that shows the key is reached by itself. A document that shares a number with one
    that is reached is reached through the first such one, by the fewest documents.

    Args:
        numbers: Document to the numbers that it shows, in the order of the packet.
        key: The number that one starts from.

    Example:
        >>> papers = {"order": frozenset({"45"}), "invoice": frozenset({"45", "R1"}),
        ...           "payment": frozenset({"R1"}), "other": frozenset({"46"})}
        >>> chains(papers, "45")
        {'order': ('order',), 'invoice': ('invoice',), 'payment': ('invoice', 'payment')}
    """
    found: dict[str, tuple[str, ...]] = {
        name: (name,) for name, shown in numbers.items() if key in shown
    }
    last: Sequence[str] = list(found)
    while last:
        reached = []
        for name, shown in numbers.items():
            if name in found:
                continue
            through = next((one for one in last if shown & numbers[one]), None)
            if through is not None:
                reached.append((name, (*found[through], name)))
        found |= dict(reached)
        last = [name for name, _ in reached]
    return found


def read_together(
    needed: Iterable[str], reached: Mapping[str, tuple[str, ...]]
) -> frozenset[str] | None:
    """Return all documents that have to be read for the needed ones; None where one is not reached.

    Args:
        needed: The documents that say something.
        reached: Document to those that lead there; see `chains`.
    """
    every: set[str] = set()
    for name in needed:
        if name not in reached:
            return None
        every.update(reached[name])
    return frozenset(every)
