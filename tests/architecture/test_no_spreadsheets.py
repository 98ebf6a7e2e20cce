"""Reports, scores and lists are no spreadsheets, so no cell of theirs can be taken for a formula.

Documents of a corpus are: there a value that begins with ``=`` is data, and goes out as it is.
"""

import ast
from pathlib import Path

import pytest

import chaosdocs

PACKAGE = Path(chaosdocs.__file__).parent
FOR_PEOPLE = ("cli", "score", "report", "harness", "corpus", "making", "formats")
WRITERS = {"csv.writer", "csv.DictWriter", "openpyxl.Workbook"}


def names(tree):
    """Yield the dotted names that a module calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("folder", FOR_PEOPLE)
def test_what_people_read_is_no_spreadsheet(folder):
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for name in names(ast.parse(path.read_text("utf-8")))
        if name in WRITERS
    }

    assert found == set(), "quote cells that begin with =, +, - or @, then name the module here"


def test_the_names_are_found():
    assert set(names(ast.parse("import csv\ncsv.writer(out)"))) == {"csv.writer"}
