"""What a person sees on a born-digital page: ink in the box, and nothing else than the text."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.proof.bench import Bench
from chaosdocs.proof.loci import Checked
from chaosdocs.proof.pdf import PdfWitness
from chaosdocs.truth.fold import Sight
from chaosdocs.truth.wire.cases import Evidence


def check_eye(
    line: Evidence,
    witness: PdfWitness,
    bench: Bench,
    twin: Bench | None,
    sights: Mapping[str, Sight] | None,
) -> Checked:
    from chaosdocs.proof.loci import agrees

    found = witness.found(line)
    if found is None or not agrees(found, line):
        return Checked(complaints=(("not_found", f"{line.text!r} vs {found}"),))
    return Checked(("pdfium-text",))
