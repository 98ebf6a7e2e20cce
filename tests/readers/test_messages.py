"""Our own parsers on real files of banks and on reported cases; shares are held by tests."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from chaosdocs.readers.builtin.cells import decoded, grid_of
from chaosdocs.readers.builtin.messages import parsed
from chaosdocs.readers.builtin.messages.mt940 import entry, fields
from chaosdocs.readers.builtin.messages.rows import amount
from chaosdocs.readers.builtin.rules import rules

SHARED = Path(__file__).parents[3] / "shared"
DATA = SHARED / "data"
CASES = SHARED / "cases" / "reported-2026-11"
here = pytest.mark.skipif(not DATA.is_dir(), reason="needs the real files")
reported = pytest.mark.skipif(not CASES.is_dir(), reason="needs the reported cases")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d.,]+)")


def grid(path):
    return parsed(decoded(path.read_bytes()))


def lines(found):
    """The rows of the last table of a grid, by their heads."""
    if [] not in found:
        return []
    at = len(found) - 1 - found[::-1].index([])
    heads, *rows = found[at + 1 :]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def pairs(found):
    end = found.index([]) if [] in found else len(found)
    return dict(found[:end])


def number(text):
    return Decimal(text.partition(" ")[0])


def statements(text):
    """Opening balance, entries and closing balance of every statement in an MT940 file."""
    opening, entries = None, []
    for tag, value in fields(text):
        found = _BALANCE.match(value)
        if tag in {"60F", "60M"} and found:
            opening, entries = signed(found), []
        elif tag == "61":
            entries.append(entry(value).get("Amount"))
        elif tag in {"62F", "62M"} and found and opening is not None:
            yield opening, tuple(entries), signed(found)
            opening = None


def signed(found):
    return Decimal(amount(found[4], "+" if found[1] == "C" else "-", decimal=","))


@here
def test_mt940_of_many_banks():
    files = [
        path
        for path in sorted((DATA / "mt940").rglob("*"))
        if path.suffix in {".sta", ".txt"} and re.search(rb":6[01][FM]?:", path.read_bytes())
    ]
    assert len(files) == 41
    assert all(grid(path) is not None for path in files)
    found = [one for path in files for one in statements(decoded(path.read_bytes()))]
    sound = [
        opening + sum(map(number, entries)) == closing
        for opening, entries, closing in found
        if None not in entries
    ]
    assert (len(found), sum(sound)) == (128, 112)  # the rest are excerpts: entries are left out


@here
def test_camt_of_eight_versions():
    right = []
    for path in sorted((DATA / "camt").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        wanted = [
            abs(Decimal(each["getAmount"]["getAmount"])) for each in told.get("getEntries", [])
        ]
        read = [abs(number(row["Amount"])) for row in lines(grid(path.with_suffix(".xml")))]
        minor = [one.scaleb(2) for one in read]
        right.append(len(wanted) == len(read) and (wanted in (minor, read)))
    assert len(right) == 25
    assert sum(right) >= 23, sum(right)  # five decimals, and a file without entries


@here
def test_ofx_with_quirks_of_banks():
    quirks = sorted((DATA / "bankfile_corpus" / "corpus" / "banks").rglob("*.[oq]f[x]"))
    assert len(quirks) == 18
    assert all(lines(grid(path)) for path in quirks)
    fixtures = sorted((DATA / "ofx").rglob("*.ofx"))
    entries = [path for path in fixtures if b"<STMTTRN>" in path.read_bytes()]
    assert entries
    assert all(lines(grid(path)) for path in entries)


@here
def test_invoices_as_ubl_and_as_cii_say_the_same():
    both = sorted((DATA / "xrechnung_pairs").glob("*_ubl.xml"))
    assert len(both) == 21
    alike = []
    for path in both:
        one, other = grid(path), grid(path.with_name(path.name.replace("_ubl", "_uncefact")))
        assert lines(one)
        assert len(lines(one)) == len(lines(other))
        terms = ("Invoice number", "Invoice date", "Currency", "Grand total", "Net amount",
                 "Tax amount", "Buyer name", "Seller name")  # fmt: skip
        alike.append(all(pairs(one).get(term) == pairs(other).get(term) for term in terms))
    assert sum(alike) == 21


@reported
def test_reversals_of_mt940_take_their_money_back():
    found = grid(CASES / "03-mt940-reversal-marks" / "statement.sta")
    wanted = json.loads((CASES / "03-mt940-reversal-marks" / "expected.json").read_text())
    assert [row["Amount"] for row in lines(found)] == [
        wanted[f"/lines/{n}/amount"]["value"] for n in range(4)
    ]
    assert pairs(found)["Closing balance"] == wanted["/closing"]["value"]


@reported
def test_an_entry_of_camt_keeps_its_charge():
    found = grid(CASES / "04-camt-entry-with-charge" / "statement.xml")
    wanted = json.loads((CASES / "04-camt-entry-with-charge" / "expected.json").read_text())
    (line,) = lines(found)
    assert line["Amount"] == wanted["/entries/0/amount"]["value"]
    assert pairs(found)["Closing balance"] == wanted["/closing"]["value"]


@reported
def test_segments_of_x12_are_named_by_their_qualifiers():
    found = pairs(grid(CASES / "09-edi-qualifier" / "order.edi"))
    wanted = json.loads((CASES / "09-edi-qualifier" / "expected.json").read_text())
    labels = {
        "/order_number": "Order number",
        "/department": "Department",
        "/vendor_number": "Vendor number",
        "/promotion_number": "Promotion number",
        "/ship_to": "Ship to name",
        "/bill_to": "Bill to name",
        "/remit_to": "Remit to name",
    }
    for path, label in labels.items():
        assert found.get(label) == wanted[path].get("value"), path


def test_files_of_another_kind_are_left_alone(tmp_path):
    for text in ("a;b\n1;2\n", "{}", "<a/>", "", "ISA", "UNA", "01,", "plain words"):
        assert parsed(text) is None
    path = tmp_path / "document.xml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><Document xmlns="camt.053"/>')
    with pytest.raises(Exception, match="document type"):
        grid_of(path)


@pytest.mark.parametrize("text", ["UNB+UNOC:3+INVOIC'UNH", "ISA" + "*" * 120, ":61:", "<OFX>",
                                  "01,a\n02,", '"EXTF"', "|a\n----------\n|"])  # fmt: skip
def test_broken_files_end_in_rows_or_in_nothing(text, tmp_path):
    path = tmp_path / "document.txt"
    path.write_text(text)
    asked = {"case": "c", "schema": {"properties": {"total": {"x-kind": "money"}}}}
    assert rules(asked, {"document.txt": path})["answer"] == {"total": None}
