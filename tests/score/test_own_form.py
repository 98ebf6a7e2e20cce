"""Answers in the user's own schema are judged like canonical ones, or it is told why not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chaosdocs as cd
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.score.judging.own_form import bare_amounts, beside, canonical

RECORD = {
    "number": "A-1",
    "net": 680.0,
    "vat": 136.0,
    "total": 816.0,
    "currency": "GBP",
    "year": 2026,
    "opened_at": "2024-03-05T14:30:00",
    "shipping_days": 3,
    "items": [
        {"name": "Bolt", "qty": 2, "price": 340.0},
        {"name": "Bolt, long", "qty": 3, "price": 0.0},
    ],
}
_TEXT, _REAL, _WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}
SCHEMA = {
    "type": "object",
    "properties": {
        "number": _TEXT,
        "net": _REAL,
        "vat": _REAL,
        "total": _REAL,
        "currency": _TEXT,
        "year": _WHOLE,
        "opened_at": {"type": "string", "format": "date-time"},
        "shipping_days": _WHOLE,
        "items": {
            "type": "array",
            "items": {"properties": {"name": _TEXT, "qty": _WHOLE, "price": _REAL}},
        },
    },
}
RECIPE = """\
chaosdocs: 2
name: own
seed: 1
source: {records: own.jsonl, schema: own.schema.json}
render: [{as: pdf, templates: [erp]}, {as: csv, system: sap}, {as: xml, system: netsuite}]
design: {each: [gaps.left_out]}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    home = tmp_path_factory.mktemp("own")
    (home / "own.jsonl").write_text(json.dumps(RECORD) + "\n")
    (home / "own.schema.json").write_text(json.dumps(SCHEMA))
    (home / "recipe.yaml").write_text(RECIPE)
    cd.generate(home / "recipe.yaml", home / "corpus")
    return home / "corpus"


def clean(corpus):
    folder = CorpusFolder(corpus)
    return [case.case for case in folder.cases() if folder.truth(case.case).label.endswith("clean")]


def test_the_record_itself_is_a_right_answer(corpus):
    assert len(clean(corpus)) == 3
    for case in clean(corpus):
        score = cd.judge(case, RECORD, corpus=corpus)
        assert score.passed, score.words()


@pytest.mark.parametrize(
    ("change", "path", "word"),
    [
        ({"net": 68.0}, "/net", "wrong"),
        ({"currency": "USD"}, "/net", "wrong"),
        ({"year": 2025}, "/year", "wrong"),
        ({"opened_at": "2024-03-05"}, "/opened_at", "wrong"),
        ({"shipping_days": 30}, "/shipping_days", "wrong"),
    ],
)
def test_a_wrong_value_in_it_is_wrong(corpus, change, path, word):
    score = cd.judge(clean(corpus)[0], RECORD | change, corpus=corpus)

    assert not score.passed
    assert score.outcomes[path] == word


def test_amounts_without_any_currency_are_told(corpus):
    bare = {key: value for key, value in RECORD.items() if key != "currency"}

    score = cd.judge(clean(corpus)[0], bare, corpus=corpus)

    assert score.outcomes["/net"] == "wrong"
    assert any("no currency" in words and "/net" in words for words in score.warnings)


@pytest.mark.parametrize("answer", [{}, {"total": None}, {"totl": 816.0}, RECORD | {"totl": 1}])
def test_empty_answers_and_unknown_keys_never_pass(corpus, answer):
    assert not cd.judge(clean(corpus)[0], answer, corpus=corpus).passed


def test_the_unit_stands_beside_or_on_top_or_is_stated():
    money = {"x-kind": "money"}
    code = {"x-kind": "enum"}
    row = {"properties": {"net": money, "currency": code, "fee": money | {"x-currency": "CHF"}}}
    asked = {
        "properties": {
            "total": money | {"x-currency": "/head/ccy"},
            "head": {"properties": {"ccy": code, "tax": money}},
            "rows": {"items": row},
        }
    }
    units = {each.path: each.unit for each in beside(asked)}

    assert units == {
        "/total": "/head/ccy",
        "/head/tax": "",
        "/rows/*/net": "/rows/*/currency",
        "/rows/*/fee": "CHF",
    }

    said = {
        "total": 9,
        "head": {"ccy": "EUR", "tax": 1.5},
        "rows": [{"net": "2.00", "currency": "USD", "fee": 3}, {"net": None}, {"net": "x"}],
    }
    made = canonical(said, beside(asked))

    assert made["total"] == {"amount": "9", "currency": "EUR"}
    assert made["rows"][0]["net"] == {"amount": "2.00", "currency": "USD"}
    assert made["rows"][0]["fee"] == {"amount": "3", "currency": "CHF"}
    assert made["rows"][1:] == [{"net": None}, {"net": "x"}]
    assert list(bare_amounts(made, beside(asked))) == ["/head/tax"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["net", "currency", "rows"]), inner)
    ),
)


@given(st.dictionaries(st.sampled_from(["net", "currency", "rows"]), JUNK))
def test_no_answer_breaks_it_and_none_is_changed_in_place(said):
    money, code = {"x-kind": "money"}, {"x-kind": "enum"}
    rows = {"items": {"properties": {"net": money, "currency": code}}}
    units = beside({"properties": {"net": money, "currency": code, "rows": rows}})
    before = repr(said)

    once = canonical(said, units)

    assert repr(said) == before
    assert repr(canonical(once, units)) == repr(once)
    list(bare_amounts(once, units))
