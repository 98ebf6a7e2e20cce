"""A pipe, a device without an end or a folder is refused wherever a file is read."""

import json
import os
import shutil
from pathlib import Path

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read
from chaosdocs.making.verify import verify
from chaosdocs.readers.builtin import rules
from chaosdocs.readers.runner import run
from chaosdocs.recipe.load import load
from chaosdocs.score.run import score

READY = Path(__file__).parents[2] / "corpora" / "ready" / "invoices"
WORDS = "pipe, a device or a folder"


def pipe(path):
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    return path


def device(path):
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")
    return path


def folder(path):
    path.unlink(missing_ok=True)
    path.mkdir()
    return path


odd = pytest.mark.parametrize("odd", [pipe, device, folder])


@pytest.fixture
def corpus(tmp_path):
    shutil.copytree(READY / "corpus", tmp_path / "corpus")
    return tmp_path / "corpus"


@odd
def test_reading(odd, tmp_path):
    with pytest.raises(OSError, match=WORDS):
        read(odd(tmp_path / "x"))


@odd
def test_answers_configuration_baseline_and_recipe(odd, tmp_path):
    path, told = odd(tmp_path / "x"), READY / "rules.jsonl"
    for work in (
        lambda: score(READY / "corpus", [path], reference_readers=False),
        lambda: score(READY / "corpus", [told], config=path),
        lambda: score(READY / "corpus", [told], baseline=path),
        lambda: load(path),
    ):
        with pytest.raises(UserError, match=WORDS):
            work()


@odd
@pytest.mark.parametrize("name", ["corpus.json", "cases.jsonl", "private/truth.jsonl.gz"])
def test_the_files_of_a_corpus(odd, name, corpus):
    odd(corpus / name)

    with pytest.raises(UserError):
        score(corpus, [READY / "rules.jsonl"], reference_readers=False)
    if not name.startswith("private"):
        with pytest.raises(UserError):
            run(corpus, rules.READER, corpus.parent / "a.jsonl", clock=lambda: 0.0)


@pytest.mark.parametrize("odd", [pipe, folder])
def test_the_documents_of_a_corpus(odd, corpus):
    case = json.loads((corpus / "cases.jsonl").read_text("utf-8").splitlines()[0])
    odd(corpus / case["files"][0]["path"])

    with pytest.raises(UserError):
        score(corpus, [READY / "rules.jsonl"], check=True, reference_readers=False)
    with pytest.raises(UserError):
        run(corpus, rules.READER, corpus.parent / "a.jsonl", clock=lambda: 0.0)
    assert verify(corpus, deep_share=0, trust=False).failures
