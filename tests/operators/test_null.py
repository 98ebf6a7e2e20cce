"""Nothing that matters changes: the same words, the same truth, other bytes or none."""

import csv
import io
import json

import openpyxl
import pypdfium2
import pytest

from chaosdocs.authoring import FACTS, OPERATORS, SeededRng, Skip, plan, replay
from chaosdocs.documents.statement_set import state
from chaosdocs.sources.registry import SOURCES
from chaosdocs.testing.strategies import Case, DrawnStep, Sample

RENDERINGS = (
    "pdf.letterhead", "scan.letterhead", "xlsx.sap", "csv.sap", "csv.netsuite", "json.sap",
    "json.netsuite",
)  # fmt: skip


def case(operator, rendering):
    key = "jpeg" if operator == "null.jpeg_95" else operator.partition(".")[2]
    return Case(Sample("invoice", 3, "de_DE"), rendering, (DrawnStep(operator, 1, (key,)),))


def contents(rendering, data):
    """All that a reader can read, by a library of its own."""
    match rendering.partition(".")[0]:
        case "pdf":
            return "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(data))
        case "scan":
            return [p.render(scale=1).to_pil().tobytes() for p in pypdfium2.PdfDocument(data)]
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(data))
            return [[[c.value for c in row] for row in sheet.iter_rows()] for sheet in book]
        case "csv":
            text = data.decode("utf-8-sig")
            return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
        case _:
            return json.loads(data)


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_what_is_asked_again_has_the_bytes_of_its_twin(rendering):
    again = case("null.rerun", rendering)

    assert again.bytes == again.twin.bytes
    assert again.truth.fields == again.twin.truth.fields
    assert not again.defects
    assert [step.operator for step in again.truth.steps] == ["null.rerun@1"]


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_what_is_saved_again_says_the_same_in_other_bytes(rendering):
    saved = case("null.resave", rendering)

    assert saved.bytes != saved.twin.bytes
    assert contents(rendering, saved.bytes) == contents(rendering, saved.twin.bytes)
    assert saved.bytes == case("null.resave", rendering).bytes
    assert not saved.defects


def test_a_scan_at_quality_95_shows_the_same_fields():
    scan = case("null.jpeg_95", "scan.letterhead")

    assert scan.bytes != scan.twin.bytes
    assert not scan.defects
    assert states(scan) == states(scan.twin)


def states(case):
    return {
        path: field.state for path, field in case.truth.fields.items() if hasattr(field, "state")
    }


def test_one_of_them_is_enough():
    once = state(SOURCES["invoice"].record(1, 0, "en_US"))
    for first in ("null.rerun", "null.resave"):
        decided = plan(OPERATORS[first], once, 1, SeededRng(1))
        again = replay(FACTS, once, decided.edits)
        for second in ("null.rerun", "null.resave"):
            assert isinstance(plan(OPERATORS[second], again, 1, SeededRng(1)), Skip)
