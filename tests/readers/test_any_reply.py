"""Whatever an endpoint sends back, reading it raises nothing, and what is read holds."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.formats.cases import Case
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.forecast import from_answers
from chaosdocs.readers.joined import confidences
from chaosdocs.readers.pauses import seconds_asked
from chaosdocs.readers.reply import chat_reply, responses_reply
from chaosdocs.readers.said import line_of, object_in, without_thinking

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["choices", "message", "content", "refusal", "output", "usage", "prompt_tokens", "logprobs",
     "model", "id", "type", "text", "finish_reason", "incomplete_details", "status", "error",
     "prompt_tokens_details", "cached_tokens"]
)  # fmt: skip
REPLY = st.recursive(
    JSON | st.sampled_from(["message", "output_text", "length"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
VALUES = st.none() | st.booleans() | st.text(max_size=12)
ANSWERS = st.fixed_dictionaries({"a": VALUES, "b": st.fixed_dictionaries({"c": VALUES})})
SCHEMA = {
    "properties": {"a": {"type": "string"}, "b": {"properties": {"c": {"type": "string"}}}},
}


@given(REPLY)
def test_a_reply_of_any_shape_is_read(raw):
    for read in (chat_reply, responses_reply):
        reply = read(raw)
        assert reply.content is None or reply.content.strip()
        assert reply.content is not None or reply.why
        assert all(type(n) is int and n >= 0 for n in reply.tokens.values())
        assert all(isinstance(words, str) for words in reply.about.values())


@given(JSON | st.text(alphabet='{}[]",:<>/think \n`1ajson', max_size=60))
def test_whatever_a_model_says_becomes_a_line(said):
    for task in ("extract", "text", "tables"):
        for form in ("plain", "envelope"):
            line = line_of(task, said, form)
            assert line.keys() & {"answer", "text", "tables"}
            json.dumps(line)


@given(ANSWERS, st.sampled_from(["", "<think>{}</think>", "Sure: ", "```json\n"]))
def test_an_answer_is_found_behind_what_stands_around_it(answer, before):
    after = "\n```" if before.startswith("```") else ""
    words = without_thinking(before + json.dumps(answer) + after)[0]

    assert object_in(words)[0] == answer


@given(ANSWERS, st.data())
def test_confidences_are_the_joint_probability_of_the_written_tokens(answer, data):
    content = json.dumps(answer, ensure_ascii=False)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(content) - 1), max_size=10)))
    texts = [content[i:j] for i, j in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    tokens = [
        {"token": text, "logprob": -data.draw(st.floats(0, 3)), "bytes": list(text.encode())}
        for text in texts
    ]

    sure = confidences(content, tokens, SCHEMA, answer)

    whole = math.exp(sum(token["logprob"] for token in tokens))
    assert set(sure) == {"/a", "/b/c"}
    for p in sure.values():
        assert whole - 1e-6 <= p <= 1


@given(st.text(max_size=30), st.lists(REPLY, max_size=4), JSON)
def test_tokens_of_any_shape_are_read(content, tokens, said):
    listed = [token for token in tokens if isinstance(token, dict)]
    found = confidences(content, listed, SCHEMA, said)
    assert found is None or all(0 <= p <= 1 for p in found.values())


@given(
    st.dictionaries(
        st.sampled_from(["Retry-After", "retry-after-ms", "Date", "x-ratelimit-reset-tokens",
                         "x-ratelimit-remaining-tokens"]),
        st.text(max_size=12) | st.floats().map(str) | st.integers().map(str),
    ),
    st.text(max_size=30),
)  # fmt: skip
def test_headers_of_any_shape_ask_for_a_finite_pause_or_none(headers, words):
    found = seconds_asked(headers, words)
    assert found is None or (found >= 0 and math.isfinite(found))


def test_tokens_beyond_all_reason_are_not_believed():
    usage = {"prompt_tokens": 10**400, "completion_tokens": 2**80, "total_tokens": 7}
    reply = chat_reply({"choices": [{"message": {"content": "{}"}}], "usage": usage})
    assert reply.tokens == {}

    case = Case.model_construct(case="c", files=())
    lines = [{"case": "c", "tokens_in": 10**400, "tokens_out": 8}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chaosdocs.readers.forecast._kind", lambda _case: "csv")
        found = from_answers([case], lines, 1, Endpoint("http://localhost/v1"))
    assert found is not None
    assert (found.tokens_in, found.tokens_out) == (0, 8)
