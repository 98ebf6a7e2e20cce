"""One outcome a field, by the table, and total on whatever a model writes."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.comparison import said, same
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import Expected, ScoredCorpus
from chaosdocs.score.judging.field_answers import claim, found_at
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.judging.outcomes import OUTCOMES, Judge
from chaosdocs.truth.values import KINDS

VALUE, LURE, WAS = "2024-03-04", "2024-04-03", "2024-05-05"
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)


def expected(state, kind, **more):
    return Expected(path="/due", schema_path="/due", kind=kind, state=state, **more)


def truth(state, **more):
    more.setdefault("accept", (VALUE,) if state == "answerable" else ())
    more.setdefault("readings", (VALUE, LURE) if state in {"ambiguous", "disputed"} else ())
    more.setdefault("lures", (("dm-swap", LURE),) if state == "answerable" else ())
    more.setdefault("was", WAS if state in {"unanswerable", "absent"} else None)
    return expected(state, "date", **more)


def outcome(expected, *, split=False, **line):
    parsed = parse_line({"case": "c", **line})
    told = claim(parsed, expected.path, found_at(parsed.answer, expected.path))
    judged = Judge(split=split)(expected, told)
    return judged.outcome, judged.error_type


VALUE_IN, VALUE_OUT = {"answer": {"due": VALUE}}, {"answer": {"due": "1999-01-01"}}
ABSENT, GAP = {"answer": {}, "absent": ["/due"]}, {"answer": {}, "abstain": {"/due": "stain"}}
BAD = {"answer": {"due": [1]}}


@pytest.mark.parametrize(
    ("state", "line", "expected"),
    [
        ("answerable", VALUE_IN, "correct"),
        ("answerable", VALUE_OUT, "wrong"),
        ("answerable", ABSENT, "wrong"),
        ("answerable", GAP, "over_abstain"),
        ("answerable", BAD, "invalid"),
        ("unanswerable", VALUE_IN, "hallucinated"),
        ("unanswerable", VALUE_OUT, "hallucinated"),
        ("unanswerable", ABSENT, "hallucinated"),
        ("unanswerable", GAP, "right_abstain"),
        ("unanswerable", BAD, "invalid"),
        ("ambiguous", VALUE_IN, "overcommit"),
        ("ambiguous", VALUE_OUT, "wrong"),
        ("ambiguous", ABSENT, "wrong"),
        ("ambiguous", GAP, "right_abstain"),
        ("ambiguous", BAD, "invalid"),
        ("disputed", VALUE_IN, "overcommit"),
        ("absent", VALUE_IN, "hallucinated"),
        ("absent", VALUE_OUT, "hallucinated"),
        ("absent", ABSENT, "correct"),
        ("absent", GAP, "over_abstain"),
        ("absent", BAD, "invalid"),
        ("unscored", VALUE_IN, "unscored"),
    ],
)
def test_the_table_of_outcomes(state, line, expected):
    assert outcome(truth(state), **line)[0] == expected


def test_null_is_a_gap_merged_and_a_claim_of_absence_split():
    null = {"answer": {"due": None}}

    assert outcome(truth("answerable"), **null) == ("over_abstain", "null")
    assert outcome(truth("absent"), **null) == ("correct", "null")
    assert outcome(truth("answerable"), split=True, **null) == ("wrong", "false_absence")
    assert outcome(truth("unanswerable"), split=True, answer={}) == (
        "hallucinated",
        "false_absence",
    )
    assert outcome(truth("absent"), split=True, answer={}) == ("correct", "missing")


def test_an_answer_that_equals_what_was_destroyed_is_lucky():
    assert outcome(truth("unanswerable"), answer={"due": WAS}) == ("hallucinated", "lucky")
    forbidden = truth("unanswerable", reason="derivable")
    assert outcome(forbidden, answer={"due": WAS}) == ("hallucinated", "derived")


def test_a_gap_on_a_derivable_field_is_told_apart():
    assert outcome(truth("answerable", why="derived"), **GAP) == ("over_abstain", "derivable")


def test_exactly_the_pattern_of_a_masked_value_is_right():
    masked = expected("unanswerable", "id", partial="****1234", was="99991234")

    assert outcome(masked, answer={"due": "****1234"}) == ("right_abstain", "partial")
    assert outcome(masked, answer={"due": "99991234"}) == ("hallucinated", "lucky")
    assert outcome(masked, answer={"due": "1234"})[0] == "hallucinated"


def test_candidates_are_right_where_they_are_the_readings():
    both, other = [LURE, VALUE], [VALUE, "1999-01-01"]
    ambiguous = truth("ambiguous")

    assert outcome(ambiguous, answer={}, candidates={"/due": both}) == (
        "right_abstain",
        "named_ambiguity",
    )
    assert outcome(ambiguous, answer={}, candidates={"/due": other}) == (
        "wrong",
        "wrong_candidates",
    )
    assert outcome(truth("answerable"), answer={}, candidates={"/due": both})[0] == "over_abstain"
    assert outcome(ambiguous, answer={}, candidates={"/due": [VALUE] * 10_000}) == (
        "invalid",
        "too_many_candidates",
    )


def test_a_value_beside_a_flag_is_a_flagged_value():
    line = parse_line({"case": "c", "answer": {"due": VALUE}, "abstain": {"": "unsure"}})
    judged = Judge(split=True)(truth("answerable"), claim(line, "/due", VALUE))

    assert (judged.outcome, judged.flagged, judged.value) == ("correct", True, True)


def test_a_wrong_value_carries_the_name_of_its_lure_and_its_slip():
    line = parse_line({"case": "c", "answer": {"due": LURE}})
    judged = Judge(split=False)(truth("answerable"), claim(line, "/due", LURE))

    assert (judged.outcome, judged.error_type, judged.lure) == ("wrong", "dm_swap", "dm-swap")


@pytest.mark.parametrize(
    ("kind", "right", "answer", "sub"),
    [
        ("money", {"amount": "10.00", "currency": "EUR"}, "10.00", "no_currency"),
        ("money", {"amount": "10.00", "currency": "EUR"}, 10, "no_currency"),
        ("money", {"amount": "10.00", "currency": "EUR"},
         {"amount": "10", "currency": "USD"}, "wrong_currency"),
        ("money", {"amount": "10.00", "currency": "EUR"},
         {"amount": "-10", "currency": "EUR"}, "sign"),
        ("money", {"amount": "10.00", "currency": "EUR"},
         {"amount": "1000", "currency": "EUR"}, "scale"),
        ("money", {"amount": "1234.56", "currency": "EUR"},
         {"amount": "1.234,56", "currency": "EUR"}, "form"),
        ("number", "10.5", True, "schema"),
        ("number", "10.5", math.nan, "schema"),
        ("id", "00123", "123", "leading_zeros"),
        ("id", "O123", "0123", "confused_glyphs"),
        ("id", "12 34", "1234", "spacing_or_case"),
        ("id", "007", 7, "leading_zeros"),
        ("id", "123", 123.0, "schema"),
        ("date", "2024-03", "2024-03-04", "false_precision"),
        ("date", "2024-03-04", "2024-03", "lost_precision"),
        ("date", "2024-03-04", "1924-03-04", "wrong_century"),
        ("bool", True, 1, "schema"),
        ("text", "A", ["A"], "schema"),
    ],
)  # fmt: skip
def test_slips_are_named_and_never_forgiven(kind, right, answer, sub):
    right_one = expected("answerable", kind, accept=(right,))

    found = outcome(right_one, answer={"due": answer})

    assert found == ("invalid" if sub == "schema" else "wrong", sub)


@pytest.mark.parametrize(
    ("kind", "right", "answer"),
    [
        ("money", {"amount": "10.50", "currency": "EUR"}, {"amount": 10.5, "currency": "eur"}),
        ("number", "10.50", 10.5),
        ("percent", "19", 19),
        ("quantity", {"value": "3", "unit": ""}, 3),
        ("text", "Müller GmbH", " MÜLLER\u00a0gmbh "),
        ("date", "2024-03-04", "2024-03-04 "),
        ("id", "AB-12", "ＡB-12"),
    ],
)
def test_spellings_that_forgive_no_fault_are_taken(kind, right, answer):
    assert same(kind, right, answer)


@given(st.sampled_from(KINDS), JUNK, JUNK)
def test_comparison_is_total_symmetric_and_reflexive(kind, one, other):
    assert same(kind, one, other) == same(kind, other, one)
    assert same(kind, one, one)
    assert said(kind, one).key == said(kind, json.loads(json.dumps(one))).key


@given(JUNK, st.booleans())
def test_every_answer_has_exactly_one_outcome(answer, split):
    for state in ("answerable", "unanswerable", "ambiguous", "absent", "unscored"):
        found = outcome(
            truth(state), split=split, answer={"due": answer}, abstain=answer, confidence=answer,
            candidates={"/due": answer}, absent=answer, issues=answer,
        )  # fmt: skip

        assert found[0] in OUTCOMES


@given(answer=JUNK | st.fixed_dictionaries({"lines": JUNK | st.lists(JUNK), "total": JUNK}))
def test_every_line_is_judged_and_n_is_fixed(corpus, answer):
    cases = dict(list(corpus.cases.items())[:1])
    case = next(iter(cases))
    small = ScoredCorpus("small", "", cases)
    asked = sum(1 for _ in cases[case].fields())

    table = judge(small, answers_of("junk", [{"case": case, "answer": answer}], cases), Config())

    assert sum(row.rows == 1 and "/+/" not in row.path for row in table) == asked


def test_a_megabyte_of_garbage_is_one_outcome():
    for garbage in ("x" * 1_000_000, ["x"] * 100_000, {"amount": "9" * 100_000, "currency": "EUR"}):
        assert outcome(truth("answerable"), answer={"due": garbage})[0] in {"wrong", "invalid"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"answer": "The total is 5."}, "prose"),
        ({"answer": [1]}, "schema"),
        ({"answer": None}, "no_answer"),
        ({"error": "Timeout after 30 s"}, "timeout"),
        ({"error": {"code": 500}}, "error"),
    ],
)
def test_what_is_no_answer_is_invalid_and_never_a_gap(line, why):
    assert outcome(truth("unanswerable"), **line) == ("invalid", why)


def test_a_code_fence_around_an_object_is_no_fault():
    fenced = f'```json\n{{"due": "{VALUE}"}}\n```'

    assert outcome(truth("answerable"), answer=fenced)[0] == "correct"
    assert outcome(truth("answerable"), answer=f"Sure!\n{fenced}") == ("invalid", "prose")
