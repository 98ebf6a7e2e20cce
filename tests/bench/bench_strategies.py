"""What a draw costs, before any byte is made.

python tests/bench/bench_strategies.py [DRAWS]
"""

import itertools
import statistics
import sys
import time

from hypothesis import HealthCheck, Phase, given, settings

from chaosdocs.testing import strategies as cst

STRATEGIES = {
    "records('invoice')": cst.records("invoice"),
    "operators()": cst.operators(),
    "tables()": cst.tables(),
    "trees()": cst.trees(),
    "cases('invoice', media=['pdf'])": cst.cases("invoice", media=["pdf"]),
    "cases('invoice')": cst.cases("invoice"),
    "schema_drifts()": cst.schema_drifts(),
    "invariant_pairs()": cst.invariant_pairs(),
    "sensitivity_pairs()": cst.sensitivity_pairs(),
}


def main(draws: int = 1000) -> None:
    """Print the median and the ninth decile of the time from one example to the next."""
    print(f"{'strategy':34} median ms   p90 ms")
    for name, strategy in STRATEGIES.items():
        took = timed(strategy, draws)
        ninth = statistics.quantiles(took, n=10)[-1]
        print(f"{name:34} {statistics.median(took) * 1e3:9.2f} {ninth * 1e3:8.2f}")


def timed(strategy, draws: int) -> list[float]:
    """Return the seconds of each draw, Hypothesis' own share included."""
    ends: list[float] = []
    quiet = settings(
        max_examples=draws,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(strategy)
    def draw(_drawn):
        ends.append(time.perf_counter())

    draw()
    return [after - before for before, after in itertools.pairwise(ends)]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
