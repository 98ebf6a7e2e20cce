"""`openai:MODEL` against an endpoint of our own, in a thread: no network."""

import base64
import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.asking import chat_request
from chaosdocs.readers.chat import ChatReader
from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.endpoint import OPENAI, Endpoint
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError, checked
from chaosdocs.readers.reply import chat_reply

KEY = "sk-very-secret"
SCHEMA = {"type": "object", "properties": {"total": {"type": ["string", "null"]}}}


def chat(content, **message):
    return {
        "choices": [{"message": {"content": content, **message}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100},
    }


@contextmanager
def endpoint(*replies, **more):
    """Serve `replies` in turn, the last for ever: (status, body, headers), an object, or a wait."""
    asked = []
    hang = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, dict(self.headers), json.loads(body)))
            reply = replies[min(len(asked), len(replies)) - 1]
            if reply is None:
                hang.wait(20)
                return
            if isinstance(reply, dict):
                reply = (200, json.dumps(reply), {})
            status, text, headers = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made = Endpoint.of(f"http://127.0.0.1:{server.server_port}/v1/", KEY, **more)
    try:
        yield replace(made, pause=0.01), asked
    finally:
        hang.set()
        server.shutdown()
        thread.join()
        server.server_close()


def case(task="extract", media_type="text/csv", channel="text", name="files/k1/d.csv"):
    file = {"path": name, "media_type": media_type, "sha256": "", "bytes": 3}
    return {
        "case": "k1", "task": task, "channel": channel, "instructions": "Fill in.",
        "files": [file], "schema": SCHEMA,
    }  # fmt: skip


@pytest.fixture
def files(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text("total\n9,50\n")
    return {"files/k1/d.csv": path}


def test_a_model_is_asked_and_what_it_costs_is_recorded(files):
    with endpoint(chat('{"total": "9.50"}'), price_in=2.0, price_out=10.0) as (where, asked):
        said = ChatReader("some-model", where)(case(), files)

    assert checked(said, {"case": "k1"}) == {
        "answer": {"total": "9.50"},
        "finish_reason": "stop",
        "notes": ["no_envelope"],
        "nulls": "split",
        "tokens_in": 1000,
        "tokens_out": 100,
        "cost_usd": 0.003,
    }
    ((path, headers, body),) = asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["model"] == "some-model"
    sent = body["response_format"]["json_schema"]["schema"]
    assert sent["properties"]["answer"]["required"] == ["total"]
    assert body["messages"][0]["content"][1] == {"type": "text", "text": "total\n9,50\n"}


def test_a_page_is_shown_as_an_image(tmp_path):
    import pymupdf

    path = tmp_path / "d.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page()
        pdf.new_page()
        pdf.save(path)
    asked = Case.model_validate(case(media_type="application/pdf", channel="eye"))

    parts = chat_request(asked, {"files/k1/d.csv": path})["messages"][0]["content"]

    assert [part["type"] for part in parts] == ["text", "image_url", "image_url"]
    head, _, data = parts[1]["image_url"]["url"].partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")
    hidden = asked.model_copy(update={"channel": "metadata"})
    parts = chat_request(hidden, {"files/k1/d.csv": path})["messages"][0]["content"]
    assert parts[1]["type"] == "file"


def test_a_sheet_is_shown_as_it_shows_itself(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["total", "secret"])
    book.active.append([1234.5, "x"])
    book.active["A2"].number_format = "#,##0.00"
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("gone").sheet_state = "hidden"
    path = tmp_path / "d.xlsx"
    book.save(path)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    asked = Case.model_validate(case(media_type=kind, channel="shown"))

    (_, part) = chat_request(asked, {"files/k1/d.csv": path})["messages"][0]["content"]

    assert part["text"] == "## Sheet\n\n| total |\n| --- |\n| 1,234.50 |"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again(files, status):
    busy = (status, "busy", {"Retry-After": "0"})
    with endpoint(busy, busy, chat("{}")) as (where, asked):
        assert ChatReader("m", where)(case(), files)["answer"] == {}
    assert len(asked) == 3


def test_an_endpoint_that_stays_busy_is_an_error_of_the_case(files):
    with endpoint((429, "slow down", {})) as (where, asked):
        with pytest.raises(BrokenAnswerError, match=r"asked 6 times: 429 .*slow down"):
            ChatReader("m", replace(where, tries=3))(case(), files)
        assert len(asked) == 6
    with endpoint((500, "oh", {})) as (where, asked):
        with pytest.raises(BrokenAnswerError, match=r"asked 3 times: 500 .*oh"):
            ChatReader("m", replace(where, tries=3))(case(), files)
        assert len(asked) == 3


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((401, f"bad key {KEY}", {}), "the key is refused"),
        ((404, "no model", {}), "no such model"),
        ((429, '{"error": {"code": "insufficient_quota"}}', {}), "nothing is left to spend"),
        ((302, "", {"Location": "http://elsewhere.invalid/"}), "sends elsewhere"),
    ],
)
def test_what_no_further_question_mends_ends_the_run_and_tells_no_key(files, reply, words):
    with endpoint(reply) as (where, asked):
        with pytest.raises(HopelessError, match=words) as caught:
            ChatReader("m", where)(case(), files)
        assert len(asked) == 1
    assert KEY not in str(caught.value)
    assert KEY not in repr(where)


def test_an_endpoint_that_is_not_there_ends_the_run(files):
    with endpoint(chat("{}")) as (where, _):
        gone = replace(where, tries=2)
    with pytest.raises(HopelessError, match="cannot be reached"):
        ChatReader("m", gone)(case(), files)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((200, "<html>", {}), "is not JSON; it starts '<html>'"),
        ((200, '{"choices": [', {}), "is not JSON"),
        ((400, "an image is too large", {}), "refuses the question: 400 .*too large"),
    ],
)
def test_a_broken_exchange_is_an_error_of_the_case(files, reply, words):
    with endpoint(reply) as (where, _), pytest.raises(BrokenAnswerError, match=words):
        ChatReader("m", where)(case(), files)


@pytest.mark.parametrize("reply", [{}, {"choices": []}, [], chat(None), chat(""), chat([3])])
def test_a_reply_without_words_keeps_what_it_cost(files, reply):
    text = (200, json.dumps(reply), {})
    with endpoint(text, price_in=1.0) as (where, _):
        said = ChatReader("m", where)(case(), files)
    assert said["error"]
    assert isinstance(reply, list) or ("cost_usd" in said) == ("usage" in reply)
    assert checked(said, {"case": "k1"})


def test_prose_a_refusal_and_broken_json_are_answers_as_they_stand(files):
    for content in ("I think it is 9.50.", '{"total": NaN}', '{"total": "9.5', "[1]"):
        with endpoint(chat(content)) as (where, _):
            assert ChatReader("m", where)(case(), files)["answer"] == content
    with endpoint(chat(None, refusal="I cannot help.")) as (where, _):
        assert ChatReader("m", where)(case(), files)["answer"] == "I cannot help."
    parts = [{"type": "text", "text": "a"}, {"text": "b"}]
    assert chat_reply(chat(parts)).content == "ab"


def test_a_hanging_endpoint_is_left_at_the_deadline(files):
    with endpoint(None) as (where, _):
        reader = ChatReader("m", where)
        reader.deadline = 0.2
        with pytest.raises(DeadlineError, match=r"no answer after 0.2 s|nothing whole came"):
            reader(case(), files)
        with pytest.raises(DeadlineError, match=r"nothing whole came for 0\.2 s"):
            ChatReader("m", replace(where, patience=0.2))(case(), files)


def test_a_closed_reader_does_not_wait(files):
    with endpoint((503, "", {"Retry-After": "50"})) as (where, _):
        reader = ChatReader("m", where)
        reader.close()
        with pytest.raises(BrokenAnswerError, match="the run ended"):
            reader(case(), files)


def test_parsers_are_asked_for_text_and_tables(files):
    with endpoint(chat("# Bill")) as (where, asked):
        assert ChatReader("m", where)(case("text"), files)["text"] == "# Bill"
        assert "response_format" not in asked[0][2]
        assert ChatReader("m", where)(case("tables"), files)["text"] == "# Bill"
    with endpoint(chat('{"tables": [[["a"]]]}')) as (where, _):
        assert ChatReader("m", where)(case("tables"), files)["tables"] == [[["a"]]]


def test_an_endpoint_needs_an_address_and_openai_a_key():
    assert Endpoint.of(None, KEY).base_url == OPENAI
    assert Endpoint.of("http://localhost:1/v1", None).key is None
    with pytest.raises(UserError, match="OPENAI_API_KEY"):
        Endpoint.of(None, None)
    for url in ("ftp://x", "file:///etc/passwd", "localhost:80", "http://", "http://x:y"):
        with pytest.raises(UserError, match="not the address"):
            Endpoint.of(url, KEY)
    with pytest.raises(UserError, match="no endpoint is known"):
        load_reader("openai:m")
    assert isinstance(load_reader("openai:m", endpoint=Endpoint()), ChatReader)
