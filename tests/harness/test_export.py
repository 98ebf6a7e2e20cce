"""What every exporter writes: complete, blind to the truth, the same bytes every time."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs.harness.registry as registering
from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporting import MANIFEST, export
from chaosdocs.harness.judging import CaseJudge
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.readers.prompt import question_text
from chaosdocs.score.run import score

FORMATS = sorted(EXPORTERS)
SECRET = ("truth", "label", "operator", "severity", "lure", "twin", "accept", "evidence")


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


def tree(folder):
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without_truth(corpus, to):
    shutil.copytree(corpus, to)
    shutil.rmtree(to / "private")
    return to


def assert_blind(corpus, to, tmp_path):
    """The public half is a function of the public corpus: nothing of the truth can be in it."""
    export(corpus, to, tmp_path / "with")
    blind = without_truth(corpus, tmp_path / "blind")
    export(blind, to, tmp_path / "without")

    assert tree(tmp_path / "with" / "public") == tree(tmp_path / "without" / "public")
    assert not (tmp_path / "without" / "private").exists()


@pytest.mark.parametrize("to", FORMATS)
def test_the_public_half_knows_nothing_of_the_truth(to, sheets, tmp_path):
    assert_blind(sheets, to, tmp_path)


@pytest.mark.parametrize("what", ["label", "answer"])
def test_the_law_of_blindness_bites(what, sheets, tmp_path, monkeypatch):
    def leaks(made):
        folder = made.source
        truths = list(folder.truths()) if folder.holds("private/truth.jsonl.gz") else []
        made.lines("cases.jsonl", ({"id": case.case} for case in made.cases()))
        for truth in truths:
            accept = next(leaf.truth.accept for leaf in truth.leaves() if leaf.truth.accept)
            made.text(f"{truth.case}.txt", truth.label if what == "label" else str(accept))

    leaky = {**EXPORTERS, "jsonl": replace(EXPORTERS["jsonl"], write=leaks)}
    monkeypatch.setattr("chaosdocs.harness.exporting.EXPORTERS", leaky)

    with pytest.raises(AssertionError):
        assert_blind(sheets, "jsonl", tmp_path)


@pytest.fixture(scope="module", params=FORMATS)
def exported(request, corpus, tmp_path_factory):
    """Where `corpus` is exported in a format, and the manifest."""
    out = tmp_path_factory.mktemp("exported") / "out"
    return out, export(corpus, request.param, out).manifest


def test_no_word_of_the_private_half_is_in_names_or_lines(exported, corpus):
    out, _ = exported
    labels = [label.encode() for label in CorpusFolder(corpus).labels]

    for name, data in tree(out / "public").items():
        assert not any(label in data for label in labels), name
        assert not any(word in name for word in SECRET), name


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_export_has_the_same_bytes(to, sheets, tmp_path):
    for name in ("one", "two"):
        export(sheets, to, tmp_path / name, sample=12, seed=3)

    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_the_manifest_says_what_is_in_it(exported, cases, request):
    out, made = exported
    to = request.node.callspec.params["exported"]

    stored = json.loads((out / "public" / MANIFEST).read_text())
    assert stored == made
    assert made["written"] + len(made["left_out"]) == cases
    assert all(each["why"] for each in made["left_out"])
    assert made["canary"].startswith("chaosdocs canary")
    assert (made["to"], made["nulls"]) == (to, "merged")


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("form", ["plain", "envelope"])
def test_the_private_half_judges_and_is_scored(to, form, sheets, tmp_path):
    export(sheets, to, tmp_path / "out", form=form, sample=6)
    private = tmp_path / "out" / "private"
    lines = [json.loads(x) for x in (private / "expected.jsonl").read_text().splitlines()]
    judge = CaseJudge(private, form)

    passed = [judge(line["case"], line["expected"]).passed for line in lines]

    assert len(passed) == 6
    assert all(passed) or form == "plain"
    assert not [name for name in tree(private) if name.endswith(".gz")]
    answers = [json.dumps({"case": x["case"], "answer": x["expected"]}) for x in lines]
    Path("answers.jsonl").write_text("\n".join(answers))
    if form == "plain":
        inside("score", "--no-check", private, "answers.jsonl", "-o", "report")


def test_the_private_half_scores_like_the_corpus(corpus, tmp_path):
    export(corpus, "jsonl", tmp_path / "out")
    answers = corpus.parent / "rules.jsonl"

    whole, half = (
        score(home, [answers], reference_readers=False, resamples=50)
        for home in (corpus, tmp_path / "out" / "private")
    )

    assert list(whole.rows) == list(half.rows)
    assert whole.summary == half.summary


def test_cases_are_chosen_by_label_id_file_and_draw(corpus, tmp_path):
    def ids(name, **how):
        export(corpus, "jsonl", tmp_path / name, **how)
        rows = (tmp_path / name / "public" / "cases.jsonl").read_text().splitlines()
        return [json.loads(row)["id"] for row in rows]

    labels = CorpusFolder(corpus).labels
    by_label = ids("label", cases=["*totals.wrong_sum*"])

    assert set(by_label) == {case for label, case in labels.items() if "totals" in label}
    assert ids("id", cases=[by_label[0]]) == by_label[:1]
    assert len(ids("draw", sample=5)) == 5
    assert ids("draw2", sample=5) == ids("draw3", sample=5) != ids("draw4", sample=5, seed=1)
    Path("list.txt").write_text("\n".join(by_label[:2]))
    inside("export", corpus, "--to", "jsonl", "-o", "listed", "--cases", "list.txt")
    assert len(Path("listed/public/cases.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--to", "inspekt"], "did you mean 'inspect'"),
        (["--to", "lm_eval"], "no exporter"),
        (["--to", "inspect", "--cases", "nope"], "no case is called 'nope'"),
        (["--to", "inspect", "--pdf", "nope"], "'nope' is not one of"),
        (["--to", "jsonl", "--pdf", "images"], "takes no PDF as images"),
        (["--to", "inspect", "--sample", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_written_is_told_and_leaves_nothing(options, words, corpus):
    assert words in inside("export", corpus, "-o", "out", *options, code=2)
    assert not Path("out").exists()
    assert not list(Path().glob(".out*"))


def test_a_folder_that_is_not_empty_is_refused(corpus):
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine")

    assert "not empty" in inside("export", corpus, "--to", "jsonl", "-o", "out", code=2)
    assert Path("out/mine.txt").read_text() == "mine"


def test_a_corpus_without_its_truth_is_exported_in_public_and_that_is_said(sheets, tmp_path):
    blind = without_truth(sheets, tmp_path / "blind")

    said = inside("export", blind, "--to", "jsonl", "-o", "out")

    assert "only the public half" in said
    assert not Path("out/private").exists()


def test_a_document_that_leads_out_of_the_corpus_is_refused(sheets, tmp_path):
    hostile = without_truth(sheets, tmp_path / "blind")
    lines = (hostile / "cases.jsonl").read_text()
    name = json.loads(lines.splitlines()[0])["files"][0]["path"]
    (hostile / "cases.jsonl").write_text(lines.replace(name, "files/../../../etc/passwd"))

    for to in ("jsonl", "inspect"):
        with pytest.raises(UserError, match="outside"):
            export(hostile, to, tmp_path / to)


def _other_question(corpus):
    path = corpus / "cases.jsonl"
    path.write_text(path.read_text().replace('"channel": "text"', '"channel": "value"', 1))


def _other_file(corpus):
    path = next(each for each in sorted((corpus / "files").rglob("*.csv")))
    data = path.read_bytes()
    path.write_bytes(data[:-3] + b"9" + data[-2:])


def _file_gone(corpus):
    next(each for each in sorted((corpus / "files").rglob("*.csv"))).unlink()


def _other_truth(corpus):
    (corpus / "private" / "skipped.jsonl").write_text("{}\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_question, "the digest does not match"),
        (_other_file, "not the file that the corpus was made with"),
        (_file_gone, "not the file that the corpus was made with"),
        (_other_truth, "the digest of the private half does not match"),
    ],
)
@pytest.mark.parametrize("to", ["jsonl", "inspect"])
def test_a_corpus_that_was_changed_is_not_exported(to, change, words, sheets, tmp_path):
    shutil.copytree(sheets, tmp_path / "corpus")
    change(tmp_path / "corpus")

    assert words in inside("export", tmp_path / "corpus", "--to", to, "-o", "out", code=2)
    assert not Path("out").exists()


def test_the_registry_has_a_page_for_every_exporter():
    assert registering.EXPORTERS["jsonl"].read is not None
    for name in FORMATS:
        assert "tried with" in inside("explain", f"exporter:{name}")


@pytest.mark.parametrize("to", FORMATS)
def test_a_model_can_be_asked_how_sure_it_is(to, sheets, tmp_path):
    how = ("--to", to, "--form", "envelope")
    inside("export", sheets, *how, "-o", tmp_path / "none")
    inside("export", sheets, *how, "--confidence", "verbal", "-o", tmp_path / "verbal")
    case = next(CorpusFolder(sheets).cases())
    asked = json.dumps(question_text(case, "envelope", verbal=True), ensure_ascii=False)[1:-1]
    sure = json.dumps("the probability, from 0 to 1, that its")[1:-1].encode()

    def said(name):
        files = tree(tmp_path / name / "public")
        return {path for path, data in files.items() if sure in data}

    assert not said("none")
    written = said("verbal")
    if to != "datasets":  # its table is compressed
        assert written
        raw = b"".join((tmp_path / "verbal/public" / path).read_bytes() for path in written)
        plain = asked.encode().replace(b"\\n", b"\n").replace(b'\\"', b'"').replace(b"\\\\", b"\\")
        assert asked.encode() in raw or plain in raw
    manifest = json.loads((tmp_path / "verbal/public" / MANIFEST).read_text())
    assert manifest["confidence"] == "verbal"


def test_a_plain_answer_has_no_place_for_confidences(sheets, tmp_path):
    told = inside(
        "export", sheets, "--to", "jsonl", "--confidence", "verbal", "-o", tmp_path / "x", code=2
    )
    assert "a plain answer has no place for confidences" in told
    assert "--form envelope" in told
    assert not (tmp_path / "x").exists()
