"""One answer judged alone: the same as `score`, light, and never too kind."""

import json
import math
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import chaosdocs as cd
from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.judging import _NULLS, PER_CASE, SHARES, CaseJudge
from chaosdocs.readers.runner import run
from chaosdocs.readers.said import NULLS
from chaosdocs.score.metrics.registry import metrics
from chaosdocs.score.run import score
from chaosdocs.testing.case import Case
from chaosdocs.testing.right import perfect
from chaosdocs.testing.sample import Sample
from chaosdocs.testing.staged import DrawnStep

ROOT = Path(__file__).parents[2]
READY = ROOT / "corpora" / "ready"
CASE = "inv-00004~csv.sap~totals.wrong_sum(/total)@3"
RECIPE = """
chaosdocs: 2
name: judged
seed: 5
source: {{domain: invoice, count: 1, locales: [en_US]}}
render:
  - {{as: csv, system: sap}}
design:
  each: [numbers.foreign_separators, {{use: gaps.left_out, target: /invoice_number}}]
  severities: [3]
ask: {{task: {task}}}
"""
SAME = ("outcome", "error_type", "lure", "flagged", "answered", "given_as", "state", "got")
ALLOWED = (
    "numpy",
    "pydantic",
    "pydantic_core",
    "rapidfuzz",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
    "chaosdocs",
)


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def assert_same(told, rows, sample):
    """What a judge tells of a case is what the score has of it."""
    assert [row.path for row in told.fields] == [row.path for row in rows]
    for mine, its in zip(told.fields, rows, strict=True):
        assert all(getattr(mine, name) == getattr(its, name) for name in SAME), mine
        assert math.isclose(mine.weight, its.weight, abs_tol=1e-9)
    for name, value in told.shares.items():
        assert math.isclose(value, getattr(sample, name), abs_tol=1e-9), name


def by_case(result):
    rows = {}
    for row in result.rows:
        rows.setdefault(row.case, []).append(row)
    return rows, {each.case: each for each in result.samples()}


@pytest.mark.parametrize("name", ["invoices", "statements"])
def test_every_answer_of_a_corpus_is_judged_as_the_score_judges_it(name):
    answers = READY / name / "rules.jsonl"
    result = score(READY / name / "corpus", [answers], nulls="merged", reference_readers=False)
    rows, samples = by_case(result)
    judge = CaseJudge(READY / name / "corpus", "plain")

    for line in lines_of(answers):
        told = judge(line["case"], line["answer"], line.get("error"))

        assert_same(told, rows[line["case"]], samples[line["case"]])
        assert told.sample.passed == samples[line["case"]].passed


@pytest.fixture(scope="module", params=["text", "tables"])
def parsed(request, tmp_path_factory):
    home = tmp_path_factory.mktemp(request.param)
    (home / "recipe.yaml").write_text(RECIPE.format(task=request.param))
    cd.generate(home / "recipe.yaml", home / "corpus")
    reader = f"builtin:{request.param}"
    run(home / "corpus", reader, home / "answers.jsonl", clock=lambda: 0.0)
    return request.param, home


def test_text_and_tables_are_judged_as_the_score_judges_them(parsed):
    task, home = parsed
    result = score(home / "corpus", [home / "answers.jsonl"], reference_readers=False)
    rows, samples = by_case(result)

    for line in lines_of(home / "answers.jsonl"):
        told = cd.judge(line["case"], line[task], corpus=home / "corpus")

        assert_same(told, rows[line["case"]], samples[line["case"]])
        assert not told.warnings


def test_a_case_in_memory_is_judged_like_the_same_case_on_disk(parsed):
    task, home = parsed
    said = {line["case"]: line[task] for line in lines_of(home / "answers.jsonl")}
    made = next(iter(cd.cases(home / "recipe.yaml")))

    told = cd.judge(made, said[made.case.case])

    assert told == cd.judge(made.case.case, said[made.case.case], corpus=home / "corpus")


def test_a_case_that_a_strategy_draws_is_judged():
    case = Case(
        Sample("invoice", 4), "csv.netsuite", (DrawnStep("totals.wrong_sum", 1, ("/net#1",)),)
    )

    told = cd.judge(case, case.expected)

    assert told.passed, told.words()
    assert told.sample.operator == "totals.wrong_sum"
    assert not cd.judge(case, {}).passed


def test_the_six_shares_add_up_and_are_metrics():
    judge = CaseJudge(READY / "invoices" / "corpus")

    for line in lines_of(READY / "invoices" / "rules.jsonl"):
        shares = judge(line["case"], line["answer"]).shares

        assert list(shares) == list(PER_CASE)
        assert math.isclose(sum(shares[name] for name in SHARES), 1, abs_tol=1e-9)
    assert set(PER_CASE) <= set(metrics())


def test_a_perfect_answer_passes_in_every_case_under_id_and_label():
    judge = CaseJudge(READY / "statements" / "corpus", "envelope")
    folder = judge._folder

    for truth in folder.truths():
        said = perfect(truth)
        told = judge(truth.case, said)

        assert told.passed, told.words()
        assert told == judge(truth.label, json.dumps(said))
        assert told == cd.judge(truth.case, said, corpus=folder.folder)


def answered():
    (line, *_) = (
        line
        for line in lines_of(READY / "invoices" / "rules.jsonl")
        if CaseJudge(READY / "invoices" / "corpus")(line["case"], line["answer"]).passed
    )
    return line["case"], line["answer"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda a: {**a, "foo": 1}, "/foo"),
        (lambda a: {**a, "seller": {**a["seller"], "shoe_size": 44}}, "/seller/shoe_size"),
        (lambda a: {**a, "lines": [{**a["lines"][0], "x": 1}, *a["lines"][1:]]}, "/lines/0/x"),
        (lambda a: {**a, "seller/name": "x"}, "/seller/name"),
        (lambda a: {**a, "seller.name": "x"}, "/seller.name"),
    ],
)
def test_an_unknown_key_never_passes_wherever_it_stands(spoil, words):
    case, answer = answered()

    told = cd.judge(case, spoil(answer), corpus=READY / "invoices" / "corpus", form="plain")

    assert not told.errors
    assert not told.passed
    assert words in told.warnings[0]


@pytest.mark.parametrize("form", ["auto", "plain", "envelope"])
@pytest.mark.parametrize("nothing", [{}, "{}", {"answer": {}}, None, "", [], 0])
def test_an_answer_that_says_nothing_never_passes(form, nothing):
    for line in lines_of(READY / "statements" / "rules.jsonl")[:3]:
        told = cd.judge(line["case"], nothing, corpus=READY / "statements" / "corpus", form=form)

        assert not told.passed
        assert told.warnings


@pytest.mark.parametrize(
    ("junk", "words"),
    [
        ("I cannot read this.", "no JSON object"),
        ('{"total": 1, "total": 2', "no JSON object"),
        (["total"], "no object"),
        ({"total": float}, "not plain JSON"),
        ({"answer": {}, "abstain": 7}, "`abstain`"),
        ({"answer": {}, "abstain": {"/nope": "torn"}}, "/nope"),
        ({"answer": {}, "confidence": {"/total": 7}}, "0 to 1"),
    ],
)
def test_an_ill_formed_answer_is_told_and_does_not_pass(junk, words):
    told = cd.judge(CASE, junk, corpus=READY / "invoices" / "corpus")

    assert not told.passed
    assert words in "\n".join(told.warnings)


def test_a_null_is_what_the_form_says_whatever_else_the_answer_says():
    folder = READY / "invoices" / "corpus"
    answer = {"total": None}

    merged = cd.judge(CASE, answer, corpus=folder, form="plain")
    split = cd.judge(
        CASE,
        {"answer": answer},
        corpus=folder,
        form="envelope",
    )

    assert (merged.outcomes["/total"], split.outcomes["/total"]) == ("over_abstain", "wrong")


def test_the_judge_and_the_runner_agree_on_nulls():
    assert {form: nulls for form, nulls in _NULLS.items() if form != "auto"} == NULLS


def test_values_of_python_are_taken():
    case, answer = answered()
    amount = answer["total"]
    spelled = {**answer, "total": {**amount, "amount": Decimal(amount["amount"])}}

    assert cd.judge(case, spelled, corpus=READY / "invoices" / "corpus").passed


def test_what_is_no_case_is_told():
    with pytest.raises(UserError, match="a case id needs its corpus"):
        cd.judge(CASE, {})
    with pytest.raises(UserError, match="no case 'nope'"):
        cd.judge("nope", {}, corpus=READY / "invoices" / "corpus")
    with pytest.raises(UserError, match="no corpus here"):
        cd.judge("nope", {}, corpus=READY)
    with pytest.raises(UserError, match="a dict is no case"):
        cd.judge({}, {})


def test_a_corpus_without_its_truth_is_told(tmp_path):
    for name in ("corpus.json", "cases.jsonl"):
        (tmp_path / name).write_bytes((READY / "invoices" / "corpus" / name).read_bytes())

    with pytest.raises(UserError, match="the truth is not here"):
        CaseJudge(tmp_path)


def test_an_envelope_as_text_is_taken_apart():
    folder = READY / "invoices" / "corpus"
    said = {"answer": {"total": None}, "abstain": {"/total": "torn"}}
    words = f"Here you are:\n```json\n{json.dumps(said)}\n```"

    told = cd.judge(CASE, said, corpus=folder)

    assert told.fields[0] == cd.judge(CASE, words, corpus=folder).fields[0]
    for form in ("auto", "envelope"):
        again = cd.judge(CASE, words, corpus=folder, form=form)
        assert next(row.flagged for row in again.fields if row.path == "/total")


BLOCKED = """
import sys

class Blocker:
    allowed = {allowed!r}
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        known = top in self.allowed or top in sys.stdlib_module_names
        if not known and not top.startswith("_"):
            raise ModuleNotFoundError(f"{{name}} is not allowed here")

sys.meta_path.insert(0, Blocker())
import json
import chaosdocs as cd
with open({answers!r}) as file:
    line = json.loads(file.readline())
told = cd.judge(line["case"], line["answer"], corpus={corpus!r})
assert told.shares
heavy = {{"pymupdf", "cv2", "hypothesis", "matplotlib", "yaml", "click", "jinja2", "rich"}}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
print(told.sample.case)
"""


def test_the_judge_needs_numpy_pydantic_and_rapidfuzz_alone():
    code = BLOCKED.format(
        allowed=ALLOWED,
        answers=str(READY / "invoices" / "rules.jsonl"),
        corpus=str(READY / "invoices" / "corpus"),
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT
    )

    assert ran.returncode == 0, ran.stderr


@pytest.mark.harness
def test_the_judge_works_where_nothing_else_is_installed(tmp_path):
    """python -m pytest -m harness tests/harness/test_judging.py (needs a package index)."""
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "numpy", "pydantic", "rapidfuzz"], check=True)
    subprocess.run([*pip, "--no-deps", str(ROOT)], check=True)
    corpus = str(READY / "invoices" / "corpus")
    code = f"import chaosdocs as c; print(c.judge({CASE!r}, {{}}, corpus={corpus!r}).words(1))"

    ran = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)

    assert "the answer is empty" in ran.stdout
