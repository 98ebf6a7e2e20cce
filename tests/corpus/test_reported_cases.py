"""Reported cases that a user's own records express: the same values, the same truth, the names."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.sources.own.source import load
from chaosdocs.truth.closure import closure
from chaosdocs.truth.values import Money

REPORTED = Path(__file__).parents[3] / "shared" / "cases" / "reported-2026-11"
pytestmark = pytest.mark.skipif(
    not REPORTED.is_dir(), reason="the reported cases are not beside the project"
)
NUMBER = {"type": "number"}


def expected(name):
    return json.loads((REPORTED / name / "expected.json").read_text())


def stored(folder, *records):
    (folder / "mine.jsonl").write_text("\n".join(map(json.dumps, records)))
    return folder / "mine.jsonl"


def made(folder, record, fields, render):
    """A corpus of one record, and its one clean case."""
    rows = {"lines": {"type": "array", "items": {"properties": fields}}}
    (folder / "schema.json").write_text(json.dumps({"properties": rows}))
    stored(folder, record)
    (folder / "r.yaml").write_text(
        "name: reported\nsource: {records: mine.jsonl, schema: schema.json}\n"
        f"render: [{{{render}}}]\n"
    )
    ran = CliRunner().invoke(cli, ["generate", str(folder / "r.yaml"), "-o", str(folder / "out")])
    assert ran.exit_code == 0, ran.output
    return next(iter(CorpusFolder(folder / "out").truths()))


def judged(folder, truth, lines):
    told = cd.judge(truth.case, {"lines": lines}, corpus=folder / "out")
    return {field.path: (field.outcome, field.error_type) for field in told.fields}


def test_02_the_amount_follows_from_a_price_for_a_number_of_units(tmp_path):
    want = expected("02-price-per-n-units")
    first = {leaf: want[f"/lines/0/{leaf}"]["value"] for leaf in ("quantity", "price_per")}
    price, currency = want["/lines/0/unit_price"]["value"].split()
    money = {"type": "number", "x-kind": "money", "x-currency": currency}
    fields = {"quantity": NUMBER, "unit_price": money, "price_per": NUMBER, "amount": money}
    schema = {"properties": {"lines": {"type": "array", "items": {"properties": fields}}}}
    amount = want["/lines/0/amount"]["value"].split()[0]
    file = stored(tmp_path, {"lines": [{**first, "unit_price": price, "amount": amount}]})
    (record,) = load(file, schema, rules=["amount = quantity / price_per * unit_price"])

    known = {ref: value for ref, value in record.facts.items() if ref != "/lines/k1/amount"}
    given = closure(record.domain.rules, known, record.rows)["/lines/k1/amount"]
    lures = {Money(Decimal(x.split()[0]), currency) for x in want["lures"]["/lines/0/amount"]}
    assert given == Money(Decimal(amount), currency)
    assert given not in lures


def test_14_a_late_decimal_and_a_late_code_keep_their_digits_and_their_zeros(tmp_path):
    want = expected("14-late-decimal")
    kilos, batch = want["/lines/20600/kilos"]["value"], want["/lines/20650/batch"]["value"]
    rows = [{"kilos": str(100 + n % 60), "batch": str(5_000_000 + n)} for n in range(300)]
    rows += [{"kilos": kilos, "batch": "5999998"}, {"kilos": "75", "batch": batch}]
    fields = {"kilos": NUMBER, "batch": {"type": "string", "x-kind": "id"}}
    truth = made(tmp_path, {"lines": rows}, fields, "as: csv, system: netsuite")
    leaves = {leaf.path: leaf.truth for leaf in truth.leaves()}

    assert leaves["/lines/k301/kilos"].accept == (kilos,)
    assert leaves["/lines/k302/batch"].accept == (batch,)
    right = judged(tmp_path, truth, rows)
    assert {outcome for outcome, _ in right.values()} == {"correct"}
    for lure in want["lures"]["/lines/20600/kilos"]:
        found = judged(tmp_path, truth, [*rows[:300], rows[300] | {"kilos": lure}, rows[301]])
        assert found["/lines/k301/kilos"] == ("wrong", "lost_precision")
    lure = want["lures"]["/lines/20650/batch"][0]
    found = judged(tmp_path, truth, [*rows[:301], rows[301] | {"batch": lure}])
    assert found["/lines/k302/batch"] == ("wrong", "leading_zeros")


def test_01_blanks_between_codes_and_booleans_are_absent_and_a_number_for_a_code_is_named(tmp_path):
    """The truth is expressed; the cells are texts, where the reported workbook has typed ones."""
    want = expected("01-blank-cell-retypes-column")
    rows = [{"mark": f"M-{n}"} for n in range(3)]
    for path, said in want.items():
        if path != "lures" and said["state"] == "answerable":
            _, _, row, leaf = path.split("/")
            rows[int(row)][leaf] = said["value"]
    fields = {
        "mark": {"type": "string", "x-kind": "id"},
        "lot": {"type": "string", "x-kind": "id"},
        "crates": {"type": "integer", "x-kind": "number"},
        "sealed": {"type": "boolean"},
    }
    truth = made(tmp_path, {"lines": rows}, fields, "as: xlsx, system: netsuite")
    leaves = {leaf.path: leaf.truth for leaf in truth.leaves()}

    for path, said in want.items():
        if path != "lures":
            _, _, row, leaf = path.split("/")
            found = leaves[f"/lines/k{int(row) + 1}/{leaf}"]
            assert found.state == said["state"]
            assert found.accept == ((said["value"],) if "value" in said else ())
    lure = want["lures"]["/lines/0/lot"][0]
    found = judged(tmp_path, truth, [rows[0] | {"lot": lure}, *rows[1:]])
    assert found["/lines/k1/lot"] == ("wrong", "number_for_code")
