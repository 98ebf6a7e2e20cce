"""What importing the judge costs: ``python tests/bench/bench_judge.py [ROUNDS]``.

`chaosdocs.harness.judging` against the three libraries that it needs, in turn over rounds; medians
of the CPU time of the processes. At most 1.35 times is wanted. Imports are of compiled files, as
after an installation, whatever PYTHONDONTWRITEBYTECODE says.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

NEEDED = "import numpy, rapidfuzz; from pydantic import BaseModel"
JUDGE = "import chaosdocs.harness.judging"


def seconds(code: str, compiled: str) -> float:
    """Return the CPU time of a Python that runs `code` and keeps what it compiles in a folder."""
    told = (
        f"{code}\nimport resource\nu = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(u.ru_utime + u.ru_stime)"
    )
    kept = dict(os.environ)  # noqa: TID251 - handed on to the process
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    kept["PYTHONPYCACHEPREFIX"] = compiled
    return float(subprocess.check_output([sys.executable, "-c", told], text=True, env=kept))


def main(rounds: int = 9) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as compiled:
        both = [[seconds(each, compiled) for each in (NEEDED, JUDGE)] for _ in range(rounds + 1)]
    took = both[1:]  # the first round compiles
    needed, judge = map(statistics.median, zip(*took, strict=True))
    print(f"numpy, pydantic, rapidfuzz {needed:.3f} s; the judge {judge:.3f} s")
    ratios = [ours / theirs for theirs, ours in took]
    print(f"{judge / needed:.2f}x ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
