"""What controls score is known by construction; a score that they can raise is no score."""

import pytest

from chaosdocs.score.gates.gates import exit_code, parse_gate, run_gates
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.run import result_of
from chaosdocs.score.summary.reference_readers import REFERENCE_READERS


@pytest.fixture(scope="module")
def big(synthetic, tmp_path_factory):
    return load(synthetic.make(tmp_path_factory.mktemp("controls"), records=80, rows=1))


@pytest.fixture(scope="module")
def scored(big, synthetic):
    def made(name, nulls="auto"):
        rows = synthetic.by(big, REFERENCE_READERS[name])
        table = judge(big, answers_of(name, rows, big.cases, nulls=nulls), Config())
        result = result_of(big, [table], Config(), resamples=200, reference_readers=False)
        return result.summary.readers[0]

    cache = {}

    def get(name, nulls="auto"):
        if (name, nulls) not in cache:
            cache[name, nulls] = made(name, nulls)
        return cache[name, nulls]

    return get


def value(summary, name):
    return summary.card[name].value


def test_the_oracle_has_every_utility_of_one_and_no_error(scored):
    oracle = scored("oracle")

    for name in (
        "net_utility_50",
        "net_utility_75",
        "net_utility_90",
        "youden_j",
        "accuracy",
        "retention",
    ):
        assert value(oracle, name) == pytest.approx(1)
    for name in (
        "silent_error_rate",
        "hallucination_rate",
        "over_abstention_rate",
        "silent_loss_rate",
        "needless_gap_rate",
        "accuracy_change",
        "lucky_rate",
    ):
        assert value(oracle, name) == pytest.approx(0)
    assert oracle.documents["perfect_document_rate"].value == 1


@pytest.mark.parametrize("nulls", ["merged", "split"])
@pytest.mark.parametrize("name", ["always-abstain"])
def test_abstaining_from_everything_is_worth_nothing(scored, name, nulls):
    for metric in (
        "net_utility_50",
        "net_utility_75",
        "net_utility_90",
        "youden_j",
        "silent_error_rate",
        "automation_rate",
    ):
        assert value(scored(name, nulls), metric) == pytest.approx(0)


@pytest.mark.parametrize("nulls", ["merged", "split"])
def test_null_everywhere_is_worth_nothing_whatever_nulls_say(scored, nulls):
    for metric in (
        "net_utility_50",
        "net_utility_75",
        "net_utility_90",
        "youden_j",
        "automation_rate",
    ):
        assert value(scored("all-null", nulls), metric) == pytest.approx(0)


def test_a_null_that_claims_absence_is_a_silent_error_all_the_same(scored):
    assert value(scored("all-null", "merged"), "silent_error_rate") == 0
    assert value(scored("all-null", "split"), "silent_error_rate") > 0.5


def test_answering_everything_leaves_no_needless_gap_and_no_j(scored):
    assert value(scored("answer-all"), "needless_gap_rate") in (0, None)
    assert value(scored("answer-all"), "youden_j") == pytest.approx(0)
    assert value(scored("answer-all"), "net_utility_90") < 0


def test_abstaining_at_random_has_a_j_near_zero(scored):
    j = scored("random-abstain").card["youden_j"]

    assert j.low <= 0 <= j.high
    assert abs(j.value) < 0.15


def test_constant_low_confidence_changes_no_silent_error_but_automates_nothing(scored):
    hedged, plain = scored("constant-confidence-.49"), scored("answer-all")

    assert value(hedged, "silent_error_rate") == value(plain, "silent_error_rate")
    assert value(hedged, "automation_rate_at_50") == 0
    assert value(plain, "automation_rate_at_50") == 1


def test_twenty_candidates_for_everything_are_invalid(scored):
    assert scored("copy-all").card["invalid_rate"].value == 1
    assert value(scored("copy-all"), "net_utility_90") < 0


def test_sandbagging_the_clean_run_fails_the_gate_on_clean_documents(scored):
    gate = parse_gate("clean:accuracy>=0.9")

    (sandbag,), (oracle,), (graceful,) = (
        run_gates([gate], scored(name)) for name in ("sandbag-clean", "oracle", "graceful")
    )

    assert (sandbag.status, oracle.status, graceful.status) == ("fail", "pass", "pass")
    assert exit_code([sandbag]) == 1
    assert value(scored("sandbag-clean"), "retention") > 1


def test_abstaining_on_any_noise_has_no_j_in_its_cells(scored):
    assert value(scored("abstain-on-any-noise"), "youden_j") == pytest.approx(0)


def test_flagging_everything_automates_nothing(scored):
    assert value(scored("flag-everything"), "automation_rate") == 0


def test_the_graceful_reader_has_the_highest_net_utility_of_all_but_the_oracle(scored):
    for metric in ("net_utility_75", "net_utility_90"):
        others = [
            value(scored(name), metric)
            for name in REFERENCE_READERS
            if name not in {"graceful", "oracle", "sandbag-clean"}
        ]
        assert value(scored("graceful"), metric) > max(others)


def test_controls_are_scored_beside_every_run(folder, synthetic, corpus, tmp_path):
    from chaosdocs.score import score

    path = synthetic.answer_file(tmp_path / "a.jsonl", synthetic.reader(corpus, 0.9))

    result = score(folder, [path], resamples=50)

    assert [c.name for c in result.summary.reference_readers] == list(REFERENCE_READERS)
    assert "always-abstain" in result.text(details=True)


def test_no_strategy_but_the_oracle_is_worth_more_than_the_graceful_reader(scored):
    """As the text says it: the highest of all, sandbagging the clean run included."""
    for metric in ("net_utility_75", "net_utility_90"):
        worth = {
            name: value(scored(name), metric) for name in REFERENCE_READERS if name != "oracle"
        }
        assert max(worth, key=worth.get) == "graceful", worth
        assert sorted(worth.values())[-2] < worth["graceful"]


def test_sandbagging_is_exposed_in_the_clean_columns_beside_it(folder, synthetic, corpus, tmp_path):
    from chaosdocs.score import score

    path = synthetic.answer_file(tmp_path / "a.jsonl", synthetic.reader(corpus, 0.9))
    result = score(folder, [path], resamples=20)
    found = {control.name: control for control in result.summary.reference_readers}

    assert found["graceful"].clean["accuracy"] == found["oracle"].clean["accuracy"] == 1
    assert 0.4 < found["sandbag-clean"].clean["accuracy"] < 0.6
    heads = [
        line
        for line in result.text(details=True).splitlines()
        if line.split()[-2:] == ["auto", "silent"]
    ]
    (row,) = (line for line in result.text(details=True).splitlines() if "  sandbag-clean" in line)
    (reader,) = (line for line in result.text(details=True).splitlines() if "  > a" in line)
    assert heads[0].split()[-3:] == ["right", "auto", "silent"]
    assert "clean documents" in result.text(details=True)
    assert float(row.split()[-3]) == pytest.approx(
        found["sandbag-clean"].clean["accuracy"], abs=1e-3
    )
    assert float(reader.split()[-3]) == 1


def test_abstaining_at_random_has_on_average_no_j(big, synthetic):
    from chaosdocs.score.metrics.aggregates import pyramid
    from chaosdocs.score.metrics.conditions import cells, records_of
    from chaosdocs.score.stats.intervals import draw_counts

    found = []
    for seed in range(12):
        rows = synthetic.by(big, REFERENCE_READERS["random-abstain"], seed)
        table = judge(big, answers_of("r", rows, list(big.cases)), Config())
        _, _, card, _ = pyramid(
            cells(table, draw_counts(len(records_of(table)), 1, 0), Config().utility)
        )
        found.append(card.value["youden_j"])

    assert abs(sum(found) / len(found)) < 0.03, found
    assert max(map(abs, found)) < 0.12, found


def test_of_abstaining_at_random_the_coin_and_its_other_side_are_scored(corpus):
    from chaosdocs.score.summary.reference_scores import score_reference_readers

    (coin,) = (c for c in score_reference_readers(corpus, Config()) if c.name == "random-abstain")

    assert coin.metrics["youden_j"] == pytest.approx(0)
    assert coin.metrics["over_abstention_rate"] == pytest.approx(0.5)
    assert coin.clean["over_abstention_rate"] == pytest.approx(0.5)
