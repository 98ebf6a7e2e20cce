"""What the witness of workbooks takes for words."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.witnesses import xlsx as sheets
from chaosdocs.proof.witnesses.witness import TooBigError, UnreadableError
from chaosdocs.proof.witnesses.xlsx import XlsxWitness

D = Decimal


def _book(change):
    book = openpyxl.Workbook()
    book.active["A1"] = "Total"
    change(book)
    out = io.BytesIO()
    book.save(out)
    return " ".join(layer.text for layer in XlsxWitness(out.getvalue()).layers()).split()


def _bold(book):
    book.active["A1"].font = Font(name="Calibri", sz=37, bold=True)


def _named(book):
    book.active["A1"].font = Font(name="Secret-4711", sz=37)


def _format(book):
    book.active["A1"].number_format = '0.00 "K-4711"'


def test_sizes_of_letters_are_no_words():
    assert "37" not in _book(_bold)


@pytest.mark.parametrize(("change", "word"), [(_named, "Secret-4711"), (_format, '"K-4711"')])
def test_names_of_fonts_and_formats_are(change, word):
    assert word in _book(change)


def made(change=lambda book: None):
    """A workbook of numbers, dates and texts, as a file."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Lines"
    sheet.append(["Amount", "Rate", "Day", "Paid", "Text"])
    sheet.append([1234.5, 0.195, dt.date(2024, 3, 4), True, "A17"])
    sheet["A2"].number_format = '#,##0.00 "EUR"'
    sheet["B2"].number_format = "0%"
    sheet["C2"].number_format = "dd.mm.yyyy"
    sheet["A3"] = "=A2*2"
    for column in "AC":
        sheet.column_dimensions[column].width = 14
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def found(cell, channel="shown", change=lambda book: None, sheet="Lines"):
    witness = XlsxWitness(made(change), formulas=channel == "formula")
    line = Evidence(
        case="c", path="/x", statement="s", file="f", channel=channel, text="", sheet=sheet,
        cell=cell,
    )  # fmt: skip
    return witness.found(line)


@pytest.mark.parametrize(
    ("cell", "channel", "text", "value"),
    [
        ("A2", "shown", "1,234.50 EUR", D("1234.5")),
        ("A2", "value", "1234.5", D("1234.5")),
        ("B2", "shown", "20%", D("0.195")),
        ("C2", "shown", "04.03.2024", dt.date(2024, 3, 4)),
        ("C2", "value", "2024-03-04", dt.date(2024, 3, 4)),
        ("D2", "shown", "TRUE", True),
        ("E2", "shown", "A17", None),
        ("A3", "formula", "=A2*2", None),
        ("Z9", "value", "", None),
    ],
)
def test_a_cell_holds_computes_or_shows(cell, channel, text, value):
    said = found(cell, channel)

    assert (said.text, said.value) == (text, value)


def test_what_a_format_rounds_away_is_not_shown():
    def rounded(book):
        book["Lines"]["A2"].number_format = "0"

    assert (found("A2", change=rounded).text, found("A2", change=rounded).value) == ("1235", None)
    assert found("A2", "value", rounded).value == D("1234.5")


def test_a_format_that_is_not_understood_shows_the_value_as_it_is():
    def odd(book):
        book["Lines"]["A2"].number_format = "# ??/??"

    assert found("A2", change=odd).text == "1234.5"


def _row(book):
    book["Lines"].row_dimensions[2].hidden = True


def _column(book):
    book["Lines"].column_dimensions["A"].hidden = True


def _grouped(book):
    book["Lines"].column_dimensions.group("A", "C", hidden=True)


def _sheet(book):
    book.create_sheet("Other")
    book["Lines"].sheet_state = "hidden"


def _no_section(book):
    book["Lines"]["A2"].number_format = ";;;"


@pytest.mark.parametrize("hide", [_row, _column, _grouped, _sheet, _no_section])
def test_what_is_hidden_is_not_shown_and_still_there(hide):
    assert found("A2", change=hide) is None
    assert found("A2", "value", hide).value == D("1234.5")


def test_what_is_nowhere_is_not_found():
    assert found("A2", sheet="Nowhere") is None
    assert found(None) is None
    assert found("not a cell") is None
    assert found("A2", "formula") is None


def test_every_text_of_the_file_is_in_a_layer():
    def change(book):
        book["Lines"]["E2"].comment = Comment("ask Ms Kobelt", "Dunn")
        book.properties.title = "Draft 9"
        book.create_sheet("Hidden").append(["secret"])
        book["Hidden"].sheet_state = "veryHidden"

    texts = [layer.text for layer in XlsxWitness(made(change)).layers()]
    whole = "\n".join(texts)
    for word in ("ask Ms Kobelt", "Draft 9", "secret", "Hidden", "A2*2"):
        assert word in whole
    assert texts.count("A17") == 1


def test_a_shared_string_that_no_cell_shows_is_a_layer_of_its_own():
    strings = "<sst><si><t>A17</t></si><si><t>left &amp; over</t></si></sst>"
    out = io.BytesIO(made())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", strings)

    texts = [layer.text for layer in XlsxWitness(out.getvalue()).layers()]
    assert [text for text in texts if "over" in text] == ["left & over"]
    assert texts.count("A17") == 1


def _zip(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not a zip", "no zip file"),
        (_zip(a=b"<a/>"), "no workbook"),
        (_zip(a=b'<!DOCTYPE a [<!ENTITY b "c">]>'), "a defines entities"),
    ],
)
def test_what_is_no_workbook_is_refused(data, says):
    with pytest.raises(UnreadableError, match=says):
        XlsxWitness(data)


def test_a_workbook_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "_MOST_PARTS", 3)
    with pytest.raises(TooBigError, match="unfolds without end"):
        XlsxWitness(made())


def _white(book):
    book.active["A2"].font = Font(color="FFFFFFFF")


def _white_by_theme(book):
    book.active["A2"].font = Font(color=Color(theme=0))


def _tiny(book):
    book.active["A2"].font = Font(sz=1)


def _too_narrow(book):
    book.active.column_dimensions["A"].width = 2


def _low(book):
    book.active.row_dimensions[2].height = 0.5


@pytest.mark.parametrize("change", [_white, _white_by_theme, _tiny, _too_narrow, _low])
def test_a_cell_that_nobody_sees_shows_nothing(change):
    assert found("A2", "shown", change) is None
    assert found("A2", "value", change) is not None


@pytest.mark.parametrize(("text", "seen"), [("1,234.50 EUR", False), ("Hinge, 40 mm", True)])
def test_a_number_in_a_text_is_not_cut_off_by_its_neighbour(text, seen):
    def change(book):
        book.active["A2"] = text
        book.active.column_dimensions["A"].width = 6

    assert (found("A2", "shown", change) is not None) == seen


def test_white_letters_on_a_dark_ground_are_seen():
    def change(book):
        _white(book)
        book.active["A2"].fill = PatternFill("solid", fgColor="FF003366")

    assert found("A2", "shown", change) is not None


def test_a_workbook_with_a_hole_is_unreadable_or_read_and_nothing_else():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    whole = out.getvalue()
    refused = 0
    for at in range(0, len(whole), 97):
        try:
            XlsxWitness(whole[:at] + whole[at + 200 :])
        except UnreadableError:
            refused += 1

    assert refused > len(whole) // 97 / 2
