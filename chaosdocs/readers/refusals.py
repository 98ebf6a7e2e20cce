"""What an endpoint refuses: left out after one try and told, or never asked again."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from chaosdocs.readers.settings import JsonMode, ModelSettings

_LOOSER: Final[dict[JsonMode, JsonMode]] = {
    "strict": "schema",
    "schema": "object",
    "object": "none",
}
_JSON_WORDS: Final = (
    "response_format", "response format", "json_schema", "json schema", "json_object",
    "text.format", "structured", "grammar", "guided", "schema",
)  # fmt: skip
_MISSING_MODEL: Final = (
    "model_not_found", "model not found", "does not exist", "unknown model", "no such model",
    "invalid model", "not a valid model", "model not exist",
)  # fmt: skip
_OWN_FAULT: Final = ("context", "too large", "too long", "exceed", "content_filter", "policy")
"""Words of a refusal that is about the document, not about what stands beside it."""
_UNSUPPORTED: Final = (
    "not support", "unsupported", "n't support", "unknown part", "only supported",
    "multimodal", "no vision", "not allowed", "invalid content type", "not accept",
    "unknown variant",
)  # fmt: skip
_PARTS: Final = {
    "image_url": ("image", "vision", "multimodal"),
    "file": ("file", "pdf", "document"),
}
PART_WORDS: Final = {
    "image_url": ("no images", "send the text with --pdf text"),
    "file": ("no files", "send pages with --pdf images, or their text with --pdf text"),
}
"""Kind of part: what an endpoint does not take, and what to do about it."""


class RefusedError(Exception):
    """The endpoint refuses a request.

    Args:
        words: What it said.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words.casefold()


def is_refusal(words: str) -> bool:
    """Return whether an endpoint that fails says that it refuses the request.

    Example:
        >>> is_refusal("500: image input is not supported"), is_refusal("500: contact support")
        (True, False)
    """
    folded = words.casefold()
    return any(each in folded for each in (*_UNSUPPORTED, "grammar", "response_format"))


def model_is_missing(words: str) -> bool:
    """Return whether an endpoint says that it has no such model.

    Example:
        >>> model_is_missing("The model `gpt-9` does not exist"), model_is_missing("bad image")
        (True, False)
    """
    folded = words.casefold()
    return "model" in folded and any(each in folded for each in _MISSING_MODEL)


def refused_part(words: str, sent: Collection[str]) -> str | None:
    """Return the kind of part that an endpoint says it never takes, None where it says no such.

    Args:
        words: What the endpoint said.
        sent: Kinds of the parts that were sent.

    Example:
        >>> refused_part("500: image input is not supported", {"text", "image_url"})
        'image_url'
    """
    folded = words.casefold()
    if not any(each in folded for each in _UNSUPPORTED):
        return None
    for kind in ("file", "image_url"):
        if kind in sent and any(each in folded for each in _PARTS[kind]):
            return kind
    return next(
        (kind for kind in ("file", "image_url") if kind in sent and "content" in folded), None
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What is sent.

    Attributes:
        settings: How the model is asked.
        tokens_key: The name under which the limit of tokens goes.
    """

    settings: ModelSettings
    tokens_key: str = "max_tokens"


class Agreement:
    """The terms on which an endpoint answers, found out with the first questions.

    Args:
        settings: What the user wants.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._first = Terms(settings)
        self._lock = threading.Lock()
        self._blind = True
        self._why: dict[str, str] = {}
        self.terms = self._first
        self.told: list[str] = []

    def settle(self, used: Terms) -> None:
        """Take note that an answer came on terms, and say what they leave out."""
        with self._lock:
            if not self._blind:
                return
            self._blind = False
            self._tell(used)

    def after(self, error: RefusedError, used: Terms) -> Terms | None:
        """Return the terms to ask on after a refusal, None where the question itself is refused.

        What the endpoint names is left out. Before its first answer, what may be meant is left out
        one by one; where none of it helps, the wanted terms are taken up again.
        """
        with self._lock:
            if self.terms != used:
                return self.terms
            own_fault = any(each in error.words for each in _OWN_FAULT)
            following = None if "context" in error.words else _named(error.words, used)
            if following is None and self._blind and not own_fault:
                following = _looser(used)
                if following is None:
                    self._blind = False
                    self.terms = self._first
                    return None
            if following is None:
                return None
            self._why.update(dict.fromkeys(_changes(used, following), str(error)))
            self.terms = following
            if not self._blind:
                self._tell(following)
            return following

    def _tell(self, terms: Terms) -> None:
        for change in _changes(self._first, terms):
            words = f"{change} (it said: {self._why[change]})" if change in self._why else change
            if not any(told.startswith(change) for told in self.told):
                self.told.append(words)


def _named(words: str, used: Terms) -> Terms | None:
    """Return terms without what the words name."""
    how = used.settings
    if how.confidence == "logprobs" and "logprob" in words:
        return replace(used, settings=replace(how, confidence="none"))
    if how.max_tokens is not None and used.tokens_key in words:
        if "max_completion_tokens" in words and used.tokens_key == "max_tokens":
            return replace(used, tokens_key="max_completion_tokens")
        return replace(used, settings=replace(how, max_tokens=None))
    if how.temperature is not None and "temperature" in words:
        return replace(used, settings=replace(how, temperature=None))
    if how.seed is not None and "seed" in words:
        return replace(used, settings=replace(how, seed=None))
    if how.json in _LOOSER and any(each in words for each in _JSON_WORDS):
        return replace(used, settings=replace(how, json=_LOOSER[how.json]))
    return None


def _looser(used: Terms) -> Terms | None:
    """Return terms that ask for less, None where nothing is left to leave out."""
    how = used.settings
    if how.json in _LOOSER:
        return replace(used, settings=replace(how, json=_LOOSER[how.json]))
    if how.confidence == "logprobs":
        return replace(used, settings=replace(how, confidence="none"))
    if how.seed is not None:
        return replace(used, settings=replace(how, seed=None))
    if how.temperature is not None:
        return replace(used, settings=replace(how, temperature=None))
    if how.max_tokens is not None:
        return replace(used, settings=replace(how, max_tokens=None))
    return None


def _changes(one: Terms, other: Terms) -> list[str]:
    """Return what the endpoint refuses, in words."""
    was, now = one.settings, other.settings
    said = []
    if was.json != now.json:
        said.append(f"the endpoint refuses --json {was.json}: asked with --json {now.json}")
    if was.confidence != now.confidence:
        said.append("the endpoint refuses logprobs: the answers have no confidences")
    said += [
        f"the endpoint refuses {name}: left out"
        for name in ("temperature", "seed", "max_tokens")
        if getattr(was, name) != getattr(now, name)
    ]
    if one.tokens_key != other.tokens_key and now.max_tokens is not None:
        said.append(f"the endpoint refuses {one.tokens_key}: sent as {other.tokens_key}")
    return said
