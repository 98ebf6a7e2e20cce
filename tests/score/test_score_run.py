"""From files to one result: totals that the rows re-derive, gates, baselines, JUnit, errors."""

import gzip
import json
import math
from collections import defaultdict
from xml.etree import ElementTree as ET

import pytest

from chaosdocs.formats.fields import FieldRow
from chaosdocs.formats.folder import TRUTH
from chaosdocs.formats.frames import framed
from chaosdocs.formats.summary import Summary
from chaosdocs.foundation.errors import UserError
from chaosdocs.score import score
from chaosdocs.score.comparing.paired import compare
from chaosdocs.score.gates.gates import parse_gate
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.summary.reference_readers import answer_all, pointers, put


@pytest.fixture(scope="module")
def answers(folder, corpus, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "simulated.jsonl"
    rows = synthetic.reader(corpus, 0.8, sure=0.9, gaps=0.03, invents=0.4)
    for n, row in enumerate(rows):
        row["latency_s"], row["cost_usd"] = 0.1 + n % 7 / 10, 0.001
        row["answer"]["lines"].append({"sku": "surplus"}) if n % 5 == 0 else None
    return synthetic.answer_file(path, rows)


@pytest.fixture(scope="module")
def result(folder, answers):
    return score(folder, [answers], resamples=300)


@pytest.fixture(scope="module")
def written(result, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    result.write(out)
    return out


def rows_of(written):
    lines = (written / "fields.jsonl").read_text().splitlines()
    return [FieldRow.model_validate_json(line).model_dump(mode="json") for line in lines]


def by_record(rows, top, bottom):
    """The mean over records of weighted shares: the slow, obvious way."""
    sums = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        if bottom(row):
            sums[row["record"]][0] += row["weight"] * top(row)
            sums[row["record"]][1] += row["weight"]
    shares = [over / under for over, under in sums.values() if under]
    return (math.fsum(shares) / len(shares), len(shares)) if shares else (None, 0)


def utility(row, t):
    if row["outcome"] in {"wrong", "hallucinated", "overcommit"}:
        return -0.5 if row["flagged"] else -t / (1 - t)
    if row["outcome"] == "correct" and row["state"] == "answerable":
        return 0.5 if row["flagged"] else 1
    return -0.1 if row["outcome"] == "invalid" else 0


ERROR = {"wrong", "hallucinated", "overcommit"}
SLOW = {
    "accuracy": (
        lambda r: r["outcome"] == "correct",
        lambda r: r["state"] in {"answerable", "absent"},
    ),
    "silent_error_rate": (
        lambda r: r["outcome"] in ERROR and not r["flagged"],
        lambda r: r["state"] != "unscored",
    ),
    "automation_rate": (
        lambda r: r["value"] and not r["flagged"],
        lambda r: r["state"] != "unscored",
    ),
    "hallucination_rate": (
        lambda r: r["outcome"] == "hallucinated",
        lambda r: r["state"] == "unanswerable",
    ),
    "over_abstention_rate": (
        lambda r: r["outcome"] == "over_abstain",
        lambda r: r["state"] == "answerable",
    ),
    "utility_90": (lambda r: utility(r, 0.9), lambda r: r["state"] != "unscored"),
    "accuracy_change": (
        lambda r: (r["outcome"] == "correct") - (r["twin"] == "correct"),
        lambda r: r["state"] == r["twin_state"] == "answerable",
    ),
    "silent_loss_rate": (
        lambda r: r["outcome"] in ERROR and not r["flagged"],
        lambda r: r["twin"] == "correct" and r["twin_state"] == "answerable",
    ),
    "needless_gap_rate": (
        lambda r: r["outcome"] == "over_abstain",
        lambda r: r["twin"] == "correct" and r["state"] == r["twin_state"] == "answerable",
    ),
    "lucky_rate": (
        lambda r: r["error_type"] == "lucky",
        lambda r: r["state"] == "unanswerable" and r["was"] is not None,
    ),
    "brier_score": (
        lambda r: (r["p"] - (r["outcome"] == "correct")) ** 2,
        lambda r: r["value"] and r["answered"] and r["p"] is not None,
    ),
}


def test_the_rows_re_derive_every_total(result, written):
    rows = rows_of(written)
    checked = 0
    for cell in result.summary.readers[0].conditions:
        here = [
            r
            for r in rows
            if (r["operator"], r["severity"], r["medium"])
            == (cell.operator, cell.severity, cell.medium)
        ]
        assert cell.fields == sum(r["state"] != "unscored" for r in here)
        for population, metrics in cell.metrics.items():
            part = [
                r for r in here if population == "all" or r["touched"] == (population == "touched")
            ]
            for name, (top, bottom) in SLOW.items():
                if name in metrics and metrics[name].value is not None:
                    value, records = by_record(part, top, bottom)
                    assert metrics[name].value == pytest.approx(value), (cell.operator, name)
                    assert metrics[name].records == records
                    checked += 1
    assert checked > 80
    counts = defaultdict(int)
    for row in rows:
        counts[row["outcome"]] += 1
    assert result.summary.readers[0].outcomes == counts


def test_every_line_is_a_row_of_the_format(result, written):
    lines = (written / "fields.jsonl").read_text().splitlines()
    rows = [FieldRow.model_validate_json(line) for line in lines]

    assert len(rows) == len(result.rows)
    assert rows[0] == result.rows[0]
    assert rows[-1] == result.rows[-1]
    assert result.rows[:2] == rows[:2]
    stored = Summary.model_validate_json((written / "summary.json").read_bytes())
    assert sorted(stored.files) == ["fields.jsonl", "samples.jsonl"]
    rounded = Summary.model_validate_json(result.summary.as_json())
    assert stored.model_copy(update={"files": {}}) == rounded
    assert rounded.readers[0].card["accuracy"].value == pytest.approx(
        result.summary.readers[0].card["accuracy"].value, abs=1e-11
    )


def test_the_verdict_is_four_sentences_in_order(result):
    clean, breaks, gaps, pays = result.summary.readers[0].verdict

    assert clean.startswith("On clean documents")
    assert breaks.startswith("It first fails silently with")
    assert gaps.startswith("It invents a value for")
    assert pays.startswith("It saves work if one silent error costs less than")
    assert all(
        sentence in result.text(details=True) for sentence in result.summary.readers[0].verdict
    )
    assert "Not shown by this run" in result.text(details=True)


@pytest.mark.parametrize(
    ("nulls", "means"),
    [("merged", "leaves a field open"), ("split", "says that the document lacks")],
)
def test_words_of_the_trade_are_explained_where_they_are_printed(folder, answers, nulls, means):
    text = score(folder, [answers], resamples=50, nulls=nulls, reference_readers=False).text(
        details=True
    )

    assert f"nulls {nulls} (null or a missing key {means}" in text
    assert "of all fields are answered without a flag" in text
    for word in ("net utility", "J", "noise floor"):
        assert sum(line.startswith(f"  {word}: ") for line in text.splitlines()) == 1


def test_the_same_seed_gives_the_same_summary(folder, answers, result):
    again = score(folder, [answers], resamples=300)

    assert again.summary == result.summary
    assert score(folder, [answers], resamples=300, seed=1).summary != result.summary


def test_latency_and_cost_count_every_request(result):
    running = result.summary.readers[0].latency

    assert running.requests == 330
    assert running.cost_usd == pytest.approx(0.33)
    assert 0.1 <= running.seconds["p50"] <= running.seconds["p95"] <= 0.7
    assert running.within["0.05"] == 0


def test_curves_rest_on_fields_that_are_answerable_at_every_severity(result):
    curves = {curve.operator: curve for curve in result.summary.readers[0].curves}

    assert [point.severity for point in curves["totals.wrong_sum"].points] == [0, 1, 3, 5]
    assert curves["totals.wrong_sum"].fields == 30
    assert curves["scan.coffee_stain"].fields < 60


def test_lures_are_ranked_and_the_leak_is_audited(result):
    reader = result.summary.readers[0]

    assert {"source-value", "dm-swap"} <= {lure.name for lure in reader.lures}
    assert reader.lucky["scan.coffee_stain"].value > 0.2


@pytest.mark.parametrize("knows", [True, False])
def test_an_invention_is_lucky_only_where_it_is_the_value_that_is_gone(
    folder, corpus, synthetic, tmp_path, knows
):
    rows = synthetic.by(corpus, answer_all)
    other = {"amount": "0.01", "currency": "EUR"}
    for row, case in zip(rows, corpus.cases.values(), strict=True):
        for pointer, truth in pointers(case):
            if truth.state == "unanswerable":
                put(row["answer"], pointer, truth.was if knows else other)
    path = synthetic.answer_file(tmp_path / "answers.jsonl", rows)
    reader = score(folder, [path], resamples=50, reference_readers=False).summary.readers[0]

    stained = {group.name: group.metrics for group in reader.operators}["scan.coffee_stain"]
    assert stained["hallucination_rate"].value == 1
    assert reader.lucky["scan.coffee_stain"].value == knows


def test_gates_read_bounds_and_set_the_exit_code(folder, answers):
    def run(*gates, **more):
        return score(folder, [answers], resamples=300, gates=gates, reference_readers=False, **more)

    assert run("silent_error_rate<=0.9", "automation_rate>=0.1").exit_code == 0
    assert run("automation_rate>=0.99").exit_code == 1
    assert run("no.such*:accuracy>=0.1").exit_code == 2
    middle = run().summary.readers[0].card["silent_error_rate"].value
    unsure = run(f"silent_error_rate<={middle + 0.005:.4f}")
    assert unsure.summary.gates[0].status == "inconclusive"
    assert unsure.summary.gates[0].needed > 30
    assert unsure.exit_code == 1
    assert run(f"silent_error_rate<={middle + 0.005:.4f}@point").exit_code == 0
    assert run(f"silent_error_rate<={middle + 0.005:.4f}", inconclusive="pass").exit_code == 0
    assert any("answers nothing passes" in w for w in unsure.summary.warnings)


def test_a_gate_on_a_cell_names_it(folder, answers):
    made = score(
        folder,
        [answers],
        resamples=100,
        gates=["totals.*@3:pdf:accuracy>=.99"],
        reference_readers=False,
    )

    (gate,) = made.summary.gates
    assert gate.where == "totals.wrong_sum@3:pdf"
    assert gate.status == "fail"
    xml = ET.fromstring(made.junit())  # noqa: S314 - our own
    properties = {p.get("name"): p.get("value") for p in xml.iter("property")}
    assert properties["operator"] == "totals.wrong_sum"
    assert properties["severity"] == "3"
    assert properties["records"] == "30"
    assert xml.find(".//failure").get("type") == "fail"


def test_a_baseline_forgives_what_is_known_and_fails_what_is_new(
    folder, corpus, answers, synthetic, tmp_path
):
    path = tmp_path / "known.json"
    gates = ["totals.*@3:accuracy>=.99@point", "automation_rate>=.1"]

    def run(file, **more):
        return score(
            folder,
            [file],
            resamples=50,
            gates=gates,
            baseline=path,
            reference_readers=False,
            **more,
        )

    with pytest.raises(UserError, match="--baseline-update writes one"):
        run(answers)
    assert run(answers, update="all").exit_code == 0
    text = path.read_bytes()
    known = run(answers)
    assert known.exit_code == 0
    assert {g.status for g in known.summary.gates} == {"known", "pass"}
    assert run(answers, update="all").exit_code == 0
    assert path.read_bytes() == text
    assert json.loads(text)["failures"] == sorted(
        json.loads(text)["failures"], key=lambda each: (each["case"], each["field"])
    )

    better = synthetic.answer_file(tmp_path / "better.jsonl", synthetic.reader(corpus, 1.0))
    fixed = run(better)
    assert fixed.exit_code == 0
    assert any(g.words == "fixed; prune it" for g in fixed.summary.gates)
    run(better, update="prune")
    assert len(path.read_bytes()) < len(text)

    worse = run(answers)
    assert worse.exit_code == 1
    new = [g for g in worse.summary.gates if g.words == "new failure"]
    assert new
    assert new[0].where in worse.text(details=True)
    assert new[0].where.split()[0] in worse.junit()
    for junk in ("[]", "{", '{"failures": [{"case": 3}]}', '{"failures": [{"no": "x"}]}'):
        path.write_text(junk)
        with pytest.raises(UserError, match="not a baseline"):
            run(answers)


@pytest.mark.parametrize(
    "text",
    [
        "silent_error_rate",
        "silent_error_rate<0.1",
        "a b:silent_error_rate<=1",
        "silent_error_rate<=x",
        "silent_error_rate<=1@middle",
    ],
)
def test_what_is_no_gate_is_an_error(text):
    with pytest.raises(UserError, match="is not a gate"):
        parse_gate(text)


def test_a_metric_that_is_not_there_gets_the_nearest():
    with pytest.raises(UserError, match="did you mean 'silent_loss_rate'"):
        parse_gate("silent_los<=0.1")


def test_two_readers_are_compared_in_pairs(folder, corpus, answers, synthetic, tmp_path):
    better = synthetic.answer_file(tmp_path / "better.jsonl", synthetic.reader(corpus, 0.97))

    comparison = compare(score(folder, [better, answers], resamples=300, reference_readers=False))

    acc = next(d for d in comparison.differences if (d.where, d.metric) == ("all", "accuracy"))
    assert acc.by.low > 0
    assert acc.p < 0.05
    assert comparison.lost > comparison.gained
    assert comparison.flips
    assert "better minus simulated" in comparison.text()
    same = compare(score(folder, [better, better], resamples=100, reference_readers=False))
    assert all(d.by.value == 0 for d in same.differences)
    assert (same.gained, same.lost) == (0, 0)


def test_a_configuration_weighs_and_tolerates(folder, corpus, answers, synthetic, tmp_path):
    def nearly(case):
        return {"total": {"amount": "9.99", "currency": "EUR"}}

    config = {
        "weights": {"/lines/*": 0},
        "compare": {"/t*": {"kind": "money", "tolerance": "0.01"}},
    }
    made = score(folder, [answers], config=config, resamples=50, reference_readers=False)

    assert {row.weight for row in made.rows if row.schema_path.startswith("/lines")} == {0}
    assert (
        made.summary.config
        != score(folder, [answers], resamples=50, reference_readers=False).summary.config
    )
    with pytest.raises(UserError, match="--trust"):
        score(folder, [answers], config={"compare": {"/total": "os:remove"}})
    with pytest.raises(UserError, match="did you mean 'weights'"):
        score(folder, [answers], config={"weight": {}})


def test_a_forgiving_comparison_is_a_named_warning(folder, answers):
    config = {"compare": {"/total": {"tolerance": "1000000"}}}

    made = score(folder, [answers], config=config, resamples=50, reference_readers=False)

    assert any("/total forgives the lure 'source-value'" in w for w in made.summary.warnings)


def test_broken_corpora_are_errors_that_can_be_mended(folder, synthetic, tmp_path):
    with pytest.raises(UserError, match="no corpus here"):
        load(tmp_path)
    broken = synthetic.make(tmp_path / "c", records=2)
    load(broken, check=True)
    truth = broken / TRUTH
    lines = gzip.decompress(truth.read_bytes()).splitlines(keepends=True)

    def put(*kept):
        truth.write_bytes(b"".join(framed([("", b"".join(kept))])))

    put(*lines[1:])
    with pytest.raises(UserError, match="1 of 20 cases have no truth"):
        load(broken)
    put(*lines, lines[0])
    with pytest.raises(UserError, match="stands twice"):
        load(broken)
    put(b"".join(lines)[:-40])
    with pytest.raises(UserError, match=r"gz:20: not JSON \(the last line is cut short\)"):
        load(broken)
    put(*lines)
    cases = broken / "cases.jsonl"
    cases.write_text(cases.read_text().replace("eye", "text", 1))
    with pytest.raises(UserError, match="the digest does not match: expected"):
        load(broken, check=True)
    with pytest.raises(UserError, match="no such channel"):
        load(broken, channel="nose")


def test_issues_have_precision_and_recall(folder, corpus, synthetic, tmp_path):
    rows = synthetic.reader(corpus, 1.0)
    for row in rows:
        case = corpus.cases[row["case"]]
        row["issues"] = [{"path": p, "code": c} for p, c in case.issues]
        if not case.steps:
            row["issues"].append({"path": "/total", "code": "inconsistent"})
    made = score(folder, [synthetic.answer_file(tmp_path / "i.jsonl", rows)], resamples=50)

    (issue,) = made.summary.readers[0].issues
    assert (issue.code, issue.expected, issue.right, issue.on_clean) == ("inconsistent", 90, 90, 30)
    assert issue.reported == 120


def test_trials_are_averaged_inside_their_record(folder, corpus, synthetic, tmp_path):
    one = synthetic.reader(corpus, 0.8, seed=1)
    two = [{**row, "trial": 1} for row in synthetic.reader(corpus, 0.8, seed=2)]
    made = score(
        folder, [synthetic.answer_file(tmp_path / "t.jsonl", one + two)], resamples=50,
        reference_readers=False,
    )  # fmt: skip

    assert made.summary.readers[0].trials == 2
    assert made.summary.readers[0].records == 30
    assert len(made.rows) == 2 * 330 * 21
    told = made.summary.readers[0].consistency
    assert told["pass^2"] < told["pass^1"]
    assert 0 < told["flip_rate"] < 0.2


def test_the_frontier_of_cost_and_quality_says_how_sure_it_is(folder, corpus, synthetic, tmp_path):
    paths = []
    for name, accuracy, cost in (("good", 0.97, 0.01), ("poor", 0.6, 0.02), ("free", 0.6, 0.0)):
        rows = [{**r, "cost_usd": cost} for r in synthetic.reader(corpus, accuracy)]
        paths.append(synthetic.answer_file(tmp_path / f"{name}.jsonl", rows))

    made = score(folder, paths, resamples=100, reference_readers=False)

    frontier = {p.reader: p for p in made.summary.pareto if p.against == "cost"}
    assert {name for name, p in frontier.items() if p.on_frontier} == {"good", "free"}
    assert frontier["good"].share_of_resamples == 1
    assert frontier["poor"].share_of_resamples == 0


def test_a_comparison_has_heads_and_says_what_its_two_p_are(folder, corpus, synthetic, tmp_path):
    paths = [
        synthetic.answer_file(tmp_path / f"{name}.jsonl", synthetic.reader(corpus, right, seed=1))
        for name, right in (("better-than-most", 0.85), ("worse", 0.8))
    ]
    made = compare(score(folder, paths, resamples=300, reference_readers=False))

    text = made.text()
    head = next(line for line in text.splitlines() if line.startswith("  where"))
    assert head.split()[:4] == ["where", "metric", "better-t..", "worse"]
    assert head.split()[-6:] == ["(95", "%", "interval)", "p", "p,", "Holm"]
    tested = [each for each in made.differences if each.p is not None]
    assert all(each.alone <= each.p for each in tested)
    assert any(each.alone < 0.05 < each.p for each in tested)
    assert f"corrected for all\n  {len(tested)} differences" in text
