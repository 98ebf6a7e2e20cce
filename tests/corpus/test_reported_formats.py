"""Reported faults of bank and trade formats, expressible with the right truth."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from chaosdocs.documents.statement_set import state
from chaosdocs.proof.reading.spelling import readings, spelling
from chaosdocs.sources.rules import Running
from chaosdocs.testing.case import Case
from chaosdocs.testing.sample import Sample, full
from chaosdocs.testing.staged import DrawnStep
from chaosdocs.truth.fold import fold
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import says
from chaosdocs.truth.values import Money


def drawn(rendering, lure):
    """The first leaf of a clean statement that tempts into this wrong answer, and its case."""
    for index in range(40):
        case = Case(Sample("statement", index, "de_DE"), rendering)
        for leaf in case.truth.leaves():
            if any(each.name == lure for each in leaf.truth.lures):
                return case, leaf
    raise AssertionError(f"{lure} is never drawn")


def money(value):
    return Decimal(value["amount"])


def test_a_reversed_credit_takes_money_out_and_who_ignores_it_is_named():
    case, leaf = drawn("text.mt940", "reversal-ignored")
    assert not case.defects
    (right,), (lure,) = leaf.truth.accept, leaf.truth.lures
    assert money(lure.value) == -money(right)
    mark = "RC" if money(right) < 0 else "RD"
    number = f"{abs(money(right)):f}".replace(".", ",")
    assert f"{mark}{number}" in case.bytes.decode("cp1252")

    answer = case.expected["answer"]
    row = next(line for line in answer["lines"] if line["amount"] == right and line["description"])
    row["amount"] = lure.value
    (miss,) = case.missed(case.expected | {"answer": answer})
    assert (miss.path, miss.lure) == (leaf.path, "reversal-ignored")


@pytest.mark.parametrize("version", [2, 4, 8])
def test_an_entry_of_camt_is_more_than_its_details(version):
    case, leaf = drawn(f"xml.camt_v{version}", "details-for-entry")
    assert not case.defects
    names = {lure.name: abs(money(lure.value)) for lure in leaf.truth.lures}
    right = abs(money(leaf.truth.accept[0]))
    assert names["first-detail"] < names["details-for-entry"] < right
    charge = right - names["details-for-entry"]
    assert f">{charge:f}</Amt>" in case.bytes.decode()
    assert right + 0 == names["details-for-entry"] + charge


HOW = spelling("de_DE;decimal=,;group=.;minus=lead;currency=column:EUR;signs=CR:+|DR:-")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("-1.250,00 DR", ["-1250.00"]),
        ("318,00 CR", ["318.00"]),
        ("-50,00 CR", ["-50.00", "50.00"]),
        ("77,40 DR", ["-77.40"]),
    ],
)
def test_mark_and_sign_say_the_sign_once_and_leave_it_open_where_they_disagree(text, wanted):
    found = readings(text, "money", HOW)
    assert sorted(str(each.amount) for each in found) == wanted


DOMAIN = Domain(
    name="book",
    list_path="/lines",
    fields=tuple(
        Field(path=path, kind=kind, description="", labels={"en": path}, group="lines")
        for path, kind in (
            ("/opening_balance", "money"),
            ("/closing_balance", "money"),
            ("/lines/*/day", "date"),
            ("/lines/*/amount", "money"),
        )
    ),
    rules=(Running("/opening_balance", "/closing_balance"),),
)
AMOUNTS = {"k1": "-1250.00", "k2": "318.00", "k3": "-50.00", "k4": "-77.40"}


def euros(text):
    return Money(Decimal(text), "EUR")


@pytest.mark.parametrize("balance", [True, False])
def test_the_printed_balance_settles_what_mark_and_sign_leave_open(balance):
    facts = {f"/lines/{row}/amount": euros(amount) for row, amount in AMOUNTS.items()}
    facts |= {f"/lines/{row}/day": dt.date(2026, 2, n + 3) for n, row in enumerate(AMOUNTS)}
    facts |= {"/opening_balance": euros("0.00"), "/closing_balance": euros("-1059.40")}
    record = Record(id="b", domain=DOMAIN, locale="en_US", facts=facts, rows=tuple(AMOUNTS))
    said = dict(state(record).statements)
    name = "/lines/k3/amount#1"
    said[name] = replace(said[name], text="-50,00 CR", claim=says(euros("50.00"), euros("-50.00")))
    if not balance:
        del said["/closing_balance#1"]

    truth = fold(record, said.values(), channel="text")["/lines/k3/amount"]

    if balance:
        assert (truth.state, truth.accept) == ("answerable", (euros("-50.00"),))
    else:
        assert truth.state == "ambiguous"
        assert {each.amount for each in truth.readings} == {Decimal(50), Decimal(-50)}


def test_what_an_x12_message_leaves_out_is_absent_though_the_next_segment_stands_there():
    left_out = DrawnStep("gaps.left_out", 1, ("/buyer/vat_id#1",))
    case = Case(Sample("invoice", 3, "de_DE"), "edi.x12", (left_out,))
    fields = {leaf.path: leaf.truth for leaf in case.truth.leaves()}

    assert not case.defects
    assert fields["/buyer/vat_id"].state == "absent"
    assert fields["/seller/vat_id"].state == "answerable"
    numbers = case.bytes.split(b"REF")[1:]
    assert len(numbers) == 2  # the seller's number and the account
    slid = case.expected | {
        "answer": {**case.expected["answer"], "buyer": {**case.expected["answer"]["buyer"],
                   "vat_id": fields["/seller/vat_id"].accept[0]}}
    }  # fmt: skip
    assert [miss.path for miss in case.missed(slid)] == ["/buyer/vat_id"]


def test_an_order_of_x12_has_no_number_of_an_invoice_and_no_due_date():
    case = Case(Sample("invoice", 6, "de_DE"), "edi.x12_850")
    fields = {leaf.path: leaf.truth for leaf in case.truth.leaves()}

    assert not case.defects
    for absent in ("/invoice_number", "/issue_date", "/due_date", "/tax"):
        assert fields[absent].state == "absent"
    assert fields["/order_number"].accept[0].encode() in case.bytes
    text = case.bytes.decode("latin-1")
    ordered = next(each for each in text.split(text[105]) if each.strip().startswith("BEG"))[-8:]
    day = f"{ordered[:4]}-{ordered[4:6]}-{ordered[6:]}"
    wrong = case.expected | {"answer": {**case.expected["answer"], "issue_date": day}}
    assert [miss.path for miss in case.missed(wrong)] == ["/issue_date"]


def test_a_bill_of_xero_states_each_date_twice():
    case = Case(Sample("invoice", 3, "de_DE"), "json.xero")
    assert not case.defects
    (bill,) = json.loads(case.bytes)["Invoices"]
    due = next(leaf.truth.accept[0] for leaf in case.truth.leaves() if leaf.path == "/due_date")
    assert bill["DueDateString"] == f"{due}T00:00:00"
    assert re.fullmatch(r"/Date\(\d+\+0000\)/", bill["DueDate"])


def test_a_bill_of_xero_has_no_reference():
    """Xero has the key for sales invoices alone, so the order number is absent."""
    ordered = [n for n in range(8) if "/order_number" in full("invoice", n, "de_DE").facts]
    assert ordered
    for number in ordered:
        case = Case(Sample("invoice", number, "de_DE"), "json.xero")
        assert "Reference" not in json.loads(case.bytes)["Invoices"][0]
        (order,) = (leaf for leaf in case.truth.leaves() if leaf.path == "/order_number")
        assert order.truth.state == "absent"
