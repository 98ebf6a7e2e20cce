# ruff: noqa: E501, UP031 - rows of a table
"""Hostile recipes, records, answers, corpora and endpoints: each ends in words, in time, in bounds.

The table of an outside audit, run again: ``python -m pytest -m slow -n auto
tests/robustness/test_security_table.py``. A row runs a command in a process of its own and measures
its processor time and its memory.
"""

import base64
import gzip
import json
import os
import re
import shutil
import zipfile

import openpyxl
import pytest
import yaml
from bounded import ROOT, bounded, inside
from loopback import KEY, chat, serve

from chaosdocs.formats.folder import EVIDENCE, TRUTH
from chaosdocs.formats.frames import framed
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import encode_line
from chaosdocs.recipe.load import load

slow = pytest.mark.slow
READY = ROOT / "corpora" / "ready" / "invoices"
GOOD = """\
chaosdocs: 2
name: mine
seed: 4
source: {domain: invoice, count: 2}
render: [{as: csv, system: sap}]
design:
  each: [gaps.left_out]
  severities: [1]
"""

# Recipes and options ----------------------------------------------------------------------------

BOMB = "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['x'] * 9)}]" for n in range(16)
)
LONG = "x" * 5_000
RECIPES = {
    "count 2^62": GOOD.replace("count: 2", f"count: {2**62}"),
    "count 2^63": GOOD.replace("count: 2", f"count: {2**63}"),
    "count of 400 digits": GOOD.replace("count: 2", f"count: {'9' * 400}"),
    "count of 5,000 digits": GOOD.replace("count: 2", f"count: {'9' * 5000}"),
    "seed 2^63": GOOD.replace("seed: 4", f"seed: {2**63}"),
    "a tag that is no value": GOOD.replace("name: mine", "name: !!bool x"),
    "an odd escape": GOOD.replace("name: mine", 'name: "\\UFFFFFFFF"'),
    "half a character": GOOD.replace("name: mine", 'name: "\\ud800"'),
    "aliases of aliases": f"{GOOD}{BOMB}\n",
    "a list of 1 MB": GOOD.replace("[gaps.left_out]", f"[{', '.join(['x'] * 350_000)}]"),
    "a map of 1 MB": GOOD + "".join(f"k{n}: 1\n" for n in range(100_000)),
    "lists in lists": GOOD.replace("[gaps.left_out]", "[" * 20_000 + "]" * 20_000),
    "an operator of 5,000 letters": GOOD.replace("gaps.left_out", LONG),
    "a domain of 5,000 letters": GOOD.replace("domain: invoice", f"domain: {LONG}"),
    "a system of 5,000 letters": GOOD.replace("system: sap", f"system: {LONG}"),
    "a key of 5,000 letters": GOOD.replace("name:", f"{LONG}:"),
    "a glob of 5,000 stars": GOOD.replace("gaps.left_out", f"'{'*' * 5000}q9'"),
    "a glob of 5,000 brackets": GOOD.replace("gaps.left_out", f"'{'[' * 5000}x'"),
    "a glob of stars and letters": GOOD.replace("gaps.left_out", f"'{'*a' * 2500}'"),
    "a target of 5,000 letters": GOOD.replace("gaps.left_out", f"{{use: gaps.left_out, target: /{LONG}}}"),
    "a budget too small": GOOD + "  budget: {cases: 3, min_records: 2}\n",
    "a budget of 2^62": GOOD + f"  budget: {{min_records: {2**62}}}\n",
    "chains of 2^62": GOOD + f"  chains: {{count: {2**62}}}\n",
}  # fmt: skip


@slow
@pytest.mark.parametrize("what", RECIPES)
def test_a_hostile_recipe(what, tmp_path):
    (tmp_path / "r.yaml").write_text(RECIPES[what])

    ended = bounded("generate", tmp_path / "r.yaml", "-o", tmp_path / "out")

    ended.held(2, words="r.yaml", seconds=10)
    assert len(ended.said) < 15_000, ended.said[:6000]
    assert max(map(len, ended.said.split("\n"))) < 1_000
    if "budget" in what or "seed" in what:
        assert re.search(r"r\.yaml:\d+: ", ended.said)
    assert not (tmp_path / "out").exists()


@slow
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["generate", "{recipe}", "-o", "out", "--count", str(2**62)], "count"),
        (["generate", "{recipe}", "-o", "out", "--seed", str(2**63)], "--seed"),
        (["generate", "{recipe}", "-o", "out", "--seed", "9" * 5000], "--seed"),
        (["generate", "{recipe}", "-o", "out", "--jobs", str(2**70)], "4 cases"),
        (["generate", "/dev/zero", "-o", "out"], "/dev/zero"),
        (["generate", "{recipe}", "-o", "{recipe}/a/b"], "r.yaml"),
        (["generate", "{recipe}", "-o", "/proc/nowhere/out"], "/proc/nowhere"),
        (["generate", "{recipe}", "-o", "x" * 300], "xxx"),
        (["generate", "{recipe}", "-o", "a\nb" * 90], ""),
        (["run", "{corpus}", "--reader", "builtin:all_null", "-o", "{recipe}/a.jsonl"], "r.yaml"),
        (["run", "{corpus}", "--reader", "builtin:all_null", "-o", "/proc/nowhere/a.jsonl"], "/proc"),
        (["run", "{corpus}", "--reader", LONG, "-o", "a.jsonl"], "reader"),
        (["run", "{corpus}", "--reader", f"builtin:{LONG}", "-o", "a.jsonl"], "reader"),
        (["score", "{corpus}", "{answers}", "--config", "/dev/zero"], "/dev/zero"),
        (["score", "{corpus}", "{answers}", "--config", "{bomb}"], "bomb.yaml"),
        (["score", "{corpus}", "/dev/zero"], "/dev/zero"),
        (["score", "{corpus}", "{answers}", "--baseline", "/dev/zero"], "/dev/zero"),
        (["score", "{corpus}", "{answers}", "--gate", f"accuracy[{'*' * 5000}x]>=0.1"], ""),
        (["score", "{corpus}", "{answers}", "--gate", f"accuracy[{'[' * 5000}x]>=0.1"], ""),
        (["score", "{corpus}", "{answers}", "--gate", f"accuracy[{'*a' * 2500}]>=0.1"], ""),
        (["score", "{corpus}", "{answers}", "--gate", f"{LONG}>=0.1"], "gate"),
        (["score", "{corpus}", "{answers}", "--gate", f"accuracy>={'9' * 5000}"], "gate"),
        (["score", "{corpus}", "{answers}", "--resamples", str(2**62)], ""),
        (["score", "{corpus}", "{answers}", "--seed", str(2**80), "--resamples", "10"], ""),
        (["show", "{corpus}", LONG], ""),
        (["explain", LONG], ""),
        (["list", LONG], ""),
        ([LONG], ""),
        (["verify", "/dev/zero"], ""),
        (["init", "/proc/nowhere/r.yaml"], ""),
    ],
)  # fmt: skip
def test_a_hostile_option(words, says, tmp_path):
    (tmp_path / "r.yaml").write_text(GOOD)
    (tmp_path / "bomb.yaml").write_text(f"{BOMB}\n")
    named = {"recipe": "r.yaml", "bomb": "bomb.yaml", "corpus": READY / "corpus",
             "answers": READY / "rules.jsonl"}  # fmt: skip
    for name, path in named.items():
        words = [word.replace(f"{{{name}}}", str(path)) for word in words]

    ended = bounded(*words, cwd=tmp_path, folder=tmp_path)

    ended.held(0, 1, 2, words=says, seconds=15)
    if ended.code == 2:
        assert max(map(len, ended.said.split("\n"))) < 1_500, ended.said[:3000]


@slow
@pytest.mark.parametrize(
    "more",
    [
        GOOD.replace("count: 2", "count: 500000"),
        GOOD.replace("severities: [1]", "severities: [1]\n  chains: {count: 1000000}"),
        GOOD.replace("count: 2", "count: 1000000").replace("severities: [1]", "severities: [1, 3]"),
    ],
    ids=["cases", "chains", "cases and severities"],
)
def test_a_dry_run_of_a_million_is_arithmetic(more, tmp_path):
    (tmp_path / "r.yaml").write_text(more)

    bounded("generate", tmp_path / "r.yaml", "--dry-run").held(0, words="slots", seconds=15)


ODD = [
    None, True, 0, -1, 2**31, 2**63, 10**400, 1.5, float("inf"), float("nan"), "", " ", "a\0b",
    "\u202e", "x" * 9_999, "../../x", "/", "*", "[", "{", "é\u0301", "🙂", [], [[]], [None], ["x"],
    {}, {"x": 1}, {"": {}}, {"x" * 999: None}, ["x"] * 2_000,
]  # fmt: skip
FULL = {
    "chaosdocs": 2,
    "name": "mine",
    "seed": 4,
    "source": {"domain": "invoice", "count": 2, "locales": ["en_US"]},
    "render": [{"as": "csv", "system": "sap"}, {"as": "pdf", "templates": ["erp"]}],
    "design": {
        "each": [{"use": "gaps.left_out", "target": "/total", "near_miss": True,
                  "severities": [1]}],
        "severities": [1],
        "chains": {"count": 1, "length": [2, 3], "use": ["*"]},
        "budget": {"cases": 900, "min_records": 2},
        "clean": {"unanswerable": 0.1, "absent": 0.1},
    },
    "ask": {"fields": ["/total"], "task": "extract", "channel": "text", "derive": "allow"},
}  # fmt: skip


def places(data, at=()):
    """Yield the way to every value."""
    yield at
    for key in (
        data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    ):
        yield from places(data[key], (*at, key))


def put(data, at, odd):
    """Return a copy with another value at one place."""
    if not at:
        return odd
    made = dict(data) if isinstance(data, dict) else list(data)
    made[at[0]] = put(made[at[0]], at[1:], odd)
    return made


@slow
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_an_odd_value_at_every_place_of_a_recipe(odd, tmp_path):
    """Some 1,200 recipes: each is read, or refused with its place."""
    import time

    path = tmp_path / "r.yaml"
    for at in places(FULL):
        path.write_text(yaml.safe_dump(put(FULL, at, odd), allow_unicode=True))
        start = time.process_time()
        told = "r.yaml"
        try:
            load(path)
        except UserError as error:
            told = str(error)
        assert "r.yaml" in told, at
        assert len(told) < 10_000, at
        assert time.process_time() - start < 5, at


# Records of one's own ---------------------------------------------------------------------------

FIELDS = {
    "number": {"type": "string", "x-kind": "id"},
    "name": {"type": "string"},
    "total": {"type": "number", "x-kind": "money", "x-currency": "EUR"},
}
MEDIA = ("pdf", "xlsx", "csv", "json")


def own(folder, rows, schema=None, media=("csv",), name="mine.jsonl"):
    """Write records, their schema and a recipe; return the recipe."""
    if isinstance(rows, list):
        (folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    (folder / "schema.json").write_text(json.dumps(schema or {"properties": FIELDS}))
    renders = ", ".join(f"{{as: {medium}}}" for medium in media)
    (folder / "r.yaml").write_text(
        f"name: own\nsource: {{records: {name}, schema: schema.json}}\nrender: [{renders}]\n"
    )
    return folder / "r.yaml"


def row(n=1, **more):
    return {"number": f"N-{n}", "name": f"Name {n}", "total": n + 0.5, **more}


def sheet(folder, fill=lambda _sheet: None, change=lambda name, data: data):
    """Write a workbook of records, changed part by part."""
    book = openpyxl.Workbook()
    book.active.append(list(FIELDS))
    for n in range(3):
        book.active.append(list(row(n).values()))
    fill(book.active)
    book.save(folder / "plain.xlsx")
    with (
        zipfile.ZipFile(folder / "plain.xlsx") as plain,
        zipfile.ZipFile(folder / "mine.xlsx", "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name, data in shared({name: plain.read(name) for name in plain.namelist()}).items():
            made.writestr(name, change(name, data))
    return own(folder, None, name="mine.xlsx")


def shared(parts):
    """The parts of a workbook with its texts shared, whichever way openpyxl writes them."""
    if any(name.endswith("sharedStrings.xml") for name in parts):
        return parts
    texts = []

    def one(found):
        texts.append(found[2])
        return b'<c %s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    sheet, types = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
    inline = rb'<c ([^>]*?) ?t="inlineStr"><is>(.*?)</is></c>'
    name, kind = "sharedStrings", "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made = dict(parts)
    made[sheet] = re.sub(inline, one, parts[sheet])
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    made[f"xl/{name}.xml"] = b'<sst xmlns="%s">%s</sst>' % (space, items)
    part = f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{name}+xml"/></Types>'
    made[types] = parts[types].replace(b"</Types>", part.encode())
    return made


def in_sheet(old, new):
    """Return a change of the sheet."""
    return lambda name, data: data.replace(old, new) if name.endswith("sheet1.xml") else data


def strings(new):
    """Return a change of the shared strings."""
    return lambda name, data: new(data) if name.endswith("sharedStrings.xml") else data


SHEETS = {
    "a cell in the last row": (lambda s: s.cell(1_048_576, 1, "far"), None, (0, 2)),
    "a cell in the last column": (lambda s: s.cell(2, 16_384, "far"), None, (0, 2)),
    "a row that no sheet has": (None, in_sheet(b'row r="3"', b'row r="99999999"'), (2,)),
    "a shared string that is not there": (
        None, strings(lambda data: re.sub(rb"<si>.*?</si>", b"", data, count=4)), (2,)
    ),
    "a negative shared string": (None, in_sheet(b"<v>5</v>", b"<v>-5</v>"), (2,)),
    "a shared string in words": (None, in_sheet(b"<v>5</v>", b"<v>five</v>"), (2,)),
    "an endless shared string": (None, in_sheet(b"<v>5</v>", b"<v>%s</v>" % (b"9" * 5000)), (2,)),
    "no shared strings": (None, strings(lambda _data: b""), (2,)),
    "a million shared strings": (
        None,
        strings(lambda data: data.replace(b"</sst>", b"<si><t>x</t></si>" * 1_000_000 + b"</sst>")),
        (0, 2),
    ),
    "a number that is none": (None, in_sheet(b"<v>1.5</v>", b"<v>1.5.5</v>"), (0, 2)),
    "an endless number": (None, in_sheet(b"<v>1.5</v>", b"<v>%s</v>" % (b"9" * 5000)), (0, 2)),
    "a cell with two addresses": (None, in_sheet(b'r="B3"', b'r="A3"'), (0, 2)),
    "an address that is none": (None, in_sheet(b'r="B3"', b'r="3B"'), (0, 2)),
    "a cut sheet": (None, lambda name, data: data[:300] if name.endswith("1.xml") else data, (2,)),
}  # fmt: skip


@slow
@pytest.mark.parametrize("what", SHEETS)
def test_a_hostile_workbook(what, tmp_path):
    fill, change, codes = SHEETS[what]
    recipe = sheet(tmp_path, fill or (lambda _s: None), change or (lambda _name, data: data))

    ended = bounded("generate", recipe, "-o", tmp_path / "out")

    ended.held(*codes, words="mine.xlsx" if ended.code else "", seconds=12)


SCHEMAS = {
    "required is a map": {"properties": FIELDS, "required": {}},
    "required is a text": {"properties": FIELDS, "required": "name"},
    "required has numbers": {"properties": FIELDS, "required": [1]},
    "half a character in the title": {"title": "a\ud800", "properties": FIELDS},
    "a line break in the title": {"title": "a\nb", "properties": FIELDS},
    "a NUL in the title": {"title": "a\0b", "properties": FIELDS},
    "an endless title": {"title": "a" * 100_000, "properties": FIELDS},
    "half a character in a name": {"properties": {**FIELDS, "a\ud800": {"type": "string"}}},
    "half a character in a title of a field": {
        "properties": {**FIELDS, "name": {"type": "string", "title": "\udfff"}}
    },
    "properties is a list": {"properties": list(FIELDS)},
    "a property is a text": {"properties": {**FIELDS, "name": "string"}},
    "a type is a number": {"properties": {**FIELDS, "name": {"type": 7}}},
    "a type is a list": {"properties": {**FIELDS, "name": {"type": ["string", "null"]}}},
    "a type is a map": {"properties": {**FIELDS, "name": {"type": {}}}},
    "an unknown kind": {"properties": {**FIELDS, "name": {"x-kind": "soul"}}},
    "a kind is a list": {"properties": {**FIELDS, "name": {"x-kind": []}}},
    "a currency is a number": {"properties": {"total": {"x-kind": "money", "x-currency": 7}}},
    "an enum of everything": {"properties": {"name": {"enum": [None, 1, [], {}, "x"]}}},
    "an enum without an end": {"properties": {"name": {"enum": [f"e{n}" for n in range(20_000)]}}},
    "a reference to itself": {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
    "a reference elsewhere": {"properties": {"name": {"$ref": "file:///etc/passwd"}}},
    "rules is a map": {"properties": FIELDS, "x-rules": {}},
    "a rule without an end": {"properties": FIELDS, "x-rules": ["total = " + "total + " * 9_999]},
    "a rule of brackets": {"properties": FIELDS, "x-rules": ["total = " + "(" * 9_999]},
    "a pattern that runs away": {
        "properties": {**FIELDS, "name": {"type": "string", "pattern": "^(a+)+$"}}
    },
    "no properties": {"properties": {}},
    "a list": [],
    "nothing": None,
}  # fmt: skip


@slow
@pytest.mark.parametrize("what", SCHEMAS)
def test_a_hostile_schema(what, tmp_path):
    recipe = own(tmp_path, [row(n, name="a" * 60) for n in range(3)])
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMAS[what]))

    ended = inside("generate", recipe, "-o", tmp_path / "out")

    ended.held(0, 2, seconds=12)
    if ended.code == 2:
        assert re.search(r"schema(\.json)?: |r\.yaml:|mine\.jsonl:", ended.said), ended.said
        assert not (tmp_path / "out").exists()


@slow
@pytest.mark.parametrize(
    "line",
    [
        '{"number": "a", "number": "b"}',
        '{"number": "a", "total": 1e999}',
        '{"number": "a", "total": NaN}',
        '{"number": "a", "total": %s}' % ("9" * 5000),
        '{"number": "\\ud800"}',
        '{"number": "a\\u0000b"}',
        '{"number": ["a"]}',
        '{"number": {"a": 1}}',
        '["a"]',
        '"a"',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"number": "%s"}' % ("x" * 2_000_000),
        "\ufeff{}",
        "\0",
    ],
    ids=lambda line: f"{line[:20]} {line[-9:]}",
)  # fmt: skip
def test_a_hostile_line_of_records(line, tmp_path):
    recipe = own(tmp_path, [row()])
    with (tmp_path / "mine.jsonl").open("a") as file:
        file.write(f"{line}\n")

    ended = inside("generate", recipe, "-o", tmp_path / "out")

    ended.held(2, words="mine.jsonl:2", seconds=12)
    assert not (tmp_path / "out").exists()


@slow
def test_a_line_with_many_keys_that_no_field_has(tmp_path):
    recipe = own(tmp_path, [row(), row(2, **{f"k{n}": 1 for n in range(20_000)})])

    inside("generate", recipe, "-o", tmp_path / "out").held(0, words="left out", seconds=12)


TEXTS = {
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום עולם",
    "Arabic and Latin": "شركة ACME للتجارة 2024",
    "Hebrew and numbers": "רחוב הרצל 12",
    "9,999 characters": " ".join(["word"] * 2_000)[:9_999],
    "500 letters": "w" * 500,
    "500 letters in a sentence": f"begin {'y' * 500} end",
    "emoji": "good 🙂 work",
    "joined emoji": "a 👩‍👩‍👧 family",
    "zero width": "ab\u200bcd",
    "soft hyphen": "ab\u00adcd",
    "bidi marks": "ab\u200ecd\u200f",
    "Tamil": "தமிழ்",
    "Thai": "ภาษาไทย",
    "Armenian": "Հայերեն",
    "conjoining Hangul": "\u1112\u1161\u11ab",
    "Hangul": "한국어",
    "CJK extension B": "𠀀𠀁",
    "Japanese": "株式会社サンプル",
    "combining": "e\u0301tude",
    "formula": '=HYPERLINK("http://x","y")',
    "plus": "+1 234",
    "at": "@SUM(1)",
    "minus": "-name",
    "quotes": "a\"b'c",
    "separators": "a;b,c\td|e",
    "markup": "<b>&amp;</b> {{x}} %s",
    "a number": "00123",
    "blanks": "a  b",
}


@slow
@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("what", TEXTS)
def test_a_text_of_any_script_is_a_case_or_is_refused_in_words(what, medium, tmp_path):
    """What the fonts lack is refused for pages alone; other media carry every text."""
    system = {"pdf": "templates: all" if len(TEXTS[what]) > 400 else "templates: [erp]"}.get(
        medium, "system: sap"
    )
    recipe = own(tmp_path, [row(name=TEXTS[what])], media=[f"{medium}, {system}"])

    ended = inside("generate", recipe, "-o", tmp_path / "out")

    ended.held(*((0, 2) if medium == "pdf" else (0,)), seconds=25)
    if ended.code == 0:
        assert re.search(r"^[1-9]\d* cases in", ended.said, re.MULTILINE), ended.said
        assert "defect" not in ended.said, ended.said


# Answers ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A corpus of two records with answers to it; two of its slots are skipped."""
    folder = tmp_path_factory.mktemp("small")
    skips = GOOD.replace("[gaps.left_out]", "[gaps.left_out, export.debit_credit_columns]")
    (folder / "r.yaml").write_text(skips)
    inside("generate", folder / "r.yaml", "-o", folder / "corpus").held(0)
    out = folder / "answers.jsonl"
    inside("run", folder / "corpus", "--reader", "builtin:rules", "-o", out).held(0)
    return folder


NULLS = f"[{'null,' * 400_000}null]"
ANSWERS = {
    "a fence of backticks and blanks": '"%s"' % ("```" * 50_000 + " \\n" * 50_000),
    "a fence that never ends": '"```json%s```x"' % (" \\n" * 100_000),
    "half a character": '{"currency": "\\ud800"}',
    "a NUL": '{"currency": "a\\u0000b"}',
    "rows of nulls": '{"lines": %s}' % NULLS,
    "rows of empty rows": '{"lines": [%s{}]}' % ("{}," * 200_000),
    "a field of nulls": NULLS,
    "ten thousand keys": "{%s}" % ", ".join(f'"k{n}": {n}' for n in range(10_000)),
    "a text of 1 MB": '{"currency": "%s"}' % ("x" * 1_000_000),
    "a number of 5,000 digits": '{"total": %s}' % ("9" * 5000),
    "a number without an end": '{"total": 1e999}',
    "an amount of 5,000 digits": '{"total": "%s"}' % ("9" * 5000),
    "an exponent without an end": '{"total": "1e999999999"}',
    "NaN": '{"total": NaN}',
    "lists in lists": "[" * 900 + "]" * 900,
    "maps in maps": '{"lines":' * 400 + "1" + "}" * 400,
    "dates of no calendar": '{"date": "9999999999-99-99"}',
    "markup": '"%s"' % ("<a>" * 200_000),
    "thinking without an end": '"%s"' % ("<think>" * 100_000),
    "a boolean": "true",
    "keys twice": '{"currency": "EUR", "currency": "USD"}',
}  # fmt: skip
BESIDE = {
    "confidence without an end": {"confidence": 10**400},
    "confidences of everything": {"confidence": {"": [None], "/currency": "\ud800"}},
    "a source of confidence with half a character": {"confidence_source": "\ud800"},
    "a million candidates": {"candidates": {"/currency": ["x"] * 300_000}},
    "a trial beyond 64 bits": {"trial": 2**70},
    "a negative trial": {"trial": -1},
    "a latency that is none": {"latency_s": float("nan")},
    "endless tokens": {"tokens_in": 10**300, "cost_usd": 1e308},
    "issues of everything": {"issues": [None, 7, {"code": {}}]},
    "abstain of everything": {"abstain": {"/currency": [], "": None}},
    "an error of 1 MB": {"error": "x" * 1_000_000},
    "nulls of something": {"nulls": "sometimes"},
}  # fmt: skip


@slow
@pytest.mark.parametrize("what", [*ANSWERS, *BESIDE])
def test_a_hostile_answer(what, small, tmp_path):
    """It is judged, or the line is refused by its number; the report is written."""
    lines = (small / "answers.jsonl").read_text().splitlines()
    first = json.loads(lines[0])
    first.pop("answer", None)
    if what in ANSWERS:
        head = json.dumps(first).removesuffix("}")
        lines[0] = f'{head}, "answer": {ANSWERS[what]}}}'
    else:
        lines[0] = json.dumps({**first, "answer": {"currency": "EUR"}, **BESIDE[what]})
    (tmp_path / "answers.jsonl").write_text("\n".join(lines) + "\n")

    out = ("-o", tmp_path / "report", "--resamples", "50")
    ended = inside("score", small / "corpus", tmp_path / "answers.jsonl", *out)

    ended.held(0, 2, words="answers.jsonl:1" if ended.code else "", seconds=15)
    assert (tmp_path / "report" / "junit.xml").is_file() == (ended.code == 0)


# Corpora ----------------------------------------------------------------------------------------


def fifo(path):
    path.unlink()
    os.mkfifo(path)


def zero(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def elsewhere(path):
    path.unlink()
    path.symlink_to("/etc/hostname")


def folder(path):
    path.unlink()
    path.mkdir()


def garbled(path):
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def nested(path):
    packed = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(packed(b"[" * 300_000))


def twice(path):
    path.write_bytes(path.read_bytes() * 2)


DAMAGES = {
    "pipe": fifo,
    "without end": zero,
    "linked away": elsewhere,
    "folder": folder,
    "emptied": lambda path: path.write_bytes(b""),
    "garbled": garbled,
    "removed": lambda path: path.unlink(),
    "cut": cut,
    "nested": nested,
    "twice": twice,
}
FILES = (
    "corpus.json", "cases.jsonl", "files", "private/recipe.yaml", "private/secret.json",
    "private/digest", "private/truth.jsonl.gz", "private/evidence.jsonl.gz",
    "private/plans.jsonl.gz", "private/skipped.jsonl",
)  # fmt: skip
UNREAD_BY_VERIFY = {"private/skipped.jsonl"}


@slow
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_corpus_that_was_tampered_with(damage, name, small, tmp_path):
    """`verify` finds every damage; `score` and `run` end in words, in time."""
    corpus = tmp_path / "corpus"
    shutil.copytree(small / "corpus", corpus)
    path = next(p for p in sorted((corpus / "files").rglob("*")) if p.is_file())
    path = path if name == "files" else corpus / name
    if not path.exists():
        pytest.fail(f"a corpus has no {name}")
    assert path.stat().st_size, f"{name} is empty: there is nothing to damage"
    DAMAGES[damage](path)
    answers = small / "answers.jsonl"

    verified = inside("verify", corpus, "--deep", "0")
    scored = inside("score", corpus, answers, "-o", tmp_path / "report", "--resamples", "10")
    ran = inside("run", corpus, "--reader", "builtin:all_null", "-o", tmp_path / "a.jsonl")

    verified.held(*((0, 1, 2) if name in UNREAD_BY_VERIFY else (1, 2)), seconds=10)
    scored.held(0, 1, 2, seconds=10)
    ran.held(0, 1, 2, seconds=10)
    if name in {"corpus.json", "cases.jsonl"} and damage != "twice":
        assert scored.code == 2
    if name == "files":
        assert scored.code == 2


PACKET = """\
chaosdocs: 2
name: packet
seed: 4
source: {world: trade, books: 1, locales: [en_US]}
render: [{as: packet, templates: [letterhead], form: [zip], policy: [page]}]
"""
BOMBS = {"at the bound": 240, "beyond it": 300}
"""What a ZIP of a few hundred kilobytes unfolds to, in megabytes."""


@slow
@pytest.mark.parametrize("size", BOMBS)
def test_a_zip_that_unfolds_to_much(size, tmp_path):
    (tmp_path / "r.yaml").write_text(PACKET)
    inside("generate", tmp_path / "r.yaml", "-o", tmp_path / "corpus").held(0)
    (path,) = (tmp_path / "corpus").rglob("packet.zip")
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("list.csv", "w") as member,
    ):
        for _ in range(BOMBS[size]):
            member.write(b"0" * 1_000_000)

    asked = bounded("ask", tmp_path / "corpus", "--as", "openai")
    sent = bounded("export", tmp_path / "corpus", "--to", "promptfoo", "-o", tmp_path / "out")

    words = "are sent with a question" if size == "at the bound" else "unfolds to more than"
    asked.held(2, words=words)
    sent.held(2, words=words)


def _truths(corpus, change):
    rows = [
        json.loads(line) for line in gzip.decompress((corpus / TRUTH).read_bytes()).splitlines()
    ]
    for at in rows:
        change(at)
    _write(corpus, TRUTH, rows)


def _evidence(corpus, change):
    rows = [
        json.loads(line) for line in gzip.decompress((corpus / EVIDENCE).read_bytes()).splitlines()
    ]
    for at in rows:
        change(at)
    _write(corpus, EVIDENCE, rows)


def _write(corpus, name, rows):
    blocks = [(row["case"], encode_line(row)) for row in rows]
    (corpus / name).write_bytes(b"".join(framed(blocks)))


def _leaf(truth):
    """The first field of a truth that is answerable."""
    return next(f for f in truth["fields"].values() if f.get("accept"))


def _renamed(path):
    def change(truth):
        name = next(iter(truth["fields"]))
        truth["fields"][path] = truth["fields"].pop(name)

    return _truths, change


CHANGES = {
    "no accepted value": (_truths, lambda t: _leaf(t).update(accept=[])),
    "100,000 accepted values": (
        _truths,
        lambda t: _leaf(t).update(accept=[f"x{n}" for n in range(100_000)]),
    ),
    "an accepted value of no kind": (_truths, lambda t: _leaf(t).update(kind="soul")),
    "an accepted value of 1 MB": (_truths, lambda t: _leaf(t).update(accept=["x" * 10**6])),
    "a path without a name": _renamed(""),
    "a path of blanks": _renamed("/ /"),
    "a path of 1 MB": _renamed("/x" * 500_000),
    "no fields": (_truths, lambda t: t.update(fields={})),
    "fields of numbers": (_truths, lambda t: t.update(fields={"/x": 7})),
    "a list of fields": (_truths, lambda t: t.update(fields=[*t["fields"].values()])),
    "a weight without an end": (_truths, lambda t: _leaf(t).update(weight=1e308)),
    "half a character": (_truths, lambda t: _leaf(t).update(accept=["\ud800"])),
    "steps of numbers": (_truths, lambda t: t.update(steps=[1, 2])),
    "a severity beyond all": (_truths, lambda t: t.update(severity=10**30)),
    "evidence of numbers": (_evidence, lambda e: e.update(text=7)),
    "evidence of 1 MB": (_evidence, lambda e: e.update(text="x" * 10**6)),
    "evidence on no page": (_evidence, lambda e: e.update(page=10**12)),
    "evidence in no box": (_evidence, lambda e: e.update(box=[1e308, -1e308, float("inf"), 0])),
    "evidence in bytes without an end": (_evidence, lambda e: e.update(bytes=[0, 10**18])),
    "evidence in a convention of its own": (_evidence, lambda e: e.update(convention="x" * 10**5)),
    "evidence of no statement": (_evidence, lambda e: e.update(statement="")),
    "evidence in another file": (_evidence, lambda e: e.update(file="../../etc/passwd")),
}  # fmt: skip


@slow
@pytest.mark.parametrize("what", CHANGES)
def test_a_truth_that_was_tampered_with(what, small, tmp_path):
    corpus = tmp_path / "corpus"
    shutil.copytree(small / "corpus", corpus)
    way, change = CHANGES[what]
    way(corpus, change)
    answers = small / "answers.jsonl"

    verified = inside("verify", corpus, "--deep", "0")
    scored = inside(
        "score", corpus, answers, "-o", tmp_path / "report", "--resamples", "10", "--no-check"
    )

    beside = what in {"evidence on no page", "evidence in no box", "evidence of no statement"}
    verified.held(*((0, 1, 2) if beside else (1, 2)), seconds=15)
    scored.held(0, 1, 2, seconds=15)


# Endpoints --------------------------------------------------------------------------------------

ZEROS = b"\0" * 1_000_000
ECHO = "the key is " + KEY
REPLIES = {
    "429": (429, "slow down", {"Retry-After": "0"}),
    "500": (500, "broken", {}),
    "503 in HTML": (503, "<html>" * 10_000, {"Content-Type": "text/html"}),
    "HTML": (200, "<html><body>welcome</body></html>", {"Content-Type": "text/html"}),
    "nothing": (200, "", {}),
    "half an object": (200, '{"choices": [{"mess', {}),
    "a list": (200, "[]", {}),
    "a number": (200, "7", {}),
    "lists in lists": (200, "[" * 100_000, {}),
    "not UTF-8": (200, b'{"choices": "\xff\xfe"}', {}),
    "zeros": (200, ZEROS, {}),
    "100 MB": (200, b" " * 100_000_000, {}),
    "a promise of more": (200, "{}", {"Content-Length": "1000000"}),
    "a negative length": (200, "{}", {"Content-Length": "-5"}),
    "a length of words": (200, "{}", {"Content-Length": "many"}),
    "chunks that are none": (200, "zz\r\n", {"Transfer-Encoding": "chunked"}),
    "gzip that is none": (200, "{}", {"Content-Encoding": "gzip"}),
    "another place": (302, "", {"Location": "http://192.0.2.1/"}),
    "a file": (302, "", {"Location": "file:///etc/passwd"}),
    "itself": (307, "", {"Location": "/v1/chat/completions"}),
    "choices of null": {"choices": None},
    "no choices": {"choices": []},
    "a choice of text": {"choices": ["x"]},
    "content of numbers": {"choices": [{"message": {"content": 7}}]},
    "content of lists": {"choices": [{"message": {"content": [None]}}]},
    "half a character": chat('{"currency": "\ud800"}'),
    "a NUL": chat('{"currency": "a\\u0000b"}'),
    "a text of 5 MB": chat("x" * 5_000_000),
    "a fence without an end": chat("```json" + " \n" * 100_000 + "```x"),
    "usage of words": chat(usage={"prompt_tokens": "many"}),
    "usage beyond 64 bits": chat(usage={"prompt_tokens": 10**400, "completion_tokens": 2**80}),
    "negative usage": chat(usage={"prompt_tokens": -7}),
    "usage of null": {**chat(), "usage": None},
    "an echo in the answer": chat(json.dumps({"currency": ECHO})),
    "an echo in prose": chat(ECHO),
    "an echo in a key": chat(json.dumps({ECHO: 1})),
    "an echo in the model": chat(model=ECHO),
    "an echo in the id": chat(id=ECHO, system_fingerprint=ECHO),
    "an echo in the reason to stop": chat(finish=ECHO),
    "an echo in an error": (400, json.dumps({"error": {"message": ECHO}}), {}),
    "an echo in a header": (429, "x", {"Retry-After": ECHO}),
    "an echo in a place": (302, "", {"Location": f"http://127.0.0.1:9/?{KEY}"}),
    "an echo in base64": chat(json.dumps({"currency": base64.b64encode(KEY.encode()).decode()})),
    "logprobs of everything": chat(choices=[{"message": {"content": "{}"}, "finish_reason": "stop", "logprobs": {"content": [None, 7, {"token": 7, "logprob": "x"}]}}]),
    "an error in a 200": {"error": {"message": "no"}},
    "a refusal": {"choices": [{"message": {"refusal": "I will not", "content": None}}]},
    "a cut answer": chat('{"currency": "E', finish="length"),
    "thinking": chat("<think>" * 50_000),
    "tools": {"choices": [{"message": {"tool_calls": [{"function": {"arguments": "{"}}]}}]},
    "401": (401, "who are you", {}),
    "404": (404, "what", {}),
    "418": (418, "a teapot", {}),
}  # fmt: skip


@slow
@pytest.mark.parametrize("what", REPLIES)
def test_a_hostile_endpoint(what, small, tmp_path, monkeypatch):
    """A run ends in words or in lines that can be scored, and the key stands nowhere."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    out = tmp_path / "answers.jsonl"
    with serve(lambda asked, number: REPLIES[what]) as server:
        ended = bounded(
            "run", small / "corpus", "--reader", "openai:m", "--base-url", f"{server.url}/v1",
            "-o", out, "--limit", "2", "--deadline", "20", within=90,
        )  # fmt: skip

    ended.held(0, 1, 2, seconds=20, megabytes=600)
    said = [ended.said]
    if out.exists() and out.stat().st_size:
        report = tmp_path / "report"
        scored = inside("score", small / "corpus", out, "-o", report, "--resamples", "10")
        scored.held(0, 1, 2, seconds=15)
        said += [scored.said, out.read_text(errors="replace")]
        said += [path.read_text(errors="replace") for path in report.glob("*") if path.is_file()]
    if what != "an echo in base64":
        assert not [words for words in said if KEY in words]
