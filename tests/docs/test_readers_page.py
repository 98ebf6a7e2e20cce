"""The page about readers: it names every parser, and its commands name what there is."""

import re
from pathlib import Path

import pytest

from chaosdocs.cli.group import cli
from chaosdocs.readers.loading import SHAPES
from chaosdocs.readers.parser_reader import load_parser
from chaosdocs.readers.parsers.registry import PARSERS

PAGE = (Path(__file__).parents[2] / "chaosdocs/docs/readers.md").read_text("utf-8")
COMMANDS = re.findall(r"chaosdocs (run|score|generate|doctor|compare|ask)\b([^;\n#]*)", PAGE)


def test_the_page_names_every_parser():
    table = PAGE.partition("| returns | parsers |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([\w-]+)`", table))
    assert set(PARSERS.own) <= named
    assert named - set(PARSERS.own) == {"flavor", "lattice", "stream", "hybrid"}


def test_the_page_names_every_form_of_a_reader():
    table = PAGE.partition("| form |")[2].partition("\n\n")[0]
    kinds = {shape.partition(":")[0] for shape in SHAPES} - {"module"}
    assert {row.partition(":")[0] for row in re.findall(r"\| `([^`]*)`", table)} == kinds | {
        "my_module"
    }


def test_its_commands_have_the_options_that_they_use():
    assert len(COMMANDS) > 8
    for name, rest in COMMANDS:
        known = {option for each in cli.get_command(None, name).params for option in each.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)) <= known, (name, rest)


@pytest.mark.parametrize("spec", sorted(set(re.findall(r"parser:([\w,=-]+)", PAGE))))
def test_the_parsers_in_its_commands_are_there(spec, monkeypatch):
    for kind in {type(parser.engine) for parser in PARSERS.values()}:
        monkeypatch.setattr(kind, "version", lambda _: "1")
    name = spec.rstrip("=")
    if name != spec:  # its value is a variable of the shell
        spec = f"{spec}100"
    assert load_parser(spec).name in PARSERS
