"""What fails is told: field, truth, answer, lure, edits in words."""

import datetime as dt
from decimal import Decimal

import pytest
from pydantic import BaseModel

from chaosdocs.api import cases
from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.make import MadeCase
from chaosdocs.corpus.words import edits_in_words
from chaosdocs.readers.builtin.guesser import guesser
from chaosdocs.readers.builtin.oracle import oracle
from chaosdocs.recipe.model import Recipe
from chaosdocs.testing.failing import message, misses


@pytest.fixture(scope="module")
def made():
    recipe = Recipe.model_validate(
        {
            "name": "one",
            "source": {"domain": "invoice", "count": 4},
            "render": [{"as": "csv", "system": "netsuite"}],
            "design": {"each": ["dates.ambiguous_order"], "severities": [5]},
        }
    )
    return next(made for made in cases(recipe)[4:] if isinstance(made, MadeCase))


def answered(made, reader):
    return reader({}, {}, truth=made.truth.model_dump(mode="json"))


def test_the_oracle_misses_nothing(made):
    assert misses(made.case, made.truth, answered(made, oracle)) == ()


def test_a_reading_of_an_ambiguous_date_is_an_overcommitment(made):
    path, readings = "/issue_date", ("2024-03-04", "2024-04-03")
    field = made.truth.fields[path].model_copy(
        update={"state": "ambiguous", "accept": (), "readings": readings}
    )
    truth = made.truth.model_copy(update={"fields": {path: field}})

    found = misses(made.case, truth, {path[1:]: readings[0]})

    assert [(m.path, m.outcome) for m in found] == [(path, "overcommit")]
    assert found[0].truth == "ambiguous: '2024-03-04' or '2024-04-03'"


def test_a_flag_lets_an_error_pass_only_where_that_is_wanted(made):
    answer = {"answer": {}, "abstain": {}} | {"answer": {"currency": "XXX"}}
    answer["abstain"] = {"/currency": "unsure"}

    assert "/currency" in {m.path for m in misses(made.case, made.truth, answer)}
    flagged = misses(made.case, made.truth, answer, allow_flagged=True)
    assert "/currency" not in {m.path for m in flagged}


def test_gaps_fail_only_where_that_is_wanted(made):
    some = {
        "currency": next(t.truth.accept[0] for t in made.truth.leaves() if t.path == "/currency")
    }
    assert misses(made.case, made.truth, some) == ()
    assert misses(made.case, made.truth, some, gaps_fail=True)


@pytest.mark.parametrize("empty", [{}, {"net": None}, {"answer": {"net": None}, "confidence": {}}])
def test_an_answer_that_says_nothing_fails(made, empty):
    (miss,) = misses(made.case, made.truth, empty)
    assert miss.error_type == "empty_answer"


def test_an_unknown_key_fails_and_the_right_one_is_named(made):
    (miss,) = [
        m
        for m in misses(made.case, made.truth, {"currencyy": "EUR", "net": None})
        if m.error_type == "unknown_key"
    ]
    assert "but /currency is" in miss.sentence()


@pytest.mark.parametrize("junk", [None, 7, "prose", [1], object(), {"answer": [1]}, {1: {2}}])
def test_junk_fails_every_field_as_invalid(made, junk):
    outcomes = {m.outcome for m in misses(made.case, made.truth, junk)}

    assert outcomes <= {"invalid"}
    assert outcomes or isinstance(junk, dict)


def test_python_values_and_models_are_answers(made):
    class Answer(BaseModel):
        issue_date: dt.date
        total: dict[str, Decimal | str]

    found = misses(
        made.case,
        made.truth,
        Answer(issue_date=dt.date(1999, 1, 1), total={"amount": Decimal("0.10"), "currency": "X"}),
    )

    assert "0.10 X" in {m.answer for m in found if m.path == "/total"}


def test_the_message_names_edits_file_and_replay(made):
    found = misses(made.case, made.truth, answered(made, guesser))
    edits = edits_in_words(made.plan.steps)

    text = message(made.truth.label, found, edits=edits, saved="x/y.csv", replay="do it")

    assert edits == edits_in_words(made.built.steps)
    assert f"{OPERATORS['dates.ambiguous_order'].pinned} severity 5: " in edits[0]
    assert "is written" in edits[0]
    assert text.endswith("saved: x/y.csv\nreplay: do it")
    assert made.truth.label in text
