"""`chaosdocs shrink`: what is left fails in the same way, replays, and is the smallest."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli

RECIPE = """
chaosdocs: 2
name: signs
seed: 4
source: {domain: statement, count: 2, locales: [en_US]}
render:
  - {as: csv, system: netsuite}
design:
  each: [numbers.trailing_minus]
  chains: {count: 3, length: [2, 2], use: [numbers.trailing_minus, export.repeated_header]}
  severities: [5]
"""
READERS = """
import re
from time import sleep

from chaosdocs.readers.registry import READERS


def perfect(case, files, *, truth):
    return READERS["oracle"](case, files, truth=truth)


perfect.needs_truth = True


def drops_minus(case, files, *, truth):
    line = perfect(case, files, truth=truth)
    if re.search(r'\\d-[",\\n]', next(iter(files.values())).read_text()):
        for row in line["answer"]["lines"]:
            row["amount"]["amount"] = row["amount"]["amount"].lstrip("-")
    return line


drops_minus.needs_truth = True


def raises_on_minus(case, files):
    text = next(iter(files.values())).read_text()
    if re.search(r'\\d-[",\\n]', text):
        raise KeyError("amount")
    return {"answer": {}}


def junk_on_minus(case, files):
    text = next(iter(files.values())).read_text()
    return {"answer": "\\x00" * 40 if re.search(r'\\d-[",\\n]', text) else {}}


def hangs_on_minus(case, files):
    text = next(iter(files.values())).read_text()
    if re.search(r'\\d-[",\\n]', text):
        sleep(60)
    return {"answer": {}}


def fails_clean(case, files):
    return {"answer": {"currency": "XXX"}}


asked = []


def flaky(case, files):
    asked.append(case["case"])
    return {"answer": {"currency": "XXX"} if len(asked) % 2 else {}}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shrink")
    (folder / "recipe.yaml").write_text(RECIPE)
    done = CliRunner().invoke(
        cli, ["generate", str(folder / "recipe.yaml"), "-o", str(folder / "corpus")]
    )
    assert done.exit_code == 0, done.output
    return folder / "corpus"


@pytest.fixture
def readers(tmp_path, monkeypatch):
    (tmp_path / "broken_readers.py").write_text(READERS)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield
    sys.modules.pop("broken_readers", None)


def label(corpus, *operators):
    lines = gzip.decompress((corpus / "private" / "truth.jsonl.gz").read_bytes()).splitlines()
    return next(
        found["label"]
        for found in map(json.loads, lines)
        if tuple(s["operator"].partition("@")[0] for s in found.get("steps", ())) == operators
    )


def shrink(corpus, case, reader, *more, code=0):
    done = CliRunner().invoke(
        cli, ["shrink", str(corpus), case, "--reader", f"broken_readers:{reader}", *more]
    )
    assert done.exit_code == code, done.output
    return done


def told(done):
    return json.loads(done.stdout)


def replay(folder):
    return subprocess.run(
        ["sh", str(folder / "replay.sh")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )


@pytest.mark.parametrize(
    "operators",
    [
        ("numbers.trailing_minus",),
        ("numbers.trailing_minus", "export.repeated_header"),
    ],
)
def test_one_decision_at_the_mildest_severity_is_left(corpus, readers, tmp_path, operators):
    case = label(corpus, *operators)

    found = told(shrink(corpus, case, "drops_minus", "-o", str(tmp_path / "left"), "--json"))

    (step,) = found["steps"]
    assert step["operator"].startswith("numbers.trailing_minus@")
    assert step["severity"] == 1
    assert len(step["keys"]) == 1
    assert "sign-lost" in found["misses"][0]
    assert not found["flaky"]
    assert not found["exhausted"]


def test_the_folder_replays_until_the_reader_is_mended(corpus, readers, tmp_path):
    case = label(corpus, "numbers.trailing_minus")
    left = tmp_path / "left"
    shrink(corpus, case, "drops_minus", "-o", str(left))

    failing = replay(left)
    (tmp_path / "broken_readers.py").write_text(
        READERS.replace('.lstrip("-")', "")  # mended
    )
    mended = replay(left)

    assert failing.returncode != 0
    assert "truth -" in failing.stderr
    assert mended.returncode == 0, mended.stderr
    names = {path.name for path in left.iterdir()}
    assert names == {
        "ask.json",
        "answer.json",
        "clean-document.csv",
        "document.csv",
        "plan.json",
        "replay.sh",
        "test_case.py",
        "truth.json",
    }
    assert (left / "document.csv").read_bytes() != (left / "clean-document.csv").read_bytes()


def test_pytest_runs_the_kept_test(corpus, readers, tmp_path):
    left = tmp_path / "left"
    shrink(corpus, label(corpus, "numbers.trailing_minus"), "drops_minus", "-o", str(left))

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(left)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "sign-lost" in done.stdout


def test_the_same_bytes_every_time(corpus, readers, tmp_path):
    case = label(corpus, "numbers.trailing_minus", "export.repeated_header")
    for name in ("one", "other"):
        shrink(corpus, case, "drops_minus", "-o", str(tmp_path / name))

    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "other")
    )
    for answers in (one, other):
        answers["answer.json"] = {
            key: value
            for key, value in json.loads(answers["answer.json"]).items()
            if key != "latency_s"
        }
    assert one == other


@pytest.mark.parametrize(
    ("reader", "more"),
    [
        ("raises_on_minus", ()),
        ("junk_on_minus", ()),
        pytest.param("hangs_on_minus", ("--deadline", "0.4"), marks=pytest.mark.slow),
    ],
)
def test_a_reader_that_raises_hangs_or_returns_junk_is_shrunk_too(
    corpus, readers, tmp_path, reader, more
):
    case = label(corpus, "numbers.trailing_minus", "export.repeated_header")

    found = told(shrink(corpus, case, reader, *more, "-o", str(tmp_path / "left"), "--json"))

    (step,) = found["steps"]
    assert step["operator"].startswith("numbers.trailing_minus@")
    assert "invalid" in found["misses"][0]


def test_who_fails_the_clean_document_is_told_so(corpus, readers, tmp_path):
    case = label(corpus, "numbers.trailing_minus")

    done = shrink(corpus, case, "fails_clean", "-o", str(tmp_path / "left"))

    assert "after     clean: 0 decisions" in done.output
    assert "so the damage is not the cause" in done.output
    assert not list((tmp_path / "left").glob("clean-*"))


def test_a_flaky_reader_is_named(corpus, readers, tmp_path):
    case = label(corpus, "numbers.trailing_minus")

    done = shrink(corpus, case, "flaky", "-o", str(tmp_path / "left"))

    assert "flaky" in done.output


def test_few_questions_end_the_search_with_what_was_found(corpus, readers, tmp_path):
    case = label(corpus, "numbers.trailing_minus", "export.repeated_header")

    found = told(
        shrink(corpus, case, "drops_minus", "-o", str(tmp_path / "l"), "--max-calls", "4", "--json")
    )

    assert found["exhausted"]
    assert found["calls"] <= 4
    assert found["misses"]


def test_what_cannot_be_shrunk_is_said(corpus, readers, tmp_path):
    case = label(corpus, "numbers.trailing_minus")
    (tmp_path / "there").mkdir()

    fine = shrink(corpus, case, "perfect", "-o", str(tmp_path / "left"), code=2)
    there = shrink(corpus, case, "drops_minus", "-o", str(tmp_path / "there"), code=2)
    nowhere = shrink(corpus, "stm-99999~csv.netsuite~clean", "drops_minus", code=2)
    other = shrink(corpus, case, "drops_minus", "--path", "/currency", code=2)

    assert "does not fail this case" in fine.output
    assert "the folder exists already" in there.output
    assert "stm-99999" in nowhere.output
    assert "/currency" in other.output
    assert not (tmp_path / "left").exists()
