"""The fields of a case's truth: those that are asked for, and each with its witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from chaosdocs.corpus.proving import Verdict
from chaosdocs.formats.cases import CaseTruth, FieldExpectation, Fields, Leaf, with_leaves


def asked(fields: Fields, wanted: Sequence[str] | Literal["all"]) -> Fields:
    """Return the fields that are asked for.

    Args:
        fields: All fields of a case.
        wanted: Their schema paths, or ``all``.
    """
    if wanted == "all":
        return fields
    paths = frozenset(wanted)
    mine = {
        path: entry
        for path, entry in fields.items()
        if path in paths or any(each.startswith(f"{path}/*/") for each in paths)
    }
    return with_leaves(mine, lambda leaf: leaf.truth if leaf.schema_path in paths else None)


def witnessed(truth: CaseTruth, verdict: Verdict) -> CaseTruth:
    """Return a truth that says of every field which witnesses confirmed it."""

    def with_proof(leaf: Leaf) -> FieldExpectation:
        witnesses = verdict.witnesses.get(leaf.path, ())
        if not witnesses:
            return leaf.truth
        return FieldExpectation.ours({**leaf.truth.__dict__, "proof": tuple(witnesses)})

    return truth.with_leaves(with_proof)
