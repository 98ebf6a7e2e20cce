"""Drawn cases: byte-free, written down by their repr, consistent, proved, well told."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.rules import broken
from chaosdocs.testing import strategies as cst
from chaosdocs.testing.making import making
from chaosdocs.testing.staged import document_at
from chaosdocs.testing.strategies import Case, CaseFailure, DrawnStep, Sample

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=60, deadline=None)


@MANY
@given(st.sampled_from(["invoice", "statement", "kyc"]).flatmap(cst.records))
def test_a_drawn_record_keeps_the_rules_of_its_domain(sample):
    record = sample.record

    assert broken(record.domain.rules, record.facts, record.rows) == []
    assert record.rows
    assert set(sample.rows or record.rows) == set(record.rows)
    assert eval(repr(sample)) == sample  # noqa: S307


@MANY
@given(cst.cases(max_ops=2))
def test_a_case_is_what_its_repr_makes(case):
    assert eval(repr(case)) == case  # noqa: S307
    assert hash(eval(repr(case))) == hash(case)  # noqa: S307


@FEW
@given(cst.cases(max_ops=2, media=["csv", "json", "xlsx"]))
def test_a_perfect_answer_passes_and_the_bytes_are_those_of_the_build(case):
    case.check(case.expected, gaps_fail=True)

    made = making(case.record, case.rendering, case.steps)
    taken = {step.step.operator.id: set(step.plan.keys) for step in made.built.steps}
    assert taken == {step.operator: set(step.keys) for step in case.steps}
    assert case.bytes == made.built.files[0].data


@FEW
@given(cst.cases(media=["csv", "xlsx"], ops=["numbers.*", "dates.*", "export.*", "totals.*"]))
def test_the_table_before_the_bytes_is_the_one_in_the_file(case):
    made = making(case.record, case.rendering, case.steps).built

    assert dict(case.table.statements) == made.statements


def test_drawing_imports_no_renderer_of_bytes():
    script = (
        "import sys\n"
        "from hypothesis import given, settings\n"
        "from chaosdocs.testing import strategies as cst\n"
        "@settings(max_examples=40, database=None, deadline=None)\n"
        "@given(cst.cases(max_ops=2))\n"
        "def draw(case): repr(case)\n"
        "draw()\n"
        "print([m for m in ('pymupdf', 'openpyxl', 'cv2', 'pdfplumber') if m in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr


def test_a_failing_case_shrinks_to_one_decision_at_the_lowest_severity():
    found = find(
        cst.cases("invoice", media=["csv"], max_ops=2),
        lambda case: any(step.operator == "claims.contradiction" for step in case.steps),
        settings=settings(max_examples=500, deadline=None, database=None),
    )

    assert found.decisions == 1
    assert found.steps[0].severity == 1
    assert len(found.record.record.rows) == 1


def test_the_message_says_field_truth_answer_edit_file_and_how_to_make_it_again():
    case = Case(
        Sample("invoice", 4, "de_DE"),
        "csv.netsuite",
        (DrawnStep("totals.wrong_sum", 1, ("/net#1",)),),
    )
    wrong = case.expected | {"answer": case.expected["answer"] | {"currency": "XXX"}}

    with pytest.raises(CaseFailure) as failure:
        case.check(wrong)
    text = str(failure.value)

    assert text.startswith("1 field of inv-00004~csv.netsuite~totals.wrong_sum@1~")
    assert "  /currency: truth 'EUR', answered 'XXX': wrong" in text
    assert "totals.wrong_sum@" in text
    saved = next(line for line in text.splitlines() if line.startswith("saved: "))
    saved = saved.removeprefix("saved: ")
    replay = text.splitlines()[-1].removeprefix("replay: ")
    names = {}
    exec(replay, names)  # noqa: S102
    assert names["case"] == case
    with open(saved, "rb") as file:  # noqa: PTH123
        assert file.read() == case.bytes


def test_nothing_is_saved_before_the_message_is_shown(tmp_path):
    case = Case(Sample("invoice", 4), "csv.netsuite")

    with pytest.raises(CaseFailure):
        case.check(7)

    assert not (tmp_path / ".chaosdocs").exists()


@pytest.mark.parametrize("junk", [None, 3, "words", [], object(), {"total": float("nan")}])
def test_junk_is_an_invalid_answer(junk):
    with pytest.raises(CaseFailure) as failure:
        Case(Sample("invoice", 4), "json.netsuite").check(junk)

    assert {miss.outcome for miss in failure.value.misses} <= {"invalid", "wrong"}


def test_a_reader_that_raises_is_shrunk():
    def reader(case):
        if any(step.operator == "dates.ambiguous_order" for step in case.steps):
            raise KeyError("date")

    @settings(
        max_examples=300,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
    )
    @given(cst.cases(media=["csv"], ops=["dates.*", "numbers.*"]))
    def reads(case):
        seen[:] = [case]
        reader(case)

    seen = []
    with pytest.raises(KeyError):
        reads()

    assert seen[0].decisions == 1
    assert len(seen[0].record.record.rows) == 1


def test_a_case_whose_proof_fails_is_not_offered_as_a_failure():
    case = Case(
        Sample("invoice", 5), "csv.netsuite", (DrawnStep("totals.wrong_sum", 1, ("/net#1",)),)
    )
    made = making(case.record, case.rendering, case.steps)
    truth = made.claimed.truth
    lie = truth.fields["/currency"].model_copy(update={"accept": ("ZZZ",)})
    lied = truth.model_copy(update={"fields": {**truth.fields, "/currency": lie}})
    made.__dict__["claimed"] = replace(made.claimed, truth=lied)

    case.check({"currency": "XXX"})

    assert [finding.path for finding in case.defects] == ["/currency"]
    assert {f.state for f in case.truth.fields.values() if hasattr(f, "state")} == {"unscored"}
    making.cache_clear()


def test_a_path_lasts_as_long_as_its_block():
    case = Case(Sample("invoice", 4), "json.netsuite")

    with case.path() as path:
        assert path.read_bytes() == case.bytes
        assert path.suffix == ".json"

    assert not path.exists()


def test_a_case_that_no_version_can_make_says_so():
    case = Case(
        Sample("invoice", 4), "csv.sap", (DrawnStep("dates.ambiguous_order", 1, ("/no#1",)),)
    )

    with pytest.raises(UserError, match="cannot be made"):
        case.bytes  # noqa: B018


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cst.cases("invoce"), "invoce"),
        (lambda: cst.cases(ops=["dates.nope"]), "names no operator"),
        (lambda: cst.cases(ops="dates.*"), "is a text"),
        (lambda: cst.cases(media="csv"), "a text"),
        (lambda: cst.cases(media=["cvs"]), "no medium"),
        (lambda: cst.cases(media=["csv.sape"]), "no rendering"),
        (lambda: cst.cases(ops=["scan.*"], media=["csv"]), "acts on"),
        (lambda: cst.cases(max_ops=-1), "max_ops"),
        (lambda: cst.cases(severities=(3, 2)), "severities"),
        (lambda: cst.records("invoice", "xx_XX"), "xx_XX"),
        (lambda: cst.operators(families=["datez"]), "no family"),
        (lambda: cst.operators(["dates.*"], ["dates.*"]), "no operator is left"),
    ],
)
def test_a_name_of_nothing_is_told_at_once(call, said):
    with pytest.raises(UserError, match=said):
        call()


@MANY
@given(cst.operators(exclude=["scan.*"], families=["dates", "numbers"]))
def test_operators_are_of_the_families_that_are_named(operator):
    assert operator.family in {"dates", "numbers"}
    assert OPERATORS[operator.id] is operator


@FEW
@given(cst.cases(media=["pdf"], ops=["pdf.*", "layout.*"]))
def test_pages_before_the_bytes_are_those_of_the_build(case):
    stages = [OPERATORS[step.operator].stage.name for step in case.steps]
    document = document_at(case.record, case.rendering, case.steps, "file")

    assert (
        dict(document.statements)
        == making(case.record, case.rendering, case.steps).built.statements
    )
    assert len(stages) <= 1
