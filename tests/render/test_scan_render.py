"""Scans: images, places and bytes."""

import sys
from pathlib import Path

import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from dataclasses import replace

import numpy as np
from paper_by_hand import paper, picture, says_by_statement, scanned

from chaosdocs.documents.scan import (
    Blur,
    Cut,
    DropPage,
    Fade,
    Fax,
    Jpeg,
    LayText,
    Noise,
    Occlude,
    Resample,
    Shadow,
    Skew,
    Speckle,
    Trim,
)
from chaosdocs.truth.statements import GONE

EVERYTHING = (
    Skew(angle=1.5),
    Shadow(depth=0.3, side="top"),
    Occlude(page=0, box=(40, 120, 160, 170), style="stamp", density=0.8, seed="st", word="COPY"),
    Occlude(page=0, box=(180, 130, 260, 170), style="stain", density=0.8, seed="c"),
    Fade(strength=0.8),
    Blur(sigma=0.2),
    Speckle(share=0.002, seed="s"),
    Noise(sigma=6, seed="n"),
    Resample(dpi=120),
    Jpeg(quality=50, times=2),
)


def ink_in(made, locus):
    x0, y0, x1, y1 = (round(v) for v in locus.box)
    return 255 - int(picture(made, locus.page - 1)[y0:y1, x0:x1].min())


def test_the_same_scan_has_the_same_bytes():
    assert scanned(*EVERYTHING, LayText())[0].data == scanned(*EVERYTHING, LayText())[0].data


@pytest.mark.parametrize(
    "effects",
    [(), (Skew(angle=4),), (Skew(angle=180),), (Skew(angle=90),),
     (Skew(angle=-2), Cut(side="left", points=20)),
     (Fax(across=204, down=98, threshold=160, dropout=0, seed="f"),), EVERYTHING],
    ids=["clean", "skewed", "upside down", "sideways", "cut", "faxed", "everything"],
)  # fmt: skip
def test_every_statement_is_where_its_box_says(effects):
    made, _glass, _done = scanned(*effects)

    places = says_by_statement(made)
    assert set(places) == set(paper().statements)
    assert all(ink_in(made, locus) > 60 for locus in places.values())


def test_an_empty_place_stays_empty_under_a_turn():
    made, _glass, _done = scanned(Skew(angle=3))
    x, y = made.scan[0].affine.point(30, 30)

    assert picture(made)[round(y), round(x)] > 240


def test_the_page_keeps_its_size_in_points():
    made, _glass, _done = scanned(Blur(sigma=0.2))
    pdf = pypdfium2.PdfDocument(made.data)

    assert pdf[0].get_size() == pytest.approx((320, 200), abs=0.5)
    pdf.close()


def test_a_fax_is_one_bit_with_square_pixels():
    made, _glass, _done = scanned(Fax(across=204, down=98, threshold=160, dropout=0.1, seed="f"))

    assert set(np.unique(picture(made)).tolist()) == {0, 255}
    assert made.scan[0].affine.a == pytest.approx(204 / 72, rel=0.01)
    assert made.scan[0].affine.d == pytest.approx(204 / 72, rel=0.01)


def test_noise_of_one_seed_is_the_same_pattern_at_every_strength():
    weak = picture(scanned(Noise(sigma=10, seed="a"))[0]).astype(int)
    strong = picture(scanned(Noise(sigma=30, seed="a"))[0]).astype(int)
    other = picture(scanned(Noise(sigma=30, seed="b"))[0]).astype(int)

    corner = (slice(0, 40), slice(0, 200))
    assert np.corrcoef(weak[corner].ravel(), strong[corner].ravel())[0, 1] > 0.6
    assert abs(np.corrcoef(weak[corner].ravel(), other[corner].ravel())[0, 1]) < 0.1


def test_more_dust_keeps_the_specks_of_less():
    less = picture(scanned(Speckle(share=0.002, seed="s"))[0]) < 100
    more = picture(scanned(Speckle(share=0.01, seed="s"))[0]) < 100

    assert (less & more).sum() > 0.8 * less.sum()


def test_a_bar_covers_the_field_and_leaves_a_trace_in_its_place():
    statement = paper().statements["/total#1"]
    gone = replace(statement, text="", claim=GONE, trace="redaction")
    made, _glass, _done = scanned(
        Occlude(page=0, box=(198, 71, 245, 83), style="redaction"),
        Trim(statement=statement.id, before=statement.text, after=gone),
        LayText(),
    )

    assert "/total#1" not in says_by_statement(made)
    assert "/total#1" not in says_by_statement(made, "text")
    trace = next(x for x in made.loci if x.statement == "/total#1")
    x0, y0, x1, y1 = (round(v) for v in trace.box)
    assert trace.role == "trace"
    assert picture(made)[y0 + 2 : y1 - 2, x0 + 2 : x1 - 2].max() < 60


def test_what_is_cut_off_is_not_in_the_image_and_the_rest_has_moved():
    whole, _glass, _done = scanned()
    made, _glass, _done = scanned(Cut(side="left", points=50))

    assert made.scan[0].width == whole.scan[0].width - round(50 * 150 / 72)
    before, after = (says_by_statement(m)["/total#1"].box for m in (whole, made))
    assert before.x0 - after.x0 == pytest.approx(50 * 150 / 72, abs=1)


def test_a_missing_page_leaves_the_page_numbers_as_a_trace():
    made, _glass, done = scanned(DropPage(page=1), pages=3)

    assert len(made.scan) == 2
    assert next(x for x in made.loci if x.statement == "/note1#1").text == "Page 1 of 3"
    assert done.statements["/note1#1"].trace == "page"
    assert says_by_statement(made)["/note2#1"].page == 2


def test_the_text_layer_says_what_is_in_the_image_where_it_is():
    made, _glass, _done = scanned(Skew(angle=2), LayText())
    pdf = pypdfium2.PdfDocument(made.data)
    text_page = pdf[0].get_textpage()
    height = pdf[0].get_height()

    for locus in says_by_statement(made, "text").values():
        x0, y0, x1, y1 = (v * 72 / 150 for v in locus.box)
        inside = text_page.get_text_bounded(x0 - 1, height - y1 - 1, x1 + 1, height - y0 + 1)
        assert locus.text in inside
    text_page.close()
    pdf.close()


def test_without_a_layer_there_is_no_text():
    made, _glass, _done = scanned()
    pdf = pypdfium2.PdfDocument(made.data)
    text_page = pdf[0].get_textpage()

    assert text_page.count_chars() == 0
    text_page.close()
    pdf.close()


def covered(style, density=0.8, **changes):
    """The page without a mark, and with one over an empty place."""
    mark = Occlude(page=0, box=(180, 130, 260, 170), style=style, density=density, **changes)
    return (picture(scanned(*marks)[0], 0).astype(int) for marks in ((), (mark,)))


def test_a_stain_is_darkest_along_an_uneven_rim():
    before, after = covered("stain", seed="c")
    taken = before - after
    ys, xs = np.nonzero(taken > 8)
    assert taken.max() < 160, "coffee lets light through"

    middle = taken[(ys.min() + ys.max()) // 2, xs.min() : xs.max()]
    inside = middle[len(middle) // 4 : -len(middle) // 4]
    assert max(middle[:8].max(), middle[-8:].max()) > 1.5 * np.median(inside)
    lefts = [int(np.nonzero(row > 8)[0][0]) for row in taken[ys.min() + 8 : ys.max() - 8]]
    assert len(set(lefts)) > 3, "the edge is no straight line"


def test_stains_of_other_seeds_have_other_outlines():
    shapes = {bytes(np.packbits(list(covered("stain", seed=seed))[1] < 245)) for seed in "abc"}

    assert len(shapes) == 3


@pytest.mark.parametrize("word", ["COPY", "EINGEGANGEN", "REÇU", "受領"])
def test_a_stamp_says_its_word(word):
    ring, worded = (list(covered("stamp", word=each))[1] for each in ("", word))

    assert (worded < ring - 100).sum() > 60
