"""How documents may write a canonical value."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from chaosdocs.score.judging.comparison import Json, folded, said
from chaosdocs.truth.conventions import LOCALES, Convention, write
from chaosdocs.truth.values import NUMERIC, Kind, from_json

TYPED: Final = frozenset({"xlsx", "json"})
_DATES: Final = ("yyyy-MM-dd", "d MMMM yyyy", "d MMM yyyy", "MMMM d, yyyy", "MMM d, yyyy")


@lru_cache(maxsize=16_384)
def _spelled(kind: Kind, text: str, locale: str) -> tuple[str, ...]:
    import json

    try:
        value = from_json(kind, json.loads(text))
    except ValueError:
        return ()
    own = LOCALES.get(locale, Convention(name=locale))
    forms = [own, Convention(name=locale)]
    forms += [replace(form, group="") for form in forms]
    forms += [replace(form, currency=side) for form in forms for side in ("before", "none")]
    forms += [replace(own, date=pattern) for pattern in _DATES]
    return tuple(dict.fromkeys(folded(write(value, form)) for form in forms))


def spelled(kind: Kind, value: Json, locale: str) -> tuple[str, ...]:
    """Return how a document in `locale` may write a canonical value, folded."""
    import json

    return _spelled(kind, json.dumps(value), locale)


def escaped(text: str, medium: str) -> tuple[str, ...]:
    r"""Return how a text stands in the source of a file that escapes some signs of it, folded.

    Example:
        >>> escaped("Ring\ntwice", "json"), escaped("B & Q", "xml"), escaped("Ring", "json")
        (('ring\\ntwice',), ('b &amp; q',), ())
    """
    import json
    from xml.sax.saxutils import escape

    forms: tuple[str, ...] = ()
    if medium == "json":
        forms = tuple(json.dumps(text, ensure_ascii=each)[1:-1] for each in (False, True))
    elif medium == "xml":
        forms = (escape(text),)
    return tuple(dict.fromkeys(folded(form) for form in forms if form != text))


def plain_numbers(kind: Kind, value: Json, medium: str) -> tuple[str, ...]:
    """Return how a program prints the number in a typed cell: no marks of groups, no unit.

    Args:
        kind: Kind of the field.
        value: A canonical value.
        medium: Only cells of workbooks and numbers of JSON are typed.

    Example:
        >>> plain_numbers("money", {"amount": "4451.00", "currency": "EUR"}, "json")
        ('4451', '4451.0')
    """
    number = said(kind, value).number if medium in TYPED and kind in NUMERIC else None
    if number is None:
        return ()
    text = format(number.normalize(), "f")
    return (text,) if "." in text else (text, f"{text}.0")
