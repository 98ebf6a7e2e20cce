"""Confidences from token log-probabilities: those of all tokens of a field's value, joined."""

from __future__ import annotations

import bisect
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chaosdocs.readers.prompt import is_group

Json = Any
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_SCALAR: Final = re.compile(r"[^\s,\]}]+")
_DECODER: Final = json.JSONDecoder()
_MOST_STARTS: Final = 50


@dataclass(slots=True)
class Spot:
    """A value in JSON text: where it stands, and what is in it."""

    start: int
    end: int = 0
    parts: dict[str, Spot] = field(default_factory=dict)

    def scalars(self) -> Iterator[Spot]:
        """Yield the values in it that hold no others, itself where it is one."""
        if not self.parts:
            yield self
        for part in self.parts.values():
            yield from part.scalars()


def confidences(
    content: str, tokens: Sequence[Mapping[str, Json]], schema: Mapping[str, Json], said: Json
) -> dict[str, float] | None:
    """Return the path of each field and the probability of the tokens that write its value.

    Args:
        content: What the model said.
        tokens: A token with its log-probability each, as the endpoint tells them.
        schema: The schema of the answer.
        said: The answer in `content`, without its envelope.

    Returns:
        None where the tokens do not make up `content`, or `content` holds no object.
    """
    placed = _placed(content.encode(), tokens)
    root = _root(content, said)
    if placed is None or root is None:
        return None
    ends = [end for end, _ in placed]
    found: dict[str, float] = {}
    for path, spot in _fields(schema, root, ""):
        written: set[int] = set()  # a token that writes the end of one part and more counts once
        for part in spot.scalars():
            first = bisect.bisect_right(ends, _in_bytes(content, part.start))
            last = bisect.bisect_left(ends, _in_bytes(content, part.end))
            written.update(range(first, min(last + 1, len(ends))))
        found[path] = round(min(1.0, math.exp(sum(placed[n][1] for n in sorted(written)))), 6)
    return found


def _in_bytes(content: str, at: int) -> int:
    return at if content.isascii() else len(content[:at].encode())


def _placed(content: bytes, tokens: Sequence[Mapping[str, Json]]) -> list[tuple[int, float]] | None:
    """Return where in `content` each token ends, and its log-probability.

    An endpoint that constrains the answer may tell the token that the model would have liked
    best, and the written one among the alternatives only: the likeliest way to write `content`
    counts.
    """
    best: dict[int, tuple[float, tuple[Any, ...] | None]] = {0: (0.0, None)}
    for token in tokens:
        following: dict[int, tuple[float, tuple[Any, ...] | None]] = {}
        for at, (score, way) in best.items():
            if at == len(content):  # what ends the answer is no part of it
                _keep(following, at, score, way)
                continue
            for text, logprob in _options(token):
                if text and content.startswith(text, at):
                    end = at + len(text)
                    _keep(following, end, score + logprob, (way, end, logprob))
        following.setdefault(0, (0.0, None))  # tokens of thinking that was taken off
        best = following
    if len(content) not in best:
        return None
    placed: list[tuple[int, float]] = []
    way = best[len(content)][1]
    while way is not None:
        way, end, logprob = way
        placed.append((end, logprob))
    return placed[::-1]


def _keep(
    kept: dict[int, tuple[float, tuple[Any, ...] | None]],
    at: int,
    score: float,
    way: tuple[Any, ...] | None,
) -> None:
    if at not in kept or kept[at][0] < score:
        kept[at] = (score, way)


def _options(token: Mapping[str, Json]) -> list[tuple[bytes, float]]:
    """Return the token and, where another one may have been written, its alternatives."""
    others = token.get("top_logprobs")
    options = [token, *(others if isinstance(others, list) else [])]
    return [
        (_bytes(each), float(each["logprob"]))
        for each in options
        if isinstance(each, dict)
        and isinstance(each.get("logprob"), int | float)
        and each["logprob"] <= 0
    ]


def _bytes(token: Mapping[str, Json]) -> bytes:
    raw = token.get("bytes")
    if isinstance(raw, list) and all(type(b) is int and 0 <= b < 256 for b in raw):  # noqa: PLR2004
        return bytes(raw)
    text = token.get("token")
    return text.encode() if isinstance(text, str) else b""


def _root(content: str, said: Json) -> Spot | None:
    """Return where the object stands that was taken from `content`."""
    at = content.rfind("</")  # what ends the thinking
    for _ in range(_MOST_STARTS):
        at = content.find("{", at + 1)
        if at < 0:
            return None
        try:
            spot = _scanned(content, at)
            if json.loads(content[spot.start : spot.end]) == said:
                return spot
        except (ValueError, IndexError, RecursionError):
            continue
    return None


def _scanned(text: str, at: int) -> Spot:
    """Return the value at `at` of JSON text.

    Raises:
        ValueError: It is not JSON; IndexError where it ends early.
    """
    spot = Spot(at)
    if text[at] == '"':
        spot.end = _DECODER.raw_decode(text, at)[1]
    elif text[at] in "{[":
        closing = "}" if text[at] == "{" else "]"
        at = _after_space(text, at + 1)
        while text[at] != closing:
            key = str(len(spot.parts))
            if closing == "}":
                key, at = _DECODER.raw_decode(text, _quote(text, at))
                at = _after_space(text, _after_space(text, at) + 1)
            spot.parts[key] = _scanned(text, at)
            at = _after_space(text, spot.parts[key].end)
            at = _after_space(text, at + 1) if text[at] == "," else at
        spot.end = at + 1
    else:
        scalar = _SCALAR.match(text, at)
        if scalar is None:
            raise ValueError(text[at])
        spot.end = scalar.end()
    return spot


def _quote(text: str, at: int) -> int:
    if text[at] != '"':
        raise ValueError(text[at])
    return at


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return at if match is None else match.end()


def _fields(schema: Mapping[str, Json], spot: Spot, path: str) -> Iterator[tuple[str, Spot]]:
    if is_group(schema) and (spot.parts or not path):
        for key, node in schema["properties"].items():
            if key in spot.parts:
                yield from _fields(node, spot.parts[key], f"{path}/{key}")
    elif isinstance(schema.get("items"), Mapping) and spot.parts:
        for key, part in spot.parts.items():
            yield from _fields(schema["items"], part, f"{path}/{key}")
    else:
        yield path, spot
