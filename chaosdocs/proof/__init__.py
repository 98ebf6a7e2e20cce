"""The proof: finished files opened by witnesses that share no code with what made them.

`prove` confirms the truth of one case; `chaosdocs.proof.verify` does so for a whole corpus. What
made a file is never imported here: not the renderer, not the operators, not MuPDF.
"""

from __future__ import annotations

from chaosdocs.proof.prove import prove
from chaosdocs.proof.result import CODES, Failure, Proof
from chaosdocs.proof.twin import Twin

__all__ = ["CODES", "Failure", "Proof", "Twin", "prove"]
