"""Calibration: of touched fields, with intervals over records."""

import numpy as np
import pytest

from chaosdocs.score import score
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.metrics.calibration import calibration
from chaosdocs.score.metrics.calibration_intervals import with_intervals
from chaosdocs.score.stats.intervals import draw_counts

METRICS = ("brier", "ece", "smooth_ece", "augrc", "overconfidence")


@pytest.fixture(scope="module")
def reader(synthetic, tmp_path_factory):
    folder = synthetic.make(tmp_path_factory.mktemp("sure"), records=30, rows=1)
    rows = synthetic.reader(load(folder), 0.7, sure=0.9)
    path = synthetic.answer_file(tmp_path_factory.mktemp("answers") / "a.jsonl", rows)
    return score(folder, [path], resamples=200, reference_readers=False)


def test_dirty_confidences_are_those_of_touched_fields(reader):
    found = {each.name: each for each in reader.summary.readers[0].calibration}
    card = reader.summary.readers[0].card
    told = [row for row in reader.rows if row.p is not None and row.value and row.operator]
    touched = [row for row in told if row.touched and row.operator != "clean"]

    assert found["dirty"].answered == len(touched)
    assert found["bystander"].answered == len(
        [row for row in told if not row.touched and row.operator != "clean"]
    )
    last = found["dirty"].risk_coverage[-1]
    assert last[0] == 1
    assert last[1] == pytest.approx(sum(row.outcome != "correct" for row in touched) / len(touched))
    assert last[1] > card["silent_error_rate"].value / 2
    assert found["totals"].answered < found["dirty"].answered
    assert found["dirty"].risk_coverage[-1][1] > 5 * found["bystander"].risk_coverage[-1][1]


def test_every_calibration_metric_has_an_interval_and_stands_in_the_text(reader):
    found = {each.name: each for each in reader.summary.readers[0].calibration}

    for name in ("dirty", "bystander", "clean"):
        for metric in ("brier", "augrc", "overconfidence"):
            each = found[name].intervals[metric]
            assert each.value == getattr(found[name], metric)
            assert each.low - 1e-6 <= each.value <= each.high + 1e-6
            assert each.records == found[name].records == 30
    assert {"ece", "smooth_ece"} <= found["bystander"].intervals.keys()
    assert "confidence, touched fields: AUGRC" in reader.text(details=True)
    assert "too few answers for ECE" in reader.text(details=True)


def test_a_handful_of_records_has_numbers_and_no_interval():
    p, right = np.array([0.9, 0.2] * 10), np.array([True, False] * 10)
    who = np.arange(20) % 4

    made = with_intervals(calibration("x", p, right), p, right, who, draw_counts(4, 50, 1))

    assert made.intervals["brier"].low is None
    assert made.intervals["brier"].value == made.brier


def test_intervals_hold_what_they_promise_of_readers_that_are_too_sure():
    """Confidence says c + .1 where c is right: what every metric truly is is known."""
    rng = np.random.default_rng(3)
    counts, who = draw_counts(50, 300, 1), np.repeat(np.arange(50), 8)
    sure, right = readers(np.random.default_rng(0), 1_000_000)
    truth = calibration("truth", sure, right)
    held = dict.fromkeys(METRICS, 0)
    rounds = 200
    for _ in range(rounds):
        p, good = readers(rng, 400)
        made = with_intervals(calibration("r", p, good), p, good, who, counts)
        for name in METRICS:
            each = made.intervals[name]
            held[name] += each.low <= getattr(truth, name) <= each.high

    shares = {name: count / rounds for name, count in held.items()}
    assert all(0.9 <= share <= 0.99 for share in shares.values()), shares


def readers(rng, size):
    level = rng.choice([0.5, 0.7, 0.85], size)
    return level + 0.1, rng.random(size) < level
