"""A corpus from disk: its lines as models, its cases by id or label."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from chaosdocs.corpus import layout
from chaosdocs.formats import cases as wire
from chaosdocs.formats.about import about
from chaosdocs.formats.wire import Wire
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import json_lines
from chaosdocs.recipe.load import load
from chaosdocs.recipe.model import Recipe

_CASE = re.compile(rb'\{"case": ?"([^"\\]*)"')
W = TypeVar("W", bound=Wire)
L = TypeVar("L", wire.Case, wire.CasePlan)


class CorpusFolder:
    """A finished corpus.

    Args:
        folder: Where it is.

    Raises:
        UserError: There is no corpus, its run was not finished, or its format is newer than ours.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not layout.is_corpus(folder):
            begun = (folder / layout.RECIPE).is_file()
            raise UserError(
                "the corpus was begun and not finished" if begun else "there is no corpus here",
                where=str(folder),
                hint="go on with `chaosdocs generate ... --resume`" if begun else "",
            )
        self.about = about(folder / layout.CORPUS)

    def cases(self) -> Iterator[wire.Case]:
        """Yield every public case, sorted by id."""
        return self._lines(layout.CASES, wire.Case)

    def truth(self) -> Iterator[wire.CaseTruth]:
        """Yield the truth of every case, sorted by id."""
        return self._lines(layout.TRUTH, wire.CaseTruth)

    def evidence(self, cases: Collection[str] | None = None) -> Iterator[wire.Evidence]:
        """Yield every line of evidence, sorted by case, or those of some cases alone."""
        return self._lines(layout.EVIDENCE, wire.Evidence, cases)

    def plans(self, cases: Collection[str] | None = None) -> Iterator[wire.CasePlan]:
        """Yield the stored plan of every case, sorted by id, or those of some cases alone."""
        return self._lines(layout.PLANS, wire.CasePlan, cases)

    def case(self, name: str) -> wire.Case:
        """Return the public line of a case.

        Args:
            name: Its id, as `find` gives it.

        Raises:
            UserError: The corpus has a truth of it, and no case.
        """
        return self._of(name, self.cases(), layout.CASES)

    def plan(self, name: str) -> wire.CasePlan:
        """Return the stored plan of a case.

        Args:
            name: Its id, as `find` gives it.

        Raises:
            UserError: The corpus has a truth of it, and no plan.
        """
        return self._of(name, self.plans(), layout.PLANS)

    def recipe(self, *, trust: bool = False) -> Recipe:
        """Return the resolved recipe that it was made from."""
        return load(self.folder / layout.RECIPE, trust=trust)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Label to case id."""
        return {truth.label: truth.case for truth in self.truth()}

    def find(self, name: str) -> str:
        """Return the id of the case with this id or label.

        Raises:
            UserError: There is none.
        """
        if name in self.labels:
            return self.labels[name]
        if name in self.labels.values():
            return name
        raise UserError(
            f"no case {name!r}", where=str(self.folder), given=name, allowed=tuple(self.labels)
        )

    def _of(self, name: str, lines: Iterator[L], file: str) -> L:
        for line in lines:
            if line.case == name:
                return line
        raise UserError(
            f"no line is of case {name!r}, which has a truth",
            where=str(self.folder / file),
            hint="the corpus is damaged: `chaosdocs verify` lists how",
        )

    def _lines(
        self, name: str, model: type[W], cases: Collection[str] | None = None
    ) -> Iterator[W]:
        path = self.folder / name
        for number, data in json_lines(path, None if cases is None else _about(cases)):
            try:
                yield model.model_validate(data)
            except ValidationError as error:
                first = error.errors()[0]
                key = ".".join(map(str, first["loc"]))
                raise UserError(f"{key}: {first['msg']}", where=f"{path}:{number}") from error


def _about(cases: Collection[str]) -> Callable[[bytes], bool]:
    """Whether a line may be about one of `cases`; one that begins in another way may be."""
    names = {name.encode() for name in cases}

    def wanted(raw: bytes) -> bool:
        found = _CASE.match(raw)
        return found is None or found.group(1) in names

    return wanted
