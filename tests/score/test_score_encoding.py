"""Lines that are put together by hand are those of the encoder."""

import json

import pytest

from chaosdocs.formats.fields import FieldRow, implied
from chaosdocs.score import score


@pytest.fixture(scope="module")
def result(folder, corpus, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "simulated.jsonl"
    rows = synthetic.reader(corpus, 0.8, sure=0.9, gaps=0.03, invents=0.4)
    for n, row in enumerate(rows):
        if n % 2:
            row["latency_s"], row["cost_usd"] = 1e-7 + n / 3, n
        if n % 5 == 0:
            row["answer"]["lines"] += [{"sku": 'sur"plus\n'}, {"sku": "\ud800 é"}]
        if n % 3 == 0:
            del row["confidence"]
        row["trial"] = n % 3
    rows[0]["abstain"] = {"/total": 'torn \ud800 "'}
    rows[1]["answer"] = {"invoice_number": "x" * 999, "total": {"amount": [1, {"a": None}]}}
    rows[2]["answer"] = "prose"
    return score(folder, [synthetic.answer_file(path, rows)], resamples=5)


def test_lines_are_those_of_the_encoder(result):
    table = result.conditions[0].table
    lines = list(result.rows.lines())

    assert len(lines) == len(table)
    defaults = {
        name: field.default
        for name, field in FieldRow.model_fields.items()
        if not field.is_required()
    }
    for n, line in enumerate(lines):
        row = table.row(n)
        row |= {"accept": tuple(row["accept"])}
        left_out = defaults | implied(row)
        said = {k: v for k, v in row.items() if k not in left_out or v != left_out[k]}
        assert line == json.dumps(said, separators=(",", ":"))
        assert FieldRow.model_validate_json(line) == table[n]


def test_no_address_of_memory_is_written(folder, corpus, synthetic, tmp_path):
    rows = synthetic.reader(corpus, 1.0)
    rows[0] |= {"answer": {}, "abstain": {"/total": "not_legible"}}
    path = synthetic.answer_file(tmp_path / "a.jsonl", rows)
    twice = '"answer": {"total": {"amount": "1", "amount": "2"}, "invoice_number": [null]}'
    with path.open("a") as file:
        file.write(f'{{"case": "{rows[0]["case"]}", "trial": 1, {twice}}}\n')
    found = score(folder, [path], resamples=5)

    gap = next(row for row in found.rows if row.path == "/total" and row.given_as == "gap")
    assert gap.got is None
    assert not [line for line in found.rows.lines() if " at 0x" in line]
