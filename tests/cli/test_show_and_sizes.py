"""A case printed raw, all cases printed raw, and the size that a dry run promises."""

import json

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder

RECIPES = {
    "exports": """
chaosdocs: 2
name: exports
seed: 4
source: {domain: invoice, count: 3}
render: [{as: csv, system: sap}, {as: json, system: netsuite}]
design: {each: ["gaps.*", "claims.*"], severities: [1, 5]}
""",
    "pages": """
chaosdocs: 2
name: pages
seed: 5
source: {domain: statement, count: 2}
render: [{as: pdf, templates: [letterhead, statement]}]
design: {each: [gaps.left_out, totals.wrong_sum], severities: [3]}
""",
}


def told(*arguments, code=0):
    result = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module", params=RECIPES)
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "r.yaml").write_text(RECIPES[request.param])
    told("generate", folder / "r.yaml", "-o", folder / "corpus")
    return folder


def test_a_dry_run_promises_the_size_within_thirty_percent(made):
    said = json.loads(told("generate", made / "r.yaml", "--dry-run", "--json"))["megabytes"]
    there = sum(p.stat().st_size for p in (made / "corpus").rglob("*") if p.is_file()) / 1e6

    assert 0.7 * there < said < 1.3 * there


def test_a_case_is_shown_raw_alone_and_among_all(made):
    corpus = CorpusFolder(made / "corpus")
    label, case = next(iter(corpus.labels.items()))

    alone = json.loads(told("show", made / "corpus", label, "--json"))
    every = [json.loads(line) for line in told("show", made / "corpus", "--all").splitlines()]

    assert alone["truth"]["case"] == alone["case"]["case"] == alone["plan"]["case"] == case
    assert alone["truth"]["fields"]
    assert {line["case"] for line in alone["evidence"]} == {case}
    assert [each["case"]["case"] for each in every] == [each.case for each in corpus.cases()]
    assert alone in every


def test_what_to_show_is_said_where_it_is_not_clear(made):
    assert "no case is named" in told("show", made / "corpus", code=2)
    assert "--all shows every case" in told("show", made / "corpus", "x", "--all", code=2)
