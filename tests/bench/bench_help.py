"""How fast the command line answers: ``python tests/bench/bench_help.py [ROUNDS]``.

`chaosdocs --help` against a bare interpreter and against a script that imports click alone, in
turn over rounds; wall and CPU time of the processes. Then what the imports took, the slowest
first.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import time

SHOWN = 12
VARIANTS = {
    "python -c pass": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "chaosdocs --help": ["-m", "chaosdocs", "--help"],
    "chaosdocs list operators": ["-m", "chaosdocs", "list", "operators"],
}


def timed(arguments: list[str]) -> tuple[float, float]:
    """Wall and CPU milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1e3, cpu * 1e3


def imports() -> list[tuple[int, str]]:
    """Microseconds and name of every import of `chaosdocs --help`, what it imports left out."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "chaosdocs", "--help"],
        check=True,
        capture_output=True,
        text=True,
    )
    found = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", done.stderr)
    return sorted(((int(took), name) for took, name in found), reverse=True)


def main(rounds: int) -> None:
    """Measure and print."""
    names = list(VARIANTS)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for arguments in VARIANTS.values():
        timed(arguments)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            took[name].append(timed(VARIANTS[name]))
    for name, times in took.items():
        wall, cpu = (statistics.median(each) for each in zip(*times, strict=True))
        against = [a[1] / b[1] for a, b in zip(times, took["import click"], strict=True)]
        print(
            f"{name:20} wall {wall:6.1f} ms   CPU {cpu:6.1f} ms"
            f"   x{statistics.median(against):.2f} of click alone"
            f" ({min(against):.2f} to {max(against):.2f})"
        )
    slowest = imports()
    print(f"\n{len(slowest)} imports, {sum(each for each, _ in slowest) / 1e3:.0f} ms in all")
    for each, name in slowest[:SHOWN]:
        print(f"{each / 1e3:7.1f} ms  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
