"""Values and numbers as the page shows them: nothing invisible, nothing too long."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.formats.units import in_words
from chaosdocs.score.metrics.registry import metric
from chaosdocs.score.summary.numbers import no_spread

LONGEST: Final = 160
"""Characters of a value that are shown."""
_KEPT: Final = frozenset("\n\t")
_NUMBER: Final = re.compile(r"(-?)(0|[1-9]\d{0,29})((?:\.\d+)?)", re.ASCII)
_SEPARATED: Final = re.compile(r"[^~./_@()\-]*(?:[~./_@()\-]+|$)")
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
        >>> value({"amount": "1234.50", "currency": "EUR"}), value(None), value("00123")
        ('1,234.50 EUR', '(nothing)', '00123')
        >>> value([{"value": "12", "unit": "EA"}, True])
        '12 EA, or true'
    """
    return cut(visible(_said(given)))


def _said(given: Any) -> str:  # noqa: ANN401 - JSON
    match given:
        case None:
            return "(nothing)"
        case {"amount": str(number), "currency": str(unit), **rest} if not rest:
            return f"{_grouped(number)} {unit}"
        case {"value": str(number), "unit": str(unit), **rest} if not rest:
            return f"{_grouped(number)} {unit}".strip()
        case str():
            return given
        case dict() if (entries := in_words(given)) is not None:
            return entries
        case [_, *_] if all(isinstance(each, str | bool | dict) for each in given):
            return ", or ".join(map(_said, given))
        case _:
            return json.dumps(given, ensure_ascii=False, default=str)


def _grouped(number: str) -> str:
    """A canonical number with its thousands apart; anything else as it is."""
    found = _NUMBER.fullmatch(number)
    return number if found is None else f"{found[1]}{int(found[2]):,}{found[3]}"


def cut(text: str, longest: int = LONGEST) -> str:
    """Return text, shortened where it is long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def answer(text: str | None) -> str:
    """Return an answer as ``fields.jsonl`` keeps it, for people; broken JSON as it stands.

    Example:
        >>> answer('{"amount": "6040.31", "currency": "USD"}'), answer('{"am…'), answer(None)
        ('6,040.31 USD', '{"am…', '(nothing)')
    """
    if text is None:
        return "(nothing)"
    try:
        return value(json.loads(text, parse_int=str, parse_float=str, parse_constant=str))
    except (ValueError, RecursionError):
        return value(text)


def breakable(text: str) -> Any:  # noqa: ANN401 - Markup, imported late
    """Return text for the page that may be broken after each of its separators.

    Example:
        >>> str(breakable("a_b<c"))
        'a_<wbr>b&lt;c'
    """
    from markupsafe import Markup, escape

    return Markup("<wbr>").join(map(escape, filter(None, _SEPARATED.findall(visible(text)))))


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


def figure(name: str, estimate: Estimate | None) -> tuple[str, str]:
    """Return the value of a metric and its interval: a share in per cent, others as they are.

    Example:
        >>> figure("accuracy", Estimate(value=0.5)), figure("youden_j", Estimate(value=0.5))
        (('50.0 %', ''), ('0.50', ''))
    """
    return (share if metric(name).unit == "share" else number)(estimate)


def _with_interval(
    estimate: Estimate | None, times: float, digits: int, unit: str
) -> tuple[str, str]:
    if estimate is None or estimate.value is None:
        return "n/a", ""

    def one(given: float) -> str:
        return f"{given * times + 0.0:.{digits}f}".replace("-", "−")

    if estimate.low is None or estimate.high is None:
        return one(estimate.value) + unit, ""
    ends = f"{one(estimate.low)} to {one(estimate.high)}"
    return one(estimate.value) + unit, no_spread(estimate) or ends


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
