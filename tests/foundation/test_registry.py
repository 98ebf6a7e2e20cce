"""A registry finds files, ours and those of plugins, one when asked for one."""

import importlib.metadata
import subprocess
import sys
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Registry


@dataclass
class Shape:
    """Something to register."""

    corners: int


SHAPE = "from test_registry_shapes import Shape\nSHAPE = Shape({})\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package of shapes, and a plugin with shapes of its own."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "test_registry_shapes", sys.modules[__name__])
    for package in ("own_shapes", "acme", "acme/shapes"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    (tmp_path / "own_shapes/square.py").write_text(
        '"""A square.\n\nIt is flat."""\n' + SHAPE.format(4)
    )
    (tmp_path / "own_shapes/triangle.py").write_text('"""A triangle."""\n' + SHAPE.format(3))
    (tmp_path / "own_shapes/measuring.py").write_text("LENGTH = 5\n")
    (tmp_path / "acme/shapes/star.py").write_text('"""A star."""\n' + SHAPE.format(10))
    yield tmp_path
    for name in [n for n in sys.modules if n.partition(".")[0] in {"own_shapes", "acme"}]:
        del sys.modules[name]


def plugged(monkeypatch, *points):
    asked = []

    def entry_points(group):
        asked.append(group)
        return [SimpleNamespace(name=n, value=v, dist=d) for n, v, d in points]

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    return asked


@pytest.fixture
def shapes(folder, monkeypatch):
    plugged(monkeypatch, ("acme", "acme.shapes", SimpleNamespace(name="acme-shapes")))
    return Registry("shape", "own_shapes", Shape, facts=lambda s: {"corners": str(s.corners)})


def test_an_entry_is_a_file_and_what_declares_nothing_is_none(shapes):
    assert list(shapes) == ["acme/star", "square", "triangle"]
    assert shapes.own == ("square", "triangle")
    assert len(shapes) == 3
    assert shapes["square"].corners == 4
    assert shapes["acme/star"].corners == 10
    assert "measuring" not in shapes
    assert 5 not in shapes
    assert repr(shapes) == "<registry of shapes>"


def test_looking_one_up_imports_neither_the_others_nor_plugins(shapes, monkeypatch):
    asked = plugged(monkeypatch)

    assert shapes["triangle"].corners == 3
    assert "square" in shapes
    assert shapes.matching(["square"]) == (shapes["square"],)
    assert "own_shapes.measuring" not in sys.modules
    assert asked == []


def test_a_new_file_is_found_without_any_list(shapes, folder):
    (folder / "own_shapes/circle.py").write_text('"""A circle."""\n' + SHAPE.format(0))

    assert "circle" in shapes
    assert shapes.summary("circle") == "A circle"


def test_globs_name_ours_unless_they_name_a_plugin(shapes):
    named = lambda *globs: [s.corners for s in shapes.matching(globs)]  # noqa: E731

    assert named("*") == [4, 3]
    assert named("*/*") == [10]
    assert named("acme/star", "tri*@2", "square@1") == [10, 4, 3]
    with pytest.raises(UserError, match=r"(?s)'sqare' names no shape.*did you mean 'square'"):
        named("sqare")
    with pytest.raises(UserError, match="'x' names no shape"):
        named("x*"[:1])
    with pytest.raises(UserError, match=r"(?s)'x\*' matches no shape.*allowed: .*square"):
        named("x*")


def test_a_glob_that_matches_no_operator_lists_the_families():
    with pytest.raises(UserError) as caught:
        OPERATORS.matching(["datse.*"])

    assert "'datse.*' matches no operator\n  did you mean 'dates.*'?" in str(caught.value)
    assert "csv.*" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["sqare", "own_shapes.square", "acme/sqare", "", "a b", "nobody/x"]
)
def test_an_unknown_name_is_told_with_what_there_is(shapes, name):
    with pytest.raises(UserError, match=f"no shape {name!r}") as caught:
        shapes[name]

    assert "allowed: acme/star, square, triangle" in str(caught.value)
    assert shapes.get(name) is None


def test_every_entry_has_a_line_and_a_page(shapes):
    assert shapes.summary("square") == "A square"
    assert shapes.facts("square") == {"corners": "4"}
    assert shapes.page("square") == "# shape square\n\nA square\n\n- corners: 4\n\nIt is flat.\n"
    plain = Registry("shape", "own_shapes", Shape)
    assert plain.page("triangle") == "# shape triangle\n\nA triangle\n"


def test_what_is_no_entry_is_refused_with_its_place(shapes, folder):
    (folder / "own_shapes/blob.py").write_text("SHAPE = 'round'\n")

    with pytest.raises(UserError, match=r"own_shapes\.blob: SHAPE is a str, not a Shape"):
        shapes["blob"]
    anything = Registry("shape", "own_shapes")
    with pytest.raises(UserError, match="SHAPE is a str, not callable"):
        anything["blob"]


def test_two_modules_cannot_declare_one_name(shapes):
    shapes.add("oval", Shape(0), "here")
    shapes.add("oval", Shape(1), "here")

    assert shapes["oval"].corners == 1
    with pytest.raises(ValueError, match="shape 'oval' is declared in here already"):
        shapes.add("oval", Shape(2), "there")


@pytest.mark.parametrize(
    ("dist", "owner"),
    [(None, "an unknown package"), (SimpleNamespace(name="acme-shapes"), "acme-shapes")],
)
@pytest.mark.parametrize("ask", [list, lambda shapes: shapes["acme/star"]])
def test_a_plugin_that_cannot_be_imported_is_named(folder, monkeypatch, dist, owner, ask):
    (folder / "acme/shapes/star.py").write_text("raise RuntimeError('no licence')\n")
    plugged(monkeypatch, ("a", "acme.shapes", dist))

    with pytest.raises(UserError) as caught:
        ask(Registry("shape", "own_shapes", Shape))
    words = str(caught.value)
    assert f"the shapes of {owner} cannot be imported: RuntimeError: no licence" in words
    assert "entry point a = acme.shapes" in words
    assert f"uninstall {owner}" in words


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("acme.shapes:STAR", "names a package, not an object in it"),
        ("acme.shapes.star", "acme.shapes.star is a module, not a package of shapes"),
    ],
)
def test_an_entry_point_names_a_package(folder, monkeypatch, value, says):
    plugged(monkeypatch, ("star", value, None))

    with pytest.raises(UserError, match=says):
        list(Registry("shape", "own_shapes", Shape))


OPERATOR_ALONE = """
import sys
from chaosdocs.{place} import {name} as OPERATORS
OPERATORS[{entry!r}]
print(*sorted(m for m in sys.modules if m.startswith(OPERATORS.package + ".")))
"""


@pytest.mark.parametrize(
    ("place", "name", "entry", "others"),
    [
        ("authoring.registry", "OPERATORS", "numbers.trailing_minus", "numbers.parenthesised"),
        ("render.templates.registry", "TEMPLATES", "erp", "letterhead"),
        ("render.systems.registry", "SYSTEMS", "sap", "netsuite"),
        ("sources.registry", "SOURCES", "kyc", "invoice"),
        ("readers.registry", "READERS", "blind", "rules"),
    ],
)
def test_looking_up_one_of_ours_leaves_the_others_alone(place, name, entry, others):
    script = OPERATOR_ALONE.format(place=place, name=name, entry=entry)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    loaded = [module.partition(".")[2] for module in done.stdout.split()]
    assert any(module.endswith(f".{entry}") for module in loaded)
    assert not any(module.endswith(f".{others}") for module in loaded)


def test_the_name_of_a_module_is_no_name_of_an_entry_with_dashes():
    """Whatever was looked up before: a name that is found alone is found in the list too."""
    code = "from chaosdocs.sources.world.registry import PAIRINGS; print('books_bank' in PAIRINGS)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
