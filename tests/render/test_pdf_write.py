import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from chaosdocs.documents.geometry import Box
from chaosdocs.documents.pages import Annotation, FontLayer, Shape, Widget
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.foundation.errors import UserError
from chaosdocs.render import templates
from chaosdocs.render.pdf.layout import paginate
from chaosdocs.render.pdf.write import write
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.statements import GONE, Statement, says

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")


def document(template="letterhead", name="invoice", locale="de_DE", index=1):
    record = SOURCES[name].record(7, index, locale)
    values = spell(state(record), templates.convention(template, record))
    return paginate(templates.lower(values, template))


def pdfium_text(data, page=0):
    pdf = pypdfium2.PdfDocument(data)
    text_page = pdf[page].get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    pdf.close()
    return text


def mupdf_text(data, page=0):
    import pymupdf

    with pymupdf.open(stream=data) as pdf:
        text = pdf[page].get_text()
    assert not pymupdf.TOOLS.mupdf_warnings()
    return text


def plumber_text(data):
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return pdf.pages[0].extract_text()


READERS = (pdfium_text, mupdf_text, plumber_text)


def with_run(doc, statement, **changes):
    runs = tuple(replace(r, **changes) if r.statement == statement else r for r in doc.runs)
    return replace(doc, runs=runs)


def valid(data):
    assert data.startswith(b"%PDF-1.7")
    if shutil.which("qpdf"):
        Path("x.pdf").write_bytes(data)
        done = subprocess.run(["qpdf", "--check", "x.pdf"], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def on(rendered, statement, channel):
    return [x for x in rendered.loci if x.statement == statement and x.channel == channel]


@pytest.mark.parametrize("template", templates.TEMPLATES)
@pytest.mark.parametrize("name", SOURCES.own)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_locus_is_found_in_its_box(template, name, locale):
    made = write(document(template, name, locale))
    pdf = pypdfium2.PdfDocument(made.data)
    pages = [(page, page.get_textpage()) for page in pdf]
    for locus in made.loci:
        if locus.channel != "text":
            continue
        page, text = pages[locus.page - 1]
        tall = page.get_height()
        x0, y0, x1, y1 = locus.box
        found = text.get_text_bounded(x0 - 1, tall - y1 - 1, x1 + 1, tall - y0 + 1)
        assert "".join(locus.text.split()) in "".join(found.split())
    for _page, text in pages:
        text.close()
    pdf.close()


@pytest.mark.parametrize("template", templates.TEMPLATES)
def test_the_file_is_valid_and_says_what_eye_and_text_say(template):
    doc = document(template)
    made = write(doc)
    valid(made.data)
    for name, statement in doc.statements.items():
        assert [x.text for x in on(made, name, "eye")] == [statement.text]
        assert [x.text for x in on(made, name, "text")] == [statement.text]
    assert "\ufffd" not in pdfium_text(made.data)


def test_the_same_document_gives_the_same_bytes_in_other_processes():
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "import test_pdf_write as t\n"
        "print(hashlib.sha256(t.write(t.document(locale='ja_JP')).data).hexdigest())\n"
    )
    here = __file__.rpartition("/")[0]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, here],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


def test_no_glyph_is_notdef():
    import pymupdf

    for locale in LOCALES:
        with pymupdf.open(stream=write(document(locale=locale)).data) as pdf:
            for trace in pdf[0].get_texttrace():
                assert all(char[1] != 0 for char in trace["chars"])


@pytest.mark.parametrize("said", ["9.999,99 EUR", "one hundred thousand and some", "1"])
@pytest.mark.parametrize("read", READERS)
def test_a_run_can_say_something_else_than_it_shows(said, read):
    doc = document()
    made = write(with_run(doc, "/total#1", encoded=said))
    valid(made.data)
    text = read(made.data)
    assert said in text
    assert doc.statements["/total#1"].text not in text
    assert on(made, "/total#1", "text")[0].text == said
    assert on(made, "/total#1", "eye")[0].text == doc.statements["/total#1"].text


@pytest.mark.parametrize("read", READERS)
def test_a_lying_font_swaps_what_its_text_layer_says(read):
    doc = document()
    layer = FontLayer(font="notos", mode="lying", swaps=(("0", "8"), ("1", "7")))
    made = write(replace(doc, fonts=(layer,)))
    number = doc.statements["/invoice_number#1"].text
    lie = number.replace("0", "8").replace("1", "7")
    assert lie != number
    assert lie in read(made.data)
    assert number not in read(made.data)
    assert on(made, "/invoice_number#1", "text")[0].text == lie
    assert on(made, "/total#1", "text")[0].text == doc.statements["/total#1"].text


@pytest.mark.parametrize("read", READERS)
def test_a_font_without_a_text_layer_cannot_be_read(read):
    doc = document()
    made = write(replace(doc, fonts=(FontLayer(font="notos", mode="missing"),)))
    valid(made.data)
    assert doc.statements["/invoice_number#1"].text not in read(made.data)
    assert doc.statements["/total#1"].text in read(made.data)
    assert not on(made, "/invoice_number#1", "text")
    assert on(made, "/invoice_number#1", "eye")


def test_invisible_text_is_on_the_text_channel_alone():
    made = write(with_run(document(), "/total#1", visible=False))
    assert not on(made, "/total#1", "eye")
    assert on(made, "/total#1", "text")[0].text in pdfium_text(made.data)


def test_spaced_out_letters_take_their_room():
    made = write(with_run(document(), "/invoice_number#1", gaps=4.0))
    plain = write(document())
    wide = on(made, "/invoice_number#1", "eye")[0].box
    narrow = on(plain, "/invoice_number#1", "eye")[0].box
    assert wide.x1 - wide.x0 > narrow.x1 - narrow.x0 + 20


def test_outside_the_crop_box_is_text_but_nothing_to_see():
    doc = document()
    total = doc.runs_of("/total#1")[0].box
    wide = doc.sizes[0][0]
    made = write(replace(doc, crops={0: Box(10, 20, wide, total.y0 - 5)}))
    valid(made.data)
    assert not on(made, "/total#1", "eye")
    assert on(made, "/total#1", "text")
    number = doc.runs_of("/invoice_number#1")[0].box
    assert on(made, "/invoice_number#1", "eye")[0].box == Box(
        *(round(v - d, 2) for v, d in zip(number, (10, 20, 10, 20), strict=True))
    )


@pytest.mark.parametrize("shown", ["4711", None])
def test_a_form_field_holds_the_value(shown):
    doc = document()
    statement = "/invoice_number#1"
    box = tuple(doc.runs_of(statement)[0].box)
    field = Widget(
        id="number", page=0, box=box, value="Nr. 4711 ü", shown=shown, size=9, statement=statement
    )
    runs = tuple(run for run in doc.runs if run.statement != statement)
    made = write(replace(doc, runs=runs, widgets=(field,)))
    valid(made.data)
    import pymupdf

    with pymupdf.open(stream=made.data) as pdf:
        fields = [(w.field_name, w.field_value) for w in pdf[0].widgets()]
    assert fields == [("number", "Nr. 4711 ü")]
    assert [x.text for x in on(made, statement, "form")] == ["Nr. 4711 ü"]
    assert [x.text for x in on(made, statement, "eye")] == ([] if shown is None else [shown])
    assert not on(made, statement, "text")
    assert (b"/NeedAppearances true" in made.data) == (shown is None)


@pytest.mark.parametrize(("kind", "seen"), [("freetext", True), ("note", False)])
def test_notes_state_things_on_their_channel(kind, seen):
    doc = document()
    statement = Statement(
        id="/total#2", ref="/total", kind="text", text="1,00 EUR", claim=says("1")
    )
    note = Annotation(
        id="a",
        page=0,
        kind=kind,
        box=(200, 500, 330, 530),
        contents="neu: 1,00 EUR",
        statement=statement.id,
    )
    made = write(
        replace(doc, statements={**doc.statements, statement.id: statement}, annotations=(note,))
    )
    valid(made.data)
    import pymupdf

    with pymupdf.open(stream=made.data) as pdf:
        assert [a.info["content"] for a in pdf[0].annots()] == ["neu: 1,00 EUR"]
    assert [x.text for x in on(made, statement.id, "annotation")] == ["1,00 EUR"]
    assert bool(on(made, statement.id, "eye")) == seen


def test_attachments_and_information_state_things():
    doc = document()
    attached = Statement(id="/total#xml", ref="/total", kind="text", text="1.00", claim=says("1"))
    inform = Statement(id="/total#info", ref="/total", kind="text", text="2.00", claim=says("2"))
    xml = "<a>Größe</a><b>11.00</b><c>1.00</c>"
    made = write(
        replace(
            doc,
            statements={**doc.statements, attached.id: attached, inform.id: inform},
            attachments={"invoice.xml": xml},
            info={**doc.info, "subject": "Betrag 2.00"},
        )
    )
    valid(made.data)
    import pymupdf

    with pymupdf.open(stream=made.data) as pdf:
        assert pdf.embfile_get("invoice.xml").decode() == xml
        assert pdf.metadata["subject"] == "Betrag 2.00"
    (locus,) = on(made, attached.id, "attachment")
    assert xml.encode()[slice(*locus.bytes)] == b"1.00"
    assert xml.encode()[locus.bytes[0] - 1 : locus.bytes[0]] == b">"
    assert on(made, inform.id, "metadata")


def test_an_older_revision_stays_inside():
    made = write(replace(document(), hidden_revision={"/total#1": "88.888,88 EUR"}))
    valid(made.data)
    older = made.data[: made.data.index(b"%%EOF") + 6]
    valid(older)
    assert "88.888,88" in pdfium_text(older)
    assert "88.888,88" not in pdfium_text(made.data)


def test_what_is_gone_leaves_its_label_as_a_trace():
    doc = document()
    row = next(s.row for s in doc.statements.values() if s.row)
    for name in ("/total#1", f"/lines/{row}/amount#1"):
        statement = replace(doc.statements[name], claim=GONE, text="", trace="label")
        runs = tuple(run for run in doc.runs if run.statement != name)
        made = write(replace(doc, runs=runs, statements={**doc.statements, name: statement}))
        (locus,) = [x for x in made.loci if x.statement == name]
        assert (locus.role, locus.channel) == ("trace", "eye")
        assert locus.text in {"Gesamtbetrag", "Betrag (EUR)"}


def test_what_is_covered_is_a_trace_without_its_text():
    doc = document()
    name = "/total#1"
    box = tuple(doc.runs_of(name)[0].box)
    cover = Shape(id="bar", page=0, kind="fill", box=box, above=True)
    statement = doc.statements[name].saying("eye", GONE)
    made = write(
        replace(doc, shapes=(*doc.shapes, cover), statements={**doc.statements, name: statement})
    )
    eye = on(made, name, "eye")
    assert ("trace", "") in {(x.role, x.text) for x in eye}
    assert "says" not in {x.role for x in eye}
    assert on(made, name, "text")[0].text == statement.text
    page = pypdfium2.PdfDocument(made.data)[0]
    pixel = page.render(scale=1).to_numpy()[int((box[1] + box[3]) / 2), int(box[0]) + 4]
    assert pixel.max() < 40


def test_look_alike_characters_extract_as_what_they_are():
    doc = with_run(document(), "/invoice_number#1", text="A-BC\u2011D\u00a0E\u202fF")
    text = pdfium_text(write(doc).data) + mupdf_text(write(doc).data)
    assert text.count("A-BC") == 2
    assert "D\u00a0E" in text
    assert "E\u202fF" in text


def test_wrapped_text_is_one_locus():
    doc = document(name="invoice")
    statement = "/seller/street#1"
    (run,) = doc.runs_of(statement)
    below = replace(run, id=f"{statement}@2", text="Hinterhaus", y=run.y + 12)
    made = write(replace(doc, runs=(*doc.runs, below)))
    (eye,) = on(made, statement, "eye")
    assert eye.text == f"{run.text} Hinterhaus"
    assert eye.box.y1 == pytest.approx(below.box.y1, abs=0.01)


def test_a_run_with_characters_of_other_fonts_is_set_in_pieces():
    doc = with_run(document(), "/invoice_number#1", text="№ 4711 − 請求")
    made = write(doc)
    valid(made.data)
    (eye,) = on(made, "/invoice_number#1", "eye")
    assert eye.text == "№ 4711 − 請求"
    assert "".join(eye.text.split()) in "".join(pdfium_text(made.data).split())


def test_a_character_in_no_font_stops_the_writing():
    with pytest.raises(UserError, match="U\\+10FFFF"):
        write(with_run(document(), "/invoice_number#1", text="\U0010ffff"))
