"""Readers of known behaviour. They read no file: they show what a score looks like at its ends."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

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
    for pointer, field in _leaves(truth):
        state = field["state"]
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
        _put(out["answer"], pointer, value)
    return out


def guesser(case: Json, files: Mapping[str, Path], *, truth: Json) -> dict[str, Json]:
    """Answer everything with full confidence: the lure where there is one, never a gap.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        truth: The truth of the case.
    """
    del case, files
    out: dict[str, Json] = {"answer": {}, "confidence": {"*": 0.99}}
    for pointer, field in _leaves(truth):
        lures = field.get("lures") or ()
        first = [lure["value"] for lure in lures] + list(field.get("readings") or ())
        told = [*first, *(field.get("accept") or ()), field.get("was")]
        value = next((v for v in told if v is not None), _anything(field["kind"]))
        _put(out["answer"], pointer, value)
    return out


def blind(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Abstain from everything, and say so.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    del files
    paths = [f"/{name}" for name in case["schema"]["properties"]]
    return {"answer": {}, "abstain": dict.fromkeys(paths, "not_legible")}


def all_null(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Answer null everywhere: what a schema that forbids the right type makes of a model.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    del files
    return {"answer": dict.fromkeys(case["schema"]["properties"])}


for _reader in (oracle, guesser):
    _reader.needs_truth = True  # type: ignore[attr-defined]


def _leaves(truth: Json) -> Iterator[tuple[str, Json]]:
    """Yield answer pointers (rows by number) and the truth of every asked field."""
    for path, field in truth["fields"].items():
        if "rows" in field:
            for number, cells in enumerate(field["rows"].values()):
                for leaf, cell in cells.items():
                    yield f"{path}/{number}/{leaf}", cell
        else:
            yield path, field


def _put(answer: dict[str, Json], pointer: str, value: Json) -> None:
    parts = pointer.strip("/").split("/")
    holder: Json = answer
    for part, following in itertools.pairwise(parts):
        empty: Json = [] if following.isdigit() else {}
        if isinstance(holder, list):
            while len(holder) <= int(part):
                holder.append({})
            holder = holder[int(part)]
        else:
            holder = holder.setdefault(part, empty)
    holder[parts[-1]] = value


def _anything(kind: str) -> Json:
    return {
        "money": {"amount": "100.00", "currency": "EUR"},
        "quantity": {"value": "1", "unit": ""},
        "number": "1",
        "percent": "19",
        "date": "2024-01-01",
        "bool": True,
    }.get(kind, "unknown")
