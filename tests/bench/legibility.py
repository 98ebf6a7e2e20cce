"""Calibrate the frozen legibility meter against three witnesses, once.

Fields of clean documents are scanned under every effect at many strengths. OCR engines (tesseract,
rapidocr), a restoring reader and an ideal observer say what can be read of each; the meter measures
the same fields. The limits that come of it are frozen in
``chaosdocs/proof/legibility/limits.json``; ``corpora/legibility`` keeps the table.

    python tests/bench/legibility.py [--only-meter | --only-limits]

tesseract (with eng, deu, fra) must be on the path, rapidocr in the environment. With
``--only-meter`` the readings of the witnesses are kept and the fields are measured again; with
``--only-limits`` the table is taken as it is.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
from chaosdocs.making.observed import Observer
from chaosdocs.proof.legibility.engines import engines, folded, read
from chaosdocs.proof.legibility.matching import matched
from chaosdocs.proof.legibility.meter import Reading, readings, score, terms
from chaosdocs.proof.legibility.observer import CANNOT, TELLS
from chaosdocs.proof.legibility.pictures import pair
from chaosdocs.proof.legibility.restoring import picture, plain, restored

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "corpora" / "legibility" / "table.csv"
CURVE = ROOT / "corpora" / "legibility" / "curve.csv"
LIMITS = ROOT / "chaosdocs" / "proof" / "legibility" / "limits.json"

SEED = 20260101
FIELDS = 4
"""Fields taken from each scan."""
DOCUMENTS = (  # domain, locale, template, dpi; every which strength
    ("invoice", "en_US", "letterhead", 150, 2),
    ("invoice", "de_DE", "erp", 150, 2),
    ("statement", "fr_FR", "statement", 200, 8),
    ("kyc", "ja_JP", "letterhead", 150, 8),
    ("statement", "en_US", "erp", 150, 8),
    ("kyc", "de_DE", "statement", 120, 8),
)
MIXED = ((0.3, 10, 110), (0.5, 20, 90), (0.6, 30, 80), (0.7, 40, 72), (0.8, 50, 66), (0.9, 60, 60))
"""Blur in points, noise in grey levels, dpi: several kinds of damage at once."""
MARGIN = 60
"""Pixels of paper that the matching reader has around a page."""
STEPS, HELD = 30, 0.5
"""Steps of the regression, and how much its weights are held back."""
GROUP = 40
"""Fields in each row of the stored curve."""
LEAST = 0.5
"""Clarity that is none in any case: the strokes of a letter are half as strong as the noise."""
LEGIBLE, LOST = 0.75, 0.9
"""Shares of fields, on the rising curve, that make a limit: from the score on at which both the
restoring reader and the ideal observer read so many; up to the clarity at which nobody tells so
many."""


STAGES = (
    ("tesseract", "plain", slice(1, 2)),
    ("rapidocr", "plain", slice(None)),
    ("tesseract", "plain", slice(None, None, 2)),
    ("rapidocr", "restored", slice(None)),
    ("tesseract", "restored", slice(None)),
)
"""Which engine is asked for which pictures, the cheap ones first: one reading will do."""


@dataclass(slots=True)
class Row:
    """One field of one scan, and what the witnesses make of it."""

    document: int
    family: str
    strength: str
    statement: str
    text: str
    margin: float = 0.0
    by: list[str] = field(default_factory=list)
    measured: dict[str, float] = field(default_factory=dict)

    @property
    def both(self) -> bool:
        """Whether the restoring reader and the ideal observer read it."""
        return bool(self.by) and self.margin >= TELLS

    @property
    def lost(self) -> bool:
        """Whether the ideal observer cannot tell, and nobody read it."""
        return self.margin < CANNOT and not self.by


def effects(
    box: tuple[float, float, float, float], page: int
) -> Iterator[tuple[str, str, tuple[Effect, ...]]]:
    """Yield family, strength and effects; `box` lies over the fields."""
    yield "clean", "0", ()
    keep = Jpeg(quality=75)
    for sigma in (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.8, 2.2, 3.0, 4.0):
        yield "blur", f"{sigma}", (Blur(sigma=sigma),)
    for sigma in (0.5, 0.8, 1.1, 1.5):
        yield "noisy blur", f"{sigma}", (Blur(sigma=sigma), Noise(sigma=8, seed="b"), keep)
    for sigma in (15, 30, 45, 60, 75, 90, 105, 120, 140, 170, 200, 240, 300, 400, 600):
        yield "noise", f"{sigma}", (Noise(sigma=float(sigma), seed="n"),)
    for share in (0.002, 0.005, 0.01, 0.02, 0.03, 0.045, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8):
        yield "speckle", f"{share}", (Speckle(share=share, seed="s"),)
    for quality in (40, 20, 12, 8, 5, 3, 2, 1):
        yield "jpeg", f"{quality}", (Jpeg(quality=quality, times=3),)
    for dpi in (110, 90, 75, 66, 60, 54, 48, 43, 38, 33, 28, 24, 18, 12):
        yield "resample", f"{dpi}", (Resample(dpi=dpi),)
    for across, down, drop in ((204, 196, 0), (204, 98, 0), (204, 98, 0.05), (204, 98, 0.15),
                               (204, 98, 0.3), (204, 98, 0.5), (150, 75, 0), (120, 60, 0),
                               (100, 50, 0), (80, 40, 0), (60, 30, 0)):  # fmt: skip
        yield (
            "fax",
            f"{across}x{down}-{drop}",
            (Fax(across=across, down=down, threshold=160, dropout=drop, seed="f"),),
        )
    for strength in (0.5, 0.3, 0.2, 0.12, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.014, 0.01, 0.006):
        yield "fade", f"{strength}", (Fade(strength=strength), Noise(sigma=2, seed="d"))
    for depth in (0.5, 0.8, 0.95):
        yield "shadow", f"{depth}", (Shadow(depth=depth, side="left"),)
    for angle in (1.0, 4.0):
        yield "skew", f"{angle}", (Skew(angle=angle),)
    for density in (0.5, 0.7, 0.85, 0.92, 0.96, 0.98, 0.99, 1.0):
        mark = Occlude(page=page, box=box, style="stain", density=density, seed="c")
        yield "stain", f"{density}", (mark,)
    for density in (0.3, 0.5, 0.7, 0.85, 1.0):
        mark = Occlude(page=page, box=box, style="stamp", density=density, seed="c", word="COPY")
        yield "stamp", f"{density}", (mark,)
    for sigma, noise, dpi in MIXED:
        chain = (
            Skew(angle=1.0),
            Shadow(depth=0.4, side="left"),
            Blur(sigma=sigma),
            Resample(dpi=dpi),
        )
        yield "mixed", f"{sigma}", (*chain, Noise(sigma=float(noise), seed="m"), Jpeg(quality=25))


def document(number: int) -> PdfDocument:
    """Return one of the documents that are scanned."""
    from chaosdocs.render import templates
    from chaosdocs.render.pdf.layout import paginate
    from chaosdocs.sources.registry import SOURCES

    name, locale, template, *_ = DOCUMENTS[number]
    record = SOURCES[name].record(SEED, number, locale)
    return paginate(templates.lower(templates.spell(state(record), template), template))


@dataclass(slots=True)
class Shot:
    """One scan, and the rows that are of it."""

    scan: Scan
    file: Any
    glass: bytes
    boxes: dict[str, tuple[int, tuple[float, float, float, float]]]
    rows: list[Row]


def shots(number: int) -> Iterator[Shot]:
    """Yield every scan of one document, with the fields that are taken from it."""
    from chaosdocs.render.pdf.write import write
    from chaosdocs.render.scan import scan

    paper = document(number)
    glass = write(paper).data
    names = [
        name
        for name, statement in paper.statements.items()
        if statement.text and len(paper.runs_of(name)) == 1 and paper.boxes(name)[0][0] == 0
    ]
    blank = Scan(source=paper, statements=paper.statements, pages=(0,), dpi=DOCUMENTS[number][3])
    for place, (family, strength, chain) in enumerate(effects((0, 0, 1, 1), 0)):
        if place % DOCUMENTS[number][4] != number % DOCUMENTS[number][4]:
            continue
        rng = SeededRng(SEED).at(number, family, strength)
        chosen = sorted(names, key=lambda n: rng.at(n).below(1 << 30))[:FIELDS]
        groups: list[tuple[list[str], tuple[Effect, ...]]] = [(chosen, chain)]
        if family in {"stain", "stamp"}:
            grown = {"stain": 8, "stamp": 12}[family]
            groups = [
                (
                    [name],
                    next(
                        each
                        for f, s, each in effects(tuple(paper.boxes(name)[0][1].grown(grown)), 0)
                        if (f, s) == (family, strength)
                    ),
                )
                for name in chosen
            ]
        for mine, done in groups:
            made = SCAN.apply(blank, done)
            file = scan(made, glass)
            boxes = {
                x.statement: (0, tuple(x.box))
                for x in file.loci
                if x.role == "says" and x.box is not None and x.statement in mine
            }
            rows = [
                Row(number, family, strength, name, paper.statements[name].text) for name in mine
            ]
            yield Shot(made, file, glass, boxes, [row for row in rows if row.statement in boxes])


def witnessed(number: int) -> list[Row]:
    """Return the fields of one document with what the three witnesses make of them."""
    import pypdfium2

    observer = Observer(document(number))
    rows: list[Row] = []
    shown: list[tuple[Row, Any, Any, bytes, Any]] = []
    for shot in shots(number):
        margins = observer.margins(shot.scan, shot.file.data)
        page = shot.file.scan[0]
        pdf = pypdfium2.PdfDocument(shot.file.data)
        both = pair(pdf, 0, shot.glass, page, scale=1, margin=MARGIN)
        pdf.close()
        for row in shot.rows:
            box = shot.boxes[row.statement][1]
            row.margin = margins.get(row.statement, 0.0)
            crop = picture(both, box, page)
            shown.append((row, crop, box, shot.glass, shot))
            rows.append(row)
    for stage in STAGES:
        _ask(number, stage, shown)
    unread = [each for each in shown if not each[0].by]
    for row, _crop, box, glass, shot in unread:
        if not row.by:
            page = shot.file.scan[0]
            pdf = pypdfium2.PdfDocument(shot.file.data)
            both = pair(pdf, 0, glass, page, scale=1, margin=MARGIN)
            pdf.close()
            if folded(matched(both, glass, page, box)) == folded(row.text):
                row.by.append("matched")
    return rows


def _ask(number: int, stage: tuple[str, str, slice], shown: Sequence[Any]) -> None:
    """Ask one engine for the fields that nobody has read yet."""
    engine, how, which = stage
    if engine not in engines():
        raise SystemExit(f"{engine} is missing")
    mend = plain if how == "plain" else restored
    ways = [
        (row, each) for row, crop, *_ in shown if not row.by for each in list(mend(crop))[which]
    ]
    texts = read(engine, [each for _, each in ways], DOCUMENTS[number][1][:2])
    for (row, _), text in zip(ways, texts, strict=True):
        if not row.by and folded(text) == folded(row.text):
            row.by.append(f"{how} {engine}")


def measured(rows: Sequence[Row]) -> None:
    """Write into `rows` what the meter and the ideal observer make of them."""
    by_place = {(r.document, r.family, r.strength, r.statement): r for r in rows}
    for number in sorted({row.document for row in rows}):
        observer = Observer(document(number))
        for shot in shots(number):
            found = readings(shot.file.data, shot.file.scan, shot.boxes, shot.glass)
            margins = observer.margins(shot.scan, shot.file.data)
            for each in shot.rows:
                row = by_place.get((number, each.family, each.strength, each.statement))
                if row is None or row.text != each.text:
                    raise SystemExit("the table is of other fields: ask the witnesses anew")
                row.margin = margins.get(each.statement, TELLS)  # nothing to take it for
                row.measured = dict(found[each.statement]._asdict())


def fitted(rows: Sequence[Row]) -> list[float]:
    """Return the weights of the meter's measures that tell best what both witnesses read.

    Logistic regression, by Newton's steps, with a little held back so that the weights stay finite.
    """
    import numpy as np

    x = np.array([terms(Reading(**row.measured)) for row in rows])
    y = np.array([float(row.both) for row in rows])
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ weights)))
        held = HELD * np.r_[0.0, np.ones(x.shape[1] - 1)]
        slope = x.T @ (y - p) - held * weights
        bend = (x.T * (p * (1 - p))) @ x + np.diag(held) + 1e-9 * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(bend, slope)
    return [round(float(each), 3) for each in weights]


def limit(pairs: Sequence[tuple[float, bool]], share: float) -> float:
    """Return the lowest value from which on, on the rising curve, `share` are hits."""
    return next((start for start, hits in rising(pairs) if hits >= share), math.inf)


def rising(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return value and share of hits, made monotone (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for value, hit in sorted(pairs):
        blocks.append([value, float(hit), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            _start, hits, count = blocks.pop()
            blocks[-1][1] += hits
            blocks[-1][2] += count
    return [(start, hits / count) for start, hits, count in blocks]


def separation(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the area under the ROC curve: how well a value tells hits from misses."""
    ordered = sorted(pairs)
    ranks = sum(rank for rank, (_value, hit) in enumerate(ordered, 1) if hit)
    hits = sum(hit for _value, hit in ordered)
    return (ranks - hits * (hits + 1) / 2) / (hits * (len(ordered) - hits))


def draw(rows: Sequence[Row], *, curve: Path | None) -> dict[str, Any]:
    """Return the limits that the table gives; write the curve into a file, where it is given."""
    weights = fitted(rows)
    scores = [score(Reading(**row.measured), weights) for row in rows]
    clear = [Reading(**row.measured).clarity for row in rows]
    pairs = [(value, row.both) for value, row in zip(scores, rows, strict=True)]
    lost = [(-value, row.lost) for value, row in zip(clear, rows, strict=True)]
    if curve is not None:
        keep_curve(curve, scores, rows)
    return {
        "weights": weights,
        "legible": round(limit(pairs, LEGIBLE), 3),
        "illegible": round(max(LEAST, -limit(lost, LOST)), 3),
        "fields": len(rows),
        "separation": round(separation(pairs), 4),
    }


def keep_curve(path: Path, scores: Sequence[float], rows: Sequence[Row]) -> None:
    """Store, by score, what share both witnesses read, and what share nobody can tell."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["from", "fields", "read by both", "not to be told"])
        ordered = sorted(zip(scores, rows, strict=True), key=lambda each: each[0])
        for at in range(0, len(ordered), GROUP):
            part = ordered[at : at + GROUP]
            both = sum(row.both for _, row in part) / len(part)
            gone = sum(row.lost for _, row in part) / len(part)
            writer.writerow([f"{part[0][0]:.2f}", len(part), f"{both:.2f}", f"{gone:.2f}"])


def kept() -> list[Row]:
    """Return the rows of the stored table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                int(row["document"]),
                row["family"],
                row["strength"],
                row["statement"],
                row["text"],
                float(row["margin"]),
                [row["read by"]] if row["read by"] else [],
                {name: float(row[name]) for name in Reading._fields if name in row},
            )
            for row in csv.DictReader(file)
        ]


def keep(rows: Sequence[Row]) -> None:
    """Store the table."""
    names = ("document", "family", "strength", "statement", "text", "margin", "read by")
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*names, *Reading._fields])
        for row in rows:
            about = (row.document, row.family, row.strength, row.statement, row.text)
            measures = [f"{row.measured[name]:.4f}" for name in Reading._fields]
            writer.writerow([*about, f"{row.margin:.2f}", *(row.by[:1] or [""]), *measures])


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-limits", action="store_true")
    parser.add_argument("--only-meter", action="store_true")
    chosen = parser.parse_args()
    if chosen.only_limits or chosen.only_meter:
        rows = kept()
    else:
        rows = [row for number in range(len(DOCUMENTS)) for row in witnessed(number)]
    if not chosen.only_limits:
        measured(rows)
        keep(rows)
        rows = kept()
    text = json.dumps(draw(rows, curve=CURVE), indent=2) + "\n"
    LIMITS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
