"""Ctrl-C and the like: words, exit code 130, what was finished stays, and the rest goes on."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time

import pytest

RECIPE = """
chaosdocs: 2
name: stopped
seed: 6
source: {domain: kyc, count: 40}
render: [{as: csv, system: sap}, {as: json, system: sap}]
design: {each: [gaps.left_out], severities: [2]}
"""
READER = """
import itertools, os, time
asked = itertools.count()
def read(case, files):
    while next(asked) >= 10 and os.path.exists("hold"):
        time.sleep(0.01)
    return {"answer": {"name": case["case"]}, "latency_s": 0}
"""


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def start(*arguments, cwd=None):
    """A run in a session of its own, so that all its processes can be told at once."""
    return subprocess.Popen(
        [sys.executable, "-m", "chaosdocs", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        cwd=cwd,
        preexec_fn=_heard,  # noqa: PLW1509 - nothing else runs in this process
    )


def _heard():
    """Ctrl-C reaches a run also where these tests are run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(process):
    out, words = process.communicate(timeout=240)
    return process.returncode, out, words


def until(happened, process):
    end = time.monotonic() + 120
    while not happened() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    assert process.poll() is None, process.communicate()


def alone(process):
    """Whether no process of the run is left, after a while."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stopped")
    (folder / "recipe.yaml").write_text(RECIPE)
    assert finish(start("generate", folder / "recipe.yaml", "-o", folder / "corpus"))[0] == 0
    return folder


@pytest.mark.parametrize(
    ("number", "jobs", "everyone"),
    [(signal.SIGINT, 1, True), (signal.SIGINT, 2, True), (signal.SIGTERM, 2, False)],
    ids=["Ctrl-C", "Ctrl-C, two workers", "SIGTERM, two workers"],
)
def test_a_stopped_run_goes_on_to_the_same_bytes(whole, tmp_path, number, jobs, everyone):
    out = tmp_path / "corpus"
    arguments = ("generate", whole / "recipe.yaml", "-o", out, "--jobs", jobs)
    process = start(*arguments)
    until(lambda: list((out / "private" / "work").glob("*.json")), process)
    (os.killpg if everyone else os.kill)(process.pid, number)
    code, _, words = finish(process)

    assert code == 130, words
    assert words.strip().splitlines()[-1] == "chaosdocs: interrupted; what was finished stays"
    assert not (out / "corpus.json").exists()
    assert list((out / "private" / "work").glob("*.json"))
    assert alone(process)
    code, _, words = finish(start(*arguments, "--resume"))
    assert code == 0, words
    assert digest(out) == digest(whole / "corpus")


def test_workers_end_with_the_run_that_is_killed(whole, tmp_path):
    out = tmp_path / "corpus"
    process = start("generate", whole / "recipe.yaml", "-o", out, "--jobs", 2)
    until(lambda: list((out / "private" / "work").glob("*.json")), process)
    process.kill()
    process.communicate(timeout=120)

    assert alone(process)
    assert finish(start("generate", whole / "recipe.yaml", "-o", out, "--resume"))[0] == 0
    assert digest(out) == digest(whole / "corpus")


def test_a_second_run_into_a_folder_where_one_is_at_work(whole, tmp_path):
    out = tmp_path / "corpus"
    process = start("generate", whole / "recipe.yaml", "-o", out)
    until(lambda: list((out / "private" / "work").glob("*.json")), process)
    process.send_signal(signal.SIGSTOP)
    try:
        begun = finish(start("generate", whole / "recipe.yaml", "-o", out))
        working = finish(start("generate", whole / "recipe.yaml", "-o", out, "--resume"))
    finally:
        process.send_signal(signal.SIGCONT)

    assert begun[0] == working[0] == 2
    assert "begun" in begun[2]
    assert "another run is writing here" in working[2]
    assert finish(process)[0] == 0
    assert digest(out) == digest(whole / "corpus")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_reader_that_is_stopped_goes_on_to_the_same_answers(whole, tmp_path, number, jobs):
    (tmp_path / "mine.py").write_text(READER)
    (tmp_path / "hold").touch()  # the reader waits, so that it cannot finish first
    common = ("run", whole / "corpus", "--reader", "mine:read", "--jobs", jobs)
    out = tmp_path / "stopped.jsonl"
    process = start(*common, "-o", out, cwd=tmp_path)
    until(lambda: out.exists() and out.stat().st_size > 1000, process)
    os.killpg(process.pid, number)
    code, _, words = finish(process)
    there = out.read_bytes()
    (tmp_path / "hold").unlink()

    assert code == 130, words
    assert "Traceback" not in words
    assert "interrupted" in words
    assert b'"error"' not in there
    assert there.endswith(b"\n")
    assert finish(start(*common, "-o", out, "--resume", cwd=tmp_path))[0] == 0
    assert out.read_bytes().startswith(there)
    cases = [line["case"] for line in map(json.loads, out.read_text().splitlines())]
    public = (whole / "corpus" / "cases.jsonl").read_text().splitlines()
    assert sorted(cases) == [json.loads(line)["case"] for line in public]
    if jobs == 1:
        finish(start(*common, "-o", tmp_path / "whole.jsonl", cwd=tmp_path))
        assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP here")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_workers_do_not_hear_what_ends_a_run(whole, tmp_path, number):
    """A supervisor tells all processes, and a worker may be told first."""
    (tmp_path / "mine.py").write_text(
        "import os, signal, subprocess\n"
        "def read(case, files):\n"
        f"    os.kill(os.getpid(), {number.value})\n"
        "    own = subprocess.Popen(['sleep', '60'])\n"
        "    own.terminate()\n"
        "    return {'answer': {'name': str(own.wait())}, 'latency_s': 0}\n"
    )
    common = ("run", whole / "corpus", "--reader", "mine:read", "--jobs", 2, "--limit", 4)

    code, _, words = finish(start(*common, "-o", tmp_path / "a.jsonl", cwd=tmp_path))

    assert code == 0, words
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [line["answer"] for line in lines] == [{"name": str(-signal.SIGTERM)}] * 4
