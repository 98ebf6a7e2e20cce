"""The three witnesses of legibility, and what they say against the meter."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from paper_by_hand import TEXTS, says_by_statement, scanned

from chaosdocs.documents.scan import Blur, Fade, Noise, Occlude
from chaosdocs.formats.cases import Evidence
from chaosdocs.making import legibility
from chaosdocs.making.observed import Observer, altered
from chaosdocs.proof.legibility.letters import letters, of_field
from chaosdocs.proof.legibility.matching import matched
from chaosdocs.proof.legibility.observer import CANNOT, TELLS
from chaosdocs.proof.legibility.pictures import pair
from chaosdocs.proof.legibility.restoring import picture, sharpened, stretched

GONE = Noise(sigma=900, seed="n")


def margins(*effects):
    made, _glass, scan = scanned(*effects)
    return Observer(scan.source).margins(scan, made.data)


def fields(*effects):
    """Each field's text, its picture, and what the matching reader makes of it."""
    made, glass, _scan = scanned(*effects)
    page = made.scan[0]
    pdf = pypdfium2.PdfDocument(made.data)
    both = pair(pdf, 0, glass, page, scale=1, margin=40)
    pdf.close()
    for name, line in says_by_statement(made).items():
        box = tuple(line.box)
        yield TEXTS[name][1], picture(both, box, page), matched(both, glass, page, box)


def test_the_letters_of_a_field_are_those_that_are_printed_there():
    made, glass, _scan = scanned()
    box = tuple(says_by_statement(made)["/total#1"].box)

    assert "".join(each.char for each in of_field(glass, made.scan[0], box)) == "1,284.56"
    assert len(letters(glass, 0)) > 50


def test_the_ideal_observer_tells_all_letters_of_a_clean_scan():
    found = margins()

    assert found.keys() == TEXTS.keys()
    assert min(found.values()) > 10 * TELLS


def test_the_ideal_observer_is_less_sure_the_more_noise_there_is():
    ladder = [margins(Noise(sigma=sigma, seed="n")) for sigma in (10, 60, 240)]

    for name in TEXTS:
        sure = [found[name] for found in ladder]
        assert sure == sorted(sure, reverse=True)


def test_the_ideal_observer_cannot_tell_what_is_not_there():
    covered = Occlude(page=0, box=(190.0, 65.0, 250.0, 88.0), style="redaction")
    found = margins(covered)

    assert found["/total#1"] < CANNOT
    assert found["/number#1"] > TELLS


def test_altered_pages_differ_in_letters_alone():
    _made, _glass, scan = scanned()
    for document, exchanged in altered(scan.source):
        assert exchanged
        assert {each.statement for each in exchanged} <= TEXTS.keys()
        assert all(each.right != each.other for each in exchanged)
        assert document.sizes == scan.source.sizes


@pytest.mark.parametrize("effects", [(), (Noise(sigma=40, seed="n"),), (Fade(strength=0.1),)])
def test_the_matching_reader_reads_what_is_plain(effects):
    for text, _field, read in fields(*effects):
        assert read == text.replace(" ", "")


def test_a_blur_that_is_taken_back_leaves_a_picture_more_like_the_sharp_one():
    sharp = {text: field for text, field, _ in fields()}
    blurred = {text: field for text, field, _ in fields(Blur(sigma=0.8))}

    for text, field in blurred.items():
        mended = sharpened(field, 0.8 * 150 / 72)
        alike = [np.corrcoef(sharp[text].ravel(), p.ravel())[0, 1] for p in (field, mended)]
        assert alike[1] > alike[0]


def test_a_stretched_picture_has_all_the_contrast_there_can_be():
    faint = np.full((20, 60), 250, np.uint8)
    cv2.putText(faint, "8", (5, 18), 0, 0.7, 244, 2)
    out = stretched(faint)

    assert (out.min(), out.max()) == (0, 255)


class Made:
    """A maker of one scan."""

    def __init__(self, *effects):
        self.file, self.glass, self.scan = scanned(*effects)

    def scanned(self, _slot):
        return self.scan, self.glass, self.file.scan

    def against(self, sight):
        """What the witnesses say if the meter says the same of every field."""
        lines = [
            Evidence(
                case="c",
                path=name.partition("#")[0],
                statement=name,
                channel="eye",
                role="says",
                file="document.pdf",
                text=TEXTS[name][1],
                page=1,
                box=tuple(line.box),
            )
            for name, line in says_by_statement(self.file).items()
        ]
        sights = {line.statement: sight for line in lines}
        return list(legibility.contradicted(self, 0, self.file.data, lines, sights))


def test_a_clean_field_that_is_called_illegible_is_contradicted(monkeypatch):
    monkeypatch.setattr("chaosdocs.proof.legibility.engines.engines", lambda: ())
    found = Made().against("illegible")

    assert {failure.path for failure in found} == {name.partition("#")[0] for name in TEXTS}
    assert all("is illegible, and matching reads it" in failure.detail for failure in found)


def test_a_lost_field_that_is_called_legible_is_contradicted():
    covered = Occlude(page=0, box=(190.0, 65.0, 250.0, 88.0), style="redaction")
    (found,) = Made(covered).against("legible")

    assert found.path == "/total"
    assert "the ideal observer cannot tell" in found.detail


def test_a_meter_that_is_right_is_not_contradicted(monkeypatch):
    monkeypatch.setattr("chaosdocs.proof.legibility.engines.engines", lambda: ())

    assert Made().against("legible") == []
    assert Made(GONE).against("illegible") == []
