"""What is cut off at the edge of a page leaves no trace, and nothing follows from a cut list."""

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.cases import ListExpectation
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.records import in_row

LISTED = ("/net", "/total_credits", "/total_debits", "/closing_balance")


def cases(operator, render, domain, locale, severities=(1, 5)):
    recipe = Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "cropped",
            "seed": 20411,
            "source": {"domain": domain, "count": 4, "locales": [locale]},
            "render": [render],
            "design": {"each": [operator], "severities": [*severities]},
        }
    )
    maker = Maker(resolve(recipe), Witnesses())
    for number in range(len(maker.slots)):
        made = maker.make(number)
        assert isinstance(made, MadeCase) or made.outcome == "skipped", made.reason
        if isinstance(made, MadeCase) and maker.slots[number].steps:
            yield made


@pytest.mark.parametrize("template", ["letterhead", "statement"])
@pytest.mark.parametrize("domain", ["invoice", "statement"])
def test_rows_that_are_cut_off_are_absent_and_missed(template, domain):
    cut = 0
    render = {"as": "pdf", "templates": [template]}
    for made in cases("pdf.cropbox", render, domain, "de_DE"):
        rows = made.truth.fields["/lines"]
        assert isinstance(rows, ListExpectation)
        seen = {
            there[0]
            for line in made.evidence
            if line.channel == "eye" and (there := in_row(line.path, "/lines"))
        }
        lost = rows.rows.keys() - seen
        for row in lost:
            assert {leaf.state for leaf in rows.rows[row].values()} == {"absent"}
        assert ("rows_missing" in {issue.code for issue in made.truth.issues}) == bool(lost)
        sums = [made.truth.fields[ref] for ref in LISTED if ref in made.truth.fields]
        if lost:
            cut += 1
            assert all(field.why != "derived" for field in sums)

    assert cut


def test_no_part_of_a_date_is_left_at_a_cropped_edge():
    render = {"as": "scan", "templates": ["erp"]}
    for domain in ("invoice", "kyc"):
        for made in cases("scan.cropped_first_digit", render, domain, "ja_JP"):
            dates = {leaf.path for leaf in made.truth.leaves() if leaf.truth.kind == "date"}
            cut = [x for x in made.evidence if x.path in dates and x.role == "trace" and x.text]
            labels = {field.label("ja_JP") for field in SOURCES[domain].domain.fields}
            assert {line.text.rstrip(":：") for line in cut} <= labels


def test_a_list_may_go_on_where_the_page_after_it_is_lost():
    for made in cases(
        "scan.missing_page", {"as": "scan", "templates": ["letterhead"]}, "statement", "en_US"
    ):
        below = [made.truth.fields[ref] for ref in LISTED if ref in made.truth.fields]
        if all(field.reason == "page" or field.why == "derived" for field in below):
            assert all(field.why != "derived" for field in below)
