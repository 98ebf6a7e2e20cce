"""Sets, maps and packets in every way of judging answers: the same figures as `score`, to 1e-9."""

import json
import math
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporting import export
from chaosdocs.harness.judging import CaseJudge
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.readers.asking import chat_request
from chaosdocs.readers.prompt import question_text
from chaosdocs.readers.runner import run
from chaosdocs.score.run import score
from chaosdocs.score.summary.brief import brief
from tests.harness.test_import import LOGS, about, imported, written
from tests.harness.test_judging import assert_same, by_case, lines_of
from tests.readers.loopback import chat, serve

SETS = """
chaosdocs: 2
name: sets
seed: 11
source: {world: trade, books: 2, matters: 12}
render: [{as: set, pairing: books-bank, bank: text.mt940}]
design:
  each: [links.no_reference, links.one_for_many, links.orphan]
  severities: [4]
"""
MAPS = """
chaosdocs: 2
name: maps
seed: 4
source: {domain: invoice, count: 3}
render: [{as: json, system: payline@2}, {as: json, system: payline@3}]
ask: {task: map, documents: 3}
"""
PACKETS = """
chaosdocs: 2
name: packets
seed: 11
source: {world: trade, books: 1, locales: [de_DE]}
render: [{as: packet, templates: [letterhead], form: [folder, eml], policy: [nowhere]}]
design:
  each: [packet.two_claims, packet.page_gap, packet.near_documents]
  severities: [3]
"""
TASKS = {
    "reconcile": (SETS, "builtin:matching", ("/matches/", "/differences/", "/orphans/")),
    "packet": (PACKETS, "builtin:rules", ("/",)),
    "map": (MAPS, "careless:mapper", ("/pairs/",)),
}
MAPPER = '''
from chaosdocs.readers.registry import READERS


def mapper(case, files, *, truth):
    """Reads what the truth says, and slips: a pair is lost, one changed, one made up."""
    line = READERS["oracle"](case, files, truth=truth)
    pairs = line["answer"]["pairs"]
    pairs[0]["how"] = "drop" if pairs[0]["how"] != "drop" else "add"
    pairs[1]["to"] = ["/nowhere"]
    pairs[-1] = {"from": ["/made"], "to": ["/up"], "how": "rename", "lossy": False}
    return line


mapper.needs_truth = True
'''


@pytest.fixture(scope="module", params=TASKS)
def sets(request, tmp_path_factory):
    """A corpus of sets, maps or packets, with the answers of a reader that is not always right."""
    recipe, reader, _ = TASKS[request.param]
    home = tmp_path_factory.mktemp(request.param)
    (home / "recipe.yaml").write_text(recipe)
    (home / "careless.py").write_text(MAPPER)
    cd.generate(home / "recipe.yaml", home / "corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(home)
        run(home / "corpus", reader, home / "answers.jsonl", clock=lambda: 0.0)
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
        assert told.fields
        assert all(row.path.startswith(TASKS[sets.name[:-1]][2]) for row in told.fields)


def test_a_set_in_memory_is_judged_like_the_same_set_on_disk(sets):
    said = {line["case"]: line["answer"] for line in lines_of(sets / "answers.jsonl")}
    made = next(iter(cd.cases(sets / "recipe.yaml")))
    name = made.case.case

    told = cd.judge(made, said[name])

    assert told == cd.judge(name, said[name], corpus=sets / "corpus")


ENVELOPE = ("answer", "abstain", "absent", "candidates", "confidence")
SEVERAL = sorted(EXPORTERS.keys() - {"webdataset"})
"""The exporters whose samples may have several documents."""


def test_an_exporter_of_single_documents_says_so(sets, tmp_path):
    if sets.name.startswith("packet"):  # a mail is one document, a folder is several
        manifest = export(sets / "corpus", "webdataset", tmp_path / "out").manifest
        assert manifest["written"] > 0
        assert {each["why"] for each in manifest["left_out"]} == {"it has several documents"}
        return
    with pytest.raises(UserError, match="no case can be written: it has several documents"):
        export(sets / "corpus", "webdataset", tmp_path / "out")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Export a corpus in a format, once for all tests; return where, and the manifest."""

    @cache
    def made(corpus, to):
        out = tmp_path_factory.mktemp("exported") / "out"
        return out, export(corpus, to, out).manifest

    return made


@pytest.mark.parametrize("to", SEVERAL)
def test_the_private_half_of_an_export_judges_alike(to, exported, sets):
    out, manifest = exported(sets / "corpus", to)
    private = out / "private"
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
def test_the_public_half_knows_nothing_of_the_links(to, exported, sets, tmp_path):
    out, _ = exported(sets / "corpus", to)
    shutil.copytree(sets / "corpus", tmp_path / "blind")
    shutil.rmtree(tmp_path / "blind" / "private")
    export(tmp_path / "blind", to, tmp_path / "without")

    def tree(folder):
        return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    assert tree(out / "public") == tree(tmp_path / "without" / "public")


@pytest.fixture(scope="module")
def theirs(sets):
    """The score of the bare answers, never in any harness."""
    plain = [
        json.dumps({key: line[key] for key in ("case", "answer")})
        for line in lines_of(sets / "answers.jsonl")
    ]
    (sets / "plain.jsonl").write_text("\n".join(plain))
    return scored(sets / "corpus", sets / "plain.jsonl", nulls="merged")


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_an_imported_log_scores_like_the_answers(kind, sets, theirs, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    digest = json.loads((sets / "corpus" / "corpus.json").read_text())["digest"]
    rows = lines_of(sets / "answers.jsonl")
    entries = [
        (about(row["case"], corpus=digest), json.dumps(row["answer"]), None, 0) for row in rows
    ]
    imported(kind, written(kind, entries))

    mine = scored(sets / "corpus", "answers.jsonl")
    for ours, its in zip(mine.rows, theirs.rows, strict=True):
        assert (ours.path, ours.outcome) == (its.path, its.outcome)
        assert math.isclose(ours.weight, its.weight, abs_tol=1e-9)
    card, other = (each.summary.readers[0] for each in (mine, theirs))
    assert card.sets == other.sets
    assert card.card == other.card
    assert ("link_accuracy" in card.card) == sets.name.startswith("reconcile")


def test_the_terminal_speaks_of_damage_only_where_some_was_done(sets, theirs):
    words = brief(theirs.summary)

    damaged = not sets.name.startswith("map")
    assert ("that the damage changed" in words) == damaged
    assert ("No damage made" in words or "What hurts most" in words) == damaged


def test_the_question_names_files_and_roles(sets):
    for case in CorpusFolder(sets / "corpus").cases():
        words = question_text(case, "envelope")
        roles = {file.role for file in case.files}
        if case.task == "reconcile":
            assert '"books": ids.' in words
            assert roles == {"books", "bank"}
            assert "ids: a list of strings" in words
        elif case.task == "map":
            assert '"from": ids.' in words
            assert roles == {"before", "after"}
            assert "ids: a list of strings" in words
        else:
            assert "The question is about the matter with order number" in words
            assert roles == {""} or min(roles) == "01-letter"
            assert len(roles) == len(case.files)


def test_a_model_gets_every_file_with_its_role_and_its_answer_is_scored(sets, monkeypatch):
    """`ask` shows what is sent, `run openai:` sends it, `score` takes what comes back."""
    lines = {line["case"]: line for line in lines_of(sets / "answers.jsonl")}
    monkeypatch.chdir(sets)
    known = {}
    for case in CorpusFolder(sets / "corpus").cases():
        files = {file.path: sets / "corpus" / file.path for file in case.files}
        known[json.dumps(chat_request(case, files)["messages"])] = case.case

    def behave(asked, number):
        line = lines[known[json.dumps(asked.body["messages"])]]
        return chat(json.dumps({key: line[key] for key in ENVELOPE if key in line}))

    with serve(behave) as server:
        said = CliRunner().invoke(
            cli, ["run", "corpus", "--reader", "openai:m", "-o", "model.jsonl",
                  "--base-url", f"{server.url}/v1"],
        )  # fmt: skip
    assert said.exit_code == 0, said.output
    first = next(c for c in CorpusFolder(sets / "corpus").cases() if len(c.files) > 1)
    messages = [asked.body["messages"] for asked in server.asked]
    (content,) = (m[0]["content"] for m in messages if known[json.dumps(m)] == first.case)
    names = [file.role or Path(file.path).stem for file in first.files]
    heads = [part["text"] for part in content if part.get("text", "").startswith("Document ")]
    assert len(heads) == len(names)
    assert all(name in head for name, head in zip(names, heads, strict=True))
    mine, theirs = (
        scored(sets / "corpus", name, nulls="split") for name in ("model.jsonl", "answers.jsonl")
    )
    for ours, its in zip(mine.rows, theirs.rows, strict=True):
        assert (ours.path, ours.outcome, ours.got) == (its.path, its.outcome, its.got)
    assert mine.summary.readers[0].card == theirs.summary.readers[0].card


def test_a_failure_shrinks(sets, monkeypatch):
    """What is left still fails, is a case of its own, and can be asked again."""
    lost = """
def lost(case, files, *, truth):
    line = READERS["oracle"](case, files, truth=truth)
    name = next(iter(line["answer"]))
    kept = line["answer"][name]
    line["answer"][name] = [r for r in kept if all(len(v or ()) < 2 for v in r.values())][1:]
    return line


lost.needs_truth = True
"""
    (sets / "losing.py").write_text(MAPPER.partition("def ")[0] + lost)
    monkeypatch.syspath_prepend(sets)
    monkeypatch.chdir(sets)
    case = lines_of(sets / "answers.jsonl")[-1]["case"]

    done = CliRunner().invoke(
        cli, ["shrink", "corpus", case, "--reader", "losing:lost", "-o", "small", "--trust"]
    )

    assert done.exit_code == 0, done.output
    assert "fails     /" in done.output
    assert {"ask.json", "plan.json", "test_case.py"} <= {p.name for p in Path("small").iterdir()}
