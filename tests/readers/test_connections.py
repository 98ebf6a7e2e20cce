"""Connections to an endpoint: kept open, opened again where they went, led through a proxy."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from loopback import KEY

from chaosdocs.readers.chat import ChatReader
from chaosdocs.readers.endpoint import Endpoint, TryAgainError
from chaosdocs.readers.reader import HopelessError

REPLY = b'{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}'
CASE = {
    "case": "k1", "task": "extract", "channel": "text", "instructions": "Fill in.",
    "files": [], "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
}  # fmt: skip


class Server(ThreadingHTTPServer):
    """An endpoint that keeps connections open, and counts them."""

    daemon_threads = True

    def __init__(self, answer):
        self.asked, self.connected = [], []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                server.connected.append(self.client_address)

            def do_POST(self):
                data = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append((self.path, dict(self.headers), data))
                answer(self)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serving(answer):
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def whole(handler, status=200, data=REPLY):
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def chunked(handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(REPLY), REPLY))


def hangs_up(handler):
    """Say nothing of it, and close the connection after the answer."""
    whole(handler)
    handler.close_connection = True


@pytest.mark.parametrize("answer", [whole, chunked])
def test_one_connection_serves_many_questions(answer):
    with serving(answer) as server:
        endpoint = Endpoint(server.url, KEY)
        reader = ChatReader("m", endpoint)
        assert [reader(CASE, {})["answer"] for _ in range(5)] == [{}] * 5
        assert len(server.connected) == 1
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: reader(CASE, {}), range(9)))
        assert len(server.asked) == 14
        assert len(server.connected) <= 3
        reader.close()
        before = len(server.connected)
        for _ in range(2):  # as a question that was under way: its connection is not kept
            endpoint.exchange({}, 10)
        assert len(server.connected) == before + 2


def test_a_connection_that_went_is_opened_again_and_nothing_is_asked_twice():
    with serving(hangs_up) as server:
        reader = ChatReader("m", Endpoint(server.url, KEY, pause=60))  # no pause is needed
        assert [reader(CASE, {})["answer"] for _ in range(4)] == [{}] * 4
        reader.close()
    assert len(server.asked) == 4


def test_a_refusal_keeps_the_connection():
    def answer(handler):
        busy = len(handler.server.asked) < 3
        whole(handler, 503 if busy else 200, b"busy" if busy else REPLY)

    with serving(answer) as server:
        reader = ChatReader("m", Endpoint(server.url, KEY, pause=0.01))
        assert reader(CASE, {})["answer"] == {}
        reader.close()
    assert len(server.asked) == 3
    assert len(server.connected) == 1


def test_an_answer_that_is_too_long_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr("chaosdocs.readers.endpoint.MOST_BYTES", 1000)
    with serving(lambda handler: whole(handler, data=b"x" * 500_000)) as server:
        endpoint = Endpoint(server.url, KEY)
        for _ in range(2):
            with pytest.raises(Exception, match="longer than"):
                endpoint.exchange({}, 10)
        endpoint.connections.close()
        assert len(server.connected) == 2


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(monkeypatch):
    with serving(whole) as server:
        proxy = server.url.removesuffix("/v1").replace("//", "//me:p%40ss@")
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "direct.test")
        for url in ("http://model.test/v1", server.url):
            endpoint = Endpoint(url, KEY)
            endpoint.exchange({}, 10)
            endpoint.connections.close()
    (path, headers, _), (direct, plain, _) = server.asked
    assert path == "http://model.test/v1/chat/completions"
    assert headers["Host"] == "model.test"
    assert headers["Proxy-Authorization"] == "Basic bWU6cEBzcw=="
    assert direct == "/v1/chat/completions"
    assert "Proxy-Authorization" not in plain


def test_a_safe_line_goes_through_a_tunnel(monkeypatch):
    told = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def refuse():
            with listening.accept()[0] as line:
                told.append(line.recv(4000))
                line.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(HopelessError, match="Tunnel connection failed: 403"):
            ChatReader("m", Endpoint("https://model.test/v1", KEY, tries=1))(CASE, {})
        thread.join()
    assert told[0].startswith(b"CONNECT model.test:443 ")
    assert KEY.encode() not in told[0]


def test_a_connection_that_breaks_at_its_first_question_is_told():
    def breaks(handler):
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True

    with serving(breaks) as server:
        with pytest.raises(TryAgainError, match="the connection broke: RemoteDisconnected"):
            Endpoint(server.url, KEY).exchange({}, 10)
        assert len(server.asked) == 1
