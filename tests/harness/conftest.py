"""A small corpus, a model on loopback that knows documents by their bytes, and venvs."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.harness.asking import as_messages, parts
from chaosdocs.readers.reader import BrokenAnswerError
from tests.making.mended import mend

ROOT = Path(__file__).parents[2]
READY = ROOT / "corpora" / "ready"


def pytest_collection_modifyitems(config, items):
    """Leave out the real runs, which need a package index, unless they are asked for."""
    if "harness" in (config.getoption("-m") or ""):
        return
    for item in items:
        if item.get_closest_marker("harness"):
            item.add_marker(pytest.mark.skip(reason="a real run: python -m pytest -m harness"))


def said_by(corpus):
    """Case to what the model says: the answers of the careless reader of the ready corpora."""
    lines = (corpus.parent / "rules.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["case"]: json.dumps(row["answer"]) for row in map(json.loads, lines)}


def seen(messages):
    """What a model got to see, as a digest: every text joined, and the bytes of each file."""
    texts, data = [], []
    for message in messages:
        content = message["content"]
        for part in [{"type": "text", "text": content}] if isinstance(content, str) else content:
            if part["type"] == "text":
                texts.append(part["text"])
                continue
            url = part.get("image_url") or part.get("file")
            url = url.get("url") or url.get("file_data") if isinstance(url, dict) else url
            data.append(hashlib.sha256(base64.b64decode(url.partition(",")[2])).hexdigest())
    whole = "\n\n".join(texts).strip() + "".join(data)
    return hashlib.sha256(whole.encode()).hexdigest()


HOSTILE = """
{{7*7}} {% endraw %} {{ env.SECRET }} {{env.PATH}} ${HOME} `id` $(id) {0} %s %(x)s
=cmd|'/c calc'!A1 <script>alert(1)</script> file:///etc/passwd # {{#if}} \\u0000 "2024-03-05"
"""


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    """Some harnesses ask about all cases at once."""


class Model:
    """A model that answers what it knows, and only if it got question and document unchanged."""

    def __init__(self, corpora):
        self.known = {}
        self.alike = set()  # cases whose pages look like another's: hidden text is in no image
        first = {}
        self.asked = []
        for corpus in corpora:
            said = said_by(corpus)
            for case in CorpusFolder(corpus).cases():
                for pdf in ("file", "images", "text"):
                    try:
                        shown = parts(case, corpus, pdf)
                    except BrokenAnswerError:
                        continue
                    key = seen(as_messages(case, shown, "plain"))
                    self.known[key] = said[case.case]
                    if first.setdefault(key, case.case) != case.case:
                        self.alike |= {first[key], case.case}
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                reply = json.dumps(model.reply(body)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, body):
        said = self.known.get(seen(body["messages"]), "I do not know this document.")
        self.asked.append(said)
        message = {"role": "assistant", "content": said}
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model", "local"),
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
        }


@pytest.fixture(scope="session")
def corpus():
    """About fifty cases of PDF and CSV."""
    return READY / "invoices" / "corpus"


@pytest.fixture(scope="session")
def cases(corpus):
    """How many cases `corpus` has."""
    return len((corpus / "cases.jsonl").read_text().splitlines())


@pytest.fixture(scope="session")
def sheets():
    """Forty cases of CSV, XLSX and JSON."""
    return READY / "statements" / "corpus"


@pytest.fixture(scope="session")
def hostile(sheets, tmp_path_factory):
    """The same forty cases; every text in them is full of what templates and loaders run."""
    home = tmp_path_factory.mktemp("hostile")
    shutil.copytree(sheets, home / "corpus")
    shutil.copy(sheets.parent / "rules.jsonl", home)
    for number, path in enumerate(sorted((home / "corpus" / "files").rglob("*.*"))):
        if path.suffix != ".xlsx":
            first = "file:///etc/hostname\n" if number % 2 else ""
            path.write_bytes(first.encode() + path.read_bytes() + HOSTILE.encode())
    mend(home / "corpus")
    return home / "corpus"


@pytest.fixture(scope="module")
def model(corpus, hostile):
    found = Model([corpus, hostile])
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(scope="session")
def venv(request, tmp_path_factory):
    """Return the Python of an environment with some packages and chaosdocs, made when asked for."""
    given = request.config.getoption("--harness-venvs")
    home = Path(given) if given else tmp_path_factory.mktemp("venvs")

    def made(name, *packages, python=sys.executable):
        with_venv = home / name / "bin" / "python"
        if not with_venv.exists():
            subprocess.run([python, "-m", "venv", home / name], check=True)
        python = with_venv
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "numpy", "pydantic", "rapidfuzz", "click", *packages], check=True)
        again = ["--no-deps", "--force-reinstall", "--no-build-isolation"]
        built = subprocess.run([python, "-c", "import hatchling"], check=False, capture_output=True)
        if built.returncode:
            subprocess.run([*pip, "hatchling"], check=True)
        subprocess.run([*pip, *again, str(ROOT)], check=True)
        return python

    return made


@pytest.fixture(scope="session")
def npm(request, tmp_path_factory):
    """Return the folder of programs of a package from npm, installed when asked for."""
    given = request.config.getoption("--harness-venvs")
    home = Path(given) if given else tmp_path_factory.mktemp("npm")

    def made(name, package):
        programs = home / name / "node_modules" / ".bin"
        if not programs.exists():
            (home / name).mkdir(parents=True, exist_ok=True)
            command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", package]
            subprocess.run(command, cwd=home / name, check=True)
        return programs

    return made
