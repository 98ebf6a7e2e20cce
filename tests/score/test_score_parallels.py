"""Golden numbers of the metrics under which others publish, and what these metrics overlook."""

import dataclasses
import math

import pytest

from chaosdocs.score import score
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ScoredCorpus
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.metrics.consistency import pass_at, pass_k
from chaosdocs.score.published.abstention import abstention, average_precision, youden_j
from chaosdocs.score.published.agreement import krippendorff_alpha
from chaosdocs.score.published.anls import anls, anls_star
from chaosdocs.score.published.cord import cord_f1, nted
from chaosdocs.score.published.documents import gold_tree, likeness
from chaosdocs.score.published.horizon import length_horizon, step_horizon
from chaosdocs.score.published.selective import aurc_trapezoid
from chaosdocs.score.published.spread import clustered_error
from chaosdocs.score.published.squad import squad_exact, squad_f1
from chaosdocs.score.published.teds import teds, teds_structure
from chaosdocs.score.published.trees import Node, tree_distance
from chaosdocs.score.run import result_of

ROWS = [{"name": "tea", "count": "2"}, {"name": "cake", "count": "1"}]
SWAPPED = [{"name": "tea", "count": "1"}, {"name": "cake", "count": "2"}]


def test_anls_is_strict_at_its_threshold_and_anls_star_is_not():
    assert anls("ac", ["ab"]) == 0
    assert anls_star("ab", "ac") == 0.5


@pytest.mark.parametrize(
    ("gold", "found", "score"),
    [
        ("1000000", "1000001", 0.857),
        ("2024-03-04", "2024-04-03", 0.8),
        (1, "1.0", 0),
        (None, "", 1),
        (None, "N/A", 0),
        ({"a": None}, {}, 1),
        ({"b": "x"}, {"b": "x", "a": None}, 0.5),
        (("12.50", "12,50"), "12,50", 1),
        ([{"a": "x"}, {"a": "y"}], [{"a": "y"}, {"a": "x"}], 1),
        ([{"a": "x"}, {"a": "y"}], [], 0),
        ({"a": "x"}, "x", 0),
    ],
)
def test_anls_star_goes_by_letters(gold, found, score):
    assert anls_star(gold, found) == pytest.approx(score, abs=1e-3)


def test_distances_of_trees():
    # the example of the paper of Zhang and Shasha
    a, b = Node("a"), Node("b")
    one = Node("f", (Node("d", (a, Node("c", (b,)))), Node("e")))
    other = Node("f", (Node("c", (Node("d", (a, b)),)), Node("e")))

    assert tree_distance(one, other) == 2
    assert tree_distance(one, one) == 0


def test_tables_as_trees():
    gold = [["a", "b"], ["c", "d"]]

    assert teds(gold, gold) == 1
    assert teds(gold, []) == pytest.approx(0.142857, abs=1e-6)
    assert teds(gold, [["a", "b"], ["c", "x"]]) == pytest.approx(6 / 7)
    assert teds_structure(gold, [["x", "x"], ["x", "x"]]) == 1
    assert teds_structure(gold, gold[:1]) == pytest.approx(4 / 7)


def test_receipts():
    assert cord_f1([{"menu": SWAPPED}], [{"menu": ROWS}]) == 1
    assert nted({"menu": ROWS[::-1]}, {"menu": ROWS}) < 1
    assert nted({"menu": ROWS, "tip": 0}, {"menu": ROWS, "note": ""}) == 1
    assert math.isnan(cord_f1([{}], [{"a": None}]))
    assert cord_f1([{"a": "1", "b": "2"}], [{"a": "1"}]) == pytest.approx(2 / 3)


def test_squad_forgives_points_and_signs():
    assert squad_exact("10.00", ["1000"])
    assert squad_exact("-5", ["5"])
    assert not squad_exact("x", ["the"])
    assert squad_f1("", []) == 1
    assert squad_f1("Acme Limited", ["Acme"]) == pytest.approx(2 / 3)


def test_abstention_and_detection():
    assert abstention([True] * 18 + [False] * 82, [True] * 100)[2] == pytest.approx(0.305, abs=1e-3)
    assert youden_j([True] * 18 + [False] * 82, [True] * 100) == 0
    assert abstention([False], [False]) == (0, 0, 0)
    assert average_precision([True, False, True, True], 4) == 0.625
    assert average_precision([True], 0) == 0


def test_risk_and_coverage_by_trapezoids():
    p, right = [0.9, 0.8, 0.7, 0.6, 0.5], [True, True, False, True, False]

    assert aurc_trapezoid(p, right) == pytest.approx(0.1566667, abs=1e-7)
    assert aurc_trapezoid([0.5] * 4, [True, False, True, False]) == pytest.approx(0.25)
    assert aurc_trapezoid(p[::-1], right[::-1]) == aurc_trapezoid(p, right)


def test_agreement():
    # Krippendorff's own example of two observers, nominal data
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

    assert krippendorff_alpha(list(zip(first, second, strict=True))) == pytest.approx(
        0.095, abs=1e-3
    )
    assert krippendorff_alpha([["a", "a"]]) == 1
    assert math.isnan(krippendorff_alpha([["a"]]))
    assert krippendorff_alpha([[1.0, 1.0], [2.0, 2.1]], "interval") == pytest.approx(
        1 - 0.005 / (2 * 1.1075 / 3)
    )


def test_repeated_trials():
    assert [pass_k([4, 3, 2], 4, k) for k in (1, 2, 3, 4)] == pytest.approx(
        [0.75, 0.5556, 0.4167, 0.3333], abs=1e-4
    )
    assert pass_at([2], 4, 2) == pytest.approx(5 / 6)


def test_horizons():
    assert (step_horizon(0.95), step_horizon(0.99, 0.9), step_horizon(0)) == (14, 11, 0)
    assert length_horizon([1, 2], [False, False]) == 0
    assert length_horizon([1, 2], [True, True]) == math.inf
    assert length_horizon([1, 4], [True, False]) == 2
    assert math.isnan(length_horizon([1, 4], [False, True]))
    assert math.isnan(length_horizon([1, 1, 4, 4, 4], [True, False, True, True, False]))


def test_errors_over_clusters():
    assert clustered_error([1, 1, 0, 0], ["a", "a", "b", "b"]) == pytest.approx(0.5)
    assert math.isnan(clustered_error([1, 0], ["a", "a"]))


@pytest.fixture(scope="module")
def scored(folder, corpus, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "simulated.jsonl"
    rows = synthetic.reader(corpus, 0.8, sure=0.9, gaps=0.03, invents=0.4)
    return score(folder, [synthetic.answer_file(path, rows)], resamples=50)


def test_anls_star_of_answers_is_in_the_summary(scored, corpus):
    (reader,) = scored.summary.readers
    dirty, clean = reader.documents["anls_star"], reader.documents["clean_anls_star"]

    assert dirty.low < dirty.value < dirty.high
    assert clean.value > 0.5
    assert clean.records == reader.records

    lines = scored.conditions[0].table.answers.lines
    by_hand: dict[str, list[float]] = {}
    for case in corpus.cases.values():
        if not case.steps:
            by_hand.setdefault(case.record, []).append(likeness(case, lines[case.case, 0]))
    assert clean.value == pytest.approx(
        math.fsum(sum(v) / len(v) for v in by_hand.values()) / len(by_hand)
    )


def test_the_horizon_needs_chains_of_several_lengths(corpus, synthetic):
    def horizon(lengths):
        cases = {
            name: dataclasses.replace(case, steps=case.steps * lengths[n % len(lengths)])
            for n, (name, case) in enumerate(corpus.cases.items())
        }
        longer = ScoredCorpus("longer", "", cases)
        rows = []
        for row, case in zip(synthetic.reader(corpus, 1.0), cases.values(), strict=True):
            if len(case.steps) > 2:
                row["answer"]["invoice_number"] = "wrong"
            rows.append(row)
        table = judge(longer, answers_of("r", rows, cases), Config())
        (reader,) = result_of(longer, [table], Config(), resamples=5).summary.readers
        assert "clean_horizon_50" not in reader.documents
        return reader.documents.get("horizon_50")

    assert horizon((2,)) is None
    assert horizon((1, 2, 3, 4)).value == pytest.approx(math.sqrt(6), abs=0.5)


def test_the_truth_itself_has_one_and_junk_has_none(corpus):
    for case in list(corpus.cases.values())[:20]:
        gold = gold_tree(case)
        assert likeness(case, parse_line({"case": case.case, "answer": gold})) == pytest.approx(1)
        assert likeness(case, parse_line({"case": case.case, "answer": "prose"})) == 0
        deep = {}
        for _ in range(5000):
            deep = {"total": deep}
        assert likeness(case, parse_line({"case": case.case, "answer": deep})) < 0.3
        rows = {"lines": [{}] * 5000}
        assert likeness(case, parse_line({"case": case.case, "answer": rows})) is None
