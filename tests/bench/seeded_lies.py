"""The verifier's own test: proved cases of all media, seeded lies of all kinds; all are caught.

    python tests/bench/seeded_lies.py [LIES] [SEED] [JOBS] [START ...]

With START only kinds whose names start so are told: packet_ map_ norm_ corpus_ set_.

A lie changes the truth, the evidence or the file of a case that is proved as it is: two values
swapped, a state flipped, a label exchanged, a row left out, the old value painted on a scan, a
question changed ... (`tests/proof/all_lies.py`). Lies are drawn evenly from all kinds, and told
about cases of pages, scans, workbooks, exports, messages, sets of files, packets, maps and norms,
and about the private files of corpora. What is asked is what
`verify` asks: the proof of the files, and the truth that the recipe makes again. Printed are the
lies caught and told, by kind and by medium, and every lie that was not caught.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "proof"))
sys.path.insert(0, str(Path(__file__).parents[2]))

from all_lies import AUDITED, ELSEWHERE, FROM_ANOTHER, KINDS, OF_CASES, OF_SETS, UNCAUGHT
from by_hand import MadeCase as Lied
from draws import DOMAINS, maker
from lies import file_of_another
from other_lies import about_another, family_of

from chaosdocs.corpus.make import MadeCase
from chaosdocs.corpus.proving import Proved
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.restated import documents_restated, restated
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.prove import prove
from chaosdocs.testing.sets import SetCase, SetSample, usual_rendering

MEMBERS = (
    ("xlsx.sap", "pdf.statement"), ("json.sap", "xml.camt_v8"), ("text.sap_alv", "xlsx.netsuite"),
    ("pdf.erp", "json.netsuite"), ("csv.sap_xls", "text.mt940"), ("csv.sap", "text.bai2"),
)  # fmt: skip
"""The renderings of ledger and account in sets of several media."""
MEDIA = ("pdf", "scan", "xlsx", "csv", "json", "xml", "text", "edi", "set", "packet", "map", "norm",
         "corpus")  # fmt: skip
RECORDS = 4
"""Records of each domain."""
A_CASE = 8
"""Lies that are told about one case."""
RARE = (
    "dates.ambiguous_order", "numbers.ambiguous_thousands", "claims.contradiction",
    "claims.superseded", "ids.masked", "gaps.blank_under_label", "gaps.left_out",
    "gaps.placeholder", "totals.wrong_sum", "export.hidden_rows", "export.row_limit",
    "drift.renamed_keys", "drift.renamed_heads", "scan.ocr_layer",
)  # fmt: skip
"""Operators whose cases have what some lies are about; every second case is one of theirs."""
TRIES = 120
"""Cases in a row about which no lie is left that can be told before the rest is given up."""


@dataclass
class Told:
    """What was told and caught, by kind and medium, and what was not caught."""

    told: Counter = field(default_factory=Counter)
    caught: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, kind: str, medium: str, label: str, findings: list[str]) -> None:
        """Add one lie."""
        self.told[kind, medium] += 1
        if findings:
            self.caught[kind, medium] += 1
        else:
            self.missed.append(f"{kind}: {label}")


def main(count: int = 1000, seed: int = 1, jobs: int = 1, *starts: str) -> int:
    """Tell lies, count, print; return the exit code."""
    all_told = Told()
    kinds = tuple(kind for kind in KINDS if not starts or kind.startswith(starts))
    work = [(-(-count // jobs), seed * 1000 + n) for n in range(jobs)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for some in pool.map(tell, work, [kinds] * jobs):
            all_told.told += some.told
            all_told.caught += some.caught
            all_told.missed += some.missed
    report(all_told, seed, kinds)
    unlisted = [line for line in all_told.missed if line.partition(":")[0] not in UNCAUGHT]
    return 1 if unlisted else 0


def report(found: Told, seed: int, kinds: tuple[str, ...] = KINDS) -> None:
    """Print kinds by medium, and what was missed."""
    print(f"{'lie':47}" + "".join(f"{medium:>7}" for medium in MEDIA))
    for kind in sorted(kinds):
        cells = (
            f"{found.caught[kind, m]}/{found.told[kind, m]}" if found.told[kind, m] else ""
            for m in MEDIA
        )
        star = "*" if kind in AUDITED else " "
        print(f"{star}{kind:46}" + "".join(f"{cell:>7}" for cell in cells))
    count = len({kind for kind, _ in found.told})
    print(
        f"{found.caught.total()} of {found.told.total()} lies of {count} kinds caught, seed {seed}"
    )
    print("* a kind of the audit")
    for line in found.missed:
        print(f"  {line}")


def tell(job: tuple[int, int], kinds: tuple[str, ...] = KINDS) -> Told:
    """Tell lies about proved cases, each kind as often as the others.

    Args:
        job: How many lies, and the seed.
        kinds: Names of the kinds.
    """
    count, seed = job
    found = Told()
    each = -(-count // len(kinds))
    left = dict.fromkeys(kinds, each)
    rng = SeededRng(seed).at("lies")
    for turn, kind in enumerate(kind for kind in kinds if kind in OF_SETS for _ in range(each)):
        findings = about_a_set(kind, seed + turn)
        if findings is not None:
            found.add(kind, "set", f"set {seed + turn}", findings)
        left.pop(kind, None)
    for turn, kind in enumerate(kind for kind in kinds if kind in ELSEWHERE for _ in range(each)):
        said = about_another(kind, seed + turn, found_in)
        if said is not None:
            label, findings = said
            found.add(kind, family_of(kind) or "", label, findings)
        left.pop(kind, None)
    fruitless = turn = 0
    while left and fruitless < TRIES and found.told.total() < count:
        turn += 1
        told = 0
        for kind, medium, label, findings in about_a_case(seed, rng.at(turn), left):
            found.add(kind, medium, label, findings)
            if not findings:
                print(f"  {kind}: {label}", file=sys.stderr, flush=True)
            left[kind] -= 1
            if not left[kind]:
                del left[kind]
            told += 1
        fruitless = 0 if told else fruitless + 1
    return found


def about_a_set(kind: str, seed: int) -> list[str] | None:
    """Tell a lie about a set; None where there is nothing to lie about."""
    from tests.proof.sets_on_disk import Draws

    for more in range(20):
        made = OF_SETS[kind](a_set(seed, more), Draws(seed))
        if made is not None:
            case, truth, evidence, files = made
            proof = prove(case, truth, evidence, files.__getitem__, domain=None)
            return [failure.code for failure in proof.failures]
    return None


def a_set(seed: int, more: int) -> tuple[Any, ...]:
    """Return a set of files of lines by hand, or of a book whose files are of two media."""
    from tests.proof.test_links import drawn

    if more % 2 == seed % 2:
        return drawn(seed + 1000 * more)
    books, bank = MEMBERS[(seed + more) % len(MEMBERS)]
    rendering = usual_rendering("books-bank", members={"books": books, "bank": bank})
    try:
        made = SetCase(SetSample("trade", seed % 50 + more, "en_US"), rendering).making.claimed
    except UserError:  # its rows tell of another payment
        return drawn(seed + 1000 * more)
    return made.case, made.truth, list(made.evidence), dict(made.files)


@lru_cache(maxsize=3)
def slots_of(domain: str, seed: int) -> dict[tuple[str, str], list[int]]:
    """Return operator and medium to the slots."""
    making = maker("alone", domain, seed, RECORDS)
    found: dict[tuple[str, str], list[int]] = {}
    for number in range(len(making.slots)):
        slot = making.slots[number]
        name = slot.steps[0].operator.id if slot.steps else ""
        found.setdefault((name, slot.rendering.partition(".")[0]), []).append(number)
    return found


def about_a_case(
    seed: int, rng: SeededRng, left: dict[str, int]
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Tell some lies of the kinds that are left; yield kind, medium, label and what was found."""
    domain = rng.at("domain").pick(DOMAINS)
    making, slots = maker("alone", domain, seed, RECORDS), slots_of(domain, seed)
    media = sorted({medium for _, medium in slots})
    medium = rng.at("medium").pick(media)
    names = sorted(name for name, of in slots if of == medium)
    rare = [name for name in names if name in RARE]
    name = rng.at("operator").pick(rare if rare and rng.at("rare").below(2) else names)
    made = making.make(rng.at("slot").pick(slots[name, medium]))
    if not isinstance(made, MadeCase):
        return
    twin = making.make(making.slots.twin(made.slot)) if made.slot.steps else None
    if made.slot.steps and not isinstance(twin, MadeCase):
        return
    honest = Lied(
        made.case, made.truth, list(made.evidence), dict(made.files), made.built.record.domain
    )
    told = 0
    kinds = [kind for kind in left if kind in OF_CASES or kind in FROM_ANOTHER]
    first = rng.at("first").below(len(kinds)) if kinds else 0
    for kind in sorted(kinds[first:] + kinds[:first], key=lambda k: -left[k]):
        if told == A_CASE:
            return
        lied = lie_of(kind, honest, rng.at(kind), making, made, twin)
        if lied is not None and matters(making, made, lied):
            told += 1
            yield (
                kind,
                made.truth.medium,
                f"{domain} {made.truth.label}",
                found_in(making, made, twin, lied),
            )


def lie_of(kind, honest, rng, making, made, twin):  # noqa: PLR0917
    """Return the case with a lie of a kind, or None."""
    if kind not in FROM_ANOTHER:
        return OF_CASES[kind](honest, rng)
    if twin is None:
        return None
    other = twin
    if kind == "file_of_another_severity":
        step = made.slot.steps[0]
        severity = 1 if step.severity > 1 else 5
        other = making.variant(made.slot.number, (replace(step, severity=severity),))
    if not isinstance(other, MadeCase):
        return None
    mine, theirs = right(made.truth), right(other.truth)
    if all(mine[path] == theirs[path] for path in mine.keys() & theirs.keys()):
        return None  # then no answer is right to one file and wrong to the other
    return file_of_another(honest, other)


def right(truth):
    """Return what is right to say of every field that is scored."""
    return {
        path: (field.state, field.accept, field.readings, field.partial)
        for path, *_, field in truth.leaves()
        if field.state != "unscored"
    }


def matters(making, made, lied):
    """Whether anything hangs on the lie: nothing does on what no eye can surely read."""
    changed = {x.statement for x in {*lied.evidence} ^ {*made.evidence}}
    if made.truth.medium != "scan" or not changed:
        return True
    sights = making._sights(made.built)
    return any(sights.get(name) == "legible" for name in changed)


def found_in(making, made, twin, lied) -> list[str]:
    """Return the codes of what `verify` finds: in the files, else beside the recipe."""
    file = lied.files[lied.case.files[0].path]
    sights = making._sights(made.built, file) if made.truth.medium == "scan" else {}
    proof = Witnesses().prove(
        Proved(lied.case, lied.truth, tuple(lied.evidence), lied.read),
        made.built.record.domain,
        twin=twin and Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__),
        sights=sights,
        lain=None if made.built.glass is None else (made.built.glass, made.built.files[0].scan),
        deep=False,
    )
    if proof.findings:
        return [finding.code for finding in proof.findings]
    there = {made.case.case} if twin is None else {made.case.case, twin.case.case}
    again = restated(making, lied.case, lied.truth, made.plan, there, sights)
    documents = documents_restated(making, lied.case, made.plan, lied.read)
    return ["recipe" for _ in (*again, *documents)]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4]), *sys.argv[4:]))
