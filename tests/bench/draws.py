"""Draw cases and chains at random and print how many are proved: the aim is that all are.

python tests/bench/draws.py [DRAWS] [CHAINS] [SEED]
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from chaosdocs.api import Witnesses
from chaosdocs.corpus.make import Maker, Unmade
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.truth.rng import SeededRng

MEDIA = [
    {"as": "pdf", "templates": "all"},
    {"as": "scan", "templates": ["letterhead", "statement"]},
    {"as": "xlsx", "system": "sap"},
    {"as": "xlsx", "system": "netsuite"},
    {"as": "csv", "system": "sap"},
    {"as": "csv", "system": "netsuite"},
    {"as": "json", "system": "sap"},
    {"as": "json", "system": "netsuite"},
]
LOCALES = ["en_US", "de_DE", "fr_FR", "ja_JP"]


def main(draws: int = 1000, chains: int = 200, seed: int = 1) -> None:
    """Draw, make, prove, count."""
    started = time.perf_counter()
    for kind, count in (("alone", draws), ("chains", chains)):
        tally: Counter[str] = Counter()
        whys: Counter[str] = Counter()
        for domain in ("invoice", "statement", "kyc"):
            maker = Maker(resolve(_recipe(domain, kind, seed)), Witnesses())
            first = len(maker.records) * len(maker.slots.renderings)
            rng = SeededRng(seed).at(kind, domain)
            for _ in range(count // 3):
                number = first + rng.below(len(maker.slots) - first)
                made = maker.make(number)
                if isinstance(made, Unmade):
                    tally[made.outcome] += 1
                    if made.outcome == "defect":
                        what = maker.label(made.slot).split("~", 1)[1]
                        whys[f"{domain} {what[:70]}: {made.reason[:150]}"] += 1
                    continue
                tally["proved"] += 1
                for field in made.truth.fields.values():
                    rows = getattr(field, "rows", None)
                    leaves = (
                        [field]
                        if rows is None
                        else [leaf for row in rows.values() for leaf in row.values()]
                    )
                    tally["fields"] += len(leaves)
                    tally["unscored"] += sum(leaf.state == "unscored" for leaf in leaves)
        print(f"{kind}: {dict(tally)}")
        for why, times in whys.most_common(40):
            print(f"  {times} x {why}")
    print(f"{time.perf_counter() - started:.0f} s")


def _recipe(domain: str, kind: str, seed: int) -> Recipe:
    design = (
        {"each": ["*"], "severities": [1, 2, 3, 4, 5]}
        if kind == "alone"
        else {"chains": {"count": 5000, "length": [2, 4]}, "severities": [1, 2, 3, 4, 5]}
    )
    return Recipe.model_validate(
        {
            "chaosdocs": 1,
            "name": "draws",
            "seed": seed,
            "source": {"domain": domain, "count": 400, "locales": LOCALES},
            "render": MEDIA,
            "design": design,
        }
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
