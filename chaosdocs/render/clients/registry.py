"""The registry of clients. A client is a module of this package with a `CLIENT`."""

from __future__ import annotations

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Registry
from chaosdocs.render.clients.client import Client, Sent


def _page(name: str, client: Client) -> str:
    """The maps of a client, a table each."""
    parts = [f"# client {name}", CLIENTS.doc(name)]
    parts.append(f"Write `system: {name}@{client.latest}` beside `as: json` or `as: xml`.")
    for number, made in enumerate(client.versions, 2):
        parts += [f"## Version {number}, since {client.since[number - 1]}", made.table()]
    return "\n\n".join(parts) + "\n"


class _Clients(Registry[Client]):
    def page(self, name: str) -> str:
        """Return the docstring of a client and the tables of its maps."""
        return _page(name, self[name])


CLIENTS = _Clients(
    "client",
    "chaosdocs.render.clients",
    Client,
    facts=lambda client: {"versions": str(client.latest), "since": ", ".join(client.since)},
)


def sent_by(dialect: str) -> tuple[Client, Sent]:
    """Return the client of a dialect such as ``payline@3``, and its version.

    Raises:
        UserError: There is no such client or version.
    """
    sent = Sent.of(dialect)
    client = CLIENTS[sent.client]
    if not 1 <= sent.version <= client.latest:
        raise UserError(
            f"{sent.client} has no version {sent.version}",
            given=dialect,
            allowed=[f"{sent.client}@{number}" for number in range(1, client.latest + 1)],
        )
    if sent.version == 1 and sent.given == "stale":
        raise UserError(
            f"{sent.client}@1 is the first version: no older schema can come along",
            hint="write schema: published or absent, or take a later version",
        )
    return client, sent
