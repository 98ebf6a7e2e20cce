"""What is cut off at the edge of a page leaves no trace, and nothing follows from a cut list."""

import ctypes
from functools import cache

import pypdfium2
import pytest
from pypdfium2 import raw

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.documents.scan import Cut
from chaosdocs.formats.cases import ListExpectation
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.truth.records import in_row

LISTED = ("/net", "/total_credits", "/total_debits", "/closing_balance")


def cases(operator, render, domain, locale, *, count=4, proved=True):
    recipe = Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "cropped",
            "seed": 20411,
            "source": {"domain": domain, "count": count, "locales": [locale]},
            "render": [render],
            "design": {"each": [operator], "severities": [1, 5]},
        }
    )
    maker = Maker(resolve(recipe), Witnesses() if proved else None)
    for number in range(len(maker.slots)):
        made = maker.make(number)
        assert isinstance(made, MadeCase) or made.outcome == "skipped", made.reason
        if isinstance(made, MadeCase) and maker.slots[number].steps:
            yield made


TEMPLATES = ("erp", "letterhead", "statement")


@cache
def cut_pages(template, domain):
    """The cases of a template whose pages are cropped, made once for all tests."""
    render = {"as": "pdf", "templates": [template]}
    return tuple(cases("pdf.cropbox", render, domain, "de_DE"))


def rows_seen(made):
    """The rows of which something can be seen, by what the evidence says of the pages."""
    return {
        there[0]
        for line in made.evidence
        if line.channel == "eye" and line.role == "says" and (there := in_row(line.path, "/lines"))
    }


@pytest.mark.parametrize("domain", ["invoice", "statement"])
def test_w2_rows_that_are_cut_off_are_absent_and_missed_in_every_template(domain):
    cut = set()
    for template in TEMPLATES:
        for made in cut_pages(template, domain):
            rows = made.truth.fields["/lines"]
            assert isinstance(rows, ListExpectation)
            seen = rows_seen(made)
            lost = rows.rows.keys() - seen
            for row, leaves in rows.rows.items():
                states = {leaf.state for leaf in leaves.values()}
                assert states == {"absent"} if row in lost else "answerable" in states
            missed = "rows_missing" in {issue.code for issue in made.truth.issues}
            assert missed == bool(lost), made.truth.label
            cut |= {template} if lost else set()

    assert cut >= {"letterhead", "statement"}  # the last page of erp has no row


@pytest.mark.parametrize("domain", ["invoice", "statement"])
def test_w8_nothing_follows_from_a_table_that_is_cut_in_any_template(domain):
    cut = 0
    for template in TEMPLATES:
        for made in cut_pages(template, domain):
            if not made.truth.fields["/lines"].rows.keys() - rows_seen(made):
                continue
            cut += 1
            seen = {line.path for line in made.evidence if line.channel == "eye"}
            for ref in LISTED:
                field = made.truth.fields.get(ref)
                assert field is None or field.why != "derived"
                assert field is None or ref in seen or field.state == "absent"

    assert cut


@pytest.mark.parametrize("template", TEMPLATES)
def test_w7_no_part_of_a_date_is_left_at_a_cropped_edge(template):
    """Where the letters stand is what pdfium sees on the page that is cropped."""
    render = {"as": "scan", "templates": [template]}
    numbers = 0
    for domain in ("invoice", "statement", "kyc"):
        for made in cases("scan.cropped_first_digit", render, domain, "ja_JP", proved=False):
            (cut,) = (e for e in made.built.steps[0].plan.edits if isinstance(e, Cut))
            dates = {s.text for s in made.built.scan.source.statements.values() if s.kind == "date"}
            for letters in drawn(pypdfium2.PdfDocument(made.built.glass)[cut.page]):
                text = "".join(char for char, _, _ in letters)
                lost = any(x0 < cut.points for _, x0, _ in letters)
                left = any(char.isdigit() and x1 > cut.points for char, _, x1 in letters)
                assert not (lost and left and text in dates), (made.truth.label, text)
                numbers += lost and left
    assert numbers


def drawn(page):
    """Every text on a page as its letters, each with where it begins and ends."""
    found = {}
    text = page.get_textpage()
    for index in range(text.count_chars()):
        owner = raw.FPDFText_GetTextObject(text.raw, index)
        if owner:
            x0, _, x1, _ = text.get_charbox(index)
            letter = chr(raw.FPDFText_GetUnicode(text.raw, index)), x0, x1
            found.setdefault(ctypes.addressof(owner.contents), []).append(letter)
    return found.values()


@pytest.mark.parametrize("domain", ["invoice", "kyc"])
def test_a_scan_that_is_cropped_through_a_number_is_proved(domain):
    render = {"as": "scan", "templates": ["letterhead"]}

    assert list(cases("scan.cropped_first_digit", render, domain, "ja_JP", count=1))


def test_a_list_may_go_on_where_the_page_after_it_is_lost():
    for made in cases(
        "scan.missing_page", {"as": "scan", "templates": ["letterhead"]}, "statement", "en_US"
    ):
        below = [made.truth.fields[ref] for ref in LISTED if ref in made.truth.fields]
        if all(field.reason == "page" or field.why == "derived" for field in below):
            assert all(field.why != "derived" for field in below)
