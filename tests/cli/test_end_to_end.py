"""Recipe to report through the command line; orderings are asserted, not numbers."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import SUMMARIES, LazyGroup, cli

RECIPE = """
chaosdocs: 2
name: small
seed: 5
source: {domain: invoice, count: 2, locales: [en_US, de_DE]}
render:
  - {as: pdf, templates: [erp]}
  - {as: scan, templates: [letterhead]}
  - {as: csv, system: sap}
  - {as: xlsx, system: netsuite}
  - {as: json, system: netsuite}
design:
  each:
    - claims.contradiction
    - numbers.foreign_separators
    - {use: gaps.blank_under_label, target: /invoice_number}
  severities: [3]
"""


def chaosdocs(*arguments, code=0, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "chaosdocs", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "160"},
    )
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done


def inside(*arguments, code=0):
    """The same in this process: fast, and seen by the coverage."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("e2e")
    (folder / "recipe.yaml").write_text(RECIPE)
    inside("generate", folder / "recipe.yaml", "-o", folder / "corpus")
    for reader in ("rules", "oracle", "guesser", "blind", "all_null", "literal"):
        answers = folder / f"{reader}.jsonl"
        inside("run", folder / "corpus", "--reader", f"builtin:{reader}", "-o", answers)
    return folder


def cases(folder):
    lines = (
        gzip.decompress((folder / "corpus" / "private" / "truth.jsonl.gz").read_bytes())
        .decode()
        .splitlines()
    )
    return [json.loads(line) for line in lines]


def test_every_case_is_verified_from_its_files(corpus):
    told = json.loads(_json(inside("verify", corpus / "corpus", "--deep", "0", "--json")))

    assert told["cases"] == told["proved"] == len(cases(corpus))
    assert told["failures"] == []


def test_the_truth_says_what_came_of_every_step(corpus):
    steps = [step for case in cases(corpus) for step in case["steps"]]

    assert steps
    assert {step["outcome"] for step in steps} == {"applied"}


def test_a_reader_of_numbers_as_an_american_reads_every_medium(corpus):
    answers = [json.loads(x) for x in (corpus / "literal.jsonl").read_text().splitlines()]

    assert [each["error"] for each in answers if each.get("error")] == []
    media = {each["case"]: each["medium"] for each in cases(corpus)}
    read = {media[each["case"]] for each in answers if each["answer"]["lines"]}
    assert read == {"pdf", "csv", "xlsx", "json"}


@pytest.mark.parametrize(
    ("reader", "says"),
    [
        ("fields", "builtin:fields reads PDFs, not .csv files"),
        ("cells", "builtin:cells reads exports, not PDFs"),
    ],
)
def test_a_reader_of_one_medium_refuses_the_others_in_words(corpus, tmp_path, reader, says):
    out = tmp_path / "a.jsonl"

    inside("run", corpus / "corpus", "--reader", f"builtin:{reader}", "-o", out)
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    assert any(says in str(each.get("error")) for each in answers)
    assert any("answer" in each for each in answers)
    assert all("builtin:rules both" in each["error"] for each in answers if each.get("error"))


def test_a_changed_file_fails_the_verification(tmp_path):
    (tmp_path / "recipe.yaml").write_text(
        "name: one\nsource: {domain: invoice, count: 1}\nrender: [{as: csv, system: sap}]\n"
    )
    inside("generate", tmp_path / "recipe.yaml", "-o", tmp_path / "corpus")
    victim = next((tmp_path / "corpus").glob("files/*/*/document.csv"))
    victim.write_bytes(victim.read_bytes().replace(b"0", b"1", 1))

    assert "digest" in inside("verify", tmp_path / "corpus", "--deep", "0", code=1)


def test_the_score_orders_readers_as_it_must(corpus, tmp_path):
    accuracy, utility = {}, {}
    for reader in ("oracle", "rules", "guesser", "blind"):
        out = tmp_path / reader
        inside("score", corpus / "corpus", corpus / f"{reader}.jsonl", "-o", out, "--resamples", 50)
        card = json.loads((out / "summary.json").read_text())["readers"][0]["card"]
        accuracy[reader] = card["accuracy"]["value"]
        utility[reader] = card["net_utility_90"]["value"]
        assert {p.name for p in out.iterdir()} == {
            "fields.jsonl",
            "samples.jsonl",
            "summary.json",
            "report.html",
            "junit.xml",
        }

    assert accuracy["oracle"] == 1
    assert accuracy["oracle"] > accuracy["rules"] > accuracy["blind"] == 0
    assert utility["oracle"] > utility["blind"] > utility["guesser"]


def test_a_gate_decides_the_exit_code(corpus):
    oracle, guesser = corpus / "oracle.jsonl", corpus / "guesser.jsonl"
    common = ("--resamples", 50, "--gate", "accuracy>=0.5@point")

    inside("score", corpus / "corpus", oracle, *common)
    inside("score", corpus / "corpus", guesser, *common, code=1)


def test_two_readers_are_compared(corpus):
    told = inside("compare", corpus / "corpus", corpus / "oracle.jsonl", corpus / "blind.jsonl")

    assert "oracle minus blind" in told


def test_a_comparison_is_a_page_or_a_text_and_nothing_else(corpus, tmp_path):
    both = corpus / "corpus", corpus / "oracle.jsonl", corpus / "blind.jsonl"
    few = ("--resamples", 20)

    inside("compare", *both, *few, "-o", tmp_path / "page.html")
    told = inside("compare", *both, *few, "-o", tmp_path / "text.txt")

    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "text.txt").read_text().strip() in told
    assert "allowed: .html, .txt" in inside("compare", *both, "-o", tmp_path / "it.pdf", code=2)
    assert "this is a folder" in inside("compare", *both, "-o", tmp_path, code=2)
    gone = corpus / "gone.jsonl"
    inside("compare", *both[:2], gone, "-o", tmp_path / "other.html", code=2)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["page.html", "text.txt"]


def test_a_case_is_shown_asked_and_made_again(corpus, tmp_path):
    dirty = next(t for t in cases(corpus) if t.get("steps"))

    assert dirty["steps"][0]["operator"].partition("@")[0] in inside(
        "show", corpus / "corpus", dirty["label"]
    )
    inside("reproduce", corpus / "corpus", dirty["case"], "-o", tmp_path / "again")
    made = next((tmp_path / "again").iterdir())
    original = next((corpus / "corpus" / "files").glob(f"*/{dirty['case']}/*"))
    assert made.read_bytes() == original.read_bytes()
    for form in ("text", "openai", "pydantic"):
        told = inside("ask", corpus / "corpus", dirty["case"], "--as", form)
        assert dirty["records"][0] not in told
        assert "operator" not in told.casefold() or form != "text"


def test_a_reader_of_ones_own_is_a_function_or_a_command(corpus, tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(
        "import json, sys\n"
        "def read(case, files):\n    return {'answer': {'total': None}}\n"
        "if __name__ == '__main__':\n"
        "    case = json.load(sys.stdin)\n"
        "    print(json.dumps({'answer': {'invoice_number': sys.argv[1][-3:]}}))\n"
    )
    chaosdocs(
        "run", corpus / "corpus", "--reader", "mine:read", "-o", tmp_path / "f.jsonl", cwd=tmp_path
    )
    command = f"cmd:{sys.executable} {script} {{file}}"
    chaosdocs("run", corpus / "corpus", "--reader", command, "-o", tmp_path / "c.jsonl")

    for name in ("f.jsonl", "c.jsonl"):
        rows = [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
        assert len(rows) == len(cases(corpus))
        assert not any(row.get("error") for row in rows)


def test_a_reader_that_raises_is_an_answer_with_an_error(corpus, tmp_path):
    (tmp_path / "broken.py").write_text("def read(case, files):\n    raise ValueError('no')\n")
    out = tmp_path / "b.jsonl"
    chaosdocs("run", corpus / "corpus", "--reader", "broken:read", "-o", out, cwd=tmp_path, code=2)

    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows
    assert all("no" in row["error"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "operators"), "dates.ambiguous_order"),
        (("list", "operators", "--stage", "scan"), "scan.skewed"),
        (("list", "operators", "--json"), "dates.ambiguous_order"),
        (("explain", "dates.ambiguous_order"), "In the wild"),
        (("catalogue",), "# Operators"),
        (("doctor",), "pymupdf"),
        *((("schema", name), "$schema") for name in ("recipe", "cases", "answers", "summary")),
    ],
)
def test_a_command_that_tells(arguments, words):
    assert words in inside(*arguments)


def test_the_catalogue_is_checked_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert "CATALOGUE.md is current" in inside("catalogue", "--check")


def test_beginners_get_a_recipe_and_a_reader_that_work(tmp_path):
    inside("init", tmp_path / "mine.yaml")
    inside("generate", tmp_path / "mine.yaml", "-o", tmp_path / "c", "--dry-run")
    inside("init-reader", tmp_path / "reader.py")

    assert not (tmp_path / "c").exists()
    compile((tmp_path / "reader.py").read_text(), "reader.py", "exec")


BAD = {
    "severities: []": "severities",
    "name: [3]": "name",
    "severities: [9]": "severities",
    "seeed: 3": "seed",
    "a: &a [*a, *a]": "",
    "\x00\x01\xff": "",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_recipe_is_refused_in_words_and_makes_nothing(line, tmp_path):
    path = tmp_path / "bad.yaml"
    old = {"severities": "  severities", "seeed": "seed: 5", "name": "name: small"}
    text = RECIPE
    for key, start in old.items():
        if line.startswith(key):
            text = "\n".join(
                (f"  {line}" if key == "severities" else line) if row.startswith(start) else row
                for row in RECIPE.splitlines()
            )
    path.write_bytes((text if text != RECIPE else RECIPE + line).encode("latin-1"))

    told = chaosdocs("generate", path, "-o", tmp_path / "out", code=2).stderr

    assert BAD[line] in told
    assert "bad.yaml" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "not-there.yaml", "-o", "out"),
        ("verify", "no-corpus"),
        ("score", "no-corpus", "no-answers.jsonl"),
        ("run", "no-corpus", "--reader", "builtin:rules", "-o", "x.jsonl"),
        ("explain", "dates.ambigous_order"),
        ("schema", "nonsense"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_in_two_and_without_a_traceback(arguments):
    chaosdocs(*arguments, code=2)


def test_every_command_has_help_and_a_summary():
    group = cli
    assert isinstance(group, LazyGroup)
    for name in SUMMARIES:
        assert "Usage" in inside(name, "--help")


def test_help_loads_no_heavy_library():
    code = (
        "import sys; sys.argv = ['chaosdocs', '--help']\n"
        "from chaosdocs.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'pymupdf', 'cv2', 'numpy', 'pydantic', 'openpyxl', 'faker', 'rich', 'yaml'}\n"
        "sys.exit(repr(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def _json(text):
    return text[text.index("{") : text.rindex("}") + 1]


def test_the_module_runs():
    assert "Commands" in chaosdocs("--help").stdout
    assert Path(sys.executable).exists()


def test_a_command_that_proves_says_nothing_of_open_files_when_it_ends(corpus, tmp_path):
    label = next(
        truth["label"]
        for truth in cases(corpus)
        if truth["medium"] == "pdf" and "numbers.foreign_separators" in truth["label"]
    )
    done = subprocess.run(
        [
            sys.executable, "-m", "chaosdocs", "shrink", str(corpus / "corpus"), label,
            "--reader", "builtin:guesser", "-o", str(tmp_path / "small"),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode in {0, 1}, done.stderr
    assert "open" not in done.stderr
