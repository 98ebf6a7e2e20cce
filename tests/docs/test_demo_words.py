"""What the README shows of the demo is what the demo prints."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_readme_shows_what_the_demo_prints(tmp_path):
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(demo: .*?)```", page, re.DOTALL)[1]

    ran = subprocess.run(
        [sys.executable, "-m", "chaosdocs", "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.partition("\n\nNext:")[0] == shown.rstrip()
