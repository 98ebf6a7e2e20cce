"""Several small draws from one word of a named stream.

A word of a stream costs a digest. A row of an invoice needs half a dozen small numbers, so one
word is split in mixed radix: each draw takes the remainder by `n` and leaves the quotient. Which
number a draw gets depends on the stream's name and on the draws before it in the same word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from chaosdocs.truth.rng import Rng

T = TypeVar("T")

WORD_BITS = 64
_WORD = 1 << WORD_BITS


class Draws:
    """Small draws from `words` words of 64 bits.

    The draws together should take at most 40 bits of a word: then none is off its even share by
    more than one in 16 million.

    Args:
        rng: The named stream; the words are taken from it at once.
        words: How many words to take.
    """

    __slots__ = ("_word",)

    def __init__(self, rng: Rng, words: int = 1) -> None:
        word = rng.below(_WORD)
        for _ in range(words - 1):
            word = word << WORD_BITS | rng.below(_WORD)
        self._word = word

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


@cache
def row_keys(count: int) -> tuple[str, ...]:
    """Return the keys of `count` rows, in order.

    Example:
        >>> row_keys(3)
        ('k1', 'k2', 'k3')
    """
    return tuple(f"k{at}" for at in range(1, count + 1))
