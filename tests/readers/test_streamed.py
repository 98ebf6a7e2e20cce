"""Questions are read as they are asked: the first answer of a large corpus waits for few lines."""

import json
import shutil
from pathlib import Path

import pytest

from chaosdocs.formats import folder
from chaosdocs.formats.folder import CASES, CorpusFolder
from chaosdocs.formats.unchanged import check_listed
from chaosdocs.foundation.digest import digest_of_files, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.runner import run

READY = Path(__file__).parents[2] / "corpora/ready/statements/corpus"
COPIES = 3
"""So many times as many cases as the ready corpus has."""
MOST_LINES = 16
"""Questions that are read from the corpus at a time."""


def grown(target, copies=COPIES):
    """A corpus of so many cases that share their files, described as a whole one is."""
    shutil.copytree(READY, target)
    lines = (target / CASES).read_bytes().splitlines(keepends=True)
    with (target / CASES).open("wb") as file:
        for number in range(copies * len(lines)):
            head = b'{"case": "%012x"' % number
            file.write(head + lines[number % len(lines)][len(head) :])
    files = {f.path: f.sha256 for case in CorpusFolder(target).heads() for f in case.files}
    files[CASES] = sha256((target / CASES).read_bytes())
    about = json.loads((target / "corpus.json").read_text())
    (target / "corpus.json").write_text(json.dumps(about | {"digest": digest_of_files(files)}))
    return target


@pytest.fixture
def corpus(tmp_path):
    return shutil.copytree(READY, tmp_path / "corpus")


def test_heads_say_what_whole_lines_say(corpus):
    heads = [(h.case, h.files) for h in CorpusFolder(corpus).heads()]

    assert heads == [
        (case.case, tuple((f.path, f.sha256, f.bytes) for f in case.files))
        for case in CorpusFolder(corpus).cases()
    ]


def test_a_head_of_another_shape_is_read_whole(corpus):
    plain = [json.loads(line) for line in (corpus / CASES).read_bytes().splitlines()]
    before = list(CorpusFolder(corpus).heads())
    other = [{"task": case["task"], **case} for case in plain]
    other[0]["files"] = [other[0]["files"][0] | {"role": "[x]"}]
    (corpus / CASES).write_text("\n".join(map(json.dumps, other)) + "\n\n")

    assert list(CorpusFolder(corpus).heads()) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_answer_waits_for_few_lines(tmp_path, monkeypatch, jobs):
    large = grown(tmp_path / "corpus")
    parsed, then = [], []
    plain = folder.json_line
    monkeypatch.setattr(folder, "json_line", lambda raw, at: parsed.append(at) or plain(raw, at))

    def reader(case, files):
        then.append(len(parsed))
        return {"answer": {}}

    reader.keeps_deadline, reader.close = True, lambda: None
    told = run(large, reader, tmp_path / "a.jsonl", clock=lambda: 0.0, jobs=jobs)

    assert told.asked == len(parsed) == COPIES * len(list(CorpusFolder(READY).heads()))
    assert then[0] <= MOST_LINES
    assert all(there <= asked + MOST_LINES + jobs for asked, there in enumerate(then))


def changed(path, how):
    data = path.read_bytes()
    path.write_bytes({"other": bytes(reversed(data)), "shorter": data[:-1]}[how])


def asked_of(corpus, tmp_path, **more):
    asked = []
    with pytest.raises(UserError) as told:
        run(
            corpus,
            lambda case, files: asked.append(case["case"]) or {"answer": {}},
            tmp_path / "a.jsonl",
            clock=lambda: 0.0,
            **more,
        )
    return asked, str(told.value)


@pytest.mark.parametrize(("how", "before"), [("other", 3), ("shorter", 0)])
def test_a_changed_document_is_never_asked(corpus, tmp_path, how, before):
    heads = list(CorpusFolder(corpus).heads())
    changed(corpus / heads[3].files[0].path, how)

    asked, told = asked_of(corpus, tmp_path)

    assert asked == [head.case for head in heads[:before]]
    assert "not the file that the corpus was made with" in told
    assert (tmp_path / "a.jsonl").exists() == bool(before)


def test_a_changed_list_is_never_asked(corpus, tmp_path):
    text = (corpus / CASES).read_text()
    (corpus / CASES).write_text(text.replace("do not guess", "guess", 1))

    asked, told = asked_of(corpus, tmp_path)

    assert asked == []
    assert "the digest does not match" in told


def test_a_changed_private_half_is_told_after_the_last_answer(corpus, tmp_path):
    (corpus / "private/skipped.jsonl").write_text("{}\n")

    asked, told = asked_of(corpus, tmp_path)

    assert len(asked) == len((tmp_path / "a.jsonl").read_text().splitlines()) > 0
    assert "the digest of the private half does not match" in told


def test_a_reader_that_is_given_the_truth_is_not_given_a_changed_one(corpus, tmp_path):
    (corpus / "private/skipped.jsonl").write_text("{}\n")

    with pytest.raises(UserError, match="private half"):
        run(corpus, "builtin:oracle", tmp_path / "a.jsonl", clock=lambda: 0.0)
    assert not (tmp_path / "a.jsonl").exists()


def test_files_outside_are_not_there(tmp_path, corpus):
    heads = [
        h._replace(files=(h.files[0]._replace(path="a\0b"),)) for h in CorpusFolder(corpus).heads()
    ]

    with pytest.raises(UserError, match="not the path of a file"):
        check_listed(corpus, CorpusFolder(corpus).about, heads)


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_told_of_a_file_outside(tmp_path, corpus, there):
    secret = tmp_path / "secret.txt"
    if there:
        secret.write_text("secret")
    heads = list(CorpusFolder(corpus).heads())
    for size in (6, 7):
        file = heads[0].files[0]._replace(path=f"files/../../{secret.name}", bytes=size)
        heads[0] = heads[0]._replace(files=(file,))

        with pytest.raises(UserError, match="outside of its 'files'") as told:
            check_listed(corpus, CorpusFolder(corpus).about, heads)
        assert "bytes" not in str(told.value)
