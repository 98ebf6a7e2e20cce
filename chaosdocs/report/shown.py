"""Values and numbers as the page shows them: nothing invisible, nothing too long."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Final

from chaosdocs.truth.wire.score import Estimate

LONGEST: Final = 160
"""Characters of a value that are shown."""
_KEPT: Final = frozenset("\n\t")
_UNSEEN: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""Return text with every control and format character written out, bidi ones included.

    Example:
        >>> visible("1\u202e23")
        '1⟨U+202E⟩23'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"⟨U+{ord(each):04X}⟩"
        if unicodedata.category(each) in _UNSEEN and each not in _KEPT
        else each
        for each in text
    )


def value(given: Any) -> str:  # noqa: ANN401 - JSON
    """Return a JSON value for people, cut where it is long.

    Example:
        >>> value({"amount": "12.50", "currency": "EUR"}), value(None), value("00123")
        ('12.50 EUR', '(nothing)', '00123')
    """
    match given:
        case None:
            text = "(nothing)"
        case {"amount": str(number), "currency": str(unit), **rest} if not rest:
            text = f"{number} {unit}"
        case {"value": str(number), "unit": str(unit), **rest} if not rest:
            text = f"{number} {unit}".strip()
        case str():
            text = given
        case _:
            text = json.dumps(given, ensure_ascii=False, default=str)
    text = visible(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def share(estimate: Estimate | None) -> tuple[str, str]:
    """Return a share in per cent and its interval, ``("n/a", "")`` where it is not defined.

    Example:
        >>> share(Estimate(value=0.5, low=0.25, high=0.75))
        ('50.0 %', '25.0 to 75.0')
    """
    return _with_interval(estimate, 100, 1, " %")


def number(estimate: Estimate | None) -> tuple[str, str]:
    """Return a plain number and its interval.

    Example:
        >>> number(Estimate(value=-1.234))
        ('−1.23', '')
    """
    return _with_interval(estimate, 1, 2, "")


def _with_interval(
    estimate: Estimate | None, times: float, digits: int, unit: str
) -> tuple[str, str]:
    if estimate is None or estimate.value is None:
        return "n/a", ""

    def one(given: float) -> str:
        return f"{given * times + 0.0:.{digits}f}".replace("-", "−")

    if estimate.low is None or estimate.high is None:
        return one(estimate.value) + unit, ""
    return one(estimate.value) + unit, f"{one(estimate.low)} to {one(estimate.high)}"


def embedded(data: Any) -> str:  # noqa: ANN401 - JSON
    r"""Return JSON that may stand in a ``script`` element: it can neither end it nor open another.

    Example:
        >>> embedded("</script>")
        '"\\u003c/script>"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
