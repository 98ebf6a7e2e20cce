"""Reading shown text under a stated convention: a parser that shares nothing with the writer.

A convention is a text of the form ``de_DE;decimal=,;group=.;date=dd.MM.yyyy;minus=lead``. Values
of a key that are separated by ``|`` are alternatives that the document does not decide between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from chaosdocs.proof.reading.calendar import YES_NO, read_dates
from chaosdocs.proof.reading.normal import normal, normal_lines
from chaosdocs.truth.values import Kind, Money, Month, Quantity, Value, key

_KEYS = (
    "decimal", "group", "date", "minus", "currency", "words", "scale", "signs", "true", "false",
    "joint", "part", "garbled", "note",
)  # fmt: skip
_MINUS = ("lead", "trailing", "paren", "none", "turned")
SYMBOLS: Mapping[str, str] = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "円": "JPY"}
"""Currency signs to the code that they are taken for where no other is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How values are shown, as a witness understands it.

    Attributes:
        name: Informative; its language names the months.
        decimals: Possible decimal marks.
        groups: Possible marks between groups of digits; an empty one means none.
        dates: Possible date patterns.
        minus: Possible places of the sign; ``turned`` for numbers with the other sign.
        currency: ``after``, ``before``, ``none`` or ``column:EUR``.
        words: Shown word to the codes that it stands for.
        scales: Possible powers of ten to multiply shown amounts with.
        signs: Mark beside a number to the sign that it gives, ``+`` or ``-``.
        joint: The mark between several values that one text shows; empty where it shows one.
        part: Which of these values is meant, counted from 1, and how many there are.
        garbled: The code page in which bytes of UTF-8 were read, or empty.
        note: The mark of a footnote that may stand behind a number, or empty.
    """

    name: str = "plain"
    decimals: tuple[str, ...] = (".",)
    groups: tuple[str, ...] = ("",)
    dates: tuple[str, ...] = ("yyyy-MM-dd",)
    minus: tuple[str, ...] = ("lead",)
    currency: str = "after"
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scales: tuple[int, ...] = (0,)
    signs: Mapping[str, str] = field(default_factory=dict)
    joint: str = ""
    part: tuple[int, int] = (1, 1)
    garbled: str = ""
    note: str = ""

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """Possible pairs of decimal and group mark."""
        if len(self.decimals) == len(self.groups):
            pairs = tuple(zip(self.decimals, self.groups, strict=True))
        else:
            pairs = tuple((d, g) for d in self.decimals for g in self.groups)
        swapped = {".": ",", ",": "."}
        return tuple((d, g if g != d else swapped.get(d, "")) for d, g in pairs)


@lru_cache(maxsize=4096)
def spelling(spec: str) -> Spelling:
    """Return the spelling that a convention states.

    Raises:
        ValueError: An unknown key, or a value that the key cannot have.

    Example:
        >>> spelling("de_DE;decimal=,;group=.;date=dd.MM.yyyy").marks
        ((',', '.'),)
    """
    name, *parts = spec.split(";")
    given: dict[str, str] = {}
    for part in parts:
        word, mark, value = part.partition("=")
        if not mark or word not in _KEYS or word in given:
            raise ValueError(f"{part!r} in the convention {spec!r}")
        given[word] = value
    minus = tuple(given.get("minus", "lead").split("|"))
    if not set(minus) <= set(_MINUS):
        raise ValueError(f"minus={given['minus']} in the convention {spec!r}")
    currency = given.get("currency", "after").replace("column:none", "none")
    if currency not in {"after", "before", "none"} and not re.fullmatch(
        r"column:[A-Z]{3}", currency
    ):
        raise ValueError(f"currency={currency} in the convention {spec!r}")
    return Spelling(
        name=name,
        decimals=tuple(map(_mark, given.get("decimal", ".").split("|"))),
        groups=tuple(map(_mark, given.get("group", "").split("|"))),
        dates=tuple(given.get("date", "yyyy-MM-dd").split("|")),
        minus=minus,
        currency=currency,
        words=_words(given, name),
        scales=tuple(map(int, given.get("scale", "0").split("|"))),
        signs=_signs(given.get("signs", ""), spec),
        joint=given.get("joint", ""),
        part=_part(given.get("part", "1/1"), spec),
        garbled=given.get("garbled", ""),
        note=given.get("note", ""),
    )


def readings(text: str, kind: Kind, how: Spelling, like: Value | None = None) -> tuple[Value, ...]:
    """Return every value of `kind` that `text` can mean, distinct and sorted by key.

    Args:
        text: What is shown.
        kind: What is asked for.
        how: The convention it is written in.
        like: A value whose currency or unit stands in where the text shows none, and whose
            resolution says whether a month may stand for a date.

    Example:
        >>> german = spelling("de_DE;decimal=,;group=.;minus=trailing")
        >>> readings("1.234,50- EUR", "money", german)
        (Money(amount=Decimal('-1234.50'), currency='EUR'),)
    """
    if how.garbled:
        text = _mended(text, how.garbled)
    if how.note:
        text = _without_note(text, how.note)
    shown = normal(text)
    if how.joint:
        alone = replace(how, joint="")
        pieces = _pieces(shown, how.joint, *how.part)
        every = [value for piece in pieces for value in readings(piece, kind, alone, like)]
        return tuple({mark(value, kind): value for value in every}.values())
    found: list[Value]
    match kind:
        case "multiline":
            found = [normal_lines(text)]
        case "text" | "id" | "enum":
            meant = how.words.get(shown.casefold(), ())
            found = [code for code in meant if code not in {"true", "false"}] or [shown]
        case "bool":
            codes = how.words.get(shown.casefold(), (shown.casefold(),))
            found = [code == "true" for code in codes if code in {"true", "false"}]
        case "date":
            found = list(read_dates(shown, how.dates, how.name, month=isinstance(like, Month)))
        case "money":
            found = list(_money(shown, how, like))
        case "quantity":
            found = list(_quantity(shown, how, like))
        case "percent":
            found = list(numbers(shown.removesuffix("%").rstrip(), how))
        case _:
            found = list(numbers(shown, how))
    distinct = {mark(value, kind): value for value in found}
    return tuple(distinct[k] for k in sorted(distinct))


def numbers(shown: str, how: Spelling) -> tuple[Decimal, ...]:
    """Return every number that `shown` can mean."""
    found: dict[Decimal, None] = {}
    for decimal, group in how.marks:
        for bare, sign in _unsigned(shown, how.minus):
            size = _size(bare, decimal, group, how.name)
            if size is not None:
                for scale in how.scales:
                    found[(sign * size).scaleb(scale)] = None
    return tuple(found)


@lru_cache(maxsize=4096, typed=True)
def mark(value: Value, kind: Kind) -> str:
    """Return a text that is equal for values that count as the same of their kind."""
    if isinstance(value, str):
        folded = normal_lines(value) if kind == "multiline" else normal(value)
        return f"text:{folded.replace(' ', '') if kind == 'id' else folded}"
    return key(value)


def _mended(text: str, page: str) -> str:
    """Return the text whose bytes were read in another code page, or the text as it is.

    Example:
        >>> _mended("M\u00c3\u00bcller", "cp1252"), _mended("M\u00fcller", "cp1252")
        ('Müller', 'Müller')
    """
    try:
        return text.encode(page).decode("utf-8")
    except (UnicodeError, LookupError):
        return text


def _without_note(text: str, note: str) -> str:
    """Return a text without the mark of its footnote, the last such mark in it.

    Example:
        >>> _without_note("1,200.00 1) EUR", "1)"), _without_note("(12)\u00b9", "\u00b9")
        ('1,200.00 EUR', '(12)')
    """
    before, found, behind = text.rpartition(note)
    return before.rstrip() + behind if found else text


def _part(text: str, spec: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise ValueError(f"part={text} in the convention {spec!r}")
    return int(match[1]), int(match[2])


def _pieces(shown: str, joint: str, number: int, of: int) -> list[str]:
    """Return what the part may be: `before` and `behind` it stand the other parts, none empty."""
    between = normal(f"x{joint}x")[1:-1]
    cuts = [at.span() for at in re.finditer(re.escape(between), shown)]
    edges = [(0, 0), *cuts, (len(shown), len(shown))]
    found = []
    for first, (_, start) in enumerate(edges):
        for last in range(first + 1, len(edges)):
            before, behind = first, len(edges) - 1 - last
            if before >= number - 1 and behind >= of - number and (before == 0) == (number == 1):
                end = edges[last][0]
                if (behind == 0) == (number == of):
                    found.append(shown[start:end])
    return found


def _mark(text: str) -> str:
    folded = " " if text and not text.strip() else normal(text)
    return {"space": " ", "nbsp": " ", "apostrophe": "'"}.get(folded, folded)


def _words(given: Mapping[str, str], name: str) -> Mapping[str, tuple[str, ...]]:
    yes, no = YES_NO.get(name.partition("_")[0], YES_NO["en"])
    codes = {"true": given.get("true", yes), "false": given.get("false", no)}
    for pair in filter(None, given.get("words", "").split("|")):
        code, _, shown = pair.partition(":")
        codes[code] = shown
    words: dict[str, tuple[str, ...]] = {}
    for code, shown in codes.items():
        folded = normal(shown).casefold()
        words[folded] = (*words.get(folded, ()), code)
    return words


def _signs(given: str, spec: str) -> Mapping[str, str]:
    signs = {mark: sign for mark, _, sign in (p.rpartition(":") for p in given.split("|") if p)}
    if not set(signs.values()) <= {"+", "-"}:
        raise ValueError(f"signs={given} in the convention {spec!r}")
    return signs


def _marked(shown: str, signs: Mapping[str, str]) -> tuple[str, str]:
    """Return a text without the mark of its sign, looked for first, last and within, and that sign.

    Example:
        >>> _marked("DR 180,00", {"CR": "+", "DR": "-"}), _marked("180,00", {"DR": "-"})
        (('180,00', '-'), ('180,00', ''))
    """
    first, _, rest = shown.partition(" ")
    if rest and first in signs:
        return rest, signs[first]
    before, _, last = shown.rpartition(" ")
    if before and last in signs:
        return before, signs[last]
    inner = next((word for word in shown.split(" ")[1:-1] if word in signs), None)
    if inner is None:
        return shown, ""
    return shown.replace(f" {inner} ", " ", 1), signs[inner]


def _turned(number: Decimal, sign: str) -> tuple[Decimal, ...]:
    """The number as a mark has it; a minus sign beside a mark that says plus leaves both open."""
    if sign == "-":
        return (-abs(number),)
    if sign == "+" and number < 0:
        return (number, -number)
    return (number,)


def _unsigned(shown: str, minus: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return the digits and the sign, in every way that the convention allows."""
    ways: list[tuple[str, int]] = []
    if re.fullmatch(r"\+?\d.*", shown) and not shown.endswith("-"):
        if minus != ("turned",):
            ways.append((shown.removeprefix("+"), 1))
        if ("none" in minus and len(minus) > 1) or "turned" in minus:
            ways.append((shown.removeprefix("+"), -1))
    elif "turned" in minus and (
        found := re.fullmatch(r"- ?(\d.*)|(\d.*?) ?-|\( ?(\d.*?) ?\)", shown)
    ):
        ways.append((next(filter(None, found.groups())), 1))
    for place in minus:
        found = {
            "lead": re.fullmatch(r"- ?(\d.*)", shown),
            "trailing": re.fullmatch(r"(\d.*?) ?-", shown),
            "paren": re.fullmatch(r"\( ?(\d.*?) ?\)", shown),
            "none": None,
            "turned": None,
        }[place]
        if found is not None:
            ways.append((found[1], -1))
    return ways


def _size(bare: str, decimal: str, group: str, name: str) -> Decimal | None:
    whole, mark_, fraction = bare.partition(decimal) if decimal else (bare, "", "")
    if mark_ and not re.fullmatch(r"\d+", fraction, re.ASCII):
        return None
    if not re.fullmatch(r"\d+", whole, re.ASCII):
        if not group:
            return None
        g = re.escape(group)
        threes = rf"\d{{1,3}}(?:{g}\d{{3}})+"
        lakhs = rf"\d{{1,2}}(?:{g}\d\d)*{g}\d{{3}}"
        if not re.fullmatch(lakhs if name == "en_IN" else threes, whole, re.ASCII):
            return None
        whole = whole.replace(group, "")
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def _money(shown: str, how: Spelling, like: Value | None) -> list[Money]:
    shown, sign = _marked(shown, how.signs)
    currency = how.currency.partition(":")[2]
    code = re.search(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])|[€$£¥円]", shown)
    if code is not None:
        currency = SYMBOLS.get(code[0], code[0])
        shown = (shown[: code.start()].rstrip() + " " + shown[code.end() :].lstrip()).strip()
        shown = re.sub(r"^([-(]) ", r"\1", shown)
    elif not currency and how.currency == "none" and isinstance(like, Money):
        currency = like.currency
    return [
        Money(amount, currency)
        for number in numbers(shown, how)
        for amount in _turned(number, sign)
    ]


def _quantity(shown: str, how: Spelling, like: Value | None) -> list[Quantity]:
    match = re.fullmatch(r"([-+(]? ?\d[\d.,' ]*[-)]?) ?([^\d].*)?", shown)
    if match is None:
        return []
    unit = (match[2] or "").strip()
    codes = how.words.get(unit.casefold(), (unit,))
    if not unit and isinstance(like, Quantity):
        codes = (like.unit,)
    return [Quantity(n, code) for n in numbers(match[1].strip(), how) for code in codes]
