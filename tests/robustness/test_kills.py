"""Work that is killed goes on to the same bytes: at random moments, and at every exact point.

``python -m pytest -m slow tests/robustness/test_kills.py`` kills `generate`, `run` and `score`
100 times at random, with one worker and with two, and once before each write, rename and removal.
"""

import json
import random
import subprocess
import sys
import time

import pytest
from bounded import bounded, content, environment, kill, start

RECIPE = """
chaosdocs: 2
name: killed
seed: 6
source: {domain: kyc, count: 60}
render: [{as: csv, system: sap}, {as: json, system: sap}]
design: {each: [gaps.left_out], severities: [2]}
"""
READER = """
import time
def read(case, files):
    time.sleep(0.005)
    return {"answer": {"name": case["case"]}, "latency_s": 0}
"""
KILLS = {("generate", 1): 17, ("generate", 2): 17, ("run", 1): 17, ("run", 2): 17,
         ("score", 1): 32}  # fmt: skip
POINT = """
import os, runpy, sys
point, count = int(sys.argv[1]), 0
def counted(name):
    real = getattr(os, name)
    def call(*args, **how):
        global count
        count += 1
        if count == point:
            os.kill(os.getpid(), 9)
        return real(*args, **how)
    setattr(os, name, call)
for name in ("fsync", "replace", "rename", "unlink", "mkdir", "rmdir"):
    counted(name)
sys.argv = ["chaosdocs", *sys.argv[2:]]
runpy.run_module("chaosdocs", run_name="__main__")
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    (folder / "r.yaml").write_text(RECIPE)
    (folder / "mine.py").write_text(READER)
    for words in (
        ("generate", "r.yaml", "-o", "corpus"),
        ("run", "corpus", "--reader", "mine:read", "-o", "answers.jsonl"),
        words_of("score", folder, folder / "report", 1),  # its warnings name files as typed
    ):
        bounded(*words, cwd=folder, folder=folder, within=300).held(0, seconds=200)
    return folder


def words_of(command, whole, out, jobs):
    corpus, answers = whole / "corpus", whole / "answers.jsonl"
    return {
        "generate": ("generate", whole / "r.yaml", "-o", out, "--jobs", jobs),
        "run": ("run", corpus, "--reader", "mine:read", "-o", out, "--jobs", jobs),
        "score": ("score", corpus, answers, "-o", out, "--resamples", "50"),
    }[command]


def same(command, whole, out, jobs):
    """Assert that what is there is what an undisturbed run makes."""
    if command == "generate":
        assert content(out) == content(whole / "corpus")
    elif command == "run":
        mine, theirs = out.read_bytes(), (whole / "answers.jsonl").read_bytes()
        assert sorted(mine.splitlines()) == sorted(theirs.splitlines())
        assert jobs > 1 or mine == theirs
    else:
        assert without_command(content(out)) == without_command(content(whole / "report"))


def without_command(files):
    """The report's page names the command that made it."""
    return {name: data for name, data in files.items() if name != "report.html"}


def until_done(command, whole, out, jobs):
    """Go on until the work is done; `score` begins anew."""
    words = words_of(command, whole, out, jobs)
    again = () if command == "score" else ("--resume",)
    bounded(*words, *again, cwd=whole, folder=whole, within=300).held(0, seconds=200)


@pytest.mark.slow
@pytest.mark.parametrize(("command", "jobs"), KILLS)
def test_killed_at_random(command, jobs, whole, tmp_path):
    chance = random.Random(f"{command} {jobs}")
    out = tmp_path / {"run": "a.jsonl"}.get(command, "out")
    longest, kills = 0.0, 0
    begin = time.monotonic()
    until_done(
        command, whole, tmp_path / "first" if command != "run" else tmp_path / "f.jsonl", jobs
    )
    longest = time.monotonic() - begin
    while kills < KILLS[command, jobs]:
        more = ("--resume",) if command != "score" and out.exists() else ()
        process = start(*words_of(command, whole, out, jobs), *more, cwd=whole)
        time.sleep(longest * chance.uniform(0.3, 0.95))
        alive = process.poll() is None
        kill(process)
        process.communicate()
        kills += alive
        if not alive or kills % 3 == 0:  # up to three kills, then to the end
            until_done(command, whole, out, jobs)
            same(command, whole, out, jobs)
            out = out.with_name(f"{kills}-{time.monotonic_ns()}{out.suffix}")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["generate", "run", "score"])
def test_killed_at_every_exact_point(command, whole, tmp_path):
    (tmp_path / "small.yaml").write_text(RECIPE.replace("count: 60", "count: 2"))
    small = tmp_path / "whole"
    small.mkdir()
    (small / "r.yaml").write_text(RECIPE.replace("count: 60", "count: 2"))
    (small / "mine.py").write_text(READER)
    for words in (
        ("generate", "r.yaml", "-o", "corpus"),
        ("run", "corpus", "--reader", "mine:read", "-o", "answers.jsonl"),
        words_of("score", small, small / "report", 1),
    ):
        bounded(*words, cwd=small, folder=small, within=300).held(0, seconds=200)
    for point in range(1, 400):
        out = tmp_path / f"{point}{'.jsonl' if command == 'run' else ''}"
        words = list(map(str, words_of(command, small, out, 1)))
        done = subprocess.run(
            [sys.executable, "-c", POINT, str(point), *words],
            capture_output=True, check=False, cwd=small, env=environment(),
        )  # fmt: skip
        if done.returncode == 0:
            assert point > 3
            break
        if command == "score":
            left = {path.name for path in out.glob("*")} if out.exists() else set()
            assert "junit.xml" not in left or (out / "summary.json").is_file()
        until_done(command, small, out, 1)
        same(command, small, out, 1)
    else:
        raise AssertionError("there is no end of points")
    assert json.loads((small / "corpus" / "corpus.json").read_text())["counts"]["cases"]
