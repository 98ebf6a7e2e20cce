"""A report to look at, and a real browser to look with."""

import json
import re
import shutil
import subprocess

import pytest

import chaosdocs as cd
from chaosdocs.readers.runner import run
from chaosdocs.recipe.model import Recipe
from chaosdocs.report.html import write_report
from chaosdocs.score import score

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


HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x onerror=document.title='owned'>"
)
RECIPE = Recipe.model_validate(
    {
        "name": "report",
        "seed": 4,
        "source": {"domain": "invoice", "count": 2, "locales": ["en_US"]},
        "render": [{"as": "pdf", "templates": ["letterhead"]}, {"as": "csv", "system": "sap"}],
        "design": {
            "each": ["numbers.foreign_separators", "gaps.*", "null.rerun"],
            "severities": [2, 5],
        },
    }
)


@pytest.fixture(scope="session")
def scored(tmp_path_factory):
    """A corpus, and the score of a guesser and of a hostile reader."""
    folder = tmp_path_factory.mktemp("report")
    corpus = folder / "corpus"
    cd.generate(RECIPE, corpus)
    run(corpus, "builtin:guesser", folder / "guesser.jsonl", clock=lambda: 0.0)
    with (folder / "hostile.jsonl").open("w") as lines:
        for line in (folder / "guesser.jsonl").read_text().splitlines():
            answer = json.loads(line)
            answer["answer"]["invoice_number"] = HOSTILE
            answer["answer"]["seller"] = {"name": "\u202egnp.exe\u0000"}
            lines.write(json.dumps(answer) + "\n")
    return score(corpus, [folder / "guesser.jsonl", folder / "hostile.jsonl"]), corpus


@pytest.fixture(scope="session")
def page(scored, tmp_path_factory):
    result, corpus = scored
    return write_report(result, corpus, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="session")
def hostile():
    return HOSTILE


@pytest.fixture(scope="session")
def sections():
    """Headings of the tables of a page with their captions and rows."""

    def sections(page):
        """Captions of the tables by the words of their headings, and the rows beneath."""
        text = page.read_text()
        return re.findall(
            r"<(?:h3|summary)>([^<]*)</(?:h3|summary)>\s*(?:<figure[^>]*>.*?</figure>\s*)?<div[^>]*>"
            r"<table[^>]*>\s*"
            r"<caption>(.*?)</caption>.*?<tbody>(.*?)</tbody>",
            text,
            re.DOTALL,
        )

    return sections
