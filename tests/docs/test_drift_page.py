"""The page on schemas that change: its recipes, commands and Python run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.cli.group import cli

PAGE = (Path(chaosdocs.__file__).parent / "docs" / "drift.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"^\$ (chaosdocs .*)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("drift")
    for text in RECIPES:
        name = re.search(r"^name: (\w+)$", text, re.MULTILINE)[1]
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_the_page_runs(folder, command, monkeypatch):
    monkeypatch.chdir(folder)

    result = CliRunner().invoke(cli, shlex.split(command)[1:])

    assert result.exit_code == 0, result.output
    if "verify" in command:
        assert "10 of 10 cases proved" in result.output
    if "explain" in command:
        assert "| remean | `/total` | `/total` | - |" in result.output


def test_the_python_on_the_page_runs():
    names = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "drift.md", "exec"), names)  # noqa: S102

    names["test_nothing_is_lost"]()


def test_every_operator_on_the_page_exists():
    for name in re.findall(r"`(drift\.\w+)`", PAGE):
        assert name in OPERATORS


def test_the_index_names_the_page():
    index = (Path(chaosdocs.__file__).parent / "docs" / "README.md").read_text(encoding="utf-8")
    assert "(drift.md)" in index
