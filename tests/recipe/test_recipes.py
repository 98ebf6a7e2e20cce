"""Every recipe of the folder is checked; those of real records run where the records are."""

import json
import runpy
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

ROOT = Path(__file__).parents[2]
RECIPES = {path.stem: path for path in sorted((ROOT / "recipes").glob("*.yaml"))}
DATA = ROOT.parent / "shared" / "data"
OWN = {"chinook": DATA / "chinook", "adventureworks": DATA / "adventureworks_po"}


def told(*arguments):
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The recipes, with the records of those whose data are there beside them."""
    target = tmp_path_factory.mktemp("recipes")
    for path in (ROOT / "recipes").iterdir():
        if path.is_file():
            shutil.copy(path, target)
    for name, data in OWN.items():
        if data.is_dir():
            records_of(name, data, target)
    return target


def records_of(name, data, target):
    before = sys.argv
    sys.argv = ["records.py", name, str(data), "-o", str(target)]
    try:
        runpy.run_path(str(target / "records.py"), run_name="__main__")
    finally:
        sys.argv = before


def needed(name):
    if name in OWN and not OWN[name].is_dir():
        pytest.skip("the public data are not there")


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_runs_dry(folder, name):
    needed(name)
    estimated = json.loads(told("generate", folder / f"{name}.yaml", "--dry-run", "--json"))

    assert estimated["slots"] > 100
    assert estimated["clean"] > 0
    assert estimated["records_a_cell"] >= 1
    assert estimated["skipped"] < estimated["slots"] / 2


@pytest.mark.parametrize("name", OWN)
def test_cases_of_real_records_are_proved(folder, name):
    needed(name)
    maker = Maker(resolve(load(folder / f"{name}.yaml")), Witnesses())
    made = [maker.make(number) for number in range(0, len(maker.slots), len(maker.slots) // 24)]

    assert sum(isinstance(each, MadeCase) for each in made) > 12
    assert not [each.reason for each in made if getattr(each, "outcome", "") == "defect"]


@pytest.mark.parametrize("name", OWN)
def test_a_recipe_without_its_records_says_which_file_is_missing(tmp_path, name):
    for path in (ROOT / "recipes").glob(f"{name}*"):
        if path.suffix != ".jsonl":
            shutil.copy(path, tmp_path)
    result = CliRunner().invoke(cli, ["generate", str(tmp_path / f"{name}.yaml"), "--dry-run"])

    assert result.exit_code == 2
    assert f"{name}.yaml:" in result.output
    assert f"there is no file {tmp_path / name}.jsonl" in result.output


def test_missing_data_are_said_by_the_script_that_makes_records(tmp_path, capsys):
    shutil.copy(ROOT / "recipes" / "records.py", tmp_path)
    with pytest.raises(SystemExit):
        records_of("chinook", tmp_path / "nowhere", tmp_path)

    assert "ChinookData.json: No such file" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.jsonl"))
