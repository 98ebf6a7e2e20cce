"""What states nothing is accounted for too: short numbers, other documents' words, sheet edges."""

from functools import cache

import lies_unsaid
import pytest
from by_hand import MadeCase as Lied

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.proving import Proved
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.furniture import counts_of, listed, little_of
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

MEDIA = {
    "pdf": {"as": "pdf", "templates": ["letterhead"]},
    "scan": {"as": "scan", "templates": ["letterhead"]},
    "csv": {"as": "csv", "system": "sap"},
    "xlsx": {"as": "xlsx", "system": "netsuite"},
    "json": {"as": "json", "system": "netsuite"},
    "xml": {"as": "xml", "system": "sap"},
    "text": {"as": "text", "system": "sap_alv"},
}


@cache
def cases(medium):
    """A clean case and a damaged one, each with its twin."""
    recipe = {
        "name": "unsaid",
        "seed": 31,
        "source": {"domain": "invoice", "count": 1, "locales": ["de_DE"]},
        "render": [MEDIA[medium]],
        "design": {
            "each": ["scan.ocr_layer" if medium == "scan" else "totals.wrong_sum"],
            "severities": [5],
        },
    }
    making = Maker(resolve(Recipe.model_validate(recipe)), Witnesses())
    made = [making.make(number) for number in making.slots.numbers()]
    clean = next(each for each in made if isinstance(each, MadeCase) and not each.slot.steps)
    dirty = next(each for each in made if isinstance(each, MadeCase) and each.slot.steps)
    return making, ((clean, None), (dirty, clean))


def found(making, made, twin, lie):
    honest = Lied(
        made.case, made.truth, list(made.evidence), dict(made.files), made.built.record.domain
    )
    lied = honest if lie is None else lie(honest, SeededRng(3).at("lie"))
    if lied is None:
        return None
    proof = Witnesses().prove(
        Proved(lied.case, lied.truth, tuple(lied.evidence), lied.read),
        lied.domain,
        twin=twin and Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__),
        sights=making._sights(made.built) if made.truth.medium == "scan" else {},
        lain=None if made.built.glass is None else (made.built.glass, made.built.files[0].scan),
        deep=False,
    )
    return {finding.code for finding in proof.findings}


@pytest.mark.parametrize("medium", MEDIA)
def test_honest_cases_are_proved_and_what_is_put_into_them_is_found(medium):
    making, both = cases(medium)
    told = 0
    for made, twin in both:
        assert found(making, made, twin, None) == set()
        for lie in lies_unsaid.OWN:
            codes = found(making, made, twin, lie)
            told += codes is not None
            assert codes is None or codes, (lie.__name__, made.truth.label)
    assert told >= (3 if medium == "scan" else 6)


def test_a_page_bears_its_number_and_how_many_there_are():
    _, ((made, _), _) = cases("pdf")
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.files.__getitem__)
    try:
        assert counts_of(bench) == {"1": 2}
        assert sorted(n for text in bench.unsaid for n in little_of(text)) == ["1", "1"]
    finally:
        bench.close()


def test_little_numbers_are_listed_for_few_renderings():
    assert len(listed()["little"]) < 15
    assert not any(name.startswith("pdf.") for name in listed()["little"])
