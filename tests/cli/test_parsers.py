"""Tasks `text` and `tables` through the command line, and parsers made readers of fields."""

import gzip
import json
import re

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.fields import FieldRow
from chaosdocs.readers.builtin.written import laid_out, lines_of_text, markdown
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.then import FIELDS, fields
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.returned import markdown_grids
from chaosdocs.score.judging.spelling import spelled
from chaosdocs.score.summary.reference_readers import answers_by
from chaosdocs.score.summary.reference_readers import constant as constant_reader

RECIPE = """
chaosdocs: 2
name: parsed
seed: 5
source: {{domain: invoice, count: 1, locales: [en_US]}}
render:
  - {{as: pdf, templates: [erp]}}
  - {{as: xlsx, system: netsuite}}
design:
  each:
    - numbers.foreign_separators
    - {{use: gaps.blank_under_label, target: /invoice_number}}
  severities: [3]
ask: {{task: {task}}}
"""


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("parsers")
    for task in ("text", "tables", "extract"):
        (made / f"{task}.yaml").write_text(RECIPE.format(task=task))
        inside("generate", made / f"{task}.yaml", "-o", made / task)
    for task in ("text", "tables"):
        inside("run", made / task, "--reader", f"builtin:{task}", "-o", made / f"{task}.jsonl")
    return made


def summary(folder, out, *arguments, code=0):
    inside("score", *arguments, "-o", out, "--resamples", 20, code=code)
    return json.loads((out / "summary.json").read_text())


def test_a_parser_keeps_what_the_documents_print(folder, tmp_path):
    made = summary(folder, tmp_path, folder / "text", folder / "text.jsonl")

    (reader,) = made["readers"]
    units = {each["schema_path"]: each for each in reader["parsed"]}
    assert reader["task"] == "text"
    assert units["/total"]["kept"] > 0
    assert units["/total"]["lost"] == units["/total"]["phantom"] == 0
    assert units["/invoice_number"]["none"] > 0
    (luck,) = made["reference_readers"]
    assert luck["name"] == "constant"
    assert 0 <= luck["clean"]["accuracy"] < 0.5 < reader["clean"]["accuracy"]["value"]


def test_the_counts_of_the_verdict_are_those_of_the_rows(folder, tmp_path):
    made = summary(folder, tmp_path, folder / "tables", folder / "tables.jsonl")
    lines = (tmp_path / "fields.jsonl").read_text().splitlines()
    rows = [FieldRow.model_validate_json(line) for line in lines]

    for each in made["readers"][0]["parsed"]:
        path = each["schema_path"]
        own = [r.error_type for r in rows if r.schema_path == path and r.outcome != "unscored"]
        for way in ("kept", "altered", "lost", "phantom", "none"):
            assert each.get(way, 0) == own.count(way), path


def test_fields_outside_tables_do_not_count_for_tables(folder, tmp_path):
    summary(folder, tmp_path, folder / "tables", folder / "tables.jsonl")
    lines = (tmp_path / "fields.jsonl").read_text().splitlines()
    rows = [FieldRow.model_validate_json(line) for line in lines]

    scored = {row.path for row in rows if row.medium == "pdf" and row.outcome != "unscored"}
    assert scored
    assert all(path.startswith("/lines/") for path in scored)
    flat = {row.path for row in rows if row.medium == "xlsx" and row.outcome != "unscored"}
    assert "/seller/name" in flat


def test_fields_and_tables_are_printed(folder):
    told = inside(
        "score", folder / "tables", folder / "tables.jsonl", "--details", "--resamples", 20
    )

    for words in ("kept", "altered", "lost", "phantom", "cell F1", "GriTS", "rows shifted"):
        assert words in told
    assert "Of clean documents it keeps" in told


def test_the_verdict_says_nothing_of_what_was_not_asked(folder, tmp_path):
    text = summary(folder, tmp_path / "a", folder / "text", folder / "text.jsonl")
    tables = summary(folder, tmp_path / "b", folder / "tables", folder / "tables.jsonl")

    assert "tables" not in " ".join(text["readers"][0]["verdict"])
    assert "of table cells are kept" in tables["readers"][0]["verdict"][3]


def test_the_verdict_speaks_of_the_same_values_on_damaged_documents_and_clean_twins(
    folder, tmp_path
):
    summary(folder, tmp_path, folder / "text", folder / "text.jsonl")
    lines = (tmp_path / "fields.jsonl").read_text().splitlines()
    rows = [FieldRow.model_validate_json(line) for line in lines]
    cut = {row.case for row in rows if row.operator == "clean"}
    said = [json.loads(line) for line in (folder / "text.jsonl").read_text().splitlines()]
    half = tmp_path / "half.jsonl"
    half.write_text(
        "".join(
            json.dumps(row | ({} if row["case"] in cut else {"text": "nothing"})) + "\n"
            for row in said
        )
    )

    made = summary(folder, tmp_path / "out", folder / "text", half)

    (reader,) = made["readers"]
    first = reader["verdict"][0]
    assert "still in the document it keeps 0.0 %" in first
    assert "of the same values on the clean twin 100.0 %" in first


def test_luck_is_told_of_the_fields_that_the_shares_are_of(folder, tmp_path):
    said = [json.loads(line) for line in (folder / "text.jsonl").read_text().splitlines()]
    constant = tmp_path / "constant.jsonl"
    words = answers_by(constant_reader, load(folder / "text"), 0)
    by_case = {row["case"]: row["text"] for row in words}
    constant.write_text(
        "".join(json.dumps(row | {"text": by_case[row["case"]]}) + "\n" for row in said)
    )

    told = inside("score", folder / "text", constant, "--resamples", 20)

    assert "Shares of all fields, damaged or not:" in told
    (kept,) = re.findall(r"^  constant +(\S+) %", told, re.MULTILINE)
    assert f"A reader that returns the same text for every document keeps {kept} %." in told


def test_an_altered_value_is_counted_with_the_lure_it_was_taken_for(folder, tmp_path):
    rows = [json.loads(line) for line in (folder / "text.jsonl").read_text().splitlines()]
    truths = gzip.decompress((folder / "text/private/truth.jsonl.gz").read_bytes()).splitlines()
    for truth in map(json.loads, truths):
        wrong = [
            spelled(field["kind"], lure["value"], truth["locale"])[0]
            for field in truth["fields"].values()
            for lure in field.get("lures", ())
        ]
        if wrong:
            next(row for row in rows if row["case"] == truth["case"])["text"] = "\n".join(wrong)
    (tmp_path / "altered.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))

    made = summary(folder, tmp_path / "out", folder / "text", tmp_path / "altered.jsonl")

    altered = [each for each in made["readers"][0]["parsed"] if each.get("altered")]
    assert altered
    assert any(name for each in altered for name in each["lures"])


def test_a_parser_becomes_a_reader_of_fields(folder, tmp_path):
    then, rules = tmp_path / "then.jsonl", tmp_path / "rules.jsonl"
    step = ("--reader", "builtin:text", "--then", "builtin:fields")
    inside("run", folder / "extract", *step, "-o", then)
    inside("run", folder / "extract", "--reader", "builtin:rules", "-o", rules)
    made = summary(folder, tmp_path / "out", folder / "extract", then, rules)

    lines = [json.loads(line) for line in then.read_text().splitlines()]
    assert {line["then"] for line in lines} == {FIELDS}
    assert not any("text" in line or line.get("error") for line in lines)
    one, other = made["readers"]
    assert one["task"] == other["task"] == "extract"
    assert one["clean"]["accuracy"]["value"] > 0.6
    assert abs(one["clean"]["accuracy"]["value"] - other["clean"]["accuracy"]["value"]) < 0.25
    assert FIELDS in inside("score", folder / "extract", then, "--details", "--resamples", 20)


def test_the_step_takes_stored_answers(folder, tmp_path):
    text, anew = folder / "text.jsonl", tmp_path / "anew.jsonl"
    at_once, later = tmp_path / "one.jsonl", tmp_path / "later.jsonl"
    step = ("--then", "builtin:fields")
    inside("run", folder / "text", "--reader", "builtin:text", *step, "-o", at_once)
    stored = ("run", folder / "text", "--reader", f"answers:{text}")
    inside(*stored, *step, "-o", later, "--jobs", 2)
    inside(*stored, "-o", anew)

    def lines(path):
        rows = map(json.loads, path.read_text().splitlines())
        return {r["case"]: {k: v for k, v in r.items() if k != "latency_s"} for r in rows}

    assert lines(at_once) == lines(later)
    assert text.read_text().splitlines() == anew.read_text().splitlines()
    told = inside("run", folder / "extract", "--reader", f"answers:{text}", "-o", anew, code=2)
    assert "the stored answers are for another corpus" in told
    (tmp_path / "bad.jsonl").write_text('{"case": "x"}\n[1]\n')
    for name, says in (("bad.jsonl", "bad.jsonl:2: not an answer"), ("no", "cannot read")):
        asked = ("run", folder / "text", "--reader", f"answers:{tmp_path / name}")
        assert says in inside(*asked, "-o", tmp_path / "b", code=2)


def test_the_step_reads_markdown():
    case = {"schema": {"type": "object", "properties": {
        "invoice_number": {"x-kind": "id"}, "due_date": {"x-kind": "date"},
        "total": {"x-kind": "money"},
    }}}  # fmt: skip
    text = (
        "## **Invoice**\n\n|INVOICE NUMBER<br>RE\\-77|DUE DATE<br>2024-05-03|\n|---|---|\n\n"
        "- **Total:** 9.50 EUR\n"
    )
    answer = fields(case, {"text": text})["answer"]
    assert (answer["invoice_number"], answer["due_date"]) == ("RE-77", "2024-05-03")
    assert answer["total"] == {"amount": "9.50", "currency": "EUR"}


def test_unsure_words_make_unsure_fields():
    case = {"schema": {"type": "object", "properties": {"total": {"x-kind": "money"}}}}
    said = {"text": "Total: 9.50 EUR"}
    sure = fields(case, said)["confidence"]["/total"]
    unsure = fields(case, said | {"word_confidence": [1, 0.5, 1]})
    assert unsure["confidence"]["/total"] == pytest.approx(sure / 2, abs=0.01)
    assert "word_confidence" not in unsure


def test_parsers_and_readers_of_fields_are_never_ranked_together(folder, tmp_path):
    then = tmp_path / "then.jsonl"
    inside(
        "run", folder / "text", "--reader", "builtin:text", "--then", "builtin:fields", "-o", then
    )  # fmt: skip
    made = summary(folder, tmp_path / "out", folder / "text", folder / "text.jsonl", then)

    assert [reader["task"] for reader in made["readers"]] == ["text", "extract"]
    assert all(place["on_frontier"] for place in made["pareto"])
    assert any("not to be ranked" in warning for warning in made["warnings"])
    told = inside("compare", folder / "text", folder / "text.jsonl", then, code=2)
    assert "different tasks" in told


def test_text_where_fields_were_asked_is_invalid(folder, tmp_path):
    out = tmp_path / "text.jsonl"
    inside("run", folder / "extract", "--reader", "builtin:text", "-o", out)

    made = summary(folder, tmp_path / "out", folder / "extract", out)

    assert set(made["readers"][0]["outcomes"]) <= {"invalid", "unscored"}


def test_a_reader_of_fields_has_no_next_step(folder, tmp_path):
    out = tmp_path / "twice.jsonl"
    args = ("run", folder / "extract", "--reader", "builtin:rules", "-o", out)
    inside(*args, "--then", "builtin:fields", code=2)
    lines = out.read_text().splitlines()
    assert all("returns fields" in json.loads(line)["error"] for line in lines)
    told = inside(*args[:-1], tmp_path / "x.jsonl", "--then", "builtin:field", code=2)
    assert "did you mean 'builtin:fields'" in told


def test_a_parser_is_not_asked_to_compute(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(RECIPE.format(task="text, derive: allow"))

    assert "derive" in inside("generate", path, "-o", tmp_path / "c", code=2)
    assert not (tmp_path / "c").exists()


def test_text_keeps_segments_apart_and_in_place():
    lines = lines_of_text("Invoice no.      INV-7\n| a | b |\n|---|---|\n| x \\| y | 2 |\fnext")

    assert [[s.text for s in line] for line in lines] == [
        ["Invoice no.", "INV-7"],
        ["a", "b"],
        ["x | y", "2"],
        ["next"],
    ]
    assert lines[1][1].x0 == lines[2][1].x0
    assert [line[0].page for line in lines] == [0, 0, 0, 1]
    assert laid_out(lines_of_text("Total      9.00 EUR")) == "Total      9.00 EUR"
    assert markdown_grids(markdown([["a", "b"], ["1", "2"]])) == [[["a", "b"], ["1", "2"]]]
    assert markdown([]) == ""


def test_the_step_reads_labels_tables_and_trees():
    case = {"schema": {"type": "object", "properties": {
        "invoice_number": {"x-kind": "id", "type": ["string", "null"]},
        "lines": {"type": "array", "items": {"type": "object", "properties": {
            name: {"x-kind": kind} for name, kind in (
                ("description", "text"), ("quantity", "quantity"), ("amount", "money"))}}},
    }}}  # fmt: skip
    text = (
        "Invoice number: INV-77\n\n| Description | Quantity | Amount |\n|---|---|---|\n"
        "| Paper | 2 | 9.50 EUR |\n| Ink | 1 | 3.25 EUR |\n"
    )
    said = fields(case, {"text": text, "latency_s": 0.1})

    assert said["then"] == FIELDS
    assert said["latency_s"] == 0.1
    assert said["answer"]["invoice_number"] == "INV-77"
    assert [row["amount"]["amount"] for row in said["answer"]["lines"]] == ["9.50", "3.25"]
    assert fields(case, {"text": '{"invoiceNumber": "A-1"}'})["answer"]["invoice_number"] == "A-1"
    assert fields(case, {"tables": [[["Invoice number"], ["B-2"]]]})["answer"]["lines"] == []
    assert fields(case, {"text": "{broken"})["answer"]["invoice_number"] is None
    assert fields(case, {"error": "timeout"}) == {"error": "timeout", "then": FIELDS}
    with pytest.raises(BrokenAnswerError):
        fields(case, {"answer": {}})
