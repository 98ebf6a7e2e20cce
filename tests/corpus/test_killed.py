"""A run killed by the system goes on to the same bytes."""

import hashlib
import os
import signal
import subprocess
import sys
import time

RECIPE = """
chaosdocs: 2
name: killed
seed: 6
source: {domain: kyc, count: 130}
render: [{as: csv, system: sap}, {as: json, system: sap}]
design: {each: [gaps.left_out], severities: [2]}
"""


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def generate(recipe, out, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "chaosdocs", "generate", recipe, "-o", out, *more],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_kill_and_resume_end_in_the_same_bytes(tmp_path):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(RECIPE)
    assert generate(recipe, tmp_path / "whole").wait() == 0

    run = generate(recipe, tmp_path / "killed")
    journals = tmp_path / "killed" / "private" / "work"
    until = time.monotonic() + 60
    while not list(journals.glob("*.json")) and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert not (tmp_path / "killed" / "corpus.json").exists()

    assert generate(recipe, tmp_path / "killed", "--resume").wait() == 0
    assert digest(tmp_path / "killed") == digest(tmp_path / "whole")
