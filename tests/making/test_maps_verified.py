"""A corpus of maps on disk is proved again; one with other documents is not, digests or none."""

import json
import shutil

import pytest

import chaosdocs as cd
from chaosdocs.making.verify import verify
from tests.making.mended import mend

RECIPE = """
chaosdocs: 2
name: maps
seed: 7
source: {domain: statement, count: 3}
render:
  - {as: json, system: payline@2}
  - {as: xml, system: tradenet@4}
  - {as: csv, system: netsuite}
ask: {task: map, documents: 3}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    home = tmp_path_factory.mktemp("maps")
    (home / "maps.yaml").write_text(RECIPE)
    cd.generate(home / "maps.yaml", home / "corpus")
    return home / "corpus"


def proved(corpus):
    return verify(corpus, deep_share=0, trust=True)


def cases_of(corpus):
    return [json.loads(line) for line in (corpus / "cases.jsonl").read_text().splitlines()]


def test_a_corpus_of_maps_is_proved(corpus):
    report = proved(corpus)

    assert (report.cases, report.proved, report.failures) == (9, 9, ())


@pytest.mark.parametrize("how", ["one file for all", "one document on each side", "another case"])
def test_other_documents_with_right_digests_are_found(corpus, tmp_path, how):
    lied = tmp_path / "lied"
    shutil.copytree(corpus, lied)
    cases = sorted(cases_of(corpus), key=lambda case: case["files"][0]["media_type"])
    for number, case in enumerate(cases):
        other = cases[number - number % 3 + (number + 1) % 3]  # of the same rendering
        first = {"before": case["files"][0], "after": case["files"][0]}
        if how == "one document on each side":
            first = {file["role"]: file for file in reversed(case["files"])}
        for file, theirs in zip(case["files"], other["files"], strict=True):
            source = theirs if how == "another case" else first[file["role"]]
            (lied / file["path"]).write_bytes((corpus / source["path"]).read_bytes())
    mend(lied)
    report = proved(lied)

    assert report.proved == 0
    found = {failure.case for failure in report.failures if failure.case}
    assert found == {c["case"] for c in cases_of(corpus)}
    words = [failure.detail for failure in report.failures if failure.code == "recipe"]
    assert any(" shows " in each and ", the recipe makes " in each for each in words)
