"""Lies in what states nothing: short numbers, words of other documents, letters without a name."""

from __future__ import annotations

import io
import re

import liars
import openpyxl
import pymupdf
from liars import added, file_of, pdf_changed, printed, zip_changed
from lies_in_files import _sheet
from PIL import Image, ImageDraw

OTHERS = {
    "invoice": ("Gutschrift", "Closing balance", "Beneficial owners", "Registernummer"),
    "statement": ("Invoice", "Gesamtbetrag", "Ownership", "Rechnung an"),
    "kyc": ("Total due", "Endsaldo", "Rechnungsdatum", "Payment days"),
}
"""Words that documents of other domains show."""


def a_short_number(made, rng):
    """A number of one or two digits: a rate, a number of days."""
    return added(made, rng.pick(("7", "19", "30", "14")))


def a_rate_alone(made, rng):
    return added(made, rng.pick(("7 %", "19 %", "5 %")))


def a_word_of_another_domain(made, rng):
    """A word that is on the list, and that no document of this domain shows."""
    words = OTHERS.get("" if made.domain is None else made.domain.name)
    return None if words is None else added(made, rng.pick(words))


def a_foot_of_a_sheet(made, rng):
    """A total at the foot of each printed page of a workbook."""
    if made.truth.medium != "xlsx":
        return None

    def change(parts):
        name = _sheet(parts)
        sheet = parts[name].decode()
        foot = f"<oddFooter>&amp;LTotal {100 + rng.below(800)}.50</oddFooter>"
        foot = f"<headerFooter>{foot}</headerFooter>"
        sheet = re.sub(r"<headerFooter.*?</headerFooter>", "", sheet, flags=re.DOTALL)
        parts[name] = sheet.replace("</worksheet>", f"{foot}</worksheet>").encode()

    return zip_changed(made, change)


def a_prompt_of_a_cell(made, rng):
    """What a workbook shows where a cell is selected."""
    if made.truth.medium != "xlsx":
        return None

    def change(parts):
        name = _sheet(parts)
        sheet = parts[name].decode()
        prompt = (
            '<dataValidations count="1"><dataValidation allowBlank="1" showInputMessage="1" '
            f'promptTitle="Total" prompt="{100 + rng.below(800)}.50" sqref="B2"/></dataValidations>'
        )
        at = re.search(r"<pageMargins|<pageSetup|<drawing|<tableParts|</worksheet>", sheet).start()
        parts[name] = f"{sheet[:at]}{prompt}{sheet[at:]}".encode()

    return zip_changed(made, change)


def a_total_in_letters_without_names(made, rng):
    """A number that is drawn in a font that does not say what its letters are."""
    if made.truth.medium != "pdf":
        return None

    def draw(pdf):
        page = pdf[0]
        before = {font[0] for font in page.get_fonts()}
        page.insert_font(fontname="Strange", fontbuffer=pymupdf.Font("notos").buffer)
        page.insert_text(
            liars._free(page), f"{100 + rng.below(800)}.50", fontname="Strange", fontsize=9
        )
        for xref in {font[0] for font in page.get_fonts()} - before:
            pdf.xref_set_key(xref, "ToUnicode", "null")

    return pdf_changed(made, draw)


def another_total_in_actual_text(made, rng):
    """Marked content says another number than the letters that are drawn."""
    if made.truth.medium != "pdf" or not printed(made, "money"):
        return None

    def draw(pdf):
        page = pdf[0]
        page.clean_contents()
        (xref, *_) = page.get_contents()
        said = f"/Span <</ActualText ({100 + rng.below(800)}.50)>> BDC\n".encode()
        pdf.update_stream(xref, said + pdf.xref_stream(xref) + b"\nEMC\n")

    return pdf_changed(made, draw)


def a_word_in_the_layer_of_a_scan(made, rng):
    """The text layer of a scan says more than its image shows."""
    if made.truth.medium != "scan" or not any("ocr_layer" in s.operator for s in made.truth.steps):
        return None
    text = rng.pick(("Net amount", "Total", "Saldo", "Gesamtbetrag"))
    return pdf_changed(
        made, lambda pdf: pdf[0].insert_text(liars._free(pdf[0]), text, render_mode=3)
    )


def a_number_in_the_layer_of_a_scan(made, rng):
    if made.truth.medium != "scan" or not any("ocr_layer" in s.operator for s in made.truth.steps):
        return None
    text = f"{100 + rng.below(800)}.50"
    return pdf_changed(
        made, lambda pdf: pdf[0].insert_text(liars._free(pdf[0]), text, render_mode=3)
    )


def a_layer_over_a_scan(made, rng):
    """A scan without text layer gets one, of one number."""
    if made.truth.medium != "scan" or any("ocr_layer" in s.operator for s in made.truth.steps):
        return None
    text = f"{100 + rng.below(800)}.50"
    return pdf_changed(
        made, lambda pdf: pdf[0].insert_text(liars._free(pdf[0]), text, render_mode=3)
    )


def a_column_more(made, rng):
    """Every line of a table has one short cell more, without a head."""
    if made.truth.medium != "csv":
        return None

    def change(old):
        first = old.split("\n", 1)[0]
        mark = max(";,\t|", key=first.count)
        if mark not in first:
            return None
        return re.sub(r"(?m)(?<=\S)(?=\r?$)", f"{mark}{rng.below(9) + 1}", old)

    return liars.text_changed(made, change)


def a_page_more(made, rng):
    """A page with one word, or an empty one, stands behind the last one."""
    if made.truth.medium != "pdf":
        return None
    return pdf_changed(made, lambda pdf: pdf.new_page())


def a_page_turned(made, rng):
    """A page lies upside down."""
    if made.truth.medium != "pdf":
        return None
    return pdf_changed(made, lambda pdf: pdf[0].set_rotation((pdf[0].rotation + 180) % 360))


def a_processing_instruction(made, rng):
    if made.truth.medium != "xml":
        return None
    return liars.text_changed(
        made, lambda old: old.rstrip() + f'\n<?total amount="{100 + rng.below(800)}.50"?>\n'
    )


def a_minus_on_a_scan(made, rng):
    """A short stroke before an amount of a scan."""
    if made.truth.medium != "scan":
        return None
    found = [
        line
        for path, _ in printed(made, "money")
        for line in liars.lines_of(made, path)
        if line.box is not None and line.page == 1
    ]
    if not found:
        return None
    left, top, _, bottom = rng.pick(found).box
    tall, middle = bottom - top, (top + bottom) / 2

    def draw(pdf):
        page = pdf[0]
        xref = page.get_images()[0][0]
        image = Image.open(io.BytesIO(pdf.extract_image(xref)["image"])).convert("L")
        ink = min(image.getextrema()[0] + 20, 110)
        stroke = (left - 0.9 * tall, middle), (left - 0.3 * tall, middle)
        ImageDraw.Draw(image).line(stroke, fill=ink, width=max(2, round(tall / 9)))
        out = io.BytesIO()
        image.save(out, "PNG")
        page.replace_image(xref, stream=out.getvalue())

    return pdf_changed(made, draw)


def another_date_system(made, rng):
    """A workbook counts days from 1904: all its dates are four years later."""
    if made.truth.medium != "xlsx" or not printed(made, "date"):
        return None

    def change(parts):
        book = parts["xl/workbook.xml"].decode()
        if "<workbookPr" in book:
            book = book.replace("<workbookPr", '<workbookPr date1904="1"', 1)
        else:
            book = re.sub(r"(<workbook[^>]*>)", r'\1<workbookPr date1904="1"/>', book, count=1)
        parts["xl/workbook.xml"] = book.encode()

    lied = zip_changed(made, change)
    return lied if lied and _days(lied) != _days(made) else None


def _days(made):
    """The dates that a workbook holds as dates."""
    book = openpyxl.load_workbook(io.BytesIO(file_of(made)[1]))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [cell.value for cell in cells if getattr(cell, "is_date", False)]


def a_mark_that_turns_text(made, rng):
    """An invisible mark has a number shown from right to left: 91 for 19."""
    if made.truth.medium not in {"csv", "json", "text"}:
        return None
    found = [
        line.text
        for path, _ in printed(made, "id", "money", "number")
        for line in liars.lines_of(made, path)
        if len(line.text) > 3 and line.text.isascii()
    ]
    if not found:
        return None
    text = rng.pick(found)
    return liars.text_changed(
        made, lambda old: old.replace(text, f"\u202e{text}", 1) if old.count(text) == 1 else None
    )


OWN = (
    a_short_number, a_rate_alone, a_word_of_another_domain, a_foot_of_a_sheet, a_prompt_of_a_cell,
    a_total_in_letters_without_names, another_total_in_actual_text, a_word_in_the_layer_of_a_scan,
    a_number_in_the_layer_of_a_scan, a_layer_over_a_scan, a_column_more, a_page_more,
    a_page_turned, a_processing_instruction, a_minus_on_a_scan, another_date_system,
    a_mark_that_turns_text,
)  # fmt: skip
