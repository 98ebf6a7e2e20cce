"""Answers through the command line: broken files, other corpora, baselines, an endpoint."""

import gzip
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.frames import framed

RECIPE = """
chaosdocs: 2
name: answered
seed: 9
source: {domain: invoice, count: 2}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [3]}
"""


def inside(*arguments, code=0, env=None):
    result = CliRunner().invoke(cli, [str(a) for a in arguments], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    (folder / "recipe.yaml").write_text(RECIPE)
    inside("generate", folder / "recipe.yaml", "-o", folder / "corpus")
    for reader in ("oracle", "rules"):
        out = folder / f"{reader}.jsonl"
        inside("run", folder / "corpus", "--reader", f"builtin:{reader}", "-o", out)
    return folder


def test_a_run_in_which_every_answer_is_an_error_tested_nothing(made, tmp_path):
    out = tmp_path / "a.jsonl"

    told = inside("run", made / "corpus", "--reader", "builtin:fields", "-o", out, code=2)
    assert "nothing tested: every answer is an error" in told
    again = ("run", made / "corpus", "--reader", "builtin:rules", "-o", out, "--retry-errors")
    assert "nothing tested" not in inside(*again)


def test_going_on_with_a_corpus_of_a_newer_format_is_refused(made, tmp_path):
    copy = tmp_path / "corpus"
    shutil.copytree(made / "corpus", copy)
    about = json.loads((copy / "corpus.json").read_text())
    (copy / "corpus.json").write_text(json.dumps(about | {"format": 99}))

    told = inside("generate", made / "recipe.yaml", "-o", copy, "--resume", code=2)
    assert "the corpus has format 99" in told
    inside("generate", made / "recipe.yaml", "-o", made / "corpus", "--resume")


def rows(made, reader="oracle"):
    return [json.loads(line) for line in (made / f"{reader}.jsonl").read_text().splitlines()]


def scored(made, tmp_path, text, code=0):
    path = tmp_path / "a.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    told = inside(
        "score",
        made / "corpus",
        path,
        "-o",
        tmp_path / "out",
        "--resamples",
        5,
        "--details",
        code=code,
    )
    if code:
        return told, None
    return told, json.loads((tmp_path / "out" / "summary.json").read_text())


def lines(rows_):
    return "".join(json.dumps(row) + "\n" for row in rows_)


def test_answers_to_cases_that_are_not_there_are_named_and_counted(made, tmp_path):
    more = [*rows(made), {"case": "nobody", "answer": {}}]
    told, summary = scored(made, tmp_path, lines(more))

    assert f"a.jsonl:{len(more)}: no case 'nobody'" in told
    assert summary["readers"][0]["given_as"]["unknown"] == 1


def test_of_a_case_that_stands_twice_the_first_counts(made, tmp_path):
    all_ = rows(made)
    told, summary = scored(made, tmp_path, lines([*all_, {**all_[0], "answer": {}}]))

    assert f"a.jsonl:{len(all_) + 1}: case {all_[0]['case']} stands in line 1 already" in told
    assert summary["readers"][0]["card"]["accuracy"]["value"] == 1


def test_half_of_the_cases_missing_is_scored_as_missing(made, tmp_path):
    all_ = rows(made)
    told, summary = scored(made, tmp_path, lines(all_[: len(all_) // 2]))

    (reader,) = summary["readers"]
    missing = len(all_) - len(all_) // 2
    assert f"{missing} of {len(all_)} cases are missing" in told
    assert reader["given_as"]["missing"] >= missing
    assert reader["outcomes"]["invalid"] > 0
    assert reader["cases"] == len(all_)


def test_a_last_line_that_was_cut_short_is_named(made, tmp_path):
    text = lines(rows(made))
    told, _ = scored(made, tmp_path, text[:-40])

    assert f"a.jsonl:{len(rows(made))}: the last line is cut short" in told


def test_a_megabyte_of_garbage_is_refused_and_survived(made, tmp_path):
    junk = (bytes(range(256)) * 4_096)[:1_000_000]
    told, _ = scored(made, tmp_path, junk, code=2)
    assert "no line answers a case" in told
    assert "a.jsonl:1" in told

    told, summary = scored(made, tmp_path, lines(rows(made)).encode() + junk)
    assert f"a.jsonl:{len(rows(made)) + 1}: not JSON" in told
    assert summary["readers"][0]["card"]["accuracy"]["value"] == 1
    assert summary["readers"][0]["given_as"]["unparsable"] > 100


DEEP = "[" * 200 + "]" * 200


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ('"answer": {"total": NaN, "net": Infinity, "tax": -1e999}', None),
        (f'"answer": {{"total": {DEEP}, "lines": {DEEP}}}', None),
        ('"answer": {"total": {"amount": "1", "amount": "2", "currency": "EUR"}}', None),
        ('"answer": {}, "answer": {"total": null}', "invalid"),
        ('"answer": {}, "candidates": {"/total": [' + ",".join(["1"] * 10_000) + "]}", None),
        ('"answer": "The total is 9.50 EUR, I think."', "invalid"),
        ('"answer": [1, 2]', "invalid"),
        ('"answer": {}, "confidence": {"/total": 7, "*": NaN}', None),
        ('"answer": {"lines": [[], 3, null, {"amount": {"a": []}}, "x"]}', None),
        ('"answer": null', "invalid"),
        ('"error": {"deep": [1]}', "invalid"),
        ('"answer": {"\\u0000": "\\ud800", "total": "\\udfff"}', None),
    ],
)
def test_whatever_is_in_a_line_is_judged_and_written(made, tmp_path, line, outcome):
    first, *rest = rows(made)
    bad = f'{{"case": "{first["case"]}", {line}}}\n'
    told, summary = scored(made, tmp_path, bad + lines(rest))

    judged = [json.loads(x) for x in (tmp_path / "out" / "fields.jsonl").read_text().splitlines()]
    own = [row for row in judged if row["case"] == first["case"]]
    assert len(own) >= 20
    assert all(row["outcome"] for row in own)
    if outcome is not None:
        assert {row["outcome"] for row in own} <= {outcome, "unscored"}
    counts = dict.fromkeys(summary["readers"][0]["outcomes"], 0)
    for row in judged:
        counts[row["outcome"]] += 1
    assert counts == summary["readers"][0]["outcomes"]
    assert "Traceback" not in told


def test_a_code_fence_around_the_answer_is_no_error(made, tmp_path):
    fenced = [
        {"case": row["case"], "answer": f"```json\n{json.dumps(row['answer'])}\n```"}
        for row in rows(made)
    ]
    _, summary = scored(made, tmp_path, lines(fenced))

    assert "invalid" not in summary["readers"][0]["outcomes"]


def test_a_changed_file_is_named_with_both_digests_by_every_command(made, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(made / "corpus", copy)
    victim = next(copy.glob("files/*/*/*.csv"))
    victim.write_bytes(victim.read_bytes() + b"\n")
    oracle = made / "oracle.jsonl"

    for arguments in (
        ("score", copy, oracle),
        ("compare", copy, oracle, made / "rules.jsonl"),
        ("run", copy, "--reader", "builtin:blind", "-o", tmp_path / "x.jsonl"),
    ):
        told = "".join(inside(*arguments, code=2).split())
        assert victim.name in told
        assert "sha256expected" in told
        assert ",found" in told
    assert not (tmp_path / "x.jsonl").exists()
    inside("score", copy, oracle, "--resamples", 5, "--no-check")


@pytest.mark.parametrize("name", ["cases.jsonl", "private/skipped.jsonl", "private/truth.jsonl.gz"])
def test_a_changed_half_is_told(made, tmp_path, name):
    copy = tmp_path / "copy"
    shutil.copytree(made / "corpus", copy)
    path = copy / name
    if name.endswith(".gz"):
        lines = gzip.decompress(path.read_bytes()) + b"\n"
        path.write_bytes(b"".join(framed([("", lines)])))
    else:
        path.write_bytes(path.read_bytes() + b"\n")

    told = inside("score", copy, made / "oracle.jsonl", code=2)
    assert "does not match: expected" in told
    assert "found" in told


def test_answers_for_another_corpus_are_refused_with_a_word(made, tmp_path):
    (tmp_path / "r.yaml").write_text(RECIPE + "ask: {derive: forbid}\n")
    inside("generate", tmp_path / "r.yaml", "-o", tmp_path / "other")
    oracle = made / "oracle.jsonl"

    for arguments in (
        ("score", tmp_path / "other", oracle),
        ("compare", tmp_path / "other", oracle, oracle),
        ("run", tmp_path / "other", "--reader", "builtin:rules", "-o", oracle, "--resume"),
    ):
        assert "another corpus" in inside(*arguments, code=2)


def test_a_baseline_is_written_kept_and_pruned(made, tmp_path):
    known, out = tmp_path / "known.json", tmp_path / "out"
    args = (
        "score",
        made / "corpus",
        made / "rules.jsonl",
        "--resamples",
        5,
        "--details",
        "-o",
        out,
    )
    gate = ("--gate", "accuracy>=0.999@point", "--baseline", known)
    assert "--baseline is missing" in inside(*args, "--baseline-update", code=2)
    assert "--baseline-update writes one" in inside(*args, *gate, code=2)
    inside(*args, "--gate", "accuracy>=0.999@point", code=1)

    assert "known" in inside(*args, *gate, "--baseline-update")
    inside(*args, *gate)
    cases = ET.parse(out / "junit.xml").getroot()  # noqa: S314 - our own
    assert cases.findall(".//skipped")
    assert not cases.findall(".//failure")

    entries = known.read_text().splitlines()
    assert entries[1:-1] == sorted(entries[1:-1], key=lambda e: (e.split('"')[3], e.split('"')[7]))
    dropped = json.loads(entries[1].rstrip(","))
    known.write_text("\n".join([entries[0], *entries[2:]]) + "\n")
    told = inside(*args, "--baseline", known, code=1)
    assert f"{dropped['case']} {dropped['field']} {dropped['outcome']}" in told
    assert "1 new" in told
    assert len(ET.parse(out / "junit.xml").getroot().findall(".//failure")) == 1  # noqa: S314

    stale = {"case": "inv-99~gone", "field": "/total", "outcome": "wrong"}
    known.write_text(json.dumps({"failures": [stale]}))
    oracle = ("score", made / "corpus", made / "oracle.jsonl", "--resamples", 5)
    assert "not in this corpus" in inside(*oracle, "--details", "--baseline", known)
    inside(*oracle, "--baseline", known, "--baseline-prune")
    assert json.loads(known.read_text())["failures"] == []
    two = ("score", made / "corpus", made / "oracle.jsonl", made / "rules.jsonl")
    assert "one file" in inside(*two, "--baseline", known, code=2)


def test_text_json_junit_and_exit_code_say_the_same(made, tmp_path):
    args = ("score", made / "corpus", made / "rules.jsonl", "--resamples", 20, "--details")
    gates = (
        "--gate",
        "accuracy>=0.999@point",
        "--gate",
        "silent_error_rate<=0.9",
        "--gate",
        "automation_rate>=0.01@point",
    )
    told = inside(*args, *gates, "-o", tmp_path, code=1)
    printed = inside(*args, *gates, "--json", code=1)

    summary = json.loads((tmp_path / "summary.json").read_text())
    shown = json.loads(printed[printed.index("{") : printed.rindex("}") + 1])
    assert shown == {**summary, "files": {}}
    junit = ET.parse(tmp_path / "junit.xml").getroot()  # noqa: S314 - our own
    bad = [g for g in summary["gates"] if g["status"] in {"fail", "inconclusive"}]
    assert len(junit.findall(".//failure")) == len(bad) > 0
    assert len(junit.findall(".//testcase")) == len(summary["gates"])
    for result in summary["gates"]:
        assert result["words"] in told
    for sentence in summary["readers"][0]["verdict"]:
        assert sentence in told


class Endpoint(BaseHTTPRequestHandler):
    """Busy at first; then a model that always answers the same."""

    asked = 0
    status = 200

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked += 1
        content = json.dumps({"currency": "USD"})
        body = {
            "choices": [{"message": {"content": content}}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 10},
        }
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def endpoint():
    handler = type("Handler", (Endpoint,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_model_behind_an_endpoint_is_run_and_scored(made, tmp_path, endpoint):
    handler, url = endpoint
    out = tmp_path / "model.jsonl"
    plain = ("--form", "plain")  # a null claims nothing
    ask = ("run", made / "corpus", "--reader", "openai:m", "-o", out, "--base-url", url, *plain)
    no_key = {"OPENAI_API_KEY": ""}
    assert "--price-in" in inside(*ask, "--max-cost", 1, code=2, env=no_key)

    inside(*ask, "--price-in", 3, "--max-cost", 0.005, code=1, env=no_key)
    assert handler.asked == 2
    inside(*ask, "--price-in", 3, "--jobs", 2, "--resume", "--deadline", 20, env=no_key)

    lines_ = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(lines_) == handler.asked == len(rows(made))
    assert {line["tokens_in"] for line in lines_} == {1000}
    assert {line["cost_usd"] for line in lines_} == {0.003}
    told = inside("score", made / "corpus", out, "--resamples", 5)
    assert "  model " in told
    assert "not ranked" not in told, "it answers some fields of clean documents"


def test_a_refused_key_ends_the_run(made, tmp_path, endpoint):
    handler, url = endpoint
    handler.status = 401
    ask = ("run", made / "corpus", "--reader", "openai:m", "-o", tmp_path / "a.jsonl")
    told = inside(*ask, "--base-url", url, code=2, env={"OPENAI_API_KEY": "sk-secret"})

    assert "the key is refused" in told
    assert "sk-secret" not in told
    assert handler.asked == 1
    assert "OPENAI_API_KEY" in inside(
        *ask, code=2, env={"OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""}
    )


def test_another_reader_continues_a_file_only_with_mix(made, tmp_path):
    out = tmp_path / "answers.jsonl"
    asking = ["run", made / "corpus", "-o", out, "--reader"]
    inside(*asking, "builtin:rules", "--limit", 2)

    refused = inside(*asking, "builtin:blind", "--resume", code=2)
    inside(*asking, "builtin:blind", "--resume", "--mix")

    assert "reader was builtin:rules, now builtin:blind" in refused
    readers = {json.loads(line)["reader"] for line in out.read_text().splitlines()}
    assert readers == {"builtin:rules", "builtin:blind"}
