"""`openai:MODEL` against endpoints that refuse, limit, cut, echo and lie."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from loopback import KEY, chat, serve

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers import endpoint as endpoint_module
from chaosdocs.readers.chat import ChatReader
from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.endpoint import Endpoint, header, shown_url
from chaosdocs.readers.pauses import SharedPause, duration, seconds_asked
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError, checked
from chaosdocs.readers.settings import ModelSettings

SCHEMA = {
    "type": "object",
    "properties": {
        "total": {
            "type": ["object", "null"],
            "x-kind": "money",
            "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
        },
        "date": {"type": ["string", "null"], "x-kind": "date"},
        "lines": {
            "type": ["array", "null"],
            "items": {"type": "object", "properties": {"sku": {"type": ["string", "null"]}}},
        },
    },
}
WANTED = ModelSettings(form="plain", confidence="logprobs", max_tokens=50)
PNG = bytes.fromhex("89504e470d0a1a0a")


def case(name="k1", media_type="text/csv", paths=("files/k1/d.csv",)):
    files = [{"path": p, "media_type": media_type, "sha256": "", "bytes": 3} for p in paths]
    return {
        "case": name, "task": "extract", "channel": "eye", "instructions": "Fill in.",
        "files": files, "schema": SCHEMA,
    }  # fmt: skip


@pytest.fixture
def files(tmp_path):
    (tmp_path / "d.csv").write_text("total\n9,50\n")
    return {"files/k1/d.csv": tmp_path / "d.csv"}


def answered(behave, files, settings=WANTED, **more):
    with serve(behave) as server:
        reader = ChatReader("m", server.endpoint(**more), settings)
        return checked(reader(case(), files), {"case": "k1"}), reader, server


REFUSALS = {
    "response_format": ("json_schema is not supported", "--json schema: asked with --json object"),
    "temperature": ("Unsupported value: 'temperature' does not support 0", "temperature: left out"),
    "seed": ("body.seed: extra fields not permitted", "seed: left out"),
    "max_tokens": ("max_tokens is not a parameter of this model", "max_tokens: left out"),
    "logprobs": ("logprobs are not available for this model", "no confidences"),
}


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize("refused", REFUSALS)
def test_what_is_refused_is_left_out_after_one_try_and_told(files, refused, status, silent):
    words, told = REFUSALS[refused]

    def behave(asked, number):
        body = asked.body
        is_there = refused in body and body.get("response_format") != {"type": "json_object"}
        if is_there or (refused != "response_format" and refused in body):
            return (status, "" if silent else json.dumps({"error": {"message": words}}), {})
        return chat('{"date": "2024-03-04"}')

    with serve(behave) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        lines = [reader(case(name), files) for name in ("k1", "k2", "k3")]
        first = len(server.asked) - 2

    assert [line["answer"] for line in lines] == [{"date": "2024-03-04"}] * 3
    assert any(told in each for each in reader.told)
    if not silent:
        assert first == 2
        assert [each for each in reader.told if "refuses" in each] == [reader.told[0]]
        assert words in reader.told[0]


def test_a_limit_of_tokens_goes_under_its_newer_name_where_that_is_wanted(files):
    def behave(asked, number):
        if "max_tokens" in asked.body:
            return (400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.", {})
        return chat()

    _, reader, server = answered(behave, files)

    assert server.asked[-1].body["max_completion_tokens"] == 50
    assert "sent as max_completion_tokens" in reader.told[0]


def test_a_question_that_is_refused_whatever_is_left_out_is_that_questions_fault(files):
    def behave(asked, number):
        return (400, "this document is too large for the context", {}) if number == 2 else chat()

    with serve(behave) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        reader(case(), files)
        with pytest.raises(BrokenAnswerError, match="too large"):
            reader(case("k2"), files)
        reader(case("k3"), files)

    assert len(server.asked) == 3
    assert server.asked[2].body["seed"] == 0
    long = "the request exceeds the available context size"
    with serve(lambda asked, number: (400, long, {})) as server:
        with pytest.raises(BrokenAnswerError, match="context size"):
            ChatReader("m", server.endpoint(), WANTED)(case(), files)
        assert len(server.asked) == 1
    with serve(lambda asked, number: (400, "no", {}) if number < 9 else chat()) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        with pytest.raises(BrokenAnswerError, match="400"):
            reader(case(), files)
        with pytest.raises(BrokenAnswerError, match="400"):
            reader(case("k2"), files)
        reader(case("k3"), files)
    assert len(server.asked) == 9
    assert server.asked[8].body["response_format"]["type"] == "json_schema"
    assert not [words for words in reader.told if "refuses" in words]


@pytest.mark.parametrize(
    ("reply", "kind", "told"),
    [
        (
            (500, "image input is not supported - hint: provide the mmproj", {}),
            "image/png",
            "no images",
        ),
        ((400, "m is not a multimodal model", {}), "image/png", "no images"),
        ((400, "Unsupported chat content part type: 'file'", {}), "application/zip", "no files"),
        ((400, "unsupported content[].type", {}), "application/zip", "no files"),
    ],
)
def test_what_can_never_succeed_is_asked_once(tmp_path, files, reply, kind, told):
    (tmp_path / "d.png").write_bytes(PNG)
    seen = {"files/k1/d.png": tmp_path / "d.png"}

    def behave(asked, number):
        parts = {part["type"] for part in asked.body["messages"][0]["content"]}
        return chat() if parts == {"text"} else reply

    with serve(behave) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        for name in ("k1", "k2", "k3"):
            with pytest.raises(BrokenAnswerError, match=told):
                reader(case(name, kind, tuple(seen)), seen)
        assert len(server.asked) == 1
        assert reader(case("k4"), files)["answer"] == {}


def test_one_bad_image_does_not_speak_for_all(tmp_path):
    (tmp_path / "d.png").write_bytes(PNG)
    seen = {"files/k1/d.png": tmp_path / "d.png"}

    def behave(asked, number):
        return (400, "unsupported image: it is broken", {}) if number == 2 else chat()

    with serve(behave) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        reader(case("k1", "image/png", tuple(seen)), seen)
        with pytest.raises(BrokenAnswerError, match="refuses the question"):
            reader(case("k2", "image/png", tuple(seen)), seen)
        assert reader(case("k3", "image/png", tuple(seen)), seen)["answer"] == {}


def test_a_question_under_way_is_let_go_when_the_run_ends(files):
    with serve(lambda asked, number: (429, "", {"Retry-After": "60"})) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        reader.deadline = 60
        threading.Timer(0.1, reader.close).start()
        start = time.monotonic()
        with pytest.raises(BrokenAnswerError, match="the run ended"):
            reader(case(), files)
        assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (404, '{"error": {"code": "model_not_found"}}', "no such model"),
        (400, "The model `m` does not exist", "no such model"),
        (500, "unknown model m", "no such model"),
        (404, "This is not a chat model. Use v1/responses", "--api responses"),
        (405, "", "takes no questions"),
        (200, '{"error": {"code": 404, "message": "No such model: m"}}', "no such model"),
    ],
)
def test_a_model_that_is_not_there_ends_the_run_at_once(files, status, words, told):
    with serve(lambda asked, number: (status, words, {})) as server:
        with pytest.raises(HopelessError, match=told):
            ChatReader("m", server.endpoint(), WANTED)(case(), files)
        assert len(server.asked) == 1


def test_what_the_endpoint_tells_stands_in_the_line(files):
    usage = {"prompt_tokens_details": {"cached_tokens": 600}}
    line, reader, _ = answered(
        lambda asked, number: chat(usage=usage),
        files,
        price_in=2.0,
        price_out=8.0,
        price_cached=0.5,
    )

    told = {key: line[key] for key in line if key not in {"answer", "nulls"}}
    assert told == {
        "tokens_in": 1000, "tokens_out": 100, "tokens_cached": 600, "finish_reason": "stop",
        "model": "m-2026", "system_fingerprint": "fp-7", "response_id": "chatcmpl-1",
        "cost_usd": 0.0019,
    }  # fmt: skip
    assert not any("answered" in words for words in reader.told)
    _, reader, _ = answered(lambda asked, number: chat(model="another"), files)
    assert "asked for 'm', and 'another' answered" in reader.told


def test_a_cut_answer_is_an_error_that_says_so(files):
    cut = '{"date": "2024-03'
    line, *_ = answered(lambda asked, number: chat(cut, "length"), files)
    assert line["error"] == "cut at 100 tokens (finish_reason: length)"
    assert line["answer"] == cut
    line, *_ = answered(lambda asked, number: chat("", "length"), files)
    assert line["error"].startswith("cut at 100 tokens")
    line, *_ = answered(lambda asked, number: chat('{"date": null}', "length"), files)
    assert "error" not in line


def spelled(*tokens):
    return {
        "content": [
            {"token": text, "logprob": logprob, "bytes": list(text.encode())}
            for text, logprob in tokens
        ]
    }


def test_log_probabilities_are_joined_over_each_field(files):
    tokens = spelled(
        ("<think>{}</think>", -5), ('{"total": ', -9), ('{"amount": "', -9), ("9", -0.1),
        (".5", -0.2), ('", "currency": "', -0.3), ("EÜR", -0.4), ('"}, "date": ', -0.05),
        ("null", -0.7), (', "lines": [{"sku": "', -0.0), ("a", -1.0), ('"}]}', -0.0), ("", -0.0),
    )  # fmt: skip
    content = "".join(token["token"] for token in tokens["content"])
    reply = chat(content)
    reply["choices"][0]["logprobs"] = tokens

    line, *_ = answered(lambda asked, number: reply, files)

    assert line["confidence_source"] == "logprobs"
    assert line["confidence"]["/date"] == pytest.approx(0.496585)
    assert line["confidence"]["/lines/0/sku"] == pytest.approx(0.367879, abs=1e-5)
    money = 9 + 0.1 + 0.2 + 0.3 + 0.4 + 0.05  # its quotes belong to it, so do their tokens
    assert line["confidence"]["/total"] == pytest.approx(2.718281828**-money, abs=1e-5)


def test_the_written_token_counts_where_another_was_likelier(files):
    def offered(text, logprob, *others):
        top = [{"token": t, "logprob": p} for t, p in others]
        return spelled((text, logprob))["content"][0] | {"bytes": None, "top_logprobs": top}

    logprobs = {
        "content": [
            offered("```", -0.1, ("{", -0.5), ("{}", -9)),
            offered('"date":', -0.1),
            offered("oh", -0.1, ('"2024', -2.0)),
            offered('"}', -0.3),
            offered("<end>", -0.1),
        ]
    }
    reply = chat('{"date":"2024"}')
    reply["choices"][0]["logprobs"] = logprobs
    line, *_ = answered(lambda asked, number: reply, files)
    assert line["confidence"] == {"/date": pytest.approx(0.100259)}

    logprobs["content"][1] |= {"token": "else"}
    line, reader, _ = answered(lambda asked, number: reply, files)
    assert "confidence" not in line
    assert any("do not fit" in words for words in reader.told)
    _, reader, _ = answered(lambda asked, number: chat(), files)
    assert any("sends no logprobs" in words for words in reader.told)


def test_a_model_says_itself_how_sure_it_is(files):
    said = {"answer": {"date": None}, "confidence": {"/date": 0.4}}
    line, *_ = answered(
        lambda asked, number: chat(json.dumps(said)), files, ModelSettings(confidence="verbal")
    )
    assert line["confidence"] == {"/date": 0.4}
    assert line["confidence_source"] == "verbal"


def test_the_responses_protocol_asks_and_answers_the_same(tmp_path):
    for name, data in (("d.csv", b"total\n"), ("d.png", PNG), ("d.bin", b"PK")):
        (tmp_path / name).write_bytes(data)
    kinds = {"d.csv": "text/csv", "d.png": "image/png", "d.bin": "application/octet-stream"}
    asked_case = case() | {
        "files": [
            {"path": f"files/k1/{name}", "media_type": kind, "sha256": "", "bytes": 1}
            for name, kind in kinds.items()
        ]
    }
    reply = {
        "id": "resp_1", "model": "m", "status": "incomplete",
        "incomplete_details": {"reason": "max_output_tokens"},
        "output": [
            {"type": "reasoning", "content": [{"text": "hm"}]},
            {"type": "message", "content": [{"type": "output_text", "text": '{"date": null}'}]},
        ],
        "usage": {
            "input_tokens": 10, "output_tokens": 5, "input_tokens_details": {"cached_tokens": 4}
        },
    }  # fmt: skip
    how = replace(WANTED, api="responses", json="strict", body={"reasoning": {"effort": "low"}})
    with serve(lambda asked, number: reply) as server:
        files = {f"files/k1/{name}": tmp_path / name for name in kinds}
        line = ChatReader("m", server.endpoint(), how)(asked_case, files)
    (asked,) = server.asked
    body = asked.body

    assert asked.path == "/v1/responses"
    types = [part["type"] for part in body["input"][0]["content"]]
    assert types == [
        "input_text", "input_text", "input_text", "input_text", "input_image", "input_text",
        "input_file",
    ]  # fmt: skip
    assert body["input"][0]["content"][1]["text"] == "Document 1 of 3: d.csv"
    assert body["text"]["format"]["strict"] is True
    assert body["max_output_tokens"] == 50
    assert body["include"] == ["message.output_text.logprobs"]
    assert body["reasoning"] == {"effort": "low"}
    assert not {"messages", "seed", "response_format", "max_tokens"} & body.keys()
    assert (line["tokens_in"], line["tokens_out"], line["tokens_cached"]) == (10, 5, 4)
    assert line["finish_reason"] == "max_output_tokens"
    assert line["answer"] == {"date": None}


@pytest.mark.parametrize(
    ("headers", "words", "seconds"),
    [
        ({"Retry-After": "7"}, "", 7),
        ({"retry-after": "1.5"}, "", 1.5),
        ({"retry-after-ms": "250", "Retry-After": "9"}, "", 0.25),
        ({"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT",
          "Date": "Sun, 06 Nov 1994 08:49:07 GMT"}, "", 30),
        ({"Retry-After": "Sun, 06 Nov 1994 08:49:07 GMT",
          "Date": "Sun, 06 Nov 1994 08:49:37 GMT"}, "", 0),
        ({"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}, "", None),
        ({"Retry-After": "6m0s"}, "", 360),
        ({"Retry-After": "soon"}, "", None),
        ({"Retry-After": "-1"}, "", None),
        ({"Retry-After": "nan"}, "", None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "120ms",
          "x-ratelimit-remaining-tokens": "9", "x-ratelimit-reset-tokens": "6m0s"}, "", 0.12),
        ({}, "Rate limit reached. Please try again in 20s.", 20),
        ({}, '{"retryDelay": "34s"}', 34),
        ({}, "try again in 300ms", 0.3),
        ({}, "slow down", None),
    ],
)  # fmt: skip
def test_every_way_to_ask_for_a_pause_is_read(headers, words, seconds):
    assert seconds_asked(headers, words) == seconds


def test_durations():
    assert duration("1h2m3s") == 3723
    assert duration("") is None
    assert duration("2 weeks") is None


def test_one_pause_is_kept_by_all_workers(files):
    start = time.monotonic()
    times = []

    def behave(asked, number):
        times.append(time.monotonic() - start)
        return (429, "slow", {"retry-after-ms": "400"}) if number <= 2 else chat()

    with serve(behave) as server:
        reader = ChatReader("m", server.endpoint(), WANTED)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: reader(case(f"k{n}"), files), range(4)))

    later = sorted(times)[len([t for t in times if t < 0.35]) :]
    assert len(later) >= 2
    assert min(later) >= 0.39
    assert len(times) == 6


def test_a_pause_ends_with_the_run():
    pause, stop = SharedPause(), threading.Event()
    pause.ask_for(30)
    threading.Timer(0.05, stop.set).start()
    assert pause.wait(stop)
    assert not SharedPause().wait(threading.Event())


def test_a_pause_of_hours_ends_the_run(files):
    with (
        serve(lambda asked, number: (429, "daily limit", {"Retry-After": "7200"})) as server,
        pytest.raises(HopelessError, match="wait for 7200 s"),
    ):
        ChatReader("m", server.endpoint(), WANTED)(case(), files)


@pytest.mark.parametrize(
    "reply",
    [
        (500, "oh", {}),
        (200, b'{"choices"', {"Content-Length": "5000"}),
        (200, '{"error": {"code": 503, "message": "overloaded"}}', {}),
        (200, '{"status": "failed", "output": [], "error": {"code": "server_error"}}', {}),
        (200, '{"error": {"type": "rate_limit_error"}}', {}),
        (529, '{"type": "error", "error": {"type": "overloaded_error"}}', {}),
    ],
)
def test_what_broke_on_the_way_is_asked_again(files, reply):
    line, _, server = answered(lambda asked, number: reply if number < 3 else chat(), files)
    assert line["answer"] == {}
    assert len(server.asked) == 3


def test_a_huge_answer_a_page_and_a_stream_are_no_answers(files, monkeypatch):
    monkeypatch.setattr(endpoint_module, "MOST_BYTES", 1000)
    replies = ("x" * 5000, "<html>busy</html>", 'data: {"choices": []}\n\n', "null", '"text"')
    for reply in replies[:3]:
        with pytest.raises(BrokenAnswerError, match=r"longer than|not JSON"):
            answered(lambda asked, number, reply=reply: (200, reply, {}), files)
    for reply in replies[3:]:
        line, *_ = answered(lambda asked, number, reply=reply: (200, reply, {}), files)
        assert "holds no message" in line["error"]


def test_an_answer_that_drips_for_ever_is_given_up(files):
    drip = (200, [" "] * 60, {"Content-Length": "60"})
    with pytest.raises(DeadlineError, match=r"nothing whole came for 0\.3 s"):
        answered(lambda asked, number: drip, files, patience=0.3)


def test_no_key_is_printed_or_written_whatever_comes_back(files):
    bearer = "Bearer tok-0123456789"
    more = {"headers": {"api-key": "azure-secret-1", "X-Auth": bearer}}
    leaks = f"{KEY} azure-secret-1 {bearer} tok-0123456789"
    padding = "x" * 290  # so that a key stands where the words are cut

    def texts(error):
        return f"{error} {error.__cause__}"

    for status in (400, 401, 403, 404, 418):
        words = padding + leaks
        with serve(lambda asked, number, s=status, w=words: (s, w, {})) as server:
            with pytest.raises((BrokenAnswerError, HopelessError)) as caught:
                ChatReader("m", server.endpoint(**more), WANTED)(case(), files)
            for part in (*leaks.split(), KEY[:9]):
                assert part == "Bearer" or part not in texts(caught.value)
    line, reader, _ = answered(
        lambda asked, number: chat(json.dumps({"date": leaks}), id=leaks, model=leaks),
        files,
        **more,
    )
    written = json.dumps(line) + str(reader.told) + repr(reader._endpoint)
    for part in ("azure", KEY, "tok-0123"):
        assert part not in written
    assert shown_url("https://u:p@h.test/v1?k=s") == "https://h.test/v1"
    gone = Endpoint("http://u:secret@127.0.0.1:9/v1?key=secret", pause=0.01, tries=1)
    with pytest.raises(HopelessError) as caught:
        ChatReader("m", gone, WANTED)(case(), files)
    assert "secret" not in str(caught.value)


def test_headers_and_a_query_are_sent(files):
    with serve(lambda asked, number: chat()) as server:
        where = server.endpoint(
            base_url=f"{server.url}/v1?api-version=7", headers={"api-key": "azure-secret-1"}
        )
        ChatReader("m", where, WANTED)(case(), files)
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions?api-version=7"
    assert {k.lower(): v for k, v in asked.headers.items()}["api-key"] == "azure-secret-1"
    assert header("A-b:  c d ") == ("A-b", "c d")
    for bad in ("no colon", "a\nb: c", ": x", "a: b\nc: d"):
        with pytest.raises(UserError, match="--header"):
            header(bad)


def test_a_key_with_a_line_break_is_refused():
    with pytest.raises(UserError, match="OPENAI_API_KEY"):
        Endpoint.of("http://127.0.0.1:1/v1", "a\nb")
