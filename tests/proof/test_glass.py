"""On a scan the text of a statement has to be what lay on the glass at its place."""

import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from by_hand import line

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from paper_by_hand import paper, run

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.proving import Proved
from chaosdocs.documents.geometry import Affine, Box
from chaosdocs.documents.rendered import ScannedPage
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.ink.scan_source import ScanSource, lain
from chaosdocs.recipe.model import Recipe
from chaosdocs.render.pdf.write import write


@pytest.fixture(scope="module")
def scan():
    recipe = Recipe.model_validate(
        {
            "name": "glass",
            "source": {"domain": "kyc", "count": 1, "locales": ["fr_FR"]},
            "render": [{"as": "scan", "templates": ["letterhead"]}],
            "design": {"each": ["scan.skewed"], "severities": [3]},
        }
    )
    maker = Maker(recipe, Witnesses())
    made = maker.make(1)
    assert isinstance(made, MadeCase)
    return maker, made


def failures(scan, change):
    """What the proof says where the evidence of one statement is another."""
    maker, made = scan
    field = made.truth.fields["/company/registration_number"]
    assert field.state == "answerable"
    lines = tuple(
        x.model_copy(update=change(x)) if x.path == "/company/registration_number" else x
        for x in made.evidence
    )
    verdict = Witnesses().prove(
        Proved(made.case, made.truth, lines, made.files.__getitem__),
        made.built.record.domain,
        twin=None,
        sights=maker._sights(made.built),
        lain=(made.built.glass, made.built.files[0].scan),
        deep=False,
    )
    return {(each.path, each.code) for each in verdict.findings}


def test_the_evidence_of_a_skewed_page_is_confirmed(scan):
    _, made = scan
    assert failures(scan, lambda _line: {}) == set()
    assert "freetype" in made.truth.fields["/company/registration_number"].proof


def test_a_box_one_line_further_down_is_caught(scan):
    def down(line):
        x0, y0, x1, y1 = line.box
        return {"box": (x0, y0 + 1.5 * (y1 - y0), x1, y1 + 1.5 * (y1 - y0))}

    assert ("/company/registration_number", "pixels_differ") in failures(scan, down)


def test_another_digit_is_caught_even_where_the_truth_says_so_too(scan):
    def other(line):
        digit = next(c for c in line.text if c.isdigit())
        return {"text": line.text.replace(digit, str((int(digit) + 3) % 10), 1)}

    assert ("/company/registration_number", "pixels_differ") in failures(scan, other)


@pytest.mark.parametrize("degrees", [0, 2, -7, 90, 180, 187])
def test_a_box_is_turned_back_to_where_it_lay(degrees):
    turn, unit = math.radians(degrees), 150 / 72
    cos, sin = unit * math.cos(turn), unit * math.sin(turn)
    affine = Affine(cos, sin, -sin, cos, 400.0, 300.0)
    box = Box(100.0, 200.0, 190.0, 211.0)

    found = lain(
        tuple(affine.box(box)), ScannedPage(source=0, affine=affine, width=1240, height=1754)
    )

    assert found == pytest.approx(tuple(box), abs=1e-6)


def sheet(source, margin):
    """A page scanned at 144 dots an inch, with so many points of its left margin cropped."""
    affine = Affine(2.0, 0.0, 0.0, 2.0, -2 * margin, 0.0)
    return ScannedPage(source=source, affine=affine, width=round(640 - 2 * margin), height=400)


def test_a_list_that_goes_on_over_pages_has_its_heads_above_on_the_glass():
    """The margin of one page is cropped, and that of the other is not."""
    heads = (run("quantity", "Quantity", 60.0, 40.0), run("price", "Price", 140.0, 40.0))
    amount = run("amount", "1,284.56", 140.0, 40.0, page=1)
    document = replace(paper(2), runs=(*heads, amount), statements={})
    glass = ScanSource(
        write(document).data,
        [sheet(0, margin=80.0), sheet(1, margin=0.0)],
    )
    box = tuple(2 * side for side in amount.box)
    said = line("/lines/k1/amount", amount.text, "eye", page=2, box=box)

    found = [glass.label(said, {"quantity", "price"}.__contains__, number) for number in (2, 1)]

    assert found == ["", "price"]


def test_a_turned_box_that_reaches_over_the_next_line_is_that_of_its_text_alone():
    """The upright box around a long turned text holds words of other lines as well."""
    name = run("name", "Northgate Savings and Loan Association", 60.0, 60.0)
    below = run("from", "From", 60.0, 76.0)
    document = replace(paper(1), runs=(name, below), statements={})
    turn, unit = math.radians(4), 2.0
    cos, sin = unit * math.cos(turn), unit * math.sin(turn)
    affine = Affine(cos, sin, -sin, cos, 100.0, 0.0)
    page = ScannedPage(source=0, affine=affine, width=1300, height=800)
    glass = ScanSource(write(document).data, [page])

    def said(box):
        return line("/bank/name", name.text, "text", page=1, box=tuple(affine.box(box)))

    both = Box(name.box.x0, name.box.y0, name.box.x1, below.box.y1)
    assert affine.box(name.box).meets(affine.box(below.box))
    assert glass.alone(said(name.box))
    assert not glass.alone(said(both))
    assert not glass.alone(said(below.box))
