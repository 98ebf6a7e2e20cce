"""What making a corpus needs of a proof. The proof itself stands elsewhere and is passed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chaosdocs.documents.rendered import ScannedPage
from chaosdocs.formats.cases import Case, CaseTruth, Evidence
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain

Read = Callable[[str], bytes]
PixelBox = tuple[int, tuple[float, float, float, float]]
"""Page from 0 in the batch, and box in pixels of its image."""


ScanSource = tuple[bytes, Sequence[ScannedPage]]
"""For a scan: the PDF that lay on the glass, and how each page image came from it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An expectation that the finished file does not bear out."""

    path: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the witnesses say of one case: by path who confirmed it, and what failed."""

    witnesses: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """A case whose files have been written, as its dirty twins are proved against it."""

    case: Case
    truth: CaseTruth
    evidence: tuple[Evidence, ...]
    read: Read


class Prover(Protocol):
    """The witnesses. An instance must be picklable: workers get a copy."""

    def sights(
        self,
        scan: bytes,
        pages: Sequence[ScannedPage],
        boxes: Mapping[str, PixelBox],
        glass: bytes,
    ) -> Mapping[str, Legibility]:
        """Measure what perceptual damage left of every box of a scan."""
        ...

    def prove(
        self,
        made: Proved,
        domain: Domain | None,
        *,
        twin: Proved | None,
        sights: Mapping[str, Legibility],
        lain: ScanSource | None,
        deep: bool,
    ) -> Verdict:
        """Confirm every expectation on the finished files."""
        ...

    def close(self) -> None:
        """Close what is still open."""
        ...
