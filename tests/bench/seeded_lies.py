"""The verifier's own test: proved cases of all media, one seeded lie each; all are to be caught.

    python tests/bench/seeded_lies.py [CASES] [SEED] [JOBS]

A lie changes the truth, the evidence or the file of a case that is proved as it is: two values
swapped, a state flipped, a box moved, the file of another severity or of the clean twin, the old
value left in metadata, in an attachment, in an older revision ... (`tests/proof/lies.py`). Printed
are the lies caught and told, by kind and by medium, and every one that was not caught.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "proof"))

from by_hand import MadeCase as Lied
from draws import DOMAINS, maker
from lies import LIES, file_of_another

from chaosdocs.corpus.make import MadeCase
from chaosdocs.corpus.proving import Proved
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses

CHUNK = 10
"""Cases that a worker tells a lie about before it reports."""
MEDIA = ("pdf", "scan", "xlsx", "csv", "json")


def main(cases: int = 1000, seed: int = 1, jobs: int = 1) -> None:
    """Tell lies, count, print."""
    work = [(seed, number) for number in range(-(-cases // CHUNK))]
    told: Counter[tuple[str, str]] = Counter()
    caught: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for some_told, some_caught, some_missed in pool.map(chunk_of, work):
            told += some_told
            caught += some_caught
            missed += some_missed
            for line in some_missed:
                print(f"  {line}", file=sys.stderr, flush=True)
    print(f"{'lie':34}" + "".join(f"{medium:>9}" for medium in MEDIA))
    for kind in sorted({kind for kind, _ in told}):
        cells = (f"{caught[kind, m]}/{told[kind, m]}" if told[kind, m] else "" for m in MEDIA)
        print(f"{kind:34}" + "".join(f"{cell:>9}" for cell in cells))
    print(f"{caught.total()} of {told.total()} lies caught, seed {seed}")
    for line in missed:
        print(f"  {line}")


def chunk_of(job: tuple[int, int]) -> tuple[Counter, Counter, list[str]]:
    """Tell a lie about each of some proved cases."""
    seed, chunk = job
    told: Counter[tuple[str, str]] = Counter()
    caught: Counter[tuple[str, str]] = Counter()
    missed = []
    rng = SeededRng(seed).at("lies", chunk)
    done = tries = 0
    while done < CHUNK:
        tries += 1
        found = lie_about(seed, rng.at(tries), chunk * CHUNK + done)
        if found is None:
            continue
        done += 1
        kind, medium, label, failures = found
        told[kind, medium] += 1
        if failures:
            caught[kind, medium] += 1
        else:
            missed.append(f"{kind}: {label}")
    return told, caught, missed


def lie_about(seed: int, rng: SeededRng, turn: int):
    """Return kind of lie, medium, label and what the proof found; None where there is no case."""
    making = maker("alone", DOMAINS[rng.at("domain").below(len(DOMAINS))], seed)
    first = len(making.records) * len(making.slots.renderings)
    number = first + rng.at("slot").below(len(making.slots) - first)
    made = making.make(number)
    if not isinstance(made, MadeCase):
        return None
    twin = making.make(making.slots.twin(made.slot))
    honest = Lied(
        made.case, made.truth, list(made.evidence), dict(made.files), made.built.record.domain
    )
    named = {lie.__name__: lie for lie in LIES}
    named["file_of_another_severity"] = lambda case, _rng: _exchanged(case, _milder(making, made))
    named["file_of_the_clean_twin"] = lambda case, _rng: _exchanged(case, twin)
    kinds = sorted(named)
    for step in range(len(kinds)):
        kind = kinds[(turn + step) % len(kinds)]
        lied = named[kind](honest, rng.at(kind))
        if lied is not None and _matters(making, made, lied):
            proof = _proved(making, made, twin, lied)
            return kind, made.truth.medium, f"{made.truth.label}, slot {number}", proof
    return None


def _matters(making, made, lied):
    """Whether anything hangs on the lie: nothing does on what no eye can surely read."""
    changed = {x.statement for x in {*lied.evidence} ^ {*made.evidence}}
    if made.truth.medium != "scan" or not changed:
        return True
    sights = making._sights(made.built)
    return any(sights.get(name) == "legible" for name in changed)


def _milder(making, made):
    """The same case at another severity, where that makes another file."""
    step = made.slot.steps[0]
    severity = 1 if step.severity > 1 else 5
    return making.variant(made.slot.number, (replace(step, severity=severity),))


def _exchanged(case, other):
    if not isinstance(other, MadeCase):
        return None
    mine, theirs = _right(case.truth), _right(other.truth)
    if all(mine[path] == theirs[path] for path in mine.keys() & theirs.keys()):
        return None  # then no answer is right to one file and wrong to the other
    return file_of_another(case, other)


def _right(truth):
    """What is right to say of every field that is scored."""
    return {
        path: (field.state, field.accept, field.readings, field.partial)
        for path, *_, field in truth.leaves()
        if field.state != "unscored"
    }


def _proved(making, made, twin, lied):
    file = lied.files[lied.case.files[0].path]
    proof = Witnesses().prove(
        Proved(lied.case, lied.truth, tuple(lied.evidence), lied.read),
        made.built.record.domain,
        twin=Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__),
        sights=making._sights(made.built, file),
        lain=None if made.built.glass is None else (made.built.glass, made.built.files[0].scan),
        deep=False,
    )
    return proof.findings


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
