"""The frozen baseline: what the built-in rule reader got wrong, measured once and kept.

It comes with the package, so that a corruption error means the same in every report. A new
measurement is a new version beside the old one, never a change of it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from chaosdocs.formats.media import Form
from chaosdocs.formats.wire import FORMAT, Wire

CURRENT: Final = "rules-2.json"
FOLDER: Final = Path(__file__).with_name("baselines")


class Frozen(NamedTuple):
    """One cell of the baseline: failures and silent errors there and on the clean twins."""

    failure: float
    silent: float
    clean_failure: float
    clean_silent: float
    records: int


class FrozenCell(Wire):
    """A line of the table.

    Attributes:
        operator: Id with version, as in ``totals.wrong_sum@1``.
        failure: Share of touched fields that are neither right nor rightly left open.
        silent: Share of them with an unflagged error.
        clean_failure: `failure` of the same fields on the clean twins; `clean_silent` likewise.
    """

    operator: str
    severity: int
    medium: Form
    failure: float
    silent: float
    clean_failure: float
    clean_silent: float
    records: int


class FrozenBaseline(Wire):
    """The table, and how it came about.

    Attributes:
        reader: The reader that was measured, with the version of the package.
        version: Version of the measurement.
        corpus: Digest of the corpus that it was measured on.
        command: What makes it again.
    """

    format: int = FORMAT
    reader: str
    version: int
    corpus: str
    command: str
    cells: tuple[FrozenCell, ...]

    @property
    def name(self) -> str:
        """Reader and version in words."""
        return f"{self.reader}, table {self.version}"

    def table(self) -> dict[tuple[str, int, str], Frozen]:
        """Return operator with version, severity and medium to what the baseline did there."""
        return {
            (cell.operator, cell.severity, cell.medium): Frozen(
                cell.failure, cell.silent, cell.clean_failure, cell.clean_silent, cell.records
            )
            for cell in self.cells
        }


@cache
def frozen_baseline(path: Path = FOLDER / CURRENT) -> FrozenBaseline:
    """Return the baseline that comes with the package, or the one at `path`."""
    return FrozenBaseline.model_validate_json(path.read_bytes())
