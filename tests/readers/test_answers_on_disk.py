"""Answers that were paid for stay: on the disk at once, told where they cannot be."""

import os
import shutil
import subprocess
import sys

import pytest

import chaosdocs as cd
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.journal import Journal
from chaosdocs.readers.runner import run

RECIPE = """\
chaosdocs: 2
name: faults
seed: 4
source: {domain: invoice, count: 12}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [1]}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "recipe.yaml").write_text(RECIPE)
    cd.generate(folder / "recipe.yaml", folder / "corpus")
    return folder / "corpus"


@pytest.fixture
def synced(monkeypatch):
    """Sizes of the files at the moment when the disk was waited for."""
    sizes = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    return sizes


@pytest.mark.parametrize("paid", [{"cost_usd": 0.001, "latency_s": 0.0}, {"latency_s": 2.0}])
def test_a_paid_answer_is_on_disk_before_the_next_is_asked(tmp_path, synced, paid):
    path = tmp_path / "answers.jsonl"
    with Journal(path) as journal:
        for case in ("one", "two"):
            journal.append({"case": case, "answer": {}} | paid)
            assert synced[-1] == path.stat().st_size


def test_free_answers_are_on_disk_at_the_end(tmp_path, synced):
    with Journal(tmp_path / "answers.jsonl") as journal:
        for case in ("one", "two"):
            journal.append({"case": case, "answer": {}, "latency_s": 0.0})
        assert synced == []

    assert synced == [(tmp_path / "answers.jsonl").stat().st_size]


@pytest.mark.parametrize("how", ["removed", "replaced"])
@pytest.mark.parametrize("at", [0, 11])
def test_answers_removed_while_they_are_written_are_an_error(corpus, tmp_path, how, at):
    out = tmp_path / "answers.jsonl"
    asked = []

    def reader(case, _files):
        if len(asked) == at:
            out.unlink()
            if how == "replaced":
                out.write_bytes(b"")
        asked.append(case["case"])
        return {"answer": {}}

    with pytest.raises(UserError, match="removed or replaced while it was written"):
        run(corpus, reader, out, clock=lambda: 0.0)
    assert len(asked) == at + 1, "nothing more is paid for"


@pytest.mark.skipif(os.name == "nt", reason="needs limits as POSIX has them")
def test_no_room_for_answers_is_told_with_the_file_and_what_to_do(corpus, tmp_path):
    out = tmp_path / "answers.jsonl"
    command = (
        f"ulimit -f 16; exec {sys.executable} -m chaosdocs "
        f"run {corpus} --reader builtin:rules --trials 8 -o {out}"
    )

    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == 2, done.stderr
    assert str(out) in done.stderr
    assert "make room, then go on with --resume" in done.stderr
    again = run(corpus, "builtin:rules", out, clock=lambda: 0.0, resume=True, trials=8)
    assert again.before > 0
    assert again.asked > 0
    assert len(out.read_bytes().splitlines()) == again.before + again.asked


def test_verify_counts_the_cases_that_one_half_lacks(corpus, tmp_path):
    cut = tmp_path / "corpus"
    shutil.copytree(corpus, cut)
    lines = (cut / "cases.jsonl").read_bytes().splitlines(keepends=True)
    (cut / "cases.jsonl").write_bytes(b"".join(lines[:7]))

    for jobs in (1, 2):
        report = cd.verify(cut, jobs=jobs)

        assert report.cases == len(lines)
        assert report.proved <= 7
        assert not report.sound
        assert any("found" in f.detail or "not in every half" in f.detail for f in report.failures)


def test_verify_finds_that_both_halves_were_cut(corpus, tmp_path):
    cut = tmp_path / "corpus"
    shutil.copytree(corpus, cut)
    about = (cut / "corpus.json").read_text()
    count = len((cut / "cases.jsonl").read_bytes().splitlines())
    (cut / "corpus.json").write_text(about.replace(f'"cases": {count}', f'"cases": {count + 60}'))

    report = cd.verify(cut)

    assert report.cases == count + 60
    assert [f.detail for f in report.failures] == [
        f"{count + 60} cases in corpus.json, {count} found"
    ]
