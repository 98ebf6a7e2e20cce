"""Whether a configuration fits a corpus: an entry that changes nothing is an error."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.score.judging.comparison import Json, said
from chaosdocs.score.judging.config import Comparison, Config
from chaosdocs.score.judging.expectations import ScoredCorpus
from chaosdocs.truth.values import Kind

_NUMERIC: Final = ("money", "quantity", "number", "percent")
_VALUES: Final = 20
"""Values of a field that a comparison is tried on."""


class _Unit:
    """A schema path: its kind, and some of its values."""

    def __init__(self, kind: Kind | None = None) -> None:
        self.kind = kind
        self.values: list[Json] = []


def check_fit(config: Config, corpus: ScoredCorpus, where: str = "config") -> None:
    """Refuse a configuration with entries that match no field or cannot work.

    Args:
        config: The configuration.
        corpus: What is scored with it.
        where: Where it came from.

    Raises:
        UserError: An entry changes nothing.
    """
    if not config.weights and not config.compare:
        return
    units = _units(corpus)
    for key, entries in (("weights", config.weights), ("compare", config.compare)):
        for glob in entries:
            if not any(fnmatch.fnmatchcase(unit, glob) for unit in units):
                raise UserError(
                    f"no field of this corpus matches {glob!r}",
                    where=f"{where}: {key}",
                    given=glob,
                    allowed=sorted(units),
                    hint="rows have a star in place of their number, and a glob may stand for many",
                )
    if units and not any(config.weight(unit) for unit in units):
        raise UserError("every field has weight 0: nothing is left", where=f"{where}: weights")
    for glob, entry in config.compare.items():
        if isinstance(entry, Comparison):
            _check_comparison(glob, entry, units, where)


def _check_comparison(glob: str, entry: Comparison, units: Mapping[str, _Unit], where: str) -> None:
    if entry.kind is None and not entry.tolerance:
        raise UserError(
            f"{glob!r} is compared as it would be without this entry",
            where=f"{where}: compare",
            allowed=tuple(Comparison.model_fields),
        )
    tried = [
        (entry.kind or unit.kind, value)
        for name, unit in units.items()
        if fnmatch.fnmatchcase(name, glob)
        for value in unit.values
    ]
    read = [said(kind, value) for kind, value in tried if kind is not None]
    if read and all(each.problem for each in read):
        raise UserError(
            f"no value at {glob!r} can be read as {entry.kind}",
            where=f"{where}: compare",
            allowed=sorted({kind for u in units.values() if (kind := u.kind) is not None}),
            hint=f"one of them is {tried[0][1]!r}",
        )
    if entry.tolerance and read and all(each.number is None for each in read):
        kinds = " and ".join(sorted({str(kind) for kind, _ in tried}))
        raise UserError(
            f"a tolerance changes nothing at {glob!r}, of kind {kinds}",
            where=f"{where}: compare",
            allowed=_NUMERIC,
            hint="numbers alone are compared within a tolerance",
        )


def _units(corpus: ScoredCorpus) -> dict[str, _Unit]:
    units: dict[str, _Unit] = {}
    for case in corpus.cases.values():
        for each in case.lists:
            for leaf in each.leaves:
                units.setdefault(f"{each.path}/*/{leaf}", _Unit())
        for truth in case.fields():
            unit = units.get(truth.schema_path)
            if unit is None or unit.kind is None:
                unit = units[truth.schema_path] = _Unit(truth.kind)
            if len(unit.values) < _VALUES:
                unit.values += truth.accept
    return units
