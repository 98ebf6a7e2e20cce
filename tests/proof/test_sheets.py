"""What the witness of workbooks takes for words."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from chaosdocs.proof.sheets import XlsxWitness


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
