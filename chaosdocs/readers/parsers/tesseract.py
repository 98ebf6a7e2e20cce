"""Tesseract: optical recognition of page images, with a confidence for each word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chaosdocs.readers.page_images import page_images
from chaosdocs.readers.parser import Parser, Program

ENGINE = Program("tesseract", "tesseract-ocr", "--version")
_WORD = "5"
_COLUMNS = 12


def tesseract(path: Path, *, dpi: int = 200, lang: str = "eng") -> dict[str, Any]:
    """Return the text of a PDF's pages, and how sure each word is.

    Args:
        path: The document.
        dpi: Resolution of the page images.
        lang: Its languages, such as ``eng+deu``.
    """
    pages: list[str] = []
    sure: list[float] = []
    for image in page_images(path, dpi):
        read = ENGINE.output("-", "-", "-l", lang, "--dpi", str(dpi), "tsv", given=image)
        words = list(_words(read.decode(errors="replace")))
        lines: dict[tuple[str, ...], list[str]] = {}
        for line, word, _ in words:
            lines.setdefault(line, []).append(word)
        pages.append("\n".join(" ".join(line) for line in lines.values()))
        sure += [p for line in lines for own, _, p in words if own == line]
    return {"text": "\f".join(pages), "word_confidence": sure}


def _words(tsv: str) -> Iterator[tuple[tuple[str, ...], str, float]]:
    r"""Yield line, text and confidence of every word.

    Example:
        >>> list(_words("5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.1\tTotal"))
        [(('1', '1', '1'), 'Total', 0.961)]
    """
    for row in tsv.splitlines():
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD and cells[-1].split():
            for word in cells[-1].split():
                yield tuple(cells[2:5]), word, round(min(max(float(cells[10]), 0), 100) / 100, 3)


PARSER = Parser(tesseract, ENGINE, "text")
