"""A scan whose truth says that a value is gone must not show it as its clean twin does."""

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.proving import Proved
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe


@pytest.fixture(scope="module")
def pair():
    recipe = Recipe.model_validate(
        {
            "name": "gone",
            "source": {"domain": "invoice", "count": 1, "locales": ["en_US"]},
            "render": [{"as": "scan", "templates": ["letterhead"]}],
            "design": {"each": ["gaps.blank_under_label"], "severities": [3]},
        }
    )
    maker = Maker(recipe, Witnesses())
    twin, made = maker.make(0), maker.make(1)
    assert isinstance(twin, MadeCase)
    assert isinstance(made, MadeCase)
    return maker, made, twin


def leaked(pair, data):
    """The fields that are found to stand where they stood, of a file in place of the case's."""
    maker, made, twin = pair
    verdict = Witnesses().prove(
        Proved(made.case, made.truth, made.evidence, lambda _path: data),
        made.built.record.domain,
        twin=Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__),
        sights=maker._sights(made.built),
        lain=None,
        deep=False,
    )
    return {
        each.path
        for each in verdict.findings
        if each.code == "leaked" and "where the clean twin does" in each.detail
    }


def test_pixels_of_a_value_that_is_said_to_be_gone_are_found(pair):
    _, made, twin = pair
    (own,), (clean,) = made.files.values(), twin.files.values()
    gone = {
        path
        for path, field in made.truth.fields.items()
        if getattr(field, "touched", ()) and field.state == "unanswerable"
    }

    assert gone
    assert leaked(pair, own) == set()
    assert leaked(pair, clean) == gone
