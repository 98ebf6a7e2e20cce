"""Lies that one format makes possible: flags in a tree, notes on a page, a hidden sheet."""

from __future__ import annotations

import json
import re

import liars
import pymupdf
from liars import (
    decoded,
    file_of,
    leaves,
    lists,
    pdf_changed,
    printed,
    text_changed,
    with_leaf,
    zip_changed,
)
from lies_in_files import _amount_box, _cell_of, _sheet, _styled

TREES = {"json", "xml"}


def _word(made, rng):
    """A code that is gone, as the document's evidence calls codes: its own letters."""
    found = [
        field.was
        for _, field in leaves(made, "unanswerable", "absent")
        if field.kind == "enum" and field.was and field.reason != "derivable" and field.touched
    ]
    return rng.pick(found) if found else None


def _word_left(made, rng, put):
    word = _word(made, rng) if made.truth.medium == "pdf" else None
    return None if word is None else pdf_changed(made, lambda pdf: put(pdf, word))


def a_word_left_in_the_metadata(made, rng):
    return _word_left(made, rng, lambda pdf, word: pdf.set_metadata({"subject": f"was {word}"}))


def a_word_left_in_the_outline(made, rng):
    return _word_left(made, rng, lambda pdf, word: pdf.set_toc([[1, f"Was {word}", 1]]))


def a_word_left_in_an_attachment(made, rng):
    return _word_left(made, rng, lambda pdf, word: pdf.embfile_add("a.txt", f"is {word}".encode()))


def a_word_left_in_a_name(made, rng):
    """A place of the document is called by it."""
    return _word_left(
        made,
        rng,
        lambda pdf, word: pdf[0].insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(20, 20, 60, 30),
             "uri": f"https://example.org/?is={word}"}
        ),
    )  # fmt: skip


def a_word_left_in_a_workbook(made, rng):
    """In the properties, or in a defined name."""
    word = _word(made, rng) if made.truth.medium == "xlsx" else None
    if word is None:
        return None

    def in_properties(parts):
        core = parts["docProps/core.xml"].decode()
        said = f"<cp:keywords>{word}</cp:keywords></cp:coreProperties>"
        parts["docProps/core.xml"] = core.replace("</cp:coreProperties>", said).encode()

    def in_names(parts):
        book = parts["xl/workbook.xml"].decode()
        said = f'<definedNames><definedName name="was">"{word}"</definedName></definedNames>'
        parts["xl/workbook.xml"] = book.replace("</workbook>", f"{said}</workbook>").encode()

    return zip_changed(made, rng.pick([in_properties, in_names]))


# trees and messages


def _last_key(old, said):
    at = old.rindex("}")
    return f"{old[:at].rstrip()}, {said}\n{old[at:]}"


def a_flag_in_json(made, rng):
    """The document says of itself that it does not count."""
    if made.truth.medium != "json":
        return None
    said = rng.pick(['"void": true', '"cancelled": true', '"isDraft": true', '"final": false'])
    return text_changed(made, lambda old: _last_key(old, said))


def a_key_twice(made, rng):
    """A key of the whole stands there once more and holds nothing: most parsers take the last."""
    if made.truth.medium != "json":
        return None
    tree = json.loads(decoded(file_of(made)[1])[0])
    keys = [k for k, v in tree.items() if isinstance(v, str)] if isinstance(tree, dict) else []
    if not keys:
        return None
    key = rng.pick(keys)
    return text_changed(made, lambda old: _last_key(old, f'"{key}": null'))


def a_flag_in_an_attribute(made, rng):
    if made.truth.medium != "xml":
        return None
    said = rng.pick(['void="1"', 'status="cancelled"', 'draft="true"'])
    return text_changed(made, lambda old: re.sub(r"<([A-Za-z]\w*)>", rf"<\1 {said}>", old, count=1))


def a_currency_changed_in_a_file(made, rng):
    """One of the codes of the currency in a file of text is another."""
    if made.truth.medium not in liars.TEXTS:
        return None
    text = decoded(file_of(made)[1])[0]
    codes = [
        found.start()
        for found in re.finditer(r"(?<![A-Za-z])(?:EUR|USD|JPY|CHF|GBP)(?![A-Za-z])", text)
    ]
    if not codes:
        return None
    at = rng.pick(codes)
    return text_changed(made, lambda old: f"{old[:at]}SEK{old[at + 3 :]}")


def a_sign_turned_in_a_statement(made, rng):
    """A booking of a SWIFT statement goes out instead of in."""
    if made.truth.medium != "text":
        return None
    text = decoded(file_of(made)[1])[0]
    found = [each.start(1) for each in re.finditer(r"(?m)^:6[01F2]+:\d{6,10}([CD])\d", text)]
    found += [each.start(1) for each in re.finditer(r"(?m)^:6[02]F:([CD])\d", text)]
    if not found:
        return None
    at = rng.pick(found)
    other = {"C": "D", "D": "C"}[text[at]]
    return text_changed(made, lambda old: f"{old[:at]}{other}{old[at + 1 :]}")


def a_qualifier_changed(made, rng):
    """The qualifier of a date, a party or an amount in a message is another."""
    if made.truth.medium != "edi":
        return None
    text = decoded(file_of(made)[1])[0]
    found = [
        (each.start(1), each[1])
        for each in re.finditer(r"(?:DTM|MOA|NAD|RFF)\+([A-Z0-9]{2,3})[:+]", text)
    ] + [(each.start(1), each[1]) for each in re.finditer(r"(?:N1|REF|DTM)\*([A-Z0-9]{2,3})", text)]
    if not found:
        return None
    at, old_code = rng.pick(found)
    return text_changed(made, lambda old: f"{old[:at]}ZZZ{old[at + len(old_code) :]}")


def a_count_of_segments_changed(made, rng):
    """The end of a message says that it has one segment more."""
    if made.truth.medium != "edi":
        return None

    def change(old):
        found = re.search(r"(?:UNT\+|SE\*)(\d+)", old)
        if found is None:
            return None
        return f"{old[: found.start(1)]}{int(found[1]) + 1}{old[found.end(1) :]}"

    return text_changed(made, change)


def renamed_keys_exchanged(made, rng):
    """Two keys or heads that an operator has renamed are exchanged: each has the other's place."""
    if not made.truth.steps or "renamed" not in made.truth.steps[0].operator:
        return None
    if made.truth.medium not in {"json", "csv"}:
        return None
    paths = [
        path for path, field in printed(made, "money", "date", "id", "text") if field.touched
    ]  # fmt: skip
    keys = {}
    for path in paths:
        for line in liars.lines_of(made, path):
            if line.pointer is not None:
                keys[line.pointer.rpartition("/")[2]] = path
    text = decoded(file_of(made)[1])[0]
    if made.truth.medium == "csv":
        heads = re.split(r"[;,\t|]", text.split("\n", 1)[0].strip("\ufeff\r"))
        keys = {head: "" for head in heads if re.fullmatch(r"[A-Z][\w .:]+", head)}
    pairs = [(a, b) for a in sorted(keys) for b in sorted(keys) if a < b and a not in b]
    if made.truth.medium == "csv":
        new = ("Supplier", "Client", "Doc", "Qty", "Value", "Sum", "Holder", "Town", "ZIP", "VAT")
        pairs = [p for p in pairs if all(any(w in each.split() for w in new) for each in p)]
    pairs = [p for p in pairs if not p[0].isdigit() and not p[1].isdigit()]
    if not pairs:
        return None
    one, other = rng.pick(pairs)
    if made.truth.medium == "csv":
        head, _, rest = text.partition("\n")
        changed = head.replace(one, "\0").replace(other, one).replace("\0", other)
        return text_changed(made, lambda _old: f"{changed}\n{rest}")
    turned = {one: other, other: one}
    lied = text_changed(
        made, lambda old: re.sub(rf'"({re.escape(one)}|{re.escape(other)})"(?=\s*:)',
                                 lambda m: f'"{turned[m[1]]}"', old)
    )  # fmt: skip
    return lied and lied.with_lines(  # the evidence points where the value now is
        x.model_copy(update={"pointer": _turned(x.pointer, turned)}) if x.pointer else x
        for x in lied.evidence
    )


def _turned(pointer, turned):
    return "/".join(turned.get(step, step) for step in pointer.split("/"))


# pages


def _over_an_amount(made, rng, draw):
    where = _amount_box(made, rng)
    return where and pdf_changed(made, lambda pdf: draw(pdf[where[0] - 1], where[1]))


def an_amount_struck_out_by_a_note(made, rng):
    return _over_an_amount(
        made, rng, lambda page, box: page.add_strikeout_annot(pymupdf.Rect(*box))
    )


def an_amount_covered_by_a_note(made, rng):
    def draw(page, box):
        note = page.add_rect_annot(pymupdf.Rect(*box))
        note.set_colors(stroke=(1, 1, 1), fill=(1, 1, 1))
        note.update()

    return _over_an_amount(made, rng, draw)


def a_stamp_on_a_page(made, rng):
    """A stamp without any text of its own: the viewer draws its word."""
    if made.truth.medium not in liars.PAGES:
        return None
    return pdf_changed(
        made, lambda pdf: pdf[0].add_stamp_annot(pymupdf.Rect(150, 300, 350, 380), stamp=13)
    )


def was_in_a_hidden_layer(made, rng):
    """The old value stands in a layer that viewers do not show."""
    found = liars.gone(made) if made.truth.medium == "pdf" else []
    if not found:
        return None
    text = liars.spelt(rng.pick(found)[1])
    if not text.isascii():
        return None

    def draw(pdf):
        layer = pdf.add_ocg("old", on=False)
        pdf[0].insert_text((70, 25), text, fontsize=8, oc=layer)

    return pdf_changed(made, draw)


CAPTIONS = (("From", "To"), ("FROM", "TO"), ("Von", "An"), ("De", "À"), ("差出人", "宛先"))


def captions_exchanged(made, rng):
    """What stands above the two addresses of a page is exchanged."""
    if made.truth.medium != "pdf":
        return None
    told = []

    def draw(pdf):
        page = pdf[0]
        spans = [
            span
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
        for one, other in CAPTIONS:
            a, b = ([s for s in spans if s["text"].strip() == x] for x in (one, other))
            if len(a) == len(b) == 1:
                told.append(one)
                for span in (*a, *b):
                    page.add_redact_annot(span["bbox"], fill=False)
                page.apply_redactions(images=0, graphics=0)
                font = "helv" if ord(one[0]) < 0x2000 else "japan"
                size = min(a[0]["size"], 8)
                page.insert_text(a[0]["origin"], other, fontname=font, fontsize=size)
                page.insert_text(b[0]["origin"], one, fontname=font, fontsize=size)
                return

    lied = pdf_changed(made, draw)
    return lied if told else None


# workbooks


def a_cell_struck_through(made, rng):
    return _styled(made, rng, font='<strike/><sz val="11"/><name val="Calibri"/>')


def _in_sheet(made, rng, change):
    cell = _cell_of(made, rng)
    if cell is None:
        return None

    def put(parts):
        name = _sheet(parts)
        parts[name] = change(parts[name].decode(), cell).encode()

    return zip_changed(made, put)


def a_cell_merged_away(made, rng):
    """A cell is joined to its neighbour on the left, which hides what it holds."""

    def change(sheet, cell):
        letters, row = re.match(r"([A-Z]+)(\d+)", cell).groups()
        if len(letters) > 1 or letters == "A" or "<mergeCells" in sheet:
            return sheet
        before = f"{chr(ord(letters) - 1)}{row}"
        joined = f'<mergeCells count="1"><mergeCell ref="{before}:{cell}"/></mergeCells>'
        return sheet.replace("</sheetData>", f"</sheetData>{joined}", 1)

    return _in_sheet(made, rng, change)


def a_cell_in_white_by_a_condition(made, rng):
    cell = _cell_of(made, rng)
    if cell is None:
        return None

    def change(parts):
        name, styles = _sheet(parts), parts["xl/styles.xml"].decode()
        white = '<dxfs count="1"><dxf><font><color rgb="FFFFFFFF"/></font></dxf></dxfs>'
        styles = re.sub(r"<dxfs[^>]*/>|<dxfs.*?</dxfs>", "", styles, flags=re.DOTALL)
        styles = re.sub(r"</cellStyles>|<cellStyles[^>]*/>", rf"\g<0>{white}", styles, count=1)
        rule = (
            f'<conditionalFormatting sqref="{cell}"><cfRule type="expression" dxfId="0" '
            'priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting>'
        )
        sheet = parts[name].decode()
        if white not in styles or "<mergeCells" in sheet:
            return
        parts["xl/styles.xml"] = styles.encode()
        parts[name] = sheet.replace("</sheetData>", f"</sheetData>{rule}", 1).encode()

    return zip_changed(made, change)


def a_sheet_hidden(made, rng):
    """The sheet with the values is hidden, and an empty one is shown."""
    if made.truth.medium != "xlsx":
        return None

    def change(parts):
        book = parts["xl/workbook.xml"].decode()
        parts["xl/workbook.xml"] = re.sub(
            r"<sheet (?![^>]*state=\"hidden\")([^>]*?)(?:state=\"visible\" ?)?/>",
            r'<sheet \1state="veryHidden"/>', book, count=1,
        ).encode()  # fmt: skip

    return zip_changed(made, change)


# truth and question


def was_dropped(made, rng):
    """Nobody is told which value a gone field had, so nothing would be looked for."""
    found = [(p, f) for p, f in leaves(made, "unanswerable", "absent") if f.was is not None]
    return with_leaf(made, rng.pick(found)[0], was=None) if found else None


def why_changed(made, rng):
    found = printed(made)
    return with_leaf(made, rng.pick(found)[0], why="booked") if found else None


def ref_changed(made, rng):
    """An answer is said to be a fact of another record."""
    found = printed(made)
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, ref=f"oth-99999#{field.ref.partition('#')[2]}")


def mask_lengthened(made, rng):
    found = [(p, f) for p, f in leaves(made, "unanswerable") if f.partial]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, partial=f"{field.partial}1")


def rows_reordered(made, rng):
    """Two rows of a list are told in the other order."""
    found = [(n, r) for n, r in lists(made) if len(r) > 1]
    if not found:
        return None
    name, rows = rng.pick(found)
    turned = {key: rows[key] for key in reversed(rows)}
    entry = made.truth.fields[name].model_copy(update={"rows": turned})
    return made.with_truth(
        made.truth.model_copy(update={"fields": {**made.truth.fields, name: entry}})
    )


def an_option_dropped(made, rng):
    """The question does not offer one of the codes of a field."""
    text = json.dumps(made.case.ask, ensure_ascii=False)
    found = re.findall(r'"enum": \[("[^]]*?"), ', text)
    if not found:
        return None
    options = rng.pick(found)
    ask = json.loads(text.replace(f'"enum": [{options}, ', '"enum": [', 1))
    return made.with_case(ask=ask)


def kind_asked_changed(made, rng):
    """The question calls a field one of another kind."""
    text = json.dumps(made.case.ask)
    if '"x-kind": "id"' not in text:
        return None
    return made.with_case(ask=json.loads(text.replace('"x-kind": "id"', '"x-kind": "text"', 1)))


def media_type_changed(made, rng):
    (file, *rest) = made.case.files
    other = file.model_copy(update={"media_type": "application/octet-stream"})
    return made.with_case(files=(other, *rest))


OWN = (
    a_word_left_in_the_metadata, a_word_left_in_the_outline, a_word_left_in_an_attachment,
    a_word_left_in_a_name, a_word_left_in_a_workbook, a_flag_in_json, a_key_twice,
    a_flag_in_an_attribute, a_currency_changed_in_a_file, a_sign_turned_in_a_statement,
    a_qualifier_changed, a_count_of_segments_changed, renamed_keys_exchanged,
    an_amount_struck_out_by_a_note, an_amount_covered_by_a_note, a_stamp_on_a_page,
    was_in_a_hidden_layer, captions_exchanged, a_cell_struck_through, a_cell_merged_away,
    a_cell_in_white_by_a_condition, a_sheet_hidden, was_dropped, why_changed, ref_changed,
    mask_lengthened, rows_reordered, an_option_dropped, kind_asked_changed, media_type_changed,
)  # fmt: skip
