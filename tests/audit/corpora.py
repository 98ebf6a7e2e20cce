"""Draws recipes of unused seeds and makes their corpora through the command line."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random  # noqa: TID251 - the auditor draws with other code than the project

DOMAINS = ("invoice", "statement", "kyc")
LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
PAGES = ("pdf", "scan")
EXPORTS = ("xlsx", "csv", "json", "xml")
RECORDS = 3
OPERATORS = 8
COMMAND = (sys.executable, "-m", "chaosdocs")


class RefusedError(Exception):
    """The command line did not make a corpus."""


def listed(kind):
    """Return what `chaosdocs list` says of a kind, as JSON."""
    done = subprocess.run([*COMMAND, "list", kind, "--json"], capture_output=True, check=True)
    return json.loads(done.stdout)


class Registry:
    """What may be drawn: operators by medium, templates."""

    def __init__(self):
        self.operators = [
            each for each in listed("operators") if set(each["media"]) & {*PAGES, *EXPORTS}
        ]
        self.templates = [each["name"] for each in listed("templates")]


def recipe(registry, seed, number, media=(*PAGES, *EXPORTS)):
    """Return the recipe of a batch: a pure function of the registry, the seed and its number.

    Domains and media take turns; operators, templates, locales and severities are drawn.
    """
    draw = Random(f"audit {seed} {number}")
    medium = media[number % len(media)]
    domain = DOMAINS[(number // len(media) + number) % len(DOMAINS)]
    render = {"as": medium}
    if medium in PAGES:
        render["templates"] = draw.sample(registry.templates, 1)
    names = [each["name"] for each in registry.operators if medium in each["media"]]
    drawn = sorted(draw.sample(names, min(OPERATORS, len(names))))
    return {
        "chaosdocs": 2,
        "name": f"audit-{seed}-{number}",
        "seed": draw.randrange(10**9),
        "source": {
            "domain": domain,
            "count": RECORDS,
            "locales": draw.sample(LOCALES, draw.randint(1, 3)),
        },
        "render": [render],
        "design": {
            "each": drawn,
            "severities": [draw.choice((1, 3, 5))],
            "chains": {"count": 6, "length": [2, 3]},
            "clean": {"unanswerable": 0.05, "absent": 0.05},
        },
    }


def make(said, folder):
    """Make the corpus of a recipe; return its folder.

    Raises:
        RefusedError: The command ended with anything but 0.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.yaml").write_text(json.dumps(said, indent=1))
    corpus = folder / "corpus"
    done = subprocess.run(
        [*COMMAND, "generate", str(folder / "recipe.yaml"), "-o", str(corpus)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 and not (corpus / "corpus.json").is_file():
        raise RefusedError(done.stderr.strip()[-600:])
    return Path(corpus)
