"""Recipes and records that are wrong, or made to do harm: where, what, what is allowed."""

import io
import json
import zipfile

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.recipe import marked
from chaosdocs.sources.own import model as own_model
from chaosdocs.sources.own import rows as own_rows

GOOD = """\
chaosdocs: 2
name: mine
source: {domain: invoice, count: 2}
render: [{as: csv, system: sap}]
design:
  each: [gaps.left_out]
  severities: [1, 3]
"""
SCHEMA = {
    "type": "object",
    "properties": {
        "number": {"type": "string", "x-kind": "id"},
        "date": {"type": "string", "format": "date"},
        "total": {"type": "number", "x-kind": "money", "x-currency": "EUR"},
    },
    "required": ["number"],
}


def generate(folder, *more):
    """Exit code and words; whatever was wrong, no corpus may be begun."""
    arguments = ("generate", folder / "r.yaml", "-o", folder / "out", *more)
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert isinstance(result.exception, SystemExit) or result.exception is None, result.exception
    assert result.exit_code == 0 or not (folder / "out").exists()
    return result.exit_code, result.output


def refused(folder, *says):
    code, words = generate(folder)
    assert code == 2, words
    for part in says:
        assert part in words
    return words


WRONG = {
    "unknown key": (
        ("severities: [1, 3]", "sevrities: [1, 3]"),
        ("r.yaml:7: design.sevrities", "did you mean 'severities'?", "allowed: "),
    ),
    "unknown key at the top": (
        ("name: mine", "nmae: mine"),
        ("r.yaml:2: nmae", "did you mean 'name'?"),
    ),
    "unknown operator": (
        ("[gaps.left_out]", "[gaps.left_otu]"),
        ("r.yaml:6: design.each[0]", "did you mean 'gaps.left_out'?"),
    ),
    "a glob of none": (("[gaps.left_out]", "['gasp.*']"), ("r.yaml:6: design.each[0]", "gasp.*")),
    "unknown severity": (
        ("[1, 3]", "[1, 9]"),
        ("r.yaml:7: design.severities[1]", "a severity is one of 1, 2, 3, 4, 5, not 9"),
    ),
    "severity in words": (
        ("[1, 3]", "[high]"),
        ("r.yaml:7: design.severities[0]", "a severity is one of 1, 2, 3, 4, 5, not 'high'"),
    ),
    "a severity in words": (("[1, 3]", "high"), ("r.yaml:7: design.severities", "one of 1, 2, 3")),
    "one severity": (("[1, 3]", "3"), ("r.yaml:7: design.severities", "a list", "write [3]")),
    "no severity": (("[1, 3]", ""), ("r.yaml:7: design.severities", "a list", "got nothing")),
    "a mapping of severities": (("[1, 3]", "{a: 1}"), ("design.severities", "a list", "{'a': 1}")),
    "too few": (
        ("count: 2", "count: -1"),
        ("r.yaml:3: source.count", "from 0 to 1,000,000,000,000", "got -1"),
    ),
    "too many dpi": (
        ("{as: csv, system: sap}", "{as: scan, dpi: 9000}"),
        ("r.yaml:4: render[0].dpi", "a whole number from 50 to 600", "got 9000"),
    ),
    "dpi in words": (
        ("{as: csv, system: sap}", "{as: scan, dpi: high}"),
        ("r.yaml:4: render[0].dpi", "a whole number from 50 to 600", "got 'high'"),
    ),
    "a channel that the medium has not": (
        ("design:", "ask: {channel: value}\ndesign:"),
        ("r.yaml:5: ask.channel", "no csv has the channel 'value'", "allowed: text"),
    ),
    "a channel that one medium has not": (
        ("[{as: csv, system: sap}]", "[{as: pdf}, {as: xlsx}]\nask: {channel: shown}"),
        ("r.yaml:5: ask.channel", "no pdf has the channel 'shown'", "none in common"),
    ),
    "severity twice": (("[1, 3]", "[3, 3]"), ("r.yaml:7: design.severities", "twice")),
    "unknown domain": (
        ("domain: invoice", "domain: invoise"),
        ("r.yaml:3: source.domain", "did you mean 'invoice'?", "statement"),
    ),
    "unknown locale": (
        ("count: 2", "count: 2, locales: [de_AT]"),
        ("r.yaml:3: source.locales[0]", "did you mean 'de_DE'?"),
    ),
    "unknown medium": (
        ("as: csv", "as: cvs"),
        ("r.yaml:4: render[0].as", "did you mean 'csv'?", "edi, set, packet"),
    ),
    "unknown system": (
        ("system: sap", "system: spa"),
        ("r.yaml:4: render[0].system", "did you mean 'sap'?"),
    ),
    "unknown template": (
        ("{as: csv, system: sap}", "{as: pdf, templates: [leterhead]}"),
        ("r.yaml:4: render[0].templates[0]", "did you mean 'letterhead'?"),
    ),
    "unknown field": (
        ("[gaps.left_out]", "[{use: gaps.left_out, target: /totl}]"),
        ("r.yaml:6: design.each[0].target", "did you mean '/total'?"),
    ),
    "nothing to make: no records": (("count: 2", "count: 0"), ("r.yaml:3: source", "at least 1")),
    "far too many records": (
        ("count: 2", "count: 1000000000000"),
        ("source.count", "more than the 20,000,000 of one run"),
    ),
    "nothing to make: no media": (
        ("[{as: csv, system: sap}]", "[]"),
        ("r.yaml:4: render", "empty"),
    ),
    "nothing to make: another medium": (
        ("[gaps.left_out]", "[scan.skewed]"),
        ("r.yaml:6: design.each[0]", "scan.skewed would make nothing", "{as: scan}"),
    ),
    "nothing to make: another system": (
        ("[gaps.left_out]", "[export.wrapped_records]"),
        ("r.yaml:6: design.each[0]", "acts on text.sap_alv", "{as: text, system: sap_alv}"),
    ),
    "nothing to make: chains too long": (
        ("severities: [1, 3]", "chains: {count: 1, length: [2, 3], use: [gaps.left_out]}"),
        ("r.yaml:7: design.chains.use", "would make nothing", "more than 1 of the named"),
    ),
    "a budget too small": (
        ("severities: [1, 3]", "budget: {cases: 3, min_records: 2}"),
        ("design.budget", "too small", "would do"),
    ),
    "a newer format": (("chaosdocs: 2", "chaosdocs: 3"), ("r.yaml:1: chaosdocs", "upgrade")),
    "an older format": (("chaosdocs: 2", "chaosdocs: 1"), ("r.yaml:1: chaosdocs", "CHANGELOG")),
    "a list for a text": (("name: mine", "name: [mine]"), ("r.yaml:2: name", "['mine']")),
    "a text for a list": (("[gaps.left_out]", "gaps.left_out"), ("r.yaml:6", "[gaps.left_out]")),
    "a key twice": (("name: mine", "name: mine\nname: yours"), ("r.yaml:3: name", "line 2")),
    "a tab": (("  each", "\teach"), ("r.yaml:6", "not YAML")),
    "not closed": (("[1, 3]", "[1, 3"), ("r.yaml", "not YAML")),
    "code": (
        ("name: mine", "name: !!python/object/apply:os.system [ls]"),
        ("r.yaml:2", "not a plain value"),
    ),
    "a name that is a path": (("name: mine", "name: ../../mine"), ("r.yaml:2: name",)),
    "code of others": (
        ("{domain: invoice, count: 2}", "{records: r.yaml, model: 'os:path'}"),
        ("r.yaml:3: source.model", "--trust"),
    ),
    "records that are not there": (
        ("{domain: invoice, count: 2}", "{records: mine.csv, schema: r.yaml}"),
        ("r.yaml:3: source.records", "mine.csv", "folder of the recipe"),
    ),
}


def test_the_recipe_that_the_wrong_ones_are_made_from_is_right(tmp_path):
    (tmp_path / "r.yaml").write_text(GOOD)

    assert generate(tmp_path)[0] == 0
    assert (tmp_path / "out" / "corpus.json").is_file()


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_recipe_is_told_where_and_what_is_allowed(what, tmp_path):
    (old, new), says = WRONG[what]
    assert old in GOOD
    (tmp_path / "r.yaml").write_text(GOOD.replace(old, new))

    words = refused(tmp_path, *says)
    assert words.startswith("chaosdocs: ")


def bomb(levels=9):
    more = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels))
    return "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x]", *more])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bomb().encode(), "more than 16 aliases"),
        (b"a: &a [*a]", "r.yaml:1"),
        (b"a: &a {b: *a}\n", "r.yaml:1"),
        (b"[" * 5000, "nested deeper"),
        (b"{a: " * 5000, "nested deeper"),
        (b"a: 1\n" * 1_000, "twice"),
        (b"x: " + b"y" * (marked.MOST_BYTES + 1), "more than 1,000,000 bytes"),
        (b"\x00\x01\x02", "r.yaml"),
        (b"\x89PNG\r\n\x1a\n\xff\xd8", "UTF-8"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "r.yaml"),
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        (b"- 1\n- 2\n", "mapping"),
        (b"42\n", "mapping"),
        (b"a: 1\n---\nb: 2\n", "r.yaml"),
        (b"? [a, b]\n: 1\n", "plain text"),
        (b"seed: 1e999\n", "r.yaml"),
        (b"seed: " + b"9" * 5000 + b"\n", "r.yaml:1"),
        (b"<<: {a: 1}\n", "r.yaml:1"),
        (b"when: 2024-99-99\n", "r.yaml:1"),
    ],
)
def test_yaml_that_is_junk_or_a_bomb_is_refused_fast(content, says, tmp_path):
    (tmp_path / "r.yaml").write_bytes(content)

    words = refused(tmp_path, says)
    assert len(words) < 2_000


def own(folder, name, content, schema=SCHEMA, **more):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "schema.json").write_text(schema if isinstance(schema, str) else json.dumps(schema))
    source = {"records": name, "schema": "schema.json", **more}
    (folder / "r.yaml").write_text(GOOD.replace("{domain: invoice, count: 2}", json.dumps(source)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ("records.csv", "no rows")),
        (b"number,date,total\n", ("records.csv", "no rows")),
        (b"number,date,total\nA1,2024-13-45,1\n", ("records.csv:2: /date", "'2024-13-45'")),
        (b"number,date,total\nA1,2024-01-05,1,2,3\n", ("records.csv:2", "5 cells under 3")),
        (b"number,date,total\n,2024-01-05,1\n", ("records.csv:2: /number", "is missing")),
        (b"number,number\nA,B\n", ("records.csv:1", "twice")),
        (b"number,date,total\nA1,,=SUM(A1:A9)\n", ("records.csv:2: /total", "formulas")),
        (b"number,total\nA1,1e9999999999\n", ("records.csv:2: /total", "plain number")),
        (b"number,total\nA1,NaN\n", ("records.csv:2: /total", "plain number")),
        (b'number,total\n"A1,5\n', ("records.csv:2", "not CSV")),
        (b"number,total\nA\x00\x01,5\n", ("records.csv:2", "")),
        (b"number\n" + b"x" * 20_000 + b"\n", ("records.csv:2", "characters")),
        (b"number\n" + b"x" * 200_000 + b"\n", ("records.csv:2", "")),
        ((",".join(f"c{n}" for n in range(600)) + "\n").encode(), ("records.csv:1", "columns")),
        ("number\nä\n".encode("utf-16"), ("records.csv", "is not utf-8")),
        (b"\xff\xd8\xff\xe0 JFIF \x00\x10", ("records.csv", "is not utf-8")),
        ("number\nA\u00911\n".encode(), ("records.csv:2: /number", "U+0091")),
        ("number\n\u202e\n".encode(), ("records.csv:2: /number", "shows nothing")),
    ],
)
def test_a_hostile_csv_is_told_by_line_and_field(content, says, tmp_path):
    own(tmp_path, "records.csv", content)

    refused(tmp_path, *says)


def test_records_of_another_schema_make_no_corpus_of_nothing(tmp_path):
    own(tmp_path, "records.jsonl", '{"id": 5}\n', {"properties": {"foo": {"type": "string"}}})

    refused(tmp_path, "records.jsonl", "no record says anything", "allowed: foo", "the file has id")


def test_columns_of_no_field_are_left_out_aloud(tmp_path):
    own(tmp_path, "records.csv", "number,totl,colour\nA1,5,red\n")

    for more in ((), ("--dry-run",)):
        code, words = generate(tmp_path, *more)
        assert code == 0
        assert "left out: no field is called 'totl': did you mean 'total'?" in words
        assert "left out: no field is called 'colour'" in words


def test_a_csv_of_too_many_rows_or_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(own_rows, "MOST_ROWS", 10)
    own(tmp_path, "records.csv", "number\n" + "A\n" * 20)
    refused(tmp_path, "records.csv", "more than 10 rows")

    monkeypatch.setattr(own_rows, "MOST_BYTES", 10)
    refused(tmp_path, "records.csv", "at most 10 are read")


def workbook(**parts):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["number", "total"])
    book.active.append(["A1", 5])
    whole = io.BytesIO()
    book.save(whole)
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, parts.get(item.filename, old.read(item)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_an_xlsx_that_unpacks_to_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(own_rows, "MOST_UNPACKED", 10 << 20)
    own(tmp_path, "records.xlsx", workbook(**{SHEET: b" " * (40 << 20)}))
    assert (tmp_path / "records.xlsx").stat().st_size < 100_000

    refused(tmp_path, "records.xlsx", "unpacks to more than")


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({SHEET: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "entities"),
        ({SHEET: b"<worksheet><sheetData><row"}, "not a workbook"),
        ({SHEET: b"\x00\x01junk"}, "not a workbook"),
        ({"xl/workbook.xml": b"<workbook/>"}, ""),
        ({"[Content_Types].xml": b""}, "not a workbook"),
    ],
)
def test_an_xlsx_that_is_broken_or_declares_entities(tmp_path, parts, says):
    own(tmp_path, "records.xlsx", workbook(**parts))

    refused(tmp_path, "records.xlsx", says)


def test_an_xlsx_that_is_none(tmp_path):
    own(tmp_path, "records.xlsx", b"PK\x03\x04 junk")

    refused(tmp_path, "records.xlsx", "not a workbook")


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ("{", ("schema.json", "no JSON Schema")),
        ("[1]", ("schema.json", "of an object")),
        ("[" * 100_000, ("schema.json", "no JSON Schema")),
        ("\x00", ("schema.json", "no JSON Schema")),
        ({"type": "object"}, ("schema", "no fields")),
        ({"type": "string"}, ("schema", "object")),
        ({"properties": []}, ("schema",)),
        ({"properties": {"a": 5}}, ("/a", "no schema")),
        ({"properties": {"a": {"type": "array", "items": {"type": "string"}}}}, ("/a", "objects")),
        ({"properties": {"a": {"type": "blob"}}}, ("/a", "allowed: string")),
        ({"properties": {"a": {"$ref": "#/nowhere"}}}, ("/a", "not there")),
        ({"properties": {"a": {"$ref": "http://x/y"}}}, ("/a", "outside the schema")),
        ({"properties": {"a": {"$ref": "#/properties/a"}}}, ("/a", "itself")),
        ({"properties": {"a": {"type": "string", "x-kind": "mony"}}}, ("did you mean 'money'?",)),
        ({"properties": {"a": {"type": "number", "x-kind": "money"}}}, ("/a", "currency")),
        ({"properties": {"a/b": {"type": "string"}}}, ("cannot be called 'a/b'",)),
        ({"required": 5, "properties": {"a": {"type": "string"}}}, ("schema",)),
        ({"properties": {"a": {"enum": 5}}}, ("/a",)),
        ({"properties": {"a": {"type": {}}}}, ("/a",)),
        ({"properties": {"a": {"type": "string", "x-label": 5}}}, ("/a", "x-label")),
    ],
)
def test_a_schema_that_does_not_fit_is_told_by_its_field(tmp_path, schema, says):
    own(tmp_path, "records.jsonl", '{"number": "A1"}\n', schema)

    refused(tmp_path, *says)


def test_a_schema_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(own_model, "MOST_BYTES", 1000)
    own(tmp_path, "records.jsonl", "{}", {"description": "x" * 2000, **SCHEMA})

    refused(tmp_path, "schema.json", "too large")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"number": "A1"}\n{"number": \n', ("records.jsonl:2", "not JSON")),
        ("[" * 100_000, ("records.jsonl:1", "nested too deep")),
        ("[1]\n", ("records.jsonl:1", "not an object")),
        ('{"number": NaN}\n', ("records.jsonl:1",)),
        ('{"number": {"a": 1}}\n', ("records.jsonl:1: /number", "dict")),
        ('{"number": "A1", "total": "12,50"}\n', ("records.jsonl:1: /total", "plain number")),
        ('{"total": 5}\n', ("records.jsonl:1: /number", "is missing")),
        (b'{"number": "\xff"}\n', ("records.jsonl", "is not utf-8")),
        ('{"number": "\\ud800"}\n', ("records.jsonl:1: /number", "cannot be printed")),
        ('{"number": ' + "9" * 6000 + "}\n", ("records.jsonl:1",)),
    ],
)
def test_json_records_that_do_not_fit_are_told_by_line_and_field(tmp_path, content, says):
    own(tmp_path, "records.jsonl", content)

    refused(tmp_path, *says)


def test_a_key_that_no_column_has(tmp_path):
    lines = {
        "type": "array",
        "items": {"type": "object", "properties": {"qty": {"type": "number"}}},
    }
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "lines": lines}}
    own(tmp_path, "records.csv", "number,qty\nA1,2\n", schema, key="nummer")

    refused(tmp_path, "key", "did you mean 'number'?")
