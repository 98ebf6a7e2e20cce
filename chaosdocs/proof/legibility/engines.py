"""OCR engines that are asked what stands in pictures of single fields: tesseract and rapidocr."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

LANGUAGES: Final = {"en": "eng", "de": "deu", "fr": "fra", "ja": "jpn"}
"""Language of a document to the name of its data for tesseract."""
_BATCH = 200
_PATIENCE = 600.0
_RIM = 12
"""Pixels of paper that are put around a field."""
_WORKER = """
import json, logging, sys
logging.disable(logging.CRITICAL)
import cv2
from rapidocr import RapidOCR
engine = RapidOCR()
for line in sys.stdin:
    read = engine(cv2.imread(line.strip()), use_det=False, use_cls=False, use_rec=True)
    print("=" + json.dumps("".join(read.txts or ())), flush=True)
"""


def engines() -> tuple[str, ...]:
    """Return the engines that this machine has."""
    found = ["tesseract"] if shutil.which("tesseract") else []
    return (*found, "rapidocr") if find_spec("rapidocr") else tuple(found)


def read(engine: str, pictures: Sequence[Grey], language: str) -> list[str]:
    """Return what an engine reads in pictures of one line each.

    Args:
        engine: One of `engines`.
        pictures: Grey pictures.
        language: Of the document: ``de``.
    """
    import cv2

    if not pictures:
        return []
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for number, picture in enumerate(pictures):
            path = str(Path(name) / f"{number}.png")
            sides = (_RIM,) * 4
            cv2.imwrite(path, cv2.copyMakeBorder(picture, *sides, cv2.BORDER_REPLICATE))
            paths.append(path)
        if engine == "rapidocr":
            return _rapidocr(paths)
        starts = range(0, len(paths), _BATCH)
        return [text for at in starts for text in _tesseract(paths[at : at + _BATCH], language)]


def folded(text: str) -> str:
    """Return `text` without spaces, in one form of every character.

    Example:
        >>> folded("−1 234,50 €")
        '-1234,50€'
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    return "".join(plain.replace("’", "'").split())


@cache
def _data() -> tuple[str, ...]:
    done = _run(["tesseract", "--list-langs"], "")
    return tuple(done.split())


def _tesseract(paths: Sequence[str], language: str) -> list[str]:
    """What tesseract reads, in one thread: several take five times as long."""
    wanted = LANGUAGES.get(language, "eng")
    known = wanted if wanted in _data() else "eng"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(paths) + "\n")
        listed.flush()
        said = _run(["tesseract", listed.name, "-", "--psm", "7", "-l", known], "")
    texts = [text.strip() for text in said.split("\f")]
    return [*texts, *[""] * len(paths)][: len(paths)]


def _rapidocr(paths: Sequence[str]) -> list[str]:
    said = _run([sys.executable, "-c", _WORKER], "\n".join(paths) + "\n")
    return [json.loads(line[1:]) for line in said.splitlines() if line.startswith("=")]


def _run(command: Sequence[str], asked: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed programs on our own pictures
        command,
        input=asked,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
        start_new_session=True,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # noqa: TID251 - handed on to the program
    )
    return done.stdout
