"""No page hangs on a `sum` of floats, whose last digit is another from Python 3.12 on."""

import ast
from pathlib import Path

import pytest

import chaosdocs

RENDER = Path(chaosdocs.__file__).parent / "render"
WHOLE = {"pdf/glyphs.py", "pdf/blocks.py"}
"""Modules that add up whole numbers alone."""


@pytest.mark.parametrize("folder", ["pdf", "scan"])
def test_lengths_on_pages_are_added_from_left_to_right(folder):
    found = {
        path.relative_to(RENDER).as_posix()
        for path in sorted((RENDER / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"
    }

    assert found <= WHOLE, "add floats with chaosdocs.foundation.sums.added"
