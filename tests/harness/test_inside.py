"""What runs inside of a harness: the judge behind a pipe, the headline, parsers' corpora."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import chaosdocs as cd
from chaosdocs.formats import folder
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.harness.exporting import export
from chaosdocs.harness.headline import headline
from chaosdocs.harness.judging import CaseJudge
from chaosdocs.harness.pipe import answered
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.score.run import score

ROOT = Path(__file__).parents[2]
RECIPE = """
chaosdocs: 2
name: parsed
seed: 5
source: {{domain: invoice, count: 1, locales: [en_US]}}
render: [{{as: csv, system: sap}}]
design: {{each: [numbers.foreign_separators], severities: [3]}}
ask: {{task: {task}}}
"""
CASES = 10_000
MOST_LINES = 4
"""A question and a truth, each looked up once or twice."""


def rows_of(corpus):
    return [json.loads(x) for x in (corpus.parent / "rules.jsonl").read_text().splitlines()]


def test_one_process_judges_many_answers(corpus):
    lines = [{"case": row["case"], "said": row["answer"]} for row in rows_of(corpus)[:3]]
    asked = "".join(json.dumps(line) + "\n" for line in [*lines, {"case": "nope"}])

    told = subprocess.run(
        [sys.executable, "-m", "chaosdocs.harness.pipe", str(corpus), "plain"],
        input=asked + "junk\n[]\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    *judged, unknown, junk, shape = map(json.loads, told.stdout.splitlines())
    judge = CaseJudge(corpus)
    for line, each in zip(lines, judged, strict=True):
        assert each["shares"] == judge(line["case"], line["said"]).shares
    assert "no case 'nope'" in unknown["error"]
    assert junk["error"]
    assert shape["error"]


def test_the_pipe_never_raises(corpus):
    for line in ("", "null", '{"case": 7}', '{"case": "a"', "[" * 100_000):
        assert "error" in answered(CaseJudge(corpus), line)


def test_the_headline_is_that_of_the_score(corpus):
    answers = corpus.parent / "rules.jsonl"
    card = score(corpus, [answers], nulls="merged").summary.readers[0].card

    told = headline(corpus, [(row["case"], row["answer"]) for row in rows_of(corpus)])

    assert told["accuracy"] == card["accuracy"].value
    assert (told["accuracy_low"], told["accuracy_high"]) == (
        card["accuracy"].low,
        card["accuracy"].high,
    )


@pytest.fixture(scope="module", params=["text", "tables"])
def parsed(request, tmp_path_factory):
    home = tmp_path_factory.mktemp(request.param)
    (home / "recipe.yaml").write_text(RECIPE.format(task=request.param))
    cd.generate(home / "recipe.yaml", home / "corpus")
    return home / "corpus"


@pytest.mark.parametrize("to", sorted(EXPORTERS))
def test_questions_to_parsers_are_exported_and_judged_like_the_others(to, parsed, tmp_path):
    export(parsed, to, tmp_path / "out")

    for case in CorpusFolder(parsed).cases():
        said = (parsed / case.files[0].path).read_bytes().decode()
        mine = CaseJudge(tmp_path / "out" / "private")(case.case, said)
        assert mine == CaseJudge(parsed)(case.case, said)
        assert mine.scored


def test_the_first_answer_of_ten_thousand_cases_reads_the_lines_of_one(
    corpus, tmp_path, monkeypatch
):
    export(corpus, "jsonl", tmp_path / "out")
    private = tmp_path / "out" / "private"
    for name in ("cases.jsonl", "private/truth.jsonl"):
        lines = (private / name).read_bytes().splitlines(keepends=True)
        with (private / name).open("wb") as file:
            for number in range(CASES):
                head = b'{"case": "%012x"' % number
                file.write(head + lines[number % len(lines)][len(head) :])
    parsed = []
    plain = folder.json_line
    monkeypatch.setattr(folder, "json_line", lambda raw, at: parsed.append(at) or plain(raw, at))

    assert CaseJudge(private)(f"{CASES - 1:012x}", "{}").shares

    assert 2 <= len(parsed) <= MOST_LINES
