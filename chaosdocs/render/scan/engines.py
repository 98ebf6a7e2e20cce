"""OpenCV and PyMuPDF, loaded when they are first used."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def opencv() -> Any:  # noqa: ANN401 - a module whose stubs know less than it does
    """Return OpenCV, held to one thread: workers are processes."""
    import cv2

    cv2.setNumThreads(1)
    return cv2


@cache
def mupdf() -> Any:  # noqa: ANN401 - a module without stubs
    """Return PyMuPDF."""
    import pymupdf

    return pymupdf
