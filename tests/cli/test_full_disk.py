"""A disk that fills up, a folder that nobody may touch: words, and nothing half-written."""

import ctypes
import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.foundation import files as wire
from chaosdocs.foundation.errors import UserError

RECIPE = """
chaosdocs: 2
name: full
seed: 3
source: {domain: invoice, count: 4}
render: [{as: pdf, templates: [erp]}, {as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [3]}
"""
PR_CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2
LIMITED = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.dont_write_bytecode = True
sys.argv = ["chaosdocs", *sys.argv[2:]]
runpy.run_module("chaosdocs", run_name="__main__")
"""
"""No file may grow beyond so many bytes: what a full disk does to the one that is written."""


def limited(most, *arguments, **more):
    command = [sys.executable, "-c", LIMITED, str(most), *map(str, arguments)]
    unmeasured = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=unmeasured, **more
    )


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    (folder / "recipe.yaml").write_text(RECIPE)
    inside("generate", folder / "recipe.yaml", "-o", folder / "corpus")
    inside("run", folder / "corpus", "--reader", "builtin:all_null", "-o", folder / "answers.jsonl")
    return folder


def halves(folder, good):
    """Files that are neither whole nor of the run's own bookkeeping."""
    return {
        name
        for name, data in contents(folder).items()
        if not name.startswith("private/work/") and good.get(name) != data
    }


@pytest.mark.parametrize("most", [0, 200, 3_000, 60_000])
def test_a_disk_that_fills_up_while_a_corpus_is_made(whole, tmp_path, most):
    out = tmp_path / "corpus"
    done = limited(most, "generate", whole / "recipe.yaml", "-o", out)

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "cannot write: File too large" in done.stderr
    assert "make room" in done.stderr
    assert halves(out, contents(whole / "corpus")) == set()
    inside("generate", whole / "recipe.yaml", "-o", out, "--resume")
    assert contents(out) == contents(whole / "corpus")


def test_a_disk_that_fills_up_under_a_worker(whole, tmp_path):
    out = tmp_path / "corpus"
    (tmp_path / "more.yaml").write_text(RECIPE.replace("count: 4", "count: 40"))
    done = limited(3_000, "generate", tmp_path / "more.yaml", "-o", out, "--jobs", 2)

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "document" in done.stderr
    assert "make room" in done.stderr


def test_a_disk_that_fills_up_while_a_reader_is_asked(whole, tmp_path, monkeypatch):
    (tmp_path / "wordy.py").write_text(
        "def read(case, files):\n    return {'text': 20_000 * 'x', 'latency_s': 0}\n"
    )
    out = tmp_path / "answers.jsonl"
    common = ("run", whole / "corpus", "--reader", "wordy:read", "-o", out)
    done = limited(130_000, *common)

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "answers.jsonl: cannot write" in done.stderr
    assert "--resume" in done.stderr
    assert out.read_bytes().count(b"\n") == 6
    monkeypatch.syspath_prepend(tmp_path)
    inside(*common, "--resume")
    assert cases(out) == cases(whole / "answers.jsonl")


def test_a_disk_that_has_no_room_for_what_a_reader_is_given(whole, tmp_path):
    out = tmp_path / "answers.jsonl"
    done = limited(100, "run", whole / "corpus", "--reader", "builtin:blind", "-o", out)

    assert done.returncode == 2, done.stderr
    assert "cannot write: File too large" in done.stderr
    assert "make room" in done.stderr


def test_a_disk_that_fills_up_while_answers_are_judged(whole, tmp_path):
    out = tmp_path / "report"
    arguments = (whole / "corpus", whole / "answers.jsonl", "-o", out, "--resamples", "50")
    done = limited(4_000, "score", *arguments)

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "report" in done.stderr
    assert not [path for path in out.rglob("*") if path.is_file() and path.stat().st_size == 4_000]


def test_output_that_nobody_takes(whole):
    if not Path("/dev/full").exists():
        pytest.skip("the system has no full device")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "chaosdocs", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.startswith("chaosdocs: No space left on device")


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_the_old_file_stays_where_the_new_one_does_not_fit(tmp_path, monkeypatch, step):
    target = tmp_path / "cases.jsonl"
    target.write_bytes(b"old")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "write":
        monkeypatch.setattr(wire.os, "fdopen", full)
    else:
        monkeypatch.setattr(wire.os, step, full)
    with pytest.raises(UserError, match=r"cases\.jsonl: cannot write: No space left") as caught:
        wire.write_atomically(target, b"new")

    assert "make room" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["cases.jsonl"]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("where", ["a file", "below a file", "a folder of another"])
def test_a_folder_that_cannot_be_written_to(whole, tmp_path, where):
    (tmp_path / "file").write_text("mine")
    locked = tmp_path / "locked"
    locked.mkdir()
    out = {
        "a file": tmp_path / "file",
        "below a file": tmp_path / "file" / "corpus",
        "a folder of another": locked / "corpus",
    }[where]
    locked.chmod(0o500)
    done = without_privilege("generate", whole / "recipe.yaml", "-o", out)
    locked.chmod(0o700)

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert str(out) in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "locked"]
    assert not list(locked.iterdir())


def test_a_corpus_that_may_not_be_read(whole, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir()
    (locked / "corpus.json").write_bytes((whole / "corpus" / "corpus.json").read_bytes())
    locked.chmod(0o000)
    for arguments in (
        ("verify", locked),
        ("run", locked, "--reader", "builtin:blind", "-o", tmp_path / "x.jsonl"),
        ("score", locked, whole / "answers.jsonl"),
        ("show", locked, "x"),
    ):
        done = without_privilege(*arguments)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert "Permission denied" in done.stderr or "not readable" in done.stderr
        assert "locked" in done.stderr
    locked.chmod(0o700)


def without_privilege(*arguments):
    """A run for which the rights of files count, also where the tests are run by root."""

    def drop():
        libc = ctypes.CDLL(None, use_errno=True)
        for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
            libc.prctl(PR_CAPBSET_DROP, right, 0, 0, 0)

    if os.geteuid() != 0:
        return limited(1 << 30, *arguments)
    if not sys.platform.startswith("linux"):
        pytest.skip("for root every folder can be written to")
    return limited(1 << 30, *arguments, preexec_fn=drop)


def cases(path):
    return [json.loads(line)["case"] for line in path.read_text().splitlines()]
