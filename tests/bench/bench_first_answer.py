"""What goes by before the first answer: ``python tests/bench/bench_first_answer.py [CASES]``.

A corpus of so many cases, made of the lines and documents of a small one, is asked in a fresh
process by ``chaosdocs run``, and an answer to its last case is judged in another. Each tells its
processor time and memory when the first answer is there; medians over rounds. At most 1.5 s for
10,000 cases is wanted. Imports are of compiled files, as after an installation.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from chaosdocs.formats.folder import CASES, EVIDENCE, PLANS, TRUTH, CorpusFolder
from chaosdocs.formats.frames import framed
from chaosdocs.formats.unchanged import PRIVATE, digest_of_lines
from chaosdocs.foundation.digest import digest_of_files, sha256

READY = Path(__file__).parents[2] / "corpora/ready/invoices/corpus"
TOLD = """
import os, resource
def told():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, flush=True)
"""
READER = f"""{TOLD}
def reader(case, files):
    told()
    os._exit(0)
"""
JUDGE = f"""{TOLD}
import sys
from chaosdocs.harness.judging import CaseJudge
CaseJudge(sys.argv[1])(sys.argv[2], "{{}}")
told()
"""


def grown(target: Path, cases: int) -> str:
    """Write a corpus of so many cases and return the id of its last one."""
    shutil.copytree(READY, target)
    lines = {name: _by_case(name) for name in (CASES, TRUTH, EVIDENCE, PLANS)}
    names = [f"{number:012x}" for number in range(cases)]
    like = dict(zip(names, list(lines[CASES]) * (cases // len(lines[CASES]) + 1), strict=False))
    for name, of in lines.items():
        blocks = (
            (new, of.get(old, b"").replace(old.encode(), new.encode())) for new, old in like.items()
        )
        with (target / name).open("wb") as file:
            file.writelines((data for _, data in blocks) if name == CASES else framed(blocks))
    for new, old in like.items():
        there = target / "files" / old[:2] / old
        (there.parent / new).mkdir()
        for path in there.iterdir():
            os.link(path, there.parent / new / path.name)
    files = {f.path: f.sha256 for head in CorpusFolder(target).heads() for f in head.files}
    files[CASES] = sha256((target / CASES).read_bytes())
    about = json.loads((target / "corpus.json").read_text())
    (target / "corpus.json").write_text(json.dumps(about | {"digest": digest_of_files(files)}))
    private = {name: digest_of_lines(target / name) for name in PRIVATE}
    (target / "private/digest").write_text(digest_of_files(private))
    return names[-1]


def _by_case(name: str) -> dict[str, bytes]:
    """Case to all its lines in a file of the small corpus."""
    found: dict[str, bytes] = {}
    for row in CorpusFolder(READY).rows(name):
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        found[row["case"]] = found.get(row["case"], b"") + line
    return found


def first(home: Path, *command: str) -> tuple[float, float]:
    """Return processor seconds and megabytes at the first answer of a fresh process."""
    kept = dict(os.environ)  # noqa: TID251 - handed on to the process
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    paths = os.pathsep.join((str(home), str(Path(__file__).parents[2])))
    done = subprocess.run(
        [sys.executable, *command],
        env=kept | {"PYTHONPATH": paths, "PYTHONPYCACHEPREFIX": str(home / "compiled")},
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def main(cases: int = 10_000, rounds: int = 5) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        last = grown(home / "corpus", cases)
        (home / "first_answer.py").write_text(READER)
        corpus = str(home / "corpus")
        ways = {
            "chaosdocs run": [
                *("-m", "chaosdocs", "run", corpus, "--reader", "first_answer:reader"),
                *("-o", str(home / "answers.jsonl")),
            ],
            "the judge": ["-c", JUDGE, corpus, last],
        }
        for command in ways.values():
            first(home, *command)  # compiles
        for name, command in ways.items():
            told = []
            for _ in range(rounds):
                (home / "answers.jsonl").unlink(missing_ok=True)
                told.append(first(home, *command))
            seconds, megabytes = map(statistics.median, zip(*told, strict=True))
            least = min(told)[0]
            print(
                f"{name:14} {seconds:.2f} s of CPU to the first answer of {cases:,} cases "
                f"(best {least:.2f}), {megabytes:.0f} MB"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
