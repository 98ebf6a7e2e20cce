"""Where models are asked, and one exchange with that place: any OpenAI-compatible endpoint."""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn, Self
from urllib.parse import urlsplit, urlunsplit

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.processes import is_short, own_needs
from chaosdocs.readers.connections import CannotConnectError, Connections
from chaosdocs.readers.pauses import seconds_asked
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError
from chaosdocs.readers.refusals import RefusedError, is_refusal, model_is_missing

Json = Any
OPENAI: Final = "https://api.openai.com/v1"
MOST_BYTES = 20_000_000
"""An answer of the endpoint that is longer is none."""
_HOPELESS: Final = {
    401: "the key is refused",
    403: "access is refused",
    404: "there is no such model, or no such address",
    405: "the address takes no questions",
}
_AGAIN: Final = frozenset({408, 409, 425, 429})
_BUSY: Final = 429
_OVERLOADED: Final = frozenset({429, 503, 529})
_WORDS = 300
_SHORTEST_SECRET: Final = 6
_SECRET_NAME: Final = re.compile(r"auth|key|token|secret|cookie|password|credential", re.IGNORECASE)
_HEADER: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*([^\r\n\0]*)")


class TryAgainError(Exception):
    """The endpoint cannot answer now, and may soon.

    Args:
        why: What it said.
        after: Seconds that it asks to wait, where it does.
        busy: Whether it is everybody who has to wait, not this question alone.
    """

    def __init__(self, why: str, after: float | None = None, *, busy: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.busy = busy


class UnreachableError(TryAgainError):
    """Nobody answers at the address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint.

    Attributes:
        base_url: Up to and with ``/v1``; a query is sent with every question.
        key: Sent as a bearer token; it is never printed or written.
        price_in: US dollars for a million tokens in, `price_out` for tokens out; None unknown.
        price_cached: The same for tokens in that the endpoint had cached; `price_in` where None.
        headers: Sent with every question; the value of one whose name says that it is secret is
            never printed or written.
        secrets: More that is never printed or written.
        tries: How often a question is sent while the endpoint fails; twice as often while it says
            that it is busy.
        pause: Seconds before the second try, doubled before every further one.
        patience: Seconds without a byte after which the endpoint is taken to hang; also the
            seconds that an answer may take from its first byte to its last.
        connections: What stays open between questions.
    """

    base_url: str = OPENAI
    key: str | None = field(default=None, repr=False)
    price_in: float | None = None
    price_out: float | None = None
    price_cached: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    tries: int = 6
    pause: float = 1.0
    patience: float = 300.0
    connections: Connections = field(default_factory=Connections, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        base_url: str | None,
        key: str | None,
        *,
        price_in: float | None = None,
        price_out: float | None = None,
        price_cached: float | None = None,
        headers: Mapping[str, str] | None = None,
        key_name: str = "OPENAI_API_KEY",
        patience: float = 300.0,
    ) -> Self:
        """Return the endpoint at `base_url`, OpenAI's where it is None.

        Args:
            base_url: Its address.
            key: The key.
            price_in: US dollars for a million tokens in.
            price_out: US dollars for a million tokens out.
            price_cached: US dollars for a million cached tokens in.
            headers: Further headers.
            key_name: Where the key comes from, for the message that it is missing.
            patience: Seconds without a byte after which the endpoint is taken to hang.

        Raises:
            UserError: It is no address, or OpenAI's without a key.
        """
        url = (base_url or OPENAI).rstrip("/")
        if not is_address(url):
            raise UserError(
                f"{shown_url(url)!r} is not the address of an endpoint",
                where="--base-url",
                hint="such as http://127.0.0.1:8080/v1",
            )
        if not key and url == OPENAI:
            raise UserError(
                "the API key is missing",
                where=key_name,
                hint="put it into the environment, or name another endpoint with --base-url",
            )
        if key and not re.fullmatch(r"[\x21-\x7e]+", key):
            raise UserError("the API key holds characters that a key cannot have", where=key_name)
        return cls(
            url,
            key or None,
            price_in,
            price_out,
            price_cached,
            dict(headers or {}),
            patience=patience,
        )

    @property
    def place(self) -> str:
        """Its address as it can be printed."""
        return shown_url(self.base_url)

    @property
    def priced(self) -> bool:
        """Whether it is known what an answer costs."""
        return self.price_in is not None or self.price_out is not None

    def cost(self, tokens_in: int, tokens_out: int, cached: int = 0) -> float | None:
        """Return US dollars for so many tokens, None where no price is known.

        Args:
            tokens_in: Tokens in, the cached ones among them.
            tokens_out: Tokens out.
            cached: Tokens in that the endpoint had cached.

        Example:
            >>> Endpoint(price_in=2.0, price_out=8.0).cost(500_000, 250_000)
            3.0
        """
        if not self.priced:
            return None
        price_in, cached = self.price_in or 0, min(cached, tokens_in)
        price_cached = price_in if self.price_cached is None else self.price_cached
        fresh = (tokens_in - cached) * price_in + cached * price_cached
        return (fresh + tokens_out * (self.price_out or 0)) / 1e6

    def hide(self, said: Json) -> Json:
        """Return JSON in which the key and other secrets stand nowhere."""
        secrets = [*self.secrets, *([self.key] if self.key else [])]
        for name, value in self.headers.items():
            if _SECRET_NAME.search(name):
                secrets += [value, value.partition(" ")[2]]
        kept = sorted((s for s in secrets if len(s) >= _SHORTEST_SECRET), key=len, reverse=True)
        return _hidden(said, kept) if kept else said

    def exchange(
        self, body: Mapping[str, Json], patience: float, path: str = "/chat/completions"
    ) -> Json:
        """Send one request and return what comes back, as JSON.

        Args:
            body: What is sent, as JSON.
            patience: Seconds without a byte that are waited.
            path: Where it goes, below `base_url`.

        Raises:
            TryAgainError: The endpoint is busy, or the line broke.
            RefusedError: It refuses the request.
            HopelessError: It refuses the key or the model, or sends elsewhere.
            BrokenAnswerError: What it returns is not JSON.
            TimeoutError: Nothing came for `patience` seconds.
        """
        headers = {"Content-Type": "application/json"}
        raw = self.send(path, json.dumps(body).encode(), headers, patience)
        try:
            said = self.hide(json.loads(raw))
        except (ValueError, RecursionError) as error:
            raise BrokenAnswerError(
                f"the endpoint's answer is not JSON; it starts {self._words(raw)!r}"
            ) from error
        wrong = said.get("error") if isinstance(said, dict) else None
        if wrong and not (said.get("choices") or said.get("output")):
            words = json.dumps(wrong, ensure_ascii=False)
            self._refused(_status(wrong), "in an answer", words, {})
        return said

    def send(
        self,
        path: str,
        data: bytes,
        headers: Mapping[str, str],
        patience: float,
        *,
        query: str = "",
        method: str = "POST",
    ) -> bytes:
        """Send bytes and return the bytes that come back.

        Args:
            path: Where they go, below `base_url`.
            data: The bytes.
            headers: Sent beside the endpoint's own.
            patience: Seconds without a byte that are waited.
            query: Added to the query of `base_url`.
            method: Of HTTP.

        Raises:
            TryAgainError: The endpoint is busy, or the line broke.
            RefusedError: It refuses the request.
            HopelessError: It refuses the key or the model, or sends elsewhere.
            BrokenAnswerError: What it returns is too long.
            TimeoutError: Nothing came for `patience` seconds.
        """
        own = {"Accept": "application/json", "User-Agent": "chaosdocs"}
        if self.key:
            own["Authorization"] = f"Bearer {self.key}"
        sent = {**own, **self.headers, **headers}
        asked = self.connections.answer(method, self._address(path, query), data, sent, patience)
        try:
            with asked as answer:
                if not 200 <= answer.status < 300:  # noqa: PLR2004 - the statuses of success
                    words = self._told(answer, patience)
                    self._refused(answer.status, answer.reason, words, dict(answer.headers))
                raw = _body(answer, patience)
                missing = 0 if len(raw) > MOST_BYTES else answer.length or 0
        except CannotConnectError as error:
            self._unreachable(error.reason)
        except (ConnectionError, http.client.HTTPException) as error:
            raise TryAgainError(f"the connection broke: {type(error).__name__}") from error
        if missing:
            raise TryAgainError(f"the connection broke: {missing} bytes are missing")
        if len(raw) > MOST_BYTES:
            raise BrokenAnswerError(f"the endpoint's answer is longer than {MOST_BYTES} bytes")
        return raw

    def _address(self, path: str, query: str) -> str:
        parts = urlsplit(self.base_url)
        below = parts.path.rstrip("/") + path if path else parts.path
        both = "&".join(each for each in (parts.query, query) if each)
        return urlunsplit(parts._replace(path=below, query=both, fragment=""))

    def _told(self, answer: http.client.HTTPResponse, patience: float) -> str:
        try:
            return self._words(_body(answer, patience))
        except (OSError, http.client.HTTPException):
            return ""

    def _unreachable(self, reason: OSError) -> NoReturn:
        if isinstance(reason, TimeoutError):
            raise TimeoutError from reason
        if is_short(reason):
            with own_needs(f"connect to {self.place}"):
                raise reason
        if isinstance(reason, ssl.SSLError):
            raise HopelessError(f"no safe line: {reason}", where=self.place) from reason
        raise UnreachableError(f"it cannot be reached: {reason}") from reason

    def _refused(
        self, status: int, reason: str, words: str, headers: Mapping[str, str]
    ) -> NoReturn:
        told = f"{status} {reason}: {words}".rstrip(": ")
        if status in _HOPELESS or "insufficient_quota" in words or model_is_missing(words):
            why = _HOPELESS.get(status, "nothing is left to spend")
            why = _HOPELESS[404] if model_is_missing(words) else why
            hint = "this model speaks --api responses" if "/responses" in words else ""
            raise HopelessError(f"{why} ({told})", where=self.place, hint=hint)
        if 300 <= status < 400:  # noqa: PLR2004 - the statuses that redirect
            raise HopelessError(
                f"it sends elsewhere ({told}), where the key is not sent",
                where=self.place,
                hint="name the address itself with --base-url",
            )
        if status in _AGAIN or (status >= 500 and not is_refusal(words)):  # noqa: PLR2004
            busy = status in _OVERLOADED
            raise TryAgainError(told, seconds_asked(headers, words), busy=busy)
        raise RefusedError(told)

    def _words(self, raw: bytes) -> str:
        hidden: str = self.hide(" ".join(raw[:100_000].decode(errors="replace").split()))
        return hidden[:_WORDS]


def header(text: str) -> tuple[str, str]:
    """Return name and value of a header as it is typed: ``Name: value``.

    Raises:
        UserError: It is none.
    """
    match = _HEADER.fullmatch(text.strip())
    if match is None:
        name = text.partition(":")[0][:40]
        raise UserError(f"{name!r} is not a header", where="--header", hint="'Name: value'")
    return match[1], match[2].strip()


def is_address(url: str) -> bool:
    """Return whether `url` is an address to which http or https leads."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable()


def shown_url(url: str) -> str:
    """Return an address without a password and without a query, which may hold a key.

    Example:
        >>> shown_url("https://me:secret@host.test:8080/v1?key=abc")
        'https://host.test:8080/v1'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0]
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=place, query="", fragment=""))


def _status(wrong: Json) -> int:
    """Return the status that an error in an answer stands for.

    Example:
        >>> _status({"code": 503}), _status({"code": "rate_limit_exceeded"}), _status("no")
        (503, 429, 400)
    """
    code = wrong.get("code") or wrong.get("type") if isinstance(wrong, dict) else None
    if type(code) is int and 400 <= code < 600:  # noqa: PLR2004 - the statuses of errors
        return code
    named = (("rate_limit", 429), ("overloaded", 503), ("server_error", 500))
    return next((status for name, status in named if name in str(code)), 400)


def _body(answer: http.client.HTTPResponse, patience: float) -> bytes:
    """Return the bytes of an answer, one more than `MOST_BYTES` at most.

    Raises:
        TimeoutError: It is not whole `patience` seconds after it began.
    """
    ends = time.monotonic() + patience
    raw = bytearray()
    while len(raw) <= MOST_BYTES and (more := answer.read1(1 << 16)):
        raw += more
        if time.monotonic() > ends:
            raise TimeoutError
    return bytes(raw[: MOST_BYTES + 1])


def _hidden(said: Json, secrets: list[str]) -> Json:
    if isinstance(said, str):
        for secret in secrets:
            said = said.replace(secret, "***")
        return said
    if isinstance(said, list):
        return [_hidden(each, secrets) for each in said]
    if isinstance(said, dict):
        return {_hidden(key, secrets): _hidden(each, secrets) for key, each in said.items()}
    return said
