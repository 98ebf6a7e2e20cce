"""Small proved cases made by hand, by nothing that the proof is to judge."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal

import openpyxl
import pymupdf

from chaosdocs.formats.cases import Case, CaseFile, CaseTruth, Evidence, FieldExpectation
from chaosdocs.foundation.digest import sha256
from chaosdocs.truth.records import Domain, Field
from chaosdocs.truth.values import Money

GERMAN = "de_DE;decimal=,;group=.;date=dd.MM.yyyy;minus=lead;currency=after"
CANONICAL = "plain;decimal=.;group=;date=yyyy-MM-dd;minus=lead;currency=column:EUR"
CHARS = "0123456789.,-/ ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzäöüß:#&"


class Sum:
    name = "total = net + tax"

    def derive(self, facts, rows):
        net, tax = facts.get("/net"), facts.get("/tax")
        if net is None or tax is None:
            return {}
        return {"/total": Money(net.amount + tax.amount, net.currency)}

    def check(self, facts, rows):
        total = self.derive(facts, rows).get("/total")
        return None if total is None or "/total" not in facts else total == facts["/total"]

    def bonds(self, rows):
        yield "/net", "/tax", "/total"


def _field(path, kind):
    return Field(path=path, kind=kind, description=path, labels={"en": path}, group="header")


DOMAIN = Domain(
    name="small",
    fields=(
        _field("/number", "id"),
        _field("/vendor", "text"),
        _field("/date", "date"),
        _field("/due", "date"),
        _field("/net", "money"),
        _field("/tax", "money"),
        _field("/total", "money"),
        _field("/account", "id"),
    ),
    rules=(Sum(),),
)

SHOWN = {
    "/number": ("id", "RE-2024-0117", "RE-2024-0117"),
    "/vendor": ("text", "Müller & Söhne GmbH", "Müller & Söhne GmbH"),
    "/date": ("date", "14.03.2024", "2024-03-14"),
    "/due": ("date", "13.04.2024", "2024-04-13"),
    "/net": ("money", "1.234,56 EUR", {"amount": "1234.56", "currency": "EUR"}),
    "/tax": ("money", "234,57 EUR", {"amount": "234.57", "currency": "EUR"}),
    "/total": ("money", "1.469,13 EUR", {"amount": "1469.13", "currency": "EUR"}),
    "/account": ("id", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
}


@dataclass
class MadeCase:
    """A case with its files in memory."""

    case: Case
    truth: CaseTruth
    evidence: list[Evidence]
    files: dict[str, bytes] = field(default_factory=dict)
    domain: Domain | None = DOMAIN

    def read(self, path):
        return self.files[path]

    def with_file(self, data, path=None):
        """The same with another file of the right digest, as a liar would list it."""
        path = path or self.case.files[0].path
        files = tuple(
            f.model_copy(update={"sha256": sha256(data), "bytes": len(data)})
            if f.path == path
            else f
            for f in self.case.files
        )
        case = self.case.model_copy(update={"files": files})
        return replace(self, case=case, files={**self.files, path: data})

    def with_field(self, path, **changes):
        fields = {**self.truth.fields}
        fields[path] = fields[path].model_copy(update=changes)
        return replace(self, truth=self.truth.model_copy(update={"fields": fields}))

    def with_truth(self, truth):
        return replace(self, truth=truth)

    def with_case(self, **changes):
        return replace(self, case=self.case.model_copy(update=changes))

    def with_lines(self, lines):
        return replace(self, evidence=list(lines))


def expectations(shown=SHOWN):
    return {
        path: FieldExpectation(
            ref=f"inv-1#{path}", state="answerable", kind=kind, accept=(value,), why="printed"
        )
        for path, (kind, _, value) in shown.items()
    }


def made(name, media_type, data, evidence, medium, channel, fields=None):  # noqa: PLR0917
    path = f"files/k3/k3f9a01c77de/{name}"
    case = Case(
        case="k3f9a01c77de",
        channel=channel,
        instructions="Read.",
        files=(CaseFile(path=path, media_type=media_type, sha256=sha256(data), bytes=len(data)),),
        schema={"type": "object"},
    )
    truth = CaseTruth(
        case="k3f9a01c77de",
        label=f"inv-00017~{medium}.plain~clean",
        records=("inv-00017",),
        twin=None,
        medium=medium,
        rendering=f"{medium}.plain",
        locale="de_DE",
        steps=(),
        fields=fields or expectations(),
    )
    return MadeCase(case, truth, evidence, {path: data})


def line(path, text, channel, convention=GERMAN, **where):
    name = where.pop("name", "document.pdf")
    return Evidence(
        case="k3f9a01c77de",
        path=path,
        statement=where.pop("statement", f"{path}#1"),
        role=where.pop("role", "says"),
        channel=channel,
        file=f"files/k3/k3f9a01c77de/{name}",
        text=text,
        convention=convention,
        **where,
    )


@dataclass
class Page:
    """A page that is being written: every text has its evidence."""

    lines: list[Evidence] = field(default_factory=list)
    document: object = None
    page: object = None
    y: float = 80.0
    font: str = "notos"
    size: float = 9.0

    def __post_init__(self):
        if self.document is None:
            self.document = pymupdf.open()
            self.page = self.document.new_page(width=595, height=842)
        self.ruler = pymupdf.Font(self.font)
        for page in self.document:
            page.insert_font(fontname="F1", fontbuffer=self.ruler.buffer)

    def words(self, text, x, y, *, invisible=False, colour=(0, 0, 0), size=None):
        size = size or self.size
        self.page.insert_text(
            (x, y),
            text,
            fontname="F1",
            fontsize=size,
            render_mode=3 if invisible else 0,
            color=colour,
        )
        width = self.ruler.text_length(text, size)
        return (x, y - 0.8 * size, x + width, y + 0.22 * size)

    def say(self, path, text, *, x=200.0, y=None, channels=("eye", "text"), **more):
        y = self.y if y is None else y
        drawn = more.pop("drawn", text)
        box = self.words(drawn, x, y, invisible="eye" not in channels)
        self.lines += [line(path, text, channel, page=1, box=box, **more) for channel in channels]
        return box

    def entry(self, label, path, text, **more):
        self.words(label, 60, self.y)
        box = self.say(path, text, **more) if text else None
        self.y += 16
        return box

    def trace(self, path, label, channels=("eye",)):
        box = self.words(label, 60, self.y)
        self.lines += [
            line(path, label, channel, page=1, box=box, role="trace") for channel in channels
        ]
        self.y += 16

    def bytes(self):
        return self.document.tobytes(no_new_id=True, deflate=True)


def pdf_case(shown=SHOWN, *, blank=(), edit=None, fields=None):
    """A born-digital page that states every field; `blank` ones only by their label."""
    page = Page()
    page.words("Rechnung", 60, 60, size=16)
    for path, (_, text, _) in shown.items():
        if path in blank:
            page.trace(path, f"{path[1:].title()}:")
        else:
            page.entry(f"{path[1:].title()}:", path, text)
    if edit is not None:
        edit(page)
    fields = fields or expectations(shown)
    for path in blank:
        value = shown[path][2]
        fields[path] = FieldExpectation(
            ref=path, state="unanswerable", kind=shown[path][0], reason="label", was=value,
            touched=("s1",),
        )  # fmt: skip
    return made("document.pdf", "application/pdf", page.bytes(), page.lines, "pdf", "eye", fields)


def csv_case(shown=SHOWN, *, encoding="utf-8", delimiter=";", blank=()):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([path[1:] for path in shown])
    lines = []
    prefix = buffer.getvalue()
    writer.writerow(["" if path in blank else text for path, (_, text, _) in shown.items()])
    at = len(prefix.encode(encoding))
    row = buffer.getvalue()[len(prefix) :].rstrip("\r\n")
    cells = next(csv.reader([row], delimiter=delimiter))
    for path, cell in zip(shown, cells, strict=True):
        raw = io.StringIO(newline="")
        csv.writer(raw, delimiter=delimiter, lineterminator="").writerow([cell])
        size = len(raw.getvalue().encode(encoding)) if cell else 0
        role = "trace" if path in blank else "says"
        lines.append(line(path, cell, "value", bytes=(at, at + size), name="export.csv", role=role))
        at += size + 1
    fields = expectations(shown)
    for path in blank:
        fields[path] = FieldExpectation(
            ref=path, state="unanswerable", kind=shown[path][0], reason="blank",
            was=shown[path][2], touched=("s1",),
        )  # fmt: skip
    data = buffer.getvalue().encode(encoding)
    return made("export.csv", "text/csv", data, lines, "csv", "value", fields)


def json_case(shown=SHOWN):
    tree, lines = {"document": {}}, []
    for path, (kind, text, value) in shown.items():
        leaf = float(value["amount"]) if kind == "money" else value
        tree["document"][path[1:]] = leaf
        lines.append(
            line(path, str(leaf), "value", CANONICAL, pointer=f"/document{path}", name="a.json")
        )
        del text
    tree["document"]["currency"] = "EUR"
    data = json.dumps(tree, ensure_ascii=False, indent=1).encode()
    return made("a.json", "application/json", data, lines, "json", "value")


def xlsx_case(shown=SHOWN, *, blank=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Export"
    sheet.column_dimensions["B"].width = 30
    lines = []
    for row, (path, (kind, text, value)) in enumerate(shown.items(), 1):
        sheet.cell(row, 1, path[1:])
        if path in blank:
            lines.append(
                line(path, path[1:], "shown", sheet="Export", cell=f"A{row}", name="a.xlsx",
                     role="trace")
            )  # fmt: skip
            continue
        cell = sheet.cell(row, 2)
        if kind == "money":
            cell.value = Decimal(value["amount"])
            cell.number_format = '#,##0.00 "EUR"'
            shown_text = f"{cell.value:,.2f} EUR"
        elif kind == "date":
            cell.value = dt.date.fromisoformat(value)
            cell.number_format = "dd.mm.yyyy"
            shown_text = text
        else:
            cell.value = shown_text = text
        convention = "en_US;decimal=.;group=,;date=dd.MM.yyyy;minus=lead;currency=after"
        lines += [
            line(path, shown_text, channel, convention, sheet="Export", cell=f"B{row}",
                 name="a.xlsx")
            for channel in ("value", "shown")
        ]  # fmt: skip
    buffer = io.BytesIO()
    book.save(buffer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    fields = expectations(shown)
    for path in blank:
        fields[path] = FieldExpectation(
            ref=path, state="unanswerable", kind=shown[path][0], reason="blank",
            was=shown[path][2], touched=("s1",),
        )  # fmt: skip
    return made("a.xlsx", kind, buffer.getvalue(), lines, "xlsx", "shown", fields)
