"""The task map: documents of two versions, proved pairs, and how answers are judged."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "proof"))

import map_lies
from by_hand import MadeCase as Lied

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.map_cases import HOWS, PAIRS, build_map, of_map
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.restated import documents_restated, restated
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.maps import prove_map
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.clients.registry import CLIENTS
from chaosdocs.score.judging.single import judge_case
from chaosdocs.sources.registry import SOURCES

WAYS = [f"json.{name}@{v}" for name in CLIENTS.own for v in (2, 3, 4)]


def maker(*renderings, domain="invoice", documents=4):
    render = [{"as": w.partition(".")[0], "system": w.partition(".")[2]} for w in renderings]
    return Maker(
        resolve(Recipe.model_validate({
            "name": "maps", "seed": 4, "source": {"domain": domain, "count": 5},
            "render": render, "ask": {"task": "map", "documents": documents},
        })),
        Witnesses(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def made():
    mine = maker(*WAYS, "xml.tradenet@2", "xml.tradenet@3")
    cases = {c.truth.rendering: c for n in range(17) for c in [mine.make(n)]}
    assert all(isinstance(case, MadeCase) for case in cases.values()), cases
    return mine, cases


TABLES = {}


def tables_of(case):
    """The maker of a case of tables, by the domain of its record."""
    return TABLES[case.truth.records[0].partition("-")[0]]


@pytest.fixture(scope="module")
def tables():
    found = {}
    for domain in SOURCES.own:
        mine = maker("csv.netsuite", "xlsx.sap", domain=domain)
        TABLES[mine.records[0].id.partition("-")[0]] = mine
        for number in (0, 1):
            case = mine.make(number)
            assert isinstance(case, MadeCase), case
            assert not list(restated(mine, case.case, case.truth, case.plan, (), {}))
            assert not list(documents_restated(mine, case.case, case.plan, case.files.get))
            found[domain, case.truth.rendering] = case
    return found


def units(case):
    return {row: leaves["pair"] for row, leaves in case.truth.fields[PAIRS].rows.items()}


def pairs(case):
    return [
        (tuple(v["from"]), tuple(v["to"]))
        for unit in units(case).values()
        for v in (*unit.accept, *unit.readings)
    ]


def answer_of(truth):
    rows = []
    for leaves in truth.fields[PAIRS].rows.values():
        value = dict(next(iter((*leaves["pair"].accept, *leaves["pair"].readings))))
        how, lossy = leaves["how"].accept[0], leaves["lossy"].accept[0]
        rows.append({**value, "how": how, "lossy": lossy})
    return rows


def answer(case, change=lambda row: row):
    return {"pairs": [change(row) for row in answer_of(case.truth)]}


def outcomes(case, said):
    table = judge_case(case.case, case.truth, said)
    return [(row["path"], row["outcome"]) for row in map(table.row, range(len(table)))]


def test_documents_of_all_neighbouring_versions_make_proved_cases(made):
    mine, cases = made

    assert len(cases) == 17
    for number, case in enumerate(cases.values()):
        roles = [file.role for file in case.case.files]
        assert roles == ["before"] * 4 + ["after"] * 4
        assert pairs(case)
        assert not list(restated(mine, case.case, case.truth, case.plan, (), {})), number
        assert not list(documents_restated(mine, case.case, case.plan, case.files.get)), number


def test_splits_merges_moves_and_what_is_gone_or_new_are_pairs(made):
    _, cases = made

    split = pairs(cases["json.freightbook@2"])
    assert (("/buyer/street",), ("/buyer/streetFirstWord", "/buyer/streetRest")) in split
    merged = cases["json.ledgerly@4"]
    address = ("/Contact/City", "/Contact/Postcode", "/Contact/Street")
    assert (address, ("/Contact/Address",)) in pairs(merged)
    assert (("/Total",), ()) in pairs(cases["json.ledgerly@3"])
    assert ((), ("/schemaVersion",)) in pairs(cases["json.freightbook@3"])
    hows = {h for c in cases.values() for r in c.truth.fields[PAIRS].rows.values()
            for h in r["how"].accept}  # fmt: skip
    assert {"rename", "split", "merge", "move", "drop", "add", "dual", "remean"} <= hows <= {*HOWS}


def test_a_perfect_answer_is_right_and_a_crossed_one_has_no_pair_right(made):
    _, cases = made
    case = cases["json.ledgerly@2"]
    perfect = answer(case)
    targets = [row["to"] for row in perfect["pairs"]]
    turned = iter([*targets[1:], targets[0]])
    crossed = answer(case, lambda row: {**row, "to": next(turned)})

    assert {outcome for _, outcome in outcomes(case, perfect)} == {"correct"}
    right = [o for path, o in outcomes(case, crossed) if path.endswith("/pair")]
    assert "correct" not in right


@pytest.mark.parametrize("lie", map_lies.LIES, ids=lambda lie: lie.__name__)
def test_seeded_lies_about_maps_are_caught(made, tables, lie):
    mine, cases = made
    told = 0
    some = [*[*cases.values()][::4], *[*tables.values()][::7], tables["invoice", "csv.netsuite"]]
    for number, case in enumerate(some):
        honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
        lied = lie(honest, SeededRng(number).at(lie.__name__))
        if lied is not None:
            made_by = mine if case.truth.rendering in cases else tables_of(case)
            told += 1
            assert map_lies.findings(made_by, lied, case.plan), case.truth.label

    assert told > 2


@pytest.mark.parametrize("rendering", ["json.ledgerly@3", "json.freightbook@2", "xml.tradenet@2"])
@pytest.mark.parametrize("lie", [map_lies.another_thing_happened, map_lies.lost_or_kept_exchanged])
def test_what_happened_and_what_is_lost_are_held_against_the_files_alone(made, rendering, lie):
    _, cases = made
    case = cases[rendering]
    honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
    lied = [lie(honest, SeededRng(n).at("files")) for n in range(40)]
    caught = [bool(prove_map(lied.case, lied.truth, lied.read).failures) for lied in lied]

    assert sum(caught) >= 30


def test_a_pair_to_which_nothing_happened_is_refused(made):
    _, cases = made
    case = cases["json.ledgerly@2"]
    honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
    lied = map_lies.a_pair_of_what_is_as_before(honest, SeededRng(1))

    codes = {failure.code for failure in prove_map(lied.case, lied.truth, lied.read).failures}
    assert "as_before" in codes


def test_xml_shows_no_types_and_shows_attributes(made):
    mine, _ = made
    typed, placed = (
        of_map(build_map(list(mine.records)[:3], f"xml.{name}"), "c", "files")[1]
        for name in ("ledgerly@4", "tradenet@3")
    )

    assert not [row for row in answer_of(typed) if row["from"] == ["/TaxRate"]]
    [spelt] = [row for row in answer_of(placed) if row["from"] == ["/CURRENCY"]]
    assert (spelt["to"], spelt["how"]) == (["/CURRENCY"], "spell")


def test_a_column_that_is_written_as_before_is_renamed_and_not_respelled(tables):
    case = tables["invoice", "csv.netsuite"]
    hows = {
        row["pair"].accept[0]["from"][0]: row["how"].accept
        for row in case.truth.fields[PAIRS].rows.values()
        if row["pair"].accept and row["pair"].accept[0]["from"]
    }

    assert hows["/ARKTX"] == ("rename",)
    assert hows["/WRBTR"] == ("rename", "respell")


def test_places_that_show_the_same_in_all_documents_are_ambiguous():
    records = []
    for index in range(3):
        record = SOURCES["invoice"].record(1, index, "de_DE")
        same = record.facts["/issue_date"]
        records.append(replace(record, facts={**record.facts, "/delivery_date": same}))
    built = build_map(records, "json.kontor@4")
    case, truth = of_map(built, "c", "files")
    files = {f"files/{file.name}": file.data for file in built.files}
    open_ = {
        row: leaves["pair"].readings
        for row, leaves in truth.fields[PAIRS].rows.items()
        if leaves["pair"].state == "ambiguous"
    }

    assert sorted(readings[0]["from"] for readings in open_.values()) == [
        ["/delivery_date"], ["/issue_date"],
    ]  # fmt: skip
    assert all(
        {to["to"][0] for to in each} == {"/deliveryDate", "/issueDate"} for each in open_.values()
    )
    assert not prove_map(case, truth, files.__getitem__).failures
    guessed = [row for row in answer_of(truth) if row["from"] == ["/issue_date"]]
    table = judge_case(case, truth, {"pairs": guessed})
    rows = [table.row(number) for number in range(len(table))]
    assert "overcommit" in {row["outcome"] for row in rows}


def test_recipes_of_maps_are_checked_in_words():
    base = {"name": "m", "source": {"domain": "invoice", "count": 3}, "ask": {"task": "map"}}
    for render, more, message in (
        ({"as": "json", "system": "payline@1"}, {}, "the one before it"),
        ({"as": "csv"}, {}, "the one before it"),
        ({"as": "json", "system": "payline@2", "schema": "stale"}, {}, "no schema comes along"),
        ({"as": "json", "system": "payline@2"}, {"design": {"each": ["drift.*"]}}, "no operators"),
    ):
        with pytest.raises(ValueError, match=message):
            Recipe.model_validate({**base, "render": [render], **more})


def test_heads_of_two_systems_are_pairs(tables):
    said = pairs(tables["invoice", "csv.netsuite"])

    assert (("/XBLNR",), ("/Document Number",)) in said
    assert ((), ("/*",)) in said  # the mark of NetSuite's main line
    assert (("/XBLNR",), ("/Reference",)) in pairs(tables["statement", "csv.netsuite"])
    assert (("/Politically Exposed",), ("/PEP",)) in pairs(tables["kyc", "xlsx.sap"])
    for case in tables.values():
        assert {o for _, o in outcomes(case, answer(case))} <= {"correct", "overcommit"}
        assert "heads" not in case.case.instructions
