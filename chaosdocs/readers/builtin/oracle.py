"""A reader of known behaviour: answers what the truth says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.formats.units import unfold
from chaosdocs.readers.builtin.pointers import leaves, put_at, units

Json = Any


def oracle(case: Json, files: Mapping[str, Path], *, truth: Json) -> dict[str, Json]:
    """Answer what the truth says, flag every gap with its reason: the best score there is.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        truth: The truth of the case.

    Returns:
        An answer line without its case.
    """
    del case, files
    out: dict[str, Json] = {
        "answer": {},
        "abstain": {},
        "absent": [],
        "candidates": {},
        "confidence": {},
        "issues": list(truth.get("issues", ())),
    }
    for pointer, field in leaves(truth):
        state = field["state"]
        value = None
        if state == "answerable" or (state == "absent" and field.get("accept")):
            value = field["accept"][0]
            out["confidence"][pointer] = 1.0
        elif state == "absent":
            out["absent"].append(pointer)
        else:
            reason = {"ambiguous": "ambiguous", "disputed": "disputed"}.get(state, "not_legible")
            out["abstain"][pointer] = reason
            if field.get("readings"):
                out["candidates"][pointer] = list(field["readings"])
        put_at(out["answer"], pointer, value)
    unfold(out, units(truth))
    return out


oracle.needs_truth = True  # type: ignore[attr-defined]
READER = oracle
