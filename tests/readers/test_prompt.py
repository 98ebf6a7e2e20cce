"""The words of a question, the schema beside them, and what becomes of an answer."""

import json

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.answer_schema import answer_schema, sent_pattern
from chaosdocs.readers.asking import chat_request
from chaosdocs.readers.prompt import question_text, schema_text
from chaosdocs.readers.said import NULLS, line_of
from chaosdocs.readers.settings import ModelSettings
from chaosdocs.score.judging.field_answers import MOST_CANDIDATES

MONEY = {
    "type": ["object", "null"],
    "x-kind": "money",
    "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
    "required": ["amount", "currency"],
}
DATE = {"type": ["string", "null"], "x-kind": "date", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}
ASK = {
    "type": "object",
    "properties": {
        "seller": {"type": "object", "properties": {"name": {"type": ["string", "null"]}}},
        "issued": DATE,
        "paid": {"type": ["boolean", "null"], "x-kind": "bool"},
        "country": {"type": ["string", "null"], "enum": ["DE", "US", None]},
        "total": MONEY,
        "lines": {
            "type": ["array", "null"],
            "items": {"type": "object", "properties": {"amount": MONEY}},
        },
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def case(ask=ASK, task="extract"):
    return Case.model_validate(
        {"case": "k1", "task": task, "channel": "text", "instructions": "Fill in.", "files": [],
         "schema": ask}
    )  # fmt: skip


def objects(node):
    if isinstance(node, dict):
        if "properties" in node and node.get("type") != ["string", "null"]:
            yield node
        for each in node.values():
            yield from objects(each)
    elif isinstance(node, list):
        for each in node:
            yield from objects(each)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("form", ["plain", "envelope"])
def test_every_asked_key_is_required_nullable_and_nothing_else_is_allowed(form, strict):
    sent = answer_schema(case(), form, verbal=form == "envelope", strict=strict)
    answer = sent["properties"]["answer"] if form == "envelope" else sent

    assert list(answer["properties"]) == answer["required"] == list(ASK["properties"])
    for node in objects(answer):
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False
    for key in ("issued", "paid", "country", "total", "lines", "tags"):
        assert "null" in answer["properties"][key]["type"]
    assert None in answer["properties"]["country"]["enum"]
    written = json.dumps(sent)
    assert "x-kind" not in written
    assert "\\\\" not in written
    assert answer["properties"]["issued"]["pattern"] == "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"
    if strict:
        for node in objects(sent):
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False


def leaves(node):
    """Yield every schema of a text in a schema."""
    if isinstance(node, dict):
        if "string" in [*node.get("type", [])] or node.get("type") == "string":
            yield node
        for each in node.values():
            yield from leaves(each)
    elif isinstance(node, list):
        for each in node:
            yield from leaves(each)


@pytest.mark.parametrize("form", ["plain", "envelope"])
def test_no_number_and_no_id_can_be_written_for_ever(form):
    ask = {"type": "object", "properties": {
        "number": {"type": "string", "x-kind": "id"},
        "total": {"type": "string", "x-kind": "number", "pattern": r"^-?\d+(\.\d+)?$"},
        "codes": {"type": "array", "x-kind": "id", "items": {"type": "string", "x-kind": "id"}},
    }}  # fmt: skip
    sent = list(leaves(answer_schema(case(ask), form)))

    patterns = [each["pattern"] for each in sent if "pattern" in each]
    ids = [each for each in sent if "maxLength" in each]
    assert len(ids) == (2 if form == "plain" else 3)
    assert len(patterns) == (1 if form == "plain" else 2)
    assert set(patterns) == {"^-?[0-9]{1,40}([.][0-9]{1,40})?$"}
    assert sent_pattern(r"^[A-Z*+]+-x*$") == "^[A-Z*+]{1,40}-x{0,40}$"


def test_without_lists_no_key_of_an_envelope_can_be_made_up():
    flat = {"type": "object", "properties": {"issued": DATE, "total": MONEY}}
    sent = answer_schema(case(flat), "envelope", verbal=True)["properties"]

    for part in ("abstain", "candidates", "confidence"):
        assert sent[part]["additionalProperties"] is False
        assert list(sent[part]["properties"]) == ["/issued", "/total"]
    assert sent["confidence"]["required"] == ["/issued", "/total"]
    assert sent["absent"]["items"]["enum"] == ["/issued", "/total"]
    assert sent["absent"]["maxItems"] == 2
    assert sent["candidates"]["properties"]["/total"]["maxItems"] == MOST_CANDIDATES
    assert f"{MOST_CANDIDATES} at most" in question_text(case(flat), "envelope")
    free = answer_schema(case(), "envelope")["properties"]
    assert "/lines" in free["abstain"]["properties"]
    assert free["abstain"]["additionalProperties"]["enum"]
    assert "confidence" not in free


def test_the_words_name_every_field_and_explain_each_kind_once():
    text = schema_text(ASK)

    assert text.splitlines()[1:] == [
        "{",
        '"seller": {',
        '"name": string.',
        "}",
        '"issued": date.',
        '"paid": bool.',
        '"country": one of "DE", "US".',
        '"total": money.',
        '"lines": list of {',
        '"amount": money.',
        "}",
        '"tags": list of string.',
        "}",
        "string: a string.",
        "date: a string. ISO 8601 (2024-03-04; 2024-03 where no day is told).",
        "bool: true or false.",
        (
            'money: {"amount": string, "currency": string}. Amount as a plain decimal with a '
            "point; currency as its ISO 4217 code."
        ),
    ]


def test_a_model_is_asked_for_confidences_only_in_an_envelope():
    assert '"confidence"' in question_text(case(), "envelope", verbal=True)
    assert '"confidence"' not in question_text(case(), "envelope")
    with pytest.raises(UserError, match="no place for confidences"):
        ModelSettings(form="plain", confidence="verbal")


def test_a_model_is_told_what_the_score_takes_a_null_for():
    """A null says nothing in the plain form, and that the field is absent in an envelope."""
    assert NULLS == {"plain": "merged", "envelope": "split"}
    rule = 'A null that is not in "abstain" means the same.'
    assert rule in question_text(case(), "envelope")
    assert rule not in question_text(case(), "plain")


def test_parsers_are_told_their_form():
    assert question_text(case(task="text"), "envelope") == "Fill in."
    assert '"tables"' in question_text(case(task="tables"), "envelope")
    assert answer_schema(case(task="text"), "envelope") is None


def test_a_schema_of_80_fields_takes_a_small_part_of_a_context_of_8192_tokens():
    leaf = {"type": ["string", "null"], "x-kind": "id"}
    words = "Number of the seller's bank account, as it stands at the foot of the page. "
    spelled = words + "As printed, without spaces that only group it; leading zeros count."
    many = {f"account_number_{n}": leaf | {"description": spelled} for n in range(80)}

    text = question_text(case({"type": "object", "properties": many}), "envelope", verbal=True)

    assert len(text) / 3 < 4000  # three characters a token is few


def test_ask_shows_byte_for_byte_what_is_sent(tmp_path):
    recipe = tmp_path / "r.yaml"
    recipe.write_text(
        "chaosdocs: 2\nname: asked\nseed: 1\nsource: {domain: invoice, count: 1}\n"
        "render: [{as: csv, system: sap}]\ndesign: {each: [gaps.left_out], severities: [3]}\n"
    )
    runner = CliRunner()
    assert runner.invoke(cli, ["generate", str(recipe), "-o", "c"]).exit_code == 0
    for how in ([], ["--form", "plain"], ["--confidence", "verbal"]):
        shown = {
            name: runner.invoke(cli, ["ask", "c", "--as", name, *how]).output
            for name in ("text", "schema", "openai")
        }
        body = json.loads(shown["openai"])
        words = body["messages"][0]["content"][0]["text"]

        assert shown["text"].partition("\n\nFiles:\n")[0] == words
        assert json.loads(shown["schema"]) == body["response_format"]["json_schema"]["schema"]
    assert runner.invoke(cli, ["ask", "c", "--form", "plan"]).exit_code == 2


def test_settings_change_the_request():
    plain = ModelSettings(
        form="plain", json="object", temperature=None, seed=None, body={"reasoning_effort": "low"}
    )

    body = chat_request(case(), {}, plain)

    assert body["response_format"] == {"type": "json_object"}
    assert body["reasoning_effort"] == "low"
    assert not {"temperature", "seed", "max_tokens", "logprobs"} & body.keys()
    default = chat_request(case(), {})
    assert (default["temperature"], default["seed"]) == (0, 0)
    assert "response_format" not in chat_request(case(), {}, ModelSettings(json="none"))


@pytest.mark.parametrize(
    ("said", "answer", "notes"),
    [
        ('{"a": 1}', {"a": 1}, None),
        ('```json\n{"a": 1}\n```', {"a": 1}, ["fenced"]),
        ('<think>{"a": 2}?</think>\n{"a": 1}', {"a": 1}, ["thinking"]),
        ('so it is 1 </think>{"a": 1}', {"a": 1}, ["thinking"]),
        ('Sure! ```json\n{"a": 1}\n``` Bye {x}.', {"a": 1}, ["wrapped"]),
        ('{"a": 1} or {"a": 2}', '{"a": 1} or {"a": 2}', None),
        ('<think>cut {"a": 1}', "", ["thinking"]),
        ("I cannot.", "I cannot.", None),
        ("[1]", "[1]", None),
        ('{"a": NaN}', '{"a": NaN}', None),
        ('{"a": 1, "a": 2}', '{"a": 1, "a": 2}', None),
        ("{" * 5000, "{" * 5000, None),
    ],
)
def test_what_stands_around_an_answer_is_taken_off_and_named(said, answer, notes):
    line = line_of("extract", said, "plain")

    assert line["answer"] == answer
    assert line.get("notes") == notes


def test_an_envelope_is_opened_in_either_spelling():
    by_path = {
        "answer": {"a": None}, "abstain": {"/a": "ambiguous"}, "absent": [],
        "candidates": {"/a": ["1", "2"]}, "confidence": {"/a": 0.5},
    }  # fmt: skip
    listed = by_path | {
        "abstain": [{"path": "/a", "reason": "ambiguous"}],
        "candidates": [{"path": "/a", "values": ["1", "2"]}],
        "confidence": [{"path": "/a", "probability": 0.5}],
    }

    line = line_of("extract", json.dumps(by_path), "envelope")

    assert line == {key: by_path[key] for key in by_path if key != "absent"} | {"nulls": "split"}
    assert line_of("extract", listed, "envelope") == line
    assert line_of("extract", {"a": 1}, "envelope")["notes"] == ["no_envelope"]
    assert line_of("extract", '{"answer": 1, "answer": 2}', "envelope")["error"]
    assert line_of("extract", {"answer": 1}, "plain")["answer"] == {"answer": 1}
    assert line_of("tables", '{"tables": []}', "plain") == {"tables": []}
    assert line_of("text", "<think>a</think># A", "envelope")["text"] == "# A"
