"""The page in a real browser."""

import shutil
import subprocess

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


@pytest.fixture(scope="session")
def chromium():
    """The browser; tests that need it are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    return CHROMIUM


@pytest.fixture(scope="session")
def browse(chromium):
    """A function that opens a page and returns it as the browser has it, and the console."""

    def browse(page, tmp_path, fragment="", *options):
        """The page as the browser has it after its scripts have run, and what the console said."""
        done = subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
                f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000",
                "--window-size=1300,2000", *options, f"file://{page}{fragment}",
            ],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        return done.stdout, console

    return browse
