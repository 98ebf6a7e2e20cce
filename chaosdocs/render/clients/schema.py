"""The schema of a client's version in words, as it comes along with a document."""

from __future__ import annotations

from functools import lru_cache

from chaosdocs.documents.changes import Remeant
from chaosdocs.documents.changes.fitting import paths_of
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.documents.tree import Tree
from chaosdocs.render.clients.client import Client, Sent
from chaosdocs.render.clients.first import convention
from chaosdocs.render.clients.registry import sent_by
from chaosdocs.render.clients.sending import lower_client
from chaosdocs.truth.records import Record

MEANINGS_OPEN = (
    "Whether the sender keeps to a schema is not known: a key means what its words and the sums of "
    "the document say."
)
"""What a reader of keys without a schema is told: signs and units of amounts are not certain."""
_MEANINGS = {
    "sign": "with the other sign: what goes out of the account is positive",
    "minor_units": "in whole numbers of the currency's smallest unit",
}


def schema_in_words(record: Record, dialect: str) -> str:
    """Return what comes along with a document of `record`: the schema of its sender, or none.

    The schema is that of all clean documents with the same fields: damage does not change it.

    Args:
        record: The facts behind the document.
        dialect: Client, version and schema: ``payline@3:stale``.
    """
    client, sent = sent_by(dialect)
    if sent.given == "absent":
        return MEANINGS_OPEN
    told = sent.version - (sent.given == "stale")
    keys = _keys(record, client, Sent(sent.client, told, "published"))
    return (
        f"The sender's schema that came along is of version {told}; the document can be of a later "
        "version. If the sums of the document contradict the schema, the sums count, and the issue "
        f"is schema_stale. The keys of version {told}: {keys}."
    )


@lru_cache(maxsize=64)
def _told(client: Client, version: int) -> dict[str, str]:
    """Place in the version to what its meaning is, where that is not the plain one."""
    found: dict[str, str] = {}
    for change in client.map_to(version).changes:
        if isinstance(change, Remeant):
            meaning = _MEANINGS.get(change.meaning)
            found[change.at] = meaning or f"the value of {change.meaning}"
        else:
            pairs = {old[0]: new[0] for old, new in change.pairs if old and new}
            found = {_carried(path, pairs): words for path, words in found.items()}
    return found


def _carried(path: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        if path == old or path.startswith(f"{old}/"):
            return f"{new}{path[len(old) :]}"
    return path


def _keys(record: Record, client: Client, sent: Sent) -> str:
    dialect = f"{sent.client}@{sent.version}"
    tree = lower_client(spell(state(record), convention(record, "json")), dialect)
    meanings = _told(client, sent.version)
    parts = []
    for path, nodes in paths_of(tree).items():
        if nodes[0].children:
            continue
        words = _description(tree, record, nodes[0].statement)
        meaning = meanings.get(path)
        parts.append(": ".join(filter(None, (path, "; ".join(filter(None, (words, meaning)))))))
    return ", ".join(parts)


def _description(tree: Tree, record: Record, statement: str | None) -> str:
    ref = tree.statements[statement].ref if statement is not None else None
    return "" if ref is None else record.domain.field(ref).description.rstrip(".")
