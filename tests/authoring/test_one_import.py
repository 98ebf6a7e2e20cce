"""An operator imports from `chaosdocs.authoring` and from its own family alone."""

import ast
from pathlib import Path

import pytest

from chaosdocs import authoring, operators

HOME = Path(operators.__file__).parent
FILES = sorted(path for path in HOME.rglob("*.py") if path.name != "__init__.py")


def imported(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def strangers(text, family):
    own = (f"chaosdocs.operators.{family}.", f"chaosdocs.operators.{family}")
    return [
        name
        for name in imported(text)
        if name.startswith("chaosdocs")
        and name != "chaosdocs.authoring"
        and not name.startswith(own)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_one_import_is_enough(path):
    assert strangers(path.read_text(encoding="utf-8"), path.parent.name) == []


def test_another_import_would_be_seen():
    text = "from chaosdocs.truth.values import Money\nfrom chaosdocs.operators.dates import x\n"

    assert strangers(text, "scan") == ["chaosdocs.truth.values", "chaosdocs.operators.dates"]
    assert strangers(text, "dates") == ["chaosdocs.truth.values"]


def test_all_that_is_offered_is_there_and_sorted():
    assert sorted(authoring.__all__) == sorted(set(authoring.__all__))
    assert all(hasattr(authoring, name) for name in authoring.__all__)
