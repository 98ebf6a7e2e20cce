"""Draw cases and chains at random and print how many are proved: the aim is that all are.

python tests/bench/draws.py [DRAWS] [CHAINS] [SEED] [JOBS]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context

from chaosdocs.corpus.make import Maker, SkippedSlot
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

DOMAINS = ("invoice", "statement", "kyc")
LOCALES = ["en_US", "de_DE", "fr_FR", "ja_JP"]
MEDIA = [
    {"as": "pdf", "templates": "all"},
    {"as": "scan", "templates": "all"},
    *(
        {"as": medium, "system": system}
        for medium in ("xlsx", "csv", "json", "xml")
        for system in ("sap", "netsuite")
    ),
]
MORE = {
    "invoice": (
        "edi.edifact", "edi.x12", "edi.x12_850", "xml.cii", "xml.ubl", "text.sap_alv", "json.xero",
        "json.payline@3",
    ),
    "statement": (
        "text.mt940", "text.bai2", "text.ofx", "text.sap_alv", "text.fixed_width", "xml.camt_v4",
        "csv.bank_de", "csv.bank_us", "csv.datev", "xlsx.qb_ledger", "json.kontor@2",
    ),
    "kyc": ("xml.tradenet@2",),
}  # fmt: skip
"""Renderings of one domain beside `MEDIA`."""
CHUNK = 50
"""Draws that a worker makes before it reports."""

Job = tuple[str, str, int, int]
"""Alone or chained, domain, seed, number of the chunk."""


def main(draws: int = 1000, chains: int = 200, seed: int = 1, jobs: int = 1) -> None:
    """Draw, make, prove, count."""
    started = time.perf_counter()
    for kind, count in (("alone", draws), ("chains", chains)):
        work = [
            (kind, domain, seed, chunk)
            for chunk in range(-(-count // (CHUNK * len(DOMAINS))))
            for domain in DOMAINS
        ]
        tally: Counter[str] = Counter()
        whys: list[str] = []
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            for counted, found in pool.map(chunk_of, work):
                tally += counted
                whys += found
                for why in found:
                    print(f"  {why}", file=sys.stderr, flush=True)
        print(f"{kind}, seed {seed}: {dict(tally)}")
        for why in whys:
            print(f"  {why}")
    print(f"{time.perf_counter() - started:.0f} s")


def chunk_of(job: Job) -> tuple[Counter[str], list[str]]:
    """Make the draws of one chunk; the counts, and a line for every one that is unproved."""
    kind, domain, seed, chunk = job
    drawn = maker(kind, domain, seed)
    first = len(drawn.records) * len(drawn.slots.renderings)
    rng = SeededRng(seed).at(kind, domain, chunk)
    tally: Counter[str] = Counter()
    whys: list[str] = []
    for _ in range(CHUNK):
        number = first + rng.below(len(drawn.slots) - first)
        made = drawn.make(number)
        if isinstance(made, SkippedSlot):
            tally[made.outcome] += 1
            if made.outcome == "defect":
                whys.append(f"{domain} slot {number} {drawn.label(made.slot)}: {made.reason[:200]}")
            continue
        tally["proved"] += 1
        for field in made.truth.fields.values():
            rows = getattr(field, "rows", None)
            leaves = [field] if rows is None else [x for row in rows.values() for x in row.values()]
            tally["fields"] += len(leaves)
            tally["unscored"] += sum(leaf.state == "unscored" for leaf in leaves)
    return tally, whys


def renders(domain: str) -> list[dict]:
    """Return the renderings of a domain."""
    more = (name.split(".", 1) for name in MORE[domain])
    return [*MEDIA, *({"as": medium, "system": system} for medium, system in more)]


@lru_cache(maxsize=6)
def maker(kind: str, domain: str, seed: int, count: int = 400) -> Maker:
    """Return the maker of a domain's draws, alone or chained."""
    design = (
        {"each": ["*"], "severities": [1, 2, 3, 4, 5]}
        if kind == "alone"
        else {"chains": {"count": 5000, "length": [2, 4]}, "severities": [1, 2, 3, 4, 5]}
    )
    recipe = Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "draws",
            "seed": seed,
            "source": {"domain": domain, "count": count, "locales": LOCALES},
            "render": renders(domain),
            "design": design,
        }
    )
    return Maker(resolve(recipe), Witnesses())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
