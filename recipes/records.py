"""Public records for the recipes of this folder, each record a line of JSON beside its recipe.

    python recipes/records.py chinook FOLDER          # FOLDER holds ChinookData.json
    python recipes/records.py adventureworks FOLDER   # FOLDER holds PurchaseOrderHeader.csv ...

chinook: https://github.com/lerocha/chinook-database (MIT), 412 invoices. adventureworks:
https://github.com/microsoft/sql-server-samples (MIT), samples/databases/adventure-works/
oltp-install-script, 4,012 purchase orders. Neither is part of chaosdocs.
"""  # noqa: INP001 - a script

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any


def chinook(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the invoices of a shop for music."""
    text = (folder / "ChinookData.json").read_text(encoding="utf-8")
    data = json.loads(text, parse_float=str)
    tracks = {each["TrackId"]: each["Name"] for each in data["Track"]}
    people = {each["CustomerId"]: each for each in data["Customer"]}
    lines: dict[int, list[dict[str, Any]]] = {}
    for each in data["InvoiceLine"]:
        line = {
            "item": tracks[each["TrackId"]],
            "quantity": each["Quantity"],
            "unit_price": each["UnitPrice"],
            "amount": str(each["Quantity"] * Decimal(each["UnitPrice"])),
        }
        lines.setdefault(each["InvoiceId"], []).append(line)
    for each in data["Invoice"]:
        person = people[each["CustomerId"]]
        yield {
            "invoice_number": f"{each['InvoiceId']:06}",
            "invoice_date": each["InvoiceDate"][:10],
            "buyer": {
                "name": person["Company"] or f"{person['FirstName']} {person['LastName']}",
                "street": each["BillingAddress"],
                "city": each["BillingCity"],
                "country": each["BillingCountry"],
            },
            "currency": "USD",
            "lines": lines[each["InvoiceId"]],
            "total": each["Total"],
        }


def adventureworks(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the purchase orders of a maker of bicycles."""
    products = {row[0]: row[1] for row in _table(folder / "Product.csv")}
    vendors = {row[0]: row[2] for row in _table(folder / "Vendor.csv")}
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in _table(folder / "PurchaseOrderDetail.csv"):
        line = {
            "item": products[row[4]],
            "quantity": int(row[3]),
            "unit_price": _amount(row[5]),
            "amount": _amount(row[6]),
        }
        lines.setdefault(row[0], []).append(line)
    for row in _table(folder / "PurchaseOrderHeader.csv"):
        yield {
            "order_number": f"PO{row[0]:>06}",
            "order_date": row[6][:10],
            "ship_date": row[7][:10],
            "vendor": vendors[row[4]],
            "currency": "USD",
            "lines": lines[row[0]],
            "subtotal": _amount(row[8]),
            "tax": _amount(row[9]),
            "freight": _amount(row[10]),
            "total": _amount(row[11]),
        }


def _amount(text: str) -> str:
    """Amounts below 1 stand there without their zero."""
    return f"0{text}" if text.startswith(".") else text


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


MAKERS = {"chinook": chinook, "adventureworks": adventureworks}


def main() -> None:
    """Write the records that the recipe of the same name reads."""
    parser = argparse.ArgumentParser(description="Public records for the recipes of this folder.")
    parser.add_argument("name", choices=MAKERS)
    parser.add_argument("folder", type=Path, help="where the downloaded data are")
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).parent)
    asked = parser.parse_args()
    try:
        rows = list(MAKERS[asked.name](asked.folder))
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}")
    path = asked.out / f"{asked.name}.jsonl"
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
