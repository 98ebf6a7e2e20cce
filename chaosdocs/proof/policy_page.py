"""A policy page that names a norm, read from the finished files: where it is, and how far away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.formats.cases import Evidence, FieldExpectation
from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.norm_check import NAMES, REVIEW
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.truth.fold import Legibility

TITLES: Final = ("Policies", "Richtlinien", "Règles appliquées")
"""What a policy page is headed by."""
_WHOSE: Final = "/entity/name"
_NAMING: Final = frozenset((*NAMES, REVIEW))
_FROM_DOCUMENT: Final = 2
"""The document with the facts, and the policy page."""
_NEAR_WORDS: Final = 0.02
_LAYERS: Final = ("hidden.", "pdf.")
"""Families whose operators make a text layer say other words than the page shows."""
Place = tuple[str, "int | None"]
"""A file and a page in it; None in a file without pages."""


def place_of(bench: OpenedFiles, sights: Mapping[str, Legibility] | None = None) -> Place | None:
    """Return the page or file on which nothing is said but whose policy it is, and the norm.

    A page counts only if it stands behind all others of its file; a file of its own only if the
    case calls it the policy.

    Args:
        bench: The opened files.
        sights: For a scan: statement to what is left of it. What is illegible says nothing.
    """
    lost = {name for name, sight in (sights or {}).items() if sight == "illegible"}
    naming = {
        _at(x)
        for x in bench.evidence
        if x.path in _NAMING and x.role == "says" and x.statement not in lost
    }
    if len(naming) != 1:
        return None
    said = [x for x in bench.evidence if x.role == "says" and x.statement not in lost]
    others = {_at(x) for x in said if x.path not in {*_NAMING, _WHOSE}}
    if naming & others:
        return None
    (place,) = naming
    file, page = place
    if page is None:
        roles = {each.path: each.role for each in bench.case.files}
        return place if roles.get(file) == "policy" else None
    witness = bench.witness(file)
    last = isinstance(witness, PdfWitness) and witness.pages == page > 1
    return place if last and len({x.file for x in said}) == 1 else None


def _at(line: Evidence) -> Place:
    return line.file, line.page


def distance_complaints(
    bench: OpenedFiles,
    place: Place | None,
    field: FieldExpectation,
    glass: ScanSource | None,
) -> Iterator[Complaint]:
    """Yield what of the distance between the facts and the policy page is not so.

    Args:
        bench: The opened files.
        place: Where the policy page is; None where there is none.
        field: The truth of the field that is answered under the norm.
        glass: For a scan: what lay on the glass.
    """
    said = field.context
    file, page = place or ("", None)
    if page is None or field.stands != "page":
        if said is not None:
            yield "distance", "no policy page lies apart from the facts"
        return
    if said is None:
        yield "distance", "nothing is said of how far the policy page is"
        return
    if [(w.file, w.page) for w in said.where] != [(file, page)]:
        yield "distance", f"the norm stands on page {page} of {file}"
    if (said.hops, said.pages) != (_FROM_DOCUMENT, page - 1):
        yield "distance", f"two documents, {page - 1} pages apart, not {said.hops}, {said.pages}"
    words = _words(bench, file, page, glass)
    if words is not None and abs(words - said.words) > max(3, _NEAR_WORDS * words):
        yield "distance", f"{words} words lie before it, {said.words} are said"


def _words(bench: OpenedFiles, file: str, page: int, glass: ScanSource | None) -> int | None:
    """How many words stand on the pages before one; None where only ink tells."""
    if any(step.operator.startswith(_LAYERS) for step in bench.truth.steps):
        return None
    witness = bench.witness(file)
    if bench.truth.medium == "scan":
        if glass is None:
            return None
        return sum(len(glass.text(number).split()) for number in range(1, page))
    if not isinstance(witness, PdfWitness):
        return None
    pages = (witness.page(number) for number in range(1, page))
    return sum(len(each.text.split()) for each in pages if each is not None)
