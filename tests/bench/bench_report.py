"""Prints the processor seconds of a score and of its report, and the bytes of what is written.

Asserts nothing. Run: ``python tests/bench/bench_report.py [CORPUS ANSWERS...]``; without arguments
it takes the two corpora of ``corpora/ready``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from chaosdocs.report.html import write_report
from chaosdocs.score import score

READY = Path(__file__).parents[2] / "corpora" / "ready"


def main(corpus: Path, *answers: Path) -> None:
    """Score, write, report, and print."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        start = time.process_time()
        result = score(corpus, answers)
        scored = time.process_time()
        result.write(out)
        written = time.process_time()
        page = write_report(result, corpus, out)
        done = time.process_time()
        fields = (out / "fields.jsonl").stat().st_size / len(result.rows)
        print(f"{corpus}: {len(result.rows)} fields of {len(answers)} readers")
        print(f"  score {scored - start:.1f} s, files {written - scored:.1f} s")
        print(f"  report {done - written:.1f} s, {(done - written) / (done - start):.0%} of all")
        print(f"  fields.jsonl {fields:.0f} bytes a field, report {page.stat().st_size:,} bytes")


if __name__ == "__main__":
    if sys.argv[1:]:
        main(*map(Path, sys.argv[1:]))
    else:
        for each in ("invoices", "statements"):
            main(READY / each / "corpus", READY / each / "rules.jsonl")
