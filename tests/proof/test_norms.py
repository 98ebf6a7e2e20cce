"""The norms: worked examples by hand, the source, and the proof, all three against each other."""

from dataclasses import replace
from functools import cache

import pytest

from chaosdocs.corpus.build import build
from chaosdocs.corpus.stating import Names, stated_of
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof import prove
from chaosdocs.proof.norm_check import stands
from chaosdocs.proof.norms import outcomes
from chaosdocs.recipe.model import AskSpec
from chaosdocs.sources.norms.registry import NORMS, TWINS, record
from chaosdocs.truth.values import key
from tests.proof.norms_worked import WORKED


def _rows(facts):
    return sorted({ref.split("/")[2] for ref in facts if ref.startswith("/lines/")})


def _keys(answers):
    return {name: None if value is None else key(value) for name, value in answers.items()}


@pytest.mark.parametrize("name", NORMS)
def test_source_and_proof_agree_with_the_worked_examples(name):
    worked = [each for each in WORKED if each.norm == name]
    assert len(worked) >= 2
    for each in worked:
        right, rows = _keys(each.right), _rows(each.facts)
        assert _keys(NORMS[name].answers(each.facts, rows)) == right, each.source
        assert _keys(outcomes(name, each.facts, rows)) == right, each.source


def test_every_way_to_name_a_norm_is_understood_by_the_proof():
    for norm in NORMS.values():
        for regime in norm.regimes:
            said = norm.under(regime.name).words
            found = dict.fromkeys(each.name for each in norm.regimes)
            assert stands(found, {}, said) == ("instructions", regime.name)
            assert stands(found, {}, norm.words) == ("nowhere", "")
            for words in set(regime.words.values()) if norm.find is None else ():
                facts = {norm.names.path: words}
                assert stands(found, facts, norm.words) == ("document", regime.name)


@cache
def _case(index):
    made = record(11, index)
    built = build(made, "json.sap", (), SeededRng(0))
    names = Names("c", made.id, "json.sap", 0, None)
    return made, built.files[0].data, stated_of(AskSpec(), names, built)


def _failures(index, case=None, truth=None):
    made, data, stated = _case(index)
    case, truth = case or stated.case, truth or stated.truth
    return prove(case, truth, stated.evidence, lambda path: data, domain=made.domain).failures


ONE_OF_EACH = range(TWINS * len(NORMS))


def test_cases_of_every_norm_are_proved_and_twins_differ_in_the_answer():
    for index in ONE_OF_EACH:
        assert _failures(index) == ()
    for start in ONE_OF_EACH[::TWINS]:
        norm = _case(start)[0].domain.norms[0]
        twins = [_case(start + twin)[2].truth.fields[norm.path] for twin in range(TWINS)]
        assert [each.stands for each in twins[:3]] == ["instructions", "document", "nowhere"]
        if not norm.disagrees:
            assert {each.state for each in twins} == {"answerable"}
            continue
        assert (twins[2].state, twins[2].reason) == ("disputed", "norm")
        assert twins[0].accept != twins[1].accept
        if norm.agrees:
            assert (twins[3].state, twins[3].stands) == ("answerable", "nowhere")


def _wrong_value(index, draws):
    made, _, stated = _case(index)
    norm = made.domain.norms[0]
    field = stated.truth.fields[norm.path]
    others = [value for value in field.norms.values() if value not in (*field.accept, None)]
    if field.state != "answerable" or not others:
        return None
    return _with(stated, norm, accept=(draws.pick(others),))


def _swapped_norms(index, draws):
    made, _, stated = _case(index)
    norm = made.domain.norms[0]
    said = stated.truth.fields[norm.path].norms
    one, other = draws.pick(sorted(said)), draws.pick(sorted(said))
    if said[one] == said[other]:
        return None
    return _with(stated, norm, norms={**said, one: said[other], other: said[one]})


def _other_norm_told(index, draws):
    made, _, stated = _case(index)
    norm = made.domain.norms[0]
    told = norm.under(draws.pick(norm.regimes).name).words
    words = stated.case.instructions.replace(norm.words, told)
    if norm.held or words == stated.case.instructions:
        return None
    return stated.case.model_copy(update={"instructions": words}), stated.truth


def _wrong_state(index, draws):
    made, _, stated = _case(index)
    norm = made.domain.norms[0]
    field = stated.truth.fields[norm.path]
    values = tuple(value for value in field.norms.values() if value is not None)
    none = {"accept": (), "readings": (), "why": None, "reason": None}
    lies = [
        {**none, "state": "answerable", "accept": values[:1], "why": "norm"},
        {**none, "state": "disputed", "readings": values, "reason": "norm"},
        {**none, "state": "unanswerable", "reason": "not_permitted"},
        {**none, "state": "absent"},
    ]
    return _with(stated, norm, **draws.pick([lie for lie in lies if lie["state"] != field.state]))


def _wrong_place(index, draws):
    made, _, stated = _case(index)
    norm = made.domain.norms[0]
    field = stated.truth.fields[norm.path]
    places = [place for place in ("instructions", "document", "nowhere") if place != field.stands]
    return _with(stated, norm, stands=draws.pick(places))


def _a_reading_left_out(index, draws):
    made, _, stated = _case(index)
    norm = made.domain.norms[0]
    field = stated.truth.fields[norm.path]
    if len(field.readings) < 2:
        return None
    left = list(field.readings)
    left.remove(draws.pick(left))
    return _with(stated, norm, readings=tuple(left))


def _with(stated, norm, **change):
    field = stated.truth.fields[norm.path].model_copy(update=change)
    fields = {**stated.truth.fields, norm.path: field}
    return stated.case, stated.truth.model_copy(update={"fields": fields})


LIES = (
    _wrong_value,
    _swapped_norms,
    _other_norm_told,
    _wrong_state,
    _wrong_place,
    _a_reading_left_out,
)


def test_a_hundred_seeded_lies_about_norms_are_caught():
    draws = SeededRng(5)
    told = missed = 0
    while told < 100:
        index = draws.pick(ONE_OF_EACH)
        lied = draws.pick(LIES)(index, draws)
        if lied is not None:
            told += 1
            missed += _failures(index, *lied) == ()
    assert (told, missed) == (100, 0)


@pytest.mark.parametrize(("gone", "state", "reason"), [
    ("/lease/purchase_option", "unanswerable", "facts"),
    ("/framework", "disputed", "norm"),
])  # fmt: skip
def test_a_document_without_a_fact_or_without_the_name_of_the_norm(gone, state, reason):
    made = record(11, 1, ["lease_short_term"])
    facts = {ref: value for ref, value in made.facts.items() if ref != gone}
    built = build(replace(made, facts=facts), "json.sap", (), SeededRng(0))
    stated = stated_of(AskSpec(), Names("c", made.id, "json.sap", 0, None), built)
    field = stated.truth.fields["/short_term_exemption"]
    assert (field.state, field.reason) == (state, reason)
    data = built.files[0].data
    found = prove(
        stated.case, stated.truth, stated.evidence, lambda path: data, domain=made.domain
    ).failures
    assert found == ()
