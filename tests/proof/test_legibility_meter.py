"""The legibility meter: what can still be read of a scanned field."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from paper_by_hand import says_by_statement, scanned

from chaosdocs.corpus.make import Maker
from chaosdocs.documents.scan import (
    Blur,
    Cut,
    Fade,
    Jpeg,
    Noise,
    Occlude,
    Resample,
    Skew,
)
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.legibility.meter import (
    Reading,
    _marks,
    limits,
    readings,
    score,
    sight,
    sights,
)
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

TOTAL = (196.0, 69.0, 245.0, 85.0)


def measured(*effects, dpi=150):
    made, glass, _done = scanned(*effects, dpi=dpi)
    boxes = {name: (x.page - 1, tuple(x.box)) for name, x in says_by_statement(made).items()}
    return sights(made.data, made.scan, boxes, glass)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("angle", [0, 2.5, 90, 180])
def test_a_clean_scan_is_legible_however_it_lies(angle, dpi):
    assert set(measured(Skew(angle=angle), dpi=dpi).values()) == {"legible"}


@pytest.mark.parametrize(
    "effect",
    [Blur(sigma=2.5), Noise(sigma=500, seed="n"), Resample(dpi=20), Fade(strength=0.004)],
    ids=["blur", "noise", "resolution", "toner"],
)
def test_what_nobody_reads_is_not_legible(effect):
    assert "legible" not in measured(effect).values()


@pytest.mark.parametrize(
    "effects",
    [(Jpeg(quality=50),), (Noise(sigma=15, seed="n"),), (Fade(strength=0.5),), (Blur(sigma=0.2),)],
    ids=["jpeg", "noise", "toner", "blur"],
)
def test_light_damage_is_legible(effects):
    assert set(measured(*effects).values()) == {"legible"}


@pytest.mark.parametrize("style", ["redaction", "tape", "stain"])
def test_what_is_covered_is_illegible_and_its_neighbours_are_not(style):
    found = measured(Occlude(page=0, box=TOTAL, style=style, seed="x"))

    assert found["/total#1"] == "illegible"
    assert {found[name] for name in found if name != "/total#1"} == {"legible"}


def test_a_bar_over_half_a_field_loses_it():
    x0, y0, x1, y1 = TOTAL
    found = measured(Occlude(page=0, box=(x0, y0, (x0 + x1) / 2, y1), style="redaction"))

    assert found["/total#1"] == "illegible"


def test_a_field_over_the_edge_is_illegible():
    found = measured(Cut(side="left", points=72))

    assert found["/number#1"] == "illegible"
    assert found["/total#1"] == "legible"


def test_more_blur_never_reads_better():
    made = [scanned(Blur(sigma=sigma)) for sigma in (0.2, 0.5, 0.9, 1.4, 2.0)]
    found = [
        readings(
            m.data, m.scan, {k: (0, tuple(x.box)) for k, x in says_by_statement(m).items()}, glass
        )
        for m, glass, _done in made
    ]

    for name in found[0]:
        scores = [score(each[name], limits().weights) for each in found]
        assert scores == sorted(scores, reverse=True)


def test_a_field_without_clarity_is_illegible_and_one_with_little_is_in_between():
    known = limits()

    assert sight(Reading(0.9, 200.0, known.illegible, 0.0, 20.0)) == "illegible"
    assert sight(Reading(0.1, 5.0, 2 * known.illegible, 0.0, 20.0)) == "borderline"


def test_faint_ink_that_stands_out_of_the_noise_is_legible():
    assert sight(Reading(0.95, 12.0, 40.0, 0.0, 20.0)) == "legible"


def test_the_frozen_meter_prefers_what_is_clear_and_sharp():
    _one, clarity, contrast, smear, likeness = limits().weights

    assert min(clarity, contrast, likeness) > 0 > smear


def test_the_frozen_limits_are_those_of_the_stored_table():
    sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
    import legibility

    drawn = legibility.draw(legibility.kept(), curve=None)

    stored = json.loads(legibility.LIMITS.read_text("utf-8"))
    assert stored.pop("weights") == pytest.approx(drawn.pop("weights"), abs=0.002)
    assert stored == pytest.approx(drawn, abs=0.01)


def test_a_number_whose_minus_fell_between_two_lines_of_a_fax_is_not_legible():
    """The letters around a minus are as sharp as before: a reader answers 853.11 and is sure."""
    recipe = {
        "name": "fax",
        "seed": 77,
        "source": {"domain": "statement", "count": 1, "locales": ["en_US"]},
        "render": [{"as": "scan", "templates": ["letterhead"], "dpi": 150}],
        "design": {"each": ["scan.faxed"], "severities": [3]},
        "ask": {"derive": "forbid"},
    }
    making = Maker(resolve(Recipe.model_validate(recipe)), Witnesses())
    clean, faxed = (making.make(number) for number in range(2))

    sent, came = (
        {leaf.path: leaf.truth.state for leaf in made.truth.leaves()} for made in (clean, faxed)
    )
    assert sent["/lines/k18/amount"] == "answerable"
    assert came["/lines/k18/amount"] == "unscored"
    assert list(came.values()).count("answerable") > 0.9 * len(came)


def test_a_mark_counts_only_if_it_stands_alone_in_its_columns():
    """The dot of an i has ink beneath it; a point and a minus have not."""
    ink = np.zeros((12, 12), bool)
    ink[2:12, 2], ink[0, 2] = True, True  # an i
    ink[6, 5:8] = True  # a minus
    ink[11, 10] = True  # a point
    strokes = np.where(ink, 100, -10)[None]
    seen = strokes[0].copy()

    assert _marks(strokes, seen, ink) == pytest.approx([1.0, 1.0])
    seen[6, 5:8] = -10
    assert _marks(strokes, seen, ink)[0] < 0.5 < _marks(strokes, seen, ink)[1]
