"""The task map where the versions state other records: names tell the pairs, and no value does."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "proof"))

import map_lies
from by_hand import MadeCase as Lied

from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.map_cases import PAIRS, instructions_for
from chaosdocs.corpus.map_names import told_by_names
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.restated import documents_restated, restated
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.map_names import undoubted
from chaosdocs.proof.map_places import Shown, places_of
from chaosdocs.proof.maps import prove_map
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.clients.registry import CLIENTS
from chaosdocs.score.judging.single import judge_case

WAYS = [f"json.{name}@{v}" for name in CLIENTS.own for v in (2, 3, 4)]
WAYS += ["xml.tradenet@2", "xml.kontor@4", "xml.payline@4"]


def maker(*renderings, domain="invoice", count=12, **ask):
    render = [{"as": w.partition(".")[0], "system": w.partition(".")[2]} for w in renderings]
    data = {
        "name": "maps", "seed": 4, "source": {"domain": domain, "count": count}, "render": render,
        "ask": {"task": "map", "documents": 4, "records": "other", **ask},
    }  # fmt: skip
    return Maker(resolve(Recipe.model_validate(data)), Witnesses())


@pytest.fixture(scope="module")
def made():
    mine = maker(*WAYS)
    cases = {c.truth.rendering: c for n in range(len(WAYS)) for c in [mine.make(n)]
             if isinstance(c, MadeCase)}  # fmt: skip
    return mine, cases


def groups(case):
    return {
        (frozenset(cells["pair"].accept[0]["from"]), frozenset(cells["pair"].accept[0]["to"]))
        for cells in case.truth.fields[PAIRS].rows.values()
    }


def told(older, newer):
    """What both rules say of places; a name that ends with ``:n`` has numbers."""
    kinds = [{p.removesuffix(":n"): p.endswith(":n") for p in side} for side in (older, newer)]
    mine = told_by_names(*({p: "number" if n else "text" for p, n in each.items()}
                           for each in kinds))  # fmt: skip
    documents = [[{p: (Shown("12" if n else "Blue", "string"),) for p, n in each.items()}]
                 for each in kinds]  # fmt: skip
    theirs = undoubted(*kinds, *documents)
    assert mine == theirs
    return {(*sorted(one), "->", *sorted(other)) for one, other in mine}


@pytest.mark.parametrize(
    ("older", "newer", "wanted"),
    [
        (["/issue_date"], ["/issueDate"], {("/issue_date", "->", "/issueDate")}),
        (["/NETTotal"], ["/net_total"], {("/NETTotal", "->", "/net_total")}),
        (["/net:n", "/tax:n"], ["/SubTotal:n", "/TotalTax:n"],
         {("/net", "->", "/SubTotal"), ("/tax", "->", "/TotalTax")}),
        (["/net:n", "/tax:n"], ["/SubTotal:n", "/Duty:n"], set()),
        (["/net:n", "/payee"], ["/SubTotal:n", "/Supplier"],
         {("/net", "->", "/SubTotal"), ("/payee", "->", "/Supplier")}),
        (["/buyer/street"], ["/buyer/streetFirst", "/buyer/streetRest:n"],
         {("/buyer/street", "->", "/buyer/streetFirst", "/buyer/streetRest")}),
        (["/a/city", "/a/street"], ["/a/address"], set()),
        ([], ["/schemaVersion"], {("->", "/schemaVersion")}),
        (["/fax"], [], {("/fax", "->")}),
        (["/fax"], ["/rate:n"], {("/fax", "->"), ("->", "/rate")}),
        (["/seller/name", "/buyer/name"], ["/seller/party/name", "/buyer/party/name"],
         {("/seller/name", "->", "/seller/party/name"),
          ("/buyer/name", "->", "/buyer/party/name")}),
        (["/due"], ["/due:n"], {("/due", "->", "/due")}),
    ],
)  # fmt: skip
def test_names_and_kinds_tell_what_belongs_together(older, newer, wanted):
    assert told(older, newer) == wanted


def test_the_newer_documents_state_other_records_that_show_the_same_places(made):
    mine, cases = made
    assert len(cases) > len(WAYS) // 2
    for number, case in enumerate(cases.values()):
        assert len(set(case.truth.records)) == 8
        assert case.case.instructions == instructions_for(case.truth.rendering, others=True)
        assert groups(case)
        if number % 5 == 0:
            assert not list(restated(mine, case.case, case.truth, case.plan, (), {}))
            assert not list(documents_restated(mine, case.case, case.plan, case.files.get))


def test_every_pair_is_one_of_the_schema_and_the_rest_is_not_asked(made):
    same = maker(*WAYS, records="same")
    every = {c.truth.rendering: c for n in range(len(WAYS)) for c in [same.make(n)]}
    for rendering, case in made[1].items():
        ignored = case.truth.fields[PAIRS].ignored
        assert len({len(groups(case)) + len(ignored)}) == 1
        if rendering == "json.ledgerly@3":  # the key Total has another value: no name tells
            assert {"from": ["/Total"], "to": []} in ignored
        known = {
            (frozenset(v["from"]), frozenset(v["to"]))
            for cells in every[rendering].truth.fields[PAIRS].rows.values()
            for v in (*cells["pair"].accept, *cells["pair"].readings)
        }
        places = {place for pair in known for side in pair for place in side}
        assert all(pair in known or not {*pair[0], *pair[1]} <= places for pair in groups(case)), (
            rendering
        )


def rows_of(case):
    return [
        {**cells["pair"].accept[0], "how": cells["how"].accept[0],
         "lossy": cells["lossy"].accept[0]}
        for cells in case.truth.fields[PAIRS].rows.values()
    ]  # fmt: skip


def outcomes(case, rows):
    table = judge_case(case.case, case.truth, {"pairs": rows})
    return [(row["path"], row["outcome"]) for row in map(table.row, range(len(table)))]


def test_a_perfect_answer_is_right_and_what_is_not_asked_does_not_count(made):
    case = made[1]["json.ledgerly@3"]
    perfect = outcomes(case, rows_of(case))
    guess = {"from": ["/Total"], "to": ["/SubTotal"], "how": "rename", "lossy": False}

    assert {outcome for _, outcome in perfect} == {"correct"}
    assert outcomes(case, [*rows_of(case), guess]) == perfect
    other = {**guess, "from": ["/DueDate"], "to": ["/IssueDate"]}
    assert outcomes(case, [*rows_of(case), other]) != perfect


@pytest.mark.parametrize("lie", map_lies.LIES, ids=lambda lie: lie.__name__)
def test_seeded_lies_are_caught(made, lie):
    mine, cases = made
    for number, name in enumerate(("json.ledgerly@2", "xml.kontor@4", "json.freightbook@3")):
        case = cases[name]
        honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
        assert not prove_map(honest.case, honest.truth, honest.read).failures
        lied = lie(honest, SeededRng(number).at(lie.__name__))
        if lied is not None:
            assert map_lies.findings(mine, lied, case.plan), name


@pytest.mark.parametrize(
    "lie",
    [map_lies.two_pairs_exchanged, map_lies.a_pair_left_out, map_lies.a_place_said_to_be_gone,
     map_lies.a_pair_of_what_is_as_before],
)  # fmt: skip
def test_lies_about_pairs_are_found_in_the_files_alone(made, lie):
    for seed, name in enumerate(("json.ledgerly@2", "json.payline@4", "xml.kontor@4")):
        case = made[1][name]
        honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
        lied = lie(honest, SeededRng(seed))
        assert lied is None or prove_map(lied.case, lied.truth, lied.read).failures, name


def test_no_place_is_gone_or_new_because_a_record_lacks_it(made):
    for case in list(made[1].values())[::4]:
        shown = {"before": set(), "after": set()}
        for file in case.case.files:
            shown[file.role] |= {*places_of(case.files[file.path], file.media_type)}
        listed = case.truth.fields[PAIRS]
        changed = [*listed.ignored, *(c["pair"].accept[0] for c in listed.rows.values())]
        assert shown["before"] - shown["after"] <= {p for v in changed for p in v["from"]}
        assert shown["after"] - shown["before"] <= {p for v in changed for p in v["to"]}


def test_too_few_records_are_said_to_be_too_few():
    found = maker("json.kontor@4", count=6).make(0)
    assert isinstance(found, SkippedSlot)
    assert "no 4 other records show the same places" in found.reason


def test_recipes_are_checked_in_words():
    base = {"name": "m", "source": {"domain": "invoice", "count": 9}}
    tables = {
        "render": [{"as": "csv", "system": "sap"}],
        "ask": {"task": "map", "records": "other"},
    }
    with pytest.raises(ValueError, match="records: other goes with versions of a client"):
        Recipe.model_validate({**base, **tables})
    with pytest.raises(ValueError, match="records goes with task: map alone"):
        Recipe.model_validate({**base, "render": [{"as": "csv"}], "ask": {"records": "other"}})
    plain = Recipe.model_validate({**base, "render": [{"as": "csv"}]})
    assert "records" not in plain.model_dump()["ask"]


def test_most_of_what_is_said_to_have_happened_is_held_against_the_files(made):
    """Places, forms and the older values tell it, though no value of the newer version does."""
    told, found = dict.fromkeys(("how", "lossy"), 0), dict.fromkeys(("how", "lossy"), 0)
    for case in made[1].values():
        listed = case.truth.fields[PAIRS]
        for row, leaves in listed.rows.items():
            said = leaves["how"].accept
            words = [how for how in ("rename", "split", "merge", "drop", "nest") if how not in said]
            for leaf, value in (("how", words[0]), ("lossy", not leaves["lossy"].accept[0])):
                lie = leaves[leaf].model_copy(update={"accept": (value,)})
                rows = {**listed.rows, row: {**leaves, leaf: lie}}
                fields = {PAIRS: listed.model_copy(update={"rows": rows})}
                truth = case.truth.model_copy(update={"fields": fields})
                codes = {f.code for f in prove_map(case.case, truth, case.files.get).failures}
                told[leaf] += 1
                found[leaf] += leaf in codes
    assert told["how"] > 50
    assert found["how"] > 0.9 * told["how"]
    assert found["lossy"] == told["lossy"]
