"""Input that was built to do harm, or is merely broken, ends in words and in time."""

import json
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.runner import run
from chaosdocs.readers.said import object_in
from chaosdocs.recipe.marked import read
from chaosdocs.score import score
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.sources.own.rows import other_sheets, read_rows

RECIPE = """\
chaosdocs: 2
name: hostile
seed: 4
source: {domain: invoice, count: 2}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [1]}
"""
SECONDS = 5.0


@pytest.fixture
def in_time():
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "recipe.yaml").write_text(RECIPE)
    cd.generate(folder / "recipe.yaml", folder / "corpus")
    return folder / "corpus"


def book(path, change=lambda _sheet: None):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (["id", "total"], ["a", 1], ["b", 2]):
        sheet.append(row)
    change(sheet)
    made.create_sheet("other").cell(1_048_576, 1, "far")
    made.save(path)
    return path


def retouched(path, change):
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            parts[name] = change(data) if name.endswith("sheet1.xml") else data
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.usefixtures("in_time")
def test_a_cell_in_the_last_row_costs_nothing(tmp_path):
    path = book(tmp_path / "far.xlsx", lambda sheet: sheet.cell(1_048_576, 1, "far"))

    rows = read_rows(path)

    assert [row.where for row in rows] == ["far.xlsx:2", "far.xlsx:3", "far.xlsx:1048576"]
    assert other_sheets(path, None) == ("other",)


def test_rows_behind_a_wrong_stated_size_are_read(tmp_path):
    path = retouched(
        book(tmp_path / "size.xlsx"), lambda data: re.sub(rb'ref="A1:B3"', b'ref="A1:B2"', data)
    )

    assert [row.data["id"] for row in read_rows(path)] == ["a", "b"]


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("row", [b"1048577", b"999999999999"])
def test_a_row_that_no_sheet_has_is_refused(tmp_path, row):
    path = retouched(
        book(tmp_path / "beyond.xlsx"), lambda data: data.replace(b'row r="3"', b'row r="%s"' % row)
    )

    with pytest.raises(UserError, match="a row after row 1048576"):
        read_rows(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("twice.jsonl", '{"id": "a"}\n{"id": "b", "total": 1, "total": 2}\n'),
        ("twice.json", '[{"id": "b", "sub": {"total": 1, "total": 1}}]'),
    ],
)
def test_a_key_that_stands_twice_in_a_record_is_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text)

    with pytest.raises(UserError, match=r"twice.*the key 'total' stands there twice"):
        read_rows(tmp_path / name)


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: !!bool x\n", "not a plain value"),
        ("name: !!timestamp x\n", "not a plain value"),
        ("name: !!int ''\n", "not a plain value"),
        ('name: "\\UFFFFFFFF"\n', "not YAML"),
        ('name: "\\U00110000"\n', "not YAML"),
        (f"seed: {'9' * 5000}\n", "not a plain value"),
        (
            f"a: &a [{','.join('x' * 30_000)}]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n",
            "more than 50,000 values",
        ),
        (
            "a: &a [x, x]\n" + "".join(f"k{n}: [*a]\n" for n in range(20)),
            "more than 16 aliases",
        ),
    ],
)
def test_a_recipe_that_is_built_to_do_harm_is_refused(tmp_path, text, words):
    (tmp_path / "recipe.yaml").write_text(text)

    with pytest.raises(UserError, match=words):
        read(tmp_path / "recipe.yaml")


@pytest.mark.usefixtures("in_time")
def test_many_wrong_keys_are_counted(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text("".join(f"k{n}: 1\n" for n in range(20_000)))

    said = CliRunner().invoke(cli, ["generate", str(path), "-o", str(tmp_path / "out")])

    assert said.exit_code == 2
    assert re.search(r"\b199\d\d more errors", said.output), said.output[-300:]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
@pytest.mark.parametrize(
    "words",
    [["generate", "/dev/zero", "-o", "out"], ["score", "{}", "{}", "--config", "/dev/zero"]],
)
def test_a_file_without_an_end_is_refused(corpus, tmp_path, words):
    words = [word.replace("{}", str(corpus)) for word in words]

    done = subprocess.run(
        [sys.executable, "-m", "chaosdocs", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )

    assert done.returncode == 2, done.stderr
    assert "/dev/zero: " in done.stderr
    assert "a pipe, a device or a folder" in done.stderr


def test_the_option_of_the_seed_has_the_limit_of_the_recipe(corpus, tmp_path):
    recipe = corpus.parent / "recipe.yaml"
    words = ["generate", str(recipe), "-o", str(tmp_path / "out"), "--seed"]

    assert CliRunner().invoke(cli, [*words, str(2**63)]).exit_code == 2
    assert CliRunner().invoke(cli, [*words, str(2**63 - 1)]).exit_code == 0


ODD = {
    "source": {"confidence_source": "a\ud800", "confidence": 0.5},
    "answer": {"answer": {"currency": "a\ud800"}},
    "key": {"answer": {"\ud800": "a"}},
    "abstain": {"abstain": {"/currency": "\ud800"}},
    "candidates": {"candidates": {"/currency": ["\ud800"]}},
    "issues": {"issues": [{"code": "\ud800", "path": "/currency"}]},
    "error": {"error": "\ud800"},
    "then": {"then": "\ud800"},
    "trial": {"trial": 10**30},
    "amounts": {"tokens_in": 10**300, "cost_usd": 10**400},
    "numbers": {"answer": {"total": 10**300}},
    "nul": {"answer": {"currency": "a\0b"}},
}


@pytest.mark.parametrize("odd", ODD)
def test_halves_of_characters_and_endless_numbers_are_scored(corpus, tmp_path, odd):
    out = tmp_path / "answers.jsonl"
    run(corpus, lambda *_: {"answer": {"currency": "EUR"}}, out, clock=lambda: 0.0)
    rows = [json.loads(line) | ODD[odd] for line in out.read_text().splitlines()]
    out.write_text("".join(f"{json.dumps(row)}\n" for row in rows))

    said = CliRunner().invoke(cli, ["score", str(corpus), str(out), "-o", str(tmp_path / "report")])

    assert said.exit_code == 0, said.output
    assert (tmp_path / "report" / "junit.xml").is_file()


def test_half_a_character_in_an_answer_is_written_and_read(corpus, tmp_path):
    out = tmp_path / "answers.jsonl"

    ran = run(corpus, lambda *_: {"answer": {"currency": "a\ud800"}}, out, clock=lambda: 0.0)

    assert ran.asked == len(out.read_text().splitlines())
    assert json.loads(out.read_text().splitlines()[0])["answer"] == {"currency": "a\ud800"}
    assert score(corpus, [out], resamples=10).rows


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "text",
    [
        "```" * 20_000 + " \n" * 20_000,
        "```json\n" + "\n" * 30_000 + " " * 30_000 + "x",
        " " * 50_000 + "```" + "\n " * 50_000,
        "```json" + " \n" * 50_000 + "```x",
    ],
)
def test_a_fence_without_an_end_is_prose(text):
    assert parse_line({"case": "a", "answer": text}).invalid == "prose"
    assert object_in(text) == (None, "")


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', '```\n{"a": 1}\n```', ' ```json \n{"a": 1}```\n', '```JSON\r\n{"a": 1}\n ```'],
)
def test_an_answer_in_a_fence_is_read(text):
    assert parse_line({"case": "a", "answer": text}).answer == {"a": 1}
    assert object_in(text)[0] == {"a": 1}
