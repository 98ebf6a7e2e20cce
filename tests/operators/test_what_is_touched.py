"""What operators change is what the truth calls touched, and it can be asked for."""

from __future__ import annotations

import ctypes
import io
import re

import openpyxl
import pypdfium2
import pytest
from pypdfium2 import raw

from chaosdocs.authoring import OPERATORS, SeededRng
from chaosdocs.corpus.build import Step, build
from chaosdocs.corpus.expect import expectations
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.documents.geometry import Box
from chaosdocs.documents.page_verbs import MakeWidget
from chaosdocs.documents.scan import Cut
from chaosdocs.formats.cases import ListExpectation
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.pdf.fittings import room_for
from chaosdocs.score.judging.single import judge_case
from chaosdocs.sources.registry import SOURCES
from chaosdocs.testing.right import perfect

FIGURES = {"money", "number", "percent", "quantity"}


def cases(
    operator, render, *, channel=None, name="invoice", locales=("de_DE",), count=3, proved=True
):
    """Every dirty case of a small corpus beside its twin.

    Proved, but where a test looks at the file alone: most of the time goes into the proof.
    """
    recipe = Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "small",
            "seed": 3,
            "source": {"domain": name, "count": count, "locales": [*locales]},
            "render": [render],
            "design": {"each": [operator], "severities": [1, 5]},
            "ask": {} if channel is None else {"channel": channel},
        }
    )
    maker = Maker(resolve(recipe), Witnesses() if proved else None)
    for number in range(len(maker.slots)):
        made = maker.make(number)
        if maker.slots[number].steps:
            assert isinstance(made, MadeCase) or made.outcome == "skipped", made.reason
            if isinstance(made, MadeCase):
                yield made, maker.make(maker.slots.twin(maker.slots[number]))


def touched(made):
    return {path: f for path, f in made.truth.fields.items() if getattr(f, "touched", ())}


def test_what_moves_into_a_form_is_said_by_the_form_and_not_by_the_text():
    gone = 0
    for made, _ in cases("pdf.form_field", {"as": "pdf", "templates": ["letterhead"]}):
        moved = touched(made)

        assert moved
        for path, field in moved.items():
            assert field.channels["form"].accept == field.accept, path
            once = sum(statement.ref == path for statement in made.built.statements.values()) == 1
            if once and field.channels.get("text") is not None:
                assert field.channels["text"].state == "absent"
                gone += 1
    assert gone


@pytest.mark.parametrize("channel", ["form", "text"])
def test_the_channels_of_a_form_can_be_asked_for(channel):
    asked = {"as": "pdf", "templates": ["letterhead"]}
    states = set()
    for made, _ in cases("pdf.form_field", asked, channel=channel):
        states |= {field.state for field in touched(made).values()}

    assert ("answerable" if channel == "form" else "absent") in states


@pytest.mark.parametrize("system", ["sap", "netsuite"])
def test_a_reader_that_takes_hidden_rows_is_named(system):
    seen = 0
    for made, twin in cases("export.hidden_rows", {"as": "xlsx", "system": system}):
        rows = made.truth.fields["/lines"].rows
        hidden = [row for row in rows.values() if all(c.state == "absent" for c in row.values())]
        assert hidden
        assert not touched(made)
        for cell in (cell for row in hidden for cell in row.values() if cell.was is not None):
            assert cell.touched == ("s1",)
            assert [lure.name for lure in cell.lures] == ["hidden-row"]
            assert cell.channels["value"].accept == (cell.lures[0].value,)

        all_rows = judge_case(made.case, made.truth, perfect(twin.truth))
        wrong = [
            row
            for row in map(all_rows.row, range(len(all_rows)))
            if row["outcome"] == "hallucinated"
        ]
        assert len(wrong) == sum(c.was is not None for row in hidden for c in row.values())
        assert {row["lure"] for row in wrong} == {"hidden-row"}
        assert all(row["touched"] for row in wrong)
        right = judge_case(made.case, made.truth, perfect(made.truth))
        assert {right.row(n)["outcome"] for n in range(len(right))} == {"correct"}
        seen += 1
    assert seen


@pytest.mark.parametrize("name", ["invoice", "statement"])
@pytest.mark.parametrize(
    "operator",
    [
        "numbers.parenthesised",
        "numbers.trailing_minus",
        "numbers.foreign_separators",
        "numbers.ambiguous_thousands",
    ],
)
def test_a_number_in_a_list_keeps_the_currency_of_its_neighbours(operator, name):
    """The head of the column names it once, on the dirty page as on the clean one."""
    seen = 0
    for made, twin in cases(
        operator,
        {"as": "pdf", "templates": ["erp" if name == "invoice" else "letterhead"]},
        name=name,
        locales=("en_US", "de_DE", "fr_FR"),
        count=12 if name == "invoice" else 3,
    ):
        clean = {statement: line.text for line in twin.evidence if (statement := line.statement)}
        for edit in made.plan.steps[-1].edits:
            assert edit["before"] == clean[edit["statement"]]
        dirty, before = pages(made), pages(twin)
        if len(dirty) == len(before):  # a head that stands on one more page names it once more
            assert currencies(" ".join(dirty)) == currencies(" ".join(before))
            seen += 1
    assert seen or (operator, name) == ("numbers.ambiguous_thousands", "statement")


def pages(made):
    (data,) = made.files.values()
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def currencies(text):
    return len(re.findall(r"\b(?:EUR|USD|GBP|CHF|JPY)\b", text))


@pytest.mark.parametrize(
    ("locale", "word"),
    [("fr_FR", "Sous-total"), ("de_DE", "Zwischensumme"), ("en_US", "Subtotal"), ("ja_JP", "中計")],
)
def test_a_subtotal_is_called_so_in_the_document_s_language(locale, word):
    paper = {"as": "pdf", "templates": ["letterhead"]}
    made = next(cases("totals.subtotal_rows", paper, locales=(locale,), count=9))[0]

    assert word in "".join(pages(made))


@pytest.mark.parametrize("name", ["invoice", "statement"])
def test_no_number_of_a_table_with_subtotals_breaks(name):
    paper = {"as": "pdf", "templates": "all"}
    found = list(cases("totals.subtotal_rows", paper, name=name, locales=("ja_JP",), count=4))

    assert found
    sums = 0
    for made, _ in found:
        text = "\n".join(pages(made))
        for statement in made.built.statements.values():
            sums += statement.id.startswith("subtotal")
            if statement.id.startswith("subtotal") or (statement.row and statement.kind in FIGURES):
                assert statement.text in text, statement.id
    assert sums > len(found)


@pytest.mark.parametrize("system", ["sap", "netsuite"])
def test_a_subtotal_in_a_sheet_is_a_number_like_the_amounts_above(system):
    found = list(cases("totals.subtotal_rows", {"as": "xlsx", "system": system}))

    assert found
    for made, _ in found:
        (data,) = made.files.values()
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows())
        sums = [
            n
            for n, row in enumerate(rows)
            if any(cell.value in {"Subtotal", "Zwischensumme"} for cell in row)
        ]
        assert sums
        for n in sums:
            (cell,) = [c for c in rows[n] if isinstance(c.value, int | float)]
            above = rows[n - 1][cell.column - 1]
            assert cell.number_format == above.number_format
            assert type(above.value) in {int, float}


def test_the_rule_of_corrections_is_printed_once():
    paper = {"as": "pdf", "templates": ["letterhead"]}
    most = 0
    for made, _ in cases("claims.superseded", paper, locales=("en_US",)):
        text = " ".join("".join(pages(made)).split())
        assert text.count("Corrected entries replace") == 1
        ruled = {line.path for line in made.evidence if line.statement.startswith("rule:")}
        most = max(most, len(ruled))
    assert most > 1


@pytest.mark.parametrize("name", ["invoice", "statement", "kyc"])
def test_a_stale_title_is_the_number_of_a_document(name):
    paper = {"as": "pdf", "templates": ["letterhead"]}
    found = list(cases("pdf.stale_metadata", paper, name=name))

    assert found
    for made, _ in found:
        (path,) = {x.path for x in made.evidence if x.channel == "metadata"}
        assert path in {"/invoice_number", "/statement_number", "/document_number"}


def test_lists_hold_all_rows_that_are_shown_before_those_that_are_not():
    found = list(cases("export.hidden_rows", {"as": "xlsx", "system": "sap"}))

    assert found
    for made, _ in found:
        listed = made.truth.fields["/lines"]
        assert isinstance(listed, ListExpectation)
        shown = list(listed.shown)
        assert list(listed.rows)[: len(shown)] == shown
        assert 0 < len(shown) < len(listed.rows)


def test_what_is_cropped_away_and_written_in_two_ways_is_settled_in_the_text_layer():
    """The rules leave one reading there, and the proof knows that the text says it."""
    steps = [
        Step(id=f"s{n}", operator=OPERATORS[name], severity=5, name=name)
        for n, name in enumerate(("numbers.ambiguous_thousands", "pdf.cropbox"), 1)
    ]
    found = set()
    for index in range(6):
        record = SOURCES["invoice"].record(1, index, "ja_JP")
        made = build(record, "pdf.letterhead", steps, SeededRng(1))
        total = expectations(made, "eye", "allow", {})[0]["/total"]
        if total.state == "absent":
            found.add((total.channels["text"].state, total.channels["text"].why))

    assert ("answerable", "derived") in found
    assert {state for state, _ in found} == {"answerable"}


def test_a_page_keeps_300_points_of_its_height():
    paper = {"as": "pdf", "templates": "all"}
    found = list(cases("pdf.cropbox", paper, count=4, proved=False))

    assert found
    for made, _ in found:
        (data,) = made.files.values()
        assert all(page.get_height() >= 300 for page in pypdfium2.PdfDocument(data))


@pytest.mark.parametrize("name", ["invoice", "kyc"])
def test_a_crop_of_the_margin_nibbles_at_nothing(name):
    """By the ink that pdfium sees, what is cut loses half a letter, and the rest nothing."""
    paper = {"as": "scan", "templates": ["letterhead", "statement"]}
    locales = ("en_US", "de_DE", "fr_FR", "ja_JP")
    cut_off = 0
    for made, _ in cases(
        "scan.cropped_first_digit", paper, name=name, locales=locales, count=4, proved=False
    ):
        cut = next(e for step in made.built.steps for e in step.plan.edits if isinstance(e, Cut))
        for letters in inked(pypdfium2.PdfDocument(made.built.glass)[cut.page]):
            lost = [min(max((cut.points - x0) / (x1 - x0), 0), 1) for x0, x1 in letters]
            assert not 0 < max(lost) < 0.5
            cut_off += max(lost) > 0

    assert cut_off


def inked(page):
    """For every text on a page, where the ink of each of its letters and figures lies."""
    found = {}
    text = page.get_textpage()
    for index in range(text.count_chars()):
        owner = raw.FPDFText_GetTextObject(text.raw, index)
        x0, _, x1, _ = text.get_charbox(index)
        if owner and x1 - x0 > 0.1 and chr(raw.FPDFText_GetUnicode(text.raw, index)).isalnum():
            found.setdefault(ctypes.addressof(owner.contents), []).append((x0, x1))
    return found.values()


@pytest.mark.parametrize("name", ["invoice", "statement", "kyc"])
def test_a_form_field_is_wide_enough_and_stays_apart(name):
    paper = {"as": "pdf", "templates": "all"}
    locales = ("en_US", "de_DE", "fr_FR", "ja_JP")
    for made, _ in cases(
        "pdf.form_field", paper, name=name, locales=locales, count=4, proved=False
    ):
        moved = [e.widget for e in made.built.steps[0].plan.edits if isinstance(e, MakeWidget)]
        assert moved
        for number, one in enumerate(moved):
            assert room_for(one.value, one.size) <= one.box[2] - one.box[0]
            assert one.size > 4
            assert not any(
                Box(*one.box).meets(Box(*other.box).grown(-1.5))
                for other in moved[:number]
                if other.page == one.page
            )
