"""Intervals that hold what they promise, checked on readers whose truth is known."""

import numpy as np
import pytest

from chaosdocs.formats.summary import Group
from chaosdocs.score.metrics import significance
from chaosdocs.score.metrics.conditions import Aggregate
from chaosdocs.score.stats.intervals import boot_means, draw_counts, estimate, means

READERS = 200
RECORDS = 50
FIELDS = 4


def readers(seed, *, clean=0.9, dirty=0.75, spread=0.1, records=RECORDS):
    """Shares of right fields a record, clean and dirty; records differ in how hard they are."""
    rng = np.random.default_rng(seed)
    for _ in range(READERS):
        hard = rng.normal(0, spread, records)
        on_clean = rng.random((records, FIELDS)) < np.clip(clean + hard, 0, 1)[:, None]
        on_dirty = rng.random((records, FIELDS)) < np.clip(dirty + hard, 0, 1)[:, None]
        yield on_clean.mean(axis=1), on_dirty.mean(axis=1)


def true_mean(level, spread):
    draws = np.random.default_rng(0).normal(0, spread, 2_000_000)
    return np.clip(level + draws, 0, 1).mean()


def interval(share, counts, bounds):
    value = means(share[:, None])
    boot = boot_means(counts, share[:, None])
    top = 1.0 if bounds[0] == 0 else 0.0
    return estimate(
        float(value[0]),
        boot[:, 0],
        records=len(share),
        events=int((share > 0).sum()),
        against=int((share < top).sum()),
        bounds=bounds,
    )


def test_nominal_intervals_cover_accuracy_and_delta():
    counts = draw_counts(RECORDS, 1000, 1)
    accuracy, change = true_mean(0.75, 0.1), true_mean(0.75, 0.1) - true_mean(0.9, 0.1)
    covered = np.zeros(2)
    rounds = 5
    for seed in range(rounds):
        for clean, dirty in readers(seed):
            acc = interval(dirty, counts, (0.0, 1.0))
            delta = interval(dirty - clean, counts, (-1.0, 1.0))
            covered += [acc.low <= accuracy <= acc.high, delta.low <= change <= delta.high]

    share = covered / (READERS * rounds)
    assert ((share >= 0.93) & (share <= 0.97)).all(), share


@pytest.mark.parametrize("rate", [0.005, 0.02, 0.05, 0.08])
def test_bounds_of_rare_events_hold_at_least_as_often_as_promised(rate):
    rng = np.random.default_rng(7)
    counts = draw_counts(RECORDS, 200, 2)
    held = 0
    rounds = 5 * READERS
    for _ in range(rounds):
        share = (rng.random((RECORDS, FIELDS)) < rate).mean(axis=1)
        held += interval(share, counts, (0.0, 1.0)).one_high >= rate

    assert held / rounds >= 0.95


def test_a_test_of_nothing_is_as_often_significant_as_its_level_says():
    counts = draw_counts(RECORDS, 1000, 3)
    flagged = total = 0
    for seed in range(5):
        for clean, dirty in readers(seed + 100, dirty=0.9):
            change = (dirty - clean)[:, None]
            p = significance.two_sided(
                boot_means(counts, change)[:, 0], float(change.mean()), RECORDS
            )
            flagged += p is not None and p < 0.05
            total += 1

    error = (0.05 * 0.95 / total) ** 0.5
    assert abs(flagged / total - 0.05) <= 2 * error


@pytest.mark.parametrize("corrected", ["operator", "family"])
def test_a_null_operator_is_flagged_in_at_most_five_of_a_hundred_readers(corrected):
    """Of operators and families as a summary lists them, corrected for how many there are."""
    counts = draw_counts(RECORDS, 1000, 3)
    many = 6
    names = [f"null.{n}" if corrected == "operator" else f"null{n}" for n in range(many)]
    groups = [Group(name=name, cells=1, metrics={}) for name in names]
    flagged = 0
    rounds = zip(*(readers(500 + n, dirty=0.9) for n in range(many)), strict=True)
    for reader in rounds:
        levels = {
            name: level(dirty - clean, counts)
            for name, (clean, dirty) in zip(names, reader, strict=True)
        }
        flagged += any(group.adjusted_p < 0.05 for group in significance.tested(groups, levels))

    assert flagged / READERS <= 0.05


def level(change, counts):
    boot = boot_means(counts, change[:, None])[:, 0]
    return Aggregate(
        np.arange(RECORDS),
        {"accuracy_change": float(change.mean())},
        {"accuracy_change": boot},
        there={"accuracy_change": (1 << RECORDS) - 1},
    )


@pytest.mark.parametrize("shares", [[0.4, 0.5], [1.0, 1.0, 1.0], [0.0, 0.0]])
def test_a_handful_of_records_promises_nothing(shares):
    values = np.array(shares)
    boot = boot_means(draw_counts(len(values), 500, 1), values[:, None])[:, 0]
    options = {"records": len(values), "events": 90, "against": 90}
    share = estimate(float(values.mean()), boot, **options, bounds=(0.0, 1.0))
    signed = estimate(float(values.mean()), boot, **options, bounds=(-1.0, 1.0))
    free = estimate(float(values.mean()), boot, records=len(values))

    assert (share.low, share.high) == (0.0, 1.0)
    assert (signed.low, signed.high) == (-1.0, 1.0)
    assert (free.low, free.high, free.one_low) == (None, None, None)
    none = estimate(0.0, boot * 0, records=3, events=0, against=3, bounds=(0.0, 1.0))
    assert none.low == 0
    assert 0.7 < none.high < 0.71


def test_a_gate_on_a_handful_of_records_is_inconclusive_and_says_how_many_it_needs():
    from chaosdocs.formats.summary import Estimate, Latency, ReaderSummary
    from chaosdocs.score.gates.gates import parse_gate, run_gates

    reader = ReaderSummary(
        name="r",
        nulls="merged",
        fields=3,
        cases=3,
        records=3,
        outcomes={},
        card={"net_utility_90": Estimate(value=0.9, records=3)},
        clean={},
        latency=Latency(requests=3),
    )
    result, point = run_gates(
        [parse_gate("net_utility_90>=0"), parse_gate("net_utility_90>=0@point")], reader
    )

    assert (result.status, result.needed) == ("inconclusive", 5)
    assert "3 records" in result.words
    assert point.status == "pass"
