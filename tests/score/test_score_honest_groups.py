"""Intervals above cells hold what they promise: through groups up to the card of a run."""

import copy
import math
from array import array
from statistics import NormalDist

import numpy as np
import pytest

from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config, Utility
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import TOUCHED
from chaosdocs.score.metrics import conditions as under_test
from chaosdocs.score.metrics.aggregates import pyramid
from chaosdocs.score.metrics.conditions import cells
from chaosdocs.score.metrics.significance import two_sided
from chaosdocs.score.stats.intervals import draw_counts, estimate, upper
from chaosdocs.score.summary.reference_readers import oracle

READERS = 200
RECORDS = 50
OPERATORS = {
    "totals.wrong_sum": ("/total",),
    "totals.rounded": ("/net",),
    "scan.fold": ("/total", "/net"),
    "dates.far": ("/due_date",),
}
CLIMB = ("operator", "family", "card")


@pytest.fixture(scope="module")
def whole(synthetic, tmp_path_factory):
    """The run of a reader that is right everywhere: eight cells on fifty records."""
    folder = synthetic.make(
        tmp_path_factory.mktemp("honest"),
        records=RECORDS,
        operators=OPERATORS,
        severities=(1, 3),
        rows=0,
    )
    corpus = load(folder)
    return judge(corpus, answers_of("r", synthetic.by(corpus, oracle), corpus.cases), Config())


@pytest.fixture(autouse=True)
def _only_shares(monkeypatch):
    """What compares answers with each other costs most of the time and is not looked at here."""
    monkeypatch.setattr(under_test, "invariance", lambda *_: {})
    monkeypatch.setattr(under_test, "covered", lambda *_: {})


def simulated(table, wrong):
    """The same run, with silent errors at these fields."""
    made = copy.copy(table)
    outcome = np.frombuffer(table.outcome, np.int8).copy()
    outcome[wrong] = OUTCOMES.index("wrong")
    made.outcome = array("b", outcome.tobytes())
    return made


def levels(table, wrong, counts):
    operators, families, card, _ = pyramid(cells(simulated(table, wrong), counts, Utility()))
    return {"operator": operators["scan.fold"], "family": families["totals"], "card": card}


def record_of(table):
    names = sorted({case.record for case in table.cases})
    of_case = np.array([names.index(case.record) for case in table.cases])
    return of_case[np.frombuffer(table.case, np.int32)]


def test_a_record_that_fails_in_every_cell_is_one_record_with_an_event(whole):
    bad = record_of(whole) == 7
    touched = (np.frombuffer(whole.bits, np.int32) & TOUCHED) != 0

    for name, level in levels(whole, bad & touched, draw_counts(RECORDS, 50, 1)).items():
        silent = level.estimate("silent_error_rate")
        assert (silent.events, silent.records) == (1, RECORDS), name
        assert silent.value == pytest.approx(1 / RECORDS)
        assert silent.one_high > 0.09, name


@pytest.mark.parametrize(("rate", "share"), [(0.02, 0.5), (0.08, 0.5), (0.08, 1.0)])
def test_bounds_of_rare_events_hold_above_cells_as_often_as_promised(whole, rate, share):
    """Some records are hard, and they are hard in every cell; `share` of their fields fails.

    Of 100 readers, a bound that holds for 85 % alone passes once in 600 runs.
    """
    rng = np.random.default_rng(11)
    counts, record = draw_counts(RECORDS, 200, 2), record_of(whole)
    touched = (np.frombuffer(whole.bits, np.int32) & TOUCHED) != 0
    held = dict.fromkeys(CLIMB, 0)
    for _ in range(READERS // 2):
        hard = rng.random(RECORDS) < rate / share
        wrong = touched & hard[record] & (rng.random(len(record)) < share)
        for name, level in levels(whole, wrong, counts).items():
            held[name] += level.estimate("silent_error_rate").one_high >= rate

    assert min(held.values()) / (READERS // 2) >= 0.95, held


def test_nominal_intervals_cover_accuracy_delta_and_retention_above_cells(whole):
    rng = np.random.default_rng(5)
    counts, record = draw_counts(RECORDS, 400, 3), record_of(whole)
    touched = (np.frombuffer(whole.bits, np.int32) & TOUCHED) != 0
    right, on_clean, spread = 0.75, 0.9, 0.1
    draws = np.random.default_rng(0).normal(0, spread, 1_000_000)
    accuracy = np.clip(right + draws, 0, 1).mean()
    change = accuracy - np.clip(on_clean + draws, 0, 1).mean()
    covered = {
        (name, metric): 0
        for name in CLIMB
        for metric in ("accuracy", "accuracy_change", "retention")
    }
    kept = 1 + change / np.clip(on_clean + draws, 0, 1).mean()
    rounds = 2 * READERS
    for _ in range(rounds):
        hard = rng.normal(0, spread, RECORDS)[record]
        reads = np.where(touched, right, on_clean) + hard
        for name, level in levels(whole, rng.random(len(record)) >= reads, counts).items():
            for metric, truth in (
                ("accuracy", accuracy),
                ("accuracy_change", change),
                ("retention", kept),
            ):
                found = level.estimate(metric)
                covered[name, metric] += found.low <= truth <= found.high

    shares = {at: count / rounds for at, count in covered.items()}
    assert all(0.93 <= share <= 0.97 for share in shares.values()), shares


def test_a_strong_drop_has_an_interval_of_its_own_above_cells_and_so_has_retention(whole):
    """Of few records, all of which lose: what was never seen to be gained says nothing of it."""
    few, drop, on_clean = 13, 0.7, 0.95
    rng = np.random.default_rng(13)
    counts, record = draw_counts(RECORDS, 400, 6), record_of(whole)
    case, bits = np.frombuffer(whole.case, np.int32), np.frombuffer(whole.bits, np.int32)
    touched = (bits & TOUCHED) != 0
    few_of = copy.copy(whole)
    dirty = np.array([each.operator != "clean" for each in whole.cases])[case]
    few_of.bits = array(
        "i", np.where(dirty & (record >= few), bits & ~TOUCHED, bits).astype(np.int32).tobytes()
    )
    held = {(name, metric): 0 for name in CLIMB for metric in ("accuracy_change", "retention")}
    for _ in range(READERS):
        reads = np.where(touched, on_clean - drop, on_clean)
        for name, level in levels(few_of, rng.random(len(record)) >= reads, counts).items():
            change, kept = level.estimate("accuracy_change"), level.estimate("retention")
            assert change.records == few
            assert change.high < -0.2, name
            held[name, "accuracy_change"] += change.low <= -drop <= change.high
            held[name, "retention"] += kept.low <= 1 - drop / on_clean <= kept.high

    assert min(held.values()) / READERS >= 0.93, held


def test_nothing_that_changed_is_no_proof_that_nothing_changes(whole):
    for name, level in levels(whole, [], draw_counts(RECORDS, 50, 1)).items():
        change, kept = level.estimate("accuracy_change"), level.estimate("retention")
        assert change.value == 0
        assert change.high == pytest.approx(-change.low), name
        assert change.high == pytest.approx(upper(0, RECORDS, 0.975))
        assert (kept.low, kept.high) == pytest.approx((1 + change.low, 1 + change.high))


def test_an_operator_that_changes_nothing_is_flagged_in_at_most_five_of_a_hundred(whole):
    rng = np.random.default_rng(9)
    counts, record = draw_counts(RECORDS, 400, 4), record_of(whole)
    flagged = 0
    for _ in range(READERS):
        reads = 0.9 + rng.normal(0, 0.1, RECORDS)[record]
        card = levels(whole, rng.random(len(record)) >= reads, counts)["card"]
        p = two_sided(
            card.boot["accuracy_change"], card.value["accuracy_change"], card.n("accuracy_change")
        )
        flagged += p is not None and p < 0.05

    assert flagged / READERS <= 0.05 + 2 * (0.05 * 0.95 / READERS) ** 0.5


def test_groups_have_the_share_over_all_fields_beside_the_mean_of_means(whole):
    """Operators of one field and of two have the same say in the mean, not over fields alike."""
    touched = (np.frombuffer(whole.bits, np.int32) & TOUCHED) != 0
    fold = np.array([case.operator == "scan.fold" for case in whole.cases])
    wrong = touched & fold[np.frombuffer(whole.case, np.int32)]
    card = levels(whole, wrong, draw_counts(RECORDS, 50, 1))["card"].estimate("silent_error_rate")

    assert card.value == pytest.approx(1 / 3)
    assert card.micro == pytest.approx(2 / 5)


@pytest.mark.parametrize(("records", "student"), [(10, 2.262), (20, 2.093), (100, 1.984)])
def test_intervals_of_few_records_are_as_wide_as_students(records, student):
    """Resampled means spread by n and not n - 1, and their percentiles are those of a normal."""
    of_normal = [NormalDist(0.5, 0.01).inv_cdf((k + 0.5) / 2000) for k in range(2000)]

    found = estimate(0.5, np.array(of_normal), records=records)

    wide = student * 0.01 * math.sqrt(records / (records - 1))
    assert found.high - 0.5 == pytest.approx(wide, rel=0.02)
    assert 0.5 - found.low == pytest.approx(wide, rel=0.02)
