"""A reader of known behaviour: answers what the truth says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.pointers import is_unit, leaves, put_at, put_unit

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
        if is_unit(field):
            _unit(out, pointer, field)
            continue
        value = None
        if state == "answerable":
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
    return out


def _unit(out: dict[str, Json], pointer: str, field: Json) -> None:
    """Answer a unit: whole where it is known, else the sides that are sure, the others open."""
    if field.get("accept"):
        put_unit(out["answer"], pointer, field["accept"][0])
        return
    row, readings = pointer.rpartition("/")[0], field["readings"]
    for name in dict.fromkeys(name for reading in readings for name in reading):
        sides = [reading.get(name, []) for reading in readings]
        sure = all(side == sides[0] for side in sides)
        put_at(out["answer"], f"{row}/{name}", sides[0] if sure else None)
        if not sure:
            out["candidates"][f"{row}/{name}"] = sides
    out["abstain"][row] = "ambiguous"


oracle.needs_truth = True  # type: ignore[attr-defined]
READER = oracle
