"""Which changes a document can undergo: what operators and strategies choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.documents.changes.change import Change, Path, above, below, escaped, last
from chaosdocs.documents.changes.envelopes import Enveloped, Paged
from chaosdocs.documents.changes.levels import Boxed, Gathered, Keyed, Listed, Scattered
from chaosdocs.documents.changes.members import Added, Doubled, Dropped, Joined, Parted
from chaosdocs.documents.changes.places import Moved, Renamed, Reordered
from chaosdocs.documents.changes.references import Collapsed, Summarised, Tagged, Turned
from chaosdocs.documents.changes.values import (
    Nulled,
    Recased,
    Recoded,
    Remeant,
    Rescaled,
    Respelled,
    Retyped,
    is_number,
)
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_verbs import nothing
from chaosdocs.truth.dates import date_in

PATTERNS = ("yyyy-MM-dd", "yyyyMMdd", "dd.MM.yyyy", "yyyy-MM-ddT00:00:00Z")
"""How dates are written in texts, the usual ones first."""


def paths_of(tree: Tree) -> Mapping[Path, tuple[Node, ...]]:
    """Return every place of a tree but the outermost, with the nodes that stand there.

    Example:
        >>> from chaosdocs.documents.plain import tree_of
        >>> list(paths_of(tree_of({"a": [{"b": 1}, {"b": 2}]})))
        ['/a', '/a/*', '/a/*/b']
    """
    found: dict[Path, list[Node]] = {}

    def walk(node: Node, path: Path) -> None:
        for child in node.children:
            place = f"{path}/*" if node.items is not None else f"{path}/{escaped(child.key)}"
            found.setdefault(place, []).append(child)
            walk(child, place)

    walk(tree.root, "")
    return {path: tuple(nodes) for path, nodes in found.items()}


def fitting(tree: Tree) -> tuple[Change, ...]:
    """Return the changes that a document can undergo, one of each kind for each place.

    A change fits if it can be undone on this document as far as it says: the nodes of its place
    are of one kind, and its new keys are free.
    """
    places = paths_of(tree)
    return tuple(_everywhere(tree, places)) + tuple(
        change
        for path, nodes in places.items()
        if last(path) != "*" and "~2" not in path and _alike(nodes)
        for change in _at(tree, path, nodes, places)
    )


def _everywhere(tree: Tree, places: Mapping[Path, Sequence[Node]]) -> Iterator[Change]:
    keys = tuple(child.key for child in tree.root.members or ())
    if len(keys) > 1:
        yield Reordered(at="", before=keys, after=tuple(sorted(keys, reverse=True)))
    if "/data" not in places and "/object" not in places and keys:
        yield Enveloped(at="", into="data", marks=(("object", "list"),))
    steps = {step for path in places for step in path.split("/")[1:] if step != "*"}
    if steps and all(step == step.lower() and step.isidentifier() for step in steps):
        yield Recased(at="", before="snake", after="camel")
    if "/version" not in places:
        yield Added(at="/version", text="2", type="number")


def _at(
    tree: Tree, path: Path, nodes: Sequence[Node], places: Mapping[Path, Sequence[Node]]
) -> Iterator[Change]:
    first = nodes[0]
    key = last(path)
    free = _Free(above(path), places)
    yield Renamed(at=path, to=free.key(f"{key}_v2"))
    yield Dropped(at=path)
    yield Turned(at=path, other=f"the other file holds {key}")
    if first.items is not None:
        yield from _of_list(tree, path, first, free)
    elif first.members is not None:
        yield from _of_object(path, nodes, free)
    else:
        yield from _of_leaf(tree, path, nodes, places)


def _of_list(tree: Tree, path: Path, node: Node, free: _Free) -> Iterator[Change]:
    items = node.items or ()
    key = last(path)
    yield Summarised(at=path, to=free.key(f"{key}_count"), what="count")
    if not items:
        yield Nulled(at=path, before="list", after="null")
        return
    if len(items) > 1:
        yield Paged(at=path, most=len(items) // 2, flag=free.key("has_more"))
    members = [child for child in items[0].members or () if not child.children]
    for child in members[:1]:
        yield Summarised(at=path, to=free.key(f"last_{key}"), what="last", of=child.key)
    for child in members:
        texts = [
            tree.text(other)
            for item in items
            for other in item.members or ()
            if other.key == child.key
        ]
        if len(texts) == len(set(texts)) == len(items) and all(texts):
            yield Keyed(at=path, by=child.key)
            break


def _of_object(path: Path, nodes: Sequence[Node], free: _Free) -> Iterator[Change]:
    key = last(path)
    keys = tuple(dict.fromkeys(child.key for node in nodes for child in node.members or ()))
    names = tuple(f"{key}_{each}" for each in keys)
    if keys and all(node.members for node in nodes) and free.all(names):
        yield Scattered(at=path, keys=keys, names=names)
    shared = [k for k in keys if all(k in {c.key for c in n.members or ()} for n in nodes)]
    for inner in shared[:1]:
        yield Collapsed(at=path, by=inner)


def _of_leaf(
    tree: Tree, path: Path, nodes: Sequence[Node], places: Mapping[Path, Sequence[Node]]
) -> Iterator[Change]:
    key, holder = last(path), above(path)
    free = _Free(holder, places)
    texts = [tree.text(node) for node in nodes]
    yield Boxed(at=path, outside=key, inside="value")
    yield Listed(at=path, to=free.key(f"{key}s"))
    yield Doubled(at=path, to=free.key(f"{key}_new"))
    if free.all(("parent",)):
        yield Tagged(at=holder, keys=(key,), parent="parent", type=f"{key}_details")
    yield from _to_elsewhere(path, nodes, places)
    if nothing(nodes[0]) is not None:
        now = nothing(nodes[0])
        if now in {"null", "empty"}:
            yield Nulled(at=path, before=now, after="empty" if now == "null" else "null")
        return
    if nodes[0].type == "number":
        yield Retyped(at=path, before="number", after="string")
    if all(is_number(text) for text in texts):
        if nodes[0].type == "number" and all(text[-3:-2] == "." for text in texts):
            yield Rescaled(at=path, power=2)
            yield Remeant(at=path, meaning="sign")
        return
    if nodes[0].type != "string":
        return
    for pattern in PATTERNS:
        if all(date_in(text, pattern) for text in texts):
            yield Respelled(at=path, before=pattern, after="@s", type="number")
            yield Respelled(at=path, before=pattern, after="yyyy-MM")
            return
    if all(text.isalpha() for text in texts):
        codes = tuple((code, f"{code}_{n}") for n, code in enumerate(dict.fromkeys(texts), 1))
        yield Recoded(at=path, table=codes)
    names = (f"{key}_first", f"{key}_rest")
    if all(" " in text and text == " ".join(text.split()) for text in texts) and free.all(names):
        yield Parted(at=path, keys=names)
    siblings = [
        other
        for other, theirs in places.items()
        if above(other) == holder
        and other != path
        and _alike(theirs)
        and theirs[0].type == "string"
        and not theirs[0].children
        and all(tree.text(node) for node in theirs)
        and len(theirs) == len(nodes)
    ]
    for other in siblings[:1]:
        yield Joined(at=path, more=(other,), to=free.key(f"{key}_{last(other)}"), joint=", ")
        yield Gathered(at=holder, keys=(key, last(other)), into=free.key(f"{key}_box"))


def _to_elsewhere(
    path: Path, nodes: Sequence[Node], places: Mapping[Path, Sequence[Node]]
) -> Iterator[Change]:
    """Moves into a sibling, out of an object, into every item of a list, out of a list."""
    holder, key = above(path), last(path)
    stars = path.count("*")
    for other, theirs in places.items():
        inside = f"{other}/{escaped(key)}"
        if inside in places or not theirs[0].members or not _alike(theirs):
            continue
        beside = above(other) == holder and other != path and stars == 0
        below_list = stars == 0 and other.count("*") == 1 and last(other) == "*" and not holder
        if beside or below_list:
            yield Moved(at=path, to=inside)
    if holder and stars == 0 and below(above(holder), key) not in places:
        yield Moved(at=path, to=below(above(holder), key))
    if stars == 1 and last(holder) == "*" and f"/{escaped(key)}" not in places and len(nodes) > 1:
        yield Moved(at=path, to=f"/{escaped(key)}")


class _Free:
    """Keys that are not taken in an object."""

    def __init__(self, holder: Path, places: Mapping[Path, object]) -> None:
        self._holder = holder
        self._places = places

    def key(self, wanted: str) -> str:
        """Return the wanted key, with a mark behind it if it is taken."""
        while below(self._holder, wanted) in self._places:
            wanted = f"{wanted}_"
        return wanted

    def all(self, wanted: Sequence[str]) -> bool:
        """Whether all of these keys are free."""
        return all(below(self._holder, key) not in self._places for key in wanted)


def _alike(nodes: Sequence[Node]) -> bool:
    """Whether nodes are of one kind: all lists, all objects, or all leaves of one type."""
    kinds = {
        ("list" if n.items is not None else "object" if n.members is not None else n.type)
        for n in nodes
    }
    return len(kinds) == 1
