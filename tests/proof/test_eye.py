"""What is seen on a page, what is not there, and what the slow witnesses say to it."""

import io
from dataclasses import replace
from types import SimpleNamespace

import pymupdf
import pytest
from by_hand import Page, csv_case, json_case, line, pdf_case

from chaosdocs.proof import prove, slow_witnesses
from chaosdocs.proof.ink import eye
from chaosdocs.proof.ink.drawn import in_known_glyphs
from chaosdocs.proof.loci import Loci
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.twin import Twin
from chaosdocs.proof.witnesses.text import TextWitness

TOTAL = "/total"


def outcome(made, **more):
    return prove(made.case, made.truth, made.evidence, made.read, domain=made.domain, **more)


def failures(made):
    return {(failure.code, failure.path) for failure in outcome(made).failures}


def changed(made, path=TOTAL, **changes):
    """The same case with other words in the evidence of one field by eye."""
    return made.with_lines(
        x.model_copy(update=changes) if x.path == path and x.channel == "eye" else x
        for x in made.evidence
    )


def box_of(made, path=TOTAL):
    return next(x.box for x in made.evidence if x.path == path and x.channel == "eye")


def test_a_box_that_nothing_is_drawn_in_has_no_ink():
    assert ("no_ink", TOTAL) in failures(changed(pdf_case(), box=(300.0, 700.0, 380.0, 711.0)))


def test_a_box_beside_the_page_is_moved():
    assert ("box_moved", TOTAL) in failures(changed(pdf_case(), box=(580.0, 100.0, 700.0, 111.0)))
    assert ("box_moved", TOTAL) in failures(changed(pdf_case(), box=(300.0, 111.0, 200.0, 100.0)))


def test_a_page_or_a_box_that_is_not_there_finds_nothing():
    assert ("not_found", TOTAL) in failures(changed(pdf_case(), page=7))
    assert ("not_found", TOTAL) in failures(changed(pdf_case(), box=None))
    assert ("not_found", TOTAL) in failures(changed(pdf_case(), text=""))


def test_another_text_than_the_drawn_one_is_not_seen():
    made = changed(pdf_case(), text="1.469,18 EUR")

    assert {code for code, path in failures(made) if path == TOTAL} & {"pixels_differ", "not_found"}


def test_a_text_layer_that_lies_about_what_is_drawn_differs_in_pixels():
    def lie(page):
        page.words("1.469,13 EUR", 60, 400, invisible=True)
        page.words("9.999,99 EUR", 60, 400)
        page.lines.append(
            line(TOTAL, "1.469,13 EUR", "eye", page=1, box=(60.0, 392.0, 125.0, 402.5),
                 statement="/total#2")
        )  # fmt: skip

    codes = {code for code, path in failures(pdf_case(edit=lie)) if path == TOTAL}
    assert "pixels_differ" in codes


def test_the_twin_s_pixels_are_enough_where_the_statement_is_the_same():
    made, other = pdf_case(), pdf_case()
    twin = Twin(other.case, other.truth, other.evidence, other.read)
    proof = outcome(made, twin=twin)
    twin.close()

    assert proof.failures == ()
    assert "twin" in proof.witnesses[TOTAL]


def test_a_note_on_the_page_is_seen_in_its_own_font():
    def note(page):
        box = (300.0, 500.0, 420.0, 516.0)
        page.page.add_freetext_annot(pymupdf.Rect(box), "1.469,13 EUR", fontsize=9)
        page.lines.append(line(TOTAL, "1.469,13 EUR", "eye", page=1, box=box, statement="/total#2"))

    assert not [f for f in outcome(pdf_case(edit=note)).failures if f.path == TOTAL]


def test_pdfplumber_contradicts_what_is_not_in_the_text_and_tesseract_only_confirms():
    made = pdf_case()
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.read)
    heard = list(slow_witnesses.slow_check(bench, None))
    said = {(x.path, witness) for x, code, witness in heard if not code}

    assert (TOTAL, "pdfplumber") in said
    assert not [code for _, code, _ in heard if code]
    wrong = made.with_lines(
        x.model_copy(update={"text": "7.777,77 EUR"}) if x.path == TOTAL else x
        for x in made.evidence
    )
    bench = OpenedFiles(wrong.case, wrong.truth, wrong.evidence, wrong.read)
    codes = {
        (x.path, x.channel): code for x, code, _ in slow_witnesses.slow_check(bench, None) if code
    }
    assert codes == {(TOTAL, "text"): "slow_witness"}


def test_a_line_on_a_page_that_is_not_there_is_nobody_s():
    made = pdf_case()
    gone = made.with_lines(x.model_copy(update={"page": 9}) for x in made.evidence)
    bench = OpenedFiles(gone.case, gone.truth, gone.evidence, gone.read)

    assert list(slow_witnesses.slow_check(bench, None)) == []


def test_without_tesseract_or_where_it_fails_nothing_is_said(monkeypatch):
    made = pdf_case()
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.read)
    names = lambda: {name for _, _, name in slow_witnesses.slow_check(bench, None)}  # noqa: E731

    def fails(*_arguments, **_options):
        raise OSError("no such program")

    monkeypatch.setattr(slow_witnesses.shutil, "which", lambda name: "/bin/false-tesseract")
    monkeypatch.setattr(slow_witnesses, "subprocess", SimpleNamespace(
        run=fails, TimeoutExpired=TimeoutError))  # fmt: skip
    assert names() == {"pdfplumber"}
    monkeypatch.setattr(slow_witnesses.shutil, "which", lambda name: None)
    assert names() == {"pdfplumber"}


def test_only_the_legible_lines_of_a_scan_are_given_to_tesseract(monkeypatch):
    given = []
    monkeypatch.setattr(slow_witnesses.shutil, "which", lambda name: "tesseract")
    monkeypatch.setattr(
        slow_witnesses, "_tesseract", lambda program, page: given.append(page) or "A17 b2"
    )
    made = pdf_case()
    lines = [
        line("/number", "A17", "eye", page=1, box=(0, 0, 9, 9), statement="one"),
        line("/vendor", "B 2", "eye", page=1, box=(0, 0, 9, 9), statement="two"),
        line("/account", "C3", "eye", page=1, box=(0, 0, 9, 9), statement="three"),
    ]
    scan = replace(made, truth=made.truth.model_copy(update={"medium": "scan"})).with_lines(lines)
    bench = OpenedFiles(scan.case, scan.truth, scan.evidence, scan.read)
    sights = {"one": "legible", "two": "illegible"}

    assert [(x.path, name) for x, _, name in slow_witnesses.slow_check(bench, sights)] == [
        ("/number", "tesseract")
    ]
    assert len(given) == 1


def test_evidence_of_a_file_that_was_not_opened_or_of_nothing_there():
    made = csv_case()
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.read)
    loci = Loci(bench, None, None)
    own = made.evidence[0]

    def codes(**changes):
        return [code for code, _ in loci.check(own.model_copy(update=changes)).complaints]

    assert codes() == []
    assert codes(file="files/x.csv") == ["missing_file"]
    assert codes(bytes=None) == ["not_found"]
    assert codes(bytes=None, role="trace", text="") == []
    assert codes(text="something else") == ["not_found"]


def test_a_text_that_can_be_seen_and_is_said_to_be_hidden_leaks():
    def shown(page):
        page.say(TOTAL, "1.469,13 EUR", y=500.0, channels=("eye", "text"), statement="/total#2")
        page.lines[:] = [
            x for x in page.lines if not (x.statement == "/total#2" and x.channel == "eye")
        ]

    assert ("leaked", TOTAL) in failures(pdf_case(edit=shown))


def test_a_file_of_any_other_text_is_found_by_its_bytes_and_searched_whole():
    witness = TextWitness("Total: 7 €".encode())

    assert witness.found(line("/x", "7", "text", bytes=(7, 8))).text == "7"
    assert witness.found(line("/x", "7", "text")) is None
    assert [layer.text for layer in witness.layers()] == ["Total: 7 €"]
    made = json_case()
    file = made.case.files[0].model_copy(update={"media_type": "text/html"})
    case = made.case.model_copy(update={"files": (file,)})
    bench = OpenedFiles(case, made.truth, made.evidence, made.read)
    assert isinstance(bench.witness(file.path), TextWitness)


def test_a_text_is_visible_in_its_box_and_not_beside_the_page():
    page = Page()
    box = page.words("1.469,13 EUR", 100, 100)
    made = pdf_case(edit=lambda other: None)
    with_it = made.with_file(page.bytes())
    bench = OpenedFiles(with_it.case, with_it.truth, with_it.evidence, with_it.read)
    view = bench.witness(with_it.case.files[0].path).page(1)

    assert eye.visible("1.469,13 EUR", view, box)
    assert not eye.visible("1.469,13 EUR", view, (700.0, 90.0, 760.0, 101.0))
    assert in_known_glyphs("1.469,13 EUR", view, box) in {True, False}
    bench.close()


@pytest.mark.parametrize("data", [b"", io.BytesIO(b"%PDF-").getvalue()])
def test_what_pdfium_cannot_open_is_unreadable(data):
    assert ("unreadable", "") in {(c, p if c != "unreadable" else "") for c, p in failures(
        pdf_case().with_file(data))}  # fmt: skip


def filled_in(page, text, *, cut=0.0, size=9.0):
    """Put a form field on a page whose appearance is `cut` points narrower than its text."""
    pdf, wide = page.document, page.ruler.text_length(text, size)
    x0, y0, x1, y1 = box = (60.0, 390.0, 60.0 + wide + 4 - cut, 402.0)
    font = next(each[0] for each in page.page.get_fonts() if each[4] == "F1")
    codes = "".join(f"{page.ruler.has_glyph(ord(char)):04x}" for char in text)
    looks, field = pdf.get_new_xref(), pdf.get_new_xref()
    form = (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 {x1 - x0} {y1 - y0}]"
        f"/Resources<</Font<</F1 {font} 0 R>>>>>>"
    )
    pdf.update_object(looks, form)
    drawing = f"/Tx BMC q BT 0 g 1 0 0 1 2 3 Tm /F1 {size} Tf <{codes}> Tj ET Q EMC"
    pdf.update_stream(looks, drawing.encode(), new=True)
    pdf.update_object(
        field,
        f"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(a)/V({text})"
        f"/Rect[{x0} {842 - y1} {x1} {842 - y0}]/AP<</N {looks} 0 R>>>>",
    )
    pdf.xref_set_key(page.page.xref, "Annots", f"[{field} 0 R]")
    pdf.xref_set_key(pdf.pdf_catalog(), "AcroForm", f"<</Fields[{field} 0 R]>>")
    page.lines += [
        line(TOTAL, text, channel, page=1, box=box, statement="/total#2")
        for channel in ("eye", "form")
    ]


@pytest.mark.parametrize("size", [7.0, 9.0, 10.5])
def test_a_form_field_shows_its_value(size):
    made = pdf_case(edit=lambda page: filled_in(page, "1.469,13 EUR", size=size))

    assert outcome(made).failures == ()


@pytest.mark.parametrize("text", ["1.469,13 EUR", "EUR 1.469,13"])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_a_form_field_that_cuts_off_its_last_letter_is_caught(text, share):
    last = pymupdf.Font("notos").text_length(text[-1], 9.0)
    made = pdf_case(edit=lambda page: filled_in(page, text, cut=2 + share * last))

    codes = {code for code, path in failures(made) if path == TOTAL}
    assert codes & {"pixels_differ", "not_found"}


def test_a_form_field_whose_drawing_is_clipped_inside_is_caught():
    def lie(page):
        filled_in(page, "1.469,13 EUR")
        looks = next(
            xref for xref in range(1, page.document.xref_length())
            if page.document.xref_get_key(xref, "Subtype")[1] == "/Form"
        )  # fmt: skip
        drawing = page.document.xref_stream(looks)
        clipped = drawing.replace(b"q BT", b"q 0 0 54 12 re W n BT")
        page.document.update_stream(looks, clipped)

    assert outcome(pdf_case(edit=filled_plainly)).failures == ()
    assert failures(pdf_case(edit=lie))


def filled_plainly(page):
    filled_in(page, "1.469,13 EUR")
