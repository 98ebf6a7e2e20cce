"""A corpus from disk, proved again, by one process or by several."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from chaosdocs.corpus.make import Maker
from chaosdocs.formats.cases import Case, CasePlan, CaseTruth, Evidence
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.executing import Executor, handed_over
from chaosdocs.foundation.files import inside, read
from chaosdocs.foundation.pool import Stopped, over_processes
from chaosdocs.making.legibility import contradicted
from chaosdocs.making.private_half import corpus_restated, skipped_restated
from chaosdocs.making.restated import documents_restated, restated
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.result import Failure
from chaosdocs.proof.verify import Report
from chaosdocs.proof.verify import verify as prove_again
from chaosdocs.recipe.load import load
from chaosdocs.sources.world.packets.fields import MATTER
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain

OnProgress = Callable[[int, int], None]
PARTS_A_JOB: Final = 4
"""A worker that is done early takes another part."""


def verify(
    corpus: Path,
    *,
    deep_share: float,
    trust: bool,
    jobs: int = 1,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Report:
    """Prove every expectation of a corpus again from its files.

    Args:
        corpus: Folder of the corpus, both halves.
        deep_share: Share of the cases that are also checked with pdfplumber and tesseract.
        trust: Whether code that the recipe of the corpus names may run.
        jobs: Worker processes. The report is the same whatever their number.
        executor: Proves in place of `jobs`; its workers must see the folder.
        on_progress: Called with the number of cases checked so far and of all cases.

    Raises:
        UserError: There is no corpus, or its recipe cannot be read.
    """
    if executor is not None:
        parts = max(jobs, EXECUTED_PARTS)
        apart = ((corpus, deep_share, trust, (n, parts)) for n in range(parts))
        reports = []
        for report in handed_over(executor, _part_apart, apart):
            reports.append(report)
            if on_progress is not None:
                on_progress(sum(each.cases for each in reports), report.all_cases)
        return _joined(reports)
    if jobs == 1:
        return _part(corpus, deep_share, trust=trust, part=(0, 1), on_progress=on_progress)
    parts = jobs * PARTS_A_JOB
    pieces = [(corpus, deep_share, trust, (n, parts)) for n in range(parts)]
    reports = []
    for report in over_processes(jobs, _nothing, (), _piece, pieces):
        reports.append(report)
        if on_progress is not None:
            on_progress(sum(each.cases for each in reports), report.all_cases)
    return _joined(reports)


def _nothing(_stopped: Stopped) -> bool:
    return True


def _piece(_state: bool, job: tuple[Path, float, bool, tuple[int, int]]) -> Report:
    corpus, deep_share, trust, part = job
    return _part(corpus, deep_share, trust=trust, part=part)


EXECUTED_PARTS: Final = 16
"""Parts that an executor is given."""
_ONE_AT_A_TIME = threading.Lock()
"""PyMuPDF is not for threads."""


def _part_apart(corpus: Path, deep_share: float, trust: bool, part: tuple[int, int]) -> Report:
    with _ONE_AT_A_TIME:
        return _part(corpus, deep_share, trust=trust, part=part)


def _joined(reports: Sequence[Report]) -> Report:
    witnesses: Counter[str] = Counter()
    for report in reports:
        witnesses.update(report.witnesses)
    return Report(
        sum(report.cases for report in reports),
        sum(report.proved for report in reports),
        sum(report.deep for report in reports),
        dict(sorted(witnesses.items())),
        tuple(sorted({failure for report in reports for failure in report.failures})),
        reports[0].all_cases,
    )


def _part(
    corpus: Path,
    deep_share: float,
    *,
    trust: bool,
    part: tuple[int, int],
    on_progress: OnProgress | None = None,
) -> Report:
    folder = CorpusFolder(corpus)
    witnesses = Witnesses()
    maker = Maker(load(folder.recipe, trust=trust), witnesses)

    measured: dict[str, Mapping[str, Legibility]] = {}

    @cache
    def scans() -> dict[str, tuple[int, str]]:
        tolerant = CorpusFolder(folder.folder, faults=[])  # the proof tells them
        slots = {plan.case: plan.slot for plan in tolerant.plans()}
        files = {case.case: case.files[0].path for case in tolerant.cases() if case.files}
        return {name: (slots[name], files[name]) for name in slots if name in files}

    def file(path: str) -> bytes:
        try:
            return read(inside(folder.folder, path))
        except UserError as error:
            raise FileNotFoundError(error.problem) from error

    def meter(truth: CaseTruth) -> tuple[Mapping[str, Legibility], ScanSource | None] | None:
        if truth.medium != "scan" or truth.case not in scans():
            return None
        slot, path = scans()[truth.case]
        if not 0 <= slot < len(maker.slots):
            return None
        found, lain = maker.measured(slot, file(path))
        measured.clear()
        measured[truth.case] = found
        return found, None if lain is None else ScanSource(*lain)

    def legibility(
        truth: CaseTruth, lines: Sequence[Evidence], sights: Mapping[str, Legibility] | None
    ) -> Iterator[Failure]:
        if truth.medium == "scan" and truth.case in scans() and sights:
            slot, path = scans()[truth.case]
            if 0 <= slot < len(maker.slots):
                yield from contradicted(maker, slot, file(path), lines, sights)

    @cache
    def plans() -> dict[str, CasePlan]:
        return {plan.case: plan for plan in CorpusFolder(folder.folder, faults=[]).plans()}

    def again(case: Case, truth: CaseTruth) -> Iterator[tuple[str, str]]:
        plan = plans().get(case.case)
        if plan is not None:  # a case without one is reported as such
            sights = measured.get(case.case, {})
            yield from restated(maker, case, truth, plan, plans().keys(), sights)
            yield from documents_restated(maker, case, plan, file)

    def domain(truth: CaseTruth) -> Domain | None:
        if truth.packet:
            return MATTER
        if maker.books is not None:
            return None
        plan = plans().get(truth.case)
        if plan is None or not 0 <= plan.slot < len(maker.slots):
            return maker.records[0].domain
        return maker.records[maker.slots[plan.slot].record].domain

    try:
        report = prove_again(
            folder.folder,
            domains=domain,
            meter=meter,
            restated=again,
            legibility=legibility,
            deep_share=deep_share,
            part=part,
            on_progress=on_progress,
        )
        tolerant = CorpusFolder(folder.folder, faults=[])  # the proof tells them
        unlike = {
            Failure(case, "", "recipe", words)
            for case, words in skipped_restated(maker, tolerant, part)
        }
        if part[0] == 0:
            whole = corpus_restated(maker, tolerant)
            unlike |= {Failure("", "", "recipe", words) for words in whole}
    finally:
        witnesses.close()
    return replace(report, failures=tuple(sorted({*report.failures, *unlike})))
