"""Quality at a deadline: every request counts, and a late one earns nothing."""

import math

import pytest

from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.columns import worth
from chaosdocs.score.metrics.conditions import cells
from chaosdocs.score.metrics.deadlines import within_deadlines
from chaosdocs.score.run import result_of
from chaosdocs.score.stats.intervals import draw_counts
from chaosdocs.score.summary.reference_readers import REFERENCE_READERS


def running(corpus, rows):
    table = judge(corpus, answers_of("r", rows, corpus.cases), Config())
    result = result_of(corpus, [table], Config(), resamples=200, reference_readers=False)
    return result.summary.readers[0].latency


def timed(corpus, synthetic, took, name="oracle"):
    rows = synthetic.by(corpus, REFERENCE_READERS[name])
    return [{**row, "latency_s": took(corpus.cases[row["case"]])} for row in rows]


def test_a_reader_that_is_late_by_severity_says_where_it_meets_a_deadline(corpus, synthetic):
    found = running(corpus, timed(corpus, synthetic, lambda case: 0.1 * (1 + case.severity)))

    assert {severity: each["p99"] for severity, each in found.by_severity.items()} == {
        str(n): pytest.approx(0.1 * (1 + n)) for n in (0, 1, 3, 5)
    }


def test_what_is_late_earns_nothing_and_the_area_is_over_the_logarithm(corpus, synthetic):
    quick, slow = (
        running(corpus, timed(corpus, synthetic, lambda _, s=s: s)) for s in (0.001, 1.0)
    )

    assert quick.within["0.05"] == quick.within["60"] == quick.area.value
    assert (slow.within["0.5"], slow.within["1"]) == (0, quick.within["60"])
    left = math.log(60 / 1) / math.log(60 / 0.05)
    assert slow.area.value == pytest.approx(left * quick.area.value)
    assert slow.intervals["1"].low <= slow.within["1"] <= slow.intervals["1"].high


def test_dropping_late_requests_is_no_gain(corpus, synthetic):
    rows = timed(corpus, synthetic, lambda case: 0.1 if case.severity < 3 else 2.0)
    kept = [row for row in rows if row["latency_s"] < 1]

    assert running(corpus, kept).within["0.5"] <= running(corpus, rows).within["0.5"]


def test_an_error_that_comes_late_is_told_apart_from_an_answer_that_does(corpus, synthetic):
    wrong = running(corpus, timed(corpus, synthetic, lambda _: 1.0, "answer-all"))
    right = running(corpus, timed(corpus, synthetic, lambda _: 1.0))

    assert wrong.late_errors["0.5"] > 0
    assert wrong.late_errors["1"] == 0
    assert set(right.late_errors.values()) == {0}


def test_a_run_without_times_has_no_deadlines(corpus, synthetic):
    found = running(corpus, synthetic.by(corpus, REFERENCE_READERS["oracle"]))

    assert (found.within, found.late_errors, found.area.value) == ({}, {}, None)


def test_without_a_deadline_the_worth_is_that_of_everything(corpus, synthetic):
    """And not the net utility of the card, which is of touched fields by what could be had."""
    rows = [{**row, "latency_s": 90.0} for row in synthetic.reader(corpus, 0.8)]
    table = judge(corpus, answers_of("r", rows, corpus.cases), Config())
    counts = draw_counts(30, 20, 0)
    made = cells(table, counts, Config().utility)
    found = within_deadlines(made, [90.0] * len(rows), counts)

    c = made.columns
    whole = float((worth(c, 0.9) * c.weight).sum() / c.weight.sum())
    assert found["worth"].value == pytest.approx(whole)
    assert found["worth"].low < whole < found["worth"].high
    assert found["within"]["60"] == 0
