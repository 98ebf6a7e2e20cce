"""The parts of a workbook with one sheet, and the zip that holds them: the same bytes always.

Written part by part instead of through openpyxl, which cannot keep the value of a formula, stamps
the clock into the file, and takes ten times as long. openpyxl reads what is written here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

EPOCH = (2020, 1, 1, 0, 0, 0)
_STAMP = "2020-01-01T00:00:00Z"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_FORMAT = 164
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LOOKS: Mapping[str, tuple[int, int]] = {
    "plain": (0, 0),
    "head": (1, 2),
    "title": (2, 0),
    "wrapped": (0, 0),
}
"""Look of a cell to its font and fill."""


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a column is, in characters, and whether it is hidden."""

    characters: int
    hidden: bool = False


class Workbook:
    """A workbook that is being written, row by row.

    Args:
        sheet: Name of its sheet.

    Example:
        >>> book = Workbook("Export")
        >>> book.row([book.text("A1", "=1+1"), book.number("B1", "12.50", "0.00")])
        >>> data = book.packed(widths=[Width(8), Width(8)])
        >>> from openpyxl import load_workbook
        >>> cells = load_workbook(io.BytesIO(data))["Export"][1]
        >>> [(cell.value, cell.data_type) for cell in cells]
        [('=1+1', 's'), (12.5, 'n')]
    """

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._strings: dict[str, int] = {}
        self._uses = 0
        self._formats: dict[str, int] = {}
        self._styles: dict[tuple[str, str], int] = {("plain", ""): 0}
        self._rows: list[str] = []

    def text(self, name: str, text: str, look: str = "plain") -> str:
        """Return the cell `name` with a text; one that begins with ``=`` is no formula."""
        self._uses += 1
        number = self._strings.setdefault(text, len(self._strings))
        return f'<c r="{name}"{self._style(look)} t="s"><v>{number}</v></c>'

    def number(self, name: str, number: str, shape: str) -> str:
        """Return the cell `name` with a number, or the number of a day, shown by `shape`."""
        return f'<c r="{name}"{self._style("plain", shape)}><v>{number}</v></c>'

    def formula(self, name: str, formula: str, cached: str | None, shape: str = "") -> str:
        """Return the cell `name` with a formula, and its value where it is kept."""
        body = escape(formula.removeprefix("="))
        value = "" if cached is None else f"<v>{cached}</v>"
        return f'<c r="{name}"{self._style("plain", shape)}><f>{body}</f>{value}</c>'

    def row(self, cells: Sequence[str], *, hidden: bool = False) -> None:
        """Add a row."""
        number = len(self._rows) + 1
        flag = ' hidden="1"' if hidden else ""
        self._rows.append(f'<row r="{number}"{flag}>{"".join(cells)}</row>')

    def packed(self, widths: Sequence[Width], merged: Sequence[str] = ()) -> bytes:
        """Return the file.

        Args:
            widths: Of the columns, from left to right.
            merged: Ranges of merged cells, ``A1:F1``.
        """
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in self._parts(widths, merged).items():
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o600 << 16
                archive.writestr(info, part.encode(), compresslevel=6)
        return out.getvalue()

    def _style(self, look: str, shape: str = "") -> str:
        style = self._styles.setdefault((look, shape), len(self._styles))
        return f' s="{style}"' if style else ""

    def _parts(self, widths: Sequence[Width], merged: Sequence[str]) -> dict[str, str]:
        return {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            ),
            "docProps/app.xml": f"{_HEAD}<Properties xmlns="
            '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>Export</Application></Properties>",
            "docProps/core.xml": _core(),
            "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name={quoteattr(self._sheet)} sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
                (f"{_OFFICE}/styles", "styles.xml"),
                (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
            ),
            "xl/styles.xml": self._stylesheet(),
            "xl/sharedStrings.xml": self._shared(),
            "xl/worksheets/sheet1.xml": self._worksheet(widths, merged),
        }

    def _worksheet(self, widths: Sequence[Width], merged: Sequence[str]) -> str:
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width.characters}"'
            f'{" hidden=" + chr(34) + "1" + chr(34) if width.hidden else ""} customWidth="1"/>'
            for n, width in enumerate(widths, 1)
        )
        ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
        cols = f"<cols>{columns}</cols>" if columns else ""
        tail = f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else ""
        rows = "".join(self._rows)
        return (
            f'{_HEAD}<worksheet xmlns="{_MAIN}">{cols}<sheetData>{rows}</sheetData>{tail}'
            "</worksheet>"
        )

    def _shared(self) -> str:
        items = "".join(f"<si>{_string(text)}</si>" for text in self._strings)
        return (
            f'{_HEAD}<sst xmlns="{_MAIN}" count="{self._uses}" '
            f'uniqueCount="{len(self._strings)}">{items}</sst>'
        )

    def _stylesheet(self) -> str:
        for _, shape in self._styles:
            if shape:
                self._formats.setdefault(shape, _FIRST_FORMAT + len(self._formats))
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(shape)}/>'
            for shape, number in self._formats.items()
        )
        block = f'<numFmts count="{len(self._formats)}">{formats}</numFmts>' if formats else ""
        cells = "".join(_cell_style(look, self._formats.get(s, 0)) for look, s in self._styles)
        fonts = "".join(
            f'<font>{bold}<sz val="{size}"/><name val="Calibri"/></font>'
            for bold, size in (("", 11), ("<b/>", 11), ("<b/>", 14))
        )
        return (
            f'{_HEAD}<styleSheet xmlns="{_MAIN}">{block}<fonts count="3">{fonts}</fonts>'
            '<fills count="3"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill>'
            '<fill><patternFill patternType="solid"><fgColor rgb="FFDDE3EC"/></patternFill></fill>'
            "</fills><borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
            f'</cellStyleXfs><cellXfs count="{len(self._styles)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
            "</styleSheet>"
        )


def letters(place: int) -> str:
    """Return the name of the column at `place`, counted from 0.

    Example:
        >>> letters(0), letters(25), letters(26), letters(701), letters(702)
        ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _string(text: str) -> str:
    kept = _LOOKALIKE.sub("_x005F_", text)
    kept = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", kept)
    escaped = escape(kept, {"\r": "&#13;"})
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{space}>{escaped}</t>"


def _cell_style(look: str, number: int) -> str:
    font, fill = LOOKS[look]
    flags = "".join(
        f' {name}="1"'
        for name, used in (
            ("applyNumberFormat", number),
            ("applyFont", font),
            ("applyFill", fill),
        )
        if used
    )
    style = f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"{flags}'
    if look == "wrapped":
        return f'{style} applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    return f"{style}/>"


def _relations(*pairs: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types() -> str:
    parts = (
        ("/xl/workbook.xml", f"{_TYPES}.sheet.main+xml"),
        ("/xl/worksheets/sheet1.xml", f"{_TYPES}.worksheet+xml"),
        ("/xl/styles.xml", f"{_TYPES}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{_TYPES}.sharedStrings+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
    )
    overrides = "".join(f'<Override PartName="{n}" ContentType="{kind}"/>' for n, kind in parts)
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _core() -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>export</dc:creator>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:modified>'
        "</cp:coreProperties>"
    )
