"""Every formula against the package that is its reference. Needs the extra ``parity``."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from chaosdocs.score.judging.align import assign
from chaosdocs.score.metrics.conditions import Aggregate, CellKey
from chaosdocs.score.metrics.corruption import corruption
from chaosdocs.score.metrics.curves import falling
from chaosdocs.score.metrics.derived import cohens_h
from chaosdocs.score.metrics.frozen import FrozenBaseline, FrozenCell
from chaosdocs.score.metrics.grids import grits_con, grits_top
from chaosdocs.score.metrics.latency import pareto
from chaosdocs.score.metrics.significance import benjamini_hochberg, holm, mcnemar
from chaosdocs.score.stats.confidence import (
    augrc,
    aurc,
    auroc,
    brier,
    ece,
    ece_equal_mass,
    smooth_ece,
)
from chaosdocs.score.stats.intervals import boot_means, draw_counts, upper, wilson

pytestmark = [pytest.mark.parity, pytest.mark.filterwarnings("ignore")]


def package(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, exc_type=ImportError)


def data(seed, n=400, *, ties=False):
    rng = np.random.default_rng(seed)
    p = rng.random(n)
    right = (rng.random(n) < 0.3 + 0.6 * p).astype(float)
    return (np.round(p, 1) if ties else p), right


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_augrc_auroc_and_brier_are_those_of_scikit_learn(seed, ties):
    metrics = package("sklearn.metrics")
    p, right = data(seed, ties=ties)
    rank, acc = metrics.roc_auc_score(right, p), right.mean()

    assert auroc(p, right) == pytest.approx(rank, abs=1e-12)
    assert augrc(p, right) == pytest.approx(
        (1 - rank) * acc * (1 - acc) + 0.5 * (1 - acc) ** 2, abs=1e-12
    )
    assert brier(p, right) == pytest.approx(metrics.brier_score_loss(right, p), abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_aurc_and_ece_are_those_of_uncertainty_calibration(seed):
    cal = package("calibration")
    p, right = data(seed)

    assert aurc(p, right) == pytest.approx(1 - cal.get_selective_stats(p, right)[0], abs=1e-12)
    labels = right.astype(int)
    assert ece(p, right) == pytest.approx(cal.get_ece(p, labels, num_bins=10), abs=1e-9)
    assert ece_equal_mass(p, right) == pytest.approx(
        cal.get_ece_em(p, labels, num_bins=10), abs=1e-9
    )


def test_ece_is_that_of_stickler():
    metrics = package("stickler.structured_object_evaluator.models.confidence.metrics")
    for ties in (False, True):
        p, right = data(11, ties=ties)
        pairs = [
            SimpleNamespace(confidence=float(a), is_match=bool(b))
            for a, b in zip(p, right, strict=True)
        ]

        assert ece(p, right) == pytest.approx(
            metrics.ECEMetric(10).compute(pairs)["value"], abs=1e-9
        )


@pytest.mark.parametrize("seed", range(3))
def test_smooth_ece_is_that_of_relplot(seed):
    relplot = package("relplot")
    p, right = data(seed, 1000)

    assert smooth_ece(p, right) == pytest.approx(relplot.smECE(p, right), abs=1e-3)


def test_j_is_adjusted_balanced_accuracy():
    metrics = package("sklearn.metrics")
    rng = np.random.default_rng(2)
    gone, gap = rng.random(500) < 0.3, rng.random(500) < 0.4

    assert gap[gone].mean() - gap[~gone].mean() == pytest.approx(
        metrics.balanced_accuracy_score(gone, gap, adjusted=True), abs=1e-12
    )


def test_isotonic_fits_are_those_of_scikit_learn():
    isotonic = package("sklearn.isotonic")
    values = np.random.default_rng(4).random(30)

    fitted = isotonic.IsotonicRegression(increasing=False).fit_transform(np.arange(30), values)

    assert falling(values.tolist()) == pytest.approx(fitted.tolist(), abs=1e-9)


def test_cohens_h_and_wilson_are_those_of_statsmodels():
    proportion = package("statsmodels.stats.proportion")

    for one, other in ((0.9, 0.5), (0.0, 1.0), (0.31, 0.3)):
        assert float(cohens_h(one, other)) == pytest.approx(
            proportion.proportion_effectsize(one, other), abs=1e-12
        )
    for events, trials in ((0, 30), (45, 50), (3, 7)):
        assert wilson(events, trials) == pytest.approx(
            proportion.proportion_confint(events, trials, method="wilson"), abs=1e-12
        )
        assert upper(events, trials, 0.975) == pytest.approx(
            proportion.proportion_confint(events, trials, method="beta")[1], abs=1e-9
        )


def test_tests_and_corrections_are_those_of_statsmodels():
    multitest = package("statsmodels.stats.multitest")
    tables = package("statsmodels.stats.contingency_tables")
    p = np.random.default_rng(1).random(20).tolist()

    assert holm(p) == pytest.approx(multitest.multipletests(p, method="holm")[1], abs=1e-12)
    assert benjamini_hochberg(p) == pytest.approx(
        multitest.multipletests(p, method="fdr_bh")[1], abs=1e-12
    )
    exact = tables.mcnemar([[0, 12], [4, 0]], exact=True).pvalue
    assert mcnemar(4, 12) == pytest.approx(exact, abs=1e-12)


def test_the_standard_error_of_the_bootstrap_is_the_clustered_one():
    api = package("statsmodels.api")
    rng = np.random.default_rng(3)
    records, fields = 200, 6
    share = np.repeat(rng.random(records), fields)
    right = (rng.random(records * fields) < share).astype(float)
    cluster = np.repeat(np.arange(records), fields)
    fit = api.OLS(right, np.ones(len(right))).fit(cov_type="cluster", cov_kwds={"groups": cluster})

    boot = boot_means(
        draw_counts(records, 10_000, 0), right.reshape(records, fields).mean(1)[:, None]
    )

    assert boot.std() == pytest.approx(fit.bse[0], rel=0.02)


def test_the_bootstrap_is_that_of_scipy():
    stats = package("scipy.stats")
    rng = np.random.default_rng(5)
    share = rng.random(100)

    boot = boot_means(draw_counts(100, 10_000, 0), share[:, None])
    theirs = stats.bootstrap((share,), np.mean, n_resamples=10_000, method="percentile", rng=1)

    assert boot.std() == pytest.approx(theirs.standard_error, rel=0.02)


def test_the_ends_of_the_bootstrap_are_those_of_scipy():
    """To 2 % of the error: chance alone moves an end of 10,000 resamples by 2.7 % of it."""
    stats = package("scipy.stats")
    share = np.random.default_rng(5).random(40)
    many = 200_000

    boot = boot_means(draw_counts(40, many, 0), share[:, None])
    theirs = stats.bootstrap(
        (share,), np.mean, n_resamples=many, method="percentile", rng=1, batch=20_000
    )

    near = theirs.standard_error * 0.02
    assert np.percentile(boot, 2.5) == pytest.approx(theirs.confidence_interval.low, abs=near)
    assert np.percentile(boot, 97.5) == pytest.approx(theirs.confidence_interval.high, abs=near)


@pytest.mark.parametrize("seed", range(40))
def test_assignments_cost_what_those_of_scipy_cost(seed):
    optimize = package("scipy.optimize")
    rng = np.random.default_rng(seed)
    matrix = rng.integers(0, 6 if seed % 2 else 1000, (rng.integers(1, 30), rng.integers(1, 30)))

    rows, columns = optimize.linear_sum_assignment(matrix, maximize=True)

    assert sum(matrix[i, j] for i, j in assign(matrix)) == matrix[rows, columns].sum()


@pytest.mark.parametrize("seed", range(15))
def test_grits_is_that_of_its_authors(seed):
    grits = package("grits")
    rng = np.random.default_rng(seed)
    words = np.array(["alpha", "beta", "gamma", "12.50", "", "delta 7"])
    gold = words[rng.integers(0, 6, (rng.integers(1, 6), rng.integers(1, 5)))]
    found = words[rng.integers(0, 6, (rng.integers(1, 6), rng.integers(1, 5)))]
    found[: min(len(gold), len(found)), : min(gold.shape[1], found.shape[1])] = gold[
        : len(found), : found.shape[1]
    ]

    theirs = grits.grits_con(gold, found)
    top = 2 * min(len(gold), len(found)) * min(gold.shape[1], found.shape[1])

    assert grits_con(gold.tolist(), found.tolist()) == pytest.approx(theirs[0], abs=1e-9)
    assert grits_top(gold.tolist(), found.tolist()) == pytest.approx(
        top / (gold.size + found.size), abs=1e-9
    )


def test_frontiers_are_those_of_paretoset():
    package("pandas")
    paretoset = package("paretoset")
    import pandas as pd

    rng = np.random.default_rng(6)
    cost, quality = rng.integers(0, 8, 40), rng.integers(0, 8, 40)
    mask = paretoset.paretoset(
        pd.DataFrame({"c": cost, "q": quality}), sense=["min", "max"], distinct=False
    )

    ours = pareto(
        [(str(n), float(c), float(q)) for n, (c, q) in enumerate(zip(cost, quality, strict=True))]
    )

    assert list(ours.values()) == mask.tolist()


def test_the_corruption_error_is_the_ratio_of_sums_of_robustbench():
    """Its formula: 100 * sum over severities of errors / the same of the baseline, then a mean."""
    rng = np.random.default_rng(5)
    ours, theirs = rng.random((4, 5)), rng.uniform(0.1, 0.9, (4, 5))
    keys = [CellKey(f"a.op{o}", s + 1, "pdf") for o in range(4) for s in range(5)]
    levels = {
        (key, "touched"): Aggregate(
            np.arange(30),
            {"failure_rate": ours[o, s], "silent_error_rate": 0.0, "clean_failure_rate": 0.0},
            {
                name: np.zeros(10)
                for name in ("failure_rate", "silent_error_rate", "clean_failure_rate")
            },
            there={"failure_rate": (1 << 30) - 1},
        )
        for key in keys
        for o, s in [(int(key.operator[-1]), key.severity - 1)]
    }
    case = SimpleNamespace(versions=("1",) * 4, steps=tuple(f"a.op{o}" for o in range(4)))
    made = SimpleNamespace(
        keys=tuple(keys), levels=levels, table=SimpleNamespace(cases=[case]),
        record_names=tuple(f"r{n}" for n in range(30)),
    )  # fmt: skip
    cells = tuple(
        FrozenCell(
            operator=f"{key.operator}@1", severity=key.severity, medium="pdf", records=30,
            failure=theirs[int(key.operator[-1]), key.severity - 1],
            silent=0.0, clean_failure=0.0, clean_silent=0.0,
        )
        for key in keys
    )  # fmt: skip
    baseline = FrozenBaseline(reader="b", version=1, corpus="", command="", cells=cells)

    found = corruption(made, baseline)

    ratios = [float(a.sum() / b.sum()) for a, b in zip(ours, theirs, strict=True)]
    assert [e.ce.value for e in found.errors] == pytest.approx(ratios, abs=1e-12)
    assert found.means["ce"].value == pytest.approx(float(np.mean(ratios)), abs=1e-12)
