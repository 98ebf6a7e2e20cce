"""What importing the judge costs: ``python tests/bench/bench_judge.py [ROUNDS]``.

`chaosdocs.harness.judging` against the three libraries that it needs, in turn over rounds; medians
of the CPU time of the processes. At most 1.35 times is wanted.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

NEEDED = "import numpy, rapidfuzz; from pydantic import BaseModel"
JUDGE = "import chaosdocs.harness.judging"


def seconds(code: str) -> float:
    """Return the CPU time of a Python that runs `code`."""
    told = (
        f"{code}\nimport resource\nu = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(u.ru_utime + u.ru_stime)"
    )
    return float(subprocess.check_output([sys.executable, "-c", told], text=True))


def main(rounds: int = 9) -> None:
    """Measure and print."""
    took = [(seconds(NEEDED), seconds(JUDGE)) for _ in range(rounds)]
    needed, judge = map(statistics.median, zip(*took, strict=True))
    print(f"numpy, pydantic, rapidfuzz {needed:.3f} s; the judge {judge:.3f} s")
    print(f"{judge / needed:.2f}x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
