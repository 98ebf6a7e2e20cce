"""Laws over every figure of a summary, and what the verdict says of answers in a wrong form."""

import json
from pathlib import Path

import numpy as np
import pytest

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.metrics.registry import metrics
from chaosdocs.score.run import score
from chaosdocs.score.stats.differences import as_ratio
from chaosdocs.score.stats.intervals import draw_counts, estimate
from chaosdocs.score.summary.numbers import number, percent

READY = Path(__file__).parents[2] / "corpora" / "ready"
FROM_ZERO = frozenset({"missing", "extra", "shifted", "edits"})


def estimates(node, name=""):
    if isinstance(node, dict):
        if {"value", "low", "high", "records"} <= node.keys():
            yield name, node
        for key, below in node.items():
            yield from estimates(below, key)
    elif isinstance(node, list):
        for below in node:
            yield from estimates(below, name)


def misread(line):
    answer = line["answer"]
    if isinstance(answer.get("total"), dict):
        answer["total"] = f"{answer['total']['amount']} {answer['total']['currency']}"
    answer["seller.name"] = "ACME"
    return line


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The ready answers, as they are and with totals as texts and a flat key."""
    made = tmp_path_factory.mktemp("ranges")
    lines = [json.loads(row) for row in (READY / "invoices/rules.jsonl").read_text().splitlines()]
    (made / "flat.jsonl").write_text("".join(json.dumps(misread(line)) + "\n" for line in lines))
    answers = [READY / "invoices/rules.jsonl", made / "flat.jsonl"]
    return score(READY / "invoices/corpus", answers, resamples=100)


def test_no_interval_leaves_its_range_or_its_value(scored):
    known, seen = metrics(), 0
    for name, each in estimates(json.loads(scored.summary.model_dump_json())):
        if each["value"] is None or each["low"] is None:
            continue
        seen += 1
        assert each["low"] <= each["value"] <= each["high"], name
        if each.get("one_low") is not None:
            assert each["one_low"] <= each["value"] <= each["one_high"], name
        metric = known.get(name.removeprefix("clean_").rpartition(":")[2])
        least = 0.0 if name in FROM_ZERO else None if metric is None else metric.low
        most = None if metric is None else metric.high
        assert least is None or least - 1e-9 <= each["low"], (name, each)
        assert most is None or each["high"] <= most + 1e-9, (name, each)
    assert seen > 200


def test_counts_and_ratios_have_no_interval_below_zero():
    counts = draw_counts(6, 200, 1)
    shares = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 5.0])
    boot = counts @ shares / counts.sum(axis=1)
    assert estimate(5 / 6, boot, records=6).low < 0
    assert estimate(5 / 6, boot, records=6, least=0.0).low == 0
    ratio = Estimate(value=1.0, low=0.9, high=1.1, records=6)
    change = Estimate(value=0.0, low=-0.9, high=0.9, records=6, one_low=-0.8, one_high=0.8)
    assert as_ratio(ratio, change, 0.5).low == 0
    assert as_ratio(ratio, change, 0.5).high == pytest.approx(2.8)


def test_an_interval_without_width_says_why():
    same = Estimate(value=0.25, low=0.25, high=0.25, records=6)
    assert percent(same) == "25.0 % (the same in all 6 records)"
    assert number(same) == "0.25 (the same in all 6 records)"
    assert percent(Estimate(value=0.25, low=0.2, high=0.3, records=6)) == "25.0 % (20.0 to 30.0)"


def test_answers_in_a_wrong_form_are_told_apart(scored):
    rules, flat = scored.summary.readers
    assert rules.form_errors == 0
    assert flat.form_errors > 30
    words = f"{flat.form_errors} fields are silently wrong only because of the form of the answer"
    assert words in flat.verdict[0]
    assert words in scored.text()
    assert "because of the form" not in rules.verdict[0]


def test_a_key_that_is_not_asked_for_is_told(scored):
    rules, flat = scored.summary.readers
    assert not any("not asked for" in each for each in rules.warnings)
    told = next(each for each in flat.warnings if "keys that are not asked for" in each)
    assert "'/seller.name' (did you mean '/seller/name'?)" in told
