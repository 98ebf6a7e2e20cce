"""Print the share of fields of scans that are unscored: by operator and severity, and over all.

One fixed recipe: every scan operator at severities 1, 3 and 5, in all templates. Twenty records
take an hour and a half on a busy machine; `--records` takes fewer.

    python tests/bench/unscored.py [--records 20] [--domain invoice]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.make import Maker, SkippedSlot
from chaosdocs.corpus.proving import Verdict
from chaosdocs.formats.wire import FORMAT
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

SEED = 20261129
USE = "scan.*"
SEVERITIES = (1, 3, 5)
STATES = ("answerable", "unanswerable", "unscored")


class Meter(Witnesses):
    """The legibility meter alone: nothing is proved."""

    def prove(self, *_made: object, **_how: object) -> Verdict:
        """Prove nothing."""
        return Verdict({}, ())


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20)
    parser.add_argument("--domain", default="invoice")
    chosen = parser.parse_args()
    recipe = Recipe.model_validate(
        {
            "chaosdocs": FORMAT,
            "name": "unscored",
            "seed": SEED,
            "source": {"domain": chosen.domain, "count": chosen.records},
            "render": [{"as": "scan", "templates": "all"}],
            "design": {"each": [{"use": USE}], "severities": list(SEVERITIES)},
        }
    )
    maker = Maker(resolve(recipe), Meter())
    found: dict[tuple[str, int], Counter[str]] = {}
    for slot in maker.slots:
        if not slot.steps:
            continue
        made = maker.make(slot.number)
        if isinstance(made, SkippedSlot):
            continue
        where = found.setdefault((slot.steps[0].operator.id, slot.severity), Counter())
        for leaf in made.truth.leaves():
            if leaf.truth.touched:
                where[leaf.truth.state] += 1
    out = sys.stdout
    out.write(f"{'touched fields, %':<32}{''.join(f'{name:>14}' for name in STATES)}{'n':>8}\n")
    for (name, severity), states in sorted(found.items()):
        out.write(f"{name:<30}{severity:>2}{_shares(states)}\n")
    every = sum(found.values(), Counter())
    out.write(f"{f'all {len(OPERATORS.matching([USE]))} operators':<32}{_shares(every)}\n")


def _shares(states: Counter[str]) -> str:
    total = states.total()
    if not total:
        return f"{'no field is touched':>50}"
    shares = "".join(f"{100 * states[name] / total:>14.1f}" for name in STATES)
    return f"{shares}{total:>8}"


if __name__ == "__main__":
    main()
