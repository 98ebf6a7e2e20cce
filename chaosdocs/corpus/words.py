"""What was done to a document, in words."""

from __future__ import annotations

from collections.abc import Iterable

from chaosdocs.corpus.build import AppliedStep
from chaosdocs.formats.cases import PlannedStep


def edits_of(step: PlannedStep | AppliedStep) -> tuple[str, ...]:
    """Return every edit of a step in words.

    Args:
        step: A stored step (``plans.jsonl``), or a step of a document that was just built.
    """
    from chaosdocs.documents import flow, matter, page_verbs, scan, statement_set, table, tree_verbs

    del (
        flow,
        matter,
        page_verbs,
        scan,
        statement_set,
        table,
        tree_verbs,
    )  # importing them names their verbs
    from chaosdocs.truth.codec import decode

    if isinstance(step, PlannedStep):
        edits = [decode(edit) for edit in step.edits]
    else:
        edits = list(step.plan.edits)
    return tuple(edit.words() for edit in edits)


def edits_in_words(steps: Iterable[PlannedStep | AppliedStep]) -> tuple[str, ...]:
    """Return every edit of the steps of a case, a line each.

    Args:
        steps: Stored steps (``plans.jsonl``), or the steps of a document that was just built.
    """
    return tuple(
        f"{told.operator} severity {told.severity}: {words}"
        for step in steps
        for told in (step if isinstance(step, PlannedStep) else step.plan,)
        for words in edits_of(step)
    )
