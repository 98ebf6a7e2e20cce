"""The witness of any other text, an attachment for one: found by its bytes, searched as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.places import Layer
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import Found


class TextWitness:
    """A text, opened as a whole."""

    name = "bytes"

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._text = decoded(data)[0]

    def found(self, line: Evidence) -> Found | None:
        """Return what stands at the bytes of the line."""
        if line.bytes is None:
            return None
        return Found(self._data[slice(*line.bytes)].decode("utf-8", "replace"), by=self.name)

    def layers(self) -> Iterator[Layer]:
        """Yield the whole text."""
        yield Layer("text", self._text)


WITNESS = Opener(lambda data, _evidence: TextWitness(data))
