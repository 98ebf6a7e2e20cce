"""Edit distance of ordered trees (Zhang and Shasha 1989).

TEDS and nTED rest on it. The libraries that have it, apted and zss, have had no release since
2018; both are the references of the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Label: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an ordered tree."""

    label: Label
    children: tuple[Node, ...] = ()


@dataclass(slots=True)
class _Numbered:
    """A tree in post-order.

    Attributes:
        labels: Labels of the nodes.
        leftmost: For every node the number of the first leaf below it.
    """

    labels: list[Label]
    leftmost: list[int]

    def keyroots(self) -> list[int]:
        """The root, and every node that has a sibling to its left."""
        last = {left: n for n, left in enumerate(self.leftmost)}
        return sorted(last.values())


def tree_size(tree: Node) -> int:
    """Return the number of nodes."""
    return 1 + sum(map(tree_size, tree.children))


def tree_distance(
    one: Node,
    other: Node,
    weigh: Callable[[Label], float] = lambda _label: 1.0,
    change: Callable[[Label, Label], float] = lambda a, b: float(a != b),
) -> float:
    """Return the least cost of edits that make one tree of another.

    Args:
        one: A tree.
        other: Another tree.
        weigh: What it costs to put in or take out a node.
        change: What it costs to change one label to another.

    Example:
        >>> leaf = Node("b")
        >>> tree_distance(Node("a", (leaf, Node("c"))), Node("a", (leaf,)))
        1.0
    """
    a, b = _numbered(one), _numbered(other)
    out, put = [weigh(each) for each in a.labels], [weigh(each) for each in b.labels]
    distance = [[0.0] * len(b.labels) for _ in a.labels]
    below = b.keyroots()
    for i in a.keyroots():
        for j in below:
            _fill(a, b, i, j, distance, out, put, change)
    return distance[-1][-1]


def _fill(  # noqa: PLR0917 - the innermost loop
    a: _Numbered,
    b: _Numbered,
    i: int,
    j: int,
    distance: list[list[float]],
    out: list[float],
    put: list[float],
    change: Callable[[Label, Label], float],
) -> None:
    """Set the distances of all subtrees whose leftmost leaves are those of `i` and `j`."""
    first, start = a.leftmost[i], b.leftmost[j]
    above = [0.0]
    for n in range(start, j + 1):
        above.append(above[-1] + put[n])
    forests = [above]
    for m in range(first, i + 1):
        above, cost = forests[-1], out[m]
        line = [above[0] + cost]
        left, trees = a.leftmost[m], distance[m]
        label, before = a.labels[m], forests[left - first]
        for k, n in enumerate(range(start, j + 1)):
            best = min(above[k + 1] + cost, line[k] + put[n])
            if left == first and b.leftmost[n] == start:
                best = min(best, above[k] + change(label, b.labels[n]))
                trees[n] = best
            else:
                best = min(best, before[b.leftmost[n] - start] + trees[n])
            line.append(best)
        forests.append(line)


def _numbered(tree: Node) -> _Numbered:
    made = _Numbered([], [])

    def visit(node: Node) -> int:
        firsts = [visit(child) for child in node.children]
        number = len(made.labels)
        made.labels.append(node.label)
        made.leftmost.append(firsts[0] if firsts else number)
        return made.leftmost[number]

    visit(tree)
    return made
