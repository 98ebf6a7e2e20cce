"""Sets on the command line, from the recipe to the shrunk case."""

import csv
import json

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli

RECIPE = """\
chaosdocs: 2
name: bank
seed: 3
source: {world: trade, books: 2, matters: 12, locales: [de_DE, en_US]}
render: [{as: set, pairing: books-bank, policy: [instructions, page]}]
design: {each: [links.one_for_many, links.cent_off], severities: [3]}
"""
READER = '''\
def first_with_first(case, files):
    """Every row of one file with the row at its place in the other one."""
    import csv
    rows = {}
    for file in case["files"]:
        text = files[file["path"]].read_bytes().decode("cp1252")
        rows[file["role"]] = [line for line in csv.reader(text.splitlines(), delimiter=";") if line]
    books = [line[5] for line in rows["books"][1:]]
    bank = [line[5] for line in rows["bank"] if len(line) > 5 and line[5]][1:]
    pairs = [{"books": [a], "bank": [b]} for a, b in zip(books, bank)]
    return {"answer": {"matches": pairs}}
'''


def run(*words, code=0):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    (folder / "recipe.yaml").write_text(RECIPE)
    run("generate", folder / "recipe.yaml", "-o", folder / "corpus", "--jobs", "1")
    return folder / "corpus"


def cases(corpus):
    return [json.loads(line) for line in (corpus / "cases.jsonl").read_text().splitlines()]


def labelled(corpus, operator):
    """The label of the first case with an operator."""
    return next(
        case["label"] for case in json.loads(run("cases", corpus, "--json"))
        if operator in case["label"]
    )  # fmt: skip


def test_a_corpus_of_sets_holds_every_file_with_its_role_and_is_proved_again(corpus):
    told = run("verify", corpus)

    assert f"{len(cases(corpus))} of {len(cases(corpus))} cases proved" in told
    for case in cases(corpus):
        roles = {file["role"]: corpus / file["path"] for file in case["files"]}
        assert {"books", "bank"} <= roles.keys()
        assert (case["policy"] == "page") == ("policy" in roles)
        rows = list(csv.reader(roles["books"].read_text("utf-8").splitlines(), delimiter=";"))
        assert rows[0][5:7] == ["BELNR", "XBLNR"]
        assert "BELNR" not in roles["bank"].read_bytes().decode("cp1252")


def test_a_changed_amount_in_a_file_is_found(corpus, tmp_path):
    import shutil

    shutil.copytree(corpus, tmp_path / "corpus")
    case = cases(corpus)[0]
    path = tmp_path / "corpus" / case["files"][0]["path"]
    lines = path.read_bytes().splitlines(keepends=True)
    head, _, tail = lines[1].rpartition(b";")
    lines[1] = head + b";" + tail.replace(b",", b"9,", 1)
    path.write_bytes(b"".join(lines))

    told = run("verify", tmp_path / "corpus", code=1)

    assert case["case"] in told


def test_readers_are_asked_and_scored_and_the_right_answers_are_right(corpus, tmp_path):
    for reader in ("oracle", "rules", "blind", "all_null"):
        run("run", corpus, "--reader", f"builtin:{reader}", "-o", tmp_path / f"{reader}.jsonl")
    answers = [tmp_path / f"{name}.jsonl" for name in ("oracle", "rules", "all_null")]
    run("score", corpus, *answers, "-o", tmp_path / "r")
    summary = json.loads((tmp_path / "r" / "summary.json").read_text())

    assert (tmp_path / "r" / "report.html").stat().st_size > 10_000
    right = {each["name"]: each["card"]["correct_rate"]["micro"] for each in summary["readers"]}
    fields = (tmp_path / "r" / "fields.jsonl").read_text().splitlines()
    oracle = {row["outcome"] for row in map(json.loads, fields) if row["reader"] == "oracle"}
    assert oracle <= {"correct", "right_abstain"}
    assert right["oracle"] >= right["rules"] > right["all_null"]


def test_a_case_is_shown_and_asked_with_its_files(corpus):
    label = labelled(corpus, "links.one_for_many")

    told = run("show", corpus, label)
    assert "are paid as" in told
    assert "/matches/" in told
    case = json.loads(run("show", corpus, label, "--json"))["case"]
    asked = run("ask", corpus, case["case"], "--as", "text")
    assert "books: " in asked
    assert "bank: " in asked


def test_a_failing_set_shrinks_to_fewer_matters(corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "placed.py").write_text(READER)
    label = labelled(corpus, "links.cent_off")

    run("shrink", corpus, label, "--reader", "placed:first_with_first", "-o", tmp_path / "small",
        "--max-calls", "40")  # fmt: skip

    kept = (tmp_path / "small" / "books.csv").read_text("utf-8").splitlines()
    assert 2 <= len(kept) < 8


def test_worlds_and_pairings_are_listed_and_explained():
    assert "trade" in run("list", "worlds")
    assert "books-bank" in run("list", "pairings")
    assert "account_de" in run("list", "feeds")
    assert "/lines/*/key" in run("explain", "books-bank")
    assert "contracts" in run("explain", "trade")
    assert "links.one_for_many" in run("list", "operators", "--stage", "matter")
