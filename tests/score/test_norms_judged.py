"""Answers that depend on a norm: what each earns, and the figures by where the norm stands."""

import pytest

from chaosdocs.corpus.build import build
from chaosdocs.corpus.stating import Names, stated_of
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.recipe.model import AskSpec
from chaosdocs.score.judging.single import judge_case
from chaosdocs.sources.norms.registry import record

PLACES = ("instructions", "document", "nowhere", "agreed")


def _stated(norm, twin, locale="de_DE"):
    made = record(11, twin, [norm], [locale])
    built = build(made, "json.sap", (), SeededRng(0))
    names = Names("c", made.id, "json.sap", 0, None)
    return made.domain.norms[0].path, stated_of(AskSpec(), names, built)


def _judged(norm, place, say):
    """Judge an answer to the field alone: `say` takes its truth, and returns a line."""
    path, stated = _stated(norm, PLACES.index(place))
    line = say(path, stated.truth.fields[path])
    table = judge_case(stated.case, stated.truth, {"answer": {}, **line})
    row = next(row for row in table if row.path == path)
    return row.outcome, row.error_type


def _value(of):
    return lambda path, field: {"answer": {path[1:]: of(field)}}


NAMED = ("right_abstain", "named_conflict")


@pytest.mark.parametrize(
    ("norm", "place", "say", "earned"),
    [
        ("day_count", "instructions", _value(lambda f: f.accept[0]), ("correct", "")),
        ("day_count", "document", _value(lambda f: f.accept[0]), ("correct", "")),
        ("day_count", "nowhere", _value(lambda f: f.readings[0]), ("overcommit", "")),
        ("day_count", "nowhere", lambda p, f: {"abstain": {p: "norm"}}, NAMED),
        ("day_count", "nowhere", lambda p, f: {"abstain": {p: "disputed"}}, NAMED),
        ("day_count", "nowhere", lambda p, f: {"abstain": {p: "unclear"}}, ("right_abstain", "")),
        ("day_count", "nowhere", lambda p, f: {"candidates": {p: [*f.readings]}}, NAMED),
        (
            "day_count",
            "nowhere",
            lambda p, f: {"candidates": {p: f.readings[:2]}},
            ("right_abstain", "some_readings"),
        ),
        (
            "owner_threshold",
            "instructions",
            lambda p, f: {"abstain": {p: "norm"}},
            ("over_abstain", "derivable"),
        ),
        ("owner_threshold", "agreed", _value(lambda f: f.accept[0]), ("correct", "")),
        (
            "owner_threshold",
            "agreed",
            lambda p, f: {"abstain": {p: "norm"}},
            ("over_abstain", "derivable"),
        ),
        (
            "lifo",
            "nowhere",
            _value(lambda f: f.norms["us_gaap"]),
            ("overcommit", ""),
        ),
        ("lifo", "nowhere", lambda p, f: {"abstain": {p: "norm"}}, NAMED),
        ("lifo", "nowhere", lambda p, f: {"candidates": {p: [*f.readings, None]}}, NAMED),
    ],
)
def test_an_answer_earns_what_the_page_says(norm, place, say, earned):
    assert _judged(norm, place, say) == earned


def test_where_the_norm_permits_no_answer_a_gap_is_right_and_a_value_is_invented():
    for twin in range(2):
        path, stated = _stated("lifo", twin)
        field = stated.truth.fields[path]
        if field.reason == "not_permitted":
            break
    assert (field.state, field.norms["ifrs"]) == ("unanswerable", None)
    for line, outcome in (
        ({"abstain": {path: "not_permitted"}}, "right_abstain"),
        ({"answer": {path[1:]: field.norms["us_gaap"]}}, "hallucinated"),
        ({"answer": {path[1:]: None}, "abstain": {}}, "right_abstain"),
        ({"absent": [path]}, "right_abstain"),
    ):
        table = judge_case(stated.case, stated.truth, {"answer": {}, **line})
        assert next(row for row in table if row.path == path).outcome == outcome
