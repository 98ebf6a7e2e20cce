"""The second sentence of the verdict, why a reader fails, and why a curve is missing."""

import pytest

from chaosdocs.formats.summary import Condition, Estimate, Group, Latency, LureCount, ReaderSummary
from chaosdocs.score import score
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.summary.silence import breaks


def summary(silent, *, acc=None, failure=None, severities=(3,), lures=(), withheld=None):
    cells = tuple(
        Condition(
            operator="claims.contradiction", family="claims", severity=severity, medium="pdf",
            records=silent.records, cases=1, fields=1, thin=True, lures=lures,
            metrics={"touched": {"silent_error_rate": Estimate(records=3, withheld=withheld)}},
        )
        for severity in severities
    )  # fmt: skip
    metrics = {"silent_error_rate": silent}
    metrics |= {} if acc is None else {"accuracy": acc}
    metrics |= {} if failure is None else {"failure_rate": failure}
    return ReaderSummary(
        name="r", nulls="merged", fields=1, cases=1, records=1, outcomes={}, card={}, clean={},
        conditions=cells, operators=(Group(name="claims.contradiction", cells=1, metrics=metrics),),
        latency=Latency(requests=1),
    )  # fmt: skip


SILENT = Estimate(value=0.8, low=0.465, high=1, one_low=0.5, one_high=1, records=12)
LURE = LureCount(name="first-claim", operator="claims.contradiction", fields=3, records=3, silent=3)


def test_thin_evidence_is_told_as_that_with_severity_interval_share_and_lure():
    failure = Estimate(value=0.8, low=0.5, high=0.9, records=12)

    told = breaks(summary(SILENT, failure=failure, lures=(LURE,)))

    assert told == (
        "It fails silently with claims.contradiction at severity 3: touched fields are right or "
        "rightly left open in 20.0 % (10.0 to 50.0), silently wrong in 80.0 % (46.5 to 100.0), "
        'mostly with the named wrong answer "first-claim". This rests on 12 records only.'
    )


def test_several_thin_severities_name_the_first_that_was_seen():
    acc = Estimate(value=0.2, low=0.1, high=0.4, records=12)

    told = breaks(summary(SILENT, acc=acc, severities=(2, 5), withheld=0.5))

    assert "(severities 2, 5, first at severity 2): touched fields are right in" in told
    assert "right in 20.0 % (10.0 to 40.0)" in told
    assert "without a named wrong answer" in told


def test_errors_that_chance_could_have_made_are_told_as_that():
    silent = Estimate(value=0.05, low=0, high=0.3, one_low=0.0, one_high=0.25, records=30)

    told = breaks(summary(silent, acc=Estimate(value=0.9, low=0.8, high=1, records=30)))

    assert told.startswith("Most silent errors occur with claims.contradiction at severity 3:")
    assert told.endswith("With 30 records this can be chance.")


@pytest.fixture(scope="module")
def read(synthetic, tmp_path_factory):
    """A reader that is lured on touched fields, and wrong about every name, clean or not."""
    folder = synthetic.make(
        tmp_path_factory.mktemp("why"),
        records=25,
        operators={**synthetic.OPERATORS, "claims.contradiction": ("/supplier/name",)},
        severities=(3,),
    )
    rows = synthetic.reader(load(folder), 0.3)
    for row in rows:
        name = row["answer"]["supplier"]["name"]
        row["answer"]["supplier"] = {"name": f"{name}".replace(" ", "")}
        row["answer"]["lines"] = row["answer"]["lines"][:1]
    path = synthetic.answer_file(tmp_path_factory.mktemp("answers") / "a.jsonl", rows)
    return score(folder, [path], resamples=50, reference_readers=False)


def test_why_it_fails_counts_touched_fields_that_do_not_fail_on_the_twin_too(read):
    reader = read.summary.readers[0]
    rows = [
        row
        for row in read.rows
        if row.touched and row.outcome in {"wrong", "hallucinated", "overcommit"}
        and row.twin not in {"wrong", "hallucinated", "overcommit"} and (row.lure or row.error_type)
    ]  # fmt: skip

    old = [
        row
        for row in read.rows
        if row.touched and row.error_type and row.twin == row.outcome == "wrong"
    ]

    assert old
    assert sum(each.fields for each in reader.lures) == len(rows) > 20
    assert not {"missing_row"} & {each.name for each in reader.lures}
    assert "claims.contradiction" not in {each.operator for each in reader.lures}


def test_what_has_no_curve_says_why(read, synthetic, tmp_path, corpus, folder):
    reader = read.summary.readers[0]

    why = {(each.operator, each.what): each.why for each in reader.missing_curves}
    assert why["totals.wrong_sum", "curve"] == "only one severity"
    assert "These are claims.contradiction (pdf)" in read.text(details=True)

    few = synthetic.make(tmp_path / "few", records=6, severities=(1, 5))
    rows = synthetic.reader(load(few), 0.9)
    made = score(few, [synthetic.answer_file(tmp_path / "few.jsonl", rows)], resamples=20)
    (thin,) = made.summary.readers
    whys = {(each.operator, each.what): each.why for each in thin.missing_curves}
    assert whys["totals.wrong_sum", "curve"] == "fewer than 20 records at a severity"
    assert whys["totals.wrong_sum", "accuracy"] == "fewer than 20 records at a severity"

    gone = synthetic.make(
        tmp_path / "gone", records=25, severities=(6, 7), operators={"scan.coffee_stain": ("/net",)}
    )
    rows = synthetic.reader(load(gone), 0.9)
    made = score(gone, [synthetic.answer_file(tmp_path / "gone.jsonl", rows)], resamples=20)
    (never,) = made.summary.readers
    assert {each.why for each in never.missing_curves if each.what == "curve"} == {
        "no severity at which half of the touched fields can be answered"
    }


def test_a_run_without_removed_values_says_that_there_was_nothing_to_invent(synthetic, tmp_path):
    made = synthetic.make(tmp_path / "kept", records=6, severities=(1,), operators={
        "claims.contradiction": ("/supplier/name",)
    })  # fmt: skip
    rows = synthetic.reader(load(made), 0.9)
    told = score(made, [synthetic.answer_file(tmp_path / "kept.jsonl", rows)], resamples=20)

    sentence = told.summary.readers[0].verdict[2]
    assert sentence.endswith("The damage removed no value, so there was none to invent.")
    assert "n/a" not in sentence
