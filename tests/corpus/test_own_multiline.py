"""A user's own texts keep their line breaks: printed, kept in cells, asked, proved and judged."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from xml.etree import ElementTree as ET

import openpyxl
import pydantic
import pypdfium2
import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.api import generate
from chaosdocs.cli.group import cli
from chaosdocs.formats.cases import Evidence
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.proof.checked import agrees
from chaosdocs.proof.ink.drawn import in_known_glyphs
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.witness import Found
from chaosdocs.recipe.load import load
from chaosdocs.score.judging.comparison import said
from chaosdocs.score.judging.error_types import slip
from chaosdocs.sources.own.source import load as records_of

NOTE = (
    "Ring twice.\nThen wait until somebody comes, which takes some minutes on a rainy day.\n\nGo."
)
OPENED = "2024-02-0{}T10:3{}:00Z"
FIELDS = {
    "ticket": {"type": "string", "x-kind": "id"},
    "opened_at": {"type": "string", "format": "date-time"},
    "note": {"type": "string"},
    "sla_days": {"type": "integer"},
    "discount_rate": {"type": "number"},
    "lines": {
        "type": "array",
        "items": {"properties": {"text": {"type": "string"}, "count": {"type": "number"}}},
    },
}


def a_ticket(n):
    return {
        "ticket": f"T-10{n}",
        "opened_at": OPENED.format(n + 1, n),
        "note": f"{NOTE}\n{n}{n}{n} boxes",
        "sla_days": 30 + n,
        "discount_rate": 2.5 + n,
        "lines": [{"text": f"Valve {n}{k}\nred", "count": 40 + k} for k in range(2)],
    }


def a_recipe(folder, render, *, count=2, more=""):
    folder.mkdir(exist_ok=True)
    (folder / "mine.jsonl").write_text("\n".join(json.dumps(a_ticket(n)) for n in range(count)))
    (folder / "schema.json").write_text(json.dumps({"properties": FIELDS}))
    (folder / "r.yaml").write_text(
        "name: tickets\nsource: {records: mine.jsonl, schema: schema.json}\n"
        f"render: [{render}]\n{more}"
    )
    return folder / "r.yaml"


def pdf_text(data):
    return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()


def cells_of_csv(data):
    return [cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row]


def cells_of_workbook(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.alignment.wrap_text for cell in cells if "\n" in str(cell.value))
    return [cell.value for cell in cells]


def leaves(tree):
    if isinstance(tree, dict | list):
        for each in tree.values() if isinstance(tree, dict) else tree:
            yield from leaves(each)
    else:
        yield tree


READ = {
    "csv": cells_of_csv,
    "xlsx": cells_of_workbook,
    "json": lambda data: list(leaves(json.loads(data))),
    "xml": lambda data: [each.text for each in ET.fromstring(data).iter()],  # noqa: S314 - ours
}


@pytest.mark.parametrize("medium", READ)
def test_a_cell_or_leaf_holds_the_lines_of_a_text(tmp_path, medium):
    made = generate(load(a_recipe(tmp_path, f"{{as: {medium}, system: netsuite}}")), tmp_path / "o")
    assert made.defects == []
    files = sorted(p for p in (tmp_path / "o" / "files").rglob("*") if p.is_file())
    found = [READ[medium](path.read_bytes()) for path in files]

    assert len(found) == 2
    for cells in found:
        assert any(str(cell).startswith(f"{NOTE}\n") for cell in cells)
        assert any(str(cell).endswith("1\nred") for cell in cells)
        assert any(str(cell).startswith("2024-02-0") and str(cell).endswith("Z") for cell in cells)


def test_a_page_prints_a_text_on_several_lines(tmp_path):
    recipe = load(a_recipe(tmp_path, "{as: pdf, templates: [letterhead]}, {as: scan}", count=1))
    made = generate(recipe, tmp_path / "out")

    assert made.defects == []
    pdf = next(
        path.read_bytes()
        for path in sorted((tmp_path / "out" / "files").rglob("*.pdf"))
        if b"/Image" not in path.read_bytes()
    )
    lines = pdf_text(pdf).splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith("Ring twice."))
    assert lines[at + 1].startswith("Then wait until")
    assert lines.index("000 boxes") > lines.index("Go.") > at + 1


def evidence(text, **place):
    return Evidence(
        case="c",
        statement="/note#1",
        path="/note",
        channel="text",
        text=text,
        role="says",
        file="f",
        **place,
    )


@pytest.mark.parametrize(
    ("found", "paper", "cell"),
    [
        ("Ring twice.\r\nThen wait.", True, True),
        ("Ring twice.\nThen\nwait.", True, False),
        ("Ring twice. Then wait.", False, False),
        ("Ring\ntwice. Then wait.", False, False),
        ("Then wait.\nRing twice.", False, False),
        ("Ring twice.\nThen wait.\nNow.", False, False),
        ("Ring twice.", False, False),
    ],
)
def test_a_witness_finds_the_line_breaks_and_on_paper_a_line_may_go_on(found, paper, cell):
    wanted = "Ring twice.\nThen wait."

    assert agrees(Found(found), evidence(wanted, page=1, box=(0, 0, 9, 9))) is paper
    assert agrees(Found(found), evidence(wanted, pointer="/note")) is cell


def test_what_is_drawn_has_its_line_breaks_where_the_text_has_them(tmp_path):
    recipe = load(a_recipe(tmp_path, "{as: pdf, templates: [letterhead]}", count=1))
    generate(recipe, tmp_path / "out")
    folder = CorpusFolder(tmp_path / "out")
    case = next(iter(folder.cases()))
    line = next(x for x in folder.evidence(case.case) if x.path == "/note" and x.channel == "eye")
    witness = PdfWitness((tmp_path / "out" / line.file).read_bytes())
    page = witness.page(line.page)

    assert in_known_glyphs(line.text, page, line.box)
    assert not in_known_glyphs(line.text.replace("Ring twice.", "Ring\ntwice."), page, line.box)
    assert not in_known_glyphs(line.text.replace("wait", "want"), page, line.box)
    witness.close()


RIGHT = "ACME GmbH\nHauptstr. 3\n8010 Graz"


@pytest.mark.parametrize(
    ("answer", "right", "name"),
    [
        (RIGHT, True, ""),
        ("ACME GmbH\r\n\r\n  Hauptstr. 3 \r\n8010  Graz\n", True, ""),
        ("ACME GmbH Hauptstr. 3 8010 Graz", True, ""),
        ("ACME GmbH\n8010 Graz", False, "lost_line"),
        ("ACME GmbH", False, "lost_line"),
        ("ACME GmbH Hauptstr. 3", False, "lost_line"),
        ("Hauptstr. 3\nACME GmbH\n8010 Graz", False, "lines_swapped"),
        ("ACME GmbHHauptstr. 38010 Graz", False, "spacing_or_case"),
        ("ACME GmbH\nHauptstr. 8\n8010 Graz", False, ""),
    ],
)
def test_other_white_space_is_right_and_a_lost_line_is_wrong_and_named(answer, right, name):
    one, other = said("multiline", RIGHT), said("multiline", answer)

    assert (one.key == other.key) is right
    if not right:
        assert slip("multiline", RIGHT, answer, one, other) == name


def test_a_reader_is_asked_for_the_lines_and_judged_by_them(tmp_path):
    generate(load(a_recipe(tmp_path, "{as: csv, system: netsuite}", count=1)), tmp_path / "out")
    case = next(iter(CorpusFolder(tmp_path / "out").cases()))
    note = case.ask["properties"]["note"]
    truth = a_ticket(0)

    def judged(note):
        return cd.judge(case.case, truth | {"note": note}, corpus=tmp_path / "out")

    whole = judged(truth["note"].replace("\n", "\r\n"))
    less = judged(truth["note"].replace("\nGo.", ""))

    assert note["x-kind"] == "multiline"
    assert "line break" in note["description"]
    assert (whole.passed, less.passed) == (True, False)


def test_times_days_and_percents_are_kept_as_they_are(tmp_path):
    recipe = a_recipe(tmp_path, "{as: csv, system: netsuite}")
    told = CliRunner().invoke(cli, ["generate", str(recipe), "--dry-run"]).output
    schema = json.loads((tmp_path / "schema.json").read_text())
    own = records_of(tmp_path / "mine.jsonl", schema)

    for name, kind in (("opened_at", "id"), ("note", "multiline"), ("sla_days", "number")):
        assert f"{name} {kind}" in " ".join(told.split())
    assert "discount_rate percent" in " ".join(told.split())
    assert own[1].facts["/opened_at"] == "2024-02-02T10:31:00Z"
    assert (own[1].facts["/sla_days"], own[1].facts["/discount_rate"]) == (31, Decimal("3.5"))


class Ticket(pydantic.BaseModel):
    ticket: str
    opened_at: dt.datetime
    note: str


def test_a_sheet_and_a_model_keep_line_breaks_and_times_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["ticket", "opened_at", "note"])
    book.active.append(["T-1", dt.datetime.fromisoformat("2024-02-01 10:30"), "One\nTwo"])
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "t.csv").write_text('ticket,opened_at,note\nT-1,2024-02-01T10:30:00Z,"One\nTwo"\n')

    sheet, text = (records_of(tmp_path / name, Ticket)[0].facts for name in ("t.xlsx", "t.csv"))

    assert (sheet["/opened_at"], sheet["/note"]) == ("2024-02-01 10:30:00", "One\nTwo")
    assert (text["/opened_at"], text["/note"]) == ("2024-02-01T10:30:00Z", "One\nTwo")


@pytest.mark.slow
def test_every_operator_leaves_texts_of_several_lines_provable(tmp_path):
    media = ", ".join(f"{{as: {m}}}" for m in ("pdf", "csv", "xlsx", "json", "xml"))
    more = 'design:\n  each: ["*.*"]\n  severities: [3]\n  budget: {cases: 600}\n'
    made = generate(load(a_recipe(tmp_path, media, count=6, more=more)), tmp_path / "out")

    assert made.defects == []
