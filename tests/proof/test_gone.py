"""What is gone is nowhere; what two statements make by chance, side by side, is not it."""

import pytest

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.gone import Search, leaks
from chaosdocs.proof.places import Layer, Place
from chaosdocs.proof.witnesses.haystack import Haystack, Stack

WIDE = 5.0
"""Points that a character takes up."""


def line(path, text, at):
    return Evidence(
        case="c", path=path, statement=f"{path}#1", role="says", channel="text", text=text,
        file="f", page=1, box=(at * WIDE, 0.0, (at + len(text)) * WIDE, 10.0),
    )  # fmt: skip


def page(text):
    return Layer(
        "page text", text, "text",
        lambda start, end: Place(page=1, box=(start * WIDE, 0.0, end * WIDE, 10.0)),
    )  # fmt: skip


GONE = Expected(
    path="/lines/k3/position", kind="id", channel="text", asked=True, state="unanswerable",
    reason="erased", was="003",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines", "found"),
    [
        pytest.param("3,00 3,00", [("/price", "3,00", 0), ("/amount", "3,00", 5)], 0, id="chance"),
        pytest.param("3,00 3,00", [("/price", "3,00", 0)], 1, id="half of it is nobody's"),
        pytest.param("3,00 003", [("/price", "3,00", 0)], 1, id="it stands there"),
        pytest.param(
            "3,00 3,00", [("/price", "3,00", 0), ("/amount", "9,99", 5)], 1,
            id="another text stands where the second half does",
        ),
    ],
)  # fmt: skip
def test_a_value_across_two_statements_is_chance(text, lines, found):
    stacks = {"f": Stack([Haystack(page(text))])}
    said = list(leaks(GONE, frozenset(), Search(stacks, [line(*each) for each in lines], [])))

    assert [code for code, _ in said] == ["unaccounted_hit"] * found
