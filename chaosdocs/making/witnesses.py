"""The proof and the legibility meter, as the making of a corpus calls them."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

from chaosdocs.corpus.proving import Finding, PixelBox, Proved, ScanSource, Verdict
from chaosdocs.documents.rendered import ScannedPage
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain

if TYPE_CHECKING:
    from chaosdocs.proof import Twin


class Witnesses:
    """The proof and the legibility meter, as the making of a corpus calls them.

    A clean case stays open when it is proved: the next cases mostly have it as their twin.
    """

    def __init__(self) -> None:
        self._twin: Twin | None = None

    def __getstate__(self) -> dict[str, None]:
        """Open files do not travel to workers."""
        return {"_twin": None}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self, twin: Proved) -> Twin:
        from chaosdocs.proof import Twin

        held = self._twin
        if (
            held is None
            or held.case is not twin.case
            or held.evidence is not twin.evidence
            or held.read != twin.read
        ):
            self.close()
            self._twin = held = Twin(twin.case, twin.truth, twin.evidence, twin.read)
        return held

    def close(self) -> None:
        """Close the twin that is still open; the next proof opens its own."""
        if self._twin is not None:
            self._twin.close()
            self._twin = None

    def sights(
        self,
        scan: bytes,
        pages: Sequence[ScannedPage],
        boxes: Mapping[str, PixelBox],
        glass: bytes,
    ) -> Mapping[str, Legibility]:
        """Measure what perceptual damage left of every box of a scan."""
        from chaosdocs.proof.legibility.meter import sights

        return sights(scan, pages, boxes, glass)

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
        from chaosdocs.proof import prove
        from chaosdocs.proof.ink.scan_source import ScanSource

        proof = prove(
            made.case,
            made.truth,
            made.evidence,
            made.read,
            domain=domain,
            twin=None if twin is None else self._opened(twin),
            sights=sights,
            glass=None if lain is None else ScanSource(*lain),
            deep=deep,
            own=self._opened(made) if twin is None else None,
        )
        _close_at_exit(self)
        findings = tuple(Finding(f.path, f.code, f.detail) for f in proof.failures)
        return Verdict(proof.witnesses, findings)


_OPEN: WeakSet[Witnesses] = WeakSet()


@cache
def _hooked() -> None:
    atexit.register(_close_all)


def _close_all() -> None:
    for each in list(_OPEN):
        each.close()


def _close_at_exit(witnesses: Witnesses) -> None:
    """Close files before the libraries that opened them complain; their hooks are older."""
    _OPEN.add(witnesses)
    _hooked()
