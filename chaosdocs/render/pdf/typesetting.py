"""Which font resource and which codes a text is written with, and what its text layer says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from chaosdocs.documents.pages import FontLayer, PdfDocument, Run
from chaosdocs.render.pdf.embedding import Embedded, Layer, Pair, core, embedded
from chaosdocs.render.pdf.objects import PdfFile
from chaosdocs.render.pdf.right_to_left import drawn, glyphs, has_right_to_left


def said(run: Run, layers: Mapping[str, FontLayer]) -> str:
    """Return what the text layer says for `run`; nothing where its font has no text layer.

    Args:
        run: The run.
        layers: Font to its text layer, where that is not honest.
    """
    if run.encoded is not None:
        return run.encoded
    layer = layers.get(run.font)
    if layer is None:
        return run.text
    if layer.mode == "missing":
        return ""
    swaps = dict(layer.swaps)
    return "".join(swaps.get(char, char) for char in run.text)


def spread(shown: str, text: str) -> list[Pair]:
    """Return a pair for every character of `shown`, so that `text` is what they say in order.

    A longer text gives several characters to one glyph; where it is shorter, the glyphs left over
    say a space, which is no word.

    Example:
        >>> spread("ab", "xyz"), spread("ab", "x")
        ([('a', 'x'), ('b', 'yz')], [('a', 'x'), ('b', ' ')])
    """
    count = len(shown)
    if len(text) <= count:
        return list(zip(shown, text.ljust(count), strict=True))
    cuts = [place * len(text) // count for place in range(count + 1)]
    return [(char, text[cuts[i] : cuts[i + 1]]) for i, char in enumerate(shown)]


class Typesetter:
    """The fonts of one file.

    Args:
        document: Names the fonts whose text layer is not honest.
        texts: Font and text of everything that is set beyond the document's runs.
    """

    def __init__(self, document: PdfDocument, texts: Iterable[tuple[str, str]] = ()) -> None:
        self._layers = {layer.font: layer for layer in document.fonts}
        needed: dict[str, set[str]] = {}
        private: dict[str, dict[Pair, None]] = {}
        turned: dict[str, dict[Pair, None]] = {}
        plain: list[tuple[str, str]] = []
        for run in document.runs:
            if run.encoded is None or run.encoded == run.text:
                plain.append((run.text, run.font))
            elif run.text:
                pairs = private.setdefault(run.font, {})
                pairs.update(dict.fromkeys(spread(glyphs(run.text), run.encoded)))
        for text, font in (*plain, *texts):
            if has_right_to_left(text):
                turned.setdefault(font, {}).update(dict.fromkeys(drawn(text)))
            else:
                needed.setdefault(font, set()).update(text)
        self._fonts: dict[str, Embedded] = {}
        self._codes: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
        self._private: dict[str, str] = {}
        for font in sorted(needed):
            self._plain(font, needed[font])
        for font in sorted(private):
            name = f"F{len(self._fonts) + 1}"
            self._fonts[name] = embedded(font, tuple(sorted(private[font])))
            self._private[font] = name
        self._turned = {font: self._right_to_left(font, turned[font]) for font in sorted(turned)}

    def _right_to_left(self, font: str, pairs: Iterable[Pair]) -> tuple[str, Mapping[Pair, str]]:
        """Add a subset for text that runs from right to left: its resource and its codes."""
        layer = self._layers.get(font)
        mode: Layer = "honest" if layer is None else layer.mode
        swaps = dict(layer.swaps) if layer is not None and layer.mode == "lying" else {}
        said_as = {(glyph, text): (glyph, swaps.get(text, text)) for glyph, text in pairs}
        name = f"F{len(self._fonts) + 1}"
        made = self._fonts[name] = embedded(font, tuple(sorted({*said_as.values()})), mode)
        return name, {pair: made.codes[as_] for pair, as_ in said_as.items()}

    def _plain(self, font: str, chars: set[str]) -> None:
        """The core of a font, and a second subset for what else the document needs."""
        layer = self._layers.get(font)
        mode: Layer = "honest" if layer is None else layer.mode
        swaps = dict(layer.swaps) if layer is not None and layer.mode == "lying" else {}
        usual = core(font)
        rest = chars.difference(drawn for drawn, _said in usual)
        for pairs in (usual, tuple((char, char) for char in sorted(rest))):
            if pairs and not chars.isdisjoint(drawn for drawn, _said in pairs):
                turned = tuple((d, swaps.get(d, s)) for d, s in pairs) if swaps else pairs
                name = f"F{len(self._fonts) + 1}"
                self._fonts[name] = embedded(font, turned, mode)
                self._codes.setdefault(font, []).append((name, _by_char(font, turned, mode)))

    def run(self, run: Run) -> list[tuple[str, str]]:
        """Return the font resources and codes that `run` is written with, in order."""
        if run.encoded is None or run.encoded == run.text:
            return self.text(run.text, run.font)
        if not run.text:
            return []
        name = self._private[run.font]
        codes = self._fonts[name].codes
        pairs = spread(glyphs(run.text), run.encoded)
        return [(name, "".join(codes[pair] for pair in pairs))]

    def text(self, text: str, font: str) -> list[tuple[str, str]]:
        """Return the font resources and codes for `text` in `font`."""
        if has_right_to_left(text):
            name, right = self._turned[font]
            return [(name, "".join(right[pair] for pair in drawn(text)))]
        choices = self._codes[font]
        name, codes = choices[0]
        try:
            return [(name, "".join(map(codes.__getitem__, text)))]
        except KeyError:
            pass
        out: list[tuple[str, str]] = []
        for char in text:
            name, code = next((n, codes[char]) for n, codes in choices if char in codes)
            if out and out[-1][0] == name:
                out[-1] = (name, out[-1][1] + code)
            else:
                out.append((name, code))
        return out

    def put(self, file: PdfFile) -> str:
        """Put the fonts into `file` and return the resource dictionary's entry for them."""
        inside = "".join(f"/{name} {font.put(file)} 0 R" for name, font in self._fonts.items())
        return f"/Font<<{inside}>>"


@lru_cache(maxsize=64)
def _by_char(font: str, pairs: tuple[Pair, ...], layer: Layer) -> Mapping[str, str]:
    codes = embedded(font, pairs, layer).codes
    return {drawn: codes[drawn, text] for drawn, text in pairs}
