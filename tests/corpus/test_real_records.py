"""Cases from real records: they run where the folder of public data stands beside the project."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

DATA = Path(__file__).parents[3] / "shared" / "data"

RECIPE = """
chaosdocs: 2
name: real
seed: 4
source: {{records: {records}, schema: {schema}, locales: [en_US, de_DE]}}
render:
  - {{as: pdf, templates: [letterhead, erp]}}
  - {{as: csv, system: sap}}
  - {{as: xlsx, system: netsuite}}
  - {{as: json, system: netsuite}}
design:
  each: ["claims.*", "gaps.*", dates.ambiguous_order, numbers.foreign_separators, pdf.form_field]
  severities: [3]
"""


def schema(**properties):
    line = {
        "type": "object",
        "properties": {
            "item": {"type": "string"},
            "quantity": {"type": "number", "x-kind": "quantity"},
            "unit_price": {"type": "string", "format": "decimal", "x-kind": "money"},
            "amount": {"type": "string", "format": "decimal", "x-kind": "money"},
        },
        "required": ["item", "quantity", "unit_price", "amount"],
    }
    return {
        "title": "Document",
        "type": "object",
        "properties": {**properties, "lines": {"type": "array", "items": line}},
        "required": ["lines"],
    }


def chinook():
    data = json.loads((DATA / "chinook" / "ChinookData.json").read_text(), parse_float=str)
    tracks = {each["TrackId"]: each["Name"] for each in data["Track"]}
    lines = {}
    for each in data["InvoiceLine"]:
        amount = each["Quantity"] * Decimal(each["UnitPrice"])
        lines.setdefault(each["InvoiceId"], []).append(
            {
                "item": tracks[each["TrackId"]],
                "quantity": each["Quantity"],
                "unit_price": each["UnitPrice"],
                "amount": str(amount),
            }
        )
    for each in data["Invoice"][:40]:
        yield {
            "invoice_number": f"{each['InvoiceId']:06}",
            "invoice_date": each["InvoiceDate"][:10],
            "city": each["BillingCity"],
            "currency": "USD",
            "lines": lines[each["InvoiceId"]],
            "total": each["Total"],
        }


def adventureworks():
    folder = DATA / "adventureworks_po"

    def table(name):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file, delimiter="\t"))

    products = {row[0]: row[1] for row in table("Product.csv")}
    lines = {}
    for row in table("PurchaseOrderDetail.csv"):
        lines.setdefault(row[0], []).append(
            {
                "item": products[row[4]],
                "quantity": int(row[3]),
                "unit_price": row[5],
                "amount": row[6],
            }
        )
    for row in table("PurchaseOrderHeader.csv")[:40]:
        yield {
            "invoice_number": f"PO{row[0]:>06}",
            "invoice_date": row[6][:10],
            "currency": "USD",
            "lines": lines[row[0]],
            "total": row[8],
        }


SOURCES = {"chinook": chinook, "adventureworks_po": adventureworks}


@pytest.mark.parametrize("source", SOURCES)
def test_cases_from_real_records_are_proved(source, tmp_path):
    if not (DATA / source).is_dir():
        pytest.skip("the public data are not there")
    records = tmp_path / "records.jsonl"
    with records.open("w", encoding="utf-8") as out:
        for record in SOURCES[source]():
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    (tmp_path / "schema.json").write_text(
        json.dumps(
            schema(
                invoice_number={"type": "string", "x-kind": "id"},
                invoice_date={"type": "string", "format": "date"},
                city={"type": "string"},
                currency={"type": "string"},
                total={"type": "string", "format": "decimal", "x-kind": "money"},
            )
        )
    )
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(RECIPE.format(records="records.jsonl", schema="schema.json"))

    maker = Maker(resolve(load(recipe)), Witnesses())
    made = [maker.make(number) for number in range(0, len(maker.slots), 67)]

    good = [each for each in made if isinstance(each, MadeCase)]
    assert len(good) > 10
    assert not [each.reason for each in made if getattr(each, "outcome", "") == "defect"]
