"""Where models are asked, and one exchange with that place: any OpenAI-compatible chat endpoint."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError

OPENAI = "https://api.openai.com/v1"
MOST_BYTES = 20_000_000
"""An answer of the endpoint that is longer is none."""
_HOPELESS = {401: "the key is refused", 403: "access is refused", 404: "there is no such model"}
_AGAIN = frozenset({408, 409, 425, 429})
_WORDS = 300


class TryAgainError(Exception):
    """The endpoint cannot answer now, and may soon.

    Args:
        why: What it said.
        after: Seconds that it asks to wait, where it does.
    """

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class UnreachableError(TryAgainError):
    """Nobody answers at the address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat endpoint.

    Attributes:
        base_url: Up to and with ``/v1``.
        key: Sent as a bearer token; it is never printed.
        price_in: US dollars for a million tokens in, `price_out` for tokens out; None unknown.
        tries: How often a question is sent while the endpoint is busy.
        pause: Seconds before the second try, doubled before every further one.
        patience: Seconds without a byte after which the endpoint is taken to hang.
    """

    base_url: str = OPENAI
    key: str | None = field(default=None, repr=False)
    price_in: float | None = None
    price_out: float | None = None
    tries: int = 6
    pause: float = 1.0
    patience: float = 300.0

    @classmethod
    def of(
        cls,
        base_url: str | None,
        key: str | None,
        *,
        price_in: float | None = None,
        price_out: float | None = None,
    ) -> Self:
        """Return the endpoint at `base_url`, OpenAI's where it is None.

        Raises:
            UserError: It is no address, or OpenAI's without a key.
        """
        url = (base_url or OPENAI).rstrip("/")
        try:
            parts = urlsplit(url)
            fits = parts.scheme in {"http", "https"} and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            fits = False
        if not fits:
            raise UserError(
                f"{url!r} is no address of an endpoint",
                where="--base-url",
                hint="such as http://127.0.0.1:8080/v1",
            )
        if not key and url == OPENAI:
            raise UserError(
                "no key",
                where="OPENAI_API_KEY",
                hint="put it into the environment, or name another endpoint with --base-url",
            )
        return cls(url, key or None, price_in, price_out)

    @property
    def priced(self) -> bool:
        """Whether it is known what an answer costs."""
        return self.price_in is not None or self.price_out is not None

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return US dollars for so many tokens, None where no price is known.

        Example:
            >>> Endpoint(price_in=2.0, price_out=8.0).cost(500_000, 250_000)
            3.0
        """
        if not self.priced:
            return None
        return (tokens_in * (self.price_in or 0) + tokens_out * (self.price_out or 0)) / 1e6

    def exchange(self, body: Mapping[str, Any], patience: float) -> Any:  # noqa: ANN401 - JSON
        """Send one chat request and return what comes back, as JSON.

        Raises:
            TryAgainError: The endpoint is busy, or the line broke.
            HopelessError: It refuses the key or the model, or sends elsewhere.
            BrokenAnswerError: It refuses this question, or what it returns is not JSON.
            TimeoutError: Nothing came for `patience` seconds.
        """
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(  # noqa: S310 - http or https, see `of`
            f"{self.base_url}/chat/completions", json.dumps(body).encode(), headers
        )
        try:
            with self._opener().open(request, timeout=patience) as answer:
                raw = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                self._refused(error)
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TimeoutError from error
            if isinstance(error.reason, ssl.SSLError):
                raise HopelessError(f"no safe line: {error.reason}", where=self.base_url) from error
            raise UnreachableError(f"it cannot be reached: {error.reason}") from error
        except (ConnectionError, http.client.HTTPException) as error:
            raise TryAgainError(f"the connection broke: {type(error).__name__}") from error
        if len(raw) > MOST_BYTES:
            raise BrokenAnswerError(f"the endpoint's answer is longer than {MOST_BYTES} bytes")
        try:
            return json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise BrokenAnswerError(
                f"the endpoint's answer is not JSON; it starts {self._words(raw)!r}"
            ) from error

    def _opener(self) -> urllib.request.OpenerDirector:
        """One that follows nobody elsewhere, where the key would be sent along."""
        handlers: list[urllib.request.BaseHandler] = [_Stay()]
        if urlsplit(self.base_url).hostname in {"localhost", "127.0.0.1", "::1"}:
            handlers.append(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener(*handlers)

    def _refused(self, error: urllib.error.HTTPError) -> NoReturn:
        try:
            words = self._words(error.read(MOST_BYTES))
        except (OSError, http.client.HTTPException):
            words = ""
        told = f"{error.code} {error.reason}: {words}".rstrip(": ")
        if error.code in _HOPELESS or "insufficient_quota" in words:
            why = _HOPELESS.get(error.code, "nothing is left to spend")
            raise HopelessError(f"{why} ({told})", where=self.base_url)
        if 300 <= error.code < 400:  # noqa: PLR2004 - the statuses that redirect
            raise HopelessError(
                f"it sends elsewhere ({told}), where the key is not sent",
                where=self.base_url,
                hint="name the address itself with --base-url",
            )
        if error.code in _AGAIN or error.code >= 500:  # noqa: PLR2004 - it is at fault itself
            raise TryAgainError(told, _seconds(error.headers.get("Retry-After")))
        raise BrokenAnswerError(f"the endpoint refuses the question: {told}")

    def _words(self, raw: bytes) -> str:
        text = " ".join(raw.decode(errors="replace").split())[:_WORDS]
        return text.replace(self.key, "***") if self.key else text


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:  # noqa: ANN401
        return None


def _seconds(text: str | None) -> float | None:
    """The seconds that a header asks to wait; dates are passed over."""
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None
