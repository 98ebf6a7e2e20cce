"""The only source of randomness.

A stream is named by a path of keys, not by its place in a queue of draws: the draws made at
``root.at("step", 3).at("/lines/2/date")`` depend on those keys and the seed, never on how many
draws other steps made before. Adding a step to a recipe therefore leaves every other step's
choices as they were, and two severities of one operator see the same numbers at the same statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")

_TWO_64 = 1 << 64


class Rng(Protocol):
    """What an operator may ask of chance."""

    def at(self, *keys: str | int) -> Rng:
        """Return the stream named by this one's path and `keys`."""
        ...

    def chance(self, p: float) -> bool:
        """Return True with probability `p`."""
        ...

    def below(self, n: int) -> int:
        """Return an integer from 0 to n - 1."""
        ...

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`, which must be ordered and not empty."""
        ...

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` up to but not including `high`."""
        ...


class SeededRng:
    """A stream whose draws are BLAKE2b digests of its path and a counter.

    Example:
        >>> a, b = SeededRng(7), SeededRng(7)
        >>> a.at("x").below(1000) == b.at("x").below(1000)
        True
        >>> a.at("x").below(10**9) == a.at("y").below(10**9)
        False
    """

    __slots__ = ("_count", "_key")

    def __init__(self, seed: int | bytes) -> None:
        self._key = seed if isinstance(seed, bytes) else _digest(b"seed", str(seed).encode())
        self._count = 0

    def at(self, *keys: str | int) -> SeededRng:
        """Return the stream named by this one's path and `keys`."""
        key = self._key
        for part in keys:
            key = _digest(key, f"{type(part).__name__}:{part}".encode())
        return SeededRng(key)

    def chance(self, p: float) -> bool:
        """Return True with probability `p`."""
        return self._word() < p * _TWO_64

    def below(self, n: int) -> int:
        """Return an integer from 0 to n - 1."""
        if n < 1:
            raise ValueError(f"below({n}): n must be at least 1")
        return self._word() * n >> 64

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`, which must be ordered and not empty."""
        return options[self.below(len(options))]

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` up to but not including `high`."""
        return low + (high - low) * (self._word() >> 11) / (1 << 53)

    def _word(self) -> int:
        self._count += 1
        return int.from_bytes(_digest(self._key, self._count.to_bytes(8, "big"))[:8], "big")


class AlwaysRng:
    """Chance that always falls the operator's way: for the fullest plan and for examples."""

    __slots__ = ()

    def at(self, *keys: str | int) -> AlwaysRng:
        """Return this stream."""
        del keys
        return self

    def chance(self, p: float) -> bool:
        """Return True unless `p` is 0."""
        return p > 0

    def below(self, n: int) -> int:
        """Return 0."""
        return 0 * n

    def pick(self, options: Sequence[T]) -> T:
        """Return the first option."""
        return options[0]

    def between(self, low: float, high: float) -> float:
        """Return the middle of the range."""
        return (low + high) / 2


def _digest(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, key=key[:64], digest_size=32).digest()
