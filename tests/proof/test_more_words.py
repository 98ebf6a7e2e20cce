"""A damaged document has no word more often than its twin, but for those its operators add."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import beside_twin
import liars
from by_hand import MadeCase as Lied
from lies_in_labels import a_label_of_another_system_in_a_text

from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.proving import Proved
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.furniture import listed
from chaosdocs.proof.more_words import Apart, Residue, more_words, residue_of
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

TWIN = ("net", "tax", "total", "項番")
STATED = frozenset({"kostolnik", "5丁目"})
LABELS = frozenset({"subtotal", "小計"})


def residue(*words, parts=(), names=False, repeats=False, cuts=False):
    return Residue(frozenset(words), parts, names=names, repeats=repeats, cuts=cuts)


def strange(words, own, **more):
    return list(more_words(Apart((*words,), TWIN, STATED, LABELS, **more), own))


@pytest.mark.parametrize(
    ("word", "own", "found"),
    [
        ("wrbtr", residue(), True),
        ("total", residue(), True),
        ("total", residue("total"), False),
        ("total", residue(repeats=True), False),
        ("wrbtr", residue(repeats=True), True),
        ("corrected", residue("corrected"), False),
        ("nettotal", residue(), True),
        ("totalinfo", residue(parts=("info",)), False),
        ("kostolnik", residue(), False),
        ("kostol", residue(), True),
        ("kostol", residue(cuts=True), False),
        ("項", residue(), True),
        ("項", residue(cuts=True), False),
        ("項番再", residue("再"), False),
        ("小計再", residue("再"), True),
        ("小計再", residue("再", names=True), False),
        ("小計", residue(), True),
        ("subtotal", residue(), True),
        ("subtotal", residue(names=True), False),
        ("esald", residue(names=True), True),
    ],
)
def test_a_word_more_is_strange_unless_the_operators_add_it(word, own, found):
    assert strange([*TWIN, word], own) == [word] * found


def test_what_is_on_each_page_is_repeated_where_there_are_more_pages():
    assert strange([*TWIN, "tax"], residue()) == ["tax"]
    assert strange([*TWIN, "tax"], residue(), longer=True) == []
    assert strange([*TWIN, "esald"], residue(), longer=True) == ["esald"]


def test_fewer_words_are_not_strange():
    assert strange(TWIN[:2], residue()) == []


def test_an_operator_of_a_plugin_has_no_residue():
    assert residue_of(frozenset({"own/layout.any"})) is None


ON_DOCUMENTS = sorted(
    name for name, each in OPERATORS.items() if each.stage.name not in {"matter", "packet"}
)


def test_every_operator_is_held_to_its_twin_and_to_its_labels():
    """A law over the registry: documents of each operator add what is listed, and no more."""
    lists = listed()
    drawn = list(beside_twin.seen(ON_DOCUMENTS, 1, 83, locales=("de_DE",)))

    assert len({one.name for one in drawn}) > 0.8 * len(ON_DOCUMENTS)  # some find nothing to do
    for one in drawn:
        own = residue_of(frozenset({one.name}))
        assert own is not None, f"python tests/bench/freeze_furniture.py {one.name}"
        assert not list(more_words(one.apart, own)), one.name
        assert one.labels <= {*lists["moved"].get(one.name, ())}, one.name


def told(recipe, lies):
    """The codes that the witnesses give of each lie about the first damaged case of a recipe."""
    making = Maker(resolve(Recipe.model_validate(recipe)), Witnesses())
    made = [making.make(number) for number in making.slots.numbers()]
    twin = next(each for each in made if isinstance(each, MadeCase) and not each.slot.steps)
    dirty = next(each for each in made if isinstance(each, MadeCase) and each.slot.steps)
    honest = Lied(
        dirty.case, dirty.truth, list(dirty.evidence), dict(dirty.files), dirty.built.record.domain
    )
    found = []
    for lie in lies:
        lied = lie(honest)
        proof = Witnesses().prove(
            Proved(lied.case, lied.truth, tuple(lied.evidence), lied.read),
            lied.domain,
            twin=Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__),
            sights={},
            lain=None,
            deep=False,
        )
        found.append({finding.code for finding in proof.findings})
    return found


@pytest.mark.parametrize("domain", ["invoice", "statement"])
def test_the_word_of_another_system_in_a_report_is_found_where_the_value_is_touched(domain):
    recipe = {
        "name": "words",
        "seed": 3,
        "source": {"domain": domain, "count": 1, "locales": ["de_DE"]},
        "render": [{"as": "text", "system": "sap_alv"}],
        "design": {"each": ["dates.month_only", "totals.wrong_sum"], "severities": [5]},
    }

    def lie(turn):
        return lambda made: a_label_of_another_system_in_a_text(made, SeededRng(turn).at("lie"))

    found = told(recipe, map(lie, range(8)))

    assert all("label" in codes for codes in found), found


@pytest.mark.parametrize("operator", ["claims.superseded", "claims.contradiction"])
def test_the_keys_of_two_claims_that_changed_places_are_found(operator):
    """The keys are of the same length, and both fields are touched."""
    recipe = {
        "name": "claims",
        "seed": 301000,
        "source": {"domain": "invoice", "count": 1, "locales": ["en_US"]},
        "render": [{"as": "xml", "system": "sap"}],
        "design": {"each": [operator], "severities": [5]},
    }

    def swapped(one, other):
        def change(old):
            return old.replace(one, "\0").replace(other, one).replace("\0", other)

        return lambda made: liars.text_changed(made, change)

    pairs = [("NETWR", "WRBTR"), ("BLDAT", "NETDT")]
    honest, *found = told(recipe, [lambda made: made, *(swapped(*pair) for pair in pairs)])

    assert honest == set()
    assert all("label" in codes for codes in found), found


def test_a_rate_that_stands_alone_is_found_after_an_operator_that_adds_numbers():
    recipe = {
        "name": "rates",
        "seed": 302000,
        "source": {"domain": "invoice", "count": 1, "locales": ["en_US"]},
        "render": [{"as": "csv", "system": "netsuite"}],
        "design": {"each": ["numbers.footnote_mark"], "severities": [3]},
    }

    honest, lied = told(recipe, [lambda made: made, lambda made: liars.added(made, "5 %")])

    assert honest == set()
    assert "label" in lied
