"""The page on sets: its recipe is made, its commands run, its matcher fails as the page says."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

import chaosdocs
from chaosdocs.cli.group import cli
from chaosdocs.formats.sets import PLACES
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.testing.strategies import CaseFailure

PAGE = (Path(chaosdocs.__file__).parent / "docs" / "sets.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (chaosdocs .*)$", PAGE, re.MULTILINE)
RECIPE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def run(command):
    result = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_commands_of_the_page_run_on_its_recipe(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    smaller = RECIPE.replace("books: 3", "books: 1, matters: 9").replace("[1, 5]", "[5]")
    assert smaller != RECIPE
    Path("bank.yaml").write_text(smaller)

    for command in COMMANDS:
        run(command)

    assert Path("report/report.html").exists()
    assert COMMANDS


@pytest.mark.parametrize("command", re.findall(r"`(chaosdocs (?:list|explain) [^`]*)`", PAGE))
def test_a_command_in_the_text_runs(command):
    run(command)


def test_the_page_names_every_pairing_and_every_place():
    assert all(f"`{name}`" in PAGE for name in (*PAIRINGS, *PLACES))


def test_the_matcher_of_the_page_fails(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {}
    exec(compile(block, "sets.md", "exec"), names)  # noqa: S102
    settings.register_profile(
        "page on sets", max_examples=30, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=settings.get_profile("chaosdocs").phases,
    )  # fmt: skip
    test = settings(settings.get_profile("page on sets"))(names["test_matcher"])

    with pytest.raises(CaseFailure, match="/matches/"):
        test()
