"""What made a place of a scan illegible, as a reason that is true of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from chaosdocs.corpus.build import AppliedStep
from chaosdocs.documents.scan import (
    Blur,
    Cut,
    Effect,
    Fade,
    Fax,
    Jpeg,
    Noise,
    Occlude,
    Resample,
    Shadow,
    Speckle,
)
from chaosdocs.truth.statements import Residue, Statement

_REASONS: Final[Mapping[type[Effect], Residue]] = {
    Blur: "blurred",
    Cut: "cut",
    Fade: "faded",
    Fax: "fax",
    Jpeg: "compression",
    Noise: "noise",
    Resample: "low_resolution",
    Shadow: "shadow",
    Speckle: "dust",
}
_MARKS: Final[Mapping[str, Residue]] = {
    "redaction": "redaction",
    "stain": "stain",
    "stamp": "stamp",
    "tape": "redaction",
}


def reason(statement: Statement, steps: Sequence[AppliedStep]) -> Residue:
    """Return what the steps did to a statement that nobody can read.

    What lies over it comes before what was done to the whole page; several of either are told as
    ``illegible``.
    """
    done = [
        effects[0]
        for step in steps
        if statement.ref in step.touched
        and (effects := [edit for edit in step.plan.edits if isinstance(edit, Effect)])
    ]
    marks = {_MARKS[each.style] for each in done if isinstance(each, Occlude)}
    whole = {_REASONS[type(each)] for each in done if type(each) in _REASONS}
    for found in (marks, whole):
        if found:
            return found.pop() if len(found) == 1 else "illegible"
    return "illegible"
