"""The slow witnesses, heard on a seeded share of cases: pdfplumber, and tesseract where it is."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.reading.normal import bare, normal
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.pdf_page import PdfPageView
from chaosdocs.truth.fold import Legibility

_SLACK = 1.0
_LANGUAGES = "eng"
_MOST_PAGES = 3
_DPI = 144
_PATIENCE = 60.0

Heard = tuple[Evidence, str, str]
"""A line, the code of a failure or nothing, and its detail or the witness."""


def slow_check(bench: OpenedFiles, sights: Mapping[str, Legibility] | None) -> Iterator[Heard]:
    """Yield what the slow witnesses say to the lines that they can confirm.

    pdfplumber contradicts: a text that it does not find is a failure. tesseract only confirms: it
    misreads by itself, and the thresholds of legibility are not its own.
    """
    for path, witness in bench.witnesses.items():
        if isinstance(witness, PdfWitness):
            lines = [line for line in bench.evidence if line.file == path and line.page]
            yield from _plumbed(witness, [x for x in lines if x.channel == "text"], bench)
            seen = [
                line
                for line in lines
                if line.channel == "eye"
                and line.role == "says"
                and (sights or {}).get(line.statement, "legible") == "legible"
            ]
            yield from _recognised(witness, seen)


def _plumbed(witness: PdfWitness, lines: Sequence[Evidence], bench: OpenedFiles) -> Iterator[Heard]:
    if bench.truth.medium == "scan" or not lines:
        return
    import pdfplumber

    with pdfplumber.open(io.BytesIO(witness.data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            here = [line for line in lines if line.page == number and line.box is not None]
            if not here:
                continue
            chars = _letters(page)
            for line in here:
                found = _in_box(chars, line)
                if bare(line.text) in bare(found) or _squeezed(line.text) in _squeezed(found):
                    yield line, "", "pdfplumber"
                elif "(cid:" not in found:
                    yield line, "slow_witness", f"pdfplumber reads {found!r}, not {line.text!r}"


def _letters(page: Any) -> list[tuple[float, float, str]]:  # noqa: ANN401 - pdfplumber's
    """The middle of every letter of a page as shown, and the letter."""
    left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
    return [
        ((char["x0"] + char["x1"]) / 2 - left, (char["top"] + char["bottom"]) / 2 - top, text)
        for char in page.chars
        if (text := str(char["text"])).strip()
    ]


def _in_box(letters: Sequence[tuple[float, float, str]], line: Evidence) -> str:
    x0, y0, x1, y1 = line.box or (0.0, 0.0, 0.0, 0.0)
    return "".join(
        text
        for x, y, text in letters
        if x0 - _SLACK <= x <= x1 + _SLACK and y0 - _SLACK <= y <= y1 + _SLACK
    )


def _recognised(witness: PdfWitness, lines: Sequence[Evidence]) -> Iterator[Heard]:
    program = shutil.which("tesseract")
    if program is None:
        return
    for number in sorted({line.page or 0 for line in lines})[:_MOST_PAGES]:
        page = witness.page(number)
        if page is None:
            continue
        text = _squeezed(_tesseract(program, page))
        for line in lines:
            if line.page == number and line.text and _squeezed(line.text) in text:
                yield line, "", "tesseract"


def _tesseract(program: str, page: PdfPageView) -> str:
    """What tesseract reads on a page, in one thread: several take five times as long."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        Image.fromarray(page.picture).save(path, dpi=(_DPI, _DPI), compress_level=1)
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program on our own picture
                [program, str(path), "-", "-l", _LANGUAGES],
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
                start_new_session=True,
                env=os.environ  # noqa: TID251 - handed on to the program
                | {"OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    return done.stdout.decode("utf-8", "replace")


def _squeezed(text: str) -> str:
    return normal(text).replace(" ", "").casefold()
