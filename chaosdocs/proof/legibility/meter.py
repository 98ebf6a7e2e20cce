"""The legibility meter: what blur, noise, fax, stains and cuts left of every field of a scan.

A field is compared with the page that lay on the glass, drawn by another renderer into the same
pixels. Three figures come of it, each the worst over the field, since one lost digit loses it:

* *likeness*: the correlation of strokes, light and dark structure finer than half a letter, in a
  window about a letter wide that slides along the text; a pixel's shift is forgiven;
* *contrast*: by how many grey levels the strokes still stand out;
* *mark*: how much is left of a minus, a point or a comma, over what is left of its line.

`limits.json` says what they mean: its limits were fixed once, against two OCR engines. All
sums are whole numbers, so that the verdict does not depend on the machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from chaosdocs.foundation.sums import added
from chaosdocs.proof.legibility.pictures import FINER, Paged, Pair, pair, upright
from chaosdocs.truth.fold import Legibility

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Whole = NDArray[np.int64]

PixelBox = tuple[int, tuple[float, float, float, float]]
"""Page from 0 in the batch, and box in pixels of its image."""
_FINE = 2.0
"""Pixels a point that pages are compared at, at least."""
_WINDOW = 0.9
"""Width of the sliding window, heights of a line of text."""
_STEP = 0.25
"""How far the window slides, heights of a line of text."""
_REACH = 0.25
"""Radius around a pixel within which structure counts as strokes, heights of a line of text."""
_SHIFTS = (0, 1, -1, 2, -2)
"""Half pixels by which renderers and scanners may set a letter beside its place."""
_LINE = 0.4
"""Height from which an inked band is a line of its own, not dots over letters."""
_RIM = 3
"""Pixels around a field that are needed to look for its letters beside their place."""
_SPREADS = (0.0, 0.7, 1.1, 1.7, 2.5, 3.6, 5.2)
"""How far strokes may be smeared, pixels; the one that is most alike is taken."""
_AROUND = 12
"""Pixels around a field that smear into it."""
_FAINTEST = 0.1
"""Clarity and contrast that count as none."""
_LEAST_NOISE = 0.6
"""Grey levels of noise that there always is: what is written is rounded."""
_INK = 24
"""Grey levels by which ink differs from paper in a clean page."""
_LOW = 0.35
"""Heights of a line up to which ink that stands alone in its columns is a mark."""
_HALF = 0.5
"""Share of a mark's ink below which a reader may miss it. Clean scans keep 0.7 and more, a minus
that fell between two lines of a fax 0.2 and less."""
_LEAST_INK = 4
"""Pixels of ink without which there is nothing to judge in a window."""


class Reading(NamedTuple):
    """What was measured of one field.

    Attributes:
        likeness: Worst correlation of strokes, -1 to 1; 1 for a perfect copy.
        contrast: Worst standing out of strokes, grey levels of 255.
        clarity: Worst standing out of strokes, however much they are smeared, over what the page
            does not explain; in units of that noise.
        smear: How far strokes are smeared, pixels.
        height: Height of a line, pixels.
        mark: How much is left of the lone mark that has lost most, such as a minus or a point, over
            what is left of its line; 1 where there is none.
    """

    likeness: float
    contrast: float
    clarity: float = 0.0
    smear: float = 0.0
    height: float = 0.0
    mark: float = 1.0


GONE = Reading(0.0, 0.0)


class Limits(NamedTuple):
    """What readings mean.

    Attributes:
        weights: Of the `terms` of a reading, in the score.
        legible: Score from which a field can be read.
        illegible: Clarity up to which it cannot.
    """

    weights: tuple[float, ...]
    legible: float
    illegible: float


@cache
def limits() -> Limits:
    """Return the frozen limits."""
    stored = json.loads(
        files("chaosdocs.proof.legibility").joinpath("limits.json").read_text("utf-8")
    )
    return Limits(tuple(stored["weights"]), stored["legible"], stored["illegible"])


def sights(
    scan_pdf: bytes,
    pages: Sequence[Paged],
    boxes: Mapping[str, PixelBox],
    clean_pdf: bytes,
) -> Mapping[str, Legibility]:
    """Say of every box of a scan whether it is legible, illegible or in between.

    Args:
        scan_pdf: The scan.
        pages: How each of its pages was made, in order.
        boxes: Statement to page and box. A box may reach beyond the image: it has been cut.
        clean_pdf: The document that lay on the glass.
    """
    return {
        name: sight(reading)
        for name, reading in readings(scan_pdf, pages, boxes, clean_pdf).items()
    }


def sight(reading: Reading) -> Legibility:
    """Return what a reading means."""
    known = limits()
    if reading.clarity <= known.illegible:
        return "illegible"
    if reading.mark < _HALF:  # without its minus or point a number reads as another one
        return "borderline"
    return "legible" if score(reading, known.weights) >= known.legible else "borderline"


def score(reading: Reading, weights: Sequence[float]) -> float:
    """Return how surely a field can be read: the weighted sum of its `terms`."""
    return added(weight * term for weight, term in zip(weights, terms(reading), strict=True))


def terms(reading: Reading) -> tuple[float, ...]:
    """Return what the score is made of.

    One, then logarithms of clarity and contrast, the smear in heights of a line, and the likeness.
    """
    return (
        1.0,
        math.log(max(reading.clarity, _FAINTEST)),
        math.log(max(reading.contrast, _FAINTEST)),
        reading.smear / max(reading.height, 1.0),
        max(0.0, reading.likeness),
    )


def readings(
    scan_pdf: bytes,
    pages: Sequence[Paged],
    boxes: Mapping[str, PixelBox],
    clean_pdf: bytes,
) -> dict[str, Reading]:
    """Measure every box; see `sights`."""
    import pypdfium2

    by_page: dict[int, list[str]] = {}
    for name, (number, _box) in boxes.items():
        by_page.setdefault(number, []).append(name)
    out: dict[str, Reading] = {}
    scan = pypdfium2.PdfDocument(scan_pdf)
    try:
        for number, names in sorted(by_page.items()):
            page = pages[number]
            a, b, c, d, _e, _f = page.affine
            fine = math.sqrt(abs(a * d - b * c))
            scale = max(1, math.ceil(_FINE / fine - 1e-6))
            beyond = max(_overhang(boxes[name][1], page) for name in names)
            margin = min(1000, math.ceil(beyond * scale) + _RIM + 1)
            both = pair(scan, number, clean_pdf, page, scale=scale, margin=margin)
            for name in names:
                out[name] = _measured(both, boxes[name][1], page)
    finally:
        scan.close()
    return {name: out[name] for name in boxes}


def _overhang(box: tuple[float, float, float, float], page: Paged) -> float:
    x0, y0, x1, y1 = box
    return max(-x0, -y0, x1 - page.width, y1 - page.height, 0.0)


def _measured(both: Pair, box: tuple[float, float, float, float], page: Paged) -> Reading:
    import numpy as np

    xs, ys = upright(both, box, page)
    tall, wide = both.seen.shape
    if min(xs.min(), ys.min()) < _RIM or xs.max() >= wide - _RIM or ys.max() >= tall - _RIM:
        return GONE
    clean = _glass(both, xs, ys, 0, 0)
    paper = int(np.median(clean))
    ink = np.abs(clean - paper) >= _INK
    if int(ink.sum()) < _LEAST_INK:
        return GONE
    depth = int(np.abs(clean - paper).max())
    lines = line_count(ink)
    rows = len(ink)
    found: list[tuple[float, float]] = []
    clear: list[tuple[float, float]] = []
    marks: list[float] = []
    wide_xs, wide_ys = upright(both, box, page, _AROUND)
    wide_xs, wide_ys = wide_xs.clip(_RIM, wide - _RIM - 1), wide_ys.clip(_RIM, tall - _RIM - 1)
    for number in range(lines):
        first, last = rows * number // lines, rows * (number + 1) // lines
        part, wider = slice(first, last), slice(first, last + 2 * _AROUND)
        reach = max(2, round((last - first) * _REACH))
        seen = _fine(both.seen[ys[part], xs[part]].astype(np.int64), reach)
        clean, down = _lying(both, xs[part], ys[part], seen, reach)
        found += _windows(clean, seen, ink[part], depth)
        smeared, smear = _smearing(both, wide_xs[wider], wide_ys[wider], down, seen, reach=reach)
        clear += [(each, smear) for each in _clarity(smeared, seen, ink[part], reach)]
        marks += _marks(smeared, seen, ink[part])
    if not found or not clear:
        return GONE
    return Reading(
        min(like for like, _ in found),
        min(contrast for _, contrast in found),
        *min(clear),
        rows / lines,
        min(marks, default=1.0),
    )


def _lying(
    both: Pair,
    xs: NDArray[np.int64],
    ys: NDArray[np.int64],
    seen: Whole,
    reach: int,
) -> tuple[Whole, int]:
    """Strokes of the clean line at several places along it, and how far down they lie best."""
    import numpy as np

    shifts = np.array(_SHIFTS)[:, None, None]
    down = _height(_fine(_glass(both, xs, ys, shifts, 0), reach), seen)
    return _fine(_glass(both, xs, ys, down, shifts), reach), down


def _smearing(
    both: Pair,
    xs: NDArray[np.int64],
    ys: NDArray[np.int64],
    down: int,
    seen: Whole,
    *,
    reach: int,
) -> tuple[Whole, float]:
    """The same strokes, smeared as it is most like what is seen, and how far that is, pixels.

    Args:
        both: The page.
        xs: Columns of the line and of the pixels around it.
        ys: Rows of these.
        down: How far down the line lies, half pixels.
        seen: Strokes that are seen.
        reach: Radius around a pixel within which structure counts as strokes.
    """
    import numpy as np

    here = _glass(both, xs, ys, down, 0).astype(np.uint8)
    spread = max(_SPREADS, key=lambda s: _alike(_fine(_smeared(here, s), reach), seen))
    shifts = np.array(_SHIFTS)[:, None, None]
    beside = _glass(both, xs, ys, down, shifts).astype(np.uint8)
    return _fine(np.stack([_smeared(each, spread) for each in beside]), reach), spread


def _smeared(picture: NDArray[np.uint8], spread: float) -> Whole:
    """A picture smeared by `spread` pixels, without the rim around it."""
    import cv2

    blurred = cv2.GaussianBlur(picture, (0, 0), spread) if spread else picture
    out: Whole = blurred[_AROUND:-_AROUND, _AROUND:-_AROUND].astype("int64")
    return out


def _alike(strokes: Whole, seen: Whole) -> float:
    shared, own = int((strokes * seen).sum()), int((strokes * strokes).sum())
    return _likeness(shared, own, int((seen * seen).sum()))


def _clarity(strokes: Whole, seen: Whole, ink: NDArray[np.bool_], reach: int) -> list[float]:
    """By how much the strokes of every window that has ink stand out of the noise there."""
    import numpy as np

    height, columns = seen.shape
    wide, lefts = _lefts(height, columns)
    inked = _sliding(ink.astype(np.int64).sum(axis=0), wide)[lefts].tolist()
    theirs = _sliding((seen * seen).sum(axis=0), wide)[lefts].tolist()
    own = _sliding((strokes * strokes).sum(axis=1), wide)[:, lefts].T.tolist()
    shared = _sliding((strokes * seen).sum(axis=1), wide)[:, lefts].T.tolist()
    least = (_LEAST_NOISE * (2 * reach + 1) ** 2) ** 2
    out: list[float] = []
    for pixels, other, each, common in zip(inked, theirs, own, shared, strict=True):
        if pixels < _LEAST_INK or not any(each):
            continue
        told = max(
            max(0, with_seen) ** 2 / mine
            for mine, with_seen in zip(each, common, strict=True)
            if mine
        )
        noise = max(0.0, other - told) / (height * wide)
        out.append(math.sqrt(told / max(noise, least)))
    return out


def _marks(strokes: Whole, seen: Whole, ink: NDArray[np.bool_]) -> list[float]:
    """How much is left of every mark that stands alone in its columns, over what is of the line.

    A minus, a point or a comma is so small that the letters around it hide its loss.
    """
    import numpy as np

    rows = np.flatnonzero(ink.any(axis=1))
    tall = rows[-1] - rows[0] + 1 if rows.size else 0
    whole = _left(strokes, seen)
    found: list[float] = []
    for first, last in _runs(ink):
        its = np.flatnonzero(ink[:, first:last].any(axis=1))
        if whole > 0 and its[-1] - its[0] + 1 <= _LOW * tall:
            part = slice(max(0, first - 1), last + 1)
            found.append(_left(strokes[..., part], seen[..., part]) / whole)
    return found


def _runs(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and behind the last of the columns that follow each other and have ink."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], ink.any(axis=0), [False]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _left(strokes: Whole, seen: Whole) -> float:
    """How much of the strokes is seen, where they lie best."""
    own = (strokes * strokes).sum(axis=(1, 2)).tolist()
    shared = (strokes * seen).sum(axis=(1, 2)).tolist()
    return max((there / mine for there, mine in zip(shared, own, strict=True) if mine), default=0.0)


def _glass(
    both: Pair,
    xs: NDArray[np.int64],
    ys: NDArray[np.int64],
    down: int | Whole,
    along: int | Whole,
) -> Whole:
    """The clean pixels, moved by half pixels; a picture for each of several moves."""
    import numpy as np

    at = (FINER * ys + down) * both.clean.shape[1] + (FINER * xs + along)
    found: Whole = both.clean.reshape(-1).take(at).astype(np.int64)
    return found


def _height(trials: Whole, seen: Whole) -> int:
    """How far down the clean field lies best on what is seen, half pixels."""
    own = (trials * trials).sum(axis=(1, 2)).tolist()
    shared = (trials * seen).sum(axis=(1, 2)).tolist()
    theirs = int((seen * seen).sum())
    likes = [_likeness(*each, theirs) for each in zip(shared, own, strict=True)]
    return _SHIFTS[likes.index(max(likes))]


def _likeness(shared: int, own: int, theirs: int) -> float:
    return shared / math.sqrt(own * theirs) if own and theirs else -1.0


def line_count(ink: NDArray[np.bool_]) -> int:
    """Return how many lines of text are in a box."""
    import numpy as np

    rows: list[bool] = np.any(ink, axis=1).tolist()
    bands: list[int] = []
    run = 0
    for inked in (*rows, False):
        if inked:
            run += 1
        elif run:
            bands.append(run)
            run = 0
    return sum(1 for band in bands if band >= _LINE * max(bands)) or 1


def _fine(images: Whole, reach: int) -> Whole:
    """Strokes: every pixel less the mean around it, times the number of pixels around it."""
    import numpy as np

    side = 2 * reach + 1
    rows, columns = images.shape[-2:]
    down = np.arange(-reach - 1, rows + reach + 1).clip(0, rows - 1)
    along = np.arange(-reach - 1, columns + reach + 1).clip(0, columns - 1)
    sums = images[..., down[:, None], along].cumsum(axis=-2).cumsum(axis=-1)
    around = (
        sums[..., side : side + rows, side : side + columns]
        - sums[..., :rows, side : side + columns]
        - sums[..., side : side + rows, :columns]
        + sums[..., :rows, :columns]
    )
    out: Whole = images * (side * side) - around
    return out


def _windows(
    strokes: Whole, seen: Whole, ink: NDArray[np.bool_], depth: int
) -> list[tuple[float, float]]:
    """Likeness and contrast in every window that has ink, each by the strokes that lie best."""
    import numpy as np

    wide, lefts = _lefts(*seen.shape)
    inked = _sliding(ink.astype(np.int64).sum(axis=0), wide)[lefts].tolist()
    theirs = _sliding((seen * seen).sum(axis=0), wide)[lefts].tolist()
    own = _sliding((strokes * strokes).sum(axis=1), wide)[:, lefts].T.tolist()
    shared = _sliding((strokes * seen).sum(axis=1), wide)[:, lefts].T.tolist()
    found: list[tuple[float, float]] = []
    for pixels, other, each, common in zip(inked, theirs, own, shared, strict=True):
        ways = [
            (with_seen / math.sqrt(mine * other) if other else 0.0, depth * with_seen / mine)
            for mine, with_seen in zip(each, common, strict=True)
            if mine
        ]
        if pixels >= _LEAST_INK and ways:
            like, contrast = max(ways)
            found.append((like, max(0.0, contrast)))
    return found


def _lefts(height: int, columns: int) -> tuple[int, list[int]]:
    """Width of the sliding window, and where it stands."""
    wide = min(columns, max(4, round(height * _WINDOW)))
    step = max(1, round(height * _STEP))
    last = columns - wide
    return wide, sorted({*range(0, last + 1, step), last})


def _sliding(values: Whole, wide: int) -> Whole:
    """Sums of so many neighbours along the last axis."""
    import numpy as np

    total = np.zeros((*values.shape[:-1], values.shape[-1] + 1), np.int64)
    values.cumsum(axis=-1, out=total[..., 1:])
    out: Whole = total[..., wide:] - total[..., :-wide]
    return out
