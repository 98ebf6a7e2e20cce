"""What the README and the recipes say is so."""

import re
import textwrap
from pathlib import Path

import pytest

from chaosdocs.cli.group import SUMMARIES
from chaosdocs.corpus.make import Maker
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OWN_DATA = {"chinook.yaml", "adventureworks.yaml"}
RECIPES = [p for p in sorted((ROOT / "recipes").glob("*.yaml")) if p.name not in OWN_DATA]


@pytest.mark.parametrize("path", RECIPES, ids=lambda p: p.name)
def test_a_recipe_compiles_and_makes_something(path):
    maker = Maker(resolve(load(path)), None)

    assert len(maker.slots) > 100


def test_the_demo_recipe_is_the_one_that_the_demo_makes():
    packaged = ROOT / "chaosdocs" / "recipe" / "demo.yaml"

    assert (ROOT / "recipes" / "demo.yaml").read_bytes() == packaged.read_bytes()


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_a_python_block_is_python(block):
    compile(textwrap.dedent(block).replace("...", "None"), "README.md", "exec")


def test_the_commands_in_the_readme_are_commands():
    named = set(re.findall(r"(?:^\$ |/)chaosdocs ([a-z-]+)", README, re.MULTILINE))

    assert named
    assert named <= set(SUMMARIES)


def test_files_that_the_readme_shows_are_there():
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).exists(), path
