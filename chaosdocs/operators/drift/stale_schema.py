"""Several changes of a schema at once, and every description is older."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    TREE,
    Boxed,
    Change,
    Edit,
    Listed,
    Number,
    Renamed,
    Retyped,
    Rng,
    Skip,
    Tree,
    numbers,
    operator,
    take,
)
from chaosdocs.operators.drift.places import Leaf, leaves_by_place, spelled


@operator(
    TREE,
    evidence="Flagsmith/flagsmith#7679: the published schema differs from what the API sends",
    ladder=numbers([1, 2, 4, 8, 16]),
)
def stale_schema(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a newer schema than the one that is published.

    What it does:
        Changes keys as a new version of a client does: a key gets another name, or its value is
        nested one level deeper, put into a list, or written as another type. Severity is the number
        of changes.

    In the wild:
        A deployment that goes live before its documentation; an integration whose owner was not
        informed.

    Effect on truth:
        None: the new keys say what they hold. A reader that looks for the keys of the older schema
        finds nothing.

    Example:
        "total": 119.00, "due": "2024-04-03" → "totalAmount": "119.00", "due": ["2024-04-03"]
    """
    there = leaves_by_place(tree)
    if not there:
        yield Skip("the document has no plain field")
        return
    for path in take(there, min(1.0, level.count / len(there)), rng, str):
        change = _drawn(path, there[path], there, rng.at("change", path))
        for edit in change.edits(tree):
            yield replace(edit, key=path)


def _drawn(path: str, leaves: tuple[Leaf, ...], there: object, rng: Rng) -> Change:
    node = leaves[0].node
    choices: list[Change] = [
        Boxed(at=path, outside=node.key, inside="value"),
        Listed(at=path),
    ]
    name = spelled(node.key, "value")
    if f"{path.rpartition('/')[0]}/{name}" not in (there if isinstance(there, dict) else {}):
        choices.append(Renamed(at=path, to=name))
    if all(leaf.node.type == "number" for leaf in leaves):
        choices.append(Retyped(at=path, before="number", after="string"))
    return rng.pick(choices)
