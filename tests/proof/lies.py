"""Seeded lies: one untruth put into a proved case, which the proof has to find.

A lie takes a case (case, truth, evidence, files; see `by_hand.MadeCase`) and gives it back with one
thing wrong, or None where it has nothing to lie about. It works on any case: made by hand, or
generated. Files are always listed with their right digest: a liar who forgets that is no test.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections import Counter

import pymupdf

from chaosdocs.formats.cases import FieldExpectation, ListExpectation
from chaosdocs.truth.conventions import LOCALES, write
from chaosdocs.truth.values import from_json, key

GERMAN = LOCALES["de_DE"]


def scalars(made, *states):
    """Path and expectation of every field that is no row, in one of the states."""
    return [
        (path, field)
        for path, field in made.truth.fields.items()
        if isinstance(field, FieldExpectation) and (not states or field.state in states)
    ]


def counted(made, line):
    """Whether the field of a line of evidence is scored: nothing depends on the others."""
    field = {leaf.path: leaf.truth for leaf in made.truth.leaves()}.get(line.path)
    return field is None or field.state != "unscored"


def gone(made):
    """Fields whose old value is long enough to be looked for, and that no other field says."""
    said = {
        key(from_json(leaf.truth.kind, value))
        for leaf in made.truth.leaves()
        for value in (*leaf.truth.accept, *leaf.truth.readings)
    }
    return [
        (path, field)
        for path, field in scalars(made, "unanswerable", "absent")
        if field.was is not None
        and field.reason != "derivable"
        and field.kind != "enum"  # a word of the language, which is no trace of a code
        and len(_spelt(field)) > 4
        and key(from_json(field.kind, field.was)) not in said
    ]


def _spelt(field):
    return write(from_json(field.kind, field.was), GERMAN)


def _printed(made):
    return [(p, f) for p, f in scalars(made, "answerable") if f.why == "printed"]


def two_values_swapped(made, rng):
    fields = _printed(made)
    pairs = [
        (a, b)
        for i, a in enumerate(fields)
        for b in fields[i + 1 :]
        if a[1].kind == b[1].kind
        and key(from_json(a[1].kind, a[1].accept[0])) != key(from_json(b[1].kind, b[1].accept[0]))
    ]
    if not pairs:
        return None
    one, other = rng.pick(pairs)
    swapped = made.with_field(one[0], accept=other[1].accept)
    return swapped.with_field(other[0], accept=one[1].accept)


def state_flipped_to_gone(made, rng):
    fields = _printed(made)
    if not fields:
        return None
    path, field = rng.pick(fields)
    state = rng.pick(["unanswerable", "absent", "disputed"])
    return made.with_field(
        path, state=state, accept=(), why=None, was=field.accept[0], readings=field.accept
    )


def state_flipped_to_answerable(made, rng):
    fields = gone(made)
    if not fields:
        return None
    path, field = rng.pick(fields)
    return made.with_field(path, state="answerable", why="printed", accept=(field.was,), was=None)


def trace_denied(made, rng):
    fields = [(p, f) for p, f in scalars(made, "unanswerable") if f.reason != "derivable"
              and any(x.path == p and x.role == "trace" for x in made.evidence)]  # fmt: skip
    if not fields:
        return None
    return made.with_field(rng.pick(fields)[0], state="absent", reason=None)


def a_digit_changed(made, rng):
    lines = [
        x for x in made.evidence
        if x.role == "says" and re.search(r"\d\d", x.text) and x.channel == made.case.channel
        and counted(made, x)
    ]  # fmt: skip
    if not lines:
        return None
    chosen = rng.pick(lines)
    at = rng.pick([m.start() for m in re.finditer(r"\d", chosen.text)])
    digit = str((int(chosen.text[at]) + 1 + rng.below(9)) % 10)
    other = chosen.text[:at] + digit + chosen.text[at + 1 :]
    return made.with_lines(
        x.model_copy(update={"text": other})
        if x.statement == chosen.statement and x.text == chosen.text
        else x
        for x in made.evidence
    )


def box_moved(made, rng):
    texts = Counter(x.text for x in made.evidence if x.channel == made.case.channel)
    lines = [
        x for x in made.evidence
        if x.role == "says" and x.box and x.text and texts[x.text] < 2 and counted(made, x)
    ]  # fmt: skip
    if not lines:
        return None
    chosen = rng.pick(lines)
    x0, y0, x1, y1 = chosen.box
    dx, dy = rng.pick([(0, 1.4 * (y1 - y0)), (0, -1.4 * (y1 - y0)), (9 + x1 - x0, 0), (900, 0)])
    moved = chosen.model_copy(update={"box": (x0 + dx, y0 + dy, x1 + dx, y1 + dy)})
    return made.with_lines(moved if x is chosen else x for x in made.evidence)


def place_moved(made, rng):
    lines = [x for x in made.evidence if x.role == "says" and (x.cell or x.pointer or x.bytes)]
    others = [
        (a, b) for a in lines for b in lines
        if a.text != b.text and a.file == b.file and a.channel == b.channel
    ]  # fmt: skip
    if not others:
        return None
    chosen, other = rng.pick(others)
    there = {"cell": other.cell, "sheet": other.sheet, "pointer": other.pointer,
             "bytes": other.bytes}  # fmt: skip
    moved = chosen.model_copy(update=there)
    return made.with_lines(moved if x is chosen else x for x in made.evidence)


def convention_misstated(made, rng):
    lines = [
        x for x in made.evidence
        if x.role == "says" and x.channel == made.case.channel
        and re.fullmatch(r"[^\d]*\d+[.,]\d\d[^\d]*", x.text) and "decimal=," in x.convention
    ]  # fmt: skip
    if not lines:
        return None
    chosen = rng.pick(lines)
    other = chosen.convention.replace("decimal=,", "decimal=.").replace("group=.", "group=,")
    return made.with_lines(
        x.model_copy(update={"convention": other}) if x.statement == chosen.statement else x
        for x in made.evidence
    )


def label_in_the_metadata(made, rng):
    if made.truth.medium not in {"pdf", "scan"}:
        return None
    word = rng.pick([made.truth.label, made.truth.rendering, *made.truth.records])
    return _pdf(made, lambda pdf: pdf.set_metadata({"keywords": f"x {word}"}))


def was_in_the_metadata(made, rng):
    return _left(made, rng, lambda pdf, text: pdf.set_metadata({"subject": f"see {text}"}))


def was_in_xmp(made, rng):
    packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a note="{0}">{0}</a></x:xmpmeta>'
    return _left(made, rng, lambda pdf, text: pdf.set_xml_metadata(packet.format(text)))


def was_in_an_attachment(made, rng):
    return _left(made, rng, lambda pdf, text: pdf.embfile_add("a.txt", f"then {text}".encode()))


def was_in_a_note(made, rng):
    return _left(made, rng, lambda pdf, text: pdf[0].add_text_annot((20, 20), f"was {text}"))


def was_in_a_form_field(made, rng):
    def put(pdf, text):
        widget = pymupdf.Widget()
        widget.rect = pymupdf.Rect(20, 5, 200, 20)
        widget.field_name, widget.field_value = "old", text
        widget.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT
        pdf[0].add_widget(widget)

    return _left(made, rng, put)


def was_in_the_outline(made, rng):
    return _left(made, rng, lambda pdf, text: pdf.set_toc([[1, f"Was {text}", 1]]))


def was_in_invisible_text(made, rng):
    return _left(made, rng, lambda pdf, text: _written(pdf, text, render_mode=3))


def was_in_white_text(made, rng):
    return _left(made, rng, lambda pdf, text: _written(pdf, text, color=(1, 1, 1)))


def was_in_plain_sight(made, rng):
    return _left(made, rng, _written)


def was_in_an_unused_stream(made, rng):
    def put(data, text):
        stream = zlib.compress(f"BT /F 9 Tf ({_escaped(text)}) Tj ET".encode("latin-1"))
        head = f"\n9999 0 obj\n<</Length {len(stream)}/Filter/FlateDecode>>\nstream\n".encode()
        at = data.rindex(b"startxref")
        return data[:at] + head + stream + b"\nendstream\nendobj\n" + data[at:]

    return _left_raw(made, rng, put)


def was_in_an_older_revision(made, rng):
    def put(data, text):
        pdf = pymupdf.open(stream=data)
        _written(pdf, text)
        return _blanked(pdf.tobytes(no_new_id=True))

    return _left_raw(made, rng, put)


def _blanked(old):
    """`old` with an update that blanks its last content stream: the text stays in the file."""
    pdf = pymupdf.open(stream=old)
    xref = pdf[0].get_contents()[-1]
    body = f"\n{xref} 0 obj\n<</Length 1>>\nstream\n \nendstream\nendobj\n".encode()
    start = re.findall(rb"startxref\s+(\d+)", old)[-1]
    trailer = pdf.pdf_trailer(compressed=True)
    root = re.search(r"/Root \d+ 0 R", trailer)[0]
    size = re.search(r"/Size (\d+)", trailer)[1]
    at = len(old) + 1
    table = f"xref\n{xref} 1\n{at:010} 00000 n \n".encode()
    table += f"trailer\n<</Size {size} {root}/Prev {start.decode()}>>\n".encode()
    place = len(old) + len(body)
    return old + body + table + b"startxref\n%d\n%%%%EOF\n" % place


def was_in_the_raw_text(made, rng):
    if made.truth.medium not in {"csv", "json"} or not gone(made):
        return None
    text = _spelt(rng.pick(gone(made))[1])
    path = made.case.files[0].path
    data = made.files[path]
    if made.truth.medium == "json":
        tree = json.loads(data)
        tree["remark"] = f"was {text}"
        return made.with_file(json.dumps(tree, ensure_ascii=False, indent=1).encode())
    return made.with_file(data.rstrip() + f"\r\n{text}\r\n".encode())


def was_in_a_part_of_the_workbook(made, rng):
    if made.truth.medium != "xlsx" or not gone(made):
        return None
    text = _spelt(rng.pick(gone(made))[1])
    old = zipfile.ZipFile(io.BytesIO(made.files[made.case.files[0].path]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = data.replace(
                    b"</cp:coreProperties>",
                    f"<cp:keywords>{text}</cp:keywords></cp:coreProperties>".encode(),
                )
            new.writestr(name, data)
    return made.with_file(out.getvalue())


def file_of_another(made, other):
    """The file of `other` in the place of this case's: another severity, another twin."""
    (path,) = made.files
    (theirs,) = other.files.values()
    return None if made.files[path] == theirs else made.with_file(theirs)


def ambiguity_denied(made, rng):
    fields = scalars(made, "ambiguous")
    if not fields:
        return None
    path, field = rng.pick(fields)
    value = rng.pick(field.readings)
    return made.with_field(path, state="answerable", why="printed", accept=(value,), readings=())


def dispute_denied(made, rng):
    fields = scalars(made, "disputed")
    if not fields:
        return None
    path, field = rng.pick(fields)
    value = rng.pick(field.readings)
    return made.with_field(path, state="answerable", why="printed", accept=(value,), readings=())


LIES = (
    two_values_swapped, state_flipped_to_gone, state_flipped_to_answerable, trace_denied,
    a_digit_changed, box_moved, place_moved, convention_misstated, label_in_the_metadata,
    was_in_the_metadata, was_in_xmp, was_in_an_attachment, was_in_a_note, was_in_a_form_field,
    was_in_the_outline, was_in_invisible_text, was_in_white_text, was_in_plain_sight,
    was_in_an_unused_stream, was_in_an_older_revision, was_in_the_raw_text,
    was_in_a_part_of_the_workbook, ambiguity_denied, dispute_denied,
)  # fmt: skip


def rows(made):
    """How many fields of lists a case has."""
    return sum(len(e.rows) for e in made.truth.fields.values() if isinstance(e, ListExpectation))


def _left(made, rng, put):
    if made.truth.medium != "pdf" or not gone(made):
        return None
    text = _spelt(rng.pick(gone(made))[1])
    return _pdf(made, lambda pdf: put(pdf, text))


def _left_raw(made, rng, put):
    if made.truth.medium != "pdf" or not gone(made):
        return None
    text = _spelt(rng.pick(gone(made))[1])
    if not text.isascii():  # a raw stream has codes, no letters
        return None
    return made.with_file(put(made.files[made.case.files[0].path], text))


def _written(pdf, text, **how):
    """Write on the first page, in a font that has the letters."""
    pdf[0].insert_text((30, 25), text, fontname="helv" if text.isascii() else "japan", **how)


def _pdf(made, change):
    pdf = pymupdf.open(stream=made.files[made.case.files[0].path])
    change(pdf)
    return made.with_file(pdf.tobytes(no_new_id=True))


def _escaped(text):
    return re.sub(r"([()\\])", r"\\\1", text)
