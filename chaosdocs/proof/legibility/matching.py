"""A reader that knows the font and its places: it tries letters until they explain the picture.

It knows the pictures of the letters of the page's fonts and where letters stand, and neither what
they are nor how the page was damaged. It tries how far ink may be smeared, and for each place
which letter, beside the letters that it takes its neighbours for, explains best what is seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chaosdocs.proof.legibility.letters import Letter, ink_of, letters, of_field, origin
from chaosdocs.proof.legibility.pictures import FINER, Paged, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.float32]

_SPREADS = (0.0, 0.8, 1.3, 1.9, 2.6, 3.4, 4.3, 5.4, 6.8)
"""How far ink may be smeared, pixels."""
_DOWN, _ALONG = (0, -1, 1, -2, 2), (0, -1, 1)
"""Half pixels that the text may lie beside its place."""
_PASSES = 8
"""How often a text is gone through at most."""
_PAPER = 10
"""Share of the lightest pixels that are paper, %."""
_REACH = 2.5
"""How far smeared ink is followed, widths."""


def matched(both: Pair, pdf: bytes, page: Paged, box: tuple[float, float, float, float]) -> str:
    """Return what the letters of a field are taken for, without spaces; empty beyond the edge."""
    field = of_field(pdf, page, box)
    if not field:
        return ""
    found: list[tuple[float, str]] = []
    for look in sorted({letter.look for letter in field}):
        mine = [letter for letter in field if letter.look == look]
        read = _matched(both, pdf, page, mine)
        if read is None:
            return ""
        found += zip((letter.x for letter in mine), read, strict=True)
    order = {letter.x: place for place, letter in enumerate(field)}
    return "".join(char for _, char in sorted(found, key=lambda each: order[each[0]]))


def _matched(both: Pair, pdf: bytes, page: Paged, field: Sequence[Letter]) -> list[str] | None:
    pictures = _alphabet(both, pdf, page, field[0])
    if not pictures:
        return None

    def tried(spread: float, shift: tuple[int, int], passes: int) -> tuple[float, list[str]]:
        text = _Text.of(both, page, field, pictures, spread=spread, shift=shift)
        return (math.inf, []) if text is None else text.read(passes)

    spread, shift = _SPREADS[1], (0, 0)
    for _ in range(2):
        shift = min(
            ((down, along) for down in _DOWN for along in _ALONG),
            key=lambda each: tried(spread, each, 1)[0],
        )
        spread = min(_SPREADS, key=lambda each: tried(each, shift, 2)[0])
    return tried(spread, shift, _PASSES)[1] or None


def _alphabet(
    both: Pair, pdf: bytes, page: Paged, like: Letter
) -> dict[str, tuple[Picture, int, int]]:
    """The pictures of all letters of a font and size on the page."""
    out: dict[str, tuple[Picture, int, int]] = {}
    for letter in letters(pdf, page.source):
        if letter.look == like.look and letter.char not in out:
            found = ink_of(both, page, letter)
            if found is not None:
                out[letter.char] = found
    return out


class _Text:
    """A row of letters: what is seen of each place, and what each letter would look like there."""

    def __init__(
        self,
        seen: Picture,
        places: Sequence[tuple[slice, slice]],
        looks: Sequence[Picture],
        chars: Sequence[str],
    ) -> None:
        import numpy as np

        self._seen = seen
        self._places = places
        self._looks = looks
        self._chars = chars
        self._own = [np.einsum("kij,kij->k", look, look) for look in looks]

    @classmethod
    def of(
        cls,
        both: Pair,
        page: Paged,
        field: Sequence[Letter],
        pictures: dict[str, tuple[Picture, int, int]],
        *,
        spread: float,
        shift: tuple[int, int],
    ) -> _Text | None:
        """Return the text for one way of smearing; None where it reaches beyond the page."""
        import numpy as np

        chars = sorted(pictures)
        pad = math.ceil(_REACH * spread) + 1
        left = min(x for _, x, _ in pictures.values())
        top = min(y for _, _, y in pictures.values())
        right = max(x + p.shape[1] for p, x, _ in pictures.values())
        bottom = max(y + p.shape[0] for p, _, y in pictures.values())
        corners: list[tuple[int, int]] = []
        phases: list[tuple[int, int]] = []
        for letter in field:
            x, y = origin(both, page, letter)
            fine_x, fine_y = round(x * FINER) + shift[1] + left, round(y * FINER) + shift[0] + top
            corners.append((fine_y // FINER - pad, fine_x // FINER - pad))
            phases.append((fine_y % FINER, fine_x % FINER))
        rows = (bottom - top) // FINER + 2 + 2 * pad
        columns = (right - left) // FINER + 2 + 2 * pad
        tall, wide = both.seen.shape
        first = min(y for y, _ in corners), min(x for _, x in corners)
        last = max(y for y, _ in corners) + rows, max(x for _, x in corners) + columns
        if min(first) < 0 or last[0] > tall or last[1] > wide:
            return None
        seen = 255.0 - both.seen[first[0] : last[0], first[1] : last[1]].astype(np.float32)
        made: dict[tuple[int, int], Picture] = {}
        for phase in set(phases):
            made[phase] = np.stack(
                [
                    _smeared(
                        pictures[char], (top, left), phase, (rows, columns), pad=pad, spread=spread
                    )
                    for char in chars
                ]
            )
        places = [
            (slice(y - first[0], y - first[0] + rows), slice(x - first[1], x - first[1] + columns))
            for y, x in corners
        ]
        return cls(seen, places, [made[phase] for phase in phases], chars)

    def read(self, passes: int) -> tuple[float, list[str]]:
        """Return what is not explained, and the letters that explain the most."""
        import numpy as np

        paper = np.float32(np.percentile(self._seen, _PAPER))
        chosen: list[int] = []
        drawn = np.zeros_like(self._seen)
        for place, look, own in zip(self._places, self._looks, self._own, strict=True):
            shared = np.einsum("kij,ij->k", look, self._seen[place] - paper)
            chosen.append(int(np.argmax(shared * np.abs(shared) / np.maximum(own, 1))))
            drawn[place] += look[chosen[-1]]
        gain, level = self._light(drawn)
        for _ in range(passes):
            before = list(chosen)
            for n, (place, look) in enumerate(zip(self._places, self._looks, strict=True)):
                now = look[chosen[n]]
                rest = self._seen[place] - level - gain * (drawn[place] - now)
                shared = np.einsum("kij,ij->k", look, rest)
                chosen[n] = int(np.argmin(gain * self._own[n] - 2 * shared))
                drawn[place] += look[chosen[n]] - now
            gain, level = self._light(drawn)
            if chosen == before:
                break
        rest = self._seen - level - gain * drawn
        return float((rest * rest).mean()), [self._chars[n] for n in chosen]

    def _light(self, drawn: Picture) -> tuple[float, float]:
        """How dark the ink is, and the paper."""
        import numpy as np

        x, y = drawn.ravel().astype(np.float64), self._seen.ravel().astype(np.float64)
        spread = float(x.var())
        gain = float(((x - x.mean()) * (y - y.mean())).mean()) / spread if spread else 0.0
        gain = max(gain, 1e-3)
        return gain, float(y.mean() - gain * x.mean())


def _smeared(
    picture: tuple[Picture, int, int],
    corner: tuple[int, int],
    phase: tuple[int, int],
    shape: tuple[int, int],
    *,
    pad: int,
    spread: float,
) -> Picture:
    """A letter's picture at whole pixels, smeared."""
    import cv2
    import numpy as np

    ink, x, y = picture
    fine = np.zeros((shape[0] * FINER, shape[1] * FINER), np.float32)
    down = y - corner[0] + phase[0] + pad * FINER
    along = x - corner[1] + phase[1] + pad * FINER
    fine[down : down + ink.shape[0], along : along + ink.shape[1]] = ink
    sharp: Picture = fine[::FINER, ::FINER]
    if not spread:
        return sharp
    return np.asarray(cv2.GaussianBlur(sharp, (0, 0), spread), np.float32)
