"""Own records with several and nested lists: a document for each list, in the user's names."""

import json

import pydantic
import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.source import load
from chaosdocs.testing.own_sample import shape
from chaosdocs.truth.values import Money, Quantity

TEXT = {"type": "string"}
AMOUNT = {"type": "number", "x-kind": "money"}


def rows(**properties):
    return {"type": "array", "items": {"type": "object", "properties": properties}}


LOT = {"lot": TEXT, "made_on": {"type": "string", "format": "date"}}
SCHEMA = {
    "title": "Delivery",
    "properties": {
        "number": {"type": "string", "x-kind": "id"},
        "currency": TEXT,
        "lines": rows(sku=TEXT, amount=AMOUNT, lots=rows(**LOT)),
        "taxes": rows(rate={"type": "number", "x-kind": "percent"}, tax=AMOUNT),
        "tax_total": AMOUNT,
    },
}
RULES = ["tax_total = sum(taxes.tax)"]


def a_delivery(n):
    lots = [{"lot": f"L-{n}{k}", "made_on": f"2025-02-1{k}"} for k in range(2)]
    return {
        "number": f"N-{n}",
        "currency": "EUR",
        "lines": [
            {"sku": f"S-{n}0", "amount": f"{10 + n}.50", "lots": lots},
            {"sku": f"S-{n}1", "amount": "20.50", "lots": []},
        ],
        "taxes": [{"rate": 7, "tax": f"{n + 1}.10"}, {"rate": 19, "tax": "2.90"}] if n != 1 else [],
        "tax_total": f"{n + 4}.00" if n != 1 else "0.00",
    }


def stored(folder, count=3):
    file = folder / "mine.jsonl"
    file.write_text("\n".join(json.dumps(a_delivery(n)) for n in range(count)))
    return file


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


def test_a_record_becomes_one_for_each_list_and_for_each_row_with_a_list(tmp_path):
    own = load(stored(tmp_path), SCHEMA, rules=RULES)
    by_id = {record.id: record for record in own}
    taxes, lots = by_id["own-00000-taxes"], by_id["own-00000-lines-lots-1"]

    assert list(by_id) == [
        "own-00000",
        "own-00000-lines-lots-1",
        "own-00000-taxes",
        "own-00001",
        "own-00001-lines-lots-1",
        "own-00002",
        "own-00002-lines-lots-1",
        "own-00002-taxes",
    ]
    assert by_id["own-00000"].facts["/lines/k2/amount"] == Money(20.5, "EUR")
    assert taxes.facts["/taxes/k1/tax"].currency == "EUR"
    assert {record.facts["/number"] for record in (taxes, lots, by_id["own-00000"])} == {"N-0"}
    assert [ref for ref in lots.facts if "lines" in ref] == [
        "/lines/sku",
        "/lines/amount",
        "/lines/lots/k1/lot",
        "/lines/lots/k1/made_on",
        "/lines/lots/k2/lot",
        "/lines/lots/k2/made_on",
    ]
    assert [rule.name for rule in taxes.domain.rules] == RULES
    assert by_id["own-00000"].domain.rules == ()
    assert taxes.domain.title("en_US") == "Delivery: taxes"


def test_every_document_is_asked_in_the_users_names_proved_and_read(tmp_path):
    stored(tmp_path)
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "r.yaml").write_text(
        "name: d\nsource: {records: mine.jsonl, schema: schema.json, count: 1, "
        f"rules: {json.dumps(RULES)}}}\n"
        "render: [{as: pdf, templates: [erp]}, {as: csv, system: sap}, {as: xlsx, system: sap}, "
        "{as: json, system: netsuite}, {as: xml, system: netsuite}]\n"
        "design: {each: [{use: gaps.blank_under_label, target: /tax_total}], severities: [3]}\n"
    )
    inside("generate", tmp_path / "r.yaml", "-o", tmp_path / "out")
    folder = CorpusFolder(tmp_path / "out")
    truths = list(folder.truths())

    assert {truth.records for truth in truths} == {
        ("d-00000",),
        ("d-00000-taxes",),
        ("d-00000-lines-lots-1",),
    }
    proved = inside("verify", tmp_path / "out")
    assert f"{len(truths)} of {len(truths)} cases proved" in proved
    for truth in truths:
        asked = folder.case(truth.case).ask["properties"]
        fields = {leaf.path: leaf.truth for leaf in truth.leaves()}
        if truth.records == ("d-00000-taxes",):
            assert set(asked["taxes"]["items"]["properties"]) == {"rate", "tax"}
            assert fields["/tax_total"].state == "answerable"
        elif truth.records == ("d-00000-lines-lots-1",):
            nested = asked["lines"]["properties"]["lots"]["items"]["properties"]
            assert set(nested) == {"lot", "made_on"}
        elif truth.steps:
            assert fields["/tax_total"].state == "unanswerable"


def test_a_count_is_one_of_records_of_the_file(tmp_path):
    stored(tmp_path)
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "r.yaml").write_text(
        "name: d\nsource: {records: mine.jsonl, schema: schema.json, count: 2}\n"
        "render: [{as: csv}]\n"
    )

    assert inside("explain", tmp_path / "r.yaml").startswith("d: 5 records")


def test_what_is_wrong_in_a_further_list_is_told_with_its_place(tmp_path):
    bad = a_delivery(0)
    bad["lines"][0]["lots"][1]["made_on"] = "soon"
    (tmp_path / "bad.jsonl").write_text(json.dumps(bad))

    with pytest.raises(UserError, match=r"bad.jsonl:1: row 1 of /lines: row 2: .*'soon' is not a"):
        load(tmp_path / "bad.jsonl", SCHEMA)
    with pytest.raises(UserError, match="its fields stand in several lists"):
        load(stored(tmp_path), SCHEMA, rules=["tax_total = sum(taxes.tax) + sum(lines.amount)"])
    (tmp_path / "flat.csv").write_text("number,sku,amount\nN-1,S-1,2\n")
    with pytest.raises(UserError, match=r"flat.csv: the schema has several lists: /lines, /lines/"):
        load(tmp_path / "flat.csv", SCHEMA)
    deep = {"properties": {"a": rows(b=rows(c=rows(d=TEXT)))}}
    with pytest.raises(UserError, match="a list can stand in the rows of a list, and no deeper"):
        load(stored(tmp_path), deep)


class Lot(pydantic.BaseModel):
    lot: str
    pieces: int


class Line(pydantic.BaseModel):
    unit: str
    quantity: float
    lots: list[Lot]


class Order(pydantic.BaseModel):
    number: str
    lines: list[Line]


def test_a_model_with_a_nested_list_keeps_the_units_of_its_rows(tmp_path):
    line = {"unit": "KGM", "quantity": 2.5, "lots": [{"lot": "L-1", "pieces": 3}]}
    (tmp_path / "m.jsonl").write_text(json.dumps({"number": "N-1", "lines": [line]}))
    first, nested = load(tmp_path / "m.jsonl", Order)

    assert first.facts["/lines/k1/quantity"] == Quantity(2.5, "KGM")
    assert nested.facts["/lines/quantity"] == Quantity(2.5, "KGM")
    assert nested.facts["/lines/lots/k1/pieces"] == 3
    with pytest.raises(UserError, match="Order: has several lists: /lines, /lines/"):
        shape(Order)
