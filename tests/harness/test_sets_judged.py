"""Sets in every way in which answers are judged: the same figures as `score`, to 1e-9."""

import json
import math
import shutil
from pathlib import Path

import pytest

import chaosdocs as cd
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporting import export
from chaosdocs.harness.judging import CaseJudge
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.readers.runner import run
from chaosdocs.score.run import score
from tests.harness.test_import import LOGS, about, imported, written
from tests.harness.test_judging import assert_same, by_case, lines_of

RECIPE = """
chaosdocs: 2
name: sets
seed: 11
source: {world: trade, books: 2, matters: 12}
render: [{as: set, pairing: books-bank}]
design:
  each: [links.no_reference, links.one_for_many, links.orphan]
  severities: [4]
"""


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """A corpus of sets with the answers of the baseline."""
    home = tmp_path_factory.mktemp("sets")
    (home / "recipe.yaml").write_text(RECIPE)
    cd.generate(home / "recipe.yaml", home / "corpus")
    run(home / "corpus", "builtin:matching", home / "answers.jsonl", clock=lambda: 0.0)
    return home


def scored(home, answers, **how):
    return score(home, [answers], reference_readers=False, resamples=20, **how)


def test_every_answer_is_judged_as_the_score_judges_it(sets):
    result = scored(sets / "corpus", sets / "answers.jsonl", nulls="merged")
    rows, samples = by_case(result)

    for line in lines_of(sets / "answers.jsonl"):
        said = {key: line[key] for key in ("answer", "abstain", "candidates") if key in line}
        told = cd.judge(line["case"], said, corpus=sets / "corpus")
        assert_same(told, rows[line["case"]], samples[line["case"]])
        assert all(row.path.startswith(("/matches/", "/differences/", "/orphans/")) for row in
                   told.fields)  # fmt: skip


def test_a_set_in_memory_is_judged_like_the_same_set_on_disk(sets):
    said = {line["case"]: line["answer"] for line in lines_of(sets / "answers.jsonl")}
    made = next(iter(cd.cases(sets / "recipe.yaml")))
    name = made.case.case

    told = cd.judge(made, said[name])

    assert told == cd.judge(name, said[name], corpus=sets / "corpus")


SEVERAL = sorted(EXPORTERS.keys() - {"webdataset"})
"""The exporters whose samples may have several documents."""


def test_an_exporter_of_single_documents_says_so(sets, tmp_path):
    with pytest.raises(UserError, match="no case can be written: it has several documents"):
        export(sets / "corpus", "webdataset", tmp_path / "out")


@pytest.mark.parametrize("to", SEVERAL)
def test_the_private_half_of_an_export_judges_alike(to, sets, tmp_path):
    manifest = export(sets / "corpus", to, tmp_path / "out").manifest
    private = tmp_path / "out" / "private"
    said = {line["case"]: line["answer"] for line in lines_of(sets / "answers.jsonl")}
    expected = {line["case"]: line["expected"] for line in lines_of(private / "expected.jsonl")}

    assert manifest["written"] == len(expected) > 0
    assert not manifest["left_out"]
    for case, answer in said.items():
        mine, whole = CaseJudge(private)(case, answer), CaseJudge(sets / "corpus")(case, answer)
        assert mine.fields == whole.fields
        assert all(
            math.isclose(value, whole.shares[name], abs_tol=1e-9)
            for name, value in mine.shares.items()
        )
        assert CaseJudge(private)(case, expected[case]).passed


@pytest.mark.parametrize("to", SEVERAL)
def test_the_public_half_knows_nothing_of_the_links(to, sets, tmp_path):
    export(sets / "corpus", to, tmp_path / "with")
    shutil.copytree(sets / "corpus", tmp_path / "blind")
    shutil.rmtree(tmp_path / "blind" / "private")
    export(tmp_path / "blind", to, tmp_path / "without")

    def tree(folder):
        return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    assert tree(tmp_path / "with" / "public") == tree(tmp_path / "without" / "public")


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_an_imported_log_scores_like_the_answers(kind, sets, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    digest = json.loads((sets / "corpus" / "corpus.json").read_text())["digest"]
    rows = lines_of(sets / "answers.jsonl")
    entries = [
        (about(row["case"], corpus=digest), json.dumps(row["answer"]), None, 0) for row in rows
    ]
    plain = [{"case": row["case"], "answer": row["answer"]} for row in rows]
    Path("plain.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in plain))

    imported(kind, written(kind, entries))

    mine = scored(sets / "corpus", "answers.jsonl")
    theirs = scored(sets / "corpus", "plain.jsonl", nulls="merged")
    for ours, its in zip(mine.rows, theirs.rows, strict=True):
        assert (ours.path, ours.outcome) == (its.path, its.outcome)
        assert math.isclose(ours.weight, its.weight, abs_tol=1e-9)
    card, other = (each.summary.readers[0] for each in (mine, theirs))
    assert card.sets == other.sets
    assert math.isclose(
        card.card["link_accuracy"].value, other.card["link_accuracy"].value, abs_tol=1e-9
    )


def test_the_question_names_files_and_roles(sets):
    from chaosdocs.readers.prompt import question_text

    for case in CorpusFolder(sets / "corpus").cases():
        words = question_text(case, "envelope")
        assert '"books": ids.' in words
        assert "ids: a list of strings" in words
        assert {file.role for file in case.files} == {"books", "bank"}
