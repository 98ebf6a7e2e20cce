"""Two workers against one on the same recipe: ``python tests/bench/bench_workers.py [ROUNDS]``.

Runs of `chaosdocs generate`, proof on, into a folder of memory where the system has one, one and
two workers in turn. Wall time says what a user waits; on a busy machine CPU time says more: what
two workers cost together beside one, and hence what they could save where two cores are free.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECIPES = {
    "born-digital": """
chaosdocs: 2
name: bench
seed: 3
source: {domain: invoice, count: 20}
render: [{as: pdf, templates: [letterhead]}, {as: csv, system: sap}]
design: {each: [claims.contradiction, gaps.left_out, dates.ambiguous_order], severities: [1, 3, 5]}
""",
    "scans": """
chaosdocs: 2
name: bench
seed: 3
source: {domain: invoice, count: 14}
render: [{as: scan, templates: [letterhead]}]
design: {each: [scan.skewed, scan.low_resolution, scan.faxed], severities: [1, 3, 5]}
""",
}


def timed(recipe: Path, jobs: int) -> tuple[float, float]:
    """Wall and CPU seconds of one run, workers included."""
    memory = Path("/dev/shm")  # noqa: S108 - a bench
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        command = [sys.executable, "-m", "chaosdocs", "generate", recipe, "-o", f"{folder}/c"]
        subprocess.run([*command, "--jobs", str(jobs)], check=True, capture_output=True)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def main(rounds: int) -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp())
    for name, text in RECIPES.items():
        recipe = folder / "recipe.yaml"
        recipe.write_text(text)
        took: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
        for turn in range(rounds):
            for jobs in (1, 2) if turn % 2 == 0 else (2, 1):
                took[jobs].append(timed(recipe, jobs))
        for jobs, times in took.items():
            wall, cpu = (statistics.median(each) for each in zip(*times, strict=True))
            print(f"{name:13} {jobs} workers   wall {wall:6.2f} s   CPU {cpu:6.2f} s")
        pairs = list(zip(took[1], took[2], strict=True))
        walls = [one[0] / two[0] for one, two in pairs]
        costs = [two[1] / one[1] for one, two in pairs]
        free = [2 * one[1] / two[1] for one, two in pairs]
        print(
            f"{name:13} faster x{statistics.median(walls):.2f} ({min(walls):.2f} to "
            f"{max(walls):.2f}); CPU x{statistics.median(costs):.2f}: with two free cores "
            f"at most x{statistics.median(free):.2f}"
        )
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
