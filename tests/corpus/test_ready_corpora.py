"""The corpora that are ready to score: made again they are the same, and they can be scored."""

import importlib.util
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli

READY = Path(__file__).parents[2] / "corpora" / "ready"
NAMES = sorted(path.stem for path in READY.glob("*.yaml"))
MOST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("ready_make", READY / "make.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    folder = tmp_path_factory.mktemp("ready")
    made.main(str(folder))
    return folder


def bytes_of(folder):
    """Relative path to bytes; the versions of libraries may differ from machine to machine."""
    found = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    about = json.loads(found.pop(Path("corpus", "corpus.json")))
    return found, {name: value for name, value in about.items() if name != "versions"}


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_corpus_made_again_is_the_same(again, name):
    assert bytes_of(again / name) == bytes_of(READY / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_corpus_is_scored_without_being_made(name):
    arguments = ["score", str(READY / name / "corpus"), str(READY / name / "rules.jsonl")]

    result = CliRunner().invoke(cli, [*arguments, "--resamples", "50"])

    assert result.exit_code == 0, result.output
    assert f"ready-{name}" in result.output


def test_ready_corpora_are_small():
    assert sum(p.stat().st_size for p in READY.rglob("*") if p.is_file()) < MOST_BYTES
