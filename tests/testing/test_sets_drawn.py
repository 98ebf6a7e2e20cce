"""Sets drawn for Hypothesis: a matcher is tested in ten lines, and its failure shrinks."""

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from chaosdocs.formats.media import MATTER
from chaosdocs.foundation.errors import UserError
from chaosdocs.testing import strategies as cst
from chaosdocs.testing.sets import SetCase, SetSample, usual_rendering

QUICK = settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def match(left, right):
    """Match by amount alone."""
    return [(a["key"], b["key"]) for a in left for b in right if a["amount"] == b["amount"]]


def answer(pairs):
    return {"matches": [{"books": [a], "bank": [b]} for a, b in pairs]}


@QUICK
@given(cst.sets("books-bank", max_ops=2))
def test_a_drawn_set_is_proved_and_its_right_answer_is_right(case):
    assert not case.defects
    case.check(case.expected, gaps_fail=True)
    left, right = case.parsed()
    assert [row["key"] for row in left]
    assert set(case.files) == {"books", "bank"}
    assert {row["key"] for row in (*left, *right)} == {
        entry.key for entry in case.truth.links.entries
    }
    assert eval(repr(case), vars(cst)) == case  # noqa: S307 - the repr makes the case again


@settings(QUICK, max_examples=6)
@given(cst.sets(members={"books": "text.sap_alv", "bank": "xml.camt_v8"}))
def test_members_of_a_drawn_set_are_rendered_as_named(case):
    assert not case.defects
    case.check(case.expected, gaps_fail=True)
    assert b"camt.053.001.08" in case.files["bank"]


@pytest.mark.parametrize(
    ("members", "words"),
    [({"banks": "csv.sap"}, "no member 'banks'"), ({"bank": "csv.datev"}, "statement records")],
)
def test_a_member_that_is_not_there_or_not_written_so_is_refused(members, words):
    with pytest.raises(UserError, match=words):
        cst.sets(members=members)


def test_a_matcher_by_amount_fails_and_shrinks_to_few_matters():
    def fails(case):
        return bool(case.missed(answer(match(*case.parsed()))))

    found = find(
        cst.sets(ops=["links.cent_off", "links.turned_sign"], locale="de_DE"), fails,
        settings=settings(QUICK, max_examples=60),
    )  # fmt: skip

    assert len(found.sample.events) <= 4
    assert found.decisions <= 1


def test_a_failure_says_what_is_wrong_and_how_to_make_it_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sample = SetSample("trade", 3, "de_DE", ("m1", "m4", "m9"))
    case = SetCase(sample, usual_rendering("books-bank"))
    books, bank = (row["key"] for row in (case.parsed()[0][0], case.parsed()[1][-1]))

    with pytest.raises(cst.CaseFailure) as caught:
        case.check(answer([(books, bank)]))

    told = str(caught.value)
    assert "/matches/" in told
    assert repr(case) in told
    assert any(path.name == "books.csv" for path in tmp_path.rglob("*"))


def test_each_place_of_the_policy_can_be_drawn():
    case = find(cst.sets(policy="page", max_ops=0), lambda _: True, settings=QUICK)

    assert list(case.files) == ["books", "bank", "policy"]
    with case.paths() as paths:
        assert all(paths[role].read_bytes() == data for role, data in case.files.items())
    assert not case.steps


@pytest.mark.parametrize(
    "wrong",
    [
        {"pairing": "books"}, {"ops": ["dates.*"]}, {"locale": "it_IT"}, {"policy": "somewhere"},
        {"severities": (3, 1)}, {"world": "none"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_words(wrong):
    with pytest.raises(UserError):
        cst.sets(**wrong)


def test_only_operators_of_sets_are_drawn():
    from chaosdocs.authoring.registry import OPERATORS

    seen = set()

    @settings(QUICK, max_examples=25)
    @given(cst.sets(ops=["*"], max_ops=1), st.just(0))
    def draw(case, _):
        seen.update(step.operator for step in case.steps)

    draw()
    assert seen
    assert {OPERATORS[name].stage.name for name in seen} == {MATTER}
