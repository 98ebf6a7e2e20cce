"""An endpoint in a thread of this process, whose behaviour a test writes down: no network."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chaosdocs.readers.endpoint import Endpoint

DRIP = 0.05
"""Seconds between the parts of an answer that is a list of parts."""
KEY = "sk-very-secret"


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict
    raw: bytes

    @property
    def body(self):
        return json.loads(self.raw)


@dataclass
class Server:
    """What a test sees of the endpoint."""

    url: str
    asked: list = field(default_factory=list)

    def endpoint(self, **more):
        base = more.pop("base_url", f"{self.url}/v1")
        made = {"key": KEY, "pause": 0.01, **more}
        return Endpoint(base, **made)


def chat(content="{}", finish="stop", usage=None, **more):
    """Return a reply of /chat/completions."""
    return {
        "id": "chatcmpl-1",
        "model": "m-2026",
        "system_fingerprint": "fp-7",
        "choices": [{"message": {"content": content}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, **(usage or {})},
        **more,
    }


@contextmanager
def serve(behave):
    """Serve `behave(asked, number)`: an object, or (status, text or bytes, headers)."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
            with lock:
                asked = Asked(self.path, dict(self.headers), raw)
                server.asked.append(asked)
                number = len(server.asked)
            reply = behave(asked, number)
            if isinstance(reply, dict):
                reply = (200, json.dumps(reply), {})
            status, data, headers = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):
                for part in data if isinstance(data, list) else [data]:
                    self.wfile.write(part.encode() if isinstance(part, str) else part)
                    if isinstance(data, list):
                        time.sleep(DRIP)

        def log_message(self, *args):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
