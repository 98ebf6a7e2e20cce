"""Clients: senders whose schema has versions, each a map from the version before it."""

from __future__ import annotations

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Tree
from chaosdocs.render.clients import first
from chaosdocs.render.clients.client import is_client
from chaosdocs.render.clients.sending import lower_client
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record

__all__ = ["convention", "is_client", "lower_tree"]


def convention(dialect: str, record: Record, medium: str) -> Convention:
    """Return how the first version of a client writes values; maps change them in the tree."""
    del dialect  # all clients begin alike
    return first.convention(record, medium)


def lower_tree(values: StatementSet, dialect: str) -> Tree:
    """Return the tree that a client's version sends: ``payline@3``."""
    return lower_client(values, dialect)
