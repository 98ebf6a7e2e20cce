"""What controls score is known by construction; a score that they can raise is no score."""

import pytest

from chaosdocs.score.gates.gates import exit_code, parse_gate, run_gates
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.run import result_of
from chaosdocs.score.summary.reference_readers import CONTROLS


@pytest.fixture(scope="module")
def big(synthetic, tmp_path_factory):
    return load(synthetic.make(tmp_path_factory.mktemp("controls"), records=80, rows=1))


@pytest.fixture(scope="module")
def scored(big, synthetic):
    def made(name, nulls="auto"):
        rows = synthetic.by(big, CONTROLS[name])
        table = judge(big, answers_of(name, rows, big.cases, nulls=nulls), Config())
        result = result_of(big, [table], Config(), resamples=200, controls=False)
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

    for name in ("nu_50", "nu_75", "nu_90", "j", "acc", "retention"):
        assert value(oracle, name) == pytest.approx(1)
    for name in ("sfr", "halluc", "over_abst", "silent_loss", "needless_gap", "delta", "lucky"):
        assert value(oracle, name) == pytest.approx(0)
    assert oracle.documents["perfect"].value == 1


@pytest.mark.parametrize("nulls", ["merged", "split"])
@pytest.mark.parametrize("name", ["always-abstain"])
def test_abstaining_from_everything_is_worth_nothing(scored, name, nulls):
    for metric in ("nu_50", "nu_75", "nu_90", "j", "sfr", "auto"):
        assert value(scored(name, nulls), metric) == pytest.approx(0)


@pytest.mark.parametrize("nulls", ["merged", "split"])
def test_null_everywhere_is_worth_nothing_whatever_nulls_say(scored, nulls):
    for metric in ("nu_50", "nu_75", "nu_90", "j", "auto"):
        assert value(scored("all-null", nulls), metric) == pytest.approx(0)


def test_a_null_that_claims_absence_is_a_silent_error_all_the_same(scored):
    assert value(scored("all-null", "merged"), "sfr") == 0
    assert value(scored("all-null", "split"), "sfr") > 0.5


def test_answering_everything_leaves_no_needless_gap_and_no_j(scored):
    assert value(scored("answer-all"), "needless_gap") in (0, None)
    assert value(scored("answer-all"), "j") == pytest.approx(0)
    assert value(scored("answer-all"), "nu_90") < 0


def test_abstaining_at_random_has_a_j_near_zero(scored):
    j = scored("random-abstain").card["j"]

    assert j.low <= 0 <= j.high
    assert abs(j.value) < 0.15


def test_constant_low_confidence_changes_no_silent_error_but_automates_nothing(scored):
    hedged, plain = scored("constant-confidence-.49"), scored("answer-all")

    assert value(hedged, "sfr") == value(plain, "sfr")
    assert value(hedged, "auto_50") == 0
    assert value(plain, "auto_50") == 1


def test_twenty_candidates_for_everything_are_invalid(scored):
    assert scored("copy-all").card["invalid"].value == 1
    assert value(scored("copy-all"), "nu_90") < 0


def test_sandbagging_the_clean_run_fails_the_gate_on_clean_documents(scored):
    gate = parse_gate("clean:acc>=0.9")

    (sandbag,), (oracle,), (graceful,) = (
        run_gates([gate], scored(name)) for name in ("sandbag-clean", "oracle", "graceful")
    )

    assert (sandbag.status, oracle.status, graceful.status) == ("fail", "pass", "pass")
    assert exit_code([sandbag]) == 1
    assert value(scored("sandbag-clean"), "retention") > 1


def test_abstaining_on_any_noise_has_no_j_in_its_cells(scored):
    assert value(scored("abstain-on-any-noise"), "j") == pytest.approx(0)


def test_flagging_everything_automates_nothing(scored):
    assert value(scored("flag-everything"), "auto") == 0


def test_the_graceful_reader_has_the_highest_net_utility_of_all_but_the_oracle(scored):
    for metric in ("nu_75", "nu_90"):
        others = [
            value(scored(name), metric)
            for name in CONTROLS
            if name not in {"graceful", "oracle", "sandbag-clean"}
        ]
        assert value(scored("graceful"), metric) > max(others)


def test_controls_are_scored_beside_every_run(folder, synthetic, corpus, tmp_path):
    from chaosdocs.score import score

    path = synthetic.answer_file(tmp_path / "a.jsonl", synthetic.reader(corpus, 0.9))

    result = score(folder, [path], resamples=50)

    assert [c.name for c in result.summary.controls] == list(CONTROLS)
    assert "always-abstain" in result.text()


def test_no_strategy_but_the_oracle_is_worth_more_than_the_graceful_reader(scored):
    """As the text says it: the highest of all, sandbagging the clean run included."""
    for metric in ("nu_75", "nu_90"):
        worth = {name: value(scored(name), metric) for name in CONTROLS if name != "oracle"}
        assert max(worth, key=worth.get) == "graceful", worth
        assert sorted(worth.values())[-2] < worth["graceful"]


def test_sandbagging_is_exposed_in_the_clean_columns_beside_it(folder, synthetic, corpus, tmp_path):
    from chaosdocs.score import score

    path = synthetic.answer_file(tmp_path / "a.jsonl", synthetic.reader(corpus, 0.9))
    result = score(folder, [path], resamples=20)
    found = {control.name: control for control in result.summary.controls}

    assert found["graceful"].clean["acc"] == found["oracle"].clean["acc"] == 1
    assert 0.4 < found["sandbag-clean"].clean["acc"] < 0.6
    heads = [line for line in result.text().splitlines() if line.split()[-2:] == ["auto", "silent"]]
    (row,) = (line for line in result.text().splitlines() if "  sandbag-clean" in line)
    (reader,) = (line for line in result.text().splitlines() if "  > a" in line)
    assert heads[0].split()[-3:] == ["right", "auto", "silent"]
    assert "clean documents" in result.text()
    assert float(row.split()[-3]) == pytest.approx(found["sandbag-clean"].clean["acc"], abs=1e-3)
    assert float(reader.split()[-3]) == 1


def test_abstaining_at_random_has_on_average_no_j(big, synthetic):
    from chaosdocs.score.metrics.aggregates import pyramid
    from chaosdocs.score.metrics.conditions import cells, records_of
    from chaosdocs.score.stats.intervals import draw_counts

    found = []
    for seed in range(12):
        rows = synthetic.by(big, CONTROLS["random-abstain"], seed)
        table = judge(big, answers_of("r", rows, list(big.cases)), Config())
        _, _, card, _ = pyramid(
            cells(table, draw_counts(len(records_of(table)), 1, 0), Config().utility)
        )
        found.append(card.value["j"])

    assert abs(sum(found) / len(found)) < 0.03, found
    assert max(map(abs, found)) < 0.12, found


def test_of_abstaining_at_random_the_coin_and_its_other_side_are_scored(corpus):
    from chaosdocs.score.summary.reference_scores import score_controls

    (coin,) = (c for c in score_controls(corpus, Config()) if c.name == "random-abstain")

    assert coin.metrics["j"] == pytest.approx(0)
    assert coin.metrics["over_abst"] == pytest.approx(0.5)
    assert coin.clean["over_abst"] == pytest.approx(0.5)
