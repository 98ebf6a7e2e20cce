"""Corpora that are of a newer format, damaged, or made to do harm."""

import gzip
import json
import os
import shutil

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import TRUTH
from chaosdocs.formats.frames import framed
from chaosdocs.foundation.files import encode_line

RECIPE = """
chaosdocs: 2
name: hostile
seed: 8
source: {domain: invoice, count: 2}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [3]}
"""
HIDDEN = "the user's own secret"
READER = """
def read(case, files):
    return {"text": " ".join(path.read_text(errors="replace") for path in files.values())}
"""


def run(*arguments):
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "recipe.yaml").write_text(RECIPE)
    assert run("generate", folder / "recipe.yaml", "-o", folder / "corpus")[0] == 0
    out = folder / "answers.jsonl"
    assert run("run", folder / "corpus", "--reader", "builtin:all_null", "-o", out)[0] == 0
    return folder


@pytest.fixture
def corpus(made, tmp_path):
    shutil.copytree(made / "corpus", tmp_path / "corpus")
    (tmp_path / "secret.txt").write_text(HIDDEN)
    return tmp_path / "corpus"


def first(corpus):
    return json.loads((corpus / "cases.jsonl").read_text().splitlines()[0])


def commands(corpus, made, name="x"):
    """Every command that reads a corpus."""
    answers, out = made / "answers.jsonl", corpus.parent
    return {
        "verify": ("verify", corpus, "--deep", "0"),
        "run": ("run", corpus, "--reader", "builtin:literal", "-o", out / "out.jsonl"),
        "score": ("score", corpus, answers, "-o", out / "report", "--resamples", "50"),
        "compare": ("compare", corpus, answers, answers),
        "show": ("show", corpus, name),
        "ask": ("ask", corpus, name, "--as", "openai"),
        "reproduce": ("reproduce", corpus, name, "-o", out / "again"),
        "shrink": ("shrink", corpus, name, "--reader", "builtin:blind", "-o", out / "small"),
    }


def test_a_corpus_of_a_newer_format_is_refused_by_every_command(corpus, made):
    about = json.loads((corpus / "corpus.json").read_text())
    (corpus / "corpus.json").write_text(json.dumps(about | {"format": 3, "new": {}}))
    before = sorted(corpus.parent.iterdir())

    for name, arguments in commands(corpus, made).items():
        code, words = run(*arguments)
        assert code == 2, (name, words)
        assert "corpus.json: the corpus has format 3" in words, name
        assert "upgrade" in words, name
    assert sorted(corpus.parent.iterdir()) == before


@pytest.mark.parametrize("junk", [b"\x00\xff\xfe junk", b"", b"[1, 2]", b"[" * 100_000, b"{}"])
@pytest.mark.parametrize("name", ["corpus.json", "cases.jsonl", "private/truth.jsonl.gz"])
def test_junk_in_place_of_a_file_is_said_with_its_name(corpus, made, name, junk):
    case = first(corpus)["case"]
    (corpus / name).write_bytes(junk)

    for command, arguments in commands(corpus, made, case).items():
        code, words = run(*arguments)
        if (command, name) in {("run", "private/truth.jsonl.gz"), ("shrink", "cases.jsonl")}:
            continue  # it does not read that file
        assert code == (1 if command == "verify" and name != "corpus.json" else 2), command
        lost = "no case" in words or "not in every half" in words
        assert name.rpartition("/")[2] in words or lost, (command, words)


@pytest.mark.parametrize(
    "path", ["../secret.txt", "files/../../secret.txt", "{outside}", "private/secret.json", "", "."]
)
def test_a_case_whose_file_lies_elsewhere_shows_nothing_of_it(
    corpus, made, tmp_path, monkeypatch, path
):
    path = path.format(outside=tmp_path / "secret.txt")
    row = first(corpus)
    row["files"][0] |= {"path": path, "media_type": "text/plain"}
    (corpus / "cases.jsonl").write_text(json.dumps(row) + "\n")

    refused(corpus, made, row["case"], tmp_path, monkeypatch)


def test_a_link_that_leads_out_of_the_corpus_shows_nothing_of_it(
    corpus, made, tmp_path, monkeypatch
):
    row = first(corpus)
    there = corpus / row["files"][0]["path"]
    there.unlink()
    there.symlink_to(tmp_path / "secret.txt")

    refused(corpus, made, row["case"], tmp_path, monkeypatch)


def test_a_link_in_place_of_the_files_folder_shows_nothing(corpus, made, tmp_path, monkeypatch):
    row = first(corpus)
    there = (corpus / row["files"][0]["path"]).parent
    shutil.rmtree(there)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "document.csv").write_text(HIDDEN)
    there.symlink_to(tmp_path / "elsewhere")

    refused(corpus, made, row["case"], tmp_path, monkeypatch)


def test_a_link_that_leads_to_itself(corpus, made, tmp_path, monkeypatch):
    row = first(corpus)
    there = corpus / row["files"][0]["path"]
    there.unlink()
    there.symlink_to(there)

    refused(corpus, made, row["case"], tmp_path, monkeypatch)


def refused(corpus, made, case, tmp_path, monkeypatch):
    """Nothing of what lies outside is read out to anyone."""
    (tmp_path / "spy.py").write_text(READER)
    monkeypatch.syspath_prepend(tmp_path)
    out = tmp_path / "spied.jsonl"
    told = {
        "run": run("run", corpus, "--reader", "spy:read", "-o", out),
        "ask": run("ask", corpus, case, "--as", "openai"),
        "verify": run("verify", corpus, "--deep", "0"),
    }

    for name, (code, words) in told.items():
        assert code == (1 if name == "verify" else 2), (name, words)
        assert HIDDEN not in words, name
        assert "salt" not in words, name
    assert not out.exists() or HIDDEN not in out.read_text()


def test_a_corpus_behind_a_link_of_the_users_own_is_read(made, tmp_path):
    (tmp_path / "here").symlink_to(made / "corpus")

    assert run("verify", tmp_path / "here", "--deep", "0")[0] == 0


@pytest.mark.parametrize("case", ["../../x", "x/y", "", "\x00"])
def test_a_case_with_a_strange_name_writes_nothing_elsewhere(corpus, made, tmp_path, case):
    row = first(corpus) | {"case": case}
    (corpus / "cases.jsonl").write_text(json.dumps(row) + "\n")
    truth = json.loads(gzip.decompress((corpus / TRUTH).read_bytes()).splitlines()[0])
    (corpus / TRUTH).write_bytes(b"".join(framed([("", encode_line(truth | {"case": case}))])))
    before = listed(tmp_path)

    for name, arguments in commands(corpus, made, case or "x").items():
        if case != "\x00":
            code, words = run(*arguments)
            assert code in {0, 1, 2}, (name, words)
    allowed = (tmp_path / "out.jsonl", tmp_path / "report")
    new = [path for path in listed(tmp_path) - before if not path.is_relative_to(allowed[1])]
    assert set(new) <= {allowed[0]}


def listed(folder):
    return {folder / path / name for path, _, names in os.walk(folder) for name in names}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("\x00\x01 binary", "answers.jsonl:1"),
        ('{"case": "nobody", "answer": {}}', "nobody"),
        ('{"answer": {}}', "answers.jsonl:1"),
        ("[" * 100_000, "answers.jsonl:1"),
        ('{"case": "x", "answer": ', "answers.jsonl:1"),
    ],
)
def test_answers_that_are_none_are_named_by_line(corpus, tmp_path, line, says):
    (tmp_path / "answers.jsonl").write_text(line + "\n")
    code, words = run(
        "score", corpus, tmp_path / "answers.jsonl", "-o", tmp_path / "r", "--resamples", "50"
    )

    assert code == 2, words
    assert says in words
    assert not (tmp_path / "r").exists()
