"""Real records: they run where the folder of public data stands beside the project."""

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pydantic
import pytest

from chaosdocs.sources.own.source import load, records_of
from chaosdocs.truth.closure import closure
from chaosdocs.truth.values import Money, Quantity

DATA = Path(__file__).parents[3] / "shared" / "data"


class Track(pydantic.BaseModel):
    track_id: int
    description: str
    quantity: int
    unit_price: Decimal
    amount: Decimal


class ChinookInvoice(pydantic.BaseModel):
    """Invoice"""

    invoice_id: str
    invoice_date: dt.date
    customer_name: str
    customer_street: str | None = None
    customer_city: str | None = None
    customer_country: str
    currency: str
    lines: list[Track]
    total: Decimal


@pytest.fixture(scope="module")
def chinook(tmp_path_factory):
    source = DATA / "chinook" / "ChinookData.json"
    if not source.is_file():
        pytest.skip("the public data are not there")
    data = json.loads(source.read_text(encoding="utf-8"), parse_float=str)
    people = {each["CustomerId"]: each for each in data["Customer"]}
    tracks = {each["TrackId"]: each["Name"] for each in data["Track"]}
    lines: dict[int, list[dict[str, object]]] = {}
    for each in data["InvoiceLine"]:
        lines.setdefault(each["InvoiceId"], []).append(
            {
                "track_id": each["TrackId"],
                "description": tracks[each["TrackId"]],
                "quantity": each["Quantity"],
                "unit_price": each["UnitPrice"],
                "amount": str(each["Quantity"] * Decimal(each["UnitPrice"])),
            }
        )
    target = tmp_path_factory.mktemp("chinook") / "invoices.jsonl"
    with target.open("w", encoding="utf-8") as out:
        for each in data["Invoice"]:
            who = people[each["CustomerId"]]
            record = {
                "invoice_id": f"{each['InvoiceId']:06}",
                "invoice_date": each["InvoiceDate"],
                "customer_name": f"{who['FirstName']} {who['LastName']}",
                "customer_street": each["BillingAddress"],
                "customer_city": each["BillingCity"],
                "customer_country": each["BillingCountry"],
                "currency": "USD",
                "lines": lines[each["InvoiceId"]],
                "total": each["Total"],
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return target


def test_all_chinook_invoices_are_read_and_their_totals_are_the_sums(chinook):
    own = load(chinook, ChinookInvoice, name="chinook", locales=("en_US", "de_DE"))

    assert len(own) == 412
    assert sum(len(each.rows) for each in own) == 2240
    assert own.ignored == ()
    for each in own:
        amounts = [each.facts[f"/lines/{row}/amount"].amount for row in each.rows]
        assert each.facts["/total"] == Money(sum(amounts), "USD")
    assert own[0].facts["/invoice_id"] == "000001"
    assert own[0].facts["/invoice_date"] == dt.date(2021, 1, 1)
    assert own[1].locale == "de_DE"


def test_chinook_keeps_the_rules_that_its_numbers_show(chinook):
    own = load(chinook, ChinookInvoice, name="chinook")
    names = {rule.name for rule in own.domain.rules}
    record = own[4]
    known = {ref: value for ref, value in record.facts.items() if ref != "/total"}

    assert names == {
        "total = sum of amount",
        "amount = quantity × unit_price",
        "currency from the amounts",
    }
    assert closure(own.domain.rules, known, record.rows)["/total"] == record.facts["/total"]
    assert own.domain.fields[0].labels["en"] == "Invoice id"
    assert {f.path: f.group for f in own.domain.fields}["/customer_city"] == "recipient"
    assert {f.path: f.kind for f in own.domain.fields}["/lines/*/track_id"] == "id"


def test_a_recipe_names_the_records_a_schema_and_a_count(chinook, tmp_path):
    schema = tmp_path / "invoice.json"
    schema.write_text(json.dumps(ChinookInvoice.model_json_schema()), encoding="utf-8")
    spec = SimpleNamespace(
        records=str(chinook),
        model=None,
        schema_path=str(schema),
        key=None,
        folder=None,
        locales=("fr_FR",),
        count=20,
        rules=(),
        find_rules=True,
    )
    own = records_of(spec, name="music")

    assert len(own) == 20
    assert own.domain.titles["en"] == "ChinookInvoice"
    assert own[19].id == "music-00019"
    assert own.source().record(1, 3, "fr_FR") == own[3]


ORDER = {
    "title": "Purchase order",
    "type": "object",
    "x-currency": "USD",
    "required": ["PurchaseOrderID", "Vendor", "OrderDate", "SubTotal", "TaxAmt", "Freight"],
    "properties": {
        "PurchaseOrderID": {"type": "string"},
        "Vendor": {"type": "string"},
        "OrderDate": {"type": "string", "format": "date"},
        "SubTotal": {"type": "number"},
        "TaxAmt": {"type": "number"},
        "Freight": {"type": "number"},
        "TotalDue": {"type": "number"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "DueDate": {"type": "string", "format": "date"},
                    "Product": {"type": "string"},
                    "OrderQty": {"type": "number", "x-unit": "EA"},
                    "UnitPrice": {"type": "number"},
                    "LineTotal": {"type": "number"},
                },
            },
        },
    },
}
HEADER = ("id", "rev", "status", "employee", "vendor", "method", "ordered", "shipped", "sub",
          "tax", "freight", "due", "modified")  # fmt: skip
DETAIL = ("order", "id", "due", "qty", "product", "price", "total", "received", "rejected",
          "stocked", "modified")  # fmt: skip


def _rows(name, columns):
    with (DATA / "adventureworks_po" / name).open(encoding="utf-8-sig", newline="") as lines:
        return [dict(zip(columns, row, strict=False)) for row in csv.reader(lines, delimiter="\t")]


def _number(text):
    return f"0{text}" if text.startswith(".") else text


def test_all_purchase_orders_are_read_from_one_sheet_of_lines(tmp_path):
    if not (DATA / "adventureworks_po").is_dir():
        pytest.skip("the public data are not there")
    orders = {row["id"]: row for row in _rows("PurchaseOrderHeader.csv", HEADER)}
    vendors = {row["0"]: row["2"] for row in _rows("Vendor.csv", "012")}
    products = {row["0"]: row["1"] for row in _rows("Product.csv", "01")}
    lines = _rows("PurchaseOrderDetail.csv", DETAIL)
    columns = ("PurchaseOrderID", "Vendor", "OrderDate", "SubTotal", "TaxAmt", "Freight",
               "TotalDue", "DueDate", "Product", "OrderQty", "UnitPrice", "LineTotal")  # fmt: skip
    sheet = tmp_path / "orders.tsv"
    with sheet.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t")
        for line in lines:
            order = orders[line["order"]]
            head = [order["id"], vendors[order["vendor"]], order["ordered"]]
            sums = [_number(order[name]) for name in ("sub", "tax", "freight", "due")]
            own = [line["due"], products[line["product"]], line["qty"]]
            writer.writerow([*head, *sums, *own, _number(line["price"]), _number(line["total"])])
    own = load(sheet, ORDER, name="po", key="PurchaseOrderID", columns=columns)
    names = {rule.name for rule in own.domain.rules}
    first = own[0]

    assert len(own) == 4012
    assert sum(len(each.rows) for each in own) == 8845
    assert own.domain.list_path == "/items"
    assert first.facts["/items/k1/OrderQty"] == Quantity(Decimal(4), "EA")
    assert first.facts["/TotalDue"] == Money(Decimal("222.1492"), "USD")
    assert names == {
        "TotalDue = SubTotal + TaxAmt + Freight",
        "LineTotal = OrderQty × UnitPrice",
        "SubTotal = sum of LineTotal",
    }
    assert {f.path: f.group for f in own.domain.fields}["/Vendor"] == "sender"
