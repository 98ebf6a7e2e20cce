"""Records of the user's own model; pairs; exports; drifting schemas."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, model_validator

from chaosdocs.foundation.errors import UserError
from chaosdocs.testing import strategies as cst
from chaosdocs.testing.strategies import Case, DrawnStep, OwnSample, Sample, SensitivityPair

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Line(BaseModel):
    sku: Annotated[str, Field(pattern=r"^[A-Z]{2}-[0-9]{3}$")]
    pieces: Annotated[int, Field(ge=1, le=500)]


class Order(BaseModel):
    number: Annotated[str, Field(min_length=4, max_length=8)]
    placed: dt.date
    status: Literal["open", "shipped"]
    discount_percent: Annotated[Decimal, Field(gt=0, le=50)]
    comment: str | None = None
    lines: list[Line]


class Stubborn(BaseModel):
    name: str

    @model_validator(mode="after")
    def _never(self):
        raise ValueError("no name is good enough")


@FEW
@given(cst.records_from(Order))
def test_a_record_of_a_model_is_one_that_the_model_takes(sample):
    assert isinstance(sample.instance, Order)
    assert sample.record.rows
    assert sample.data["placed"] == sample.instance.placed.isoformat()
    assert eval(repr(sample)) == sample  # noqa: S307


@FEW
@given(cst.cases(cst.records_from(Order), media=["csv", "json", "pdf"]))
def test_cases_of_a_model_are_answered_rightly_by_a_perfect_reader(case):
    case.check(case.expected, gaps_fail=True)


def test_a_model_that_refuses_everything_is_named_with_the_way_out():
    @settings(phases=[Phase.generate], database=None)
    @given(cst.records_from(Stubborn))
    def draws(sample):
        raise AssertionError(sample)

    with pytest.raises(UserError, match=r"Stubborn refuses .*\n?.*no name is good enough"):
        draws()


def test_values_and_instances_are_taken_instead():
    @FEW
    @given(cst.records_from(Order, values={"/number": st.just("ABCD")}))
    def fields(sample):
        assert sample.instance.number == "ABCD"

    ours = Order(
        number="ZZZZ", placed=dt.date(2024, 2, 3), status="open", discount_percent=1, lines=[]
    )

    @FEW
    @given(cst.records_from(Order, instances=st.just(ours)))
    def whole(sample):
        assert sample.instance == ours

    fields()
    whole()


def test_a_field_that_the_model_has_not_is_told():
    with pytest.raises(UserError, match="no field /numbr"):
        cst.records_from(Order, values={"/numbr": st.just("x")})


def test_something_else_than_a_model_is_told():
    with pytest.raises(UserError, match="not a pydantic model"):
        cst.records_from(dict)


@FEW
@given(cst.tables(media=["csv"]))
def test_a_table_has_rows_before_it_has_bytes(case):
    assert case.table.rows
    assert case.bytes


@FEW
@given(cst.schema_drifts())
def test_a_drift_is_a_change_of_the_tree(case):
    assert case.steps[0].operator.startswith("drift.")
    assert case.tree != case.twin.tree


@FEW
@given(cst.invariant_pairs())
def test_perfect_answers_to_an_invariant_pair_are_the_same(pair):
    assert pair.case.steps
    pair.check(pair.clean.expected, pair.dirty.expected)


@FEW
@given(cst.sensitivity_pairs())
def test_perfect_answers_to_a_sensitivity_pair_differ(pair):
    assert pair.changed
    pair.check(pair.clean.expected, pair.dirty.expected)


def test_rows_after_a_hidden_one_are_compared_with_themselves():
    sample = Sample("invoice", 6, "fr_FR", rows=("k2", "k3", "k4"), plain=True)
    hidden = DrawnStep("export.hidden_rows", 1, ("k3",))
    pair = SensitivityPair(Case(sample, "xlsx.sap", (hidden,)))
    pair.check(pair.clean.expected, pair.dirty.expected)


def test_a_reader_that_answers_the_clean_twin_breaks_the_pairs():
    once = settings(max_examples=30, deadline=None, database=None, phases=[Phase.generate])

    @once
    @given(cst.sensitivity_pairs(ops=["totals.wrong_sum"], media=["csv"]))
    def deaf(pair):
        pair.check(pair.clean.expected, pair.clean.expected)

    @once
    @given(cst.invariant_pairs(media=["csv"]))
    def jumpy(pair):
        pair.check(pair.clean.expected, {"currency": "XXX"})

    with pytest.raises(cst.PairFailure, match="it says another thing"):
        deaf()
    with pytest.raises(cst.PairFailure, match="both documents say the same"):
        jumpy()


def test_equal_samples_of_a_model_are_one():
    one, other = (OwnSample(Line, {"sku": "AB-123", "pieces": 2}) for _ in range(2))

    assert one == other
    assert hash(one) == hash(other)
    assert one.data == {"sku": "AB-123", "pieces": {"value": "2", "unit": ""}} or one.data


def test_a_text_in_half_width_says_the_same():
    step = DrawnStep("text.folded", 1, ("/lines/k1/description#1",))
    case = Case(Sample("invoice", 65, "ja_JP", plain=True), "csv.netsuite", (step,))

    assert "/lines/k1/description" not in SensitivityPair(case=case).changed
