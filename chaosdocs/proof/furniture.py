"""Words that a document shows and that state nothing: heads, labels, page numbers, sentences.

They are listed once, from clean documents of many records and from what each operator adds, and the
list is kept outside the writers (`furniture.json`). A word that no line of the evidence is about
has to be on it: so a second total, a rule or a format that is printed in plain sight is found, even
if truth and evidence know nothing of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from chaosdocs.formats.cases import Evidence, ListExpectation
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.policy_page import TITLES, place_of
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.truth.records import Domain

CODE = 3
"""Letters of the code of a currency."""
NUMBER = 3
"""Digits of a number that is no page number, count or position."""
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"\d\d\.\d\d\.\d{4}")
_READ_BY_OCR = "scan.ocr_layer"
_PARTED = re.compile(r"[\s:<>]+|(?<=\d),(?=[^\W\d])")
"""What parts words: spaces, the marks around tags, and the comma behind the code of a record."""
_LETTERED = {"text.fixed_width": "x"}
"""Renderings whose records of free text begin with a letter, without a space behind it."""
_SIGNS = frozenset("+-")
_MONEY = frozenset("€$£¥")
_TREES = frozenset({"json", "xml"})
ROWS = "rows"
"""Stands among the little numbers of a rendering that says how many rows a list has."""
_COUNTED = "edi."
"""Renderings whose little numbers are counts of their own parts, which are counted."""
_RATE = re.compile(r"(?<![\d.,])(\d\d?) ?%")
_EDGES = re.compile(r"^\W+|\W+$")
WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
"""Japanese has no spaces: its words are looked up by their characters."""
_MOST_KEPT = 4096
_SHORT = 128
"""So many texts of so many characters keep their words: pages mostly say the same."""
_COLUMN = re.compile(r"currency=column:([a-z]{3})")


@cache
def listed() -> Mapping[str, Any]:
    """Return the lists: ``words``, ``operators`` with theirs, ``numbers`` and ``things``, etc.

    ``shown`` are the words and keys of the clean documents of one rendering and domain, and
    ``little`` the numbers of one or two digits that those of a rendering show.

    ``operator things`` are the flags that operators add to trees, and ``operator labels`` the heads
    and keys that they give, each with those whose place it takes. ``sums`` are the renderings that
    print the sum of a column which is no field.

    ``operators`` lists what the documents of an operator have more than their clean twins
    (words), ``parts`` (of keys), ``name``, ``repeat``, ``cut`` and ``count``; see `Residue`.
    ``moved`` are the operators after which values may stand elsewhere; see `wrong_labels`.

    ``packets`` and ``packet operators`` are those of packets.
    """
    found: Mapping[str, Any] = json.loads(
        files("chaosdocs.proof").joinpath("furniture.json").read_text("utf-8")
    )
    return found


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that have to be on the list; numbers are not words.

    Example:
        >>> words_of("Total (confirmed): 1,190.00 EUR")
        ('total', 'confirmed', 'eur')
    """
    return _words(text) if len(text) <= _SHORT else _words.__wrapped__(text)


def unlettered(words: Iterable[str], rendering: str) -> Iterator[str]:
    """Yield words without the letter that a rendering puts before a free text.

    Example:
        >>> list(unlettered(["xamount", "xnet"], "text.fixed_width"))
        ['amount', 'net']
    """
    letter = _LETTERED.get(rendering.partition(":")[0], "")
    return (word.removeprefix(letter) for word in words)


def numbers_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that have three digits or more, and signs that stand alone.

    Example:
        >>> numbers_of("Page 2 of 12, total 1,190.00 EUR (M20230301)")
        ('1,190.00', 'm20230301')
    """
    return _numbers(text) if len(text) <= _SHORT else _numbers.__wrapped__(text)


@lru_cache(maxsize=_MOST_KEPT)
def _words(text: str) -> tuple[str, ...]:
    pieces = (_EDGES.sub("", piece) for piece in _PARTED.split(normal(text)))
    return tuple(
        bare.casefold()
        for bare in pieces
        if any(char.isalpha() for char in bare) and not _is_number(bare)
    )


@lru_cache(maxsize=_MOST_KEPT)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple(
        _EDGES.sub("", piece).casefold() if _is_number(piece) else piece
        for piece in normal(text).split()
        if _is_number(piece) or piece in _SIGNS
    )


def little_of(text: str) -> Iterator[str]:
    """Yield the numbers of one or two digits, and the signs of currencies that stand alone.

    Example:
        >>> list(little_of("Page 2 of 12, 19 %, 1,190.00 €"))
        ['2', '12', '19', '€']
    """
    yield from _little(text) if len(text) <= _SHORT else _little.__wrapped__(text)


def rates_of(text: str) -> list[str]:
    """Return the rates in percent of one or two digits.

    Example:
        >>> rates_of("Page 2 of 12, 19 %, 5%, 100 %")
        ['19', '5']
    """
    return _RATE.findall(normal(text)) if "%" in text else []


@lru_cache(maxsize=_MOST_KEPT)
def _little(text: str) -> tuple[str, ...]:
    found = []
    for piece in normal(text).split():
        digits = sum(map(str.isdigit, piece))
        if piece in _MONEY:
            found.append(piece)
        elif 0 < digits < NUMBER and not any(map(str.isalpha, piece)):
            found.append(_EDGES.sub("", piece))
    return tuple(found)


def counts_of(bench: OpenedFiles) -> Counter[str]:
    """Return the numbers that count what a case has, each as often as it may be shown.

    A page bears its own number and how many there are. Some renderings say how many rows a list
    has.

    Args:
        bench: The opened files.
    """
    found: Counter[str] = Counter()
    policy = place_of(bench)
    for path, witness in bench.witnesses.items():
        if isinstance(witness, PdfWitness):
            apart = policy is not None and policy[0] == path
            for pages in (witness.pages - 1, 1) if apart else (witness.pages,):
                found += Counter(map(str, range(1, pages + 1)))
                found[str(pages)] += pages
    if ROWS in listed()["little"].get(bench.truth.rendering.partition(":")[0], ()):
        lists = (
            entry for entry in bench.truth.fields.values() if isinstance(entry, ListExpectation)
        )
        found += Counter(str(len(entry.rows)) for entry in lists)
    return found


def shape(number: str) -> str:
    """Return a number with one zero for all digits that follow each other.

    Example:
        >>> shape("1,190.00"), shape("m20230301")
        ('0,0.0', 'm0')
    """
    return _DIGITS.sub("0", number)


def _is_number(piece: str) -> bool:
    return sum(map(str.isdigit, piece)) >= NUMBER


def strange_things(bench: OpenedFiles) -> Iterator[str]:
    """Yield the pictures, drawings and comments of a clean document that are not on the list.

    A damaged document is compared with its clean twin.
    """
    lists = listed()
    rendering = bench.truth.rendering.partition(":")[0]
    if rendering in lists["renderings"] and not bench.truth.steps:
        known = set(lists["things"].get(rendering, ()))
        yield from sorted(bench.things - known)


def things_of(bench: OpenedFiles) -> frozenset[str]:
    """Return the flags and the like that the operators of a case are known to add."""
    added = listed()["operator things"]
    steps = {step.operator.partition("@")[0] for step in bench.truth.steps}
    return frozenset(thing for step in steps for thing in added.get(step, ()))


def strange(bench: OpenedFiles, domain: Domain | None) -> Iterator[str]:
    """Yield the words of a case that neither the evidence nor the list accounts for.

    On a clean document numbers are accounted for too, by their shape, those of one or two digits
    by themselves; so are the keys of a tree. A damaged one is compared with its clean twin. A
    sign that stands alone belongs to no number.

    Cases of templates, systems and operators that are not on the list (those of plugins) are not
    looked at. A user's own records lend the words of their title, of labels and of names.

    Args:
        bench: The opened files.
        domain: The domain of the record.
    """
    lists = listed()
    truth = bench.truth
    steps = {step.operator.partition("@")[0] for step in truth.steps}
    packet = truth.packet is not None
    operators = {**lists["operators"], **(lists["packet operators"] if packet else {})}
    rendering = truth.rendering.partition(":")[0].replace("scan.", "pdf.")
    if not steps <= operators.keys() or not (packet or rendering in lists["renderings"]):
        return
    if truth.medium == "scan" and _READ_BY_OCR in steps:
        return  # a layer of misread words
    shapes = {*lists["numbers"].get(rendering, ())}
    counted = not steps and not packet
    sums = _sums(bench) if counted and rendering in lists["sums"] else None
    columns = {
        found
        for convention in {line.convention for line in bench.evidence}
        for found in _COLUMN.findall(convention.casefold())
    }
    columns |= {line.text.casefold() for line in bench.evidence if _says_currency(line)}
    name = "" if domain is None else domain.name
    shown = lists["shown"].get(f"{rendering} {name}") if counted else None
    known = (
        _known(frozenset(steps), packet=packet) if shown is None else frozenset(shown)
    ) | columns
    own = "" if domain is None or domain.name in lists["domains"] else _own_words(domain)
    if place_of(bench) is not None:
        known |= {word for title in TITLES for word in words_of(title)}
    wide = frozenset(char for word in known for char in WIDE.findall(word)) | {*WIDE.findall(own)}
    for text in bench.unsaid:
        for word in words_of(text):
            bare = word.removeprefix(_LETTERED.get(rendering, ""))
            if (
                not {word, bare} & known
                and not _made_of(word, known, wide)
                and _letters(word) not in own
            ):
                yield word
        for number in numbers_of(text):
            known_shape = shape(number) in shapes and (sums is None or _is_sum(number, sums))
            if not known_shape and (counted or (number in _SIGNS and not packet)):
                yield number
    if shown is not None:
        yield from _strange_keys(bench, known, wide)
    if counted:
        yield from _strange_little(bench, rendering, own)


def _strange_keys(bench: OpenedFiles, known: frozenset[str], wide: frozenset[str]) -> Iterator[str]:
    """Yield the words of the keys of a clean tree that are not on the list."""
    for file in bench.case.files if bench.truth.medium in _TREES else ():
        for text, path in bench.sequence(file.path):
            for word in words_of(text) if not path else ():
                if word not in known and not _made_of(word, known, wide):
                    yield word


def _strange_little(bench: OpenedFiles, rendering: str, own: str) -> Iterator[str]:
    """Yield the little numbers of a clean document that count nothing, and no rendering shows."""
    if rendering.startswith(_COUNTED):
        return
    listed_here = {*listed()["little"].get(rendering, ())}
    there = Counter(
        number
        for text in bench.unsaid
        for number in little_of(text)
        if number not in listed_here and number not in own
    )
    yield from (there - counts_of(bench) - _recurring_heads(bench))


def _recurring_heads(bench: OpenedFiles) -> Counter[str]:
    """The numbers behind heads that stand there without a number too: "Number", "Number 2"."""
    texts = [normal(text) for text in bench.unsaid]
    heads = frozenset(texts)
    parts = (text.rpartition(" ") for text in texts)
    return Counter(
        number for head, _, number in parts if head and number.isdecimal() and head in heads
    )


def _sums(bench: OpenedFiles) -> frozenset[str]:
    """The digits of the sums of every column of amounts."""
    columns: dict[tuple[str, str], Decimal] = {}
    for name, entry in bench.truth.fields.items():
        for cells in entry.rows.values() if isinstance(entry, ListExpectation) else ():
            for leaf, field in cells.items():
                for value in field.accept[:1] if field.kind == "money" else ():
                    amount = Decimal(str(value["amount"])) if isinstance(value, dict) else Decimal()
                    columns[name, leaf] = columns.get((name, leaf), Decimal()) + amount
    return frozenset(_digits(f"{total:f}") for total in columns.values())


def _is_sum(number: str, sums: frozenset[str]) -> bool:
    """Whether a number is a date or has the digits of a sum."""
    return _DATE.fullmatch(number) is not None or _digits(number) in sums


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).strip("0")


def _says_currency(line: Evidence) -> bool:
    """Whether a line is the code of the document's currency, which other amounts may repeat."""
    if not line.path.endswith("/currency") or line.role != "says":
        return False
    return line.text.isalpha() and len(line.text) == CODE


@lru_cache(maxsize=64)
def _known(steps: frozenset[str], *, packet: bool) -> frozenset[str]:
    """The words of clean documents, or packets, and what some operators add."""
    lists = listed()
    added = {**lists["operators"], **(lists["packet operators"] if packet else {})}
    clean = [*lists["words"], *(lists["packets"] if packet else ())]
    return frozenset(clean).union(*(added[step] for step in steps))


def _made_of(word: str, known: frozenset[str], wide: frozenset[str]) -> bool:
    """Whether a Japanese word has only characters that words of the list have, and row numbers."""
    found = WIDE.findall(word)
    rest = (_EDGES.sub("", piece) for piece in WIDE.sub(" ", word).split())
    fine = (not x or x in known or (x.isdecimal() and len(x) < NUMBER) for x in rest)
    return bool(found) and wide.issuperset(found) and all(fine)


def _own_words(domain: Domain) -> str:
    labels = (label for field in domain.fields for label in field.labels.values())
    names = (field.path for field in domain.fields)
    titles = domain.titles.values()
    return " ".join(_letters(text) for text in (*labels, *names, *titles, domain.name))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
