"""What an endpoint sends back, in one shape for both of OpenAI's protocols."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = Any
MOST_TOKENS: Final = 10**12
"""Tokens of one answer; an endpoint that counts more is not believed."""
_CUT: Final = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        content: What the model said; None where it said nothing.
        why: Where it said nothing, why that may be.
        finish_reason: Why it ended, in the endpoint's words.
        about: `model`, `system_fingerprint` and `response_id` as the endpoint tells them.
        tokens: `tokens_in`, `tokens_out` and `tokens_cached`, those that the endpoint states.
        logprobs: A token with its log-probability each, empty where none came.
    """

    content: str | None
    why: str = ""
    finish_reason: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    logprobs: tuple[Mapping[str, Json], ...] = ()

    @property
    def cut(self) -> bool:
        """Whether the answer ended at the limit of tokens."""
        return self.finish_reason in _CUT


def chat_reply(raw: Json) -> Reply:
    """Return the reply of ``/chat/completions``. Never raises.

    Example:
        >>> chat_reply({"choices": [{"message": {"content": "{}"}}]}).content
        '{}'
    """
    data = raw if isinstance(raw, dict) else {}
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    told: dict[str, Json] = {"about": _about(data), "tokens": _tokens(data.get("usage"))}
    if not isinstance(choice, dict) or not isinstance(message, dict):
        return Reply(None, _nothing(raw), None, **told)
    finish = choice.get("finish_reason")
    finish = finish if isinstance(finish, str) else None
    content = message.get("content")
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(text for text in texts if isinstance(text, str))
    logprobs = choice.get("logprobs")
    tokens = logprobs.get("content") if isinstance(logprobs, dict) else None
    return _said(content, message.get("refusal"), finish, tokens, told)


def responses_reply(raw: Json) -> Reply:
    """Return the reply of ``/responses``. Never raises.

    Example:
        >>> part = {"type": "output_text", "text": "{}"}
        >>> responses_reply({"output": [{"type": "message", "content": [part]}]}).content
        '{}'
    """
    data = raw if isinstance(raw, dict) else {}
    told: dict[str, Json] = {"about": _about(data), "tokens": _tokens(data.get("usage"))}
    if not isinstance(data.get("output"), list):
        return Reply(None, _nothing(raw), None, **told)
    parts = list(_parts(data["output"]))
    status, details = data.get("status"), data.get("incomplete_details")
    finish = details.get("reason") if isinstance(details, dict) else None
    finish = finish if isinstance(finish, str) else status if isinstance(status, str) else None
    texts = [part["text"] for part in parts if isinstance(part.get("text"), str)]
    refusals = [part["refusal"] for part in parts if isinstance(part.get("refusal"), str)]
    tokens = [t for p in parts if isinstance(p.get("logprobs"), list) for t in p["logprobs"]]
    return _said("".join(texts), "".join(refusals), finish, tokens, told)


def _parts(output: list[Json]) -> Iterator[dict[str, Json]]:
    for item in output:
        content = item.get("content") if isinstance(item, dict) else None
        if isinstance(content, list) and item.get("type") == "message":
            yield from (part for part in content if isinstance(part, dict))


def _said(content: Json, refusal: Json, finish: str | None, tokens: Json, told: Json) -> Reply:
    listed = tokens if isinstance(tokens, list) else []
    logprobs = tuple(token for token in listed if isinstance(token, dict))
    for said in (content, refusal):
        if isinstance(said, str) and said.strip():
            return Reply(said, "", finish, logprobs=logprobs, **told)
    return Reply(None, f"the model said nothing (finish_reason: {finish})", finish, **told)


def _nothing(raw: Json) -> str:
    return f"the endpoint's answer holds no message: {json.dumps(raw)[:200]}"


def _about(data: Mapping[str, Json]) -> dict[str, str]:
    named = {
        "model": data.get("model"),
        "system_fingerprint": data.get("system_fingerprint"),
        "response_id": data.get("id"),
    }
    return {key: value[:200] for key, value in named.items() if isinstance(value, str) and value}


def _tokens(usage: Json) -> dict[str, int]:
    told = usage if isinstance(usage, dict) else {}
    details = told.get("prompt_tokens_details", told.get("input_tokens_details"))
    named = {
        "tokens_in": told.get("prompt_tokens", told.get("input_tokens")),
        "tokens_out": told.get("completion_tokens", told.get("output_tokens")),
        "tokens_cached": details.get("cached_tokens") if isinstance(details, dict) else None,
    }
    return {key: n for key, n in named.items() if type(n) is int and 0 <= n <= MOST_TOKENS}
