"""Draw the curve of every scan operator: what tesseract recalls at each severity, and freeze it.

Recall is the share of all touched fields that the clean twin prints and that tesseract, left as it
is by default, gives in its text of the whole page, whatever the state of the field. Values of fewer
than four characters are left out: they are right by luck too often. One document a template.

    python tests/bench/ladders.py [OPERATOR ...]      # all that touch a field; ten minutes

The curves stand in ``chaosdocs/authoring/curves.json``, from where the catalogue shows them; each
holds the version of its operator, and a test says which are stale.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chaosdocs.authoring.operator import AnyOperator
from chaosdocs.authoring.plan import replay
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.reach import reached
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.scan import SCAN, Scan
from chaosdocs.documents.statement_set import Start
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof.legibility.pictures import drawn
from chaosdocs.render.route import through
from chaosdocs.sources.registry import SOURCES

CURVES = Path(__file__).parents[2] / "chaosdocs" / "authoring" / "curves.json"
CACHE = Path(tempfile.gettempdir()) / "chaosdocs-ladders"
SEED = 20261129
DPI = 150
DOCUMENTS = (
    ("invoice", "en_US", "letterhead"),
    ("invoice", "fr_FR", "statement"),
    ("invoice", "de_DE", "erp"),
)
LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra"}
SHORTEST = 4
"""Characters without which a value is found by luck."""
FIELD_SHOTS = 2
"""How often an operator that marks single fields marks others of one document."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A clean scan before anything is done to it, its PDF, and what tesseract is to speak."""

    scan: Scan
    glass: bytes
    language: str


@cache
def papers() -> tuple[Paper, ...]:
    """Return the documents that are scanned."""
    from chaosdocs.render.pdf.write import write

    out = []
    for number, (name, locale, template) in enumerate(DOCUMENTS):
        start = Start(SOURCES[name].record(SEED, number, locale))
        scan = through(f"scan.{template}", start.facts, spelling=start.spell, dpi=DPI)
        out.append(Paper(scan, write(scan.source).data, LANGUAGES[locale[:2]]))
    return tuple(out)


def recall(operator: AnyOperator, level: Any) -> tuple[int, int]:
    """Return how many of the touched fields are recalled at `level`, and how many there are.

    What was measured before is taken from the cache, a folder of the machine.
    """
    key = sha256(f"{operator.id} {level!r} {SEED} {DOCUMENTS} {DPI}".encode())[:24]
    kept = CACHE / f"{operator.id}-{key}.json"
    if kept.exists():
        right, every = json.loads(kept.read_text("utf-8"))
        return right, every
    found = _recalled(operator, level)
    CACHE.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(found), "utf-8")
    return found


def _recalled(operator: AnyOperator, level: Any) -> tuple[int, int]:
    from chaosdocs.render.scan import scan as scanned

    right = every = 0
    for number, paper in enumerate(papers()):
        for shot in range(FIELD_SHOTS if operator.targeted or _marks(operator) else 1):
            rng = SeededRng(SEED).at(number, shot, operator.stream)
            edits = [e for e in operator.choose(paper.scan, level, rng) if isinstance(e, Edit)]
            dirty = replay(SCAN, paper.scan, tuple(edits))
            touched = frozenset().union(*(reached(paper.scan, each) for each in edits))
            text = read(drawn(scanned(dirty, paper.glass).data), paper.language)
            for value in _values(paper.scan, touched):
                every += 1
                right += value in text
    return right, every


@cache
def clean() -> tuple[int, int]:
    """Return the same for the clean scans, of all fields."""
    from chaosdocs.render.scan import scan as scanned

    right = every = 0
    for paper in papers():
        text = read(drawn(scanned(paper.scan, paper.glass).data), paper.language)
        refs = {s.ref for s in paper.scan.statements.values() if s.ref}
        for value in _values(paper.scan, refs):
            every += 1
            right += value in text
    return right, every


def _marks(operator: AnyOperator) -> bool:
    return operator.id in {"scan.stamped", "scan.coffee_stain"}


def _values(scan: Scan, refs: Any) -> list[str]:
    texts = {
        statement.ref: squeezed(statement.text)
        for name, statement in scan.statements.items()
        if statement.ref in refs and scan.boxes(name)
    }
    return [text for text in texts.values() if len(text) >= SHORTEST]


def squeezed(text: str) -> str:
    """Return `text` without spaces, in small letters."""
    return "".join(text.split()).casefold()


def read(pages: Sequence[Any], language: str) -> str:
    """Return what tesseract reads on pages, without spaces."""
    import cv2

    said = []
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages):
            path = Path(folder) / f"{number}.png"
            cv2.imwrite(str(path), page, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            done = subprocess.run(
                ["tesseract", str(path), "-", "-l", language, "--dpi", str(DPI)],
                capture_output=True,
                check=False,
                env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # noqa: TID251
            )
            said.append(done.stdout.decode("utf-8", "replace"))
    return squeezed(" ".join(said))


def curve(operator: AnyOperator) -> dict[str, Any] | None:
    """Return the curve of one operator, or None where it touches no field of these documents."""
    found = [recall(operator, level) for level in operator.ladder]
    if not all(every for _, every in found):
        return None
    right, every = clean()
    return {
        "version": operator.version,
        "clean": round(right / every, 2),
        "fields": max(every for _, every in found),
        "recall": [round(right / every, 2) for right, every in found],
    }


def main(names: Sequence[str]) -> None:
    """Run."""
    stored = json.loads(CURVES.read_text("utf-8")) if CURVES.exists() else {}
    for operator in [OPERATORS[name] for name in names] or OPERATORS.matching(["scan.*"]):
        found = curve(operator)
        if found is None:
            sys.stdout.write(f"{operator.id}: touches no field\n")
            continue
        stored[operator.id] = found
        sys.stdout.write(f"{operator.id}: {stored[operator.id]['recall']}\n")
        sys.stdout.flush()
        text = json.dumps(dict(sorted(stored.items())), indent=1)
        CURVES.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
