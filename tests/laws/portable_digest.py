"""Print a digest of every operator's plans: run in processes that differ in all but the seed."""

import json

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.testing.documents import samples


def digests(documents: int = 4) -> dict[str, str]:
    """Return operator id and version to a digest of its plans."""
    out = {}
    for operator in OPERATORS.values():
        plans = []
        for number, document in enumerate(samples(operator, documents)):
            for severity in (1, 5):
                made = plan(operator, document, severity, SeededRng(number))
                plans.append("skipped" if isinstance(made, Skip) else made.to_json())
        out[operator.pinned] = sha256(canonical(plans))[:16]
    return out


if __name__ == "__main__":
    print(json.dumps(digests(2)))
