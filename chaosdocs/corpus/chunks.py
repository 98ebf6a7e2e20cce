"""One chunk of slots: its cases made, their files written, then the journal that says so."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Any

from chaosdocs.corpus.journal import Journal
from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.formats.folder import CASES, EVIDENCE, PLANS, SKIPPED, TRUTH
from chaosdocs.foundation.digest import opaque
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.foundation.stores import Store

COLLECTED_AFTER = 16
"""Cases after which the collector of cycles runs: a case leaves hardly any, and looking costs."""


def make_chunk(maker: Maker, chunk: Sequence[int], store: Store, number: int) -> None:
    """Make the cases of some slots, write their files, then the journal that says so.

    Args:
        maker: Makes any slot.
        chunk: Numbers of the slots.
        store: Where the corpus is put.
        number: Number of the chunk.

    Raises:
        UserError: A file cannot be written; the chunk then has no journal.
    """
    journal = Journal()
    with gc_paused():
        for count, slot in enumerate(chunk, 1):
            _note(journal, maker, maker.make(slot), store)
            if count % COLLECTED_AFTER == 0:
                gc.collect(0)
    journal.write(store, number)


def _note(journal: Journal, maker: Maker, made: MadeCase | SkippedSlot, store: Store) -> None:
    """Write the files of a case, and add its lines to the journal."""
    if isinstance(made, SkippedSlot):
        case = opaque(made.label, maker.salt)
        journal.add(SKIPPED, case, [_skipped(made, case)])
        journal.counts[made.outcome] += 1
        return
    for path, data in made.files.items():
        store.put(path, data)
    journal.files.update((file.path, file.sha256) for file in made.case.files)
    for name, rows in rows_of(made).items():
        journal.add(name, made.case.case, rows)
    journal.counts.update(("cases", made.truth.medium))
    journal.counts["clean"] += made.truth.severity == 0


def rows_of(made: MadeCase) -> dict[str, list[Any]]:
    """Return the lines of a case in every file of lines, as JSON."""
    return {
        CASES: [made.case.model_dump(mode="json", by_alias=True)],
        TRUTH: [made.truth.model_dump(mode="json", by_alias=True, exclude_defaults=True)],
        PLANS: [made.plan.model_dump(mode="json")],
        EVIDENCE: [line.row() for line in made.evidence],
    }


def _skipped(slot: SkippedSlot, case: str) -> dict[str, Any]:
    return {
        "case": case,
        "slot": slot.slot.number,
        "label": slot.label,
        "outcome": slot.outcome,
        "reason": slot.reason,
        "findings": [[f.path, f.code, f.detail] for f in slot.findings],
    }
