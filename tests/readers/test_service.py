"""`http:URL --map MAP.yaml`: a team's own service, asked and read as its map says."""

import base64
import json
from email import message_from_bytes

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from loopback import serve

from chaosdocs.cli.group import cli
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.json_path import MISSING, parsed
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError, checked
from chaosdocs.readers.service import ServiceReader, service_at
from chaosdocs.readers.service_map import ServiceMap, load_map

DOCUMENT = b'total "{base64}" \r\n{case} \xff'
SCHEMA = {"type": "object", "properties": {"total": {"type": ["string", "null"]}}}


def case(task="extract", names=("d.csv",)):
    files = [
        {"path": f"files/k1/{name}", "media_type": "text/csv", "sha256": "", "bytes": 3}
        for name in names
    ]
    return {
        "case": "k1", "task": task, "channel": "text", "instructions": "Fill {name} in.",
        "files": files, "schema": SCHEMA,
    }  # fmt: skip


@pytest.fixture
def files(tmp_path):
    for name in ("d.csv", "e.csv"):
        (tmp_path / name).write_bytes(DOCUMENT)
    return {f"files/k1/{name}": tmp_path / name for name in ("d.csv", "e.csv")}


def answered(how, reply, files, *, task="extract", names=("d.csv",), **more):
    with serve(lambda asked, number: reply) as server:
        endpoint = Endpoint(f"{server.url}/read?v=1", pause=0.01, **more)
        reader = ServiceReader(endpoint, ServiceMap.model_validate(how))
        line = checked(reader(case(task, names), files), {"case": "k1"})
    return line, server.asked[0]


def test_json_is_filled_in_and_never_filled_in_twice(files):
    how = {
        "request": {
            "json": {
                "name": "{name}",
                "data": "{base64}",
                "note": "{instructions}",
                "schema": "{schema}",
                "pages": [1, None],
                "all": {"each_file": {"n": "{name}", "url": "{data_url}"}},
            },
            "query": {"lang": "{case} x"},
            "headers": {"X-Case": "{case}"},
        },
        "answer": "$.result",
    }

    line, asked = answered(how, {"result": {"total": "1"}}, files, names=("d.csv", "e.csv"))

    body = asked.body
    assert asked.path == "/read?v=1&lang=k1+x"
    assert asked.headers["X-Case"] == "k1"
    assert base64.b64decode(body["data"]) == DOCUMENT
    assert body["note"] == "Fill {name} in."
    assert body["schema"]["required"] == ["total"]
    assert body["pages"] == [1, None]
    assert [each["n"] for each in body["all"]] == ["d.csv", "e.csv"]
    assert body["all"][1]["url"].startswith("data:text/csv;base64,")
    assert line == {"answer": {"total": "1"}, "nulls": "merged"}


def test_a_form_sends_the_files_byte_for_byte(files):
    how = {
        "request": {"multipart": {"documents": "{files}", "id": "{case}"}},
        "answer": "$",
    }

    _, asked = answered(how, {"total": None}, files, names=("d.csv", "e.csv"))

    head = f"Content-Type: {asked.headers['Content-Type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + asked.raw).get_payload()
    assert [p.get_param("name", header="content-disposition") for p in parts] == [
        "documents", "documents", "id",
    ]  # fmt: skip
    assert [p.get_filename() for p in parts] == ["d.csv", "e.csv", None]
    assert asked.raw.count(DOCUMENT) == 2
    assert parts[2].get_payload() == "k1"


def test_a_body_is_the_document_itself(files):
    _, asked = answered({"request": {"body": "{file}"}, "answer": "$"}, {"total": 1}, files)
    assert asked.raw == DOCUMENT
    assert asked.headers["Content-Type"] == "text/csv"


def test_everything_a_service_says_is_picked_out(files):
    how = {
        "request": {"body": "{file}"},
        "answer": "$.out.fields",
        "confidence": "$.out.sure",
        "confidence_max": 100,
        "abstain": "$.out.unsure",
        "absent": "$.out.gone",
        "candidates": "$.out.readings",
        "cost_usd": "$.bill.usd",
        "tokens_in": "$.bill['tokens in']",
        "model": "$.version",
    }
    reply = {
        "out": {
            "fields": {"total": None},
            "sure": {"total": 93, "junk": "x"},
            "unsure": {"/total": "ambiguous"},
            "gone": ["/bic"],
            "readings": {"/total": ["1", "2"]},
        },
        "bill": {"usd": 0.01, "tokens in": 12},
        "version": "7",
    }

    line, _ = answered(how, reply, files)

    assert line == {
        "answer": {"total": None}, "confidence": {"total": 0.93}, "confidence_source": "service",
        "abstain": {"/total": "ambiguous"}, "absent": ["/bic"],
        "candidates": {"/total": ["1", "2"]}, "cost_usd": 0.01, "tokens_in": 12, "model": "7",
        "nulls": "split",
    }  # fmt: skip


def test_a_service_with_names_of_its_own_is_translated_field_by_field(files):
    how = {
        "request": {"body": "{file}"},
        "fields": {
            "/total": {
                "value": "$.fields[?@.type=='TOTAL'].text",
                "confidence": "$.fields[?(@.type == 'TOTAL')].score",
            },
            "/seller/name": "$.fields[?@.type=='VENDOR'].text",
            "/lines/*/sku": {"value": "$.items[*].code", "confidence": "$.items[*].score"},
            "/lines/*/note": "$.items[*].note",
            "/gone": "$.nothing.here",
        },
    }
    reply = {
        "fields": [
            {"type": "VENDOR", "text": "Acme"},
            {"type": "TOTAL", "text": "9", "score": 0.8},
        ],
        "items": [{"code": "A", "score": 0.5}, {"code": "B", "score": 0.25, "note": "x"}],
    }

    line, _ = answered(how, reply, files)

    assert line["answer"] == {
        "total": "9", "seller": {"name": "Acme"}, "gone": None,
        "lines": [{"sku": "A", "note": None}, {"sku": "B", "note": "x"}],
    }  # fmt: skip
    assert line["confidence"] == {"/total": 0.8, "/lines/0/sku": 0.5, "/lines/1/sku": 0.25}


def test_parsers_and_words_of_a_model_are_read(files):
    how = {"request": {"body": "{file}"}, "text": "$.md", "tables": "$.t", "answer": "$.said"}
    reply = {"md": "# A", "t": [[["a"]]], "said": 'Here: {"total": "1"}'}
    assert answered(how, reply, files, task="text")[0] == {"text": "# A"}
    assert answered(how, reply, files, task="tables")[0] == {"tables": [[["a"]]]}
    line, _ = answered(how, reply, files)
    assert (line["answer"], line["notes"]) == ({"total": "1"}, ["wrapped"])


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        ({"other": 1}, BrokenAnswerError, r"nothing at \$\.result; the answer starts"),
        ((200, "<html>", {}), BrokenAnswerError, "is not JSON; it starts '<html>'"),
        ((400, "too many pages", {}), BrokenAnswerError, "refuses the question: 400 .*many pages"),
        ((401, "who?", {}), HopelessError, "key is refused"),
        ((500, "oh", {}), BrokenAnswerError, "asked 2 times: 500"),
    ],
)
def test_what_goes_wrong_is_told(files, reply, error, words):
    how = {"request": {"body": "{file}"}, "answer": "$.result"}
    with pytest.raises(error, match=words):
        answered(how, reply, files, tries=2)


MAP = """
request:
  headers: {X-Key: "Basic ${TEAM_SECRET}"}
  multipart: {document: "{file}"}
answer: $.result
cost_usd: $.usd
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("answer:", "anwser:"), ("m.yaml:5", "no key 'anwser'", "did you mean 'answer'")),
        (("$.result", "result"), ("m.yaml:5: answer", "starts with $")),
        (("$.result", "$.a[b]"), ("no JSON path from '[b]' on",)),
        (("{file}", "{fil}"), ("m.yaml:2: request", "there is no {fil}", "{base64}")),
        (("{file}", "x {file}"), ("sends bytes",)),
        (("multipart: {document", "body: {document"), ("m.yaml:4: request.body",)),
        (("${TEAM_SECRET}", "${GONE}"), ("m.yaml:3", "the environment variable GONE is not set")),
        (("answer: $.result", "confidence: $.a"), ("where the answer is",)),
        (("answer: $.result", "fields: {total: $.a}"), ("'total' is no field", "/total")),
        (("answer: $.result", 'fields: {"/a/*/b": $.a}'), ("has one [*]",)),
    ],
)
def test_a_bad_map_is_refused_with_its_place(tmp_path, change, words):
    path = tmp_path / "m.yaml"
    path.write_text(MAP.replace(*change))
    with pytest.raises(UserError) as caught:
        load_map(path, {"TEAM_SECRET": "s3cret-value"})
    for part in words:
        assert part in str(caught.value)


RECIPE = """
chaosdocs: 2
name: served
seed: 8
source: {domain: invoice, count: 1}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [3]}
"""


def test_a_service_is_run_and_its_secret_stays_secret(tmp_path):
    def inside(*arguments, code=0):
        env = {"TEAM_SECRET": "s3cret-value", "OPENAI_API_KEY": "sk-not-for-you"}
        result = CliRunner().invoke(cli, list(map(str, arguments)), env=env)
        assert result.exit_code == code, result.output
        assert "s3cret-value" not in result.output
        return result.output

    (tmp_path / "r.yaml").write_text(RECIPE)
    (tmp_path / "m.yaml").write_text(MAP)
    inside("generate", "r.yaml", "-o", "c")
    reply = {"result": {"note": "s3cret-value"}, "usd": 0.5}
    with serve(lambda asked, number: reply) as server:
        ask = ("run", "c", "--reader", f"http:{server.url}/x", "-o", "a.jsonl")
        assert "--map" in inside(*ask, code=2)
        told = inside(*ask, "--map", "m.yaml", "--jobs", 2)
        assert "2 asked, 0 errors, 1.0000 USD" in told
        assert server.asked[0].headers["X-Key"] == "Basic s3cret-value"
        assert "Authorization" not in server.asked[0].headers
        (tmp_path / "m.yaml").write_text(MAP.replace("cost_usd: $.usd", ""))
        limited = (*ask, "--map", "m.yaml", "--max-cost", 1, "--resume")
        assert "cost_usd in its map" in inside(*limited, code=2)
    assert "s3cret-value" not in (tmp_path / "a.jsonl").read_text()
    inside("score", "c", "a.jsonl", "--resamples", 5)
    with pytest.raises(UserError, match="--map"):
        load_reader("http://host.test/x")
    for bad in ("http:ftp://x", "http:", "http:https://"):
        with pytest.raises(UserError, match="no address"):
            service_at(bad)


JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON, st.sampled_from(["$", "$.a.b", "$[0].a", "$.a[*].b", "$[?@.a=='x'].b", "$['a b']"]))
def test_a_path_finds_something_or_nothing_in_any_json(data, path):
    found = parsed(path).find(data)
    assert found is MISSING or json.dumps(found) is not None
    assert (parsed(path).find(data) is data) if path == "$" else True


def test_paths():
    data = {"a b": [{"x": 1}, {"x": 2, "y": None}], "n": True}
    assert parsed("$['a b'][-1].x").find(data) == 2
    assert parsed('$["a b"][*].x').find(data) == [1, 2]
    assert parsed("$['a b'][*].y").find(data) == [None, None]
    assert parsed("$['a b'][?@.x==2].y").find(data) is None
    assert parsed("$.n.x").find(data) is MISSING
    assert parsed("$['a b'][7]").find(data) is MISSING
