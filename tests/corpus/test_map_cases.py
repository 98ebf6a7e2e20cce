"""The task map: documents of two versions, proved pairs, and how answers are judged."""

from dataclasses import replace

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.map_cases import HOWS, PAIRS, build_map, of_map
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.restated import restated
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


@pytest.mark.parametrize("seed", range(25))
def test_seeded_lies_about_pairs_are_caught(made, seed):
    _, cases = made
    draw = SeededRng(seed)
    case = cases[draw.at("case").pick(["json.ledgerly@2", "json.payline@4", "xml.tradenet@2"])]
    rows = {k: dict(v) for k, v in case.truth.fields[PAIRS].rows.items()}
    sure = [k for k, v in rows.items() if v["pair"].accept and v["pair"].accept[0]["from"]]
    one = draw.at("one").pick(sure)
    other = draw.at("other").pick([name for name in sure if name != one])
    mine, theirs = rows[one]["pair"], rows[other]["pair"]
    kind = draw.at("kind").pick(["swap", "drop", "gone"])
    if kind == "drop":
        del rows[one]
    else:
        to = theirs.accept[0]["to"] if kind == "swap" else []
        lie = {**mine.accept[0], "to": to}
        rows[one]["pair"] = mine.model_copy(update={"accept": (lie,)})
    listed = case.truth.fields[PAIRS].model_copy(update={"rows": rows})
    truth = case.truth.model_copy(update={"fields": {PAIRS: listed}})

    assert not prove_map(case.case, case.truth, case.files.__getitem__).failures
    assert prove_map(case.case, truth, case.files.__getitem__).failures, kind


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


@pytest.fixture(scope="module")
def tables():
    found = {}
    for domain in SOURCES.own:
        mine = maker("csv.netsuite", "xlsx.sap", domain=domain)
        for number in (0, 1):
            case = mine.make(number)
            assert isinstance(case, MadeCase), case
            assert not list(restated(mine, case.case, case.truth, case.plan, (), {}))
            found[domain, case.truth.rendering] = case
    return found


def test_heads_of_two_systems_are_pairs(tables):
    said = pairs(tables["invoice", "csv.netsuite"])

    assert (("/XBLNR",), ("/Document Number",)) in said
    assert ((), ("/*",)) in said  # the mark of NetSuite's main line
    assert (("/XBLNR",), ("/Reference",)) in pairs(tables["statement", "csv.netsuite"])
    assert (("/Politically Exposed",), ("/PEP",)) in pairs(tables["kyc", "xlsx.sap"])
    for case in tables.values():
        assert {o for _, o in outcomes(case, answer(case))} <= {"correct", "overcommit"}
        assert "heads" not in case.case.instructions


@pytest.mark.parametrize("kind", ["swap", "drop", "sure"])
def test_lies_about_heads_are_caught(tables, kind):
    case = tables["invoice", "csv.netsuite"]
    rows = {k: dict(v) for k, v in case.truth.fields[PAIRS].rows.items()}
    sure = [k for k, v in rows.items() if v["pair"].accept and all(v["pair"].accept[0].values())]
    one, other = sure[0], sure[-1]
    mine, theirs = (rows[name]["pair"].accept[0] for name in (one, other))
    open_ = next(k for k, v in rows.items() if v["pair"].state == "ambiguous")
    match kind:
        case "swap":
            for name, value, to in ((one, mine, theirs), (other, theirs, mine)):
                lied = {**value, "to": to["to"]}
                rows[name]["pair"] = rows[name]["pair"].model_copy(update={"accept": (lied,)})
        case "drop":
            del rows[one]
        case _:
            unit = rows[open_]["pair"]
            update = {"state": "answerable", "accept": unit.readings[:1], "readings": ()}
            rows[open_]["pair"] = unit.model_copy(update={**update, "why": "printed"})
    lists = case.truth.fields[PAIRS].model_copy(update={"rows": rows})
    truth = case.truth.model_copy(update={"fields": {PAIRS: lists}})

    assert prove_map(case.case, truth, case.files.__getitem__).failures
