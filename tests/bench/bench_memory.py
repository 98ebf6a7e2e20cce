"""Memory over many pages: ``python tests/bench/bench_memory.py [PAGES [MEDIUM]]``.

Makes and proves cases in one process, without writing them, and prints the memory in use and its
peak after every tenth of the pages. MEDIUM is pdf or scan. Flat means: no more than 10 MB above
what the first hundred pages took.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

RENDERED = {
    "pdf": ({"as": "pdf", "templates": ["letterhead", "erp", "statement"]},),
    "scan": ({"as": "scan", "templates": ["letterhead"]},),
}
OPERATORS = {
    "pdf": ("claims.contradiction", "gaps.left_out", "dates.ambiguous_order", "pdf.form_field"),
    "scan": ("scan.skewed", "scan.low_resolution", "scan.faxed"),
}
FIRST = 100
"""Pages after which caches, fonts and libraries are there."""


def maker(medium: str, pages: int) -> Maker:
    """Makes at least so many pages."""
    recipe = Recipe.model_validate(
        {
            "name": "memory",
            "seed": 9,
            "source": {"domain": "invoice", "count": pages, "locales": ["en_US", "de_DE", "fr_FR"]},
            "render": RENDERED[medium],
            "design": {"each": OPERATORS[medium], "severities": [3]},
        }
    )
    return Maker(resolve(recipe), Witnesses())


def in_use() -> float:
    """Megabytes of memory in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def peak() -> float:
    """Most megabytes that were in use."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def main(wanted: int, medium: str) -> None:
    """Measure and print."""
    making = maker(medium, wanted)
    slots = making.slots
    twins = range(len(slots.renderings) * wanted)
    order = sorted(range(len(slots)), key=lambda n: (slots.twin(slots[n]), n))
    print(f"{len(twins):,} clean twins, {len(slots):,} slots; {in_use():.0f} MB before the first")
    pages = cases = 0
    marks = [FIRST, *(wanted * tenth // 10 for tenth in range(1, 11))]
    base, start = 0.0, time.process_time()
    for slot in order:
        made = making.make(slot)
        if not isinstance(made, MadeCase):
            continue
        cases += 1
        pages += max(
            (locus.page or 1 for file in made.built.files for locus in file.loci), default=1
        )
        while marks and pages >= marks[0]:
            marks.pop(0)
            base = base or peak()
            spent = time.process_time() - start
            print(
                f"{pages:7,} pages {cases:7,} cases   {in_use():7.1f} MB   peak {peak():7.1f} MB"
                f"   ({peak() - base:+.1f})   {spent / pages * 1e3:.1f} ms CPU a page",
                flush=True,
            )
        if not marks:
            break


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000,
        sys.argv[2] if len(sys.argv) > 2 else "pdf",
    )
