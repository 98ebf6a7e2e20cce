"""Metamorphic shares, coverage at a risk, the worst operator, and whether confidence notices."""

import math
from collections import defaultdict
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.confidence_drift import weighted_auroc
from chaosdocs.score.metrics.thresholds import threshold
from chaosdocs.score.run import result_of
from chaosdocs.score.stats.confidence import auroc
from chaosdocs.score.summary.reference_readers import pointers, put


def scored(corpus, rows):
    table = judge(corpus, answers_of("r", rows, corpus.cases), Config())
    return result_of(corpus, [table], Config(), resamples=200, reference_readers=False)


def told(corpus, confidence, *, right=lambda case, truth, rng: True, source=None):
    """Answer with a confidence of case, truth and whether it is right; never leave a gap."""
    from chaosdocs.score.summary.reference_readers import guess

    rows = []
    for case in corpus.cases.values():
        out = {"case": case.case, "answer": {}, "confidence": {}}
        if source is not None:
            out["confidence_source"] = source(case)
        for pointer, truth in pointers(case):
            rng = SeededRng(3).at(case.record, case.operator, case.severity, pointer)
            good = right(case, truth, rng)
            value = truth.accept[0] if truth.accept and good else "nothing of it"
            if truth.state != "answerable":
                value = guess(truth)
            put(out["answer"], pointer, value)
            out["confidence"][pointer] = confidence(case, truth, good)
        rows.append(out)
    return rows


@pytest.fixture(scope="module")
def shaky(corpus, synthetic):
    return scored(corpus, synthetic.reader(corpus, 0.7, clean_accuracy=0.9, gaps=0.1, seed=4))


def test_what_changes_although_the_truth_does_not_is_counted_from_the_rows(shaky, corpus):
    rows = list(shaky.rows)
    twins = {(r.case, r.path): r for r in rows}
    cell = next(
        c
        for c in shaky.summary.readers[0].conditions
        if (c.operator, c.severity) == ("dates.ambiguous_order", 1)
    )
    changed, lost, gained = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows:
        if (row.operator, row.severity) != ("dates.ambiguous_order", 1) or not row.touched:
            continue
        twin = twins[corpus.cases[row.case].twin, row.path]
        if row.state == twin.state == "answerable" and row.accept == twin.accept:
            changed[row.record].append(
                row.got != twin.got and (row.outcome, twin.outcome) != ("correct", "correct")
            )
            lost[row.record].append((twin.outcome, row.outcome) == ("correct", "wrong"))
            gained[row.record].append((twin.outcome, row.outcome) == ("wrong", "correct"))

    metrics = cell.metrics["touched"]
    for name, found in (
        ("changed_answer_rate", changed),
        ("changed_to_wrong_rate", lost),
        ("changed_to_right_rate", gained),
    ):
        assert metrics[name].records == len(found)
        assert metrics[name].value == pytest.approx(fmean(fmean(x) for x in found.values()))
    assert (
        metrics["changed_answer_rate"].low
        <= metrics["changed_answer_rate"].value
        <= metrics["changed_answer_rate"].high
    )
    assert metrics["changed_answer_rate"].value > metrics["changed_to_wrong_rate"].value > 0


def test_an_operator_that_changes_the_truth_has_no_invariance_to_break(shaky):
    cells = [c for c in shaky.summary.readers[0].conditions if c.operator == "totals.wrong_sum"]

    assert cells
    assert all("changed_answer_rate" not in c.metrics["touched"] for c in cells)


def test_the_oracle_keeps_every_answer(corpus, synthetic):
    from chaosdocs.score.summary.reference_readers import REFERENCE_READERS

    card = scored(corpus, synthetic.by(corpus, REFERENCE_READERS["oracle"])).summary.readers[0].card

    assert card["changed_answer_rate"].value == 0
    assert card["surer_when_worse_rate"].value == 0
    assert card["surer_when_gone_rate"].value == 0


@pytest.mark.parametrize(
    ("step", "violations"), [(-0.05, 0), (0.0, 0), (0.009, 0), (0.05, 1)], ids=str
)
def test_confidence_may_not_rise_with_severity_by_more_than_a_little(corpus, step, violations):
    rows = told(corpus, lambda case, truth, good: 0.5 + step * case.severity)

    cells = scored(corpus, rows).summary.readers[0].conditions

    found = [
        c.metrics["touched"]["surer_when_worse_rate"].value
        for c in cells
        if c.operator.startswith("totals")
    ]
    assert found == [violations] * 3


def test_confidence_may_not_rise_where_a_field_is_destroyed(corpus):
    gone = {"unanswerable", "absent"}
    surer = told(corpus, lambda case, t, good: 0.9 if t.touched and t.state in gone else 0.5)
    blind = told(corpus, lambda case, truth, good: 0.5)

    assert scored(corpus, surer).summary.readers[0].card["surer_when_gone_rate"].value == 1
    assert scored(corpus, blind).summary.readers[0].card["surer_when_gone_rate"].value == 0


def test_without_confidences_or_with_mixed_ones_there_is_no_number(corpus, shaky):
    rows = told(
        corpus,
        lambda case, truth, good: 0.5,
        source=lambda case: "logprob" if case.severity % 2 else "verbal",
    )

    for reader in (shaky.summary.readers[0], scored(corpus, rows).summary.readers[0]):
        assert (
            not {
                "surer_when_worse_rate",
                "surer_when_gone_rate",
                "coverage_at_risk_1",
                "realised_risk_5",
            }
            & reader.card.keys()
        )
        assert reader.thresholds == {}
        assert all(curve.qdi is None and not curve.confidence_drift for curve in reader.curves)


def test_coverage_is_read_at_the_threshold_of_the_clean_twins(corpus):
    def right(case, truth, rng):
        return not rng.at("x").chance(0.1 if not case.steps else 0.5)

    def sure(case, truth, good):
        return 0.9 if good and truth.state == "answerable" else 0.4

    reader = scored(corpus, told(corpus, sure, right=right)).summary.readers[0]

    assert reader.thresholds == {"1": 0.9, "5": 0.9}
    assert reader.clean["realised_risk_1"].value == 0
    assert reader.clean["coverage_at_risk_1"].value == pytest.approx(0.86, abs=0.05)
    blind = scored(corpus, told(corpus, lambda case, t, good: 0.7, right=right)).summary.readers[0]
    assert blind.thresholds == {"1": None, "5": None}
    assert blind.card["coverage_at_risk_5"].value == 0
    assert "realised_risk_5" not in blind.card


@given(
    st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.7, 0.9]), st.booleans()), min_size=1),
    st.sampled_from([0.01, 0.05, 0.3]),
)
def test_a_threshold_keeps_its_risk_and_the_next_lower_ones_do_not(answers, risk):
    p, error = np.array([a for a, _ in answers]), np.array([e for _, e in answers])

    found = threshold(p, error, np.ones(len(p)), risk)

    if math.isfinite(found):
        assert error[p >= found].mean() <= risk + 1e-9
    assert all(error[p >= lower].mean() > risk for lower in np.unique(p) if lower < found)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 3)), min_size=2),
)
def test_weights_of_an_auroc_are_repeats(rows):
    score = np.array([s for s, _, _ in rows])
    positive = np.array([x for _, x, _ in rows])
    weights = np.array([w for _, _, w in rows])

    found = weighted_auroc(score, positive, weights[None])[0]

    want = auroc(np.repeat(score, weights), np.repeat(positive, weights))
    assert found == pytest.approx(want, nan_ok=True)


def test_a_quiet_reader_is_told_from_a_calibrated_one(corpus):
    def right(case, truth, rng):
        return not (truth.touched and rng.at("x").chance(0.12 * case.severity))

    quiet = scored(corpus, told(corpus, lambda case, t, good: 0.95, right=right))
    aware = told(corpus, lambda case, t, good: 0.99 if good else 0.2, right=right)
    curve, other = (
        next(c for c in r.summary.readers[0].curves if c.operator == "totals.wrong_sum")
        for r in (quiet, scored(corpus, aware))
    )

    assert curve.qdi > 0.2 > abs(other.qdi)
    assert curve.tracking == pytest.approx(0, abs=1e-9)
    assert other.tracking > 0.5
    assert (curve.drop_auroc, other.drop_auroc) == (0.5, 1)
    assert curve.confidence_drift["qdi"].low > 0
    assert curve.confidence_drift["qdi_floor"].value == pytest.approx(0, abs=0.02)


def test_the_worst_operator_is_found_in_every_record(shaky):
    shares = defaultdict(lambda: defaultdict(lambda: defaultdict(lambda: [0.0, 0.0])))
    for row in shaky.rows:
        plain = row.operator not in {"clean", "chain"} and row.family != "null"
        if plain and row.touched and row.state in {"answerable", "absent"}:
            both = shares[row.record][row.operator][row.severity]
            both[0] += row.weight * (row.outcome == "correct")
            both[1] += row.weight
    worst = [
        min(fmean(over / under for over, under in cells.values()) for cells in found.values())
        for found in shares.values()
        if len(found) > 1
    ]

    found = shaky.summary.readers[0].worst

    assert found["accuracy"].value == pytest.approx(fmean(worst))
    assert found["accuracy"].value < shaky.summary.readers[0].card["accuracy"].value
    assert (
        found["silent_error_rate"].value > shaky.summary.readers[0].card["silent_error_rate"].value
    )
    assert found["accuracy"].low < found["accuracy"].value < found["accuracy"].high


def test_the_text_names_what_it_rests_on(shaky):
    text = shaky.text(details=True)

    assert "all figures are for one template" in text
    assert "with the worst operator of each record: right" in text
    assert "answers that changed though the truth did not" in text
