"""Golden numbers: every formula against values worked out by hand or by its reference package."""

import numpy as np
import pytest

from chaosdocs.score.metrics.calibration import calibration
from chaosdocs.score.metrics.curves import crossing, falling
from chaosdocs.score.metrics.derived import cohens_h
from chaosdocs.score.metrics.latency import pareto
from chaosdocs.score.metrics.significance import benjamini_hochberg, holm, mcnemar
from chaosdocs.score.stats.confidence import (
    augrc,
    aurc,
    auroc,
    brier,
    ece,
    ece_equal_mass,
    optimal_aurc,
    risk_coverage,
    smooth_ece,
)
from chaosdocs.score.stats.intervals import (
    at_most,
    boot_means,
    draw_counts,
    estimate,
    lower,
    resampled,
    upper,
    wilson,
)

P = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
RIGHT = np.array([1.0, 1, 0, 1, 0])


def test_selective_prediction():
    assert augrc(P, RIGHT) == pytest.approx(0.12)
    assert augrc(np.full(4, 0.5), np.array([1.0, 0, 1, 0])) == pytest.approx(0.25)
    assert augrc(P, np.zeros(5)) == pytest.approx(0.5)
    assert augrc(P, np.ones(5)) == 0
    assert aurc(P, RIGHT) == pytest.approx(0.1966667, abs=1e-6)
    assert optimal_aurc(0.4) == pytest.approx(0.0935046, abs=1e-7)
    assert optimal_aurc(1) == 1
    assert auroc(P, RIGHT) == pytest.approx(5 / 6)
    assert np.isnan(auroc(P, np.ones(5)))


def test_selective_prediction_does_not_depend_on_the_order_of_ties():
    p, right = np.array([0.5, 0.5, 0.9, 0.5]), np.array([1.0, 0, 1, 0])

    assert aurc(p, right) == pytest.approx(aurc(p[::-1], right[::-1]))
    assert augrc(p, right) == pytest.approx(augrc(p[::-1], right[::-1]))


def test_calibration_numbers():
    assert brier(P, RIGHT) == pytest.approx(np.mean((P - RIGHT) ** 2))
    assert ece(np.array([0.95, 0.95]), np.array([1.0, 0])) == pytest.approx(0.45)
    assert ece(np.array([1.0, 0.0]), np.array([1.0, 0])) == 0
    assert ece_equal_mass(np.linspace(0, 1, 10), np.ones(10), 10) == pytest.approx(0.5)
    assert smooth_ece(np.full(1, 0.7), np.ones(1)) == pytest.approx(0.3, abs=2e-3)
    few = calibration("few", P, RIGHT)
    assert few.ece is None
    assert few.smooth_ece is None
    assert few.overconfidence == pytest.approx(0.1)
    assert risk_coverage(P, RIGHT)[-1] == (1.0, pytest.approx(0.4))


def test_intervals_of_shares():
    assert wilson(45, 50) == pytest.approx((0.786398, 0.956524), abs=1e-6)
    assert wilson(0, 30) == pytest.approx((0, 0.113513), abs=1e-6)
    assert upper(0, 30, 0.95) == pytest.approx(1 - 0.05 ** (1 / 30))
    assert upper(3, 773, 0.95) == pytest.approx(0.01, abs=1e-4)
    assert [upper(k, n, 0.95) <= 0.05 for k, n in ((0, 59), (1, 93), (3, 153))] == [True] * 3
    assert upper(5, 5, 0.95) == 1
    assert lower(0, 5, 0.95) == pytest.approx(0)
    assert at_most(2, 4, 0.5) == pytest.approx(11 / 16)
    assert (at_most(0, 5, 0), at_most(4, 5, 1), at_most(5, 5, 1)) == (1, 0, 1)


def test_tests_and_corrections():
    assert mcnemar(4, 12) == pytest.approx(0.0768127, abs=1e-7)
    assert mcnemar(0, 0) == 1
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert cohens_h(0.5, 0.5) == 0
    assert float(cohens_h(1.0, 0.0)) == pytest.approx(np.pi)


def test_breakpoints_are_interpolated_and_censored():
    assert falling([1, 0.8, 0.9, 0.2]) == pytest.approx([1, 0.85, 0.85, 0.2])
    assert crossing([0, 1, 3, 5], [1, 0.95, 0.85, 0.2], 0.9) == (pytest.approx(2), None)
    assert crossing([0, 1], [0.8, 0.7], 0.9) == (None, "left")
    assert crossing([0, 5], [1, 0.95], 0.9) == (None, "right")


def test_ties_stay_on_the_frontier():
    assert pareto([("a", 1, 0.5), ("b", 1, 0.5), ("c", None, 1), ("d", 2, 0.5)]) == {
        "a": True, "b": True, "d": False,
    }  # fmt: skip


def test_resamples_are_the_same_for_a_seed_and_sums_are_exact():
    counts = draw_counts(50, 20, 7)

    assert (counts.sum(axis=1) == 50).all()
    assert (counts == draw_counts(50, 20, 7)).all()
    assert (counts != draw_counts(50, 20, 8)).any()
    values = np.random.default_rng(0).random((50, 3))
    order = np.random.default_rng(1).permutation(50)
    assert (resampled(counts, values) == resampled(counts[:, order], values[order])).all()
    assert boot_means(counts, values).mean() == pytest.approx(values.mean(), abs=0.02)


def test_no_event_has_the_exact_bound_and_not_zero():
    found = estimate(0.0, np.zeros(100), records=299, events=0, against=299, bounds=(0.0, 1.0))

    assert found.one_high == pytest.approx(0.01, abs=2e-4)
    assert found.low == 0
    assert estimate(float("nan"), np.zeros(3), records=9).value is None
    full = estimate(1.0, np.ones(100), records=59, events=59, against=0, bounds=(0.0, 1.0))
    assert full.one_low == pytest.approx(0.95, abs=1e-3)
