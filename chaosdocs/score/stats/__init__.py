"""Statistics that know no corpus: intervals, differences, calibration of confidences."""

from __future__ import annotations

from typing import Final

RESAMPLES: Final = 2000
"""Resamples of the bootstrap where nothing else is said."""
