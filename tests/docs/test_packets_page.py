"""The page on packets: its recipe loads and makes, and every operator that it names is there."""

import re
from pathlib import Path

import chaosdocs
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.packets import FORMS, PACKET_PLACES
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

PAGE = (Path(chaosdocs.__file__).parent / "docs" / "packets.md").read_text(encoding="utf-8")
RECIPE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_recipe_of_the_page_makes_packets(tmp_path):
    path = tmp_path / "packets.yaml"
    path.write_text(RECIPE)
    maker = Maker(resolve(load(path)), None)

    assert isinstance(maker.make(0), MadeCase)


def test_the_page_names_what_there_is():
    named = set(re.findall(r"`(packet\.\w+)`", PAGE))

    assert named
    assert named <= set(OPERATORS)
    assert all(f"`{form}`" in PAGE for form in FORMS)
    assert all(place in PAGE for place in PACKET_PLACES)
