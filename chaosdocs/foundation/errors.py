"""One class of error for everything a user can mend, with where, what and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LONGEST_WORD: Final = 300
"""Characters of a word that an error repeats whole; a longer one is cut in its middle."""
MOST_TOLD: Final = 30
"""Errors of one file that are printed; the rest is counted."""
LONGEST_LINE: Final = 1_000
"""Characters of a line of an error; a longer one is cut in its middle."""
_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


class UserError(Exception):
    """Something outside the code is wrong: a recipe, a record, a file, an answer, an option.

    Args:
        problem: What is wrong, in a sentence without a full stop.
        where: File, line and key, such as ``recipe.yaml:12: design.each[2]``.
        allowed: The spellings that would have been right; a short list is printed whole.
        given: What stood there instead; the nearest of `allowed` is offered.
        hint: What to do next, where that is not obvious.
        others: Further errors of the same file; all are printed, so that all can be mended at once.
    """

    def __init__(
        self,
        problem: str,
        *,
        where: str = "",
        allowed: Iterable[str] = (),
        given: str | None = None,
        hint: str = "",
        others: Iterable[UserError] = (),
    ) -> None:
        self.problem = problem
        self.where = where
        self.allowed = tuple(allowed)
        self.given = given
        self.hint = hint
        self.others = tuple(others)
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.problem}" if self.where else self.problem]
        near = nearest(self.given, self.allowed)
        if near is not None:
            parts.append(f"did you mean {near!r}?")
        if self.allowed:
            parts.append(f"allowed: {_listed(self.allowed, self.given)}")
        if self.hint:
            parts.append(self.hint)
        return "\n".join(["\n  ".join(map(shortened, parts)), *map(str, self.others)])

    @classmethod
    def of_all(cls, errors: Iterable[UserError]) -> UserError:
        """Return one error that tells `errors` in their order, at most `MOST_TOLD` of them.

        Example:
            >>> print(UserError.of_all([UserError("no seed", where="a:1"), UserError("no name")]))
            a:1: no seed
            no name
        """
        first, *others = errors
        more = len(others) + 1 - MOST_TOLD
        if more > 1:
            file = first.where.partition(": ")[0]
            others = [*others[: MOST_TOLD - 1], cls(f"{more} more errors", where=file)]
        return cls(
            first.problem,
            where=first.where,
            allowed=first.allowed,
            given=first.given,
            hint=first.hint,
            others=(*first.others, *others),
        )


def shortened(words: str) -> str:
    """Return words of an error with long words and long lines cut in their middle.

    Whatever a file, an option or an endpoint holds may be repeated in an error.

    Example:
        >>> shortened(f"no operator {'x' * 5000!r}")
        "no operator 'xxxxxxxxxxxxxxxxxxxx... (5,002 characters) ...xxxxxxxxxxxxxxxxxxxx'"
        >>> len(shortened("a line " * 1000)) < 1_000
        True
    """
    if len(words) <= LONGEST_WORD:
        return words
    lines = _WORD.sub(lambda found: _cut(found[0], 21), words).split("\n")
    return "\n".join(_cut(line, 300) if len(line) > LONGEST_LINE else line for line in lines)


def _cut(text: str, kept: int) -> str:
    return f"{text[:kept]}... ({len(text):,} characters) ...{text[-kept:]}"


def nearest(given: str | None, allowed: Iterable[str]) -> str | None:
    """Return the spelling in `allowed` that `given` was probably meant to be, or None.

    Example:
        >>> nearest("sevrity", ["severity", "seed"])
        'severity'
    """
    if given is None or len(given) > LONGEST_WORD:  # likeness of long texts takes seconds
        return None
    import difflib

    close = difflib.get_close_matches(given, list(allowed), n=1, cutoff=0.6)
    return close[0] if close else None


def _listed(words: tuple[str, ...], given: str | None, most: int = 24, near: int = 8) -> str:
    """All of a short list; of a long one what is nearest to `given`."""
    if len(words) <= most:
        return ", ".join(words)
    if given is not None and len(given) <= LONGEST_WORD:
        words = tuple(sorted(words, key=lambda word: -_likeness(given, word)))
        return f"{', '.join(words[:near])}, ... (the nearest of {len(words)})"
    return f"{', '.join(words[:most])}, ... ({len(words)} in all)"


def _likeness(given: str, word: str) -> float:
    import difflib

    return difflib.SequenceMatcher(None, given, word).ratio()
