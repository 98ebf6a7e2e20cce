"""Workbooks: typed cells, formats, formulas, hidden rows, and the same bytes in every process."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from exports import GENERAL, PLAIN, grid, record, rendered, statement, table, with_extras
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.documents.table import Cell, HideRow
from chaosdocs.render.writers import xlsx
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import GONE, says
from chaosdocs.truth.values import Money, Quantity

AMERICAN = Convention(name="en_US", date="dd-MMM-yyyy", minus="paren")
TEXTS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")
    | st.sampled_from("\n\t=_<>&\"'"),
    min_size=1,
)


def opened(made, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(made.data), data_only=values).active


def loci(made, channel, role="says"):
    return {x.statement: x for x in made.loci if x.channel == channel and x.role == role}


@pytest.mark.parametrize(
    ("system", "name", "locale"),
    list(itertools.product(GENERAL, ("invoice", "statement", "kyc"), ("de_DE", "ja_JP"))),
)
def test_every_statement_has_its_cell_on_both_channels(system, name, locale):
    rec = record(name, locale=locale)
    made = rendered(rec, system, "xlsx")
    there = table(rec, system, "xlsx").statements
    sheet = opened(made)
    assert set(loci(made, "value")) == set(loci(made, "shown")) == set(there)
    for name_, locus in loci(made, "shown").items():
        assert locus.sheet == sheet.title
        assert locus.text == there[name_].text
    for locus in loci(made, "value").values():
        held = sheet[locus.cell].value
        if isinstance(held, dt.datetime):
            assert held.date().isoformat() == locus.text
        elif isinstance(held, int | float):
            assert Decimal(str(held)) == Decimal(locus.text)
        else:
            assert held == locus.text


def test_amounts_and_dates_are_typed_and_codes_are_not():
    made = rendered(record(), "netsuite", "xlsx")
    sheet, value = opened(made), loci(made, "value")
    total = sheet[value["/total#1"].cell]
    assert (total.data_type, total.number_format) == ("n", '#,##0.00" EUR"')
    assert value["/total#1"].convention == Convention(name="raw", group="", currency="column:EUR")
    date = sheet[value["/issue_date#1"].cell]
    assert (date.is_date, date.number_format) == (True, "dd-mmm-yyyy")
    number = sheet[value["/customer_number#1"].cell]
    assert (number.data_type, number.value) == ("s", "0085888")


@pytest.mark.parametrize(
    ("value", "convention", "shape"),
    [
        (Decimal("1234.5"), PLAIN, "0.0"),
        (Decimal("1234.5"), AMERICAN, "#,##0.0;(#,##0.0)"),
        (Money(Decimal(-7), "JPY"), AMERICAN, '#,##0" JPY";(#,##0)" JPY"'),
        (Money(Decimal(7), "EUR"), replace(PLAIN, currency="none"), "0.00"),
        (
            Money(Decimal(-7), "EUR"),
            replace(PLAIN, currency="before"),
            '"EUR "0.00;"EUR "-0.00',
        ),
        (Quantity(Decimal("2.5"), "KGM"), replace(PLAIN, minus="trailing"), '0.0" KGM";0.0-" KGM"'),
        (dt.date(2024, 3, 4), replace(PLAIN, date="dd.MM.yyyy"), "dd.mm.yyyy"),
        (dt.date(2024, 3, 4), replace(PLAIN, date="yyyy年M月d日"), 'yyyy"年"m"月"d"日"'),
    ],
)
def test_formats_show_what_the_convention_writes(value, convention, shape):
    from chaosdocs.proof.witnesses.number_formats import shown

    made = xlsx.write(grid([statement(value, convention=convention)]))
    cell = opened(made)["A2"]
    assert cell.number_format == shape
    assert shown(cell.value, cell.number_format) == loci(made, "shown")["/x#1"].text


@pytest.mark.parametrize(
    "each",
    [
        statement(Decimal("1234.5"), text="1.234,5"),
        statement(Decimal("1234567890.1234567")),
        statement(dt.date(1899, 5, 4)),
        statement(
            dt.date(2024, 3, 4), convention=replace(PLAIN, name="de_DE", date="d. MMMM yyyy")
        ),
        statement(True),  # noqa: FBT003 - the value
        statement("007"),
        statement("=1+1"),
        replace(
            statement(dt.date(2024, 3, 4)), claim=says(dt.date(2024, 3, 4), dt.date(2024, 4, 3))
        ),
        replace(statement(Decimal(5)), convention=replace(PLAIN, decimal=".|,")),
        replace(statement(Decimal(5)), convention=replace(PLAIN, scale=3)),
    ],
    ids=range(10),
)
def test_what_is_not_plainly_its_convention_is_a_text(each):
    made = xlsx.write(grid([each]))
    cell = opened(made, values=False)["A2"]
    assert (cell.data_type, cell.value) == ("s", each.text)
    assert loci(made, "value")["/x#1"].convention is None


def test_untyped_tables_hold_texts():
    made = xlsx.write(grid([statement(Decimal("5.0"))], options={"typed": "no"}))
    assert opened(made)["A2"].value == "5.0"


def test_hidden_rows_say_nothing_that_is_shown():
    made = grid([statement(Decimal(5)), statement(Decimal(6), ref="/y")])
    made = HideRow(row="k1").apply(made)
    out = xlsx.write(made)
    assert opened(out).row_dimensions[2].hidden
    assert set(loci(out, "shown")) == {"/y#1"}
    assert set(loci(out, "value")) == {"/x#1", "/y#1"}
    assert not loci(out, "shown", "trace")


def test_hidden_columns_say_nothing_that_is_shown():
    made = grid([statement(Decimal(5))], [statement(Decimal(6), ref="/y")])
    columns = (replace(made.columns[0], hidden=True), made.columns[1])
    out = xlsx.write(replace(made, columns=columns))
    assert opened(out).column_dimensions["A"].hidden
    assert set(loci(out, "shown")) == {"/y#1"}


def formula(cached):
    total = statement(Money(Decimal("12.5"), "EUR"), ref="/t", convention=AMERICAN)
    cell = Cell(statement=total.id, formula="=SUM(A{first}:A{last})*A{row}", cached=cached)
    made = grid([statement(Decimal(5))], [cell], statements={total.id: total})
    return replace(made, title="T", options={"title_row": "yes"})


def test_a_formula_keeps_its_value_beside_it():
    made = xlsx.write(formula(cached=True))
    assert opened(made)["B3"].value == 12.5
    assert opened(made, values=False)["B3"].value == "=SUM(A3:A3)*A3"
    assert loci(made, "formula", "trace")["/t#1"].text == "=SUM(A3:A3)*A3"
    assert loci(made, "value")["/t#1"].text == "12.50"
    assert loci(made, "shown")["/t#1"].text == "12.50 EUR"


def test_a_formula_without_its_value_leaves_only_the_head():
    made = xlsx.write(formula(cached=False))
    assert opened(made)["B3"].value is None
    assert opened(made, values=False)["B3"].value == "=SUM(A3:A3)*A3"
    assert [(x.channel, x.role, x.text) for x in made.loci if x.statement == "/t#1"] == [
        ("formula", "trace", "=SUM(A3:A3)*A3"),
        ("shown", "trace", "B"),
    ]


def test_a_formula_without_a_statement_keeps_the_number_in_its_words():
    made = xlsx.write(grid([Cell(formula="=SUBTOTAL(9,B2:B3)", text="7.50")]))
    assert opened(made)["A2"].value == 7.5
    assert made.loci == ()


def test_a_format_that_shows_less_is_said_so():
    each = statement(Money(Decimal("1234.56"), "EUR"), convention=AMERICAN)
    cell = Cell(statement=each.id, shown_as="#,##0")
    made = xlsx.write(grid([cell], statements={each.id: each}))
    assert opened(made)["A2"].value == 1234.56
    assert loci(made, "shown")["/x#1"].text == "1,235 EUR"
    assert loci(made, "value")["/x#1"].text == "1234.56"


@pytest.mark.parametrize(("text", "said", "cell"), [("", "A", "A1"), ("n/a", "n/a", "A2")])
def test_what_is_left_of_a_value_is_its_trace(text, said, cell):
    made = xlsx.write(grid([replace(statement("x", text=text), claim=GONE)]))
    ((locus),) = loci(made, "shown", "trace").values()
    assert (locus.text, locus.cell) == (said, cell)
    assert not loci(made, "value")


def test_the_sheet_is_dressed():
    made = rendered(record(), "netsuite", "xlsx")
    sheet = opened(made)
    assert sheet["A1"].font.bold
    assert sheet["A2"].font.bold
    assert sheet["A2"].fill.fgColor.rgb == "FFDDE3EC"
    assert [str(area) for area in sheet.merged_cells.ranges] == [f"A1:{sheet.dimensions[3:5]}1"]
    assert all(8 <= d.width <= 46 for d in sheet.column_dimensions.values())


def test_a_rule_has_its_place():
    made = rendered(record(), "sap", "xlsx", with_extras(record(), "/total"))
    value, locus = (x for x in made.loci if x.statement.startswith("note#"))
    assert value.channel == "value"
    assert opened(made)[locus.cell].value == locus.text == "Berichtigt gilt."


@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_comes_back(texts):
    made = xlsx.write(grid([statement(text, ref=f"/x{n}") for n, text in enumerate(texts)]))
    sheet = opened(made, values=False)
    cells = [sheet.cell(n, 1) for n in range(2, len(texts) + 2)]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}


@given(title=TEXTS)
def test_any_title_names_a_sheet(title):
    made = xlsx.write(grid([statement("x")], title=title))
    assert loci(made, "shown")["/x#1"].sheet == opened(made).title


def test_no_clock_is_in_the_file():
    made = rendered(record(), "sap", "xlsx")
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
    book = openpyxl.load_workbook(io.BytesIO(made.data))
    assert book.properties.created == book.properties.modified == dt.datetime(2020, 1, 1)  # noqa: DTZ001


SCRIPT = """
import hashlib, sys
sys.path.insert(0, {folder!r})
from exports import GENERAL, MEDIA, record, rendered
digest = hashlib.sha256()
for system in GENERAL:
    for medium in MEDIA:
        for name in ("invoice", "statement", "kyc"):
            made = rendered(record(name), system, medium)
            digest.update(made.data + repr(made.loci).encode())
print(digest.hexdigest())
"""


def test_bytes_are_the_same_in_every_process():
    script = SCRIPT.format(folder=str(Path(__file__).parent))
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("7", "America/Lima"))
    }
    assert len(digests) == 1
