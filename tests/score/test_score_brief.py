"""The verdict on a terminal: short, ranked by worth, nothing that answers nothing is ranked."""

import pytest

from chaosdocs.formats.summary import Estimate
from chaosdocs.score import score
from chaosdocs.score.metrics.registry import metrics
from chaosdocs.score.summary.brief import answers_nothing, ranked

MOST_LINES = 20


def scored(names, folder, synthetic, out, gates=()):
    from chaosdocs.score.judging.expectations import load
    from chaosdocs.score.summary.reference_readers import REFERENCE_READERS, answers_by

    known = load(folder)
    paths = [
        synthetic.answer_file(out / f"{name}.jsonl", answers_by(REFERENCE_READERS[name], known, 0))
        for name in names
    ]
    return score(folder, paths, resamples=50, gates=list(gates), reference_readers=False)


@pytest.fixture(scope="module")
def three(folder, synthetic, tmp_path_factory):
    names = ("always-abstain", "answer-all", "graceful")
    gates = ("accuracy>=1", "silent_error_rate<=0")
    return scored(names, folder, synthetic, tmp_path_factory.mktemp("answers"), gates)


@pytest.fixture(scope="module")
def careful(folder, synthetic, tmp_path_factory):
    names = ("always-abstain", "answer-all", "abstain-on-any-noise")
    return scored(names, folder, synthetic, tmp_path_factory.mktemp("careful"))


def test_the_verdict_has_at_most_twenty_lines(three):
    assert len(three.text().splitlines()) <= MOST_LINES


def test_a_reader_that_answers_nothing_is_named_and_not_ranked(three):
    readers = three.summary.readers
    order = [reader.name for reader in ranked(readers)]

    assert answers_nothing(next(r for r in readers if r.name == "always-abstain"))
    assert "always-abstain" not in order
    assert order[0] == "graceful"
    assert "always-abstain" in three.text()
    assert "not ranked" in three.text()
    assert not any(each.reader == "always-abstain" for each in three.summary.pareto)


def test_a_reader_that_leaves_open_what_is_damaged_and_answers_the_rest_is_ranked(careful):
    readers = careful.summary.readers
    shy = next(reader for reader in readers if reader.name == "abstain-on-any-noise")
    order = [reader.name for reader in ranked(readers)]

    assert shy.card["coverage"].value == 0
    assert not answers_nothing(shy)
    assert order == ["abstain-on-any-noise", "answer-all"]
    assert "abstain-on-any-noise  " in careful.text()
    assert "It answers no field that the damage changed without a flag" in shy.verdict[3]
    assert "It saves no manual work" in readers[0].verdict[3]


def test_a_reader_that_answers_untouched_fields_alone_answers_something(careful):
    shy = next(
        reader for reader in careful.summary.readers if reader.name == "abstain-on-any-noise"
    )
    none = shy.model_copy(update={"clean": {}, "given_as": {"gap": 9}})

    assert answers_nothing(none)
    assert not answers_nothing(none.model_copy(update={"given_as": {"gap": 9, "value": 1}}))


def test_the_shares_of_a_line_add_up_to_one(three):
    names = ("correct_rate", "gap_rate", "flagged_error_rate", "silent_error_rate", "invalid_rate")
    for reader in three.summary.readers:
        assert sum(reader.card[name].value for name in names) == pytest.approx(1)


def test_what_hurts_most_is_named_with_its_wrong_answer(three):
    text = three.text()

    assert "What hurts answer-all most" in text
    assert "usual wrong answer" in text


def test_every_figure_of_a_summary_is_a_metric_with_words(three):
    known = metrics()
    for reader in three.summary.readers:
        assert set(reader.card) <= set(known)
        assert all(isinstance(each, Estimate) for each in reader.card.values())
    for each in known.values():
        assert each.meaning.endswith(".")
        assert each.label == each.label.strip()
        assert each.formula
        assert (each.basis == "metrics") == (each.derive is not None)
