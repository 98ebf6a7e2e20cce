"""What the README shows of the demo is what the demo prints."""

import re
from pathlib import Path

from click.testing import CliRunner

from chaosdocs.cli.group import cli

README = Path(__file__).parents[2] / "README.md"


def test_the_demo_prints_what_the_readme_shows(tmp_path):
    (shown,) = re.findall(r"```text\n(demo: .*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

    result = CliRunner().invoke(cli, ["demo", "-o", str(tmp_path / "demo")])

    assert result.exit_code == 0, result.output
    assert shown in result.output
    assert len(shown.splitlines()) <= 20
