"""Checks that need no right value: other exports of one record, and sums that close."""

import copy
from decimal import Decimal

import pytest

from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.closure import Sum, sums
from chaosdocs.score.run import result_of
from chaosdocs.score.summary.reference_readers import REFERENCE_READERS


@pytest.fixture(scope="module")
def exports(synthetic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    operators = {"totals.wrong_sum": ("/total",)}
    return load(
        synthetic.make(
            folder, records=25, operators=operators, severities=(1,), mediums=("pdf", "csv", "json")
        )
    )


def steady(corpus, rows):
    table = judge(corpus, answers_of("r", rows, corpus.cases), Config())
    result = result_of(corpus, [table], Config(), resamples=200, reference_readers=False)
    return result.summary.readers[0].invariance


def changed(corpus, rows, medium, change):
    """The same answers, those to clean documents of one medium changed."""
    out = copy.deepcopy(rows)
    for row in out:
        case = corpus.cases[row["case"]]
        if case.medium == medium and not case.steps:
            change(row["answer"])
    return out


def test_the_same_answer_from_every_export_survives_the_round_trip(exports, synthetic):
    found = steady(exports, synthetic.by(exports, REFERENCE_READERS["oracle"]))

    assert found["round"].value == found["across"].value == 0
    assert found["round"].records == 25


def test_another_answer_from_one_of_two_exports_is_a_pair_that_differs(exports, synthetic):
    rows = synthetic.by(exports, REFERENCE_READERS["oracle"])
    found = steady(exports, changed(exports, rows, "csv", lambda a: a.update(invoice_number="X")))
    fields = sum(
        truth.state == "answerable"
        for case in exports.cases.values()
        if case.medium == "csv" and not case.steps
        for truth in case.fields()
    )

    assert found["round"].value == pytest.approx(25 / fields, rel=0.05)
    assert found["across"].value == pytest.approx(25 / fields * 2 / 3, rel=0.05)


def test_wrong_the_same_way_everywhere_is_steady(exports, synthetic):
    rows = synthetic.by(exports, REFERENCE_READERS["oracle"])
    for medium in ("pdf", "csv", "json"):
        rows = changed(exports, rows, medium, lambda a: a.update(invoice_number="X"))

    assert steady(exports, rows)["across"].value == 0


def test_one_rendering_a_record_has_no_round_trip(corpus, synthetic):
    found = steady(corpus, synthetic.by(corpus, REFERENCE_READERS["oracle"]))

    assert not {"round", "across"} & set(found)


def numbers(**amounts):
    return {
        f"/{name.replace('__', '/*/')}": [Decimal(value) for value in each]
        for name, each in amounts.items()
    }


def test_what_adds_up_in_all_records_is_found_and_chance_is_not():
    documents = [
        (
            f"r{n}",
            numbers(net=[10 + n], tax=[n], total=[10 + 2 * n], lines__amount=[4, 6 + n]),
        )
        for n in range(6)
    ]

    found = sums(iter(documents))
    few = sums(iter(documents[:3]))

    assert Sum("/net", ("/lines/*/amount",)) in found
    assert Sum("/total", ("/net", "/tax")) in found
    assert Sum("/total", ("/tax", "/lines/*/amount")) in found
    assert {each.total for each in found} == {"/net", "/total"}
    assert few == ()


def test_a_row_that_the_truth_does_not_have_opens_a_sum(tmp_path, synthetic):
    facts = synthetic.record

    def record(rng, rows):
        made = facts(rng, rows)
        cents = [round(float(row["amount"]["amount"]) * 100) for row in made["/lines"].values()]
        made["/net"] = synthetic.money(sum(cents))
        made["/total"] = synthetic.money(sum(cents) * 2)
        return made

    synthetic.record, folder = record, tmp_path
    try:
        corpus = load(synthetic.make(folder, records=20, operators={}, rows=3))
    finally:
        synthetic.record = facts
    rows = synthetic.by(corpus, REFERENCE_READERS["oracle"])
    longer = copy.deepcopy(rows)
    for row in longer:
        row["answer"]["lines"].append({"amount": synthetic.money(1)})
    nothing = [{**row, "answer": {}} for row in rows]

    assert steady(corpus, rows)["clean_closure"].value == 1
    assert steady(corpus, longer)["clean_closure"].value == 0
    assert "clean_closure" not in steady(corpus, nothing)
