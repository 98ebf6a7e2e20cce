"""Can dirty files be told from clean ones by what is none of the reader's business?

    python tests/bench/shortcuts.py [RECORDS] [SEED]

A classifier gets what can be known of a case without reading it: its place and id in the corpus,
the size of its file, metadata, producer, fonts, objects, parts, pages. It is trained on some
records and asked about others, once with the *surface* alone (place, id, metadata, producer: these
must tell nothing) and once with the *bulk* as well (size, pages, objects ...), which a document
that has lost or gained something cannot help. Printed is the area under the curve, 0.5 for chance,
per medium with its interval over records; then the operators whose bulk tells, by pairs with the
clean twin.

Over all operators neither surface nor bulk tells more than chance (20 records, seed 1: .29 to .60
and .43 to .61, intervals that reach over .5 or lie below it). One operator beside its own clean
twin can be told by its bulk where that is its nature, and these are:

- the file has gained a part: ``pdf.embedded_xml_disagrees``, ``pdf.form_field``,
  ``pdf.older_revision``, ``pdf.sticky_note``, ``scan.ocr_layer``;
- or lost one: ``pdf.missing_tounicode``;
- its structure is another one: ``drift.dropped_keys``, ``drift.nested_keys``,
  ``drift.numbers_as_text``, ``drift.stale_duplicate_key``, ``export.keys_printed_once``,
  ``export.repeated_header``;
- the pixels of whole pages are others: ``scan.faxed``, ``scan.jpeg_artifacts``,
  ``scan.sensor_noise``;
- it is saved again on purpose: ``null.jpeg_95``, ``null.resave``.

What such a file is asked about stays what the document says: the tell names the operator, and not
the answer.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import numpy as np

import chaosdocs as cd
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.recipe.model import Recipe

MEDIA = (
    {"as": "pdf", "templates": ["letterhead"]},
    {"as": "scan", "templates": ["erp"]},
    {"as": "xlsx", "system": "sap"},
    {"as": "csv", "system": "netsuite"},
    {"as": "json", "system": "sap"},
)
FOLDS = 5
TOLD = 0.75
"""Share of pairs from which an operator's bulk is said to tell."""


def main(records: int = 20, seed: int = 1) -> None:
    """Make a corpus, look at it from outside, print."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch, "corpus")
        cd.generate(recipe(records, seed), corpus)
        cases = seen(corpus)
    print(f"{len(cases)} cases of {records} records, seed {seed}")
    print(f"{'medium':8}{'cases':>7}  {'surface':>22}  {'surface and bulk':>22}")
    for medium in sorted({case["medium"] for case in cases}):
        mine = [case for case in cases if case["medium"] == medium]
        surface, both = (interval(mine, which) for which in (("surface",), ("surface", "bulk")))
        print(f"{medium:8}{len(mine):7}  {surface:>22}  {both:>22}")
    print(
        f"operators whose size or shape differs from the clean twin's in over {TOLD:.0%} of pairs"
    )
    for name, share in telling(cases):
        print(f"  {name:32} {share:.0%}")


def recipe(records: int, seed: int) -> Recipe:
    """Every operator on every medium, as many clean files as there are records."""
    return Recipe.model_validate(
        {
            "name": "shortcuts",
            "seed": seed,
            "source": {"domain": "invoice", "count": records, "locales": ["en_US", "de_DE"]},
            "render": MEDIA,
            "design": {"each": ["*"], "severities": [3], "budget": None},
        }
    )


def seen(corpus: Path) -> list[dict]:
    """What can be known of every case from outside, and whether it is dirty."""
    folder = CorpusFolder(corpus)
    truths = {truth.case: truth for truth in folder.truths()}
    cases = list(folder.cases())
    found = []
    for place, case in enumerate(cases):
        truth = truths[case.case]
        data = (corpus / case.files[0].path).read_bytes()
        found.append(
            {
                "case": case.case,
                "twin": truth.twin,
                "record": truth.records[0],
                "medium": truth.medium,
                "rendering": truth.rendering,
                "operator": truth.steps[0].operator.partition("@")[0] if truth.steps else "",
                "surface": [place / len(cases), int(case.case[:6], 36), *surface(data)],
                "bulk": [np.log(len(data)), *bulk(data)],
            }
        )
    return found


def surface(data: bytes) -> list[float]:
    """Metadata, producer, names: nothing of what a document says."""
    if data.startswith(b"%PDF"):
        info = re.search(rb"/Producer\((.*?)\)", data)
        entries = len(re.findall(rb"/(Author|Creator|CreationDate|ModDate)\b", data))
        return [crc32(data[:10]), crc32(info[0] if info else b""), entries]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = sorted(parts.namelist())
            core = [n for n in names if n.startswith("docProps/core")]
            stamps = {part.date_time for part in parts.infolist()}
            said = b"".join(parts.read(name) for name in core)
            return [crc32("".join(names).encode()), crc32(said), len(stamps)]
    return [crc32(data[:3]), b"\r" in data, b"\t" in data]


def bulk(data: bytes) -> list[float]:
    """Counts that change where something is added or lost."""
    if data.startswith(b"%PDF"):
        return [
            data.count(b" obj"),
            len(re.findall(rb"/Type/Page\b", data)),
            data.count(b"/FontFile"),
        ]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return [sum(part.file_size for part in parts.infolist()), len(parts.infolist()), 0]
    return [data.count(b"\n"), data.count(b'"'), data.count(b",")]


def interval(cases: list[dict], which: tuple[str, ...]) -> str:
    """The area under the curve, cross-validated by record, with its 95 % interval over records."""
    values = np.array([[x for kind in which for x in case[kind]] for case in cases], float)
    dirty = np.array([bool(case["operator"]) for case in cases])
    records = np.array([case["record"] for case in cases])
    scores = held_out(values, dirty, records)
    names = np.unique(records)
    rng = np.random.default_rng(0)
    areas = []
    for _ in range(300):
        drawn = rng.choice(names, len(names))
        rows = np.concatenate([np.flatnonzero(records == name) for name in drawn])
        areas.append(area(scores[rows], dirty[rows]))
    low, high = np.nanpercentile(areas, [2.5, 97.5])
    return f"{area(scores, dirty):.2f} [{low:.2f}, {high:.2f}]"


def held_out(values: np.ndarray, dirty: np.ndarray, records: np.ndarray) -> np.ndarray:
    """Scores of a logistic regression that has not seen the record that it is asked about."""
    scores = np.zeros(len(values))
    folds = {name: place % FOLDS for place, name in enumerate(np.unique(records))}
    fold = np.array([folds[name] for name in records])
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        middle, wide = values[train].mean(0), values[train].std(0) + 1e-9
        scores[test] = with_one((values[test] - middle) / wide) @ fitted(
            with_one((values[train] - middle) / wide), dirty[train]
        )
    return scores


def with_one(values: np.ndarray) -> np.ndarray:
    return np.column_stack([np.clip(values, -8, 8), np.ones(len(values))])


def fitted(values: np.ndarray, dirty: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression, both classes alike, by Newton's steps."""
    weigh = np.where(dirty, 0.5 / max(1, dirty.sum()), 0.5 / max(1, (~dirty).sum()))
    weights = np.zeros(values.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (weigh * (p - dirty)) + 1e-3 * weights
        curve = (values * (weigh * p * (1 - p))[:, None]).T @ values
        weights -= np.linalg.solve(curve + 1e-3 * np.eye(len(weights)), slope)
    return weights


def area(scores: np.ndarray, dirty: np.ndarray) -> float:
    """Area under the curve: how often a dirty case scores higher than a clean one."""
    one, other = scores[dirty], scores[~dirty]
    if not len(one) or not len(other):
        return float("nan")
    higher = (one[:, None] > other).mean() + 0.5 * (one[:, None] == other).mean()
    return float(higher)


def telling(cases: list[dict]) -> list[tuple[str, float]]:
    """Operators by the share of their cases whose bulk is not that of the clean twin."""
    known = {case["case"]: case for case in cases}
    differ = defaultdict(list)
    for case in cases:
        if case["twin"] in known:
            theirs = known[case["twin"]]["bulk"]
            differ[case["operator"]].append(
                any(
                    abs(a - b) > 0.02 * max(1.0, abs(b))
                    for a, b in zip(case["bulk"], theirs, strict=True)
                )
            )
    shares = [(name, float(np.mean(seen_))) for name, seen_ in differ.items()]
    return sorted((x for x in shares if x[1] > TOLD), key=lambda x: (-x[1], x[0]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
