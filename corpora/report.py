"""Make the picture of a report for the README: its first screen, drawn by headless Chromium.

python corpora/report.py REPORT.html [FILE]
"""  # noqa: INP001 - a script

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import cv2

WIDE, TALL = 1200, 1000
"""CSS pixels of the window."""


def main(report: str, target: str = str(Path(__file__).with_name("report.png"))) -> None:
    """Draw the first screen of the report in the file `report`."""
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "page.png"
        subprocess.run(  # noqa: S603 - a browser on our own page
            [  # noqa: S607
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--hide-scrollbars",
                f"--user-data-dir={folder}/profile",
                f"--window-size={WIDE},{TALL}",
                f"--screenshot={drawn}",
                Path(report).resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        picture = cv2.imread(str(drawn))
        cv2.imwrite(target, picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(*sys.argv[1:])
