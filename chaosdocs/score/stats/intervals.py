"""Intervals: a paired bootstrap over source records, and exact bounds where events are rare.

Fields of a document, and the documents of a record, go right and wrong together; so records are
drawn, each with all its cases. The weights of all resamples are one matrix of counts, drawn once
and used for every metric of every reader: differences are paired by construction.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.score.stats.differences import swing

RARE: Final = 25
"""With events (or their absence) in fewer records than this, the bootstrap is not trusted alone.

The wider of both counts. From 10 events on the bootstrap nearly holds what it promises, one-sided
bounds a little later; so the exact bound is asked for longer than it must be.
"""
TAIL: Final = 0.5
"""Part of the risk of a bound on rare events that is spent on how many records have one."""
FEWEST: Final = 5
"""Records from which on their spread is anything to go by."""
_Z_95: Final = 1.959963984540054
_Z_90: Final = 1.6448536269514722
_SCALE: Final = float(1 << 26)
_STEPS: Final = 60


def draw_counts(records: int, resamples: int, seed: int) -> Any:  # noqa: ANN401 - a matrix
    """Return how often each record is in each resample: resamples x records, uint8.

    The bits are Philox's, keyed by `seed`; no other choice of a library has a say.
    """
    import numpy as np

    key = [SeededRng(seed).at("bootstrap", n).below(1 << 63) for n in range(2)]
    bits = np.random.Philox(key=np.array(key, np.uint64))
    counts = np.zeros((resamples, records), np.uint8)
    for n in range(resamples):
        words = bits.random_raw((records + 1) // 2).view(np.uint32)[:records]
        drawn = (words.astype(np.uint64) * np.uint64(records)) >> np.uint64(32)
        counts[n] = np.minimum(np.bincount(drawn.astype(np.int64), minlength=records), 255)
    return counts


class Drawn:
    """Resamples x some of the records, as numbers that are ready to be multiplied.

    Condition after cell rests on the same records, so the last choice is kept.

    Args:
        counts: Resamples x records, as `draw_counts` makes them.
    """

    def __init__(self, counts: Any) -> None:  # noqa: ANN401 - a matrix
        self._counts = counts
        self._last = b""
        self._made: Any = None

    def __getitem__(self, records: Any) -> Any:  # noqa: ANN401 - a vector, a matrix
        import numpy as np

        which = records.tobytes()
        if self._made is None or which != self._last:
            self._last = which
            self._made = self._counts[:, records].astype(np.float64)
        return self._made


def resampled(counts: Any, values: Any) -> Any:  # noqa: ANN401 - matrices
    """Return counts x values, the same to the last bit whatever the order of the sums.

    Args:
        counts: Resamples x records.
        values: Records x metrics; kept to 26 binary places, so that all sums are exact.
    """
    import numpy as np

    sums = np.rint(values.T * _SCALE) @ counts.astype(np.float64, copy=False).T
    return (sums / _SCALE).T  # a metric's resamples stand side by side


def means(shares: Any) -> Any:  # noqa: ANN401 - a matrix
    """Return the mean of each column over what is not NaN; NaN where nothing is."""
    import numpy as np

    there = ~np.isnan(shares)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(there, shares, 0).sum(axis=0) / there.sum(axis=0)


def boot_means(counts: Any, shares: Any) -> Any:  # noqa: ANN401 - matrices
    """Return the mean of each column of `shares` in every resample.

    Args:
        counts: Resamples x records.
        shares: Records x metrics, NaN where a record has no share in a metric.
    """
    import numpy as np

    there = ~np.isnan(shares)
    above = _sums(counts, np.where(there, shares, 0))
    below = _sums(counts, there.astype(np.float64))
    with np.errstate(invalid="ignore", divide="ignore"):
        return above / below


def _sums(counts: Any, values: Any) -> Any:  # noqa: ANN401 - matrices
    """Return counts x values; columns that are equal are added up once, zeros not at all."""
    import numpy as np

    places: dict[bytes, int] = {}
    columns = np.ascontiguousarray(values.T)
    where = [places.setdefault(column.tobytes(), len(places)) for column in columns]
    first = [where.index(n) for n in range(len(places))]
    distinct = columns[first]
    out = np.zeros((len(first), len(counts)))
    some = distinct.any(axis=1)
    whole = (distinct == 1).all(axis=1)
    if whole.any():
        out[whole] = counts.sum(axis=1, dtype=np.float64)
    rest = some & ~whole
    if rest.any():
        out[rest] = resampled(counts, distinct[rest].T).T
    return out[where].T


def estimate(
    value: float,
    boot: Any,  # noqa: ANN401 - a vector
    *,
    records: int,
    micro: float | None = None,
    events: int | None = None,
    against: int | None = None,
    bounds: tuple[float, float] | None = None,
    least: float | None = None,
) -> Estimate:
    """Return a number with its intervals.

    Args:
        value: The number.
        boot: It in every resample, NaN where it is not defined.
        records: Source records that it rests on.
        micro: It over all fields alike.
        events: Records in which it is above 0.
        against: Records in which it is below 1, or below 0 where `bounds` begin at -1.
        bounds: Lowest and highest value that it can have.
        least: Lowest value that it can have, where it has no highest.

    Returns:
        The estimate. Its interval holds the number, and nothing that the number cannot be. Below
        `FEWEST` records the interval is exact on how many records have an event, the whole range
        where the number has a sign, and none where it has no bounds. Exact bounds belong to events:
        a difference has the interval of its resamples, which is made wider on both sides alike
        where few records changed.
    """
    import numpy as np

    if not records or math.isnan(value):
        return Estimate(records=records)
    known = boot[~np.isnan(boot)]
    if known.size:
        known.sort()
        low, high, one_low, one_high = (
            value + (_cut(known, share) - value) * _stretch(records, z)
            for share, z in ((0.025, _Z_95), (0.975, _Z_95), (0.05, _Z_90), (0.95, _Z_90))
        )
    else:
        low = high = one_low = one_high = value
    if records < FEWEST and bounds is None:
        return Estimate(value=float(value), records=records, micro=micro, events=events)
    if bounds is not None:
        least, most = bounds
        if records < FEWEST:
            events, against = _few(events, records), _few(against, records)
            if least < 0:
                low = one_low = least
                high = one_high = most
        if least == 0 and events is not None and events < RARE:
            high = max(high, _reach(value, events, records, 0.975))
            one_high = max(one_high, _reach(value, events, records, 0.95))
        if least == 0 and against is not None and against < RARE:
            low = min(low, most - _reach(most - value, against, records, 0.975))
            one_low = min(one_low, most - _reach(most - value, against, records, 0.95))
        if least < 0 and events is not None and against is not None:
            moved = min(events + against, records)
            spread = float(known.std()) if known.size else 0.0
            rare = moved < RARE
            by, one_by = (
                swing(
                    value, spread, moved, records,
                    z=z, most=upper(moved, records, level) if rare else moved / records,
                )
                for z, level in ((_Z_95, 0.975), (_Z_90, 0.95))
            )  # fmt: skip
            low, high = min(low, value - by), max(high, value + by)
            one_low, one_high = min(one_low, value - one_by), max(one_high, value + one_by)
        high, one_high = min(high, most), min(one_high, most)
    if least is not None:
        low, one_low = max(low, least), max(one_low, least)
    return Estimate(
        value=float(value),
        low=min(low, value),
        high=max(high, value),
        records=records,
        micro=micro,
        events=events,
        one_low=min(one_low, value),
        one_high=max(one_high, value),
    )


def _stretch(records: int, z: float) -> float:
    """What a percentile of resampled means lacks: a spread of n - 1, and Student's t for z."""
    if records < 2:  # noqa: PLR2004 - no spread
        return 1.0
    return math.sqrt(records / (records - 1)) * (1 + (z * z + 1) / (4 * (records - 1)))


def _few(events: int | None, records: int) -> int:
    """Events of so few records, counted once a record; all of them where it is not known."""
    return records if events is None else min(events, records)


def _cut(known: Any, share: float) -> float:  # noqa: ANN401 - a vector
    """The quantile of sorted values, as numpy.percentile has it, in a tenth of its time."""
    at = (len(known) - 1) * share
    below = int(at)
    part = at - below
    low = float(known[below])
    high = float(known[min(below + 1, len(known) - 1)])
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)  # noqa: PLR2004


def _reach(value: float, events: int, records: int, level: float) -> float:
    """The upper bound of a mean of shares, most of which are 0.

    The exact bound is on the share of records that have an event; it is taken times what such a
    record has seen on average, and times 1 where none has one. Half of the risk is kept for that
    average. Fewer than `FEWEST` records tell nothing of it, so it is taken for 1.
    """
    if not events or records < FEWEST:
        return upper(events, records, level)
    return min(1.0, value * records / events * upper(events, records, 1 - (1 - level) * TAIL))


@lru_cache(maxsize=65_536)
def upper(events: int, trials: int, level: float) -> float:
    """Return the Clopper-Pearson upper bound of a share.

    Args:
        events: Trials with an event.
        trials: All trials.
        level: One-sided confidence, such as .95.

    Example:
        >>> round(upper(0, 299, 0.95), 3), round(upper(1, 473, 0.95), 3)
        (0.01, 0.01)
    """
    if events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if at_most(events, trials, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def lower(events: int, trials: int, level: float) -> float:
    """Return the Clopper-Pearson lower bound of a share.

    Example:
        >>> round(lower(10, 10, 0.95), 4)
        0.7411
    """
    return 1 - upper(trials - events, trials, level)


def at_most(events: int, trials: int, share: float) -> float:
    """Return the probability of at most `events` in `trials` at this share."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return float(events >= trials)
    odds = math.log(share), math.log1p(-share)
    logs = [
        math.lgamma(trials + 1)
        - math.lgamma(k + 1)
        - math.lgamma(trials - k + 1)
        + k * odds[0]
        + (trials - k) * odds[1]
        for k in range(events + 1)
    ]
    top = max(logs)
    return min(1.0, math.exp(top) * math.fsum(math.exp(each - top) for each in logs))


def wilson(events: float, trials: float, z: float = _Z_95) -> tuple[float, float]:
    """Return the Wilson interval of a share.

    Example:
        >>> tuple(round(b, 6) for b in wilson(45, 50))
        (0.786398, 0.956524)
    """
    share = events / trials
    middle = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low, high = max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
    return min(low, share), max(high, share)
