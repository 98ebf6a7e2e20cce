"""Draw sets at random and print how many are proved: the aim is that all are.

python tests/bench/draw_sets.py [SETS] [SEED]

Each draw has a pairing, a rendering for each member (tables, trees and pages), a place of the
policy, and no operator, or one of the file of one member, or one to three of the family ``links``.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator

from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.make import Maker, SkippedSlot
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.systems import dialects
from chaosdocs.sources.world.registry import PAIRINGS

BOOKS = 40
"""Books that a chunk draws from."""
CHUNK = 40
"""Draws to one recipe."""
FAMILIES = sorted({name.partition(".")[0] for name in OPERATORS} - {"links", "packet", "scan"})
TREES = ("json", "xml")


def main(sets: int = 2000, seed: int = 1) -> None:
    """Draw, make, prove, count."""
    started, tally, whys = time.perf_counter(), Counter[str](), []
    for chunk in range(-(-sets // CHUNK)):
        for outcome, why in drawn(seed, chunk, min(CHUNK, sets - chunk * CHUNK)):
            tally[outcome] += 1
            if outcome == "defect":
                whys.append(why)
                print(f"  {why}", file=sys.stderr, flush=True)
        print(f"{tally.total()} of {sets}: {dict(tally)}", file=sys.stderr, flush=True)
    print(f"sets, seed {seed}: {dict(tally)}")
    for why in whys:
        print(f"  {why}")
    print(f"{time.perf_counter() - started:.0f} s, {time.process_time():.0f} s of processor time")


def drawn(seed: int, chunk: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield the outcome of each draw of a chunk, and why it is a defect."""
    rng = SeededRng(seed).at(chunk)
    maker = Maker(resolve(Recipe.model_validate(recipe(rng, seed + chunk))), Witnesses())
    for _ in range(count):
        number = rng.below(len(maker.slots))
        made = maker.make(number)
        if isinstance(made, SkippedSlot):
            yield made.outcome, f"chunk {chunk} {maker.label(made.slot)}: {made.reason[:300]}"
        else:
            yield "dirty" if made.slot.steps else "clean", ""


def recipe(rng: SeededRng, seed: int) -> dict:
    """Return a recipe of one pairing, in three renderings, with operators of all kinds."""
    name = rng.pick(sorted(PAIRINGS))
    members = PAIRINGS[name].members
    render = [
        {
            "as": "set",
            "pairing": name,
            "policy": ["instructions", "page", "nowhere"],
            **{m.role: rng.pick(renderings(m.view.domain.name, m.rendering)) for m in members},
        }
        for _ in range(3)
    ]
    files = [
        {"use": f"{family}.*", "member": member.role} for member in members for family in FAMILIES
    ]
    links = [{"use": "links.*"}]
    design = (
        {"chains": {"count": 400, "length": [2, 3], "use": ["links.*"]}}
        if rng.below(4) == 0
        else {"each": links if rng.below(2) else files}
    )
    return {
        "chaosdocs": 2,
        "name": "sets",
        "seed": seed,
        "source": {"world": "trade", "books": BOOKS, "matters": 12 + rng.below(19)},
        "render": [each for at, each in enumerate(render) if each not in render[:at]],
        "design": {**design, "severities": [1, 2, 3, 4, 5]},
    }


def renderings(domain: str, usual: str) -> list[str]:
    """Return the renderings of a member; its usual one as often as any other."""
    tables = [f"{medium}.{name}" for medium in ("csv", "xlsx") for name in dialects(medium, domain)]
    trees = [f"{medium}.{name}" for medium in TREES for name in dialects(medium, domain)]
    return [usual, *tables, *trees, "pdf.erp", "pdf.letterhead"]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
