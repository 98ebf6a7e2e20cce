import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chaosdocs.documents.edits import Retext, SetOption
from chaosdocs.documents.flow import FLOW, Entry, Fields, InsertBlock, MoveBlock, Paragraph
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.documents.table import TABLE, Cell, HideRow, InsertRow, Row
from chaosdocs.foundation.errors import UserError
from chaosdocs.render import templates
from chaosdocs.render.pdf.layout import PAPERS, paginate
from chaosdocs.render.pdf.lines import wrapped
from chaosdocs.render.pdf.metrics import measure, pieces
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import GONE
from chaosdocs.truth.values import Money, Quantity

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")


def flow_of(template="letterhead", name="invoice", locale="de_DE", index=1, **options):
    record = SOURCES[name].record(7, index, locale)
    flow = templates.lower(spell(state(record), templates.convention(template, record)), template)
    return replace(flow, options={**flow.options, **options})


def long_flow(template="letterhead", lines=150, **options):
    """A flow whose table goes over several pages: its rows, printed again as literal words."""
    flow = flow_of(template, **options)
    table = flow.tables()[0].table
    rows = [
        Row(id=f"again{n}-{row.id}", role="line",
            cells=tuple(Cell(text=table.shown(row, i)) for i in range(len(row.cells))))
        for n in range(lines // len(table.rows))
        for row in table.rows
    ]  # fmt: skip
    return flow.with_table("lines", replace(table, rows=(*table.rows, *rows)))


def overlaps(document):
    for page in range(len(document.sizes)):
        runs = [run for run in document.runs if run.page == page]
        for place, one in enumerate(runs):
            for other in runs[:place]:
                a, b = one.box, other.box
                across = min(a.x1, b.x1) - max(a.x0, b.x0)
                down = min(a.y1, b.y1) - max(a.y0, b.y0)
                if across > 0.3 and down > 1.2:
                    yield one.id, other.id


@pytest.mark.parametrize("template", templates.TEMPLATES)
@pytest.mark.parametrize("name", SOURCES.own)
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_overlaps_or_leaves_the_page(template, name, locale):
    document = paginate(flow_of(template, name, locale))
    assert not list(overlaps(document))
    for run in document.runs:
        wide, tall = document.sizes[run.page]
        assert 20 < run.box.x0 < run.box.x1 < wide - 20
        assert 14 < run.box.y0 < run.box.y1 < tall - 14


@pytest.mark.parametrize("template", templates.TEMPLATES)
def test_every_statement_is_shown_whole(template):
    flow = flow_of(template)
    document = paginate(flow)
    for name, statement in flow.statements.items():
        drawn = "".join(run.text for run in document.runs_of(name))
        assert "".join(drawn.split()) == "".join(statement.text.split())


def test_run_ids_are_names_and_unique():
    document = paginate(long_flow())
    assert max(Counter(run.id for run in document.runs).values()) == 1
    assert max(Counter(shape.id for shape in document.shapes).values()) == 1
    assert any(run.id == "/total#1@1" for run in document.runs)
    moved = paginate(MoveBlock(block="totals", place=0).apply(long_flow()))
    assert {run.id for run in moved.runs if run.statement} == {
        run.id for run in document.runs if run.statement
    }


def test_labels_are_runs_without_a_statement():
    runs = {run.id: run for run in paginate(flow_of()).runs}
    label = runs["/total#1:label@1"]
    assert (label.role, label.statement, label.text) == ("label", None, "Gesamtbetrag")


@pytest.mark.parametrize("template", templates.TEMPLATES)
def test_tables_flow_over_pages_and_pages_are_numbered(template):
    document = paginate(long_flow(template))
    pages = len(document.sizes)
    assert pages > 2
    numbers = [run.text for run in document.runs if run.id.startswith("chrome:page:")]
    assert numbers == [f"Seite {page} von {pages}" for page in range(1, pages + 1)]
    assert not list(overlaps(document))


@pytest.mark.parametrize(("choice", "times"), [("no", 1), ("yes", 2)])
def test_the_head_is_repeated_if_asked(choice, times):
    document = paginate(long_flow(lines=40, repeat_header=choice))
    heads = [run for run in document.runs if run.role == "head" and "amount" in run.id]
    assert len({run.page for run in heads}) == times


def test_two_columns_stand_side_by_side_and_fit():
    document = paginate(long_flow(columns="2"))
    assert not list(overlaps(document))
    heads = [r for r in document.runs if r.id.startswith("lines:again")]
    middle = document.sizes[0][0] / 2
    assert any(run.x < middle for run in heads)
    assert any(run.x > middle for run in heads)
    assert all(run.box.x1 < document.sizes[0][0] - 40 for run in document.runs)


def test_sums_are_carried_over_the_break():
    flow = flow_of("letterhead", "statement", index=2, carry_forward="yes")
    flow = InsertBlock(
        block=Paragraph(id="filler", text="\n".join("Zeile" for _ in range(32))), place=0
    ).apply(flow)
    document = paginate(flow)
    carried = [run.text for run in document.runs if ":carried" in run.id]
    brought = [run.text for run in document.runs if ":brought" in run.id]
    assert carried[0] == "Übertrag"
    assert brought[0] == "Vortrag"
    assert carried[1:] == brought[1:]
    before = flow.tables()[0].table.rows
    first = {run.statement for run in document.runs if run.page == 0}
    amounts = [flow.statements[f"/lines/{row.id}/amount#1"] for row in before]
    total = sum(statement.value.amount for statement in amounts if statement.id in first)
    assert carried[1].replace(".", "").replace(",", ".") == f"{total:.2f}"


def test_hidden_rows_are_not_printed_and_literal_rows_are():
    flow = flow_of()
    table = flow.tables()[0].table
    first = table.rows[0]
    blank = (Cell(),) * (len(first.cells) - 1)
    subtotal = Row(id="sub", role="subtotal", cells=(Cell(text="Zwischensumme"), *blank))
    table = TABLE.apply(table, [HideRow(row=first.id), InsertRow(row=subtotal)])
    document = paginate(flow.with_table("lines", table))
    assert not document.runs_of(first.cells[0].statement)
    assert any(run.text == "Zwischensumme" for run in document.runs)


def test_a_blank_in_an_address_is_seen_by_its_label():
    flow = flow_of()
    statement = flow.statements["/seller/name#1"]
    blank = Retext(
        statement=statement.id, before=statement.text, after="", claim=GONE, trace="label"
    )
    runs = {run.id: run for run in paginate(FLOW.apply(flow, [blank])).runs}
    assert runs["/seller/name#1:label@1"].text == "Verkäufer"
    assert "/seller/name#1@1" not in runs


def test_page_numbers_and_paper_are_options():
    flow = flow_of()
    bare = SetOption(option="page_numbers", before="yes", after="no").apply(flow)
    assert not [r for r in paginate(bare).runs if r.id.startswith("chrome:page")]
    letter = SetOption(option="paper", before="a4", after="letter").apply(flow)
    assert paginate(letter).sizes[0] == PAPERS["letter"]
    with pytest.raises(UserError, match="a4"):
        paginate(SetOption(option="paper", before="a4", after="a5").apply(flow))


def test_an_inserted_block_is_laid_out():
    flow = flow_of()
    block = Fields(
        id="extra", entries=(Entry(statement="/total#1", label="Noch einmal"),), role="form"
    )
    runs = paginate(InsertBlock(block=block, place=0).apply(flow)).runs_of("/total#1")
    assert [run.id for run in runs] == ["/total#1@1", "/total#1@2"]


def test_lines_break_at_spaces_in_east_asian_text_and_in_long_words():
    assert wrapped("one two three", "notos", 10, 45) == ("one two", "three")
    assert "".join(wrapped("日本語の文章です。", "notos", 10, 35)) == "日本語の文章です。"
    assert all(measure(x, "notos", 10) <= 20 for x in wrapped("x" * 40, "notos", 10, 20))
    assert not any(x.startswith("。") for x in wrapped("日本語です。", "notos", 10, 50))


def own_domain(columns):
    kinds = ("text", "id", "money", "text", "quantity", "date", "enum", "number")
    groups = ("title", "sender", "recipient", "header", "totals", "payment", "notes")
    long = "Donaudampfschifffahrtsgesellschaftskapitänswitwe"

    def made(path, kind, group):
        return Field(
            path=path, kind=kind, description=path, labels={"en": f"{long} of {path}"}, group=group
        )

    fields = [made(f"/{group}/{n}", "text", group) for group in groups for n in range(5)]
    fields += [made(f"/rows/*/c{n}", kinds[n % len(kinds)], "lines") for n in range(columns)]
    own = Domain(name="own", fields=tuple(fields), list_path="/rows", titles={"en": f"{long} " * 4})
    facts = {f.path: f"{long}{n} " * (n % 7 + 1) for n, f in enumerate(fields[:-columns])}
    values = {
        "text": f"some words and a {long}",
        "id": "X" * 60,
        "money": Money(Decimal("12345678901.25"), "EUR"),
        "quantity": Quantity(Decimal("1234.5"), "EA"),
        "date": date(2024, 12, 30),
        "enum": "SHAREHOLDER",
        "number": Decimal(1234567),
    }
    rows = tuple(f"r{n}" for n in range(30))
    for row in rows:
        facts |= {f"/rows/{row}/c{n}": values[kinds[n % len(kinds)]] for n in range(columns)}
    return Record(id="own-1", domain=own, locale="en_US", facts=facts, rows=rows)


@pytest.mark.parametrize("template", templates.TEMPLATES)
@pytest.mark.parametrize("columns", [1, 8, 16])
def test_a_domain_of_ones_own_with_long_words_is_laid_out_whole(template, columns):
    record = own_domain(columns)
    flow = templates.lower(state(record), template)
    document = paginate(flow)
    assert not list(overlaps(document))
    for run in document.runs:
        wide, tall = document.sizes[run.page]
        assert 20 < run.box.x0 < run.box.x1 < wide - 20
        assert 14 < run.box.y0 < run.box.y1 < tall - 14
    for name, statement in flow.statements.items():
        drawn = "".join(run.text for run in document.runs_of(name))
        assert "".join(drawn.split()) == "".join(statement.text.split())


@pytest.mark.parametrize("template", templates.TEMPLATES)
@pytest.mark.parametrize("path", ["/notes/1", "/rows/r3/c0"])
def test_a_text_taller_than_a_page_goes_over_several(template, path):
    record = own_domain(2)
    text = " ".join(f"w{n}" for n in range(3_000))[:9_990]
    record = replace(record, facts={**record.facts, path: text})

    document = paginate(templates.lower(state(record), template))

    runs = document.runs_of(f"{path}#1")
    assert len({run.page for run in runs}) > 1
    assert " ".join(run.text for run in runs).split() == text.split()
    for run in document.runs:
        assert 14 < run.box.y0 < run.box.y1 < document.sizes[run.page][1] - 14


def test_pages_have_no_characters_that_show_nothing():
    for char in ("\u00ad", "\u200b", "\u200d", "\u200e", "\u202e", "\u2060", "\ufeff"):
        with pytest.raises(UserError, match=f"U\\+{ord(char):04X}"):
            pieces(f"a{char}b", "notos")


def test_a_character_in_no_font_is_an_error_with_its_name():
    with pytest.raises(UserError, match="U\\+10FFFF"):
        pieces("a\U0010ffff", "notos")


def test_layout_opens_no_font_and_no_heavy_library():
    code = (
        "import sys\n"
        "for name in ('pymupdf', 'cv2', 'numpy', 'fontTools', 'pymupdf_fonts'):\n"
        "    sys.modules[name] = None\n"
        "from chaosdocs.sources.registry import SOURCES\n"
        "from chaosdocs.documents.statement_set import spell, state\n"
        "from chaosdocs.render import templates\n"
        "from chaosdocs.render.pdf.layout import paginate\n"
        "record = SOURCES['invoice'].record(1, 1, 'ja_JP')\n"
        "flow = templates.lower(state(record), 'letterhead')\n"
        "print(len(paginate(flow).runs) > 20)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
