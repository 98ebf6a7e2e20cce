"""What names a reader, what a command answers, and what may come out of one."""

import sys

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.command import CommandReader, DeadlineError
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.reader import BrokenAnswerError, checked
from chaosdocs.readers.registry import READERS

CASE = {"case": "k1"}


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module of readers, one of which cannot be called."""
    (tmp_path / "mine_readers.py").write_text(
        "def read(case, files): return {'answer': {}}\n"
        "class Box:\n    inner = staticmethod(read)\nnumber = 5\n"
    )
    (tmp_path / "mine_broken.py").write_text("raise RuntimeError('no key')\n")
    (tmp_path / "mine_lacking.py").write_text("import not_there_at_all\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in ("mine_readers", "mine_broken", "mine_lacking"):
        sys.modules.pop(name, None)


def test_readers_are_built_in_or_functions_of_a_module(module):
    assert load_reader("builtin:rules") is READERS["rules"]
    assert load_reader("mine_readers:read")(CASE, {}) == {"answer": {}}
    assert load_reader("mine_readers:Box.inner")(CASE, {}) == {"answer": {}}


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("rules", "did you mean 'builtin:rules'"),
        ("nothing", "'nothing' is not a reader"),
        ("builtin:ruls", "did you mean 'rules'"),
        ("mine_readers:raed", "did you mean 'read'"),
        ("mine_readers:number", "not a function: its type is int"),
        ("mine_broken:read", "cannot be imported: RuntimeError: no key"),
        ("mine_lacking:read", "cannot be imported: No module named 'not_there_at_all'"),
        ("mine_nowhere:read", "there is no module 'mine_nowhere'\n  Python looks for modules"),
        ("buitlin:rules", "a reader is one of builtin:NAME"),
        ("openai:any", "no endpoint is known here"),
        ("cmd:no-such-program {file}", "there is no program 'no-such-program'"),
        ("cmd:sh 'open", "not a command"),
        ("cmd: ", "there is no command behind cmd:"),
    ],
)
def test_what_names_no_reader_is_told_with_what_was_meant(module, spec, says):
    with pytest.raises(UserError) as caught:
        load_reader(spec)

    assert says in str(caught.value)


@pytest.mark.parametrize("spec", ["cmd:sh -c true", "mine_readers:read", "openai:any"])
def test_code_of_others_runs_only_where_it_is_trusted(module, spec):
    with pytest.raises(UserError, match="--trust"):
        load_reader(spec, trust=False)


def command(script, *words):
    return CommandReader(f"sh -c '{script}' {' '.join(words)}".strip())


def test_a_command_gets_the_case_and_the_files_and_answers_json(tmp_path):
    files = {"a": tmp_path / "a b.pdf", "c": tmp_path / "c.pdf"}

    echoed = command('cat >/dev/null; printf "{\\"text\\": \\"$0|$1\\"}"', "{file}", "{files}")
    assert echoed(CASE, files) == {"text": f"{files['a']}|{files['a']}"}
    assert command("cat")(CASE, files) == CASE
    assert command('printf "{\\"text\\": \\"$0\\"}"', "x{file}")(CASE, {}) == {"text": "x"}


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 3", r"^exit code 3$"),
        ("echo broken >&2; exit 3", "exit code 3: broken"),
        ("echo hello; echo why >&2", r"not JSON.*starts 'hello\\n'; why"),
        ("echo [1]", "a list, not an object"),
    ],
)
def test_a_command_that_answers_nothing_of_use_is_told(script, says):
    with pytest.raises(BrokenAnswerError, match=says):
        command(script)(CASE, {})


def test_a_command_that_takes_too_long_is_ended_and_a_closed_one_starts_no_more():
    slow = command("sleep 60")
    slow.deadline = 0.2
    with pytest.raises(DeadlineError, match=r"no answer after 0\.2 s"):
        slow(CASE, {})

    slow.deadline = None
    slow.close()
    with pytest.raises(BrokenAnswerError, match="exit code -9"):
        slow(CASE, {})


@pytest.mark.parametrize("script", ["yes", "yes >&2 & yes", "yes | cat"])
def test_a_command_that_floods_is_ended(script, monkeypatch):
    monkeypatch.setattr("chaosdocs.readers.command.MOST_BYTES", 1_000_000)

    with pytest.raises(BrokenAnswerError, match="longer than 1,000,000 bytes; the command was end"):
        command(script)(CASE, {})


def test_complaints_without_end_are_ended_by_the_deadline_and_kept_short():
    loud = command("yes >&2")
    loud.deadline = 0.5
    with pytest.raises(DeadlineError, match=r"no answer after 0\.5 s"):
        loud(CASE, {})

    with pytest.raises(BrokenAnswerError, match=r"(?s)^exit code 3: .{1990,2000}end$"):
        command("yes | head -c 300000 >&2; printf end >&2; exit 3")(CASE, {})


def test_a_command_need_not_read_its_case_and_may_read_a_long_one():
    long = CASE | {"schema": {"words": "x" * 1_000_000}}

    assert command("exec <&-; echo {}")(long, {}) == {}
    assert command("cat")(long, {}) == long


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (None, "returned NoneType, not a mapping"),
        ({"case": "k2", "answer": {}}, "the answer is for case 'k2'"),
        ({"anwser": {}}, "unknown key: 'anwser' .did you mean 'answer'.*allowed: answer"),
        ({"confidence": {}}, "none of answer, text, tables"),
        ({"answer": {"a": {1, 2}}}, "not plain JSON"),
        ({"answer": {"a": float("nan")}}, "not plain JSON"),
    ],
)
def test_what_is_no_answer_is_told(said, says):
    with pytest.raises(BrokenAnswerError, match=says):
        checked(said, {"case": "k1"})


def test_an_answer_loses_its_case_and_an_error_needs_nothing_else():
    assert checked({"case": "k1", "answer": {"a": (1,)}}, {"case": "k1"}) == {"answer": {"a": [1]}}
    assert checked({"error": "no key"}, {"case": "k1"}) == {"error": "no key"}
