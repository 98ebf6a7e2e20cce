"""Gates where records are few, where nothing is to be read, and against a baseline."""

from xml.etree import ElementTree as ET

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.score import score
from chaosdocs.score.gates.gates import parse_gate
from chaosdocs.score.judging.expectations import load


@pytest.fixture(scope="module")
def thin(synthetic, tmp_path_factory):
    return synthetic.make(tmp_path_factory.mktemp("thin"), records=8, rows=1)


@pytest.fixture(scope="module")
def right(thin, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "right.jsonl"
    return synthetic.answer_file(path, synthetic.reader(load(thin), 1.0))


@pytest.fixture(scope="module")
def wrong(thin, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "wrong.jsonl"
    return synthetic.answer_file(path, synthetic.reader(load(thin), 0.0))


def run(folder, answers, *gates, **more):
    return score(folder, [answers], gates=gates, resamples=50, reference_readers=False, **more)


def test_a_gate_on_a_thin_cell_is_inconclusive_and_says_how_many_records_it_needs(thin, right):
    made = run(thin, right, "totals.*@3:silent_error_rate<=0.9", "accuracy>=0.1")
    cell, whole = made.summary.gates

    assert (cell.status, cell.value, cell.needed) == ("inconclusive", None, 20)
    assert "8 records" in cell.words
    assert "about 20 are needed" in cell.words
    assert whole.status == "pass"
    assert made.exit_code == 1
    assert (
        run(
            thin, right, "totals.*@3:silent_error_rate<=0.9", "accuracy>=0.1", inconclusive="pass"
        ).exit_code
        == 0
    )


def test_a_rare_limit_on_a_thin_cell_needs_more_than_a_thick_cell_has(thin, right):
    (cell,) = run(thin, right, "totals.*@3:silent_error_rate<=0.05").summary.gates

    assert 55 <= cell.needed <= 63


@pytest.mark.parametrize(
    ("answers", "status", "code"), [("right", "pass", 0), ("wrong", "fail", 1)]
)
def test_the_point_of_a_thin_cell_can_be_read(thin, request, answers, status, code):
    made = run(
        thin,
        request.getfixturevalue(answers),
        "totals.*:silent_error_rate<=0.05@point",
        "automation_rate>=0@point",
    )

    assert [gate.status for gate in made.summary.gates] == [status] * 3 + ["pass"]
    assert made.exit_code == code


def test_a_gate_that_fails_is_not_hidden_by_one_that_has_nothing_to_read(thin, wrong):
    made = run(
        thin, wrong, "automation_rate>=0", "silent_error_rate<=0.01", "nothing.*:accuracy>=0.5"
    )

    assert [gate.status for gate in made.summary.gates] == ["pass", "fail", "none"]
    assert "no condition matches" in made.summary.gates[2].words
    assert "scan.coffee_stain@1" in made.summary.gates[2].words
    assert made.exit_code == 1
    assert run(thin, wrong, "automation_rate>=0", "nothing.*:accuracy>=0.5").exit_code == 2


def test_what_no_field_of_a_cell_can_have_is_nothing_tested(thin, right):
    made = run(thin, right, "totals.*@3:hallucination_rate<=0.5", "automation_rate>=0")

    assert made.summary.gates[0].status == "none"
    assert "has no value" in made.summary.gates[0].words
    assert made.exit_code == 2


def baseline(thin, answers, tmp_path, *gates, **more):
    return run(thin, answers, *gates, baseline=tmp_path / "known.json", **more)


def test_what_known_failures_leave_too_little_to_settle_fails_no_build(thin, wrong, tmp_path):
    gates = ("silent_error_rate<=0.05", "accuracy>=0.99", "totals.*@3:silent_error_rate<=0.05")
    made = baseline(thin, wrong, tmp_path, *gates, update="all")

    assert run(thin, wrong, *gates).exit_code == 1
    assert [gate.status for gate in made.summary.gates] == ["known"] * 4
    assert "without known failures" in made.summary.gates[0].words
    assert made.exit_code == 0


def test_a_new_failure_fails_whatever_is_known(thin, right, wrong, tmp_path):
    baseline(thin, right, tmp_path, update="all")
    made = baseline(thin, wrong, tmp_path, "silent_error_rate<=0.05", "automation_rate>=0")

    assert made.summary.gates[0].status == "fail"
    assert made.exit_code == 1


def properties(result, name):
    root = ET.fromstring(result.junit())  # noqa: S314 - our own
    (case,) = [each for each in root.iter("testcase") if name in each.get("name")][:1]
    return {each.get("name"): each.get("value") for each in case.iter("property")}


def test_every_test_case_says_where_it_was_held(thin, right, wrong, tmp_path):
    baseline(thin, right, tmp_path, update="all")
    made = baseline(
        thin,
        wrong,
        tmp_path,
        "silent_error_rate<=0.05",
        "automation_rate>=0",
        "totals.*@3:accuracy>=0.5",
    )
    failure = next(gate for gate in made.summary.gates if gate.gate == "baseline")

    assert properties(made, "silent_error_rate<=0.05 [all]") == {"operator": "all", "records": "8"}
    assert properties(made, "totals.*@3") == {
        "operator": "totals.wrong_sum", "severity": "3", "medium": "pdf", "records": "8",
    }  # fmt: skip
    told = properties(made, "baseline [rec-00000~pdf.plain~totals.wrong_sum@3")
    assert told == {
        "operator": "totals.wrong_sum", "severity": "3", "medium": "pdf", "records": "1",
        "record": "rec-00000", "label": "rec-00000~pdf.plain~totals.wrong_sum@3",
        "field": "/total",
    }  # fmt: skip
    assert failure.record == failure.label.partition("~")[0]


@pytest.mark.parametrize(
    ("gate", "says"),
    [
        ("accuracy>=90", r"90 is outside the range of accuracy, 0 to 1(.|\n)*write 90% for"),
        ("silent_error_rate<=-1", "-1 is outside the range of silent_error_rate, 0 to 1$"),
        ("accuracy_change>=-3", "-3 is outside the range of accuracy_change, -1 to 1$"),
    ],
)
def test_a_limit_that_no_value_can_reach_is_an_error(gate, says):
    with pytest.raises(UserError, match=says):
        parse_gate(gate)

    assert parse_gate("accuracy>=90%").limit == 0.9
    assert parse_gate("net_utility_90>=-20").limit == -20
