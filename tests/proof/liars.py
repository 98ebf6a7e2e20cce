"""What lies have in common: fields and lines to lie about, and texts put into finished files."""

from __future__ import annotations

import base64
import io
import re
import zipfile

import pymupdf
from PIL import Image, ImageDraw, ImageFont

from chaosdocs.formats.cases import FieldExpectation, ListExpectation
from chaosdocs.proof.field_check import RULE
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.truth.conventions import LOCALES, write
from chaosdocs.truth.values import from_json

GERMAN = LOCALES["de_DE"]
PAGES = {"pdf", "scan"}
TEXTS = {"csv", "json", "xml", "text", "edi"}


def leaves(made, *states):
    """Path and expectation of every field, rows included, in one of the states."""
    found = [(leaf.path, leaf.truth) for leaf in made.truth.leaves()]
    return [(path, field) for path, field in found if not states or field.state in states]


def printed(made, *kinds):
    """The fields that are printed, of some kinds."""
    return [
        (path, field)
        for path, field in leaves(made, "answerable")
        if field.why == "printed" and (not kinds or field.kind in kinds)
    ]


def with_leaf(made, path, **changes):
    """The same with another truth of one field, in a list or not."""
    truth = made.truth.with_leaves(
        lambda leaf: leaf.truth.model_copy(update=changes) if leaf.path == path else leaf.truth
    )
    return made.with_truth(truth)


def lines_of(made, path):
    """The lines that say a field on the channel asked for."""
    return [
        x for x in made.evidence
        if x.path == path and x.role == "says" and x.channel == made.case.channel
        and not x.statement.startswith(RULE)
    ]  # fmt: skip


def spelt(field, value=None):
    """A value as a German document writes it."""
    value = field.was if value is None else value
    return write(from_json(field.kind, value), GERMAN)


def gone(made):
    """Fields whose old value is long enough to be looked for, rows included."""
    return [
        (path, field)
        for path, field in leaves(made, "unanswerable", "absent")
        if field.was is not None and field.reason != "derivable" and len(spelt(field)) > 4
    ]


def lists(made):
    """Path and rows of every list."""
    fields = made.truth.fields.items()
    return [(path, entry.rows) for path, entry in fields if isinstance(entry, ListExpectation)]


def scalar(made, path):
    """The expectation of a field outside of lists, or None."""
    field = made.truth.fields.get(path)
    return field if isinstance(field, FieldExpectation) else None


def file_of(made):
    """Path and bytes of the first file."""
    path = made.case.files[0].path
    return path, made.files[path]


def is_printed(made, path):
    """Whether a field outside of lists is printed and answerable."""
    field = scalar(made, path)
    return field is not None and field.state == "answerable" and field.why == "printed"


# what is put into files


def added(made, text):
    """The same with a text added to the file in plain sight, behind all that stands there."""
    return {
        "pdf": on_page, "scan": on_scan, "xlsx": in_cells, "csv": as_row, "json": as_key,
        "xml": as_element, "text": as_line, "edi": as_segment,
    }[made.truth.medium](made, text)  # fmt: skip


def on_page(made, text, place=None, **how):
    """Written on the first page where nothing stands."""

    def draw(pdf):
        page = pdf[0]
        font = "helv" if text.isascii() else "japan"
        at = place or _free(page)
        page.insert_text(at, text, fontname=font, fontsize=how.pop("fontsize", 9), **how)

    return pdf_changed(made, draw)


def _free(page):
    """A place near the foot of a page where no text stands."""
    words = [pymupdf.Rect(word[:4]) for word in page.get_text("words")]
    for y in range(int(page.rect.height) - 60, 40, -12):
        if not any(word.y0 < y + 3 and word.y1 > y - 12 for word in words):
            return (70, y)
    return (70, 12)


def pdf_changed(made, change):
    """The PDF changed by a function of it."""
    with pymupdf.open(stream=file_of(made)[1]) as pdf:
        change(pdf)
        return made.with_file(pdf.tobytes(no_new_id=True))


def on_scan(made, text, box=None, size=10):
    """Painted on the image of the first page of a scan: where nothing stands, or at a place."""

    def draw(pdf):
        page = pdf[0]
        xref = page.get_images()[0][0]
        image = Image.open(io.BytesIO(pdf.extract_image(xref)["image"])).convert("L")
        scale = image.width / page.rect.width
        font = ImageFont.load_default(size * scale)
        at = box or _blank(image, scale, len(text) * size * 0.6 * scale)
        ink = min(image.getextrema()[0] + 20, 110)
        ImageDraw.Draw(image).text(at, text, fill=ink, font=font)
        out = io.BytesIO()
        image.save(out, "PNG")
        page.replace_image(xref, stream=out.getvalue())

    return pdf_changed(made, draw)


def _blank(image, scale, wide):
    """Where a strip of an image is of one grey."""
    tall = int(16 * scale)
    best = (10**9, (0, 0))
    for y in range(int(30 * scale), image.height - 2 * tall, tall):
        for x in range(
            int(40 * scale), max(int(40 * scale) + 1, int(image.width - wide)), tall * 4
        ):
            dark, light = image.crop((x, y, int(x + wide), y + tall)).getextrema()
            best = min(best, (light - dark, (x, y)))
    return best[1]


def in_cells(made, text):
    """In a row below all others of the first sheet."""

    def change(parts):
        name = next(n for n in parts if n.startswith("xl/worksheets/sheet"))
        sheet = parts[name].decode()
        row = max(map(int, re.findall(r'<row [^>]*?r="(\d+)"', sheet)), default=0) + 2
        cell = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        parts[name] = sheet.replace("</sheetData>", cell + "</sheetData>").encode()

    return zip_changed(made, change)


def zip_changed(made, change):
    """The workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(file_of(made)[1])) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    before = dict(parts)
    change(parts)
    if parts == before:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return made.with_file(out.getvalue())


def text_changed(made, change):
    """The text of a file changed by a function; None where it stays as it is."""
    data = file_of(made)[1]
    text, encoding, mark = decoded(data)
    new = change(text)
    if new is None or new == text:
        return None
    return made.with_file(data[:mark] + new.encode(encoding, "replace"))


def as_row(made, text):
    """In a last row."""
    return text_changed(made, lambda old: old.rstrip("\r\n") + f"\r\n{text}\r\n")


def as_line(made, text):
    """In a last line."""
    return text_changed(made, lambda old: old.rstrip("\r\n") + f"\r\n{text}\r\n")


def as_key(made, text, key="remark"):
    """Under a key of the whole."""
    said = text.replace('"', "'")

    def change(old):
        at = old.rindex("}")
        return f'{old[:at].rstrip()}, "{key}": "{said}"\n{old[at:]}'

    return text_changed(made, change)


def as_element(made, text, name="remark"):
    """In an element at the end of the whole."""

    def change(old):
        at = old.rindex("</")
        return f"{old[:at]}<{name}>{text}</{name}>{old[at:]}"

    return text_changed(made, change)


def as_segment(made, text):
    """In a free text before the segment that ends the message."""

    def change(old):
        found = re.search(r"(.)SE(\W)|(')\s*UNT(\+)", old)
        if found is None:
            return None
        end, mark = (found[1], found[2]) if found[1] else ("'", "+")
        said = re.sub(r"[^\w .,/]", " ", text)
        tag = f"NTE{mark}GEN{mark}{said}" if found[1] else f"FTX{mark}AAI{mark * 3}{said}"
        at = found.start() + 1
        return f"{old[:at]}{tag}{end}{old[at:]}"

    return text_changed(made, change)


def attached(made, name, data):
    """With a file attached to the PDF."""
    return pdf_changed(made, lambda pdf: pdf.embfile_add(name, data))


def zipped(text):
    """A zip file with a text in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("a.txt", text)
    return out.getvalue()


def coded(text):
    """A text in base64."""
    return base64.b64encode(text.encode())


def pictured(text, size=9):
    """A picture of a text as PNG, four pixels a point, and its size in points."""
    font = ImageFont.load_default(size * 4)
    wide = int(font.getlength(text)) + 8
    image = Image.new("L", (wide, size * 5), 255)
    ImageDraw.Draw(image).text((4, 0), text, fill=0, font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue(), (wide / 4, size * 5 / 4)
