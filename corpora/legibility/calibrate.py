"""Calibrate the perceptual gauge against two OCR engines, once.

Fields of clean documents are scanned under every effect at many strengths. The gauge measures each
field, and both engines read its picture, at its own size and blown up. A field counts as read where
an engine gives it letter for letter (spaces aside). The limits that come of it are frozen in
``limits.json``; ``chaosdocs/proof/legibility/limits.json`` is the same file.

    python corpora/legibility/calibrate.py --rapidocr PYTHON [--only-gauge | --only-limits]

PYTHON is an interpreter that has rapidocr and onnxruntime; tesseract (with eng, deu, fra and jpn)
must be on the path. With ``--only-gauge`` the readings of the engines are kept and the
fields are measured again; with ``--only-limits`` the table is taken as it is.
"""

# ruff: noqa: INP001 - a script
from __future__ import annotations

import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaosdocs.documents.geometry import Box
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.scan import (
    SCAN,
    Blur,
    Effect,
    Fade,
    Fax,
    Jpeg,
    Noise,
    Occlude,
    Resample,
    Scan,
    Shadow,
    Skew,
    Speckle,
)
from chaosdocs.documents.statement_set import state
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof.legibility.meter import Reading, readings
from chaosdocs.proof.legibility.pictures import pair, upright

HERE = Path(__file__).parent
TABLE = HERE / "table.csv"
CURVE = HERE / "curve.csv"
LIMITS = HERE / "limits.json"
PACKAGED = HERE.parents[1] / "chaosdocs" / "proof" / "legibility" / "limits.json"

SEED = 20260101
FIELDS = 6
"""Fields taken from each scan."""
DOCUMENTS = (
    ("invoice", "en_US", "letterhead"),
    ("invoice", "de_DE", "erp"),
    ("statement", "fr_FR", "statement"),
    ("kyc", "ja_JP", "letterhead"),
    ("statement", "en_US", "erp"),
    ("invoice", "ja_JP", "erp"),
)
LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "ja": "jpn"}
MIXED = ((0.3, 10, 110), (0.5, 20, 90), (0.6, 30, 80), (0.7, 40, 72), (0.8, 50, 66), (0.9, 60, 60))
"""Blur in points, noise in grey levels, dpi: several kinds of damage at once."""
LARGEST = 3
"""How often the largest picture of a field is blown up."""
LEAST_CONTRAST = 20.0
"""Grey levels below which a person may not see what an engine reads: not legible for sure."""
READ, LOST = 0.95, 0.02
"""Share that an engine reads, on the rising curve, from which a field is legible, and up to which
it is not. A person reads more than an engine: the grey zone starts where engines are as good as
lost, well below one in twenty."""
COLUMNS = (
    "family", "strength", "locale", "kind", "text", "likeness", "contrast", "tesseract", "rapidocr",
    "read",
)  # fmt: skip


@dataclass(slots=True)
class Crop:
    """One field of one scan."""

    family: str
    strength: str
    locale: str
    kind: str
    text: str
    reading: Reading
    pictures: tuple[Path, ...]


def effects(
    box: tuple[float, float, float, float], page: int
) -> Iterator[tuple[str, str, tuple[Effect, ...]]]:
    """Yield family, strength and effects; `box` lies over the fields."""
    yield "clean", "0", ()
    keep = Jpeg(quality=75)
    for sigma in (0.3, 0.5, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5, 1.8, 2.2):
        yield "blur", f"{sigma}", (Blur(sigma=sigma), Noise(sigma=3, seed="b"), keep)
    for sigma in (15, 40, 60, 80, 100, 120, 140, 170, 200, 240):
        yield "noise", f"{sigma}", (Blur(sigma=0.2), Noise(sigma=float(sigma), seed="n"))
    for share in (0.002, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2):
        yield "speckle", f"{share}", (Speckle(share=share, seed="s"),)
    for quality in (40, 20, 12, 8, 5, 3, 1):
        yield "jpeg", f"{quality}", (Jpeg(quality=quality, times=3),)
    for dpi in (110, 90, 75, 66, 58, 50, 44, 38, 30, 24):
        yield "resample", f"{dpi}", (Resample(dpi=dpi), keep)
    for across, down, drop in ((204, 196, 0), (204, 98, 0), (204, 98, 0.05), (204, 98, 0.15),
                               (150, 75, 0), (120, 60, 0), (100, 50, 0), (80, 40, 0)):  # fmt: skip
        yield (
            "fax",
            f"{across}x{down}-{drop}",
            (Fax(across=across, down=down, threshold=160, dropout=drop, seed="f"),),
        )
    for strength in (0.5, 0.3, 0.2, 0.12, 0.08, 0.05, 0.03, 0.02, 0.01):
        yield "fade", f"{strength}", (Fade(strength=strength), Noise(sigma=2, seed="d"), keep)
    for density in (0.5, 0.7, 0.85, 0.92, 0.96, 0.98, 0.99, 1.0):
        mark = Occlude(page=page, box=box, style="stain", density=density, seed="c")
        yield "stain", f"{density}", (mark, Noise(sigma=2, seed="o"), keep)
    for sigma, noise, dpi in MIXED:
        chain = (
            Skew(angle=1.0),
            Shadow(depth=0.4, side="left"),
            Blur(sigma=sigma),
            Resample(dpi=dpi),
        )
        yield "mixed", f"{sigma}", (*chain, Noise(sigma=float(noise), seed="m"), Jpeg(quality=25))


def documents() -> Iterator[tuple[str, PdfDocument]]:
    """Yield the documents that are scanned."""
    from chaosdocs.render import templates
    from chaosdocs.render.pdf.layout import paginate
    from chaosdocs.sources.registry import SOURCES

    for number, (name, locale, template) in enumerate(DOCUMENTS):
        record = SOURCES[name].record(SEED, number, locale)
        values = templates.spell(state(record), template)
        yield locale, paginate(templates.lower(values, template))


def crops(folder: Path | None) -> Iterator[Crop]:
    """Scan, measure and, where there is a folder for it, cut out every field."""
    from chaosdocs.render.pdf.write import write
    from chaosdocs.render.scan import scan

    for number, (locale, document) in enumerate(documents()):
        glass = write(document).data
        names = [
            name
            for name, statement in document.statements.items()
            if statement.text
            and len(document.runs_of(name)) == 1
            and document.boxes(name)[0][0] == 0
        ]
        for family, strength, _none in effects((0, 0, 1, 1), 0):
            rng = SeededRng(SEED).at(number, family, strength)
            chosen = sorted(names, key=lambda n: rng.at(n).below(1 << 30))[:FIELDS]
            shots = {}
            paper = Scan(source=document, statements=document.statements, pages=(0,), dpi=150)
            if family == "stain":
                for name in chosen:
                    around = tuple(document.boxes(name)[0][1].grown(8))
                    shots[name] = _chain(family, strength, around)
            else:
                shots = dict.fromkeys(chosen, _chain(family, strength, (0, 0, 1, 1)))
            done: dict[tuple[Effect, ...], Any] = {}
            for name, chain in shots.items():
                if chain not in done:
                    made = scan(SCAN.apply(paper, chain), glass)
                    boxes = {
                        x.statement: (0, tuple(x.box))
                        for x in made.loci
                        if x.role == "says" and x.box is not None
                    }
                    done[chain] = (made, boxes, readings(made.data, made.scan, boxes, glass))
                made, boxes, measured = done[chain]
                stem = f"{number}-{family}-{strength}-{chosen.index(name)}"
                pictures: tuple[Path, ...] = ()
                if folder is not None:
                    pictures = _pictures(folder / stem, made, boxes[name][1], glass)
                statement = document.statements[name]
                yield Crop(
                    family,
                    strength,
                    locale,
                    statement.kind,
                    statement.text,
                    measured[name],
                    pictures,
                )


def _chain(family: str, strength: str, box: tuple[float, ...]) -> tuple[Effect, ...]:
    return next(
        chain
        for f, s, chain in effects(tuple(box), 0)  # type: ignore[arg-type]
        if (f, s) == (family, strength)
    )


def _pictures(stem: Path, made: Any, box: Box, glass: bytes) -> tuple[Path, ...]:  # noqa: ANN401
    """Write the field, upright, at three sizes."""
    import cv2
    import numpy as np
    import pypdfium2

    scan = pypdfium2.PdfDocument(made.data)
    both = pair(scan, 0, glass, made.scan[0], scale=1, margin=40)
    pad = 0.2 * min(box[3] - box[1], 40)
    xs, ys = upright(both, (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad), made.scan[0])
    limit = both.seen.shape
    image = both.seen[np.clip(ys, 0, limit[0] - 1), np.clip(xs, 0, limit[1] - 1)]
    out = []
    for size, way in ((1, cv2.INTER_NEAREST), (2, cv2.INTER_CUBIC), (3, cv2.INTER_CUBIC)):
        grown = cv2.resize(image, None, fx=size, fy=size, interpolation=way)
        if size == LARGEST:
            grown = cv2.normalize(cv2.GaussianBlur(grown, (0, 0), 2), None, 0, 255, cv2.NORM_MINMAX)
        grown = cv2.copyMakeBorder(grown, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
        path = stem.with_name(f"{stem.name}@{size}.png")
        cv2.imwrite(str(path), grown)
        out.append(path)
    return tuple(out)


def tesseract(taken: Sequence[Crop]) -> dict[Path, str]:
    """Return what tesseract reads in every picture."""
    out: dict[Path, str] = {}
    for language in sorted(set(LANGUAGES.values())):
        paths = [p for c in taken if LANGUAGES[c.locale[:2]] == language for p in c.pictures]
        for start in range(0, len(paths), 200):
            part = paths[start : start + 200]
            with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
                listed.write("\n".join(map(str, part)) + "\n")
                listed.flush()
                done = subprocess.run(  # noqa: S603
                    ["tesseract", listed.name, "-", "--psm", "7", "-l", language],  # noqa: S607
                    capture_output=True,
                    check=True,
                    env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin"},
                )
            texts = done.stdout.decode().split("\f")
            out |= {path: text.strip() for path, text in zip(part, texts, strict=False)}
    return out


WORKER = """
import json, logging, sys
logging.disable(logging.CRITICAL)
import cv2
from rapidocr import RapidOCR
engine = RapidOCR()
for line in sys.stdin:
    read = engine(cv2.imread(line.strip()), use_det=False, use_cls=False, use_rec=True)
    print("=" + json.dumps("".join(read.txts or ())), flush=True)
"""


def rapidocr(taken: Sequence[Crop], python: str) -> dict[Path, str]:
    """Return what rapidocr reads in every picture."""
    paths = [path for crop in taken for path in crop.pictures]
    done = subprocess.run(  # noqa: S603
        [python, "-c", WORKER], input="\n".join(map(str, paths)) + "\n", capture_output=True,
        check=True, text=True,
    )  # fmt: skip
    lines = [json.loads(line[1:]) for line in done.stdout.splitlines() if line.startswith("=")]
    return dict(zip(paths, lines, strict=True))


def folded(text: str) -> str:
    """Return `text` without spaces, in one form of every character."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    return "".join(plain.replace("’", "'").split())


def measure(python: str) -> list[dict[str, str]]:
    """Scan, read, and return the table."""
    with tempfile.TemporaryDirectory() as folder:
        taken = list(crops(Path(folder)))
        sys.stderr.write(f"{len(taken)} fields\n")
        by_tesseract = tesseract(taken)
        by_rapidocr = rapidocr(taken, python)
        rows = []
        for crop in taken:
            both = [
                [texts.get(p, "") for p in crop.pictures] for texts in (by_tesseract, by_rapidocr)
            ]
            right = [any(folded(t) == folded(crop.text) for t in texts) for texts in both]
            rows.append(
                {
                    "family": crop.family,
                    "strength": crop.strength,
                    "locale": crop.locale,
                    "kind": crop.kind,
                    "text": crop.text,
                    "likeness": f"{crop.reading.likeness:.4f}",
                    "contrast": f"{crop.reading.contrast:.2f}",
                    "tesseract": both[0][1],
                    "rapidocr": both[1][1],
                    "read": str(int(any(right))),
                }
            )
    return rows


def gauged_again(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the table with what the gauge makes of the same fields now."""
    out = []
    for row, crop in zip(rows, crops(None), strict=True):
        if (row["family"], row["strength"], row["text"]) != (crop.family, crop.strength, crop.text):
            raise SystemExit("the table is of other fields: read them anew")
        like, contrast = crop.reading
        out.append({**row, "likeness": f"{like:.4f}", "contrast": f"{contrast:.2f}"})
    return out


def scores(rows: Sequence[dict[str, str]], full: float) -> list[tuple[float, bool]]:
    """Return score and whether it was read, lowest first."""
    return sorted(
        (
            max(0.0, float(row["likeness"])) * min(1.0, float(row["contrast"]) / full),
            row["read"] == "1",
        )
        for row in rows
    )


def separation(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the area under the ROC curve: how well the score tells read from lost."""
    ranks = sum(rank for rank, (_score, read) in enumerate(pairs, 1) if read)
    hits = sum(read for _score, read in pairs)
    misses = len(pairs) - hits
    return (ranks - hits * (hits + 1) / 2) / (hits * misses)


def rising(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return score and share read, made monotone (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for value, read in pairs:
        blocks.append([value, float(read), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            _start, hits, count = blocks.pop()
            blocks[-1][1] += hits
            blocks[-1][2] += count
    return [(start, hits / count) for start, hits, count in blocks]


def draw(rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return the limits that the table gives, and write the curve."""
    full = max(range(2, 81), key=lambda f: round(separation(scores(rows, f)), 4))
    pairs = scores(rows, full)
    count = len(pairs)
    curve = rising(pairs)
    legible = next((start for start, share in curve if share >= READ), 1.0)
    illegible = next((start for start, share in curve if share > LOST), 0.0)
    with CURVE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["from", "to", "fields", "read", "share"])
        for step in range(20):
            low, high = step / 20, (step + 1) / 20
            inside = [read for value, read in pairs if low <= value < high or value == high == 1]
            share = f"{sum(inside) / len(inside):.3f}" if inside else ""
            writer.writerow([f"{low:.2f}", f"{high:.2f}", len(inside), sum(inside), share])
    return {
        "legible": math.ceil(legible * 1000) / 1000,
        "illegible": math.floor(illegible * 1000) / 1000,
        "full_contrast": float(full),
        "least_contrast": LEAST_CONTRAST,
        "fields": count,
        "separation": round(separation(pairs), 4),
    }


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rapidocr", metavar="PYTHON", default="python")
    parser.add_argument("--only-limits", action="store_true")
    parser.add_argument("--only-gauge", action="store_true")
    chosen = parser.parse_args()
    if chosen.only_limits or chosen.only_gauge:
        with TABLE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    else:
        rows = measure(chosen.rapidocr)
    if chosen.only_gauge:
        rows = gauged_again(rows)
    if not chosen.only_limits:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    found = draw(rows)
    text = json.dumps(found, indent=2) + "\n"
    LIMITS.write_text(text, encoding="utf-8")
    PACKAGED.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
