"""The demo, small: what it leaves, and that what it says of its reader is so."""

import json
from collections import defaultdict

import pytest
from click.testing import CliRunner

from chaosdocs.cli import demo
from chaosdocs.cli.group import cli

RECIPE = """
name: small
source: {domain: invoice, count: 2, locales: [en_US, de_DE]}
render:
  - {as: pdf, templates: [letterhead]}
  - {as: scan, templates: [letterhead]}
  - {as: xlsx, system: netsuite}
  - {as: json, system: netsuite}
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Where the demo was made, and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "recipe.yaml").write_text(RECIPE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "RECIPE", folder / "recipe.yaml")
        result = CliRunner().invoke(cli, ["demo", "-o", str(folder / "out"), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    return folder / "out", result.output


def test_the_demo_leaves_a_corpus_answers_and_a_report(shown):
    out, words = shown

    assert sorted(path.name for path in out.iterdir()) == [
        "blind.jsonl", "corpus", "guesser.jsonl", "report", "rules.jsonl",
    ]  # fmt: skip
    assert (out / "report" / "report.html").is_file()
    assert "8 of 8 cases verified from disk" in words
    assert "On clean documents" in words
    assert f"open {out / 'report' / 'report.html'}" in words


def test_what_the_demo_says_of_its_reader_is_so(shown):
    out, words = shown
    assert demo.NO_OCR in words

    right = defaultdict(list)
    for line in (out / "report" / "fields.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["reader"] == "rules" and row["state"] == "answerable":
            right[row["medium"]].append(row["outcome"] == "correct")
    share = {medium: sum(each) / len(each) for medium, each in right.items()}
    assert share.pop("scan") == 0
    assert set(share) == {"pdf", "xlsx", "json"}
    assert min(share.values()) > 0.95


def test_the_demo_does_not_write_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    result = CliRunner().invoke(cli, ["demo", "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert "the folder is not empty" in result.output
    assert "-o names another one" in result.output
