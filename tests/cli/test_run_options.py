"""`chaosdocs run` with a model: a few cases first, the price of all, options that are refused."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli

sys.path.insert(0, str(Path(__file__).parents[1] / "readers"))
from loopback import KEY, chat, serve

RECIPE = """
chaosdocs: 2
name: options
seed: 8
source: {domain: invoice, count: 4}
render: [{as: csv, system: sap}, {as: json, system: netsuite}]
design: {each: [gaps.left_out], severities: [3]}
"""
ENV = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": ""}


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, [str(a) for a in arguments], env=ENV)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert KEY not in result.output
    return result.output


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("options")
    (folder / "r.yaml").write_text(RECIPE)
    inside("generate", folder / "r.yaml", "-o", folder / "corpus")
    return folder / "corpus"


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_few_cases_are_asked_and_all_are_priced_from_them(corpus, tmp_path):
    out = tmp_path / "a.jsonl"
    ask = ("run", corpus, "--reader", "openai:m", "-o", out, "--price-in", 2, "--price-out", 8)
    with serve(lambda asked, number: chat()) as server:
        where = ("--base-url", f"{server.url}/v1")
        guess = inside(*ask, *where, "--dry-run")
        assert "guessed from sizes" in guess
        assert not server.asked
        assert not out.exists()

        told = inside(*ask, *where, "--limit", 4)
        assert len(server.asked) == 4
        assert "16 questions take about 16,000 tokens in and 1,600 out: 0.0448 USD" in told
        assert "(from 4 answers)" in told
        assert "0.0448 USD (from 4 answers)" in inside(*ask, *where, "--dry-run")
        assert "32 questions" in inside(*ask, *where, "--dry-run", "--trials", 2)
        assert len(server.asked) == 4

        inside(*ask, *where, "--resume", "--cases", "*.json")
        kinds = {row["case"]: row["files"][0]["path"] for row in lines(corpus / "cases.jsonl")}
        names = [kinds[line["case"]].rpartition(".")[2] for line in lines(out)]
        assert names.count("json") == 8
        inside(*ask, *where, "--resume")
        assert len(lines(out)) == 16
    assert KEY not in out.read_text()


def test_options_reach_the_endpoint(corpus, tmp_path):
    with serve(lambda asked, number: chat()) as server:
        inside(
            "run", corpus, "--reader", "openai:m", "-o", tmp_path / "a.jsonl", "--limit", 1,
            "--base-url", f"{server.url}/v1", "--header", "X-Team: docs-team", "--max-tokens", 77,
            "--temperature", "none", "--seed", 5, "--body", '{"reasoning_effort": "low"}',
            "--json", "object", "--form", "plain", "--confidence", "logprobs",
        )  # fmt: skip
    (asked,) = server.asked
    body = asked.body
    assert asked.headers["X-Team"] == "docs-team"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert (body["max_tokens"], body["seed"], body["reasoning_effort"]) == (77, 5, "low")
    assert "temperature" not in body
    assert body["logprobs"] is True
    assert body["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--body", "{"), "--body: not JSON"),
        (("--body", "[1]"), "--body: a JSON object is needed"),
        (("--header", "x"), "--header"),
        (("--temperature", "hot"), "neither a number"),
        (("--seed", "-1"), "neither a number"),
        (("--key-env", "NO_SUCH_KEY"), "the environment variable NO_SUCH_KEY is not set"),
        (("--form", "plain", "--confidence", "verbal"), "no place for confidences"),
        (("--cases", "nothing*"), "no case matches 'nothing*'"),
        (("--limit", "0"), "--limit"),
    ],
)
def test_bad_options_are_refused_in_words(corpus, tmp_path, options, words):
    out = tmp_path / "a.jsonl"
    base = ("run", corpus, "--reader", "openai:m", "--base-url", "http://127.0.0.1:9/v1")
    assert words in inside(*base, "-o", out, *options, code=2)
    assert not out.exists()


def test_only_models_have_a_price(corpus, tmp_path):
    ask = ("run", corpus, "--reader", "builtin:rules", "-o", tmp_path / "a.jsonl", "--dry-run")
    assert "only models have a price" in inside(*ask, code=2)


def test_what_an_endpoint_refuses_is_told_once(corpus, tmp_path):
    def behave(asked, number):
        return (400, "seed: unknown field", {}) if "seed" in asked.body else chat()

    out = tmp_path / "a.jsonl"
    with serve(behave) as server:
        told = inside(
            "run", corpus, "--reader", "openai:m", "-o", out, "--jobs", 3,
            "--base-url", f"{server.url}/v1",
        )  # fmt: skip
        assert len(server.asked) == 17
    assert told.count("refuses seed: left out") == 1
    assert not any(line.get("error") for line in lines(out))


def test_each_trial_has_a_seed_of_its_own(corpus, tmp_path):
    out = tmp_path / "a.jsonl"
    with serve(lambda asked, number: chat()) as server:
        inside(
            "run", corpus, "--reader", "openai:m", "-o", out, "--limit", 2, "--trials", 3,
            "--seed", 10, "--base-url", f"{server.url}/v1",
        )  # fmt: skip
    assert [asked.body["seed"] for asked in server.asked] == [10, 10, 11, 11, 12, 12]
    assert [line["trial"] for line in lines(out)] == [0, 0, 1, 1, 2, 2]


NOTHING_TO_READ = """
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


def test_readers_without_a_net_utility_stand_on_no_frontier_and_the_report_is_written(tmp_path):
    fields = {
        "number": {"type": "string", "x-kind": "id"},
        "issued": {"type": "string", "format": "date"},
        "customer": {"type": "string"},
        "paid": {"type": "boolean"},
        "total": {"type": "string", "x-kind": "number"},
    }
    records = [
        {
            "number": f"A-{100 + 7 * n}", "issued": f"2024-0{1 + n % 9}-{13 + n}",
            "customer": f"Shop {n % 5}", "paid": n % 2 == 0, "total": f"{100 + 37 * n}.50",
        }
        for n in range(10)
    ]  # fmt: skip
    (tmp_path / "bills.schema.json").write_text(
        json.dumps(
            {"type": "object", "title": "bill", "properties": fields, "required": ["number"]}
        )
    )
    (tmp_path / "bills.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    (tmp_path / "r.yaml").write_text(NOTHING_TO_READ)
    inside("generate", "r.yaml", "-o", "c")
    for reader in ("rules", "literal"):
        inside("run", "c", "--reader", f"builtin:{reader}", "-o", f"{reader}.jsonl")

    inside("score", "c", "rules.jsonl", "literal.jsonl", "--resamples", 20, "-o", "scored")

    assert (tmp_path / "scored" / "report.html").exists()
    summary = json.loads((tmp_path / "scored" / "summary.json").read_text())
    assert [place for place in summary["pareto"] if place["quality"] is None] == []
