"""Lines that run through a text or stand before it as a minus are told from those of a table."""

import pytest

from chaosdocs.proof.witnesses.strokes import Strokes

SMALL = (513.35, 209.48, 533.39, 215.29)
"""The place of an amount in letters 5.8 points tall."""


@pytest.mark.parametrize(
    ("name", "line", "spoilt"),
    [
        ("a minus that begins one letter before it", (507.4, 211.9, 511.4, 212.9), True),
        ("a minus longer than the letters are tall", (505.0, 211.9, 512.5, 212.9), True),
        ("a line through it", (513.0, 211.9, 533.0, 212.9), True),
        ("the line of a cell to its left", (505.0, 200.0, 505.5, 220.0), False),
        ("the line of another column", (480.0, 211.9, 500.0, 212.9), False),
        ("the line beneath it", (505.0, 217.0, 540.0, 217.5), False),
    ],
)
def test_a_line_spoils_a_text_if_it_changes_what_it_says(name, line, spoilt):
    assert Strokes([line]).spoil(SMALL) == spoilt, name
