"""What the machine lacks is no error of a reader; what a killed run leaves is removed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

import chaosdocs as cd
from chaosdocs.foundation.processes import ShortageError
from chaosdocs.foundation.scratch import sweep
from chaosdocs.readers.runner import run

RECIPE = """\
chaosdocs: 2
name: faults
seed: 4
source: {domain: invoice, count: 12}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [1]}
"""
READER = """\
import time

def read(case, files):
    time.sleep(0.2)
    return {"answer": {}}
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs limits and locks as POSIX has them")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "recipe.yaml").write_text(RECIPE)
    (folder / "slow.py").write_text(READER)
    cd.generate(folder / "recipe.yaml", folder / "corpus")
    return folder / "corpus"


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.parametrize("reader", ["slow:read", "cmd:sh -c 'sleep 0.2; echo {\\\"answer\\\":{}}'"])
def test_too_few_open_files_are_no_error_of_the_reader(corpus, tmp_path, reader):
    out = tmp_path / "answers.jsonl"
    words = ["run", corpus, "--reader", reader, "-o", out, "--jobs", "16"]
    command = [sys.executable, "-m", "chaosdocs", *map(str, words)]

    short = subprocess.run(
        ["bash", "-c", 'ulimit -n 30; exec "$@"', "bash", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=corpus.parent,
    )

    assert short.returncode == 2, short.stderr
    assert "this machine could not" in short.stderr
    assert "open files" in short.stderr
    assert "Traceback" not in short.stderr
    before = lines(out)
    assert before, "answers under way are kept"

    command[command.index("--jobs") + 1] = "4"
    subprocess.run([*command, "--resume"], check=True, capture_output=True, cwd=corpus.parent)

    after = lines(out)
    assert after[: len(before)] == before
    assert [line for line in after if line.get("error")] == []
    cases = [line["case"] for line in after]
    assert sorted(cases) == sorted(set(cases))
    assert len(cases) == len((corpus / "cases.jsonl").read_text().splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["slow:read", "cmd:sh -c 'sleep 0.2; echo {\\\"answer\\\":{}}'"])
@pytest.mark.parametrize("files", range(8, 61, 4))
def test_a_shortage_of_open_files_never_becomes_an_answer(corpus, tmp_path, files, reader):
    out = tmp_path / "answers.jsonl"
    words = ["run", corpus, "--reader", reader, "-o", out, "--jobs", "16"]

    short = subprocess.run(
        ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash", sys.executable, "-m", "chaosdocs",
         *map(str, words)],
        capture_output=True, text=True, check=False, cwd=corpus.parent,
    )  # fmt: skip

    assert short.returncode in {0, 2}, short.stderr
    assert "Traceback" not in short.stderr
    assert [line for line in lines(out) if line.get("error")] == []


def test_all_that_starts_a_process_is_imported_before_the_first_case():
    asked = (
        "import sys; from chaosdocs.readers.worker import WorkerReader; WorkerReader('a:b', 1); "
    )
    seen = f"{asked}print([name for name in sys.modules if name.startswith('multiprocessing')])"

    told = subprocess.run(
        [sys.executable, "-c", seen], capture_output=True, text=True, check=True
    ).stdout

    assert "multiprocessing.popen_spawn_posix" in told


def test_half_a_module_is_a_shortage_and_no_answer(corpus, tmp_path, monkeypatch):
    def failing(*_args, **_how):
        raise ImportError("cannot import name 'Popen' from 'multiprocessing.popen_spawn_posix'")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", failing)

    with pytest.raises(ShortageError, match=r"start the reader's process: cannot import name"):
        run(corpus, "builtin:all_null", tmp_path / "answers.jsonl", clock=lambda: 0.0, deadline=5.0)
    assert lines(tmp_path / "answers.jsonl") == []


def test_a_process_that_ends_before_it_is_asked_ends_the_run(corpus, tmp_path):
    (corpus.parent / "once.py").write_text(
        "import multiprocessing\n"
        "def read(case, files): return {'answer': {}}\n"
        "if multiprocessing.parent_process() is not None: raise MemoryError\n"
    )
    words = ["run", corpus, "--reader", "once:read", "-o", tmp_path / "a.jsonl", "--jobs", "2"]

    ended = subprocess.run(
        [sys.executable, "-m", "chaosdocs", *map(str, words)],
        capture_output=True, text=True, check=False, cwd=corpus.parent,
    )  # fmt: skip

    assert ended.returncode == 2
    assert "ended before it was asked anything (exit code 1)" in ended.stderr
    assert lines(tmp_path / "a.jsonl") == []


def test_no_memory_to_copy_the_documents_ends_the_run(corpus, tmp_path, monkeypatch):
    def failing(*_args, **_how):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("chaosdocs.readers.desk._copy", failing)

    with pytest.raises(ShortageError, match="could not copy the documents"):
        run(corpus, lambda *_: {"answer": {}}, tmp_path / "answers.jsonl", clock=lambda: 0.0)
    assert lines(tmp_path / "answers.jsonl") == []


def test_folders_of_a_killed_run_are_removed_by_the_next(corpus, tmp_path, monkeypatch):
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    other = scratch / "chaosdocs-of-somebody"
    other.mkdir()
    words = ["run", corpus, "--reader", "slow:read", "-o"]
    command = ["env", f"TMPDIR={scratch}", sys.executable, "-m", "chaosdocs"]
    running = [
        subprocess.Popen(
            [*command, *map(str, words), str(tmp_path / f"{n}.jsonl")],
            cwd=corpus.parent,
            stderr=subprocess.DEVNULL,
        )
        for n in range(2)
    ]
    end = time.monotonic() + 60
    while len(list(scratch.glob("*/.held"))) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    folders = sorted(path.parent for path in scratch.glob("*/.held"))
    assert len(folders) == 2
    for folder in folders:
        os.utime(folder / ".held", (1.0, 1.0))

    running[0].send_signal(signal.SIGKILL)
    running[0].wait()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    sweep(1000.0)

    assert len(list(scratch.glob("*/.held"))) == 1, "the folder of the living run stays"
    assert other.is_dir()
    running[1].send_signal(signal.SIGTERM)
    running[1].wait()
    assert list(scratch.glob("*/.held")) == []


def test_a_young_folder_without_a_lock_stays(tmp_path, monkeypatch):
    (tmp_path / "chaosdocs-new").mkdir()
    (tmp_path / "chaosdocs-new" / ".held").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    sweep((tmp_path / "chaosdocs-new" / ".held").stat().st_mtime + 1)

    assert (tmp_path / "chaosdocs-new").is_dir()
