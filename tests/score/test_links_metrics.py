"""Figures of whole sets: pairs, money, closure; in the summary, gates, details and the report."""

import copy
import itertools
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.report.beside import sheets
from chaosdocs.score.judging.expectations import ScoredCorpus, scored_case
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.metrics.links import edge_f1, score_set
from chaosdocs.score.run import score
from chaosdocs.testing.right import perfect
from tests.score.sets_by_hand import ENTRIES, POLICY, entry, set_case

PUBLIC, TRUTH, RIGHT = set_case()
CASE = scored_case(PUBLIC, TRUTH)


def figures(answer, **line):
    return score_set(CASE, parse_line({"case": "c", "answer": answer, **line}))


def changed(**lists):
    return {**copy.deepcopy(RIGHT), **lists}


def test_the_right_answer_has_all_pairs_no_money_lost_and_sums_that_are_explained():
    line = perfect(TRUTH)
    found = figures(line["answer"], abstain=line["abstain"], candidates=line["candidates"])

    assert (found.edge_f1, found.misallocated, found.closes) == (1, 0, 1)


def test_a_group_with_one_entry_too_few_is_right_in_its_pairs():
    links = [{"books": ["51"], "bank": ["B1"]}, *RIGHT["matches"][1:]]
    found = figures(changed(matches=links))

    # six pairs are wanted, five of them are given and no other
    assert found.edge_f1 == pytest.approx(2 * 5 / (5 + 6))


def test_money_in_a_wrong_link_counts_unless_it_is_flagged():
    links = [{"books": ["51", "52"], "bank": ["B2"]}, *RIGHT["matches"][2:]]
    silent = figures(changed(matches=links))
    flagged = figures(changed(matches=links), abstain={"/matches/0": "unsure"})

    wrong = 100 + 200 + 116.62
    right = 10 + 20 + 30 + 44.40 + 44.40
    assert silent.misallocated == pytest.approx(wrong / (wrong + right))
    assert flagged.misallocated == 0


def test_sums_are_explained_by_differences_and_orphans_or_not_at_all():
    assert figures(RIGHT).closes == 1
    assert figures(changed(differences=[])).closes == 0
    assert figures(changed(orphans=RIGHT["orphans"][:1])).closes == 0


def test_an_answer_that_is_wrong_throughout_can_add_up_all_the_same():
    """Closure needs no right value: nothing is linked, and everything is an orphan."""
    orphans = [{"in": each.member, "entry": [each.key], "reason": "unknown"} for each in ENTRIES]
    found = figures({"matches": [], "differences": [], "orphans": orphans})

    assert (found.edge_f1, found.closes) == (0, 1)
    assert math.isnan(found.misallocated)


def test_pairs_of_entries_that_nobody_can_link_do_not_count():
    one = frozenset({("books", "1"), ("bank", "9")})

    assert math.isnan(edge_f1([], [one], ignored={("bank", "9")}))
    assert edge_f1([one], []) == 0


ENTRY = st.tuples(st.sampled_from(["orders", "receipts", "invoices"]), st.sampled_from("12345"))
GROUPS = st.lists(st.frozensets(ENTRY, max_size=5), max_size=6)


@given(GROUPS, GROUPS, st.frozensets(ENTRY, max_size=3))
def test_edges_are_counted_as_if_they_were_listed(right, answered, ignored):
    wanted, found = (
        {
            frozenset((one, other))
            for group in groups
            for one, other in itertools.combinations(sorted(group - ignored), 2)
            if one[0] != other[0]
        }
        for groups in (right, answered)
    )
    both = len(wanted) + len(found)

    expected = 2 * len(wanted & found) / both if both else math.nan
    assert edge_f1(right, answered, ignored) == pytest.approx(expected, nan_ok=True)


def test_a_link_of_every_number_there_is_costs_no_more_than_its_numbers():
    """An answer with 100,000 identifiers on each side names 10^10 edges."""
    right = [frozenset({("books", "1"), ("bank", "1")})]
    many = [(side, str(n)) for side in ("books", "bank") for n in range(100_000)]

    found = edge_f1(right, [frozenset(many), frozenset(many[50_000:150_000])])

    assert found == pytest.approx(2 / (1 + 100_000**2))


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """The score of 25 sets: in each a wrong link of two orphans and a partial group."""
    cases, lines = {}, []
    for n in range(25):
        more = entry("books", f"7{n:02}", f"{600 + n}.00", 5, "Delta", refs=[f"X-{n}"])
        public, truth, right = set_case((*ENTRIES, more), POLICY, name=f"c{n}")
        truth = truth.model_copy(update={"records": (f"book-{n}",)})
        cases[public.case] = scored_case(public, truth)
        links = [*right["matches"], {"books": [f"7{n:02}"], "bank": ["B5"]}]
        links[0] = {"books": ["51"], "bank": ["B1"]}
        lines.append({"case": public.case, "answer": {**right, "matches": links}})
    path = tmp_path_factory.mktemp("answers") / "answers.jsonl"
    Path(path).write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    gates = (
        "link_accuracy>=0.4", "link_accuracy>=0.9", "misallocated_money<=0.9",
        "misallocated_money<=0.01", "edge_f1>=0.5", "clean:forced_match_rate<=0.1",
    )  # fmt: skip
    return score(ScoredCorpus("sets", "", cases), [path], resamples=50, gates=gates)


def test_figures_of_sets_stand_in_the_summary(result):
    [reader] = result.summary.readers

    # three of five links are right; the link of the orphans is a surplus one
    assert reader.clean["link_accuracy"].value == pytest.approx(3 / 5)
    # two of three orphans are linked with each other
    assert reader.clean["forced_match_rate"].value == pytest.approx(2 / 3)
    assert set(reader.sets) == {"clean_edge_f1", "clean_misallocated_money", "clean_set_closure"}
    assert reader.sets["clean_set_closure"].records == 25


def test_figures_of_sets_stand_in_details_and_in_the_report(result):
    assert f"{result.summary.readers[0].name} 60.0 %" in result.text()
    words = result.text(details=True)
    assert "links right as a whole: 60.0 %" in words
    assert "entries without counterpart that are linked: 66.7 %" in words
    assert "sets whose sums are explained" in words
    [sheet] = [each for each in sheets(result.summary.readers[0]) if each.title == "Links"]
    assert len(sheet.rows) == 5


def test_gates_name_figures_of_sets(result):
    status = {each.gate: each.status for each in result.summary.gates}

    assert status["clean:forced_match_rate<=0.1"] == "fail"
    assert status["link_accuracy>=0.4"] == "pass"
    assert status["link_accuracy>=0.9"] == "fail"
