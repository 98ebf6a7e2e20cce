"""A report appears whole or not at all, wherever the writing ends."""

import os
import subprocess
import sys

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.score import score

PAGE = "report.html"
STEPS = ("replace", "unlink", "mkdir", "rmdir", "fsync")


@pytest.fixture(scope="module")
def results(folder, corpus, synthetic, tmp_path_factory):
    """Two scores of one corpus."""
    made = []
    for name, right in (("older", 0.9), ("newer", 0.4)):
        path = tmp_path_factory.mktemp("answers") / f"{name}.jsonl"
        synthetic.answer_file(path, synthetic.reader(corpus, right))
        made.append(score(folder, [path], resamples=20, reference_readers=False))
    return made


def written(result, out):
    name = result.summary.readers[0].name
    result.write(out, beside={PAGE: lambda new: (new / PAGE).write_text(name)})


def contents(out):
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def killed(result, out, at):
    """Write in a process that is gone just before its `at`-th step; return whether it got there."""
    child = os.fork()
    if child == 0:
        left = [at]

        def counted(step):
            def do(*args, **how):
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)
                return step(*args, **how)

            return do

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            written(result, out)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_point_leaves_one_report_or_no_verdict(results, tmp_path):
    older, newer = results
    whole = []
    for n, result in enumerate(results):
        written(result, tmp_path / str(n))
        whole.append(contents(tmp_path / str(n)))
    assert whole[0].keys() == whole[1].keys()

    kept = gone = at = 0
    while True:
        out = tmp_path / f"at{at}"
        written(older, out)
        if not killed(newer, out, at):
            break
        found = contents(out)
        if "junit.xml" in found:
            assert found in whole
            kept += 1
        elif "summary.json" in found:
            assert found.items() <= whole[1].items() or found.items() <= whole[0].items()
            gone += 1
        written(newer, out)
        assert contents(out) == whole[1]
        assert [path.name for path in out.iterdir() if path.is_dir()] == []
        at += 1
    assert kept >= 5
    assert gone >= 1


def test_a_failure_keeps_the_older_report(results, tmp_path):
    older, newer = results
    written(older, tmp_path)
    before = contents(tmp_path)

    def failing(_new):
        raise UserError("no room")

    with pytest.raises(UserError, match="no room"):
        newer.write(tmp_path, beside={PAGE: failing})

    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_leftovers_and_files_of_an_older_report_are_removed_and_others_stay(results, tmp_path):
    older, newer = results
    written(older, tmp_path)
    (tmp_path / ".fields.jsonl.part").write_text("half")
    (tmp_path / ".summary.json.x1y2").write_text("half")
    (tmp_path / "notes.txt").write_text("mine")

    newer.write(tmp_path, beside={PAGE: None})

    assert sorted(contents(tmp_path)) == [
        "fields.jsonl",
        "junit.xml",
        "notes.txt",
        "samples.jsonl",
        "summary.json",
    ]


@pytest.mark.parametrize("odd", ["soon", "1e9", "-99999999999999", "9" * 40])
def test_an_odd_date_is_told_before_anything_is_scored(tmp_path, odd):
    words = ["score", "nowhere", "answers.jsonl", "-o", "report"]

    done = subprocess.run(
        ["env", f"SOURCE_DATE_EPOCH={odd}", sys.executable, "-m", "chaosdocs", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert "is not a time" in done.stderr
    assert not (tmp_path / "report").exists()
