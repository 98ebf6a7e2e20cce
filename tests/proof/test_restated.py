"""What a case says that follows from its recipe is told anew; a lie about it is found."""

import json

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.cases import Issue, NamedLure
from chaosdocs.making.restated import restated
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

RECIPE = """\
chaosdocs: 2
name: restated
seed: 6
source: {domain: invoice, count: 2, locales: [en_US, de_DE]}
render: [{as: csv, system: sap}, {as: json, system: netsuite}, {as: xlsx, system: sap}]
design:
  each: [claims.contradiction, gaps.blank_under_label, export.hidden_precision]
  severities: [1, 5]
  chains: {use: [gaps.left_out, drift.renamed_keys, claims.superseded], length: [2, 2], count: 4}
"""


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    path = tmp_path_factory.mktemp("recipe") / "recipe.yaml"
    path.write_text(RECIPE)
    return Maker(resolve(load(path)), None)


@pytest.fixture(scope="module")
def made(maker):
    cases = [maker.make(number) for number in maker.slots.numbers()]
    return [case for case in cases if isinstance(case, MadeCase)]


@pytest.fixture
def dirty(made):
    return next(case for case in made if len(case.truth.steps) == 1 and case.truth.severity == 5)


def told(maker, made, case, truth, plan):
    there = {each.case.case for each in made}
    return [words for _, words in restated(maker, case, truth, plan, there, {})]


def test_no_case_says_otherwise_than_its_recipe(maker, made):
    assert len(made) > 30
    assert any(len(case.truth.steps) == 2 for case in made)
    for each in made:
        assert told(maker, made, each.case, each.truth, each.plan) == []


def _changed_leaf(truth, change):
    fields = dict(truth.fields)
    path = next(p for p, field in fields.items() if getattr(field, "accept", ()))
    fields[path] = fields[path].model_copy(update=change(fields[path]))
    return {"fields": fields}


def _changed_any(truth, name, value):
    """The first field, of a list or not, whose attribute is another one, changed."""
    for path, said in truth.fields.items():
        for row, leaves in getattr(said, "rows", {None: {None: said}}).items():
            for leaf, field in leaves.items():
                if getattr(field, name) not in (value, None):
                    other = field.model_copy(update={name: value})
                    if row is None:
                        return {"fields": {**truth.fields, path: other}}
                    rows = {**said.rows, row: {**leaves, leaf: other}}
                    return {
                        "fields": {**truth.fields, path: said.model_copy(update={"rows": rows})}
                    }
    return {}


LIES = {
    "label": lambda t: {"label": t.label.replace("@5", "@4")},
    "records": lambda _: {"records": ("inv-00099",)},
    "locale": lambda _: {"locale": "ja_JP"},
    "rendering": lambda _: {"rendering": "csv.netsuite"},
    "medium": lambda _: {"medium": "pdf"},
    "severity": lambda _: {"severity": 1},
    "no twin": lambda _: {"twin": None},
    "another twin": lambda t: {"twin": t.case},
    "no step": lambda _: {"steps": ()},
    "severity of a step": lambda t: {"steps": (t.steps[0].model_copy(update={"severity": 2}),)},
    "another operator": lambda t: {
        "steps": (t.steps[0].model_copy(update={"operator": "ids.masked@1"}),)
    },
    "outcome of a step": lambda t: {
        "steps": (t.steps[0].model_copy(update={"outcome": "skipped"}),)
    },
    "a field less": lambda t: {"fields": dict(list(t.fields.items())[1:])},
    "kind": lambda t: _changed_leaf(
        t, lambda leaf: {"kind": "text" if leaf.kind != "text" else "id"}
    ),
    "touched by nobody": lambda t: _changed_leaf(t, lambda _: {"touched": ("s9",)}),
    "another value": lambda t: _changed_leaf(t, lambda leaf: {"accept": (*leaf.accept, "0")}),
    "another state": lambda t: _changed_leaf(t, lambda _: {"state": "absent", "accept": ()}),
    "no lure": lambda t: _changed_any(t, "lures", ()),
    "another reason": lambda t: _changed_any(t, "reason", "stain"),
    "another value before": lambda t: _changed_any(t, "was", "nothing"),
    "touched less": lambda t: _changed_any(t, "touched", ()),
    "another channel says less": lambda t: _changed_any(t, "channels", {}),
    "an issue invented": lambda t: {
        "issues": (*t.issues, Issue(path="/total", code="inconsistent"))
    },
    "a lure that is right": lambda t: _changed_leaf(
        t, lambda leaf: {"lures": (NamedLure(value=leaf.accept[0], name="slip"),)}
    ),
}
QUESTIONS = {
    "task": lambda _: {"task": "text"},
    "channel": lambda _: {"channel": "eye"},
    "derive": lambda _: {"derive": "forbid"},
    "instructions": lambda c: {"instructions": f"{c.instructions} Never leave a field open."},
    "a field less": lambda c: {"ask": _without_first(c.ask)},
    "another description": lambda c: {
        "ask": json.loads(json.dumps(c.ask).replace("net", "gross", 1))
    },
}


def _without_first(ask):
    return {**ask, "properties": dict(list(ask["properties"].items())[1:])}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_in_the_truth_is_found(maker, made, dirty, lie):
    cases = (dirty, *(each for each in made if each.truth.steps))
    lied = ((each, each.truth.model_copy(update=LIES[lie](each.truth))) for each in cases)
    each, truth = next((each, truth) for each, truth in lied if truth != each.truth)
    assert told(maker, made, each.case, truth, each.plan)


@pytest.mark.parametrize("lie", QUESTIONS)
def test_a_lie_in_the_question_is_found(maker, made, dirty, lie):
    case = dirty.case.model_copy(update=QUESTIONS[lie](dirty.case))
    assert case != dirty.case
    assert told(maker, made, case, dirty.truth, dirty.plan)


def test_a_slot_that_is_not_there_is_found(maker, made, dirty):
    plan = dirty.plan.model_copy(update={"slot": 10**6})
    assert told(maker, made, dirty.case, dirty.truth, plan) == [f"the recipe has no slot {10**6}"]
