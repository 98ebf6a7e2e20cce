"""Configurations from files, comparators of others, and every state of a gate in words and XML."""

from xml.etree import ElementTree as ET

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.score import score
from chaosdocs.score.judging.config import read_config
from chaosdocs.score.summary.reference_readers import oracle


@pytest.fixture(scope="module")
def answers(corpus, synthetic, tmp_path_factory):
    rng = SeededRng(0)
    rows = [{"case": case.case, **oracle(case, rng)} for case in corpus.cases.values()]
    return synthetic.answer_file(tmp_path_factory.mktemp("a") / "right.jsonl", rows)


def test_a_configuration_is_read_from_yaml(tmp_path):
    path = tmp_path / "score.yaml"
    path.write_text('weights: {"/total": 5, "/lines/*": 2}\nsentinels: ["N/A"]\n')

    config = read_config(path)

    assert (config.weight("/total"), config.weight("/lines/*/sku"), config.weight("/x")) == (
        5,
        2,
        1,
    )
    assert config.digest() != read_config(None).digest()
    for text, message in (
        ("a: [", "not YAML"),
        ("weights: {/a: -1}", "greater than or equal to 0"),
        (
            "compare: {/total: {kind: mony}}",
            r"compare./total.kind: .mony. is not known here\n  did you mean .money",
        ),
    ):
        path.write_text(text)
        with pytest.raises(UserError, match=message):
            read_config(path)
    with pytest.raises(UserError, match="cannot read"):
        read_config(tmp_path / "none.yaml")


def test_a_comparator_of_others_is_run_with_trust_and_cannot_end_the_run(folder, answers):
    def run(name):
        config = {"compare": {"/total": name}}
        return score(
            folder, [answers], config=config, trust=True, resamples=10, reference_readers=False
        )

    never, raises = run("operator:ne"), run("operator:concat")

    for made in (never, raises):
        assert "wrong" in {row.outcome for row in made.rows if row.schema_path == "/total"}
        assert "correct" not in {row.outcome for row in made.rows if row.schema_path == "/total"}
    with pytest.raises(UserError, match="no such comparator"):
        run("operator:nothing")


def test_every_state_of_a_gate_is_in_the_text_and_the_xml(folder, answers, tmp_path):
    gates = [
        "accuracy>=.5",
        "silent_error_rate<=.001",
        "overcommitment_rate<=.5",
        "none.*:accuracy>=.5",
        "automation_rate>=.99",
        "automation_rate>=.1",
    ]
    made = score(folder, [answers], gates=gates, resamples=50, reference_readers=False)

    states = [gate.status for gate in made.summary.gates]
    assert states == ["pass", "inconclusive", "pass", "none", "fail", "pass"]
    assert made.summary.gates[1].needed > 2000
    assert made.exit_code == 1
    suite = ET.fromstring(made.junit()).find("testsuite")  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("6", "2", "1")
    assert "nothing tested: no condition matches" in made.text(details=True)
    assert "about" in made.text(details=True)


def refused(folder, answers, config):
    with pytest.raises(UserError) as caught:
        score(folder, [answers], config=config, resamples=10, reference_readers=False)
    return str(caught.value)


@pytest.mark.parametrize(
    ("config", "told", "near"),
    [
        ({"weights": {"/nope": 5}}, "no field of this corpus matches '/nope'", "/paid"),
        ({"weights": {"/totl": 5}}, "config: weights", "did you mean '/total'?"),
        ({"weights": {"/lines/0/amount": 2}}, "no field", "did you mean '/lines/*/amount'?"),
        ({"compare": {"/issue_dat": {"kind": "date"}}}, "no field", "did you mean '/issue_date'?"),
        ({"compare": {"/issue_date": {"tolerance": "1"}}}, "changes nothing", "money"),
        ({"compare": {"/supplier/name": {"kind": "money"}}}, "can be read as money", "Supplier"),
        ({"compare": {"/total": {}}}, "as it would be without", "tolerance"),
        ({"weights": {"*": 0}}, "every field has weight 0", ""),
        ({"utility": {"gap": 5}}, "utility: a gap that earns something", "0 at most"),
        ({"utility": {"flagged_wrong": 0.2}}, "flagged_wrong must not be worth more", "gap"),
        ({"utility": {"flagged_correct": 2}}, "flagged_correct must not be worth more", ""),
        ({"utility": {"gpa": 0}}, "utility.gpa: unknown key", "did you mean 'gap'?"),
        ({"compare": {"/total": {"tolerence": 1}}}, "unknown key", "did you mean 'tolerance'?"),
    ],
)
def test_entries_that_change_nothing_or_cannot_work_are_refused(
    folder, answers, config, told, near
):
    text = refused(folder, answers, config)

    assert told in text
    assert near in text


def test_entries_that_work_are_taken(folder, answers):
    config = {
        "weights": {"/total": 5, "/lines/*": 2},
        "compare": {"/total": {"tolerance": "0.01"}, "/*": {"tolerance": "1"}},
        "utility": {"gap": -0.05},
    }

    assert (
        score(folder, [answers], config=config, resamples=10, reference_readers=False).exit_code
        == 0
    )
