"""Files of a corpus: written whole, read by line, and no file outside is ever opened."""

import errno
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chaosdocs.formats.about import about
from chaosdocs.formats.cases import Case, CaseFile, Corpus, NamedLure, StepTruth
from chaosdocs.formats.frames import framed
from chaosdocs.formats.unchanged import PRIVATE, check_unchanged
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation import fonts
from chaosdocs.foundation.digest import digest_of_files, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import (
    cannot_write,
    dump_lines,
    inside,
    json_lines,
    write_atomically,
)
from chaosdocs.foundation.processes import deaf_children
from chaosdocs.truth.records import Domain, Field


def test_a_file_is_written_whole_with_the_folders_above_it(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_atomically(path, b"one")
    write_atomically(path, (piece for piece in (b"t", b"wo")))

    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["b.txt"]


def test_a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")

    def pieces():
        yield b"new"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError, match="make room"):
        write_atomically(path, pieces())
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(UserError, match="cannot write"):
        write_atomically(path / "below.txt", b"")
    assert cannot_write(path, OSError(errno.EACCES, "Permission denied")).hint == ""


@pytest.mark.parametrize(
    "path", ["../x", "files/../../x", "/etc/passwd", "private/truth.jsonl", "files/\0", ""]
)
def test_a_path_that_leads_out_of_the_files_is_refused(tmp_path, path):
    (tmp_path / "files").mkdir()

    with pytest.raises(UserError, match=r"outside of its 'files'|not the path of a file"):
        inside(tmp_path, path)


def test_a_path_inside_is_found_and_a_link_out_is_not(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "out").symlink_to(tmp_path.parent)

    assert inside(tmp_path, "files/ab/x.pdf") == (tmp_path / "files/ab/x.pdf").resolve()
    assert inside(tmp_path, "x.pdf", below=".") == (tmp_path / "x.pdf").resolve()
    with pytest.raises(UserError, match="outside"):
        inside(tmp_path, "files/out/x.pdf")


def test_lines_are_read_with_their_numbers_and_only_those_that_are_wanted(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(dump_lines([{"a": "ä"}, {"b": 2}]) + b"\n" + dump_lines([[3]]))

    assert list(json_lines(path)) == [(1, {"a": "ä"}), (2, {"b": 2}), (4, [3])]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a": 1}\n{"a"', r"a\.jsonl:2: not JSON \(the last line is cut short\)"),
        (b"{\n", r"a\.jsonl:1: not JSON: "),
        (b"\xff\n", r"a\.jsonl:1: not JSON: "),
        (b"[" * 200_000 + b"\n", r"a\.jsonl:1: not JSON: "),
    ],
)
def test_a_line_that_is_none_is_told_by_its_number(tmp_path, data, says):
    (tmp_path / "a.jsonl").write_bytes(data)

    with pytest.raises(UserError, match=says):
        list(json_lines(tmp_path / "a.jsonl"))
    with pytest.raises(UserError, match="cannot read"):
        list(json_lines(tmp_path / "b.jsonl"))


GOOD = {"name": "c", "format": FORMAT, "versions": {}, "counts": {}, "digest": "d", "canary": "c"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not a corpus description"),
        ("[" * 200_000, "not a corpus description"),
        ("[]", "not a corpus description: "),
        (json.dumps(GOOD | {"format": FORMAT + 1}), "format 3, this version reads only format 2"),
        (
            json.dumps(GOOD | {"format": 1, "versions": {"chaosdocs": "0.1.0"}}),
            r"format 1 \(made by chaosdocs 0.1.0\)(.|\n)*make it again",
        ),
        (json.dumps(GOOD | {"counts": 7}), "not a corpus description: counts: "),
        (json.dumps(GOOD | {"seed": 7}), "not a corpus description: seed: "),
    ],
)
def test_a_corpus_that_cannot_be_read_is_told(tmp_path, text, says):
    path = tmp_path / "corpus.json"
    path.write_text(text)

    with pytest.raises(UserError, match=says):
        about(path)
    with pytest.raises(UserError, match="cannot read"):
        about(tmp_path / "nowhere.json")


def test_a_corpus_that_is_one_is_read(tmp_path):
    (tmp_path / "corpus.json").write_text(json.dumps(GOOD))

    assert about(tmp_path / "corpus.json").name == "c"


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one file, and what describes it."""
    write_atomically(tmp_path / "files/a.txt", b"hello")
    write_atomically(tmp_path / "cases.jsonl", b"{}\n")
    for name in PRIVATE:
        lines = name.encode()
        write_atomically(tmp_path / name, framed([("", lines)]) if name.endswith(".gz") else lines)
    private = {name: sha256(name.encode()) for name in PRIVATE}
    write_atomically(tmp_path / "private/digest", digest_of_files(private).encode())
    files = {"files/a.txt": sha256(b"hello"), "cases.jsonl": sha256(b"{}\n")}
    described = Corpus(**(GOOD | {"digest": digest_of_files(files)}))
    file = {"path": "files/a.txt", "media_type": "text/plain", "sha256": sha256(b"hello")}
    case = Case(case="k", channel="text", instructions="", files=[file | {"bytes": 5}], schema={})
    return tmp_path, described, case


def test_a_corpus_as_it_was_made_is_unchanged_with_and_without_its_private_half(corpus):
    folder, described, case = corpus

    check_unchanged(folder, described, [case])
    (folder / "private/digest").write_text("not a digest")
    check_unchanged(folder, described, [case])
    (folder / "private/digest").unlink()
    check_unchanged(folder, described, [case])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("files/a.txt", "sha256 expected .*, found "),
        ("cases.jsonl", "the digest does not match"),
        ("private/skipped.jsonl", "digest of the private half does not match"),
        ("private/truth.jsonl.gz", "not lines in frames"),
    ],
)
def test_a_changed_file_is_named(corpus, name, says):
    folder, described, case = corpus
    (folder / name).write_bytes(b"other")

    with pytest.raises(UserError, match=says):
        check_unchanged(folder, described, [case])


def test_files_that_are_gone_are_counted(corpus):
    folder, described, case = corpus
    (folder / "files/a.txt").unlink()

    with pytest.raises(UserError, match=r"found none \(No such file.*; 1 more files are wrong"):
        check_unchanged(folder, described, [case, case])


def test_a_step_always_says_what_came_of_it():
    step = StepTruth(step="s1", operator="a.b@1", severity=3)

    assert step.model_dump(mode="json", exclude_defaults=True) == {
        "step": "s1", "operator": "a.b@1", "severity": 3, "outcome": "applied",
    }  # fmt: skip
    assert StepTruth.model_validate(step.model_dump()) == step


def test_fonts_come_with_their_terms(monkeypatch):
    assert {fonts.font_bytes(font)[:4] for font in ("notos", "cjk")} == {b"\0\1\0\0"}
    with pytest.raises(UserError, match="did you mean 'notos'"):
        fonts.licence("noto")
    fonts.font_bytes.cache_clear()
    monkeypatch.setitem(sys.modules, "pymupdf_fonts", None)
    with pytest.raises(UserError, match=r"(?s)Noto Sans Regular is not installed.*pymupdf-fonts"):
        fonts.font_bytes("notos")


def test_children_are_started_deaf_and_the_parent_hears_again(monkeypatch):
    mask = lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ())  # noqa: E731
    ends = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    with deaf_children():
        assert ends <= mask()
    assert not ends & mask()

    monkeypatch.delattr(signal, "pthread_sigmask")
    with deaf_children():
        pass


def _mask(pipe):
    pipe.send(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def test_already_the_first_child_is_deaf():
    """The first process that is started starts another one before, which meddles with masks."""
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_CHILD, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True"]


_FIRST_CHILD = """
import signal, sys
sys.path.append(sys.argv[1])
if __name__ == "__main__":
    from test_wire import _mask
    from chaosdocs.foundation.processes import deaf_children, process_starter
    starter = process_starter()
    here, there = starter.Pipe()
    process = starter.Process(target=_mask, args=(there,))
    with deaf_children():
        process.start()
    print({signal.SIGINT, signal.SIGTERM, signal.SIGHUP} <= here.recv())
    process.join()
"""


def test_a_domain_knows_its_fields_and_its_title():
    field = Field(path="/a", kind="text", description="", labels={"en": "A"}, group="header")
    domain = Domain(name="tiny", fields=(field,), titles={"en": "Tiny", "de": "Klein"})

    assert domain.field("/a") is field
    assert (domain.title("de_DE"), domain.title("fr_FR")) == ("Klein", "Tiny")
    with pytest.raises(KeyError, match="tiny has no field /b"):
        domain.field("/b")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers")
@pytest.mark.parametrize("write", [Case.model_dump, Case.model_dump_json])
def test_ctrl_c_is_never_lost_while_lines_are_written(write):
    """It comes at any moment: pydantic asks functions of Python, and hides what they raise."""
    heard = []

    def ctrl_c(*_):
        heard.append(True)
        raise KeyboardInterrupt

    ask = {"properties": {f"/f{n}": {"type": "string", "examples": [n, "a"]} for n in range(30)}}
    file = CaseFile(path="files/a.csv", media_type="text/csv", sha256="0" * 64, bytes=1)
    case = Case(case="a", channel="eye", instructions="", files=(file,) * 9, ask=ask)
    write(case)
    before = signal.signal(signal.SIGALRM, ctrl_c)
    try:
        for moment in range(1, 300):
            heard.clear()
            with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - the timer ends it
                signal.setitimer(signal.ITIMER_REAL, moment / 50_000)
                while not heard:
                    write(case)
                raise AssertionError("it was lost")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_value_is_written_as_it_is():
    values = [None, True, 7, 1.5, "ü", [1, ["a"]], {"a": {"b": [None]}}]
    for value in values:
        lure = NamedLure(value=value, name="n")
        assert lure.model_dump(mode="json") == {"value": value, "name": "n"}
        assert NamedLure.model_validate_json(lure.model_dump_json()) == lure
    with pytest.raises(ValueError, match="not a valid JSON value"):
        NamedLure(value=object(), name="n")
