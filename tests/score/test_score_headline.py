"""What stands on the card: means over means beside all fields alike, J's cells, told losses."""

import numpy as np
import pytest

from chaosdocs.score import score
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.conditions import CellKey, cells
from chaosdocs.score.metrics.flagged_losses import clustered
from chaosdocs.score.stats.intervals import draw_counts, wilson


@pytest.fixture(scope="module")
def made(folder, corpus, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("headline") / "a.jsonl"
    rows = synthetic.reader(corpus, 0.6, gaps=0.2, invents=0.3)
    for row in rows[::2]:
        row["abstain"]["/total"] = "unsure"  # of a value that is given all the same
    return score(
        folder, [synthetic.answer_file(path, rows)], resamples=100, reference_readers=False
    )


def of_rows(made):
    return [row for row in made.rows if row.touched and row.operator not in {"clean", "null.rerun"}]


def test_the_card_has_all_fields_alike_beside_the_mean_and_prints_it_second(made):
    reader = made.summary.readers[0]
    rows = [row for row in of_rows(made) if row.state in {"answerable", "absent"}]
    right = sum(row.weight * (row.outcome == "correct") for row in rows)

    assert reader.card["accuracy"].micro == pytest.approx(right / sum(row.weight for row in rows))
    assert all(group.metrics["accuracy"].micro is not None for group in reader.families)
    assert reader.card["net_utility_90"].micro is not None
    (line,) = (
        x for x in made.text(details=True).splitlines() if x.startswith("  accuracy, touched")
    )
    assert f"all fields alike {100 * reader.card['accuracy'].micro:.1f} %" in line
    assert line.index("all fields alike") > line.index("%")


def test_told_losses_are_counted_over_all_cells_with_an_interval(made):
    reader = made.summary.readers[0]
    rows = [
        row
        for row in of_rows(made)
        if row.twin == "correct" and row.twin_state == "answerable"
        and row.outcome not in {"correct", "unscored"}
    ]  # fmt: skip
    told = [
        row for row in rows
        if row.outcome in {"over_abstain", "right_abstain"}
        or (row.flagged and row.outcome != "invalid")
    ]  # fmt: skip
    found = reader.flagged_losses["all"]

    assert {row.outcome for row in told} >= {"over_abstain", "wrong"}
    assert (found.told, found.lost) == (len(told), len(rows))
    assert found.share.value == pytest.approx(len(told) / len(rows))
    assert 0 < found.share.low < found.share.value < found.share.high < 1
    assert found.lost == sum(
        reader.flagged_losses[name].lost for name in "KDX" if name in reader.flagged_losses
    )
    assert f"not right here: {found.told} of {found.lost} such fields" in made.text(details=True)


def test_where_nothing_was_lost_there_is_no_share(synthetic, tmp_path):
    from chaosdocs.score.judging.expectations import load
    from chaosdocs.score.summary.reference_readers import oracle

    sums = {"totals.wrong_sum": ("/total",)}
    folder = synthetic.make(tmp_path / "sums", records=6, operators=sums)
    rows = synthetic.by(load(folder), oracle)
    path = synthetic.answer_file(tmp_path / "o.jsonl", rows)
    made = score(folder, [path], resamples=20, reference_readers=False)

    assert made.summary.readers[0].flagged_losses == {}
    assert "right on the twin, not right here: no field" in made.text(details=True)
    assert made.summary.readers[0].youden_j_conditions == 0


def test_the_interval_of_told_losses_is_wilsons_and_wider_where_records_stick_together():
    rng = np.random.default_rng(1)
    alone = (rng.random(200) < 0.3).astype(int)
    together = alone[:40] * 5

    low, high = clustered(alone, np.ones(200))
    assert (low, high) == pytest.approx(wilson(int(alone.sum()), 200), abs=2e-3)
    low, high = clustered(together, np.full(40, 5))
    assert (low, high) == pytest.approx(wilson(int(alone[:40].sum()), 40), abs=5e-3)
    assert clustered(np.zeros(30), np.full(30, 4)) == wilson(0, 30)


def test_intervals_of_told_losses_hold_what_they_promise():
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(600):
        hard = rng.beta(3, 7, 50)
        lost = rng.integers(1, 6, 50)
        told = rng.binomial(lost, hard)
        low, high = clustered(told, lost)
        held += low <= 0.3 <= high

    assert 0.93 <= held / 600 <= 0.97, held / 600


def test_j_is_of_documents_that_hold_a_field_nobody_can_know_and_says_of_how_many_cells(
    made, corpus, synthetic
):
    rows = synthetic.reader(corpus, 1.0)
    for row in rows:
        case = corpus.cases[row["case"]]
        if not any(truth.state == "unanswerable" for truth in case.fields()):
            row["abstain"] = {"": "shy"}
            row["answer"] = {}
    table = judge(corpus, answers_of("r", rows, corpus.cases), Config())
    key = CellKey("scan.coffee_stain", 3, "pdf")
    level = cells(table, draw_counts(30, 20, 1), Config().utility).levels[key, "all"]

    assert level.value["gap_rate_answerable"] == 0
    assert level.value["youden_j"] == pytest.approx(1)
    reader = made.summary.readers[0]
    assert reader.youden_j_conditions == 3
    assert "over 3 conditions" in made.text(details=True)
