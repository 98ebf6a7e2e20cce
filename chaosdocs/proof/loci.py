"""Every line of evidence: does the file say at the place what the line says it does?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.checked import Checked, agrees, wrong
from chaosdocs.proof.ink.eye import check_eye, visible
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.places import Place, touch
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.witness import Witness
from chaosdocs.truth.fold import Legibility


class Loci:
    """The checker of lines.

    Args:
        bench: The opened case.
        twin: The opened clean twin.
        sights: For a scan: what the legibility meter measured.
        glass: For a scan: what lay on the glass, where that is known.
    """

    def __init__(
        self,
        bench: OpenedFiles,
        twin: OpenedFiles | None,
        sights: Mapping[str, Legibility] | None,
        glass: ScanSource | None = None,
    ) -> None:
        self._bench = bench
        self._twin = twin
        self._sights = sights
        self._glass = glass
        self._scanned = bench.truth.medium == "scan"

    def check(self, line: Evidence) -> Checked:
        """Return what the file says to one line."""
        witness = self._bench.witness(line.file)
        if witness is None:
            return wrong("missing_file", f"{line.statement} stands in {line.file}, not opened")
        if self._struck(line, witness):
            return wrong("struck", f"{line.statement}: {line.text!r} is struck through or signed")
        if isinstance(witness, PdfWitness) and line.channel == "eye":
            return check_eye(
                line, witness, self._bench, self._twin, self._sights, glass=self._glass
            )
        found = witness.found(line)
        if found is None:
            if line.role == "trace" and not line.text:
                return Checked((witness.name,))
            return wrong("not_found", f"{line.statement}: nothing at {_place(line)}")
        if not agrees(found, line):
            return wrong(
                "not_found",
                f"{line.statement}: {line.text!r} expected, {found.text!r} at {_place(line)}",
            )
        if self._seen_unsaid(line, witness) or self._shown_unsaid(line, witness):
            return wrong("leaked", f"{line.statement}: {line.text!r} can be seen, and must not be")
        if found.extra and not self._known(found.extra, line) and not self._lay_alone(line):
            return wrong("box_moved", f"{line.statement}: {found.extra!r} stands there as well")
        return Checked((found.by or witness.name,))

    def _seen_unsaid(self, line: Evidence, witness: Witness) -> bool:
        """Whether what is on the text channel alone can be seen as well, words in a stead too."""
        if (
            line.channel != "text"
            or self._scanned
            or not isinstance(witness, PdfWitness)
            or line.role == "lure"
            or line.box is None
            or line.statement in self._bench.seen
        ):
            return False
        said = any(
            other.page == line.page
            and other.box is not None
            and touch(other.box, line.box)
            and normal(line.text) in normal(other.text)
            for lines in self._bench.seen.values()
            for other in lines
        )
        page = witness.page(line.page or 0)
        return not said and page is not None and visible(line.text, page, line.box)

    def _struck(self, line: Evidence, witness: Witness) -> bool:
        """Whether a line runs through what is to be read, or stands before it as a minus."""
        if self._scanned or not isinstance(witness, PdfWitness):
            return False
        box = line.box
        if box is None or line.role != "says":
            return False
        page = witness.page(line.page or 0)
        return page is not None and page.strokes.spoil(box)

    def _shown_unsaid(self, line: Evidence, witness: Witness) -> bool:
        """Whether what a cell holds and is said not to show is shown."""
        if line.channel != "value" or line.role != "says" or line.cell is None:
            return False
        if (line.file, line.sheet, line.cell) in self._shown:
            return False
        shown = witness.found(line.model_copy(update={"channel": "shown"}))
        return shown is not None and agrees(shown, line)

    @cached_property
    def _shown(self) -> frozenset[tuple[str, str | None, str | None]]:
        """The cells that are said to show something."""
        lines = self._bench.evidence
        return frozenset((x.file, x.sheet, x.cell) for x in lines if x.channel == "shown")

    def _lay_alone(self, line: Evidence) -> bool:
        """Whether no other text lay in a scan's box: the boxes of turned texts reach farther."""
        return self._glass is not None and self._glass.alone(line)

    def _known(self, extra: str, line: Evidence) -> bool:
        bare = normal(extra).replace(" ", "")
        others = [
            normal(other.text).replace(" ", "")
            for other in self._bench.evidence
            if other is not line and other.file == line.file and other.page == line.page
        ]
        return any(bare and (bare in other or other in bare) for other in others if other)


def _place(line: Evidence) -> str:
    place = Place(line.page, line.box, line.sheet, line.cell, line.pointer, line.bytes)
    return f"{line.file}, {place.words()}" if place.words() else line.file
