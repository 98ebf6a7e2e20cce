"""An error that is found while slots are counted tells the line of the recipe too."""

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.load import load

RECIPE = """\
chaosdocs: 2
name: x
seed: 1
source: {domain: invoice, count: 5}
render:
  - {as: csv, system: sap}
design:
  each: ["claims.*"]
  budget: {cases: 6, min_records: 5}
"""


def test_a_budget_that_is_too_small_is_told_with_its_line(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(RECIPE, encoding="utf-8")
    for more in (["-o", str(tmp_path / "out")], ["--dry-run"]):
        said = CliRunner().invoke(cli, ["generate", str(path), *more])

        assert said.exit_code == 2
        assert f"{path}:9: design.budget: a budget of 6 cases is too small" in said.output


@pytest.mark.parametrize(("key", "value"), [("books", -2), ("books", "many"), ("count", -2)])
def test_an_error_names_the_key_that_the_user_wrote(key, value, tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(
        f"name: x\nseed: 1\nsource:\n  world: trade\n  {key}: {value}\n"
        "render: [{as: set, pairing: books-bank}]\n"
    )

    with pytest.raises(UserError, match=rf"r\.yaml:5: source\.{key}: expected a whole number"):
        load(path)
