"""What holds of every verb of every stage: it changes, refuses misquotes, and can be stored."""

import json

import pytest
from documents_by_hand import ONCE, RECORD, STAGES, TOTAL

from chaosdocs.documents.edits import STAGES as ORDER
from chaosdocs.documents.edits import Drop, Edit, MisquoteError, SetOption
from chaosdocs.documents.scan import SCAN, LayText
from chaosdocs.documents.statement_set import FACTS, state
from chaosdocs.truth.codec import decode, encode

EXAMPLES = [
    pytest.param(stage, document, example, id=f"{name}-{example.name}")
    for name, (stage, document, examples) in STAGES.items()
    for example in examples
]
MISQUOTES = [
    pytest.param(stage, document, edit, id=f"{name}-{type(edit).__name__}-{number}")
    for name, (stage, document, examples) in STAGES.items()
    for example in examples
    for number, edit in enumerate(example.misquotes)
]


@pytest.mark.parametrize("name", STAGES)
def test_every_verb_of_a_stage_has_an_example_here(name):
    stage, document, examples = STAGES[name]

    assert {type(each.edit) for each in examples} == set(stage.verbs)
    assert isinstance(document, stage.document())
    assert stage.order == ORDER.index(name)


@pytest.mark.parametrize(("stage", "document", "example"), EXAMPLES)
def test_a_verb_changes_its_document_and_not_the_one_that_it_was_given(stage, document, example):
    before = repr(document)

    after = stage.apply(document, [example.edit])

    assert after != document
    assert repr(document) == before
    assert type(after) is type(document)


@pytest.mark.parametrize(("stage", "document", "example"), EXAMPLES)
def test_an_edit_comes_back_from_json_and_does_the_same(stage, document, example):
    stored = json.loads(json.dumps(encode(example.edit)))

    again = decode(stored)
    assert again == example.edit
    assert stage.apply(document, [again]) == stage.apply(document, [example.edit])


@pytest.mark.parametrize(("stage", "document", "edit"), MISQUOTES)
def test_an_edit_that_quotes_what_is_not_there_is_refused(stage, document, edit):
    with pytest.raises(MisquoteError) as caught:
        stage.apply(document, [edit])

    assert str(caught.value)


@pytest.mark.parametrize(
    ("stage", "document", "example"), [p for p in EXAMPLES if p.values[2].name in ONCE]
)
def test_what_can_be_done_once_is_refused_the_second_time(stage, document, example):
    once = stage.apply(document, [example.edit])

    with pytest.raises(MisquoteError):
        stage.apply(once, [example.edit])


@pytest.mark.parametrize(("stage", "document", "example"), EXAMPLES)
def test_an_edit_tells_people_what_it_does(stage, document, example):
    words = example.edit.words()

    assert words
    assert words == words.strip()
    assert not words.startswith(type(example.edit).__name__)
    assert "object at 0x" not in words


def test_a_stage_takes_no_verb_of_another_one():
    with pytest.raises(TypeError, match="LayText is not a verb of facts"):
        FACTS.apply(state(RECORD), [LayText()])
    with pytest.raises(TypeError, match="SetOption is not a verb of scan"):
        SCAN.apply(STAGES["scan"][1], [SetOption(option="dpi", before="150", after="300")])


def test_a_decision_is_named_by_its_key_or_by_what_it_changes():
    assert Drop(key="k", statement=TOTAL.id, before="").decision == "k"
    assert Drop(statement=TOTAL.id, before="").decision == TOTAL.id
    assert SetOption(option="paper", before="a4", after="letter").decision == "paper"
    assert LayText().decision == "LayText"


def test_a_bare_edit_does_nothing_by_itself():
    with pytest.raises(NotImplementedError):
        Edit().apply(state(RECORD))
    assert Edit(key="k").words() == "Edit k"
