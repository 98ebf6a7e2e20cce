"""Curves over severity: one fixed set of fields, and what is left out is told."""

import pytest

from chaosdocs.report.curves import _points
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.run import score


@pytest.fixture(scope="module")
def curve(synthetic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("curves")
    corpus = synthetic.make(
        folder / "corpus",
        records=30,
        severities=(1, 2, 7),
        operators={"scan.coffee_stain": ("/net",)},
    )
    rows = synthetic.reader(load(corpus), 0.9)
    made = score(corpus, [synthetic.answer_file(folder / "a.jsonl", rows)], resamples=20)
    (reader,) = made.summary.readers
    (found,) = reader.curves
    return found


def test_a_severity_at_which_nothing_is_scored_has_no_accuracy(curve):
    last = curve.points[-1]

    assert last.left_out == 1.0
    assert last.metrics["accuracy"].value is None
    assert curve.points[1].metrics["accuracy"].value is not None
    assert curve.auc == pytest.approx(
        sum(point.metrics["accuracy"].value for point in curve.points[1:3]) / 2
    )


def test_every_point_rests_on_the_same_fields_and_says_what_is_left_out(curve):
    shown = [point for point in curve.points if point.metrics["accuracy"].value is not None]

    assert {point.metrics["accuracy"].records for point in shown} == {curve.fields}
    assert all(point.left_out <= 0.5 for point in shown)
    assert curve.fields <= curve.of * (1 - max(point.left_out for point in shown))


def test_the_report_shows_no_share_where_too_much_is_left_out(curve):
    points = _points(curve)

    assert [severity for severity, *_ in points] == [0, 1, 2, 7]
    assert all(each.value is None for each in points[-1][1])
