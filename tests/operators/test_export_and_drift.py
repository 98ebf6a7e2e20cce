"""What operators on tables and trees do to the finished file and to the truth."""

from __future__ import annotations

import io
import json
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from chaosdocs.authoring import OPERATORS, SeededRng, Skip
from chaosdocs.corpus.build import Step, build
from chaosdocs.corpus.expect import expectations
from chaosdocs.formats.media import MEDIA
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.values import to_json


def made(operator, rendering, *, severity=5, name="invoice", index=3, locale="de_DE"):
    record = SOURCES[name].record(1, index, locale)
    step = Step(id="s1", operator=OPERATORS[operator], severity=severity, name=operator)
    return build(record, rendering, (step,), SeededRng(1))


def fields(built, channel=None):
    medium = built.rendering.partition(".")[0]
    return expectations(built, channel or MEDIA[medium].asked, "allow", {})[0]


def data(built):
    return json.loads(built.files[0].data)


def rows(built):
    return built.files[0].data.decode().splitlines()


def test_hidden_precision_shows_less_than_the_cells_hold():
    built = made("export.hidden_precision", "xlsx.netsuite")
    exact = to_json(built.record.facts["/total"])
    total = fields(built)["/total"]
    shown = str(Decimal(exact["amount"]).quantize(1, ROUND_HALF_UP))
    assert total.accept == ({"amount": shown, "currency": "EUR"},) != (exact,)
    assert total.was == exact
    assert {lure.name for lure in total.lures} >= {"hidden-precision"}
    assert fields(built, "value")["/total"].accept == (exact,)
    sheet = openpyxl.load_workbook(io.BytesIO(built.files[0].data)).active
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row}
    assert '#,##0" EUR"' in formats


def test_hidden_precision_passes_by_what_has_no_decimals():
    built = made("export.hidden_precision", "xlsx.sap", name="statement", locale="ja_JP")
    assert isinstance(built, Skip)


def test_repeated_headers_nest_and_change_no_value():
    seen = set()
    for severity in (1, 3, 5):
        built = made("export.repeated_header", "csv.sap", severity=severity)
        lines = rows(built)
        places = {i for i, line in enumerate(lines[1:]) if line == lines[0]}
        followers = {lines[i + 2] for i in places}
        assert seen < followers
        seen = followers
        assert all(f.was is None for f in fields(built).values() if hasattr(f, "was"))


def test_a_table_of_one_line_has_no_place_for_a_header():
    record = next(
        r for r in (SOURCES["invoice"].record(1, i, "de_DE") for i in range(99)) if len(r.rows) == 1
    )
    step = Step(id="s1", operator=OPERATORS["export.repeated_header"], severity=1, name="x")
    assert isinstance(build(record, "csv.sap", (step,), SeededRng(1)), Skip)


def test_numbers_become_text_key_by_key():
    built = made("drift.numbers_as_text", "json.netsuite", severity=2)
    clean = json.loads(
        build(built.record, "json.netsuite", (), SeededRng(1)).files[0].data, parse_float=str
    )
    dirty = data(built)
    kinds = [{type(item["amount"]) for item in dirty["item"]["items"]}]
    assert all(len(kind) == 1 for kind in kinds)
    changed = [key for key in clean if type(dirty[key]) is str and dirty[key] == str(clean[key])]
    assert changed
    assert built.steps[0].touched


@pytest.mark.parametrize(("system", "key"), [("sap", "_OLD"), ("netsuite", "Deprecated")])
def test_stale_keys_say_that_they_are(system, key):
    built = made("drift.stale_duplicate_key", f"json.{system}", severity=1)
    (statement,) = [s for s in built.statements.values() if s.ref is None]
    head = data(built)["DOCUMENT"]["HEADER"] if system == "sap" else data(built)
    assert statement.label.endswith(key)
    assert str(head[statement.label]).rstrip("0") == statement.text.rstrip("0")
    field = fields(built)[statement.imitates]
    assert (field.state, field.accept) == (
        "answerable",
        (to_json(built.record.facts[statement.imitates]),),
    )
    assert {lure.name for lure in field.lures} == {"stale-duplicate"}


def test_the_key_of_the_currency_stays_while_amounts_rest_on_it():
    for index in range(12):
        built = made("drift.dropped_keys", "json.netsuite", index=index)
        assert data(built)["currency"] == built.record.facts["/currency"]


@pytest.mark.parametrize("operator", ["drift.renamed_keys", "drift.nested_keys"])
def test_keys_that_move_touch_their_facts(operator):
    assert set(made(operator, "json.sap").steps[0].touched) >= {"/total", "/issue_date"}
