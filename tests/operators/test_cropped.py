"""What is cut off at the edge of a page leaves no trace, and nothing follows from a cut list."""

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.cases import ListExpectation
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
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


TEMPLATES = ("erp", "letterhead", "statement")


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
        render = {"as": "pdf", "templates": [template]}
        for made in cases("pdf.cropbox", render, domain, "de_DE"):
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
        render = {"as": "pdf", "templates": [template]}
        for made in cases("pdf.cropbox", render, domain, "de_DE"):
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
    render = {"as": "scan", "templates": [template]}
    for domain in ("invoice", "statement", "kyc"):
        for made in cases("scan.cropped_first_digit", render, domain, "ja_JP"):
            dates = {leaf.path for leaf in made.truth.leaves() if leaf.truth.kind == "date"}
            cut = [x for x in made.evidence if x.path in dates and x.role == "trace"]
            assert not [x.text for x in cut if any(char.isdigit() for char in x.text)]


def test_a_list_may_go_on_where_the_page_after_it_is_lost():
    for made in cases(
        "scan.missing_page", {"as": "scan", "templates": ["letterhead"]}, "statement", "en_US"
    ):
        below = [made.truth.fields[ref] for ref in LISTED if ref in made.truth.fields]
        if all(field.reason == "page" or field.why == "derived" for field in below):
            assert all(field.why != "derived" for field in below)
