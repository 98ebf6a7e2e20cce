"""A file of answers is of one reader: every line says which, and another does not continue it."""

import json
from dataclasses import replace

import pytest

import chaosdocs as cd
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.answered_by import AnsweredBy
from chaosdocs.readers.chat import ChatReader
from chaosdocs.readers.command import CommandReader
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.forecast import answers_in
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.runner import run
from chaosdocs.readers.service import ServiceReader
from chaosdocs.readers.service_map import load_map
from chaosdocs.readers.settings import ModelSettings
from chaosdocs.score.run import score

RECIPE = """\
chaosdocs: 2
name: mixing
seed: 4
source: {domain: invoice, count: 6}
render: [{as: csv, system: sap}]
design: {each: [gaps.left_out], severities: [1]}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "recipe.yaml").write_text(RECIPE)
    cd.generate(folder / "recipe.yaml", folder / "corpus")
    return folder / "corpus"


@pytest.fixture
def half(corpus, tmp_path):
    """A file with the answers of `builtin:rules` to half of the cases."""
    out = tmp_path / "answers.jsonl"
    asked(corpus, "builtin:rules", out, limit=6)
    return out


def asked(corpus, reader, out, **more):
    return run(corpus, reader, out, clock=lambda: 0.0, **more)


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def case_of(corpus):
    return lambda: json.loads((corpus / "cases.jsonl").read_text().splitlines()[0])


@pytest.mark.parametrize("how", ["resume", "retry_errors"])
def test_another_reader_does_not_continue_a_file(corpus, half, how):
    before = half.read_bytes()

    with pytest.raises(UserError, match="another reader gave the answers") as told:
        asked(corpus, "builtin:blind", half, **{how: True})

    assert "reader was builtin:rules, now builtin:blind" in str(told.value)
    assert "--mix" in str(told.value)
    assert half.read_bytes() == before


def test_the_same_reader_continues_its_file(corpus, half):
    ran = asked(corpus, "builtin:rules", half, resume=True)

    assert ran.before == 6
    assert ran.asked > 0
    assert ran.told == []


def test_a_file_without_names_is_continued_with_a_word(corpus, half):
    bare = [{k: v for k, v in row.items() if k not in {"reader", "settings"}} for row in rows(half)]
    half.write_text("".join(f"{json.dumps(row)}\n" for row in bare))

    ran = asked(corpus, "builtin:rules", half, resume=True)

    assert ran.asked > 0
    assert "6 answers" in ran.told[0]
    assert "do not say which reader" in ran.told[0]


def test_another_step_does_not_continue_a_file(corpus, tmp_path):
    out = tmp_path / "answers.jsonl"
    asked(corpus, texts, out, limit=6)

    with pytest.raises(UserError, match="--then was none, now builtin:fields@"):
        asked(corpus, texts, out, resume=True, then="builtin:fields")


def test_another_step_is_seen_in_a_file_without_names(corpus, tmp_path):
    out = tmp_path / "answers.jsonl"
    asked(corpus, texts, out, limit=6, then="builtin:fields")
    bare = [{k: v for k, v in row.items() if k != "reader"} for row in rows(out)]
    out.write_text("".join(f"{json.dumps(row)}\n" for row in bare))

    with pytest.raises(UserError, match="now none"):
        asked(corpus, texts, out, resume=True)


def texts(_case, files):
    return {"text": next(iter(files.values())).read_text(errors="replace")}


def chat(model="m", url="http://host.test/v1", **settings):
    return ChatReader(model, Endpoint(url, "a-secret-key"), ModelSettings(**settings))


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (chat("n"), "reader"),
        (chat(url="http://other.test/v1"), "base_url"),
        (chat(form="plain"), "form"),
        (chat(confidence="verbal"), "confidence"),
        (chat(json="none"), "json"),
        (chat(pdf="text"), "pdf"),
        (chat(dpi=72), "dpi"),
        (chat(detail="low"), "detail"),
        (chat(temperature=None), "temperature"),
        (chat(seed=1), "seed"),
        (chat(api="responses"), "api"),
        (chat(body={"reasoning_effort": "low"}), "body"),
    ],
)
def test_each_setting_of_a_model_tells_two_readers_apart(corpus, other, named):
    case = case_of(corpus)
    one, two = (AnsweredBy(*each.answered_by(case)) for each in (chat(), other))

    assert named in {name for name, _, _ in one.differences(two)}


def test_another_prompt_is_another_reader(corpus, monkeypatch):
    case = case_of(corpus)
    one = AnsweredBy(*chat().answered_by(case))
    monkeypatch.setattr("chaosdocs.readers.prompt._PATHS", "Paths are written as you like. ")

    two = AnsweredBy(*chat().answered_by(case))

    assert [name for name, _, _ in one.differences(two)] == ["prompt"]


def test_limits_that_only_make_errors_do_not_tell_readers_apart(corpus):
    case = case_of(corpus)
    longer = ChatReader(
        "m", Endpoint("http://host.test/v1", "new-key", patience=9), ModelSettings(max_tokens=9)
    )

    assert chat().answered_by(case) == longer.answered_by(case)


def test_no_key_is_written(corpus, tmp_path):
    case = case_of(corpus)
    (tmp_path / "map.yaml").write_text(
        "request: {json: {file: '{base64}'}, headers: {Authorization: '${SERVICE_KEY}'}}\n"
        "answer: $.fields\n"
    )
    found, secrets = load_map(tmp_path / "map.yaml", {"SERVICE_KEY": "topsecret-1"})
    url = "http://me:topsecret-2@host.test/read?key=topsecret-3"
    readers = [
        chat(url=url, body={"api_key": "topsecret-4"}),
        ServiceReader(Endpoint(url, secrets=secrets), found),
        CommandReader("true --key topsecret-5"),
    ]

    said = json.dumps([reader.answered_by(case) for reader in readers])

    assert "secret" not in said
    assert "http://host.test/read" in said
    assert "cmd:true" in said


def test_commands_and_maps_with_other_words_are_other_readers(tmp_path):
    assert CommandReader("true a").answered_by({}) != CommandReader("true b").answered_by({})
    services = []
    for place in ("fields", "result"):
        (tmp_path / "map.yaml").write_text(f"request: {{body: '{{file}}'}}\nanswer: $.{place}\n")
        services.append(
            ServiceReader(Endpoint("http://host.test"), load_map(tmp_path / "map.yaml", {})[0])
        )
    assert services[0].answered_by({}) != services[1].answered_by({})


def test_a_parser_names_its_options_and_its_version():
    parser = load_reader("parser:pymupdf")
    reader, settings = parser.answered_by({})

    assert reader == "parser:pymupdf"
    assert settings == {parser.parser.engine.name: parser.parser.engine.version()}
    assert replace(parser, options={"dpi": 100}).answered_by({})[1] == {**settings, "dpi": 100}


def test_stored_answers_keep_the_reader_that_gave_them(corpus, half, tmp_path):
    out = tmp_path / "again.jsonl"
    asked(corpus, f"answers:{half}", out)

    assert {row["reader"] for row in rows(out)} == {"builtin:rules"}


def test_a_score_of_two_readers_says_so(corpus, half):
    asked(corpus, "builtin:blind", half, resume=True, mix=True)

    warnings = score(corpus, [half], reference_readers=False).summary.warnings

    (told,) = [w for w in warnings if "several readers answered" in w]
    assert "builtin:rules 6 lines" in told
    assert "builtin:blind" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"settings": {"form": "plain"}}, "answered with 2 different settings"),
        ({"then": "builtin:fields@2"}, "several steps made the fields"),
        ({"model": "another"}, "several models answered"),
        ({"reader": None}, "1 of 6 lines do not say which reader answered"),
    ],
)
def test_a_score_warns_of_whatever_shows_a_mixture(corpus, half, change, told):
    found = [{"model": "one", **row} for row in rows(half)]
    found[2] |= change
    half.write_text("".join(f"{json.dumps(row)}\n" for row in found))

    warnings = score(corpus, [half], reference_readers=False).summary.warnings

    assert any(told in words for words in warnings), warnings


def test_a_score_of_one_reader_warns_of_no_mixture(corpus, half):
    warnings = score(corpus, [half], reference_readers=False).summary.warnings

    assert not any("several" in words or "do not say" in words for words in warnings)


def test_lines_are_the_same_whoever_asks(corpus, tmp_path):
    for name, jobs in (("one", 1), ("two", 2)):
        asked(corpus, "builtin:rules", tmp_path / name, jobs=jobs)

    one, two = (
        sorted(rows(tmp_path / name), key=lambda row: row["case"]) for name in ("one", "two")
    )
    assert [row["reader"] for row in one] == [row["reader"] for row in two]


def test_the_price_of_a_model_is_not_estimated_from_the_answers_of_another(tmp_path):
    names = {"mine": "openai:m", "other": "openai:n", "unnamed": None}
    path = tmp_path / "answers.jsonl"
    path.write_text(
        "".join(json.dumps({"case": c, "reader": reader}) + "\n" for c, reader in names.items())
    )

    assert [line["case"] for line in answers_in(path, "openai:m")] == ["mine", "unnamed"]


@pytest.mark.parametrize(
    "odd",
    [{"reader": {"a": 1}}, {"reader": "\ud800"}, {"settings": {"\ud800": [None]}}, {"then": 7}],
)
def test_whatever_names_the_reader_in_a_file_is_read(corpus, half, tmp_path, odd):
    half.write_text("".join(f"{json.dumps({**row, **odd})}\n" for row in rows(half)))

    assert answers_in(half, "openai:m") == []
    asked(corpus, "builtin:rules", half, resume=True, mix=True)
    asked(corpus, f"answers:{half}", tmp_path / "again.jsonl")
    assert score(corpus, [half], reference_readers=False).rows
