"""Readers of sets whose score is known by construction."""

import json
from collections import Counter

import pytest

from chaosdocs.readers.builtin.guesser import guesser
from chaosdocs.readers.builtin.oracle import oracle
from chaosdocs.score.judging.expectations import ScoredCorpus, scored_case
from chaosdocs.score.judging.single import judge_case, judge_line
from chaosdocs.score.summary.reference_readers import REFERENCE_READERS, answers_by
from chaosdocs.testing.failing import misses
from chaosdocs.testing.right import perfect
from tests.score.sets_by_hand import set_case

PUBLIC, TRUTH, RIGHT = set_case()
STORED = json.loads(TRUTH.model_dump_json(exclude_defaults=True))


def outcomes(table):
    return Counter(table.row(n)["outcome"] for n in range(len(table)))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(lambda: perfect(TRUTH), id="perfect"),
        pytest.param(lambda: oracle({}, {}, truth=STORED), id="oracle"),
    ],
)
def test_who_knows_the_truth_is_right(line):
    assert outcomes(judge_case(PUBLIC, TRUTH, line())) == {"correct": 11, "right_abstain": 1}


def test_the_guesser_takes_one_reading_of_what_is_ambiguous():
    found = outcomes(judge_case(PUBLIC, TRUTH, guesser({}, {}, truth=STORED)))

    assert found == {"correct": 11, "overcommit": 1}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("oracle", {"correct", "right_abstain"}),
        ("always-abstain", {"over_abstain", "right_abstain"}),
        ("all-null", {"over_abstain", "right_abstain"}),
        ("answer-all", {"correct", "overcommit"}),
        ("random-abstain", {"correct", "over_abstain", "overcommit"}),
        ("flag-everything", {"correct", "right_abstain"}),
    ],
)
def test_reference_readers_say_of_units_what_they_mean(name, expected):
    case = scored_case(PUBLIC, TRUTH)
    [line] = answers_by(REFERENCE_READERS[name], ScoredCorpus("", "", {"c": case}))
    found = outcomes(judge_line(ScoredCorpus("", "", {"c": case}), line))

    assert set(found) <= expected


def test_a_failure_names_the_entries_and_no_json():
    partial, forced = {"books": ["51"], "bank": ["B1"]}, {"books": ["58"], "bank": ["B5"]}
    answer = {**RIGHT, "matches": [partial, forced, *RIGHT["matches"][2:]]}
    found = {miss.path: miss.sentence() for miss in misses(PUBLIC, TRUTH, answer)}

    assert found["/matches/m0/link"] == (
        "/matches/m0/link: truth books 51, 52; bank B1, answered books 51; bank B1: "
        "wrong (partial_group)"
    )
    assert found["/orphans/books:m7/orphan"] == (
        "/orphans/books:m7/orphan: truth books 58 has no counterpart, answered books 58; bank B5: "
        'hallucinated, the named wrong answer "forced-match"'
    )
