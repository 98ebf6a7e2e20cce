"""The shape of the house: names, sizes, one operator a file, a catalogue that is current."""

import importlib
from pathlib import Path

import pytest

import chaosdocs
from chaosdocs.authoring.catalogue import catalogue, page
from chaosdocs.authoring.operator import Operator
from chaosdocs.authoring.registry import OPERATORS

HOME = Path(chaosdocs.__file__).parent
MODULES = sorted(p for p in HOME.rglob("*.py") if "__pycache__" not in p.parts)
LONGEST = 500


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(HOME).as_posix())
def test_a_module_is_one_idea(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LONGEST
    assert path.stem not in {"utils", "helpers", "manager", "base", "common", "misc"}


def test_there_is_one_operator_a_file_and_it_is_short():
    for operator in OPERATORS.values():
        module = importlib.import_module(operator.module)
        own = [
            thing
            for thing in vars(module).values()
            if isinstance(thing, Operator) and thing.module == operator.module
        ]
        assert len(own) == 1
        assert len(Path(module.__file__).read_text().splitlines()) <= 170


def test_every_control_is_an_operator():
    for operator in OPERATORS.values():
        assert not operator.near_miss or operator.near_miss in OPERATORS


def test_the_catalogue_names_every_operator_and_is_the_same_each_time():
    text = catalogue([OPERATORS[name] for name in OPERATORS.own])

    assert text == catalogue([OPERATORS[name] for name in OPERATORS.own])
    for name, operator in OPERATORS.items():
        assert f"## {name}\n" in text
        assert operator.evidence in page(operator)
