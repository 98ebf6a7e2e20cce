"""The demo, small: what it leaves, and that what it says of its reader is so."""

from collections import defaultdict

import pytest
from click.testing import CliRunner

from chaosdocs.cli import demo
from chaosdocs.cli.group import cli
from chaosdocs.formats.fields import FieldRow

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
    (folder / "demo.yaml").write_text(RECIPE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "RECIPES", folder)
        result = CliRunner().invoke(cli, ["demo", "-o", str(folder / "out"), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    return folder / "out", result.output


def test_the_demo_leaves_a_corpus_answers_and_a_report(shown):
    out, words = shown

    assert sorted(path.name for path in out.iterdir()) == [
        "corpus", "guesser.jsonl", "report", "rules.jsonl",
    ]  # fmt: skip
    assert (out / "report" / "report.html").is_file()
    assert "cases made, each proved on its finished file" in words
    assert "Shares of fields" in words
    assert f"open {out / 'report' / 'report.html'}" in words


def test_the_honest_reader_of_the_demo_reads_clean_text(shown):
    out, _ = shown

    right = defaultdict(list)
    for line in (out / "report" / "fields.jsonl").read_text().splitlines():
        row = FieldRow.model_validate_json(line)
        if row.reader == "rules" and row.state == "answerable":
            right[row.medium].append(row.outcome == "correct")
    share = {medium: sum(each) / len(each) for medium, each in right.items()}
    assert share.pop("scan") == 0
    assert set(share) == {"pdf", "xlsx", "json"}
    assert min(share.values()) > 0.95


def test_the_demo_does_not_write_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    result = CliRunner().invoke(cli, ["demo", "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert "the folder is not empty" in result.output
    assert "--resume goes on with an interrupted demo" in result.output


def test_an_interrupted_demo_goes_on(shown):
    out, _ = shown
    answers = (out / "rules.jsonl").read_text().splitlines()
    (out / "rules.jsonl").write_text("\n".join(answers[:3]) + "\n")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "RECIPES", out.parent)
        result = CliRunner().invoke(cli, ["demo", "-o", str(out), "--jobs", "1", "--resume"])

    assert result.exit_code == 0, result.output
    assert len((out / "rules.jsonl").read_text().splitlines()) == len(answers)


def test_a_demo_that_there_is_not_is_refused_in_words(tmp_path):
    result = CliRunner().invoke(
        cli, ["demo", "--recipe", "bank-reconcilation", "-o", str(tmp_path / "out")]
    )

    assert result.exit_code == 2
    assert "bank-reconciliation" in result.output
