"""What poppler, zip, XML, csv and json see in a finished file."""

import csv
import io
import json
import re
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from xml.etree import ElementTree as ET
from xml.parsers import expat

from spellings import squeezed

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FIGURE = r'"([-\d.]+)"'
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Piece:
    """A text and where it stands: a cell, a pointer, bytes, or a box on a page."""

    place: object
    text: str


def opened(path, medium):
    """Return the sight of a file."""
    return {"pdf": Page, "scan": Page, "xlsx": Workbook, "csv": Csv, "json": Json, "xml": Xml}[
        medium
    ](path)


class Page:
    """The words of a PDF, as pdftotext finds them inside of the CropBox."""

    def __init__(self, path):
        self.path = path

    @cached_property
    def pages(self):
        """Words of each page with their boxes."""
        done = subprocess.run(
            ["pdftotext", "-q", "-cropbox", "-bbox", str(self.path), "-"],
            capture_output=True,
            check=True,
        )
        said = done.stdout.decode("utf-8", "replace")
        out = []
        for page in re.split(r"<page ", said)[1:]:
            size = re.match(r'width="([\d.]+)" height="([\d.]+)"', page)
            width, height = float(size[1]), float(size[2])
            words = []
            for found in re.finditer(
                rf"<word xMin={_FIGURE} yMin={_FIGURE} xMax={_FIGURE} yMax={_FIGURE}>(.*?)</word>",
                page,
                re.DOTALL,
            ):
                box = tuple(map(float, found.groups()[:4]))
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                if 0 <= x <= width and 0 <= y <= height:
                    words.append((box, unescape(found[5])))
            out.append(words)
        return out

    def inside(self, evidence):
        """Return the words in the box of a line of evidence, in the order of the page."""
        page, box = evidence["page"], evidence["box"]
        if not 1 <= page <= len(self.pages):
            return ""
        found = [
            (word_box, text)
            for word_box, text in self.pages[page - 1]
            if _within(word_box, box) > 0.3
        ]
        return " ".join(text for _, text in found)

    def pieces(self, claimed):
        """Yield lines of words that stand in no claimed box.

        Args:
            claimed: Lines of evidence.
        """
        for number, words in enumerate(self.pages, 1):
            boxes = [e["box"] for e in claimed if e.get("page") == number and e.get("box")]
            rest = [(b, t) for b, t in words if all(_within(b, box) < 0.3 for box in boxes)]
            lines = {}
            for box, text in rest:
                lines.setdefault(round((box[1] + box[3]) / 8), []).append((box, text))
            for at, line in sorted(lines.items()):
                line.sort()
                run, right = [], None
                for box, text in line:
                    if right is not None and box[0] - right > 8:
                        yield Piece((number, at), " ".join(run))
                        run = []
                    run.append(text)
                    right = box[2]
                if run:
                    yield Piece((number, at), " ".join(run))

    @property
    def texts(self):
        """All text of the file, squeezed."""
        return squeezed(" ".join(text for words in self.pages for _, text in words))


def _within(word, box):
    """Return the share of a word's box that lies in another box."""
    width = min(word[2], box[2]) - max(word[0], box[0])
    height = min(word[3], box[3]) - max(word[1], box[1])
    area = (word[2] - word[0]) * (word[3] - word[1])
    return max(0.0, width) * max(0.0, height) / area if area > 0 and width > 0 else 0.0


class Workbook:
    """The cells of an XLSX file, out of its raw XML."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as box:
            self._parts = {name: box.read(name) for name in box.namelist()}

    @cached_property
    def cells(self):
        """(sheet, cell) to (type, raw text, format, whether it is hidden)."""
        shared = self._shared()
        formats = self._formats()
        out = {}
        targets = {
            each.get("Id"): each.get("Target")
            for each in _tree(self._parts["xl/_rels/workbook.xml.rels"])
        }
        for sheet in _tree(self._parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet"):
            target = targets[sheet.get(f"{_REL}id")].lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            tree = _tree(self._parts[part])
            off = sheet.get("state", "visible") != "visible"
            columns = [
                (int(col.get("min")), int(col.get("max")))
                for col in tree.iter(f"{_MAIN}col")
                if col.get("hidden") in {"1", "true"}
            ]
            for row in tree.iter(f"{_MAIN}row"):
                hidden = off or row.get("hidden") in {"1", "true"}
                for cell in row.iter(f"{_MAIN}c"):
                    ref = cell.get("r")
                    column = _column(ref)
                    gone = hidden or any(low <= column <= high for low, high in columns)
                    kind = cell.get("t", "n")
                    raw = cell.findtext(f"{_MAIN}v")
                    if kind == "s" and raw is not None:
                        raw = shared[int(raw)]
                    elif kind == "inlineStr":
                        raw = "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
                    formula = cell.find(f"{_MAIN}f") is not None
                    out[sheet.get("name"), ref] = (
                        kind,
                        raw or "",
                        formats[int(cell.get("s", 0))],
                        gone,
                        formula,
                    )
        return out

    def _shared(self):
        part = self._parts.get("xl/sharedStrings.xml")
        if part is None:
            return []
        return [
            "".join(t.text or "" for t in item.iter(f"{_MAIN}t"))
            for item in _tree(part).iter(f"{_MAIN}si")
        ]

    def _formats(self):
        tree = _tree(self._parts["xl/styles.xml"])
        custom = {n.get("numFmtId"): n.get("formatCode") for n in tree.iter(f"{_MAIN}numFmt")}
        styles = tree.find(f"{_MAIN}cellXfs")
        return [custom.get(xf.get("numFmtId"), xf.get("numFmtId")) for xf in styles]

    def inside(self, evidence):
        """Return the raw text of the cell of a line of evidence."""
        return self.cells.get((evidence["sheet"], evidence["cell"]), ("", "", "", True, False))[1]

    def label(self, evidence):
        """Return the head of the column of a line of evidence."""
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", evidence["cell"]).groups()
        heads = (
            self.cells.get((evidence["sheet"], f"{column}{at}"), ("", ""))[1]
            for at in range(1, int(row))
        )
        return next((head for head in heads if head), "")

    def pieces(self, claimed):
        """Yield the visible cells that no line of evidence names."""
        taken = {(e.get("sheet"), e.get("cell")) for e in claimed}
        for place, (_, raw, _, gone, _) in self.cells.items():
            if not gone and raw and place not in taken:
                yield Piece(place, raw)

    @property
    def texts(self):
        """All text of the visible cells, squeezed, and the words of their formats."""
        shown = [(raw, style) for _, raw, style, gone, _ in self.cells.values() if not gone]
        words = {word for _, style in shown for word in re.findall(r'"([^"]+)"', style)}
        return squeezed(" ".join((*(raw for raw, _ in shown), *sorted(words))))


def _tree(part):
    """Return a part of a workbook as a tree; the file is our own."""
    return ET.fromstring(part)  # noqa: S314


def _column(ref):
    number = 0
    for letter in re.match(r"[A-Z]+", ref)[0]:
        number = number * 26 + ord(letter) - 64
    return number


def _decoded(raw):
    return raw.decode(_encoding_of(raw))


def _encoding_of(raw):
    """UTF-8, or the code page under which the bytes are words of Japanese or of Europe."""
    for wide in ("utf-16-le", "utf-16-be"):
        if raw.startswith("\ufeff".encode(wide)):
            return wide
    texts = {}
    for encoding in ("utf-8-sig", "cp932", "cp1252", "cp850", "latin-1"):
        try:
            texts[encoding] = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    if "utf-8-sig" in texts:
        return "utf-8-sig"
    if re.search(r"(?<![A-Za-z])[\u3040-\u30ff\u4e00-\u9fff]{2}", texts.pop("cp932", "")):
        return "cp932"
    return max(texts, key=lambda name: len(_EUROPEAN.findall(texts[name])))


_EUROPEAN = re.compile("[äöüÄÖÜßáàâãåæçéèêëíîïñóôõøœúùûÀÂÅÆÇÉÈÊËÎÏÑÓÔØŒÙÛ]")


def _mark_of(line, mark, width):
    """The mark that gives a line as many cells as there are heads; the usual one if none does."""
    for each in dict.fromkeys(mark + ",;\t|"):
        if width > 2 and len(_cells(line, each)) == width:
            return each
    return mark


def _again(row, mark, width):
    """The cells of a row, under another mark where only that gives as many as there are heads."""
    if len(row) == width or any(set(cell) & {"\r", "\n", '"'} for cell in row):
        return row
    line = mark.join(row)
    other = _mark_of(line, mark, width)
    return row if other == mark else _cells(line, other)


_LINE = re.compile(r'(?:(?<![^,;\t|\r\n])"(?:[^"]|"")*+"|[^\r\n])*+')
"""A line of a CSV file, with the line breaks inside its quoted cells."""


def _lines(text):
    """Return the lines of a text, the last one even if it is empty."""
    found = [_LINE.match(text)[0]]
    at = len(found[0])
    while at < len(text):
        at += 2 if text[at : at + 2] == "\r\n" else 1
        found.append(_LINE.match(text, at)[0])
        at += len(found[-1])
    return found


def _cells(line, mark):
    """Return the cells of a line."""
    return next(csv.reader(io.StringIO(line, newline=""), delimiter=mark), [])


class Csv:
    """The cells of a CSV file."""

    def __init__(self, path):
        self.raw = path.read_bytes()
        self.encoding = _encoding_of(self.raw)
        self.text = self.raw.decode(self.encoding, "replace").removeprefix("\ufeff")

    def _at(self, byte):
        """Return the place in the text of a place in the bytes."""
        return len(self.raw[:byte].decode(self.encoding, "replace").removeprefix("\ufeff"))

    def inside(self, evidence):
        """Return the text of the bytes that a line of evidence names."""
        start, end = evidence["bytes"]
        text = self.raw[start:end].decode(self.encoding, "replace")
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1]
        return text.replace('""', '"')

    def label(self, evidence):
        """Return the head of the column of a line of evidence."""
        start = self._at(evidence["bytes"][0])
        head = _LINE.match(self.text)[0]
        mark = max(",;\t|", key=head.count)
        heads = _cells(head, mark)
        return heads[self._column(start, mark, len(heads))]

    def _column(self, start, mark, width):
        """Return the number of the column of the cell that begins at a place."""
        own = _lines(self.text[:start])[-1]
        whole = _LINE.match(self.text, start - len(own))[0]
        return len(_cells(own + "x", _mark_of(whole, mark, width))) - 1

    def above(self, evidence):
        """Yield the cells above that of a line of evidence, in its column."""
        start = self._at(evidence["bytes"][0])
        before = _lines(self.text[:start])[:-1]
        mark = max(",;\t|", key="\n".join(before).count)
        rows = [_cells(row, mark) for row in before]
        width = max(map(len, rows), default=0)
        at = self._column(start, mark, width)
        for row in (_again(row, mark, width) for row in rows):
            if at < len(row):
                yield row[at]

    def pieces(self, claimed):
        """Yield the cells of the file in which no claimed bytes stand."""
        text = list(self.text)
        for each in claimed:
            if each.get("bytes"):
                start, end = map(self._at, each["bytes"])
                text[start:end] = " " * (end - start)
        lines = _lines("".join(text))
        mark = max(",;\t|", key=lines[0].count)
        rows = [_cells(line, mark) for line in lines]
        width = max(map(len, rows), default=0)
        for at, row in enumerate(rows):
            for column, cell in enumerate(_again(row, mark, width)):
                if cell.strip():
                    yield Piece((at, column), cell)

    @property
    def texts(self):
        """All text of the file, squeezed."""
        return squeezed(self.text)


class _Figure(str):
    """A number of a JSON file as it is written."""

    __slots__ = ()


class Json:
    """The values of a JSON file, doubled keys included."""

    def __init__(self, path):
        self.raw = path.read_bytes()
        self._tree = json.loads(
            _decoded(self.raw),
            object_pairs_hook=list,
            parse_float=_Figure,
            parse_int=_Figure,
        )

    @cached_property
    def values(self):
        """Pointer to text; the second of two equal keys is `key~2`."""
        out = {}
        _walk(self._tree, "", out)
        return out

    def inside(self, evidence):
        """Return the text at the pointer of a line of evidence."""
        return self.values.get(evidence["pointer"], "")

    def label(self, evidence):
        """Return the keys that lead to a line of evidence."""
        return re.sub(r"/\d+(?=/|$)", "/*", evidence["pointer"])

    def pieces(self, claimed):
        """Yield the values that no line of evidence names."""
        taken = {e.get("pointer") for e in claimed}
        for place, text in self.values.items():
            if place not in taken and text:
                yield Piece(place, text)

    @property
    def texts(self):
        """All text of the file, squeezed."""
        return squeezed(" ".join(self.values.values()))


def _walk(node, at, out):
    if isinstance(node, list) and all(isinstance(each, tuple) for each in node) and node:
        seen = {}
        for key, value in node:
            seen[key] = seen.get(key, 0) + 1
            name = key.replace("~", "~0").replace("/", "~1")
            if seen[key] > 1:
                name += f"~{seen[key]}"
            _walk(value, f"{at}/{name}", out)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            _walk(value, f"{at}/{number}", out)
    else:
        out[at] = "" if node is None else str(node)


class Xml(Csv):
    """The texts and attributes of an XML file."""

    def inside(self, evidence):
        """Return the text of the bytes that a line of evidence names."""
        start, end = evidence["bytes"]
        return unescape(self.raw[start:end].decode("utf-8", "replace"))

    def pieces(self, claimed):
        """Yield the texts and attributes in which no claimed bytes stand."""
        raw = bytearray(self.raw)
        for each in claimed:
            if each.get("bytes"):
                start, end = each["bytes"]
                raw[start:end] = b" " * (end - start)
        for number, text in enumerate(_texts_of(bytes(raw))):
            yield Piece(number, text)

    @property
    def texts(self):
        """All texts and attributes of the file, squeezed."""
        return squeezed(" ".join(_texts_of(self.raw)))


def _texts_of(raw):
    found = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = found.append
    parser.StartElementHandler = lambda _, attributes: found.extend(attributes.values())
    parser.Parse(raw, True)  # noqa: FBT003 - expat takes it by place
    return [text for text in found if text.strip()]
