"""The first version of every client: a tree that follows the paths of the domain."""

from __future__ import annotations

from chaosdocs.documents.changes.values import cased
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.clients.client import Client
from chaosdocs.render.systems.currency import currency_spec, with_currency
from chaosdocs.render.systems.lowering import is_first, leaf_words, scalar_statements, words
from chaosdocs.render.systems.trees import distinct_keys, leaf_node, list_node, note_node
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written in the first version: plain numbers, ISO dates, true, false.

    Raises:
        KeyError: There is no such medium.
    """
    return Convention(
        name=f"{'xml' if MEDIA[medium].name == 'xml' else 'json'}",
        decimal=".",
        group="",
        date="yyyy-MM-dd",
        currency=currency_spec(record),
        words={"true": "true", "false": "false"},
    )


def first_version(values: StatementSet, client: Client, name: str) -> Tree:
    """Return the tree of a client's first version: objects as the paths of the domain have them.

    Args:
        values: The statements.
        client: The client.
        name: Its name.
    """
    values = with_currency(values)
    domain = values.record.domain
    top: list[Node] = []
    boxes: dict[str, list[Node]] = {}
    for statement in scalar_statements(values):
        if is_first(statement) and statement.ref is not None:
            field = domain.field(statement.ref)
            steps = _steps(client, domain, field)
        else:
            steps = ["_".join(word.lower() for word in words(statement.label)) or "value"]
        *outer, key = [cased(step, "snake", client.case) for step in steps]
        leaf = leaf_node(statement, key)
        if outer:
            boxes.setdefault("_".join(outer), []).append(leaf)
        else:
            top.append(leaf)
    members = distinct_keys(
        [
            *top,
            *(
                Node(id=f"box {key}", key=key, members=distinct_keys(leaves))
                for key, leaves in boxes.items()
            ),
        ]
    )
    items = list_node(
        values,
        cased("lines", "snake", client.case),
        lambda own, field: cased(_name(client, own, field), "snake", client.case),
        lambda label: cased(
            "_".join(word.lower() for word in words(label)) or "value", "snake", client.case
        ),
    )
    lists = () if items is None else (items,)
    notes = note_node(values, cased("remarks", "snake", client.case))
    return Tree(
        root=Node(id="", members=(*members, *lists, *notes)),
        statements=dict(values.statements),
        system=name,
        options={"indent": "2"},
        focus=values.focus,
    )


def _steps(client: Client, domain: Domain, field: Field) -> list[str]:
    for known in (f"{domain.name}{field.path}", field.path):
        if known in client.names:
            return client.names[known].split("/")
    return [step for step in field.path.split("/") if step]


def _name(client: Client, domain: Domain, field: Field) -> str:
    for known in (f"{domain.name}{field.path}", field.path):
        if known in client.names:
            return client.names[known]
    return "_".join(leaf_words(domain, field)) or "value"
