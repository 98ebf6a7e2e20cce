"""The README, the pages and the recipes: what they say is so."""

import re
import textwrap
from pathlib import Path

import pytest

from chaosdocs.cli.group import SUMMARIES
from chaosdocs.corpus.make import Maker
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "chaosdocs" / "README.md",
    *sorted((ROOT / ".github").glob("*.md")),
    *sorted((ROOT / "chaosdocs" / "docs").rglob("*.md")),
]
LONGEST_README = 150
OWN_DATA = {"chinook.yaml", "adventureworks.yaml"}
RECIPES = [p for p in sorted((ROOT / "recipes").glob("*.yaml")) if p.name not in OWN_DATA]


def _id(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", RECIPES, ids=lambda p: p.name)
def test_a_recipe_compiles_and_makes_something(path):
    maker = Maker(resolve(load(path)), None)

    assert len(maker.slots) > 100


@pytest.mark.parametrize("name", ["demo", "bank-reconciliation"])
def test_a_demo_makes_the_recipe_that_is_shown(name):
    packaged = ROOT / "chaosdocs" / "recipe" / f"{name}.yaml"

    assert (ROOT / "recipes" / f"{name}.yaml").read_bytes() == packaged.read_bytes()


def test_the_readme_is_short():
    assert len(PAGES[0].read_text(encoding="utf-8").splitlines()) <= LONGEST_README


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_a_python_block_is_python(page):
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        if not block.startswith(">>>"):
            compile(textwrap.dedent(block).replace("...", "None"), page.name, "exec")


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_the_commands_on_a_page_are_commands(page):
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^\$ |/|`)chaosdocs ([a-z][a-z-]+)", text, re.MULTILINE))

    assert named <= set(SUMMARIES)


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_the_links_of_a_page_lead_to_files(page):
    for path in re.findall(r"\]\(([^)#:]+)(?:#[a-z-]+)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / path).exists(), path


def test_every_command_is_on_some_page():
    pages = [p.read_text(encoding="utf-8") for p in PAGES if p.name != "commands.md"]

    missing = {name for name in SUMMARIES if not any(f"chaosdocs {name}" in p for p in pages)}

    assert not missing
