"""Corruption errors against a frozen baseline, and templates left out one by one."""

import json
from pathlib import Path

import pytest

from chaosdocs.authoring import OPERATORS
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ScoredCorpus, load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.conditions import cells, records_of
from chaosdocs.score.metrics.corruption import corruption, crossed
from chaosdocs.score.metrics.frozen import FrozenBaseline, FrozenCell, frozen_baseline
from chaosdocs.score.metrics.templates import template_ranges
from chaosdocs.score.run import result_of
from chaosdocs.score.stats.intervals import draw_counts


def made_of(corpus, rows):
    table = judge(corpus, answers_of("r", rows, corpus.cases), Config())
    return cells(table, draw_counts(len(records_of(table)), 200, 0), Config().utility)


def baseline_of(made, *, version="1", scale=1.0, severities=(1, 3, 5)):
    """The baseline that fails `scale` times as often as a reader does."""
    return FrozenBaseline(
        reader="r",
        version=7,
        corpus="",
        command="",
        cells=tuple(
            FrozenCell(
                operator=f"{key.operator}@{version}",
                severity=key.severity,
                medium=key.medium,
                failure=scale * level.value["failure_rate"],
                silent=scale * level.value["silent_error_rate"],
                clean_failure=scale * level.value["clean_failure_rate"],
                clean_silent=scale * level.value["clean_silent_error_rate"],
                records=level.n("failure_rate"),
            )
            for key in made.keys
            if key.severity in severities and (level := made.levels.get((key, "touched")))
        ),
    )


@pytest.fixture(scope="module")
def made(corpus, synthetic):
    return made_of(corpus, synthetic.reader(corpus, 0.7, clean_accuracy=0.95, invents=0.4))


def test_a_reader_is_as_bad_as_itself(made):
    found = corruption(made, baseline_of(made))

    assert found.baseline == "r, table 7"
    assert {e.operator for e in found.errors} == {
        "dates.ambiguous_order", "scan.coffee_stain", "totals.wrong_sum",
    }  # fmt: skip
    for error in found.errors:
        assert error.severities == (1, 3, 5)
        for estimate in (error.ce, error.silent, error.relative):
            assert estimate.value == pytest.approx(1)
            assert estimate.low < 1 < estimate.high
    for name in ("ce", "silent", "relative", "ce:pdf"):
        assert found.means[name].value == pytest.approx(1)


def test_the_error_is_a_ratio_of_sums(made):
    half = corruption(made, baseline_of(made, scale=0.5))

    assert all(e.ce.value == pytest.approx(2) for e in half.errors)
    assert half.means["ce"].value == pytest.approx(2)
    part = corruption(made, baseline_of(made, severities=(3,)))
    assert {e.severities for e in part.errors} == {(3,)}


def test_a_baseline_with_nothing_to_say_gives_no_number_and_says_why(made):
    rare = corruption(made, baseline_of(made, scale=0.05))
    other = corruption(made, baseline_of(made, version="2"))

    assert all(e.ce.value is None and "the baseline fails in" in e.why for e in rare.errors)
    assert all(e.why == "the baseline was not measured here" for e in other.errors)
    assert (rare.means, other.means) == ({}, {})


def test_a_handful_of_records_gives_their_number_only(synthetic, tmp_path):
    few = load(synthetic.make(tmp_path, records=8))
    made = made_of(few, synthetic.reader(few, 0.5, invents=0.5))

    found = corruption(made, baseline_of(made))

    assert all(e.ce.value is None and e.ce.records == 8 for e in found.errors)
    assert found.means == {}


def test_the_crossing_is_the_first_severity_no_better_than_the_baseline(made):
    assert crossed([1, 3, 5], [0, 0.1, 0.5, 0.6], [0, 0.2, 0.5, 0.5]) == 3
    assert crossed([1, 3], [0.2, 0.1, 0.6], [0.1, 0.3, 0.5]) == 0
    assert crossed([1, 3], [0, 0, 0], [0, 0, 0]) == float("inf")
    worse = corruption(made, baseline_of(made, scale=0.9)).errors
    assert {e.censored for e in worse} == {"left"}
    better = corruption(made, baseline_of(made, scale=1.3)).errors
    assert {e.censored for e in better} == {"right"}
    assert all(e.cross is None for e in [*better, *worse])


def test_the_oracle_has_no_corruption_error_at_all(corpus, synthetic, made):
    from chaosdocs.score.summary.reference_readers import REFERENCE_READERS

    oracle = corruption(
        made_of(corpus, synthetic.by(corpus, REFERENCE_READERS["oracle"])), baseline_of(made)
    )

    assert all(e.ce.value == 0 and e.censored == "right" for e in oracle.errors)
    assert oracle.means["relative"].value == pytest.approx(0)


def test_the_shipped_baseline_is_whole():
    table = frozen_baseline()

    assert table.reader.startswith("builtin:rules")
    assert len(table.table()) == len(table.cells) > 300
    assert {cell.medium for cell in table.cells} >= {"pdf", "xlsx", "csv", "json"}
    for cell in table.cells:
        assert 0 <= cell.silent <= cell.failure <= 1
        assert 0 <= cell.clean_silent <= cell.clean_failure <= 1
        assert cell.records >= 1


def test_most_operators_of_the_shipped_baseline_are_the_installed_ones():
    """An operator of another version has no corruption error: measure the baseline again."""
    named = {cell.operator for cell in frozen_baseline().cells}
    ours = {f"{name}@{each.version}" for name, each in OPERATORS.items()}

    assert len(named & ours) > 0.6 * len(named)


def test_the_script_that_measures_the_baseline_fills_its_table(tmp_path, monkeypatch):
    recipe = {
        "chaosdocs": 2,
        "name": "tiny",
        "seed": 1,
        "source": {"domain": "invoice", "count": 2, "locales": ["en_US"]},
        "render": [{"as": "csv", "system": "sap"}],
        "design": {"each": ["csv.null_words", "dates.month_only"], "severities": [5]},
    }
    (tmp_path / "tiny.yaml").write_text(json.dumps(recipe))
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "corpora/baseline"))
    import freeze

    monkeypatch.setattr(freeze, "RECIPE", tmp_path / "tiny.yaml")
    table = freeze.frozen(tmp_path)

    assert {cell.operator.partition("@")[0] for cell in table.cells} == {
        "csv.null_words", "dates.month_only",
    }  # fmt: skip


def test_leaving_a_template_out_is_scoring_without_it(synthetic, tmp_path):
    both = load(synthetic.make(tmp_path, records=25, mediums=("pdf", "csv")))
    rows = synthetic.reader(both, 0.8, clean_accuracy=0.9)
    for row in rows:
        if both.cases[row["case"]].medium == "csv":
            row["answer"]["total"] = None
    table = judge(both, answers_of("r", rows, both.cases), Config())
    ranges = {each.metric: each for each in template_ranges(table, Config().utility)}
    result = result_of(both, [table], Config(), resamples=50, reference_readers=False)

    alone = {}
    for name in ("pdf.plain", "csv.plain"):
        kept = {k: c for k, c in both.cases.items() if c.rendering == name}
        part = ScoredCorpus("part", "", kept)
        said = answers_of("r", [r for r in rows if r["case"] in kept], kept)
        card = result_of(part, [judge(part, said, Config())], Config(), resamples=50,
                         reference_readers=False).summary.readers[0].card  # fmt: skip
        alone[name] = card["accuracy"].value
    assert alone["csv.plain"] < alone["pdf.plain"]
    assert ranges["accuracy"].low == pytest.approx(alone["csv.plain"])
    assert ranges["accuracy"].high == pytest.approx(alone["pdf.plain"])
    assert (ranges["accuracy"].without_low, ranges["accuracy"].without_high) == (
        "pdf.plain",
        "csv.plain",
    )
    assert "if one of the 2 templates is left out: accuracy" in result.text(details=True)
    assert result.summary.readers[0].templates == ("csv.plain", "pdf.plain")
