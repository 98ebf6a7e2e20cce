"""The fields of a case's truth: those that are asked for, and each with its witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from chaosdocs.corpus.expect import Fields
from chaosdocs.corpus.proving import Verdict
from chaosdocs.formats.cases import CaseTruth, FieldExpectation, ListExpectation


def asked(fields: Fields, wanted: Sequence[str] | Literal["all"]) -> Fields:
    """Return the fields that are asked for.

    Args:
        fields: All fields of a case.
        wanted: Their schema paths, or ``all``.
    """
    if wanted == "all":
        return fields
    paths = frozenset(wanted)
    kept: Fields = {}
    for path, field in fields.items():
        if isinstance(field, ListExpectation):
            leaves = {p.rpartition("/")[2] for p in paths if p.startswith(f"{path}/*/")}
            if leaves:
                rows = {
                    row: {leaf: f for leaf, f in cells.items() if leaf in leaves}
                    for row, cells in field.rows.items()
                }
                kept[path] = ListExpectation(order=field.order, rows=rows)
        elif path in paths:
            kept[path] = field
    return kept


def witnessed(truth: CaseTruth, verdict: Verdict) -> CaseTruth:
    """Return a truth that says of every field which witnesses confirmed it."""
    fields: Fields = {}
    for path, field in truth.fields.items():
        if isinstance(field, ListExpectation):
            rows = {
                row: {
                    leaf: _with_proof(f, verdict, f"{path}/{row}/{leaf}")
                    for leaf, f in cells.items()
                }
                for row, cells in field.rows.items()
            }
            fields[path] = ListExpectation(order=field.order, rows=rows)
        else:
            fields[path] = _with_proof(field, verdict, path)
    return truth.model_copy(update={"fields": fields})


def _with_proof(field: FieldExpectation, verdict: Verdict, path: str) -> FieldExpectation:
    witnesses = verdict.witnesses.get(path, ())
    if not witnesses:
        return field
    return FieldExpectation.ours({**field.__dict__, "proof": tuple(witnesses)})
