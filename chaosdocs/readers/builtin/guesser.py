"""A reader of known behaviour: answers everything, and falls for every lure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.formats.units import unfold
from chaosdocs.readers.builtin.pointers import leaves, put_at, units

Json = Any


def guesser(case: Json, files: Mapping[str, Path], *, truth: Json) -> dict[str, Json]:
    """Answer everything with full confidence: the lure where there is one, never a gap.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        truth: The truth of the case.
    """
    del case, files
    out: dict[str, Json] = {"answer": {}, "confidence": {"*": 0.99}}
    for pointer, field in leaves(truth):
        lures = field.get("lures") or ()
        first = [lure["value"] for lure in lures] + list(field.get("readings") or ())
        told = [*first, *(field.get("accept") or ()), field.get("was")]
        value = next((v for v in told if v is not None), _anything(field["kind"]))
        put_at(out["answer"], pointer, value)
    unfold(out, units(truth))
    return out


def _anything(kind: str) -> Json:
    return {
        "money": {"amount": "100.00", "currency": "EUR"},
        "quantity": {"value": "1", "unit": ""},
        "number": "1",
        "percent": "19",
        "date": "2024-01-01",
        "bool": True,
    }.get(kind, "unknown")


guesser.needs_truth = True  # type: ignore[attr-defined]
READER = guesser
