"""Lies in the finished file: truth and evidence are as they were made."""

from __future__ import annotations

import io
import json
import re

import liars
import openpyxl
import pymupdf
from liars import added, file_of, gone, lines_of, lists, pdf_changed, printed, spelt, zip_changed

from chaosdocs.documents.geometry import Box

_NARROW = 2
"""Characters that a column shows which is too narrow."""
RULE = "Confirmed entries replace all others"


def _was(made, rng):
    found = gone(made)
    return spelt(rng.pick(found)[1]) if found else None


def _pdf_was(put):
    """The lie that the value of a gone field is left in a PDF."""

    def lie(made, rng):
        text = _was(made, rng) if made.truth.medium == "pdf" else None
        return None if text is None else put(made, text)

    return lie


def _drawn(text, page, at=(70, 60), size=9):
    """A text drawn as lines, without any letters."""
    font = pymupdf.Font("helv" if text.isascii() else "japan")
    shape = page.new_shape()
    x = at[0]
    for char in text:
        if not char.isspace():
            for n in range(3):  # strokes: their form is not what the proof goes by
                shape.draw_bezier(
                    (x, at[1] - n), (x + 2, at[1] - 7), (x + 3, at[1] - 2), (x + 4, at[1] - n)
                )
        x += font.text_length(char, size)
    shape.finish(width=0.5)
    shape.commit()


def _picture(made, text):
    data, (wide, tall) = liars.pictured(text)

    def draw(pdf):
        pdf[0].insert_image((60, 20, 60 + wide, 20 + tall), stream=data)

    return pdf_changed(made, draw)


def _raw(made, text, form):
    """An object that nothing shows, appended to the file."""
    data = file_of(made)[1]
    at = data.rindex(b"startxref")
    body = f"\n9998 0 obj\n<</Type /Action {form(text)}>>\nendobj\n".encode()
    return made.with_file(data[:at] + body + data[at:])


def _hex(text):
    return f"/S /JavaScript /JS <{text.encode('utf-16-be').hex()}>"


was_in_a_picture = _pdf_was(_picture)
was_drawn_as_lines = _pdf_was(
    lambda made, text: pdf_changed(made, lambda pdf: _drawn(text, pdf[0]))
)
was_in_an_attached_zip = _pdf_was(
    lambda made, text: liars.attached(made, "a.zip", liars.zipped(text))
)
was_in_attached_base64 = _pdf_was(
    lambda made, text: liars.attached(made, "a.txt", liars.coded(text))
)
was_in_hex = _pdf_was(lambda made, text: _raw(made, text, _hex))
was_in_javascript = _pdf_was(
    lambda made, text: _raw(made, text, lambda t: f"/S /JavaScript /JS (app.alert\\('{t}'\\))")
)
was_in_a_link = _pdf_was(
    lambda made, text: pdf_changed(
        made,
        lambda pdf: pdf[0].insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(20, 20, 60, 30),
             "uri": f"https://example.org/?q={text.replace(' ', '')}"}
        ),
    )
)  # fmt: skip
was_split_in_words = _pdf_was(
    lambda made, text: liars.on_page(made, f"{text[: len(text) // 2]} {text[len(text) // 2 :]}")
)
was_in_spaced_letters = _pdf_was(lambda made, text: liars.on_page(made, " ".join(text)))
was_in_turned_text = _pdf_was(
    lambda made, text: liars.on_page(made, text, place=(20, 300), rotate=90)
)
was_in_tiny_letters = _pdf_was(lambda made, text: liars.on_page(made, text, fontsize=1.2))
was_outside_of_the_page = _pdf_was(lambda made, text: liars.on_page(made, text, place=(-300, 50)))


def was_under_a_box(made, rng):
    """The old value stands where it stood, and a box is drawn over it."""
    text = _was(made, rng) if made.truth.medium == "pdf" else None
    if text is None:
        return None

    def draw(pdf):
        font = "helv" if text.isascii() else "japan"
        pdf[0].insert_text((70, 25), text, fontname=font, fontsize=9)
        pdf[0].draw_rect((65, 14, 80 + 6 * len(text), 29), color=(0, 0, 0), fill=(0, 0, 0))

    return pdf_changed(made, draw)


def was_on_a_scan(made, rng):
    """The old value is painted elsewhere on the image."""
    text = _was(made, rng) if made.truth.medium == "scan" else None
    return None if text is None or not text.isascii() else liars.on_scan(made, text)


def a_total_on_a_scan(made, rng):
    if made.truth.medium != "scan":
        return None
    return liars.on_scan(made, f"Total corrected {1 + rng.below(900)}.{10 + rng.below(90)}")


def a_picture_on_a_scan(made, rng):
    """A second image is laid over the scan's own."""
    if made.truth.medium != "scan":
        return None
    data, (wide, tall) = liars.pictured("Total 12.00", 12)

    def draw(pdf):
        page = pdf[0]
        page.insert_image((80, page.rect.height - 60, 80 + wide, page.rect.height - 60 + tall),
                          stream=data)  # fmt: skip

    return pdf_changed(made, draw)


def a_text_over_a_scan(made, rng):
    """Letters stand over the image."""
    if made.truth.medium != "scan":
        return None
    return pdf_changed(
        made,
        lambda pdf: pdf[0].insert_text((80, pdf[0].rect.height - 40), RULE, fontsize=9),
    )


def _without_zeros(text):
    return re.sub(r"\D", "", text).strip("0")


def was_in_json_as_a_number(made, rng):
    found = [x for x in gone(made) if made.truth.medium == "json" and x[1].kind == "id"]
    found = [(p, f) for p, f in found if len(_without_zeros(f.was)) > 4]
    if not found:
        return None
    digits = _without_zeros(rng.pick(found)[1].was)
    return liars.text_changed(made, lambda old: _with_key(old, "x1", digits))


def was_in_json_as_a_list(made, rng):
    text = _was(made, rng) if made.truth.medium == "json" else None
    digits = re.sub(r"\D", "", text or "")
    if len(digits) < 5:
        return None
    said = json.dumps([*map(int, digits)])
    return liars.text_changed(made, lambda old: _with_key(old, "x1", said))


def _with_key(old, key, said):
    at = old.rindex("}")
    return f'{old[:at].rstrip()}, "{key}": {said}\n{old[at:]}'


# more is said


def a_corrected_total(made, rng):
    """Another total and its word stand in plain sight."""
    return added(made, f"Total corrected {1 + rng.below(900)}.{10 + rng.below(90)}")


def a_second_number(made, rng):
    """A number alone, without a word."""
    return added(made, f"{1 + rng.below(900)}.{10 + rng.below(90)}")


def a_rule_printed(made, rng):
    return added(made, RULE)


def a_date_format_printed(made, rng):
    return added(made, "All dates DD/MM/YYYY")


def a_total_in_a_key(made, rng):
    if made.truth.medium != "json":
        return None
    return liars.as_key(made, f"{1 + rng.below(900)}.{10 + rng.below(90)}", key="totalCorrected")


def a_date_format_in_a_key(made, rng):
    return (
        liars.as_key(made, "DD/MM/YYYY", key="dateFormat") if made.truth.medium == "json" else None
    )


def a_total_in_an_element(made, rng):
    if made.truth.medium != "xml":
        return None
    return liars.as_element(made, f"{1 + rng.below(900)}.{10 + rng.below(90)}", name="CorrTotal")


def a_comment_in_xml(made, rng):
    if made.truth.medium != "xml":
        return None

    def change(old):
        at = old.rindex("</")
        return f"{old[:at]}<!-- {RULE} -->{old[at:]}"

    return liars.text_changed(made, change)


def a_note_on_a_page(made, rng):
    if made.truth.medium not in liars.PAGES:
        return None
    return pdf_changed(made, lambda pdf: pdf[0].add_text_annot((40, 40), "The total is 1.00"))


def a_file_attached(made, rng):
    if made.truth.medium != "pdf":
        return None
    return liars.attached(made, "corrected.txt", b"The total is 1.00")


def _amount_box(made, rng):
    """A printed amount, its page and its box."""
    if made.truth.medium != "pdf":
        return None
    found = [
        (line.page, Box(*line.box))
        for path, _ in printed(made, "money")
        for line in lines_of(made, path)
        if line.box is not None
    ]
    return rng.pick(found) if found else None


def _beside_an_amount(made, rng, draw):
    where = _amount_box(made, rng)
    if where is None:
        return None
    return pdf_changed(made, lambda pdf: draw(pdf[where[0] - 1], where[1]))


def a_mark_behind_an_amount(made, rng):
    return _beside_an_amount(
        made, rng, lambda page, box: page.insert_text((box.x1 + 2, box.y1 - 2), "CR", fontsize=8)
    )


def a_minus_before_an_amount(made, rng):
    return _beside_an_amount(
        made, rng, lambda page, box: page.insert_text((box.x0 - 5, box.y1 - 2), "-", fontsize=9)
    )


def a_minus_drawn_before_an_amount(made, rng):
    return _beside_an_amount(
        made, rng,
        lambda page, box: page.draw_line(
            (box.x0 - 6, (box.y0 + box.y1) / 2), (box.x0 - 2, (box.y0 + box.y1) / 2)
        ),
    )  # fmt: skip


def an_amount_struck_through(made, rng):
    return _beside_an_amount(
        made, rng,
        lambda page, box: page.draw_line(
            (box.x0, (box.y0 + box.y1) / 2), (box.x1, (box.y0 + box.y1) / 2)
        ),
    )  # fmt: skip


def an_amount_covered(made, rng):
    """A white box lies over a value that is to be read."""
    return _beside_an_amount(
        made, rng, lambda page, box: page.draw_rect(box, color=(1, 1, 1), fill=(1, 1, 1))
    )


def an_amount_overwritten(made, rng):
    """Another value is drawn where one is to be read; the letters below stay in the file."""

    def draw(page, box):
        page.draw_rect(box, color=(1, 1, 1), fill=(1, 1, 1))
        page.insert_text((box.x0, box.y1 - 2), "8.888,88", fontsize=8)

    return _beside_an_amount(made, rng, draw)


def an_amount_painted_over_on_a_scan(made, rng):
    if made.truth.medium != "scan":
        return None
    found = [
        line for path, _ in printed(made, "money", "id", "date")
        for line in lines_of(made, path) if line.box is not None and line.page == 1
    ]  # fmt: skip
    if not found:
        return None
    x0, y0, x1, y1 = rng.pick(found).box

    def draw(pdf):
        page = pdf[0]
        xref = page.get_images()[0][0]
        pixmap = pymupdf.Pixmap(pdf, xref)
        if pixmap.colorspace is not None and pixmap.n > 1:
            pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pixmap)
        pixmap.set_rect(pymupdf.IRect(int(x0), int(y0), int(x1) + 1, int(y1) + 1), (255,))
        page.replace_image(xref, pixmap=pixmap)

    return pdf_changed(made, draw)


# workbooks


def _cell_of(made, rng):
    """Sheet part, cell and XML of a cell that says a printed field."""
    if made.truth.medium != "xlsx":
        return None
    found = [
        line.cell
        for path, _ in printed(made, "money", "date", "id")
        for line in lines_of(made, path)
        if line.cell is not None
    ]
    return rng.pick(found) if found else None


def _sheet(parts):
    return next(name for name in parts if name.startswith("xl/worksheets/sheet"))


def _styled(made, rng, *, font="", fmt=""):
    """One cell gets a style of its own: a font, or a number format."""
    cell = _cell_of(made, rng)
    if cell is None:
        return None

    def change(parts):
        styles, name = parts["xl/styles.xml"].decode(), _sheet(parts)
        sheet = parts[name].decode()
        found = re.search(rf'<c r="{cell}"([^>]*)', sheet)
        used = re.search(r's="(\d+)"', found[1])
        formats = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
        own = re.findall(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", formats[1], re.DOTALL)
        new = own[int(used[1]) if used else 0]
        if font:
            fonts = len(re.findall(r"<font>|<font/>|<font ", styles))
            styles = styles.replace("</fonts>", f"<font>{font}</font></fonts>")
            styles = re.sub(r'<fonts count="\d+"', f'<fonts count="{fonts + 1}"', styles)
            new = re.sub(r'fontId="\d+"', f'fontId="{fonts}"', new)
            new = new if "applyFont" in new else new.replace("<xf ", '<xf applyFont="1" ', 1)
        if fmt:
            made_up = f'<numFmt numFmtId="399" formatCode="{fmt}"/>'
            if "<numFmts" in styles:
                styles = styles.replace("</numFmts>", f"{made_up}</numFmts>")
                styles = re.sub(r'<numFmts count="\d+"', "<numFmts", styles)
            else:
                styles = styles.replace("<fonts", f"<numFmts>{made_up}</numFmts><fonts", 1)
            new = re.sub(r'numFmtId="\d+"', 'numFmtId="399"', new)
        styles = styles.replace("</cellXfs>", f"{new}</cellXfs>")
        styles = re.sub(r'<cellXfs count="\d+"', f'<cellXfs count="{len(own) + 1}"', styles)
        parts["xl/styles.xml"] = styles.encode()
        attributes = re.sub(r'\s?s="\d+"', "", found[1])
        sheet = sheet.replace(found[0], f'<c r="{cell}"{attributes} s="{len(own)}"', 1)
        slashed = r'<c r="([A-Z]+\d+)"([^>]*)/ s="(\d+)"'
        parts[name] = re.sub(slashed, r'<c r="\1" s="\3"\2/', sheet).encode()

    return zip_changed(made, change)


def a_cell_in_white(made, rng):
    return _styled(made, rng, font='<sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/>')


def a_cell_in_tiny_letters(made, rng):
    return _styled(made, rng, font='<sz val="1"/><name val="Calibri"/>')


def a_cell_that_shows_nothing(made, rng):
    return _styled(made, rng, fmt=";;;")


def a_cell_that_shows_another_number(made, rng):
    """The format shows it for numbers of every sign, and for texts."""
    return _styled(made, rng, fmt=";".join(["&quot;888.88&quot;"] * 4))


def _column(cell):
    letters = re.match(r"[A-Z]+", cell)[0]
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _resized(made, rng, attributes):
    cell = _cell_of(made, rng)
    if cell is None:
        return None
    column = _column(cell)

    def change(parts):
        name = _sheet(parts)
        sheet = parts[name].decode()
        old = re.search(rf'<col min="{column}" max="{column}"[^>]*/>', sheet)
        if old is not None:
            new = f'<col min="{column}" max="{column}" {attributes}/>'
            parts[name] = sheet.replace(old[0], new, 1).encode()

    return zip_changed(made, change)


def a_column_too_narrow(made, rng):
    """A column shows little of its values: numbers as ``####``, texts up to their neighbours."""
    lied = _narrowed(made, rng)
    if lied is None:
        return None
    book = openpyxl.load_workbook(io.BytesIO(file_of(lied)[1])).active
    columns = [c for c, each in book.column_dimensions.items() if each.width == _NARROW]
    said = {line.cell for path, _ in printed(made) for line in lines_of(made, path)}
    hidden = (
        cell
        for column in columns
        for cell in book[column]
        if cell.coordinate in said and not book.row_dimensions[cell.row].hidden
        and len(str(cell.value)) > 3 * _NARROW
        and (not isinstance(cell.value, str) or cell.offset(0, 1).value is not None)
    )  # fmt: skip
    return lied if any(hidden) else None


def _narrowed(made, rng):
    return _resized(made, rng, f'width="{_NARROW}" customWidth="1"')


def a_column_hidden(made, rng):
    return _resized(made, rng, 'width="12" hidden="1" customWidth="1"')


def _row_changed(made, rng, attribute):
    cell = _cell_of(made, rng)
    if cell is None:
        return None
    row = re.search(r"\d+", cell)[0]

    def change(parts):
        name = _sheet(parts)
        sheet = parts[name].decode()
        old = rf'<row ([^>]*?)r="{row}"'
        new = rf'<row \1{attribute} r="{row}"'
        parts[name] = re.sub(old, new, sheet, count=1).encode()

    return zip_changed(made, change)


def a_row_hidden(made, rng):
    return _row_changed(made, rng, 'hidden="1"')


def a_row_without_height(made, rng):
    return _row_changed(made, rng, 'ht="0.5" customHeight="1"')


def a_comment_in_a_workbook(made, rng):
    if made.truth.medium != "xlsx":
        return None
    comment = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        '<author>a</author></authors><commentList><comment ref="A1" authorId="0"><text><t>'
        "corrected: 1.00</t></text></comment></commentList></comments>"
    )
    return zip_changed(made, lambda parts: parts.update({"xl/comments1.xml": comment.encode()}))


def a_picture_in_a_workbook(made, rng):
    if made.truth.medium != "xlsx":
        return None
    data, _ = liars.pictured("Total 1.00")
    return zip_changed(made, lambda parts: parts.update({"xl/media/image1.png": data}))


def was_in_a_defined_name(made, rng):
    text = _was(made, rng) if made.truth.medium == "xlsx" else None
    if text is None:
        return None

    def change(parts):
        book = parts["xl/workbook.xml"].decode()
        said = f'<definedNames><definedName name="old">"{text}"</definedName></definedNames>'
        parts["xl/workbook.xml"] = book.replace("</workbook>", f"{said}</workbook>").encode()

    return zip_changed(made, change)


def was_in_a_number_format(made, rng):
    text = _was(made, rng) if made.truth.medium == "xlsx" else None
    if text is None or "<" in text or "&" in text:
        return None

    def change(parts):
        styles = parts["xl/styles.xml"].decode()
        said = f'<numFmt numFmtId="398" formatCode="&quot;{text}&quot;0"/>'
        if "</numFmts>" in styles:
            styles = styles.replace("</numFmts>", f"{said}</numFmts>")
            styles = re.sub(r'<numFmts count="\d+"', "<numFmts", styles)
        else:
            styles = styles.replace("<fonts", f"<numFmts>{said}</numFmts><fonts", 1)
        parts["xl/styles.xml"] = styles.encode()

    return zip_changed(made, change)


# labels


def _swapped(old, one, other):
    """A text with two words exchanged."""
    return re.sub(
        rf"(?<![\w]){re.escape(one)}(?![\w])|(?<![\w]){re.escape(other)}(?![\w])",
        lambda found: other if found[0] == one else one,
        old,
    )


PAIRS = (
    ("NETWR", "WRBTR"), ("Amount (Net)", "Amount (Gross)"), ("subTotal", "total"),
    ("BLDAT", "NETDT"), ("tranDate", "dueDate"), ("Transaction Date", "Due Date"),
    ("LIFNR_NAME1", "KUNNR_NAME1"), ("Vendor : Name", "Customer : Name"),
    ("vendorName", "customerName"), ("Bank Name", "Account Holder"), ("BANKA", "KOINH_NAME1"),
    ("SSALD", "ESALD"), ("Opening Balance", "Closing Balance"),
    ("openingBalance", "closingBalance"),
    ("PRUEFDAT", "FOUND_DAT"), ("INSTITUT", "PARTNER_NAME1"), ("Review Date", "Incorporation Date"),
    ("AZDAT_VON", "AZDAT_BIS"), ("OPBD", "CLBD"), ("LEDGERBAL", "AVAILBAL"),
    ("SellerTradeParty", "BuyerTradeParty"), ("AccountingSupplierParty", "AccountingCustomerParty"),
    ("DTSTART", "DTEND"), ("FrDtTm", "ToDtTm"), ("DTPOSTED", "DTAVAIL"), ("BUDAT", "VALUT"),
    ("Buchungstag", "Wertstellung"), ("Anfangssaldo", "Endsaldo"), ("POS_NETWR", "NETPR"),
    ("60F", "62F"), ("MOA+79", "MOA+77"), ("NAD+SU", "NAD+BY"), ("DTM+137", "DTM+13"),
)  # fmt: skip
"""Labels of two fields each in exports: heads, keys and tags of the same length or not."""


def labels_exchanged_in_a_tree(made, rng):
    """Two keys, tags or qualifiers are exchanged in the file."""
    if made.truth.medium != "json":
        return None
    found = [(a, b) for a, b in PAIRS if all(f'"{x}"' in _text(made) for x in (a, b))]
    if not found:
        return None
    one, other = rng.pick(found)
    return liars.text_changed(made, lambda old: _swapped(old, one, other))


def _text(made):
    return liars.decoded(file_of(made)[1])[0]


def _bytes_kept(made, rng, media):
    """Two labels of one length are exchanged: everything else stands where it stood."""
    if made.truth.medium not in media:
        return None
    text = _text(made)
    found = [(a, b) for a, b in PAIRS if len(a) == len(b) and a in text and b in text]
    if not found:
        return None
    one, other = rng.pick(found)
    return liars.text_changed(made, lambda old: _swapped(old, one, other))


def labels_exchanged_in_a_message(made, rng):
    return _bytes_kept(made, rng, {"edi", "xml"})


def labels_exchanged_in_a_text(made, rng):
    return _bytes_kept(made, rng, {"text"})


def heads_exchanged_in_csv(made, rng):
    """Two heads are exchanged, and the bytes of all else stay."""
    return _bytes_kept(made, rng, {"csv"}) or _heads_padded(made, rng)


def _heads_padded(made, rng):
    """Two heads of unlike length: the evidence is moved where they stand before it."""
    if made.truth.medium != "csv":
        return None
    text = _text(made)
    head = text.split("\n", 1)[0]
    found = [(a, b) for a, b in PAIRS if a in head and b in head and text.isascii()]
    if not found:
        return None
    one, other = rng.pick(found)
    return liars.text_changed(made, lambda old: _swapped(head, one, other) + old[len(head) :])


def heads_exchanged_in_a_workbook(made, rng):
    if made.truth.medium != "xlsx":
        return None
    name_of = {}

    def change(parts):
        part = next((n for n in ("xl/sharedStrings.xml", _sheet(parts)) if n in parts), None)
        texts = parts[part].decode()
        if not any(f">{a}<" in texts and f">{b}<" in texts for a, b in PAIRS):
            part = _sheet(parts)
            texts = parts[part].decode()
        found = [(a, b) for a, b in PAIRS if f">{a}<" in texts and f">{b}<" in texts]
        if found:
            one, other = rng.pick(found)
            name_of["pair"] = one, other
            parts[part] = re.sub(
                rf">({re.escape(one)}|{re.escape(other)})<",
                lambda m: f">{other if m[1] == one else one}<",
                texts,
            ).encode()

    return zip_changed(made, change)


WORDS = (
    ("Net amount", "Total due"), ("Invoice date", "Due date"), ("Nettobetrag", "Gesamtbetrag"),
    ("Rechnungsdatum", "Fällig am"), ("From", "To"), ("Von", "An"), ("Opening balance", "Currency"),
    ("Period from", "Period to"), ("Unit price", "Amount"), ("Quantity", "Amount"),
    ("NET AMOUNT", "TOTAL DUE"), ("SELLER", "BILL TO"), ("Seller", "Bill to"), ("De", "À"),
    ("Montant HT", "Total TTC"), ("Booking date", "Value date"), ("BOOKING DATE", "VALUE DATE"),
    ("Review date", "Incorporated on"), ("REVIEW DATE", "INCORPORATED ON"), ("Owner", "Role"),
    ("Company", "Institution"), ("COMPANY", "INSTITUTION"), ("INVOICE DATE", "DUE DATE"),
    ("請求日", "支払期限"), ("小計", "合計金額"), ("Solde initial", "Devise"),
)  # fmt: skip
"""Labels of two fields each on pages."""


def labels_exchanged_on_a_page(made, rng):
    """Two labels are painted over, and each gets the other's words."""
    if made.truth.medium != "pdf":
        return None
    told = []

    def draw(pdf):
        page = pdf[0]
        runs = {}
        for block in page.get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                for span in line["spans"]:
                    text = re.sub(r" \([A-Z]{3}\)$", "", span["text"].strip())
                    runs.setdefault(text, []).append(span)
        found = [(a, b) for a, b in WORDS if len(runs.get(a, ())) == len(runs.get(b, ())) == 1]
        if not found:
            return
        told.append(rng.pick(found))
        (one,), (other,) = (runs[word] for word in told[0])
        for span in (one, other):
            page.add_redact_annot(span["bbox"], fill=False)
        page.apply_redactions(images=0, graphics=0)
        for span, word in ((one, told[0][1]), (other, told[0][0])):
            font = "japan" if not word.isascii() and ord(word[0]) > 0x2000 else "helv"
            page.insert_text(span["origin"], word, fontname=font, fontsize=min(span["size"], 8))

    lied = pdf_changed(made, draw)
    return lied if told else None


# rows


def _of_facts(line):
    """Whether a line of a CSV file has several cells and a number: a remark may be repeated."""
    cells = [cell for cell in re.split(r"[,;\t|]", line) if cell.strip('\r" ')]
    return len(cells) > 1 and re.search(r"\d{3}|\d[.,]\d\d", line) is not None


def a_row_twice(made, rng):
    """The last line of facts stands a second time, at the end."""
    if made.truth.medium != "csv" or not lists(made):
        return None

    def change(old):
        lines = [line for line in old.rstrip("\r\n").split("\n") if _of_facts(line)]
        return None if len(lines) < 2 else f"{old.rstrip()}\r\n{lines[-1].rstrip()}\r\n"

    return liars.text_changed(made, change)


AUDITED = (
    was_in_a_picture, was_drawn_as_lines, was_in_an_attached_zip, was_in_attached_base64,
    was_in_hex, was_in_javascript, was_in_a_link, was_split_in_words, was_in_spaced_letters,
    was_in_turned_text, was_under_a_box, was_on_a_scan, was_in_json_as_a_number,
    was_in_json_as_a_list, a_corrected_total, a_rule_printed, a_date_format_printed,
    a_total_in_a_key, a_date_format_in_a_key, a_mark_behind_an_amount, a_minus_before_an_amount,
    an_amount_struck_through, a_cell_in_white, a_column_too_narrow, a_column_hidden,
    a_comment_in_a_workbook, a_picture_in_a_workbook, was_in_a_defined_name,
    was_in_a_number_format,
)  # fmt: skip
OWN = (
    was_in_tiny_letters, was_outside_of_the_page, a_total_on_a_scan, a_picture_on_a_scan,
    a_text_over_a_scan, a_second_number, a_total_in_an_element, a_comment_in_xml, a_note_on_a_page,
    a_file_attached, a_minus_drawn_before_an_amount, an_amount_covered, an_amount_overwritten,
    an_amount_painted_over_on_a_scan, a_cell_in_tiny_letters, a_cell_that_shows_nothing,
    a_cell_that_shows_another_number, a_row_hidden, a_row_without_height,
    labels_exchanged_in_a_tree, labels_exchanged_in_a_message, labels_exchanged_in_a_text,
    heads_exchanged_in_csv, heads_exchanged_in_a_workbook, labels_exchanged_on_a_page, a_row_twice,
)  # fmt: skip
for _name, _lie in list(globals().items()):
    if callable(_lie) and getattr(_lie, "__name__", "") == "lie":
        _lie.__name__ = _name
