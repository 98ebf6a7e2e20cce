"""Reported cases that a user's own records express: the same values, the same truth, the names."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.documents.statement_set import state
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.proof.reading.spelling import readings, spelling
from chaosdocs.sources.own.source import load
from chaosdocs.testing.case import Case
from chaosdocs.testing.sample import Sample
from chaosdocs.testing.staged import DrawnStep
from chaosdocs.truth.closure import closure
from chaosdocs.truth.fold import fold
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Claim
from chaosdocs.truth.values import Money

REPORTED = Path(__file__).parents[3] / "shared" / "cases" / "reported-2026-11"
pytestmark = pytest.mark.skipif(
    not REPORTED.is_dir(), reason="the reported cases are not beside the project"
)
NUMBER = {"type": "number"}
SHEET = Domain(
    name="sheet",
    fields=(
        Field(path="/weight", kind="number", description="", labels={"en": "weight"}, group="head"),
    ),
    rules=(),
    list_path=None,
)


def expected(name):
    return json.loads((REPORTED / name / "expected.json").read_text())


def stored(folder, *records):
    (folder / "mine.jsonl").write_text("\n".join(map(json.dumps, records)))
    return folder / "mine.jsonl"


def made(folder, record, fields, render, *, operator="", head=None):
    """A corpus of one record, and its one clean case, or the one that an operator damages."""
    rows = {"lines": {"type": "array", "items": {"properties": fields}}} if fields else {}
    (folder / "schema.json").write_text(json.dumps({"properties": {**(head or {}), **rows}}))
    stored(folder, record)
    design = f"design: {{each: [{operator}], severities: [1]}}\n" if operator else ""
    (folder / "r.yaml").write_text(
        "name: reported\nsource: {records: mine.jsonl, schema: schema.json}\n"
        f"render: [{{{render}}}]\n{design}"
    )
    ran = CliRunner().invoke(cli, ["generate", str(folder / "r.yaml"), "-o", str(folder / "out")])
    assert ran.exit_code == 0, ran.output
    truths = CorpusFolder(folder / "out").truths()
    return next(truth for truth in truths if bool(truth.steps) == bool(operator))


def file_of(folder, truth):
    """The one file of a case."""
    cases = CorpusFolder(folder / "out").cases()
    case = next(case for case in cases if case.case == truth.case)
    return folder / "out" / case.files[0].path


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


def test_06_the_first_row_below_a_page_break_counts_though_no_rule_closes_it(tmp_path):
    want = expected("06-no-top-rule")["/lines"]
    filler = [
        {"position": f"A-{n}", "article": f"Bolt {n} mm", "quantity": str(n), "bin": f"K-{n % 9}"}
        for n in range(10, 62)
    ]
    rows = [*filler, *want, *filler]
    text = {"type": "string"}
    fields = {"position": text, "article": text, "quantity": NUMBER, "bin": text}
    truth = made(
        tmp_path, {"lines": rows}, fields, "as: pdf, templates: [erp]", operator="layout.open_table"
    )

    right = judged(tmp_path, truth, rows)
    assert {outcome for outcome, _ in right.values()} == {"correct"}
    fewer = [row for row in rows if row is not want[0]]
    found = judged(tmp_path, truth, fewer)
    row = f"k{len(filler) + 1}"
    assert {found[f"/lines/{row}/{leaf}"] for leaf in fields} == {("wrong", "missing_row")}

    reader = pytest.importorskip("pdfplumber")
    with reader.open(file_of(tmp_path, truth)) as pdf:
        printed = sum(len(table) for page in pdf.pages for table in page.extract_tables())
    assert printed < len(rows)  # pdfplumber drops rows that no rule closes


def test_07_a_cell_that_no_rule_parts_from_its_neighbour_is_empty(tmp_path):
    want = expected("07-cell-spans-two-columns")
    leaves = ("ordered", "delivered", "returned")
    rows = [
        {"article": f"Hinge {n}"}
        | {leaf: said["value"] for leaf, said in want[f"/lines/{n}"].items() if "value" in said}
        for n in range(3)
    ]
    fields = {"article": {"type": "string"}} | dict.fromkeys(leaves, NUMBER)
    truth = made(
        tmp_path,
        {"lines": rows},
        fields,
        "as: pdf, templates: [erp]",
        operator="layout.spanned_cell",
    )
    found = {leaf.path: leaf.truth for leaf in truth.leaves()}

    blank = [f"/lines/k{n + 1}/{leaf}" for n in (1, 2) for leaf in leaves if leaf not in rows[n]]
    assert [found[path].state for path in blank] == ["absent", "absent"]
    lure = want["lures"]["/lines/1/returned"][0]
    outcomes = judged(tmp_path, truth, [rows[0], rows[1] | {"returned": lure}, rows[2]])
    assert outcomes["/lines/k2/returned"][0] == "hallucinated"


def test_08_a_misplaced_group_mark_leaves_the_text_and_two_readings_stay_open():
    want = expected("08-misplaced-group-mark")
    plain = spelling("en_US;decimal=.;group=,")
    both = spelling("en_US;decimal=.|,;group=,|.")
    texts = {0: "1,,0", 1: "2,40", 2: "1,250", 3: "12,34,5"}
    for row, text in texts.items():
        said = want[f"/lines/{row}/weight_kg"]
        if said["state"] == "ambiguous":
            wide = replace(both, groups=("", *both.groups), decimals=(",", *both.decimals))
            found = {f"{each:f}" for each in readings(text, "number", wide)}
            assert found <= {*said["readings"], "1250", "2.40"}
            continue
        assert said["partial"] == text
        assert readings(text, "number", plain) == readings(text, "number", both) == ()
        record = Record(
            id="sheet",
            domain=SHEET,
            locale="en_US",
            facts={"/weight": Decimal("1234.50")},
            rows=(),
        )
        stated = dict(state(record).statements)
        stated["/weight#1"] = replace(stated["/weight#1"], text=text, claim=Claim(mask=text))
        truth = fold(record, stated.values(), channel="text")["/weight"]
        assert (truth.state, truth.reason, truth.partial) == ("unanswerable", "malformed", text)


def test_10_a_percentage_is_held_as_a_fraction_and_shown_rounded(tmp_path):
    want = expected("10-percent-formats")
    discount = want["/lines/0/discount"]["value"]["value"]
    rows = [
        {"item": "S-1", "discount": discount, "vat": want["/lines/0/vat"]["value"],
         "share": want["/lines/0/share"]["value"]["value"]},
        {"item": "S-2", "discount": "10", "vat": "7", "share": want["/lines/1/share"]["value"]},
        {"item": "S-3", "discount": want["/lines/2/discount"]["value"]["value"], "vat": "19",
         "share": "50"},
    ]  # fmt: skip
    percent = {"type": "number", "x-kind": "percent"}
    fields = {"item": {"type": "string"}, "discount": percent, "vat": percent, "share": percent}
    truth = made(
        tmp_path,
        {"lines": rows},
        fields,
        "as: xlsx, system: netsuite",
        operator="export.percent_as_fraction",
    )
    found = {leaf.path: leaf.truth for leaf in truth.leaves()}

    assert found["/lines/k1/discount"].accept == (discount,)
    assert found["/lines/k1/vat"].accept == ("19",)
    assert found["/lines/k1/share"].accept == ("33.33",)
    assert found["/lines/k1/share"].channels["value"].accept == ("33.3333333",)
    assert "0.19" in [lure.value for lure in found["/lines/k1/vat"].lures]
    book = openpyxl.load_workbook(file_of(tmp_path, truth)).worksheets[0]
    held = {cell.value: cell.number_format for row in book.iter_rows() for cell in row}
    assert held[0.0575] == "0.00%"
    outcomes = judged(tmp_path, truth, [rows[0] | {"vat": "0.19"}, *rows[1:]])
    assert outcomes["/lines/k1/vat"][0] == "wrong"


def test_11_a_list_that_says_more_rows_than_it_holds_is_incomplete():
    want = expected("11-last-page-is-not-last")["/orders"]
    step = DrawnStep("drift.false_last_page", 1, ("page",))
    for index in range(60):
        sample = Sample("invoice", index, "en_US")
        if len(sample.record.rows) == want["said"]:
            break
    case = Case(sample, "json.netsuite", (step,))
    text = case.bytes.decode()

    assert not case.defects
    assert f'"has_more":false,"count":{want["said"]}' in text
    assert [issue.code for issue in case.truth.issues] == ["rows_missing"]
    lists = case.truth.fields["/lines"]
    assert len(lists.rows) == want["said"] - 1


def test_12_a_value_of_the_next_column_is_named(tmp_path):
    """The truth and the names are expressed; the file is a workbook, not a Word table."""
    want = expected("12-docx-content-control")
    row = {path[1:]: said["value"] for path, said in want.items() if path != "lures"}
    day = {"type": "string", "format": "date"}
    fields = {
        "contract": {"type": "string", "x-kind": "id"},
        "signed_on": day,
        "valid_until": day,
        "owner": {"type": "string"},
    }
    truth = made(tmp_path, {"lines": [row]}, fields, "as: xlsx, system: netsuite")
    right = judged(tmp_path, truth, [row])
    assert {outcome for outcome, _ in right.values()} == {"correct"}

    lure = want["lures"]["/signed_on"][0]
    found = judged(tmp_path, truth, [row | {"signed_on": lure}])
    assert found["/lines/k1/signed_on"] == ("wrong", "shifted_column")


def test_15_the_value_of_another_field_is_named(tmp_path):
    want = expected("15-rate-beside-total")
    money = {"type": "number", "x-kind": "money", "x-currency": "USD"}
    head = {"net": money, "tax": money, "tax_rate": {"type": "number", "x-kind": "percent"}}
    head["total"] = money
    record = {leaf: want[f"/{leaf}"]["value"].split()[0] for leaf in head}
    truth = made(tmp_path, record, {}, "as: pdf, templates: [letterhead]", head=head)

    for lure in want["lures"]["/total"]:
        amount, currency = lure.split()
        wrong = record | {"total": {"amount": amount, "currency": currency}}
        told = cd.judge(truth.case, wrong, corpus=tmp_path / "out")
        (total,) = [field for field in told.fields if field.path == "/total"]
        assert (total.outcome, total.error_type) == ("wrong", "other_field")
