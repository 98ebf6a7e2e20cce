"""Values that are gone, left where no eye looks: in strings that the clean twin does not have.

A code such as ``director`` stands for a word of the language, and a date may be that of another row
as well: a document may say both with no regard to the field. So metadata, outlines, streams and
parts of a workbook are compared with those of the clean twin. A string that only the document has,
and that says the value, has to be that of a statement which only the document has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.forms import hits
from chaosdocs.proof.places import Layer
from chaosdocs.proof.reading.normal import flat
from chaosdocs.proof.witnesses.haystack import Haystack, Stack
from chaosdocs.truth.values import Value

_SHORTEST = 2
"""Letters of the shortest code: that of a country."""
_RAW = frozenset({"stream", "revision"})
"""Layers of raw strings: two letters that stand alone there are mostly no word."""
_SHOWN = frozenset({"eye", "text", "value", "shown"})
"""Channels of layers that an eye sees or an ordinary reader returns: every text there is accounted
for by other checks."""


def new_strings(here: Mapping[str, Stack], there: Mapping[str, Stack]) -> Iterator[Haystack]:
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
                yield Haystack(Layer(layer.name, text, layer.channel))


def leftovers(
    value: Value, words: Sequence[str], strings: Sequence[Haystack], lines: Sequence[Evidence]
) -> Iterator[str]:
    """Yield where a value stands in new strings that no line of the evidence says.

    Args:
        value: The value that is gone.
        words: For codes and texts: what stands for it.
        strings: The new strings of the file.
        lines: The evidence that may say it: of other fields, and new in this case.
    """
    letters = {word: len(re.sub(r"[\W_]", "", word)) for word in words}
    for hay in strings:
        layer = hay.layer
        shortest = _SHORTEST + (layer.name in _RAW)
        its = [word for word in words if letters[word] >= shortest]
        if (
            (its or not words)
            and hits(hay, value, its)
            and not any(
                _said(line, layer.text) for line in lines if layer.channel in {None, line.channel}
            )
        ):
            yield f"{layer.text[:80]!r} in the {layer.name}"


def _said(line: Evidence, text: str) -> bool:
    """Whether a string has all the words of a line, or the other way round."""
    mine, its = ({*re.findall(r"\w+", flat(each))} for each in (line.text, text))
    return bool(mine) and (mine <= its or its <= mine)


def _hidden(stacks: Mapping[str, Stack]) -> Iterator[Layer]:
    return (
        hay.layer for stack in stacks.values() for hay in stack if hay.layer.channel not in _SHOWN
    )


def _strings(layer: Layer) -> Iterator[str]:
    return (text for line in layer.text.split("\n") if (text := line.strip()))
