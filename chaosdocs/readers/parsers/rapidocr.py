"""RapidOCR: optical recognition of page images by small neural networks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from chaosdocs.readers.page_images import page_images
from chaosdocs.readers.parser import Library, Parser


def rapidocr(path: Path, *, dpi: int = 200) -> dict[str, Any]:
    """Return the text of a PDF's pages, and how sure each word is.

    Boxes beside each other make a line. Every word has the confidence of its box.

    Args:
        path: The document.
        dpi: Resolution of the page images.
    """
    engine = _engine()
    pages: list[str] = []
    sure: list[float] = []
    for image in page_images(path, dpi):
        found = engine(image)
        boxes = [
            (min(y for _, y in box), max(y for _, y in box), min(x for x, _ in box), text, score)
            for box, text, score in zip(
                found.boxes if found.boxes is not None else (),
                found.txts or (),
                found.scores or (),
                strict=True,
            )
        ]
        lines = _lines(boxes)
        pages.append("\n".join("  ".join(text for *_, text, _ in line) for line in lines))
        for line in lines:
            for *_, text, score in line:
                sure += [round(float(score), 3)] * len(text.split())
    return {"text": "\f".join(pages), "word_confidence": sure}


@cache
def _engine() -> Any:  # noqa: ANN401 - of a library without types
    import logging

    from rapidocr import RapidOCR

    made = RapidOCR()
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return made


def _lines(boxes: list[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    """Return boxes of top, bottom, left, ... as lines from top to bottom.

    Example:
        >>> _lines([(0, 10, 50, "b"), (1, 11, 0, "a"), (20, 30, 0, "c")])
        [[(1, 11, 0, 'a'), (0, 10, 50, 'b')], [(20, 30, 0, 'c')]]
    """
    lines: list[list[tuple[Any, ...]]] = []
    for box in sorted(boxes, key=lambda each: each[0] + each[1]):
        last = lines[-1][-1] if lines else None
        if last is not None and (box[0] + box[1]) / 2 < last[1] - 0.25 * (last[1] - last[0]):
            lines[-1].append(box)
        else:
            lines.append([box])
    return [sorted(line, key=lambda each: each[2]) for line in lines]


PARSER = Parser(rapidocr, Library("rapidocr", "rapidocr"), "text")
