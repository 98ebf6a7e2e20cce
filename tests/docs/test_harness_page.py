"""The page on other harnesses: its commands run, and it names every format."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs
from chaosdocs.cli.group import cli
from chaosdocs.harness.headline import headline
from chaosdocs.harness.judging import PER_CASE, CaseJudge
from chaosdocs.harness.registry import EXPORTERS

DOCS = Path(chaosdocs.__file__).parent / "docs"
PAGES = {p.stem: p.read_text("utf-8") for p in sorted((DOCS / "harnesses").glob("*.md"))}
OVERVIEW = (DOCS / "harnesses.md").read_text(encoding="utf-8")
PAGE = "\n".join([OVERVIEW, *PAGES.values()])
READY = Path(chaosdocs.__file__).parents[1] / "corpora" / "ready" / "invoices"
CONSOLE = "\n".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL))
EXPORTS = re.findall(r"\$ (chaosdocs export [^&\n]*)", CONSOLE)


def inside(command):
    result = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("command", EXPORTS)
def test_an_export_on_the_page_runs(command):
    inside(command.replace("export corpus", f"export {READY / 'corpus'}").strip())

    assert (Path("out") / "public" / "chaosdocs-export.json").exists()


def test_the_page_names_every_format():
    for name in EXPORTERS:
        assert f"--to {name}" in PAGE, name


def test_every_import_on_the_page_is_of_a_format_that_is_read():
    kinds = set(re.findall(r"chaosdocs import ([a-z-]+)", PAGE))

    assert kinds == {name for name in EXPORTERS if EXPORTERS[name].read is not None}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_command_of_an_export_is_the_one_on_its_page(name):
    given = ("MODEL", "URL", "PYTHON", "out")
    command = [w.replace("=PYTHON", "=") for w in EXPORTERS[name].command.split() if w not in given]

    if name == "datasets":
        assert 'load_dataset("out/public", split="test")' in PAGES[name]
        return
    assert any(all(word in line for word in command) for line in CONSOLE.splitlines()), command


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_of_a_harness_exports_imports_scores_and_ends_with_what_is_seen(name):
    page = PAGES[name]
    kinds = {"datasets": "jsonl"}

    assert f"chaosdocs export corpus --to {name} -o out" in page
    assert f"chaosdocs import {kinds.get(name, name)} " in page
    assert re.search(r"chaosdocs score --no-check (?:\.\./|out/)private answers.jsonl", page)
    assert f"(harnesses/{name}.md)" in OVERVIEW
    seen = page.partition("## What you see\n")[2]
    text, picture = r"```text\n.+?```\n$", r"!\[[^\]]+\]\([^)]+\.png\)\n$"
    assert re.search(f"{text}|{picture}", seen, re.DOTALL), name


@pytest.fixture(scope="module")
def means():
    """The mean of each figure over all cases, for the answers of the pages."""
    judge = CaseJudge(READY / "corpus", "plain")
    told = [
        judge(row["case"], row["answer"]).shares
        for row in map(json.loads, (READY / "rules.jsonl").read_text().splitlines())
    ]
    return {name: sum(each[name] for each in told) / len(told) for name in PER_CASE}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("deepeval", r"chaosdocs {}\s+(\S+)\n"),
        ("lm-eval", r"\|{}\s*\|\S*\s*\|([0-9.]+)\|"),
        ("pydantic-evals", r"(?<=  ){}\s+(\S+)\n"),
    ],
)
def test_the_figures_on_a_page_are_those_of_the_ready_corpus(name, shown, means):
    for figure, mean in means.items():
        (told,) = re.findall(shown.format(figure), PAGES[name])
        assert abs(float(told) - mean) < 0.6 * 10 ** -len(told.partition(".")[2]), figure


def test_the_headline_on_the_page_of_pydantic_evals_is_that_of_the_ready_corpus():
    rows = map(json.loads, (READY / "rules.jsonl").read_text().splitlines())
    whole = headline(READY / "corpus", [(row["case"], row["answer"]) for row in rows])

    for figure in PER_CASE:
        (told,) = re.findall(rf"  {figure} +(\S+)  (\S+) to (\S+)\n", PAGES["pydantic-evals"])
        for shown, name in zip(told, (figure, f"{figure}_low", f"{figure}_high"), strict=True):
            assert abs(float(shown) - whole[name]) < 0.0006, name


def test_the_figures_on_the_page_of_harbor_are_those_of_the_ready_corpus(means):
    heads, row = (
        [cell.strip() for cell in re.split("[┃│]", line)[1:-1]]
        for line in PAGES["harbor"].splitlines()
        if line.startswith(("┃", "│"))
    )
    told = dict(zip(heads, row, strict=True))
    for figure, mean in means.items():
        (cell,) = (v for k, v in told.items() if figure.startswith(k.casefold().rstrip("…")))
        assert abs(float(cell) - mean) < 0.0006, figure


def test_the_row_on_the_page_of_datasets_is_the_first_of_the_ready_corpus():
    first = json.loads((READY / "corpus" / "cases.jsonl").read_text().splitlines()[0])

    assert f"'case': '{first['case']}'" in PAGES["datasets"]
    assert f"'path': '{first['files'][0]['path']}'" in PAGES["datasets"]


def test_the_python_on_the_page_runs():
    inside(f"chaosdocs export {READY / 'corpus'} --to jsonl -o out")
    (block,) = re.findall(r"```python\n(.*?)```", OVERVIEW, re.DOTALL)
    names = {}

    exec(compile(block, "harnesses.md", "exec"), names)  # noqa: S102

    assert sum(names["figures"].values()) > 0


def test_the_headline_on_the_page_is_what_the_score_prints():
    """The answers of the pages: those of the ready corpus, taken out of any harness' log."""
    inside(f"chaosdocs export {READY / 'corpus'} --to jsonl -o out")
    rows = [json.loads(line) for line in (READY / "rules.jsonl").read_text().splitlines()]
    said = [json.dumps({"case": row["case"], "output": row["answer"]}) for row in rows]
    Path("said.jsonl").write_text("\n".join(said))
    inside("chaosdocs import jsonl said.jsonl -o answers.jsonl")

    told = inside("chaosdocs score --no-check out/private answers.jsonl -o report --resamples 50")

    seen = OVERVIEW.rpartition("```text\n")[2].removesuffix("```\n")
    assert seen.partition(" (and ")[0] in told


def test_what_is_scored_on_the_page_can_be_scored():
    inside(f"chaosdocs export {READY / 'corpus'} --to jsonl -o out")
    case = json.loads((READY / "rules.jsonl").read_text().splitlines()[0])["case"]
    Path("said.jsonl").write_text(json.dumps({"case": case, "output": "{}"}))
    inside("chaosdocs import jsonl said.jsonl -o answers.jsonl")

    inside("chaosdocs score --no-check out/private answers.jsonl -o report")

    assert Path("report/report.html").exists()
