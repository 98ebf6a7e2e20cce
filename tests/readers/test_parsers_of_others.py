"""Parsers of other people as readers: asked with options, absent ones told, confidences kept."""

import json
import math

import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.parser import Library, Parser
from chaosdocs.readers.parser_reader import ParserReader, load_parser
from chaosdocs.readers.parsers.registry import PARSERS
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.judging.parsed import Kept
from chaosdocs.score.metrics.grids import compare_grid

RECIPE = """
chaosdocs: 2
name: others
seed: 8
source: {domain: invoice, count: 1, locales: [en_US]}
render:
  - {as: pdf, templates: [erp]}
  - {as: csv, system: netsuite}
  - {as: xlsx, system: netsuite}
ask: {task: text}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    made = tmp_path_factory.mktemp("others")
    (made / "r.yaml").write_text(RECIPE)
    cd.generate(made / "r.yaml", made / "c")
    return made / "c"


def case_of(corpus, suffix):
    rows = map(json.loads, (corpus / "cases.jsonl").read_text("utf-8").splitlines())
    case = next(row for row in rows if row["files"][0]["path"].endswith(suffix))
    path = case["files"][0]["path"]
    return case, {path: corpus / path}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name in PARSERS.own if name != "rapidocr"])
def test_every_parser_that_is_there_reads_what_it_says(corpus, name):
    parser = PARSERS[name]
    if parser.engine.version() is None:
        pytest.skip(f"{parser.engine.name} is not installed")
    for suffix in {"pdf", "csv", "xlsx"} & set(parser.suffixes):
        case, files = case_of(corpus, suffix)
        said = load_parser(name)(case, files)
        json.dumps(said, allow_nan=False)
        if parser.returns == "fields":
            assert said["abstain"]
            continue
        assert said.keys() <= {parser.returns, "word_confidence"}
        judged = cd.judge(case["case"], said, corpus=corpus)
        wrong = [o for o in judged.outcomes.values() if o not in {"correct", "right_abstain"}]
        # openpyxl, pandas and their kind print numbers as they are stored
        assert len(wrong) < 0.5 * len(judged.outcomes), (name, suffix)
        if "word_confidence" in said:
            assert len(said["word_confidence"]) == len(said["text"].split())
            assert 0 <= min(said["word_confidence"]) <= max(said["word_confidence"]) <= 1


def test_a_document_that_it_cannot_open_is_told(corpus):
    case, files = case_of(corpus, "csv")
    with pytest.raises(BrokenAnswerError, match=r"pymupdf reads pdf, not csv; --cases '\*.pdf'"):
        load_parser("pymupdf")(case, files)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("pymupd", "did you mean 'pymupdf'"),
        ("pymupdf,dpi=3", "has no options"),
        ("tesseract,dpy=3", "did you mean 'dpi'"),
        ("tesseract,dpi=0", "not a number above 0"),
        ("tesseract,dpi=", "not a number above 0"),
        ("camelot,flavor=latice", "did you mean 'lattice'"),
    ],
)
def test_a_wrong_name_or_option_is_told(spec, told, monkeypatch):
    for kind in {type(parser.engine) for parser in PARSERS.values()}:
        monkeypatch.setattr(kind, "version", lambda _: "1")
    with pytest.raises(UserError, match=told):
        load_reader(f"parser:{spec}")


def test_a_parser_that_is_not_installed_is_told_before_anything_is_asked(corpus, tmp_path):
    missing = Parser(lambda path: {"text": ""}, Library("no_such_module", "no-such"), "text")
    assert missing.engine.version() is None
    PARSERS.add("missing", missing, __name__)
    try:
        run = CliRunner().invoke(
            cli, ["run", str(corpus), "--reader", "parser:missing", "-o", str(tmp_path / "a")]
        )
        rows = json.loads(CliRunner().invoke(cli, ["doctor", "--json"]).output)
    finally:
        PARSERS._found.pop("missing")
        PARSERS._homes.pop("missing")
    assert run.exit_code == 2
    assert "no-such is not installed" in run.output
    assert "pip install 'chaosdocs[readers]'" in run.output
    states = {row["what"]: row for row in rows}
    assert states["parser:missing"]["state"] == "not there"
    assert states["parser:pymupdf"]["state"][0].isdigit()


def test_all_documents_of_a_case_are_read(tmp_path):
    one, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    sure = {"a": [0.5, 0.25], "b": [1.0]}
    words = {"a": "Total 9.00", "b": "end"}

    def read(path):
        return {"text": words[path.stem], "word_confidence": sure[path.stem]}

    reader = ParserReader("x", Parser(read, Library("json", "x"), "text"))
    said = reader({}, {"files/a.pdf": one, "files/b.pdf": other})
    assert said == {"text": "Total 9.00\fend", "word_confidence": [0.5, 0.25, 1.0]}


def test_a_kept_value_has_the_confidence_of_its_least_sure_word():
    kept = Kept("Total  1,234.50 EUR\nBü\u00a0ro", (0.9, 0.8, 0.3, 0.7, 0.6))
    assert kept.take("1,234.50 eur")
    assert kept.p == 0.3
    assert kept.take("total")
    assert kept.p == 0.9
    assert kept.spaced("büro") is None
    assert kept.take("bü ro")
    assert kept.p == 0.6
    without = Kept("Total 9.00", ())
    assert without.take("total")
    assert math.isnan(without.p)


def test_confidences_of_words_that_do_not_fit_are_noted():
    good = parse_line({"case": "a", "text": "a b", "word_confidence": [1, 0.5]})
    assert good.word_confidence == (1.0, 0.5)
    for bad in ([1], [1, 2], "x", [1, None], {"a": 1}):
        assert (
            parse_line({"case": "a", "text": "a b", "word_confidence": bad}).word_confidence == ()
        )


def test_confidences_of_words_become_those_of_fields(corpus):
    case, files = case_of(corpus, "pdf")
    text = load_parser("pymupdf")(case, files)["text"]
    number = text[text.index("INVOICE NUMBER") :].split("\n")[1]
    sure = [0.2 if word == number else 0.9 for word in text.split()]
    answers = corpus.parent / "a.jsonl"
    about = json.loads((corpus / "corpus.json").read_text())
    rows = [
        {"case": case["case"], "text": text, "word_confidence": sure, "corpus": about["digest"]}
    ]
    answers.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = corpus.parent / "rep"
    told = CliRunner().invoke(
        cli, ["score", str(corpus), str(answers), "-o", str(out), "--resamples", "10"]
    )
    assert told.exit_code == 0, told.output
    fields = [json.loads(line) for line in (out / "fields.jsonl").read_text().splitlines()]
    p = {row["path"]: row.get("p") for row in fields if row["case"] == case["case"]}
    assert p["/invoice_number"] == 0.2
    assert p["/due_date"] == 0.9


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(PARSERS["rapidocr"].engine.version() is None, reason="rapidocr is not there")
def test_rapidocr_reads_a_page(corpus):
    case, files = case_of(corpus, "pdf")
    said = load_parser("rapidocr")(case, files)
    judged = cd.judge(case["case"], said, corpus=corpus)
    assert judged.passed or list(judged.outcomes.values()).count("correct") > 20


FINDERS = (
    "camelot", "camelot,flavor=stream", "camelot,flavor=hybrid", "pdfplumber-tables",
    "pymupdf-tables",
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(PARSERS["camelot"].engine.version() is None, reason="camelot is not there")
def test_finders_of_tables_can_be_told_apart(tmp_path):
    recipe = RECIPE.replace("templates: [erp]", "templates: [partruled]").replace("text", "tables")
    pages = "\n".join(line for line in recipe.splitlines() if "system" not in line)
    (tmp_path / "r.yaml").write_text(pages)
    cd.generate(tmp_path / "r.yaml", tmp_path / "c")
    corpus = load(tmp_path / "c")
    (public,) = map(json.loads, (tmp_path / "c/cases.jsonl").read_text("utf-8").splitlines())
    case = corpus.cases[public["case"]]
    files = {file["path"]: tmp_path / "c" / file["path"] for file in public["files"]}
    found = {}
    for name in FINDERS:
        line = parse_line({"case": case.case, **load_parser(name)(public, files)})
        found[name] = compare_grid(case, case.lists[0], line, corpus.printed).cell_f1

    assert len({round(each, 2) for each in found.values()}) == len(FINDERS), found
    assert found["camelot,flavor=hybrid"] > found["camelot"]
    assert found["pymupdf-tables"] > found["pdfplumber-tables"] > 0.5


SCANNED = """
chaosdocs: 2
name: scanned
seed: 8
source: {domain: invoice, count: 1, locales: [en_US]}
render: [{as: scan, templates: [letterhead], dpi: 200}]
ask: {task: text}
"""
LYING = """
chaosdocs: 2
name: lying
seed: 12
source: {domain: invoice, count: 2, locales: [en_US]}
render: [{as: pdf, templates: [letterhead]}]
design: {each: [pdf.lying_tounicode, hidden.invisible_text], severities: [1]}
ask: {task: text, channel: eye}
"""
needs_tesseract = pytest.mark.skipif(
    PARSERS["tesseract"].engine.version() is None, reason="tesseract is not there"
)


def kept(folder, name):
    """Return the share of right fields over all cases of a corpus, by operator."""
    corpus = load(folder)
    right = {}
    for public in map(json.loads, (folder / "cases.jsonl").read_text("utf-8").splitlines()):
        files = {file["path"]: folder / file["path"] for file in public["files"]}
        told = cd.judge(public["case"], load_parser(name)(public, files), corpus=folder)
        case = corpus.cases[public["case"]]
        touched = {t.path for t in case.fields() if t.touched or not case.steps}
        outcomes = [o for path, o in told.outcomes.items() if path in touched and o != "unscored"]
        right.setdefault(case.operator, []).extend(o == "correct" for o in outcomes)
    return {operator: sum(each) / len(each) for operator, each in right.items()}


@pytest.mark.slow
@needs_tesseract
def test_recognition_is_the_better_the_more_dots_an_inch(tmp_path):
    (tmp_path / "r.yaml").write_text(SCANNED)
    cd.generate(tmp_path / "r.yaml", tmp_path / "c")
    found = [kept(tmp_path / "c", f"tesseract,dpi={dpi}")["clean"] for dpi in (200, 100, 60)]
    assert found[0] > 0.8
    assert found == sorted(found, reverse=True)
    assert found[1] - found[2] > 0.2


@pytest.mark.slow
@needs_tesseract
def test_what_lies_in_the_file_fools_text_layers_and_no_recognition(tmp_path):
    (tmp_path / "r.yaml").write_text(LYING)
    cd.generate(tmp_path / "r.yaml", tmp_path / "c")
    for operator in ("pdf.lying_tounicode", "hidden.invisible_text"):
        seen = kept(tmp_path / "c", "tesseract")[operator]
        for layer in ("pypdfium2", "pymupdf", "pdfplumber"):
            assert kept(tmp_path / "c", layer)[operator] < seen - 0.2, (operator, layer)


@pytest.mark.skipif(
    any(PARSERS[name].engine.version() is None for name in ("duckdb", "pandas")),
    reason="duckdb or pandas is not there",
)
def test_duckdb_is_silent_where_pandas_is_loud(tmp_path):
    ragged = tmp_path / "rows.csv"
    ragged.write_text("sku,amount\nA-1,10.00\nA-2,20.00\nA-3,30.00,extra,cells\nA-4,40.00\n")
    assert "tables" in load_parser("duckdb")({}, {"rows.csv": ragged})
    with pytest.raises(Exception, match="Expected 2 fields in line 4, saw 4"):
        load_parser("pandas")({}, {"rows.csv": ragged})
