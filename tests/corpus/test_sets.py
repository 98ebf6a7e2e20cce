"""Sets of a recipe: made, proved, told apart by the place of their policy, and refused in words."""

import time
from itertools import groupby

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.set_cases import of_set
from chaosdocs.foundation.errors import UserError
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.readers.documents import parts_of
from chaosdocs.recipe.load import load
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import dump, resolve
from chaosdocs.score.judging.single import judge_case
from chaosdocs.testing.right import perfect

HEAD = """\
chaosdocs: 2
name: sets
source: {world: trade, books: 2, matters: 10}
"""


def recipe(tmp_path, text):
    path = tmp_path / "recipe.yaml"
    path.write_text(HEAD + text if "source" not in text else text)
    return resolve(load(path))


def made(maker):
    return [maker.make(number) for number in maker.slots.numbers()]


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    text = """\
render: [{as: set, pairing: books-bank, policy: [instructions, page, nowhere]}]
design: {each: [links.no_reference, {use: export.repeated_header, member: bank}], severities: [5]}
"""
    return Maker(recipe(tmp_path_factory.mktemp("sets"), text), Witnesses())


def test_sets_are_made_and_proved_alone_and_in_any_order(maker):
    cases = made(maker)

    assert all(isinstance(each, MadeCase) for each in cases), [
        each.reason for each in cases if not isinstance(each, MadeCase)
    ]
    again = Maker(maker.recipe, None).make(len(cases) - 1)
    assert again.files == cases[-1].files
    for each in cases:
        roles = [file.role for file in each.case.files]
        page = ["policy"] if each.case.policy == "page" else []
        assert roles == ["books", "bank", *page]
        assert each.truth.medium == "set"
        assert {line.path.partition(":")[0] for line in each.evidence} == {"books", "bank"}


def test_the_three_places_of_the_policy_differ_in_the_policy_alone(maker):
    told, page, nowhere = (maker.make(number) for number in range(3))

    first = [each.built.files[0].data for each in (told, page, nowhere)]
    assert first[0] == first[1] == first[2]
    words = told.built.policy.words()
    assert words in told.case.instructions
    assert words not in page.case.instructions
    assert page.built.files[2].data.decode() == f"{words}\n"
    assert words not in nowhere.case.instructions
    assert told.truth.fields == page.truth.fields
    assert told.truth.links.policy == page.truth.links.policy != nowhere.truth.links.policy


def test_an_operator_of_another_family_acts_on_the_member_that_is_named(maker):
    alone = [each for each in made(maker) if "repeated_header" in each.truth.label]

    assert alone
    for each in alone:
        clean = maker.make(maker.slots.twin(each.slot))
        assert each.built.files[0].data == clean.built.files[0].data
        assert each.built.files[1].data != clean.built.files[1].data
        assert "(bank)" in each.truth.label


def test_the_right_answer_is_right_and_crossed_matches_are_all_wrong(maker):
    each = maker.make(0)
    right = perfect(each.truth)["answer"]
    bank = [row["bank"] for row in right["matches"]]
    crossed = [
        {**row, "bank": other}
        for row, other in zip(right["matches"], [*bank[1:], bank[0]], strict=True)
    ]

    def links(answer):
        table = judge_case(each.case, each.truth, answer)
        rows = [table.row(number) for number in range(len(table))]
        return [row["outcome"] for row in rows if row["path"].startswith("/matches/")]

    assert set(links(right)) == {"correct"}
    assert "correct" not in links({**right, "matches": crossed})


def test_a_set_is_made_and_proved_within_half_a_second_of_computing(maker):
    fresh = Maker(maker.recipe, Witnesses())
    fresh.make(0)
    began = time.process_time()
    for number in range(1, 6):
        fresh.make(number)

    assert time.process_time() - began < 5 * 0.5


def test_a_set_without_some_matters_is_a_set_again(maker):
    whole = maker.make(0)
    few = maker.variant(0, (), frozenset({"m1", "m4"}))

    assert isinstance(few, MadeCase)
    assert few.case.case != whole.case.case
    assert len(few.truth.links.entries) < len(whole.truth.links.entries)
    assert {event for row in few.truth.links.entries for event in row.of} == {"m1", "m4"}


def test_rows_that_tell_of_another_payment_are_left_out(maker):
    built = maker.make(0).built
    rows = {row.id: row for row in built.matter.members["bank"] if row.of}
    one, other = list(rows.values())[:2]
    from dataclasses import replace

    swapped = replace(
        built.matter,
        members={
            **built.matter.members,
            "bank": tuple(
                replace(row, of={one.id: other.of, other.id: one.of}.get(row.id, row.of))
                for row in built.matter.members["bank"]
            ),
        },
    )
    said = of_set(replace(built, matter=swapped), "c", "files")

    assert "another payment" in said.reason


def test_a_resolved_recipe_loads_as_itself(maker, tmp_path):
    path = tmp_path / "again.yaml"
    path.write_text(dump(maker.recipe))

    assert resolve(load(path)) == maker.recipe


def test_a_recipe_without_sets_is_written_as_before():
    data = {
        "name": "r",
        "source": {"domain": "invoice", "count": 1},
        "render": [{"as": "csv", "system": "sap"}],
        "design": {"each": ["dates.*"]},
    }
    written = Recipe.model_validate(data).model_dump(mode="json", by_alias=True)

    assert written["source"].keys() == {
        "domain", "count", "locales", "records", "model", "schema", "key",
    }  # fmt: skip
    assert written["render"][0].keys() == {"as", "templates", "system", "dpi"}
    assert written["design"]["each"][0].keys() == {"use", "target", "near_miss", "severities"}


@pytest.mark.parametrize(
    ("books", "bank", "kinds"),
    [
        ("xlsx.sap", "csv.account_de", ["text", "text"]),
        ("csv.sap", "pdf.statement", ["text", "image_url"]),
        ("pdf.erp", "xml.netsuite", ["image_url", "text"]),
    ],
)
def test_files_of_different_media_make_one_set(tmp_path, books, bank, kinds):
    """Each file is read as its medium is read: by the eye, as it is shown, or as text."""
    render = f"render: [{{as: set, pairing: books-bank, books: {books}, bank: {bank}}}]\n"
    maker = Maker(recipe(tmp_path, render), Witnesses())

    made = maker.make(0)

    assert isinstance(made, MadeCase), made.reason
    paths = {file.path: tmp_path / file.path for file in made.case.files}
    for file, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.files[file])
    parts = parts_of(made.case, paths)
    sent = [part["type"] for part in parts if not part.get("text", "").startswith("Document ")]
    assert [kind for kind, _ in groupby(sent)] == [kind for kind, _ in groupby(kinds)]
    words = made.case.instructions
    for role, medium in (("books", books), ("bank", bank)):
        said = f"The file {role}: Go by what "
        assert (said in words) == medium.startswith(("pdf", "xlsx"))


@pytest.mark.parametrize(
    ("bank", "operator", "why"),
    [
        ("csv.netsuite", "dates.month_only", "/date of a row of bank has no day"),
        ("csv.netsuite", "dates.ambiguous_order", "/date of a row of bank is ambiguous"),
        ("csv.netsuite", "csv.null_words", "of a row of bank is unanswerable"),
        ("csv.netsuite", "csv.cut_off_file", "of a row of bank is"),
        ("json.sap", "drift.minor_units", "/amount of a row of bank is not printed plainly"),
        ("xlsx.sap", "export.hidden_rows", ""),
        ("csv.netsuite", "export.several_tables", ""),
        ("json.sap", "drift.split_field", ""),
        ("json.sap", "drift.false_last_page", ""),
    ],
)
def test_a_damaged_row_is_printed_plainly_or_makes_no_case(tmp_path, bank, operator, why):
    """Links are asked of rows that can be read; hidden rows are no rows, counts are no amounts."""
    text = (
        f"render: [{{as: set, pairing: books-bank, bank: {bank}}}]\n"
        f"design: {{each: [{{use: {operator}, member: bank}}], severities: [3]}}\n"
    )
    maker = Maker(recipe(tmp_path, text), Witnesses())

    cases = [maker.make(slot.number) for slot in maker.slots if slot.steps]

    assert not [case.reason for case in cases if getattr(case, "outcome", "") == "defect"]
    if why:
        assert any(why in getattr(case, "reason", "") for case in cases)
    else:
        assert any(isinstance(case, MadeCase) for case in cases)


SET = "render: [{as: set, pairing: books-bank}]\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("render: [{as: set, pairing: book-bank}]", ["book-bank", "books-bank"]),
        pytest.param("render: [{as: set}]", ["pairing", "books-bank"]),
        pytest.param(
            "render: [{as: set, pairing: books-bank}, {as: set, pairing: books-bank}]",
            ["entry 2 is the same as entry 1"],
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, banks: csv.sap}]", ["banks", "bank"]
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, bank: csv.account_dee}]", ["account_dee"]
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, bank: json.account_de}]", ["json"]
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, bank: sap}]", ["sap", "rendering"]
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, bank: scan.erp}]", ["no scan", "pdf.erp"]
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, bank: csv.datev}]", ["statement", "datev"]
        ),
        pytest.param(
            "render: [{as: set, pairing: books-bank, policy: [here]}]", ["policy", "nowhere"]
        ),
        pytest.param(
            "render: [{as: csv, system: sap, policy: [instructions]}]",
            ["policy goes with as: set and as: packet alone"],
        ),
        pytest.param("render: [{as: csv, system: sap}]", ["world", "set"]),
        pytest.param("render: [{as: csv, system: sap, pairing: books-bank}]", ["pairing", "set"]),
        pytest.param(SET + "ask: {task: extract}", ["reconcile"]),
        pytest.param(SET + "ask: {channel: text}", ["channel"]),
        pytest.param(
            SET + "design: {each: [{use: export.repeated_header, member: bnk}]}", ["bnk", "bank"]
        ),
        pytest.param(SET + "design: {each: [export.repeated_header]}", ["make nothing", "set"]),
        pytest.param(
            "chaosdocs: 2\nname: s\nsource: {world: trad, books: 1}\n" + SET, ["trad", "trade"]
        ),
        pytest.param(
            "chaosdocs: 2\nname: s\nsource: {world: trade}\n" + SET, ["books"]
        ),
        pytest.param(
            "chaosdocs: 2\nname: s\nsource: {world: trade, books: 1, matters: 900}\n" + SET,
            ["matters", "60"],
        ),
        pytest.param(
            "chaosdocs: 2\nname: s\nsource: {world: trade, books: 1, count: 2}\n" + SET,
            ["books", "count"],
        ),
        pytest.param(
            "chaosdocs: 2\nname: s\nsource: {domain: invoice, count: 1}\n" + SET, ["world"]
        ),
        pytest.param(
            "chaosdocs: 2\nname: s\nsource: {world: trade, books: 1, locales: [it_IT]}\n" + SET,
            ["it_IT"],
        ),
    ],
)  # fmt: skip
def test_a_wrong_recipe_is_refused_in_words(tmp_path, text, words):
    with pytest.raises(UserError) as caught:
        recipe(tmp_path, text)

    told = str(caught.value)
    assert "recipe.yaml" in told
    assert all(word in told for word in words), told


def test_a_row_of_three_sides_with_one_of_them_open_is_left_open():
    data = {
        "name": "three", "seed": 3, "source": {"world": "trade", "books": 3, "matters": 16},
        "render": [{"as": "set", "pairing": "orders-receipts-invoices"}],
        "design": {"each": ["links.no_reference"], "severities": [4]},
    }  # fmt: skip
    its = Maker(resolve(Recipe.model_validate(data)), None)
    made = [case for n in its.slots.numbers() if isinstance(case := its.make(n), MadeCase)]
    case = next(c for c in made if any(_open_on_one_side(c.truth)))
    table = judge_case(case.case, case.truth, perfect(case.truth))
    found = {table.row(n)["outcome"] for n in range(len(table))}

    assert found <= {"correct", "right_abstain"}


def _open_on_one_side(truth):
    """Yield for each link whether it has several readings that share two sides."""
    for leaves in truth.fields["/matches"].rows.values():
        readings = leaves["link"].readings
        sides = readings[0] if readings else ()
        shared = [side for side in sides if len({str(r.get(side)) for r in readings}) == 1]
        yield len(readings) > 1 and len(shared) > 1
