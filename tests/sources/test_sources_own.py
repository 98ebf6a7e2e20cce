import contextlib
import datetime as dt
import enum
import json
import zipfile
from decimal import Decimal
from typing import Literal

import openpyxl
import pydantic
import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own import rows as own_rows
from chaosdocs.sources.own.model import imported, schema_file
from chaosdocs.sources.own.source import load
from chaosdocs.sources.own.values import value_of
from chaosdocs.truth.closure import closure
from chaosdocs.truth.values import Money, Month, Quantity


class Risk(enum.Enum):
    LOW = "LOW"
    HIGH = "HIGH"


class Side(pydantic.BaseModel):
    name: str
    vat_id: str | None = None


class Item(pydantic.BaseModel):
    sku: str
    qty: Decimal
    unit: str = "EA"
    price: Decimal
    amount: Decimal


class Order(pydantic.BaseModel):
    order_number: str
    seller: Side
    ordered: dt.date
    shipped: dt.date | None = None
    currency: Literal["EUR", "JPY"]
    paid: bool = False
    risk: Risk = Risk.LOW
    tax_rate: float = pydantic.Field(title="Tax %")
    reminder: str | None = pydantic.Field(default=None, json_schema_extra={"x-group": "notes"})
    items: list[Item]
    total: Decimal


def an_order(number=1, **changes):
    order = {
        "order_number": f"000{number}",
        "seller": {"name": "Kobelt KG", "vat_id": "DE136695976"},
        "ordered": "2024-03-04",
        "currency": "EUR",
        "tax_rate": 8.875,
        "items": [
            {"sku": "0017", "qty": "2", "price": "10.25", "amount": "20.50"},
            {"sku": "A-1", "qty": "1.5", "unit": "HUR", "price": "100.00", "amount": "150.00"},
        ],
        "total": "170.50",
    }
    return order | changes


def write_lines(path, *orders):
    path.write_text("".join(json.dumps(o) + "\n" for o in orders), encoding="utf-8")
    return path


def test_kinds_groups_and_labels_come_from_the_model(tmp_path):
    own = load(write_lines(tmp_path / "o.jsonl", an_order()), Order)
    fields = {field.path: field for field in own.domain.fields}

    assert {path: field.kind for path, field in fields.items()} == {
        "/order_number": "id",
        "/seller/name": "text",
        "/seller/vat_id": "id",
        "/ordered": "date",
        "/shipped": "date",
        "/currency": "enum",
        "/paid": "bool",
        "/risk": "enum",
        "/tax_rate": "percent",
        "/reminder": "text",
        "/items/*/sku": "id",
        "/items/*/qty": "quantity",
        "/items/*/unit": "text",
        "/items/*/price": "money",
        "/items/*/amount": "money",
        "/total": "money",
    }
    assert fields["/seller/name"].group == "sender"
    assert fields["/items/*/qty"].group == "lines"
    assert fields["/total"].group == "totals"
    assert fields["/reminder"].group == "notes"
    assert fields["/order_number"].labels["fr"] == "Numéro de commande"
    assert fields["/tax_rate"].labels == {"en": "Tax %"}
    assert fields["/risk"].options == ("LOW", "HIGH")
    assert not fields["/shipped"].required
    assert fields["/total"].required


def test_values_are_typed_and_keep_their_digits(tmp_path):
    (record,) = load(write_lines(tmp_path / "o.jsonl", an_order()), Order)

    assert record.rows == ("k1", "k2")
    assert record.facts["/order_number"] == "0001"
    assert record.facts["/ordered"] == dt.date(2024, 3, 4)
    assert record.facts["/total"] == Money(Decimal("170.50"), "EUR")
    assert record.facts["/items/k2/qty"] == Quantity(Decimal("1.5"), "HUR")
    assert record.facts["/items/k1/qty"] == Quantity(Decimal(2), "EA")
    assert record.facts["/tax_rate"] == Decimal("8.875")
    assert record.facts["/paid"] is False
    assert record.facts["/risk"] == "LOW"
    assert "/shipped" not in record.facts


def test_a_rule_is_taken_only_where_enough_records_bear_it_out(tmp_path):
    few = load(write_lines(tmp_path / "few.jsonl", *(an_order(n) for n in range(4))), Order)
    many = load(write_lines(tmp_path / "many.jsonl", *(an_order(n) for n in range(5))), Order)
    wrong = [an_order(n) for n in range(9)] + [an_order(9, total="171.00")]
    broken = load(write_lines(tmp_path / "broken.jsonl", *wrong), Order)

    assert few.domain.rules == ()
    assert [r.name for r in many.domain.rules][:2] == [
        "amount = qty × price",
        "total = sum of amount",
    ]
    assert "total = sum of amount" not in [r.name for r in broken.domain.rules]


class Bill(pydantic.BaseModel):
    number: str
    currency: str
    total: Decimal
    prepaid: Decimal
    discount: Decimal
    charges: Decimal
    amount_due: Decimal


def test_what_is_due_follows_from_the_total_and_what_was_paid(tmp_path):
    bills = [
        {
            "number": f"SR-{n}",
            "currency": "EUR",
            "total": f"{2968 + 10 * n}.75",
            "prepaid": f"{1000 + 3 * n}.00",
            "discount": f"{7 * n + 5}.50",
            "charges": f"{n + 2}.25",
        }
        for n in range(8)
    ]
    for bill in bills:
        due = Decimal(bill["total"]) - Decimal(bill["prepaid"]) - Decimal(bill["discount"])
        bill["amount_due"] = str(due)
    own = load(write_lines(tmp_path / "bills.jsonl", *bills), Bill)
    first, domain = own[0], own.domain

    for gone in ("/amount_due", "/total", "/prepaid", "/discount"):
        known = {ref: value for ref, value in first.facts.items() if ref != gone}
        assert closure(domain.rules, known, first.rows)[gone] == first.facts[gone]
    known = {ref: value for ref, value in first.facts.items() if ref != "/charges"}
    assert "/charges" not in closure(domain.rules, known, first.rows)


def test_a_wrong_row_is_named_by_line_and_field_and_nothing_is_read(tmp_path):
    bad = an_order(2, currency="EURO")
    bad_line = an_order(3)
    bad_line["items"][1]["amount"] = "150,00"
    path = write_lines(tmp_path / "o.jsonl", an_order(1), bad, bad_line)

    with pytest.raises(UserError) as caught:
        load(path, Order)

    text = str(caught.value)
    assert text.startswith("o.jsonl:2: /currency: ")
    assert "did you mean 'EUR'" in text
    assert "o.jsonl:3: /items/1/amount" in text


def test_one_row_a_line_is_grouped_by_its_key(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "order_number;seller.name;ordered;currency;tax_rate;total;sku;qty;price;amount;colour\n"
        "007;Kobelt KG;2024-03-04;EUR;19;30.00;=1+1;1;10.00;10.00;red\n"
        "008;Ring AG;2024-03-05;JPY;10;500;0002;1;500;500;\n"
        "007;Kobelt KG;2024-03-04;EUR;19;30.00;0003;2;10.00;20.00;blue\n",
        encoding="utf-8",
    )
    own = load(path, Order)

    assert [record.facts["/order_number"] for record in own] == ["007", "008"]
    assert own[0].facts["/items/k1/sku"] == "=1+1"
    assert own[0].facts["/items/k2/amount"] == Money(Decimal("20.00"), "EUR")
    assert own[1].facts["/total"] == Money(Decimal(500), "JPY")
    assert own.ignored == ("colour",)


def test_rows_of_one_record_that_disagree_are_refused(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "order_number,seller.name,ordered,currency,tax_rate,total,sku,qty,price,amount\n"
        "7,K,2024-03-04,EUR,19,30.00,1,1,10.00,10.00\n"
        "7,K,2024-03-04,EUR,19,31.00,2,2,10.00,20.00\n",
        encoding="utf-8",
    )

    with pytest.raises(UserError, match=r"orders.csv:3: total is '31.00' here and '30.00' at"):
        load(path, Order)


FLAT = {
    "type": "object",
    "required": ["id", "total"],
    "properties": {
        "id": {"type": "string"},
        "total": {"type": "number", "x-currency": "EUR"},
        "when": {"type": ["string", "null"], "format": "date"},
        "ok": {"type": "boolean"},
        "memo": {"type": "string", "x-label": {"en": "Memo", "de": "Vermerk"}},
    },
}


def write_book(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_and_its_formulas_are_text(tmp_path):
    path = write_book(
        tmp_path / "b.xlsx",
        ["id", "total", "when", "ok", "memo"],
        [4711, 1234.1, dt.date(2024, 3, 4), True, "=SUM(A1:A2)"],
        [],
        ["0815", "12.50", "2024-03", "no", "two\nlines"],
    )
    first, second = load(path, FLAT)

    assert first.facts["/id"] == "4711"
    assert first.facts["/total"] == Money(Decimal("1234.1"), "EUR")
    assert first.facts["/when"] == dt.date(2024, 3, 4)
    assert first.facts["/memo"] == "=SUM(A1:A2)"
    assert second.facts["/when"] == Month(2024, 3)
    assert second.facts["/ok"] is False
    assert second.facts["/memo"] == "two\nlines"
    assert first.domain.fields[4].label("de_DE") == "Vermerk"


def test_a_formula_for_a_number_is_refused_with_what_to_do(tmp_path):
    path = write_book(tmp_path / "b.xlsx", ["id", "total"], ["1", "=1+1"])

    with pytest.raises(UserError, match=r"b.xlsx:2: /total: '=1\+1' is not a plain number(.|\n)*s"):
        load(path, FLAT)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b'{"id": 1,\n', "a.jsonl:1: is not JSON"),
        ("a.jsonl", b"[1]\n", "is a list, not an object"),
        ("a.jsonl", b"\x00\xff\xfe", "is not utf-8-sig at byte"),
        ("a.jsonl", b"", "has no rows"),
        ("a.jsonl", b'{"id": "1", "total": NaN}', "a number that is none"),
        ("a.jsonl", b'{"id": "1", "total": 1e999999999}', "is not a plain number"),
        ("a.jsonl", b'{"id": "1", "totl": 5}', "/total: is missing"),
        ("a.jsonl", b"[" * 200_000, "nested too deep"),
        ("a.json", b"{}", "is not a list of objects"),
        ("a.csv", b"id,total\n1,2,3\n", "a.csv:2: has 3 cells under 2 columns"),
        ("a.csv", b"id,id\n1,2\n", "the header has 'id' twice"),
        ("a.csv", b'id,total\n"1,2\n', "is not CSV"),
        ("a.csv", b"id,total\n1," + b"9" * 20_000, "a cell has more than"),
        ("a.csv", b"id,total\n1,1.234,56\n", "cells under 2 columns"),
        ("a.csv", b"id;total\n1;1.234,56\n", "'1.234,56' is not a plain number"),
        ("a.csv", b"id,total,when\n1,5,31.12.2024\n", "'31.12.2024' is not a date"),
        ("a.csv", b"id,total,when\n1,5,2024-02-30\n", "'2024-02-30' is not a date"),
        ("a.csv", b"id,total,ok\n1,5,maybe\n", "'maybe' is not true or false"),
        ("a.csv", b"id,total,memo\n1,5,a\x07b\n", "cannot be printed"),
        ("a.xlsx", b"PK nonsense", "is not a workbook"),
        ("a.pdf", b"", "files that end in '.pdf' are not read"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UserError) as caught:
        load(path, FLAT)

    assert says in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UserError, match="cannot be read: No such file"):
        load(tmp_path / "none.csv", FLAT)


def test_a_zip_bomb_and_declared_entities_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(own_rows, "MOST_UNPACKED", 1 << 20)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"a" * (2 << 20))
    laughs = tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(laughs, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')

    with pytest.raises(UserError, match="unpacks to more than"):
        load(bomb, FLAT)
    with pytest.raises(UserError, match="declares XML entities"):
        load(laughs, FLAT)


def test_a_damaged_workbook_is_refused(tmp_path):
    whole = write_book(tmp_path / "b.xlsx", ["id", "total"], ["1", 5])
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for victim in sorted(parts):
        target = tmp_path / "damaged.xlsx"
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data[: len(data) // 2] if name == victim else data)
        with contextlib.suppress(UserError):
            load(target, FLAT)


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ({}, "states no fields"),
        ({"a": {"type": "array", "items": {"type": "string"}}}, "must be one of objects"),
        ({"a": {"anyOf": [{"type": "string"}, {"type": "boolean"}]}}, "of several types"),
        ({"a": {"$ref": "#/$defs/none"}}, "which is not there"),
        ({"a": {"$ref": "https://example.org/a.json"}}, "outside the schema"),
        ({"a": {"type": "string", "x-kind": "mony"}}, "did you mean 'money'"),
        ({"a": {"type": "string", "x-group": "lin"}}, "did you mean 'lines'"),
        ({"a": {"type": "number", "x-kind": "money"}}, "nothing says its currency"),
        ({"a": {}}, "none stated, is not one that a field can have"),
        ({"a": {"$ref": "#/properties/a"}}, "refers to itself"),
        ({"a/b": {"type": "string"}}, "cannot be called 'a/b'"),
        ({"a": 3}, "is no schema"),
    ],
)
def test_a_schema_that_does_not_fit_is_refused(tmp_path, properties, says):
    path = write_lines(tmp_path / "o.jsonl", {"a": "1"})

    with pytest.raises(UserError) as caught:
        load(path, {"type": "object", "properties": properties})

    assert says in str(caught.value)


def test_a_schema_that_allows_nothing_else_refuses_an_unknown_field(tmp_path):
    path = write_lines(tmp_path / "o.jsonl", {"id": "1", "total": 5, "memmo": "x"})

    with pytest.raises(UserError, match="did you mean 'memo'"):
        load(path, FLAT | {"additionalProperties": False})


def test_what_is_no_model_is_refused(tmp_path):
    path = write_lines(tmp_path / "o.jsonl", {"a": "1"})

    with pytest.raises(UserError, match="int is not a pydantic model"):
        load(path, int)
    with pytest.raises(UserError, match="does not name a class"):
        imported("json", None)
    with pytest.raises(UserError, match="no model 'json:Nothing'"):
        imported("json:Nothing", None)
    with pytest.raises(UserError, match="is not a class"):
        imported("json:loads", None)
    with pytest.raises(UserError, match="is no JSON Schema"):
        schema_file(path / "none")


def test_a_model_is_found_in_the_recipes_folder(tmp_path):
    (tmp_path / "my_own_models.py").write_text(
        "import pydantic\nclass Thing(pydantic.BaseModel):\n    memo: str\n", encoding="utf-8"
    )
    (record,) = load(
        write_lines(tmp_path / "o.jsonl", {"memo": "hello"}),
        imported("my_own_models:Thing", tmp_path),
    )

    assert record.facts == {"/memo": "hello"}


def test_money_may_be_an_object_of_amount_and_currency(tmp_path):
    pair = {"properties": {"amount": {"type": "string"}, "currency": {"type": "string"}}}
    path = write_lines(tmp_path / "o.jsonl", {"fee": {"amount": "1.500", "currency": "KWD"}})
    (record,) = load(path, {"type": "object", "properties": {"fee": pair}})
    no_code = write_lines(tmp_path / "n.jsonl", {"fee": {"amount": "1.5", "currency": "€"}})

    assert record.facts["/fee"] == Money(Decimal("1.500"), "KWD")
    with pytest.raises(UserError, match="'€' is not a currency"):
        load(no_code, {"type": "object", "properties": {"fee": pair}})


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("quantity", {"value": 3, "unit": "KGM"}, Quantity(Decimal(3), "KGM")),
        ("number", 0.1, Decimal("0.1")),
        ("percent", Decimal("1E+2"), Decimal(100)),
        ("id", Decimal("4711.0"), "4711"),
        ("id", True, "true"),
        ("text", Decimal("2.50"), "2.50"),
        ("bool", "YES", True),
        ("date", "2024-03-04T10:00:00Z", dt.date(2024, 3, 4)),
        ("enum", Risk.HIGH, "HIGH"),
        ("text", "   ", None),
        ("money", None, None),
    ],
)
def test_what_stands_in_a_file_becomes_the_value_that_it_means(kind, raw, value):
    assert value_of(kind, raw, unit="EUR", options=(), where="") == value


@pytest.mark.parametrize(
    ("kind", "raw"), [("number", True), ("number", [1]), ("text", [1]), ("number", float("inf"))]
)
def test_what_means_nothing_is_refused(kind, raw):
    with pytest.raises(UserError):
        value_of(kind, raw, unit="", options=(), where="a.jsonl:1: /x")


FOO = {"properties": {"foo": {"type": "string"}, "lines": {"type": "array", "items": {
    "properties": {"sku": {"type": "string"}}}}}}  # fmt: skip


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.csv"])
def test_records_of_which_nothing_fits_the_schema_are_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text('{"fooo": "A1", "total": 5}\n' if name.endswith("l") else "fooo,total\nA1,5\n")

    with pytest.raises(UserError) as caught:
        load(path, FOO)

    words = str(caught.value)
    assert words.startswith(f"{name}: no record says anything of a field")
    assert "did you mean 'foo'?" in words
    assert "allowed: foo, lines.sku" in words
    assert "fooo, total" in words


def test_what_no_field_is_called_by_is_named_at_any_depth_with_what_was_probably_meant(tmp_path):
    path = tmp_path / "mine.jsonl"
    row = {"foo": "A1", "size": 1, "lines": [{"sku": "1", "colour": "red"}, {"deep": {"er": 1}}]}
    path.write_text(json.dumps(row))

    own = load(path, FOO)
    assert own.ignored == ("size", "lines.colour", "lines.deep")
    assert own.left_out[0] == "no field is called 'size'"

    path.write_text('{"lines": [{"sku": "1"}], "fo": "A1"}')
    assert load(path, FOO).left_out == ("no field is called 'fo': did you mean 'foo'?",)


def test_a_second_sheet_with_cells_is_named_and_an_empty_one_is_not(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["foo"])
    book.active.append(["A1"])
    book.create_sheet("Empty")
    book.create_sheet("Notes").append(["read me"])
    book.save(tmp_path / "mine.xlsx")

    assert load(tmp_path / "mine.xlsx", FOO).left_out == ("the sheet 'Notes' is not read",)
    assert load(tmp_path / "mine.xlsx", {"properties": {"read me": {"type": "string"}, "foo": {
        "type": "string"}}}).unread == ("Notes",)  # fmt: skip


def test_a_model_that_reads_its_fields_by_name_too_leaves_nothing_out(tmp_path):
    class Named(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(populate_by_name=True)
        number: str = pydantic.Field(alias="Number")

    path = tmp_path / "mine.jsonl"
    path.write_text('{"number": "A1"}')

    assert load(path, Named).left_out == ()


def test_a_required_text_that_is_empty_is_not_called_missing(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text('{"foo": " ", "lines": []}')

    with pytest.raises(UserError, match="/foo: is empty, and the schema requires it") as caught:
        load(path, FOO | {"required": ["foo"]})
    assert "did you mean" not in str(caught.value)


def test_a_text_without_end_is_refused_in_few_words(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"foo": "x" * 100_000}))

    with pytest.raises(UserError, match="has 100000 characters; at most 10000") as caught:
        load(path, FOO)
    assert len(str(caught.value)) < 200
