"""Which cases of a corpus are asked."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Protocol, TypeVar

from chaosdocs.foundation.errors import UserError


class OneFile(Protocol):
    """A file of a case."""

    @property
    def path(self) -> str:
        """Where it is in the corpus."""


class Named(Protocol):
    """A case, or the head of its line."""

    @property
    def case(self) -> str:
        """Its id."""

    @property
    def files(self) -> Sequence[OneFile]:
        """Its files."""


C = TypeVar("C", bound=Named)


def chosen(cases: Sequence[C], pattern: str | None, limit: int | None) -> list[C]:
    """Return the cases that are asked, in their order.

    Args:
        cases: All cases.
        pattern: A glob that the id of a case, or the path or name of one of its files, matches;
            None for all.
        limit: How many are asked at most, spread evenly over those that match; None for all.

    Raises:
        UserError: No case matches.
    """
    found = [case for case in cases if pattern is None or _matches(case, pattern)]
    if not found:
        name = PurePosixPath(cases[0].files[0].path).name if cases and cases[0].files else "*.pdf"
        raise UserError(
            f"no case matches {pattern!r}",
            where="--cases",
            hint=f"an id or a file, such as {cases[0].case if cases else 'a1*'} or {name}",
        )
    if limit is None or limit >= len(found):
        return found
    return [found[n * len(found) // limit] for n in range(limit)]


def _matches(case: Named, pattern: str) -> bool:
    names = [case.case]
    for file in case.files:
        names += [file.path, PurePosixPath(file.path).name]
    return any(fnmatchcase(name, pattern) for name in names)
