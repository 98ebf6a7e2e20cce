"""`run --reader openai:`, one way after the other in which clients ask models today.

The eleven tests are the eleven points in which the runner once was poorer than what a user would
write; each runs the command against a server on loopback that behaves so.
"""

import base64
import json
import sys
import time
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli

sys.path.insert(0, str(Path(__file__).parents[1] / "readers"))
from loopback import KEY, chat, serve

READY = Path(__file__).parents[2] / "corpora" / "ready"
PDFS = READY / "invoices" / "corpus"
SHEETS = READY / "statements" / "corpus"
ENVELOPE = {"answer": {}, "abstain": {}, "absent": [], "candidates": {}}


def inside(*arguments, code=0, **env):
    known = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "", **env}
    result = CliRunner().invoke(cli, [str(a) for a in arguments], env=known)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert KEY not in result.output
    return result.output


def lines(path="a.jsonl"):
    text = Path(path).read_text()
    assert KEY not in text
    return [json.loads(line) for line in text.splitlines()]


def asked(behave, *options, corpus=SHEETS, out="a.jsonl", code=0, base="/v1", **env):
    """Return what was printed, and the requests."""
    with serve(behave) as server:
        said = inside("run", corpus, "--reader", "openai:m", "--base-url", f"{server.url}{base}",
                      "-o", out, *options, code=code, **env)  # fmt: skip
    return said, server.asked


def contents(request):
    return request.body["messages"][0]["content"]


def test_1_instructions_form_and_fields_stand_in_the_prompt_as_ask_shows_them():
    _, requests = asked(lambda asked, number: chat(), "--limit", 1, "--json", "none")
    (request,) = requests
    (line,) = lines()
    case = next(c for c in lines(SHEETS / "cases.jsonl") if c["case"] == line["case"])
    words = contents(request)[0]["text"]

    shown = inside("ask", SHEETS, case["case"], "--as", "text")

    assert words == shown.partition("\n\nFiles:\n")[0]
    assert case["instructions"] in words
    assert all(f'"{name}":' in words for name in case["schema"]["properties"])
    assert "response_format" not in request.body


def test_2_a_model_leaves_fields_open_names_readings_and_says_how_sure_it_is():
    said = ENVELOPE | {
        "answer": {"opening_balance": None, "currency": "EUR"},
        "abstain": {"/opening_balance": "ambiguous"},
        "candidates": {"/opening_balance": [
            {"amount": "1.00", "currency": "EUR"}, {"amount": "2.00", "currency": "EUR"},
        ]},
        "confidence": {"/currency": 0.75},
    }  # fmt: skip
    _, requests = asked(
        lambda asked, number: chat(json.dumps(said)), "--limit", 1, "--confidence", "verbal"
    )

    (line,) = lines()
    assert '"abstain"' in contents(requests[0])[0]["text"]
    assert (line["nulls"], line["confidence_source"]) == ("split", "verbal")
    told = cd.judge(line["case"], said, corpus=SHEETS)
    rows = {row.path: row for row in told.fields}
    assert rows["/opening_balance"].flagged
    assert not rows["/closing_balance"].flagged
    assert rows["/currency"].p == 0.75
    _, requests = asked(
        lambda asked, number: chat(), "--limit", 1, "--form", "plain", out="b.jsonl"
    )
    assert '"abstain"' not in contents(requests[0])[0]["text"]


def test_3_what_response_format_may_be_is_found_out_once_and_told():
    def only_objects(asked, number):
        form = asked.body.get("response_format", {}).get("type")
        refused = (400, "response_format: json_schema is not supported", {})
        return refused if form == "json_schema" else chat()

    said, requests = asked(only_objects, "--json", "strict", "--limit", 4, "--jobs", 2)

    forms = [each.body["response_format"]["type"] for each in requests]
    assert forms == ["json_schema", "json_schema"] + ["json_object"] * 4
    assert requests[0].body["response_format"]["json_schema"]["strict"] is True
    strict = json.dumps(requests[0].body["response_format"])
    assert "x-kind" not in strict
    assert said.count("asked with --json object") == 1
    assert not [line for line in lines() if line.get("error")]


def test_4_cut_thinking_and_wrapped_answers_are_told_apart():
    whole = json.dumps(ENVELOPE)
    replies = [
        chat(whole[:20], "length"),
        chat(f"<think>It may be {{}}.</think>{whole}"),
        chat(f"Here you are:\n```json\n{whole}\n```"),
    ]
    asked(lambda asked, number: replies[number - 1], "--limit", 3, "--max-tokens", 100)

    cut, thought, wrapped = lines()
    assert cut["error"] == "cut at 100 tokens (finish_reason: length)"
    assert (thought["notes"], wrapped["notes"]) == (["thinking"], ["wrapped"])
    assert thought["answer"] == wrapped["answer"] == {}
    for line in (cut, thought, wrapped):
        assert (line["model"], line["system_fingerprint"]) == ("m-2026", "fp-7")
        assert line["response_id"] == "chatcmpl-1"


def test_5_a_pause_in_any_spelling_is_kept_by_all_workers():
    times = []

    def busy_once(asked, number):
        times.append(time.monotonic())
        return (429, "busy", {"retry-after-ms": "1200"}) if number == 2 else chat()

    said, requests = asked(busy_once, "--limit", 8, "--jobs", 4)

    assert len(requests) == 9
    assert "8 asked, 0 errors" in said
    asked_again = times[-1]
    paused = times[1] + 1.2
    at_once = [t for t in times if times[1] + 0.5 < t < paused]
    assert not at_once
    assert asked_again >= paused


def test_6_a_few_cases_are_asked_and_all_are_priced_from_them():
    price = ("--price-in", 1, "--price-out", 10)
    with serve(lambda asked, number: chat(json.dumps(ENVELOPE))) as server:
        where = ("run", SHEETS, "--reader", "openai:m", "--base-url", f"{server.url}/v1",
                 "-o", "a.jsonl", *price)  # fmt: skip
        inside(*where, "--limit", 5)
        told = inside(*where, "--dry-run")
        assert len(server.asked) == 5
        inside(*where, "--resume", "--cases", "*.xlsx")
    assert "40 questions take about 40,000 tokens in and 4,000 out: 0.0800 USD" in told
    kinds = {c["case"]: c["files"][0]["path"][-5:] for c in lines(SHEETS / "cases.jsonl")}
    assert sum(kinds[line["case"]] == ".xlsx" for line in lines()) == 16


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (("--pdf", "file"), "file"),
        (("--pdf", "text"), "text"),
        (("--pdf", "images", "--dpi", "60"), "image_url"),
        (("--pdf", "images", "--dpi", "120", "--detail", "low"), "image_url"),
    ],
)
def test_7_a_pdf_goes_as_file_images_or_text(options, kind):
    _, requests = asked(
        lambda asked, number: chat(), "--cases", "*.pdf", "--limit", 1, *options, corpus=PDFS
    )

    document = contents(requests[0])[1]
    assert document["type"] == kind
    (line,) = lines()
    (file,) = next(c for c in lines(PDFS / "cases.jsonl") if c["case"] == line["case"])["files"]
    if kind == "file":
        sent = base64.b64decode(document["file"]["file_data"].partition(",")[2])
        assert sent == (PDFS / file["path"]).read_bytes()
    elif kind == "image_url":
        page = pymupdf.Pixmap(base64.b64decode(document["image_url"]["url"].partition(",")[2]))
        with pymupdf.open(PDFS / file["path"]) as pdf:
            dpi = page.width / pdf[0].rect.width * 72
        assert dpi == pytest.approx(int(options[3]), abs=1)
        assert document["image_url"].get("detail") == ("low" if "--detail" in options else None)
    else:
        assert len(document["text"].split()) > 30


def test_8_any_key_and_any_header_can_be_sent():
    body = {"reasoning_effort": "low", "seed": 1, "temperature": 0.5, "top_k": 3}
    _, requests = asked(
        lambda asked, number: chat(), "--limit", 1, "--body", json.dumps(body),
        "--header", "X-Team: docs", "--header", "api-version: 7",
    )  # fmt: skip

    (request,) = requests
    assert {key: request.body[key] for key in body} == body
    assert (request.headers["X-Team"], request.headers["api-version"]) == ("docs", "7")


def test_9_a_batch_holds_what_is_sent_and_cached_tokens_cost_less():
    usage = {"prompt_tokens_details": {"cached_tokens": 800}}
    said, requests = asked(
        lambda asked, number: chat(json.dumps(ENVELOPE), usage=usage), "--limit", 3,
        "--price-in", 10, "--price-out", 10, "--price-cached", 1, "--max-cost", 0.009,
    )  # fmt: skip

    assert lines()[0]["cost_usd"] == pytest.approx((200 * 10 + 800 * 1 + 100 * 10) / 1e6)
    assert len(requests) == 3  # at the full price the second would have been the last
    assert "3 asked, 0 errors, 0.0114 USD" in said
    inside("export", SHEETS, "--to", "openai-batch", "--form", "envelope", "-o", "batch")
    batch = {row["custom_id"].partition("#")[0]: row["body"]
             for row in lines("batch/public/batch-00000.jsonl")}  # fmt: skip
    for line, request in zip(lines(), requests, strict=True):
        assert batch[line["case"]] == request.body | {"model": "MODEL"}


def test_10_a_model_that_speaks_responses_alone_is_asked_so():
    reply = {
        "id": "resp_1", "model": "m", "status": "completed",
        "output": [{"type": "message", "content": [
            {"type": "output_text", "text": json.dumps(ENVELOPE)},
        ]}],
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }  # fmt: skip

    def behave(asked, number):
        if asked.path == "/v1/responses":
            return reply
        return (404, "This is not a chat model; use v1/responses", {})

    said, requests = asked(behave, "--limit", 2, code=2)
    assert "this model speaks --api responses" in said
    assert len(requests) == 1
    _, requests = asked(behave, "--limit", 2, "--api", "responses", out="b.jsonl")
    assert [each.path for each in requests] == ["/v1/responses"] * 2
    assert [line["tokens_in"] for line in lines("b.jsonl")] == [10, 10]


def test_11_keys_and_addresses_of_other_houses_are_taken():
    """Connections that stay open: tests/readers/test_connections.py."""
    secret = "azure-very-secret"  # noqa: S105
    said, requests = asked(
        lambda asked, number: chat(), "--limit", 1, "--key-env", "TEAM_KEY",
        "--header", f"api-key: {secret}", base="/v1?api-version=2026-01-01", TEAM_KEY="team-key-7",
    )  # fmt: skip
    (request,) = requests
    assert request.path == "/v1/chat/completions?api-version=2026-01-01"
    assert request.headers["Authorization"] == "Bearer team-key-7"
    assert {k.lower(): v for k, v in request.headers.items()}["api-key"] == secret
    assert secret not in said + Path("a.jsonl").read_text()
    assert "team-key-7" not in said + Path("a.jsonl").read_text()

    said, _ = asked(lambda asked, number: (404, "", {}), "--limit", 1, code=2, out="b.jsonl")
    assert "there is no such model, or no such address" in said


def test_a_slow_model_is_given_up_in_the_time_that_is_named():
    def slow(asked, number):
        time.sleep(0.6)
        return chat()

    said, _ = asked(slow, "--limit", 1, "--patience", 0.1, code=2)
    assert "nothing whole came for 0.1 s; --patience waits longer" in said
    said, _ = asked(slow, "--limit", 1, "--patience", 60, out="b.jsonl")
    assert "1 asked, 0 errors" in said
