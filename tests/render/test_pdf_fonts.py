import io
import json

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.fonts import FALLBACKS, FONTS, LICENCES, font_bytes, licence
from chaosdocs.render.pdf.draw_metrics import TABLE, drawn
from chaosdocs.render.pdf.embedding import core, embedded
from chaosdocs.render.pdf.glyphs import face, subset
from chaosdocs.render.pdf.metrics import advances, measure
from chaosdocs.render.pdf.objects import number, text_string


@pytest.mark.parametrize("font", FONTS)
def test_every_font_is_truetype_and_states_its_licence(font):
    assert font_bytes(font)[:4] == b"\x00\x01\x00\x00"
    terms = LICENCES[font]
    assert terms.spdx in {"OFL-1.1", "Apache-2.0"}
    assert terms.text
    assert terms.copyright
    assert terms.url.startswith("https://")


def test_an_unknown_font_is_named_with_the_nearest():
    with pytest.raises(UserError, match="notos"):
        licence("noto")
    with pytest.raises(UserError):
        font_bytes("helvetica")
    assert set(FALLBACKS) <= set(FONTS)


@pytest.mark.parametrize("font", FONTS)
def test_the_table_of_widths_is_that_of_the_font(font):
    stored = json.loads(TABLE.read_text("utf-8"))
    assert stored[font] == drawn(font)
    some = face(font)
    for char in "Ag0.":
        assert advances(font)[char] == pytest.approx(some.width(char))


@pytest.mark.parametrize("font", ["notos", "cascadia", "figo"])
def test_every_font_of_a_template_has_the_usual_characters(font):
    have = {drawn_ for drawn_, _said in core(font)}
    assert have >= set("ABCÄÖÜäöüßéèêçœŒ€0123456789.,-()'’–\u00a0\u202f")


@pytest.mark.parametrize("font", FONTS)
def test_a_subset_has_the_outlines_of_the_font(font):
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    chars = "Aäé8%" if font != "cjk" else "A株式8請"
    data, glyphs = subset(font, chars)
    whole, cut = TTFont(io.BytesIO(font_bytes(font))), TTFont(io.BytesIO(data))
    cut_names, by_code = cut.getGlyphOrder(), whole.getBestCmap()
    for char in chars:
        outlines = []
        for opened, name in ((whole, by_code[ord(char)]), (cut, cut_names[glyphs[char]])):
            pen = DecomposingRecordingPen(opened.getGlyphSet())
            opened.getGlyphSet()[name].draw(pen)
            outlines.append(pen.value)
        assert outlines[0] == outlines[1]
    assert len(data) < 6000


def test_two_texts_of_one_character_have_two_codes():
    font = embedded("notos", (("A", "A"), ("A", "B")))
    assert len(set(font.codes.values())) == 2


def test_measures_add_up_over_fallback_fonts():
    assert measure("A−", "notosbo", 10) == pytest.approx(
        measure("A", "notosbo", 10) + measure("−", "figo", 10)
    )


def test_numbers_and_strings_are_written_as_pdf_does():
    assert [number(x) for x in (-0.0001, 1e-9, 1234567.0)] == ["0", "0", "1234567"]
    assert text_string("a\nb").startswith("<FEFF")
