"""A fault of the machine is no property of a case; what is on disk is trusted, not the note."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

import chaosdocs as cd
from chaosdocs.corpus.generate import CHUNK, SLOW_CHUNK, chunks_of
from chaosdocs.corpus.make import Maker, SkippedSlot
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.lock import alone_beside
from chaosdocs.readers.runner import run
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve
from chaosdocs.report.html import write_report
from chaosdocs.score.run import score

RECIPE = """\
chaosdocs: 2
name: faults
seed: 4
source: {domain: invoice, count: 12}
render: [{as: csv, system: sap}, {as: json, system: netsuite}]
design: {each: [gaps.left_out], severities: [1, 5]}
"""


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    path = tmp_path_factory.mktemp("recipe") / "recipe.yaml"
    path.write_text(RECIPE)
    return path


@pytest.fixture(scope="module")
def whole(recipe, tmp_path_factory):
    """Four chunks, made in one go."""
    out = tmp_path_factory.mktemp("whole") / "corpus"
    assert cd.generate(recipe, out).before == 0
    return out


@pytest.fixture(scope="module")
def first_chunk(recipe, tmp_path_factory):
    """A corpus whose first chunk alone is made: copy it."""

    def stop(done, _total):
        if done:
            raise _StopError

    out = tmp_path_factory.mktemp("begun") / "corpus"
    with pytest.raises(_StopError):
        cd.generate(recipe, out, on_progress=stop)
    return out


def ask(corpus, reader, out, **how):
    return run(corpus, reader, out, clock=lambda: 0.0, **how)


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class _StopError(Exception):
    pass


@pytest.mark.parametrize("fault", [ImportError("numpy.core"), MemoryError(), OSError(24, "files")])
def test_a_fault_of_the_machine_ends_the_run(recipe, fault, monkeypatch):
    maker = Maker(resolve(load(recipe)), None)

    def failing(*_args):
        raise fault

    monkeypatch.setattr(maker, "_made", failing)

    with pytest.raises(UserError, match="this machine could not make inv-00000"):
        maker.make(0)


def test_a_fault_of_an_operator_is_a_defect_of_the_case(recipe, monkeypatch):
    maker = Maker(resolve(load(recipe)), None)

    def failing(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr(maker, "_made", failing)
    made = maker.make(0)

    assert isinstance(made, SkippedSlot)
    assert made.outcome == "defect"


def _empty(out):
    next(path for path in sorted((out / "files").rglob("*")) if path.is_file()).write_bytes(b"")


def _remove(out):
    next(path for path in sorted((out / "files").rglob("*")) if path.is_file()).unlink()


def _cut(out):
    path = next((out / "private" / "work").glob("*.lines"))
    path.write_bytes(path.read_bytes()[:1000])


def _blank(out):
    next((out / "private" / "work").glob("*.json")).write_bytes(b"")


@pytest.mark.parametrize("damage", [_empty, _remove, _cut, _blank], ids=lambda each: each.__name__)
def test_what_was_damaged_between_two_runs_is_made_again(
    recipe, whole, first_chunk, tmp_path, damage
):
    out = tmp_path / "corpus"
    shutil.copytree(first_chunk, out)
    damage(out)

    cd.generate(recipe, out, resume=True)

    assert content(out) == content(whole)


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_folder_that_goes_while_it_is_written_ends_the_run_at_once(recipe, tmp_path, how):
    out, seen = tmp_path / "corpus", []

    def on_progress(done, _total):
        seen.append(done)
        if len(seen) == 2:
            out.rename(tmp_path / "elsewhere")
            if how == "replaced":
                out.mkdir()

    with pytest.raises(UserError, match="removed or replaced while it was written"):
        cd.generate(recipe, out, on_progress=on_progress)
    assert len(seen) == 2


def test_a_run_that_was_killed_after_its_last_file_leaves_nothing(recipe, whole, tmp_path):
    out = tmp_path / "corpus"
    shutil.copytree(whole, out)
    (out / "private" / "work").mkdir()
    (out / "private" / "work" / "000000.lines").write_bytes(b"x")

    cd.generate(recipe, out, resume=True)

    assert content(out) == content(whole)


def test_two_runs_never_write_one_file_of_answers(whole, tmp_path):
    answers = tmp_path / "answers.jsonl"
    with alone_beside(answers), pytest.raises(UserError, match="another run is writing here"):
        ask(whole, "builtin:all_null", answers)

    ask(whole, "builtin:all_null", answers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.jsonl"]


@pytest.mark.parametrize("place", ["answers.jsonl", "private/skipped.jsonl", "files/a.jsonl"])
def test_nothing_is_written_into_a_corpus(whole, tmp_path, place):
    corpus = tmp_path / "corpus"
    shutil.copytree(whole, corpus)
    before = content(corpus)
    ask(corpus, "builtin:all_null", tmp_path / "answers.jsonl")
    result = score(corpus, [tmp_path / "answers.jsonl"], resamples=10)

    for writing in (
        lambda: ask(corpus, "builtin:all_null", corpus / place, resume=True),
        lambda: result.write(corpus),
        lambda: result.write(corpus / place),
    ):
        with pytest.raises(UserError, match="inside a corpus"):
            writing()

    assert content(corpus) == before


def test_a_link_to_nowhere_is_no_place_to_write_to(recipe, whole, tmp_path):
    out = tmp_path / "out"
    out.symlink_to(tmp_path / "nowhere")
    ask(whole, "builtin:all_null", tmp_path / "answers.jsonl")
    result = score(whole, [tmp_path / "answers.jsonl"], resamples=10)

    for writing in (lambda: cd.generate(recipe, out), lambda: result.write(out)):
        with pytest.raises(UserError, match="out: is a link to a place that is not there"):
            writing()


def test_a_baseline_is_written_over_a_baseline_alone(whole, tmp_path):
    answers = tmp_path / "answers.jsonl"
    ask(whole, "builtin:all_null", answers)
    before = answers.read_bytes()

    with pytest.raises(UserError, match="not a baseline"):
        score(whole, [answers], baseline=answers, update="all")
    assert answers.read_bytes() == before

    for _ in range(2):  # a new one, then over itself
        score(whole, [answers], baseline=tmp_path / "known.json", update="all")
    assert json.loads((tmp_path / "known.json").read_text())["failures"]


def test_every_part_of_a_report_names_its_run(whole, tmp_path):
    answers, known, out = tmp_path / "a.jsonl", tmp_path / "known.json", tmp_path / "report"
    ask(whole, "builtin:all_null", answers)

    def written(**how):
        result = score(whole, [answers], resamples=10, **how)
        page = partial(write_report, result, whole)
        result.write(out, beside={"report.html": page})
        summary = json.loads((out / "summary.json").read_text())
        for name, digest in summary["files"].items():
            assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
        assert sorted(summary["files"]) == ["fields.jsonl", "samples.jsonl"]
        assert f'name="run" value="{summary["run"]}"' in (out / "junit.xml").read_text()
        assert f'content="{summary["run"]}"' in (out / "report.html").read_text()
        return summary["run"]

    first = written(baseline=known, update="all")
    assert json.loads(known.read_text())["run"] == first
    assert written(baseline=known, update="all") == first
    others = [written(baseline=known), written(), written(seed=1), written(gates=["accuracy>=0.1"])]
    assert len({first, *others}) == 5


def _cli(*words, **how):
    return subprocess.Popen(
        [sys.executable, "-m", "chaosdocs", *map(str, words)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **how,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs closed streams as POSIX has them")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams_are_no_fault(closed):
    command = f"{sys.executable} -m chaosdocs list templates --json {closed}"

    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP here")
def test_a_closed_terminal_ends_as_ctrl_c_does(recipe, tmp_path):
    process = _cli("generate", recipe, "-o", tmp_path / "corpus", "--count", 4000)
    _wait_for((tmp_path / "corpus" / "private" / "work").exists)

    process.send_signal(signal.SIGHUP)
    _, said = process.communicate(timeout=240)

    assert process.returncode == 130, said
    assert "interrupted; what was finished stays" in said


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds workers in /proc")  # noqa: PTH112
def test_a_worker_that_is_killed_is_told(recipe, tmp_path):
    process = _cli("generate", recipe, "-o", tmp_path / "corpus", "--count", 4000, "--jobs", 2)
    workers = []
    _wait_for(lambda: workers.extend(_workers(process.pid)) or workers)

    os.kill(workers[0], signal.SIGKILL)
    _, said = process.communicate(timeout=240)

    assert process.returncode == 2, said
    assert "a worker process was ended by the system" in said
    assert "Traceback" not in said


def _workers(pid):
    """Processes that make cases: spawned by ours, and no trackers of resources."""
    found = []
    children = f"/proc/{pid}/task/{pid}/children"
    with open(children) as file:  # noqa: PTH123
        for child in file.read().split():
            with open(f"/proc/{child}/cmdline") as line:  # noqa: PTH123
                if "spawn_main" in line.read():
                    found.append(int(child))
    return found


def _wait_for(there, seconds=240):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if there():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def test_resume_says_what_was_there(recipe, whole, first_chunk, tmp_path):
    shutil.copytree(first_chunk, tmp_path / "corpus")
    total = cd.generate(recipe, whole, resume=True).before
    made = cd.generate(recipe, tmp_path / "corpus", resume=True)

    assert 0 < made.before < total
    assert content(tmp_path / "corpus") == content(whole)


def test_scans_are_journaled_more_often_than_others(recipe, tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text(RECIPE.replace("{as: csv, system: sap}", "{as: scan, templates: [erp]}"))
    mixed, plain = (Maker(resolve(load(each)), None) for each in (path, recipe))

    chunks = chunks_of(mixed, None)
    scans = [sum(mixed.slots[n].rendering.startswith("scan.") for n in c) for c in chunks]

    assert sorted(n for chunk in chunks for n in chunk) == list(mixed.slots.numbers())
    assert max(scans) == SLOW_CHUNK
    assert {len(chunk) for chunk in chunks_of(plain, None)[:-1]} == {CHUNK}
