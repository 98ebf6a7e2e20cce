"""The baseline: gate failures that are known, so that only new ones fail a build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from chaosdocs.score.gates import key_of
from chaosdocs.truth.errors import UserError
from chaosdocs.truth.wire.files import write_atomically
from chaosdocs.truth.wire.score import GateResult


def read_baseline(path: Path) -> frozenset[str]:
    """Return the known failures in `path`; a file that is not there knows none.

    Raises:
        UserError: It is no baseline.
    """
    if not path.exists():
        return frozenset()
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read: {error}", where=str(path)) from error
    known = data.get("known") if isinstance(data, dict) else None
    if not isinstance(known, list) or not all(isinstance(each, str) for each in known):
        raise UserError(
            "not a baseline: an object with a list `known` is needed",
            where=str(path),
            hint="write a new one with --update-baseline",
        )
    return frozenset(known)


def update_baseline(path: Path, results: Sequence[GateResult]) -> int:
    """Write every gate that does not pass into `path`, beside what it knows; return how many.

    Raises:
        UserError: It is no baseline, or cannot be written.
    """
    failing = {key_of(r) for r in results if r.status in {"fail", "inconclusive", "known"}}
    return _write(path, read_baseline(path) | failing)


def prune_baseline(path: Path, results: Sequence[GateResult]) -> tuple[str, ...]:
    """Take out of `path` what passes now or is gated no more, and return it, sorted.

    Raises:
        UserError: It is no baseline, or cannot be written.
    """
    known = read_baseline(path)
    failing = {key_of(r) for r in results if r.status in {"fail", "inconclusive", "known"}}
    _write(path, known & failing)
    return tuple(sorted(known - failing))


def _write(path: Path, known: frozenset[str]) -> int:
    data = {"format": 1, "known": sorted(known)}
    write_atomically(path, json.dumps(data, indent=1, ensure_ascii=False).encode() + b"\n")
    return len(known)
