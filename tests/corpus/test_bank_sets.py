"""Formats of banks and lists of SAP as members of sets: proved, read, and true as tables are."""

import re

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.readers.builtin.ledgers import ledgers
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

BANKS = ("text.mt940", "xml.camt_v2", "xml.camt_v4", "xml.camt_v8", "text.bai2", "text.ofx")
WITH_TYPES = ("text.mt940", "xml.camt_v2", "xml.camt_v4", "xml.camt_v8")
"""Those that have a place for the type of an entry."""
OPERATORS = ("links.one_for_many", "links.reversal_mark", "links.overlapping_periods")


def maker(operators=OPERATORS, pairing="books-bank", **members):
    render = {"as": "set", "pairing": pairing, **members}
    data = {
        "name": "banks", "seed": 5,
        "source": {
            "world": "trade", "books": 4, "matters": 10,
            "locales": ["de_DE", "en_US", "fr_FR", "ja_JP"],
        },
        "render": [render],
        "design": {"each": list(operators), "severities": [3]},
    }  # fmt: skip
    return resolve(Recipe.model_validate(data))


def made(recipe):
    its = Maker(recipe, Witnesses())
    cases = {
        number: case
        for number in its.slots.numbers()
        if getattr(case := its.make(number), "outcome", "") != "skipped"
    }
    assert all(isinstance(case, MadeCase) for case in cases.values()), [
        case.reason for case in cases.values() if not isinstance(case, MadeCase)
    ]
    return cases


@pytest.fixture(scope="module")
def tables():
    return made(maker())


def clean(cases):
    """Return the cases that no operator has changed; what it draws hangs on the rendering."""
    return {number: case for number, case in cases.items() if not case.truth.steps}


def units(case):
    """Return what a case asks for and accepts, without who has confirmed it."""
    return {
        path: sorted(
            str({leaf: (field.state, field.accept, field.readings) for leaf, field in row.items()})
            for row in listed.rows.values()
        )
        for path, listed in case.truth.fields.items()
    }


@pytest.mark.parametrize("bank", BANKS)
def test_an_account_of_a_bank_is_proved_and_its_links_are_those_of_a_table(bank, tables):
    cases = made(maker(bank=bank))

    assert len(cases) > len(clean(cases)) == len(clean(tables)) > 3
    for number, case in clean(cases).items():
        wanted = units(tables[number])
        found = units(case)
        assert found["/matches"] == wanted["/matches"]
        if bank in WITH_TYPES:
            assert found == wanted


@pytest.mark.parametrize("bank", BANKS)
def test_a_reader_is_told_how_an_entry_of_the_format_is_read(bank, tables):
    case = Maker(maker(bank=bank), None).make(0)

    assert " The file bank: The key of an entry is " in case.case.instructions
    assert " The file bank: " not in tables[0].case.instructions


@pytest.mark.parametrize(
    ("bank", "mark"),
    [
        ("text.mt940", r"^:61:\d{10}R[CD]"),
        ("xml.camt_v2", "<RvslInd>true"),
        ("xml.camt_v8", "<RvslInd>true"),
    ],
)
def test_only_entries_that_an_operator_has_reversed_are_marked_so(bank, mark):
    its = Maker(maker(bank=bank), None)
    for slot in its.slots:
        case = its.make(slot.number)
        if not isinstance(case, MadeCase):
            continue
        found = re.findall(mark, case.built.files[1].data.decode("cp1252", "replace"), re.MULTILINE)
        assert bool(found) == ("reversal_mark" in case.truth.label)


def rows_as_read(case, folder):
    """Return the rows of the bank as the parsers of the built-in readers read them."""
    paths = {}
    for path, data in case.files.items():
        paths[path] = folder / path
        paths[path].parent.mkdir(parents=True, exist_ok=True)
        paths[path].write_bytes(data)
    public = case.case.model_dump(mode="json", by_alias=True)
    (found,) = ledgers(public, paths)
    return [(row.key, row.date, row.party, row.amount, row.words) for row in found.right]


@pytest.mark.parametrize("bank", BANKS)
def test_the_built_in_matchers_read_the_same_rows_as_from_a_table(bank, tables, tmp_path):
    its = Maker(maker(bank=bank), None)
    for place, (number, table) in enumerate(clean(tables).items()):
        wanted = rows_as_read(table, tmp_path / f"{place}a")
        assert len(wanted) > 3
        assert rows_as_read(its.make(number), tmp_path / f"{place}b") == wanted


@pytest.mark.parametrize("rendering", ["text.sap_alv", "csv.sap_xls"])
@pytest.mark.parametrize(
    ("pairing", "role"),
    [
        ("books-bank", "books"),
        ("orders-receipts-invoices", "orders"),
        ("ours-theirs", "ours"),
        ("old-new", "new"),
        ("books-statement", "books"),
    ],
)
def test_lists_of_sap_are_proved_and_their_truth_is_that_of_its_table(rendering, pairing, role):
    plain = made(maker(("links.no_reference",), pairing, **{role: "csv.sap"}))
    lists = made(maker(("links.no_reference",), pairing, **{role: rendering}))

    assert {n: units(case) for n, case in clean(lists).items()} == {
        n: units(case) for n, case in clean(plain).items()
    }


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize(
    "operator", ["gaps.left_out", "claims.superseded", "lookalikes.other_numbers"]
)
def test_damage_to_the_file_of_a_bank_is_proved_or_makes_no_case(bank, operator):
    step = {"use": operator, "member": "bank"}
    assert made(maker((step,), bank=bank))
