"""Lines that are put together by hand are those of the encoder."""

import json

import pytest

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
    table = result.cells[0].table
    lines = list(result.rows.lines())

    assert len(lines) == len(table)
    for n, line in enumerate(lines):
        assert line == json.dumps(table.row(n))
