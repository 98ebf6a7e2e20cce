"""Scans: that the state of a field agrees with what the legibility meter measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.formats.cases import CaseTruth, Evidence
from chaosdocs.proof.field_check import Complaint, claims_of
from chaosdocs.proof.fields import Expected
from chaosdocs.truth.fold import Legibility


def sight_complaints(
    want: Expected, own: Sequence[Evidence], sights: Mapping[str, Legibility]
) -> Iterator[Complaint]:
    """Yield where state and legibility do not agree.

    A field is to be ``unscored`` just where its borderline statements decide what can be read.

    Args:
        want: The field, by eye.
        own: The lines that state it by eye.
        sights: Statement to what is left of it.
    """
    for line in own:
        if line.statement not in sights:
            yield "unseen", f"{line.statement} was not measured"
    seen = [line for line in own if sights.get(line.statement) != "illegible"]
    sure = [line for line in seen if sights.get(line.statement) == "legible"]
    doubtful = len(sure) < len(seen) and _said(want, seen) != _said(want, sure)
    if doubtful and want.state != "unscored" and want.why != "derived":
        yield "sight", f"{want.state}, and borderline statements decide"
    settled = doubtful or "borderline" in sights.values()  # another's doubt goes on by the rules
    if want.state == "unscored" and not settled:
        yield "sight", "unscored, and no borderline statement decides"


def _said(want: Expected, lines: Sequence[Evidence]) -> tuple[object, ...]:
    claims = claims_of(lines, want.kind, next(iter((*want.accept, *want.readings)), want.was))
    return (
        bool(claims.said),
        claims.common,
        claims.union if not claims.common else None,
        bool(claims.masks),
    )


def sights_of_truth(truth: CaseTruth, lines: Sequence[Evidence]) -> dict[str, Legibility]:
    """Return the legibility that the truth of a scan claims, where no meter can be asked again.

    A statement of an ``unscored`` field is borderline, one of a field that is gone illegible,
    every other legible.
    """
    fields = {leaf.path: leaf.truth for leaf in truth.leaves()}
    found: dict[str, Legibility] = {}
    for line in lines:
        field = fields.get(line.path)
        if line.channel != "eye" or line.role != "says":
            continue
        if field is None or field.state in {"answerable", "ambiguous", "disputed"}:
            derived = field is not None and field.why == "derived"
            found[line.statement] = "illegible" if derived else "legible"
        elif field.state == "unscored":
            found[line.statement] = "borderline"
        else:
            found[line.statement] = "legible" if field.partial is not None else "illegible"
    return found
