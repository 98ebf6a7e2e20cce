"""Make the ready corpora again, with the answers of one reader each.

python corpora/ready/make.py [FOLDER]

Each recipe of this folder becomes a corpus of its name, `rules.jsonl` of builtin:rules beside it.
`python corpora/ready/pages.py` then puts their figures on the pages that show them.
"""  # noqa: INP001 - a script

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from chaosdocs.api import generate
from chaosdocs.readers.runner import run

HERE = Path(__file__).parent
READER = "builtin:rules"


def main(folder: str = str(HERE)) -> None:
    """Make every corpus below `folder`."""
    for recipe in sorted(HERE.glob("*.yaml")):
        home = Path(folder) / recipe.stem
        shutil.rmtree(home, ignore_errors=True)
        generate(recipe, home / "corpus")
        run(home / "corpus", READER, home / "rules.jsonl", clock=lambda: 0.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
