"""Connections that stay open between questions: one handshake for many."""

from __future__ import annotations

import base64
import http.client
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that are never reached through a proxy."""


class CannotConnectError(Exception):
    """Nobody answers at the address.

    Args:
        reason: What the system says.
    """

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Route:
    """Where a connection leads.

    Attributes:
        scheme: ``http`` or ``https``.
        host: The host that is asked.
        port: Its port; None for the usual one.
        proxy: Address of the proxy of the environment; None without one.
    """

    scheme: str
    host: str
    port: int | None
    proxy: str | None

    @classmethod
    def to(cls, parts: SplitResult) -> _Route:
        host = parts.hostname or ""
        proxy = None
        if host not in LOOPBACK and not urllib.request.proxy_bypass(parts.netloc):
            proxy = urllib.request.getproxies().get(parts.scheme)
        return cls(parts.scheme, host, parts.port, proxy)

    def connection(self, patience: float) -> http.client.HTTPConnection:
        """Return a connection that is open.

        Raises:
            CannotConnectError: It cannot be opened.
        """
        kind = http.client.HTTPSConnection if self.scheme == "https" else http.client.HTTPConnection
        proxy, trusted = self._through()
        if proxy is None:
            made = kind(self.host, self.port, timeout=patience)
        else:
            made = kind(proxy.hostname or "", proxy.port or 80, timeout=patience)
            if self.scheme == "https":
                made.set_tunnel(self.host, self.port, trusted)
        try:
            made.connect()
        except OSError as error:
            made.close()
            raise CannotConnectError(error) from error
        return made

    def asked(self, parts: SplitResult) -> tuple[str, Mapping[str, str]]:
        """Return what stands in the request's first line, and headers for the proxy."""
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        proxy, trusted = self._through()
        if proxy is None or self.scheme == "https":
            return path, {}
        place = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{place}{path}", trusted

    def _through(self) -> tuple[SplitResult | None, dict[str, str]]:
        if self.proxy is None:
            return None, {}
        parts = urlsplit(self.proxy if "//" in self.proxy else f"//{self.proxy}")
        if parts.username is None:
            return parts, {}
        known = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return parts, {"Proxy-Authorization": f"Basic {base64.b64encode(known.encode()).decode()}"}


class Connections:
    """Open connections, as many as questions are asked at once. Nobody is followed elsewhere."""

    def __init__(self) -> None:
        self._idle: dict[_Route, list[http.client.HTTPConnection]] = {}
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def answer(
        self,
        method: str,
        url: str,
        data: bytes,
        headers: Mapping[str, str],
        patience: float,
    ) -> Iterator[http.client.HTTPResponse]:
        """Send a request and hand over what comes back, whatever its status.

        The connection is kept for the next request if the answer was read to its end.

        Args:
            method: Of HTTP.
            url: Where it goes.
            data: What is sent.
            headers: Sent with it.
            patience: Seconds without a byte that are waited.

        Raises:
            CannotConnectError: No connection can be opened.
            OSError: The connection broke, or nothing came for `patience` seconds.
            http.client.HTTPException: What comes back is not HTTP.
        """
        parts = urlsplit(url)
        route = _Route.to(parts)
        target, more = route.asked(parts)
        request = (method, target, data, {**headers, **more})
        connection, answer = self._sent(route, request, patience)
        try:
            yield answer
        finally:
            whole = not answer.will_close and (answer.isclosed() or answer.length == 0)
            answer.close()
            self._give_back(route, connection, usable=whole)

    def close(self) -> None:
        """Close what is open; what is in use is closed after its answer."""
        with self._lock:
            self._closed = True
            idle = [connection for kept in self._idle.values() for connection in kept]
            self._idle.clear()
        for connection in idle:
            connection.close()

    def _sent(
        self,
        route: _Route,
        request: tuple[str, str, bytes, dict[str, str]],
        patience: float,
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        while True:
            connection, used = self._taken(route, patience)
            try:
                connection.request(*request)
                return connection, connection.getresponse()
            except ConnectionError:
                connection.close()
                if not used:  # else the other side had closed it while nothing was asked
                    raise
            except BaseException:
                connection.close()
                raise

    def _taken(self, route: _Route, patience: float) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            kept = self._idle.get(route)
            connection = kept.pop() if kept else None
        if connection is None:
            return route.connection(patience), False
        if connection.sock is not None:
            connection.sock.settimeout(patience)
        return connection, True

    def _give_back(
        self, route: _Route, connection: http.client.HTTPConnection, *, usable: bool
    ) -> None:
        with self._lock:
            if usable and not self._closed:
                self._idle.setdefault(route, []).append(connection)
                return
        connection.close()
