"""The witness of scans: that of PDFs, with boxes in pixels of the page images."""

from __future__ import annotations

from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.registry import Opener

WITNESS = Opener(lambda data, _evidence: PdfWitness(data, pixels=True))
