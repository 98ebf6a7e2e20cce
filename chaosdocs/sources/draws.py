"""Several small draws from one word of a named stream.

A word of a stream costs a digest. A row of an invoice needs half a dozen small numbers, so one
word is split in mixed radix: each draw takes the remainder by `n` and leaves the quotient. Which
number a draw gets depends on the stream's name and on the draws before it in the same word.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from chaosdocs.foundation.rng import Rng

T = TypeVar("T")

WORD_BITS = 64
_WORD = 1 << WORD_BITS


class Draws:
    """Small draws from one word.

    The draws together should take at most 40 of 64 bits: then none is off its even share by more
    than one in 16 million.

    Args:
        word: An even draw from 0 to a power of two.
    """

    __slots__ = ("_word",)

    def __init__(self, word: int) -> None:
        self._word = word

    @classmethod
    def of(cls, rng: Rng, words: int = 1) -> Draws:
        """Return the draws from the next `words` words of 64 bits of a named stream."""
        word = rng.below(_WORD)
        for _ in range(words - 1):
            word = word << WORD_BITS | rng.below(_WORD)
        return cls(word)

    def below(self, n: int) -> int:
        """Return an integer from 0 to n - 1."""
        self._word, drawn = divmod(self._word, n)
        return drawn

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`, which must be ordered and not empty."""
        self._word, drawn = divmod(self._word, len(options))
        return options[drawn]

    def percent(self, share: int) -> bool:
        """Return True in `share` of 100 draws."""
        self._word, drawn = divmod(self._word, 100)
        return drawn < share

    def digits(self, count: int) -> str:
        """Return a text of `count` digits, leading zeros included."""
        return f"{self.below(10**count):0{count}}"


def row_words(rng: Rng, count: int) -> list[int]:
    """Return one word of 64 bits for each of `count` rows.

    The stream gives one word; it is the key of BLAKE2b digests of 0, 1, 2 ..., each of which is
    eight words. So a row's word depends on the stream's name and on the row's place alone, and
    eight rows cost one digest.

    Args:
        rng: The named stream; one word is taken from it.
        count: How many rows there are.

    Example:
        >>> from chaosdocs.foundation.rng import SeededRng
        >>> row_words(SeededRng(1), 3) == row_words(SeededRng(1), 30)[:3]
        True
    """
    key = rng.below(_WORD).to_bytes(8, "big")
    words: list[int] = []
    for block in range(-(-count // 8)):
        digest = hashlib.blake2b(block.to_bytes(8, "big"), key=key, digest_size=64).digest()
        words.extend(struct.unpack(">8Q", digest))
    return words[:count]


@cache
def row_keys(count: int) -> tuple[str, ...]:
    """Return the keys of `count` rows, in order.

    Example:
        >>> row_keys(3)
        ('k1', 'k2', 'k3')
    """
    return tuple(f"k{at}" for at in range(1, count + 1))
