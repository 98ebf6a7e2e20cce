"""The page on other harnesses: its commands run, and it names every format."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs
from chaosdocs.cli.group import cli
from chaosdocs.harness.registry import EXPORTERS

PAGE = (Path(chaosdocs.__file__).parent / "docs" / "harnesses.md").read_text(encoding="utf-8")
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


@pytest.mark.parametrize("name", ["inspect", "deepeval", "pydantic-evals", "verifiers", "harbor"])
def test_the_command_of_an_export_is_the_one_on_the_page(name):
    command = EXPORTERS[name].command.replace("MODEL", "").replace("URL", "").split()

    assert any(all(word in line for word in command) for line in CONSOLE.splitlines()), command


def test_the_python_on_the_page_runs():
    inside(f"chaosdocs export {READY / 'corpus'} --to jsonl -o out")
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {}

    exec(compile(block, "harnesses.md", "exec"), names)  # noqa: S102

    assert sum(names["figures"].values()) > 0


def test_what_is_scored_on_the_page_can_be_scored():
    inside(f"chaosdocs export {READY / 'corpus'} --to jsonl -o out")
    case = json.loads((READY / "rules.jsonl").read_text().splitlines()[0])["case"]
    Path("said.jsonl").write_text(json.dumps({"case": case, "output": "{}"}))
    inside("chaosdocs import jsonl said.jsonl -o answers.jsonl")

    inside("chaosdocs score --no-check out/private answers.jsonl -o report")

    assert Path("report/report.html").exists()
