"""Lies about labels: one is replaced by a word that other documents have for a field."""

from __future__ import annotations

import re

import liars
from liars import decoded, file_of, pdf_changed, printed, text_changed, zip_changed

from chaosdocs.proof.label_check import group_of, listed_labels

_WORDS = re.compile(r"[^\W\d][\w .%/()-]*")
"""Labels that are words: no keys, tags or places in a record."""
_KEY = re.compile(r"<([\w:.-]+)>$")


def _labels(made):
    """The labels of a document's own fields, and the words that other documents have for fields."""
    rendering, domain = made.truth.rendering, "" if made.domain is None else made.domain.name
    own = listed_labels().get(group_of(rendering, domain), {})
    mine = {label for its in own.values() for label in its if _WORDS.fullmatch(label)}
    others = {
        label
        for group, fields in listed_labels().items()
        if group.endswith(f" {domain}")
        for its in fields.values()
        for label in its
        if _WORDS.fullmatch(label) and len(label) > 2
    }
    return sorted(mine), sorted(others - mine)


def _in(label, text):
    """The places of a label in a text, in whatever case."""
    return [*re.finditer(rf"(?<![\w.-]){re.escape(label)}(?![\w.-])", text, re.IGNORECASE)]


def _like(word, found):
    """A word in the case of what was found."""
    return word.upper() if found.isupper() else (word if found.islower() else word.capitalize())


def a_label_of_another_system_in_a_text(made, rng):
    """The head or key of a report or table is another system's; everything else stays in place."""
    if made.truth.medium not in {"text", "csv"}:
        return None
    text = decoded(file_of(made)[1])[0]
    mine, others = _labels(made)
    there = [(label, found[0]) for label in mine if len(found := _in(label, text)) == 1]
    if not there:
        return None
    label, found = rng.pick(there)
    able = [word for word in others if len(word) <= len(label) and not _in(word, text)]
    if not able:
        return None
    word = _like(rng.pick(able), found[0]).ljust(len(found[0]))
    start, end = found.span()
    return text_changed(made, lambda old: f"{old[:start]}{word}{old[end:]}")


def a_label_of_another_system_in_a_workbook(made, rng):
    """The head or key of a sheet is another system's."""
    if made.truth.medium != "xlsx":
        return None
    mine, others = _labels(made)

    def change(parts):
        for name in sorted(parts):
            if name != "xl/sharedStrings.xml" and not name.startswith("xl/worksheets/sheet"):
                continue
            texts = parts[name].decode()
            there = [
                found
                for label in mine
                for found in re.finditer(rf">({re.escape(label)})<", texts, re.IGNORECASE)
            ]
            able = [word for word in others if f">{word}<" not in texts.casefold()]
            if there and able:
                found = rng.pick(there)
                word = _like(rng.pick(able), found[1])
                parts[name] = f"{texts[: found.start(1)]}{word}{texts[found.end(1) :]}".encode()
                return

    return zip_changed(made, change)


def a_label_of_another_document_on_a_page(made, rng):
    """A label is painted over, and a word that other documents have for a field is written."""
    if made.truth.medium != "pdf":
        return None
    mine, others = _labels(made)
    told = []

    def draw(pdf):
        page = pdf[0]
        shown = page.get_text().casefold()
        spans = [
            span
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            if span["text"].strip().casefold() in mine and span["text"].isascii()
        ]
        able = [word for word in others if word.isascii() and word not in shown]
        if not spans or not able:
            return
        span, word = rng.pick(spans), rng.pick(able)
        told.append(word)
        page.add_redact_annot(span["bbox"], fill=False)
        page.apply_redactions(images=0, graphics=0)
        said = _like(word, span["text"].strip())
        page.insert_text(span["origin"], said, fontname="helv", fontsize=min(span["size"], 7))

    lied = pdf_changed(made, draw)
    return lied if told else None


def a_key_of_another_name(made, rng):
    """The key or tag of a value is another, and the evidence points to it."""
    if made.truth.medium not in {"json", "xml"}:
        return None
    found = [line for path, _ in printed(made) for line in liars.lines_of(made, path)]
    return (_tag if made.truth.medium == "xml" else _key)(made, found, rng)


def _key(made, lines, rng):
    able = [line for line in lines if line.pointer and not line.pointer[-1].isdigit()]
    if not able:
        return None
    line = rng.pick(able)
    above, _, key = line.pointer.rpartition("/")
    text = decoded(file_of(made)[1])[0]
    if len(re.findall(rf'"{re.escape(key)}"\s*:', text)) != 1:
        return None
    other = f"{key[::-1]}Sum"
    lied = text_changed(made, lambda old: re.sub(rf'"{re.escape(key)}"(?=\s*:)', f'"{other}"', old))
    return lied and lied.with_lines(
        x.model_copy(update={"pointer": f"{above}/{other}"}) if x.pointer == line.pointer else x
        for x in lied.evidence
    )


def _tag(made, lines, rng):
    data = file_of(made)[1]
    able = []
    for line in lines:
        for start, end in line.spans:
            opened = _KEY.search(data[:start].decode("utf-8", "replace")[-60:])
            if opened and data[end:].startswith(f"</{opened[1]}>".encode()):
                able.append((start, end, opened[1]))
    if not able:
        return None
    start, end, name = rng.pick(able)
    prefix, colon, local = name.rpartition(":")
    other = f"{prefix}{colon}{local[::-1]}"
    if other == name:
        return None
    size = len(name.encode())
    changed = (
        data[: start - size - 1] + other.encode() + data[start - 1 : end + 2]
        + other.encode() + data[end + 2 + size :]
    )  # fmt: skip
    return made.with_file(changed)


OWN = (
    a_label_of_another_system_in_a_text, a_label_of_another_system_in_a_workbook,
    a_label_of_another_document_on_a_page, a_key_of_another_name,
)  # fmt: skip
