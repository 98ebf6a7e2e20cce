"""Words for codes that are gone, left where no eye looks: metadata, outlines, parts of a workbook.

A code such as ``director`` stands for a word of the language, so that a document may show the word
with no regard to the field. It is looked for in the strings that the clean twin does not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.places import Layer
from chaosdocs.proof.reading.normal import flat
from chaosdocs.proof.witnesses.haystack import Haystack, Stack

_SHORTEST = 2
"""Letters of the shortest code: that of a country."""
_RAW = frozenset({"stream", "revision"})
"""Layers of raw strings: two letters that stand alone there are mostly no word."""
_SHOWN = frozenset({"eye", "text", "value", "shown"})
"""Channels of layers that an eye sees or an ordinary reader returns: every text there is accounted
for by other checks."""


def new_strings(
    here: Mapping[str, Stack], there: Mapping[str, Stack]
) -> Iterator[tuple[Layer, str]]:
    """Yield the strings of layers beside the pages and cells that the clean twin does not have.

    Args:
        here: File to the layers of a case.
        there: The same of its clean twin.
    """
    known: Counter[str] = Counter()
    for layer in _hidden(there):
        known.update(_strings(layer))
    for layer in _hidden(here):
        for text in _strings(layer):
            if known[text]:
                known[text] -= 1
            else:
                yield layer, text


def leftovers(
    words: Sequence[str], strings: Sequence[tuple[Layer, str]], lines: Sequence[Evidence]
) -> Iterator[str]:
    """Yield where one of some words stands in new strings that no line of the evidence says.

    Args:
        words: What stands for the code that is gone.
        strings: The new strings of the file.
        lines: The evidence that may say the words: of other fields, and new in this case.
    """
    letters = {word: len(re.sub(r"[\W_]", "", word)) for word in words}
    for layer, text in strings:
        shortest = _SHORTEST + (layer.name in _RAW)
        hay = Haystack(Layer(layer.name, text))
        if any(hay.words(word) for word in words if letters[word] >= shortest) and not any(
            _said(line, text) for line in lines if layer.channel in {None, line.channel}
        ):
            yield f"{text[:80]!r} in the {layer.name}"


def _said(line: Evidence, text: str) -> bool:
    """Whether a line and a string have the words of one of them in common."""
    mine, its = flat(line.text).split(), flat(text).split()
    return bool(mine) and ({*mine} <= {*its} or {*its} <= {*mine})


def _hidden(stacks: Mapping[str, Stack]) -> Iterator[Layer]:
    return (
        hay.layer for stack in stacks.values() for hay in stack if hay.layer.channel not in _SHOWN
    )


def _strings(layer: Layer) -> Iterator[str]:
    return (text for line in layer.text.split("\n") if (text := line.strip()))
