"""What was done to a document, in words."""

from __future__ import annotations

from collections.abc import Iterable

from chaosdocs.corpus.build import AppliedStep
from chaosdocs.formats.cases import PlannedStep


def edits_in_words(steps: Iterable[PlannedStep | AppliedStep]) -> tuple[str, ...]:
    """Return every edit of the steps of a case, a line each.

    Args:
        steps: Stored steps (``plans.jsonl``), or the steps of a document that was just built.
    """
    from chaosdocs.documents import flow, page_verbs, scan, statement_set, table, tree

    del flow, page_verbs, scan, statement_set, table, tree  # importing them names their verbs
    from chaosdocs.truth.codec import decode

    lines: list[str] = []
    for step in steps:
        if isinstance(step, PlannedStep):
            operator, severity = step.operator, step.severity
            edits = [decode(edit) for edit in step.edits]
        else:
            operator, severity = step.plan.operator, step.plan.severity
            edits = list(step.plan.edits)
        lines += [f"{operator} severity {severity}: {edit.words()}" for edit in edits]
    return tuple(lines)
