"""Whether the statements of a file make a field what the truth says it is.

This is a second, independent fold: from the shown texts and their conventions, not from claims
that a renderer handed down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from chaosdocs.formats.cases import Evidence
from chaosdocs.foundation.quickly import quickly
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.reading.spelling import Spelling, mark, readings, spelling
from chaosdocs.truth.values import NUMERIC, Kind, Money, Month, Quantity, Value, in_common

_MASKED = re.compile(r"[*•●█#]{2,}|[xX]{4,}|…")
_MALFORMED = re.compile(r"[^\d.,]*\d[\d.,]*[.,][\d.,]*\d[^\d.,]*")
_MARKS = ((".", ","), (",", "."), (".", ""), (",", ""))
"""Pairs of decimal and group mark that a number may be written with somewhere."""
_TEXT = "text:"
"""What the mark of a text begins with."""
RULE = "rule"
"""What the id of a statement starts with that states how claims are to be decided."""

Complaint = tuple[str, str]
"""Code and detail of something that is not as expected."""

_DECIDED = 2
"""A rule decides between so many claims; of more, two may both be those that count."""


@quickly
@dataclass(frozen=True, slots=True)
class Claims:
    """What the statements of one field say on one channel.

    Attributes:
        said: For every statement in turn, the marks of its readings; empty for a mask.
        masks: Texts that are only what is left of a value.
        values: Mark to value.
        broken: StatementSet whose convention or text cannot be read, in words.
    """

    said: tuple[frozenset[str], ...] = ()
    masks: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    broken: tuple[Complaint, ...] = ()

    @property
    def common(self) -> frozenset[str]:
        """The marks of the readings that every plain statement allows."""
        return self.said[0] if len(self.said) == 1 else in_common(self.said)

    def open(self, wanted: AbstractSet[str], *, ruled: bool) -> frozenset[str]:
        """Return the readings among which rules of the domain may choose: two at least, or none.

        Args:
            wanted: The marks of what is right, or possible.
            ruled: Whether the document says which of several claims wins.
        """
        if self.common or not ruled:
            claimed = self.common or self.union
            return claimed if len(claimed) > 1 else frozenset()
        fit = (said for said in self.said if len(said) > 1 and wanted <= said)
        return next(fit, frozenset())

    @property
    def union(self) -> frozenset[str]:
        """The marks of all readings."""
        return frozenset().union(*self.said)


def claims_of(lines: Sequence[Evidence], kind: Kind, like: Value | None) -> Claims:
    """Return what `lines` say, read by our own parser.

    Args:
        lines: Lines of one field and one channel that say something.
        kind: Kind of the field.
        like: A value that lends currency or unit where a text shows none by convention.
    """
    lender = like if isinstance(like, Money | Quantity | Month) else None
    if len(lines) == 1:
        only = _plainly_said(lines[0].text, kind, lines[0].convention, lender)
        if only is not None:
            return only
    said, masks, broken = [], [], []
    values: dict[str, Value] = {}
    for pieces in _by_statement(lines):
        texts = tuple(line.text for line in pieces)
        if len(set(texts)) == 1:  # printed several times, not in parts
            texts = texts[:1]
        statement, convention = pieces[0].statement, pieces[0].convention
        try:
            found = _understood_as(texts, kind, convention, lender)
        except ValueError as error:
            broken.append(("convention", f"{statement}: {error}"))
            continue
        text = " ".join(texts)
        if _left_of(normal(text), kind, convention, found=bool(found)):
            masks.append(normal(text))
        elif not found:
            name = spelling(convention).name
            broken.append(("reading_impossible", f"{statement}: {text!r} is no {kind} as {name}"))
        else:
            values.update(found)
            said.append(frozenset(found))
    return Claims(tuple(said), tuple(masks), values, tuple(broken))


@lru_cache(maxsize=4096)
def _plainly_said(
    text: str, kind: Kind, convention: str, lender: Money | Quantity | Month | None
) -> Claims | None:
    """Return the claims of one statement that can be read; None where it is masked or broken."""
    try:
        found = _understood_as((text,), kind, convention, lender)
    except ValueError:
        return None
    if not found or _left_of(normal(text), kind, convention, found=True):
        return None
    return Claims((frozenset(found),), values=found)


def _left_of(text: str, kind: Kind, convention: str, *, found: bool) -> bool:
    """Whether a text is only what is left of a value: masked, or a number that cannot be one."""
    if _MASKED.search(text) and (not found or kind in {"text", "multiline", "id"}):
        return True
    return not found and _malformed(text, kind, convention)


def _malformed(text: str, kind: Kind, convention: str) -> bool:
    """Whether a text is a number to the eye that no pair of marks makes a number of.

    Example:
        >>> [_malformed(text, "number", "x") for text in ("1,,0", "12,34,5", "1,250", "2,40")]
        [True, True, False, False]
    """
    if kind not in NUMERIC or _MALFORMED.fullmatch(text) is None:
        return False
    how = replace(spelling(convention), words={}, signs={})
    return not any(
        readings(text, kind, replace(how, decimals=(point,), groups=(group,), name=name))
        for point, group in _MARKS
        for name in ("plain", "en_IN")
    )


def _by_statement(lines: Sequence[Evidence]) -> Iterator[Sequence[Evidence]]:
    """Yield the lines of every statement of every file, in order."""
    if len(lines) == 1:
        yield lines
        return
    ordered = sorted(lines, key=lambda line: (line.statement, line.file))
    for _, group in groupby(ordered, key=lambda line: (line.statement, line.file)):
        yield list(group)


@lru_cache(maxsize=4096)
def _understood_as(
    texts: tuple[str, ...], kind: Kind, convention: str, lender: Money | Quantity | Month | None
) -> Mapping[str, Value]:
    """Return mark to value of every reading; the cases of a record mostly say the same.

    Nothing of the lender counts but its type, its currency and its unit: amounts that are equal
    and written apart may share an entry.
    """
    how = spelling(convention)
    found = readings(" ".join(texts), kind, how, lender)
    if not found and len(texts) > 1:
        found = readings("".join(texts), kind, how, lender)
    return {mark(value, kind): value for value in found}


def complaints(want: Expected, claims: Claims, *, ruled: bool) -> Iterator[Complaint]:
    """Yield how what is said differs from what is expected.

    Args:
        want: What the truth says.
        claims: What the file says.
        ruled: Whether the document states a rule that decides between claims of the field.
    """
    if want.partial is not None:
        yield from _masked(want, claims)
        return
    yield from claims.broken
    match want.state:
        case "answerable":
            yield from _answerable(want, claims, ruled=ruled)
        case "ambiguous":
            yield from _ambiguous(want, claims, ruled=ruled)
        case "disputed":
            yield from _disputed(want, claims, ruled=ruled)
        case "unanswerable" | "absent":
            said = sorted(claims.union)
            if said or claims.masks:
                yield "stated", f"{', '.join((*said, *claims.masks))} on {want.channel}"
        case "unscored":
            pass


def _answerable(want: Expected, claims: Claims, *, ruled: bool) -> Iterator[Complaint]:
    right = {mark(value, want.kind) for value in want.accept}
    if want.why == "derived":
        decided = ruled and len(claims.said) <= _DECIDED
        disputed = len(claims.said) > 1 and not claims.common and not decided
        among = claims.union if disputed else claims.open(right, ruled=ruled)
        if claims.said and not right & among:
            yield "stated", f"{', '.join(sorted(claims.union))} on {want.channel}, yet derived"
        return
    if not claims.said:
        if not claims.broken:
            yield "no_evidence", f"nothing says {_listed(right)} on {want.channel}"
        return
    if want.why == "rule":
        if claims.common:
            yield "undisputed", f"all statements allow {_listed(claims.common)}"
        if not right & claims.union:
            yield "reading_impossible", f"no statement says {_listed(right)}"
        if not ruled:
            yield "rule_missing", f"nothing says why {_listed(right)} wins"
        return
    common = claims.union if want.why == "booked" else claims.common
    if not right & common:
        yield "reading_impossible", f"{_listed(right)} expected, {_listed(claims.union)} said"
    elif want.why != "booked" and not common <= right:
        yield "reading_other", f"{_listed(common - right)} is as possible as {_listed(right)}"


def _ambiguous(want: Expected, claims: Claims, *, ruled: bool) -> Iterator[Complaint]:
    possible = {mark(value, want.kind) for value in want.readings}
    if ruled and not claims.common:
        if possible not in claims.said:
            yield "reading_other", f"no statement that a rule could pick says {_listed(possible)}"
    elif not claims.said:
        yield "no_evidence", f"nothing says {_listed(possible)} on {want.channel}"
    elif not possible <= claims.union:
        yield "reading_impossible", f"{_listed(possible - claims.union)} cannot be meant"
    elif len(claims.common) == 1:
        yield "settled", f"only {_listed(claims.common)} fits all statements"
    elif not possible <= claims.common or (claims.common != possible and not want.asked):
        yield "reading_other", f"{_listed(claims.common)} possible, {_listed(possible)} expected"


def _disputed(want: Expected, claims: Claims, *, ruled: bool) -> Iterator[Complaint]:
    expected = {mark(value, want.kind) for value in want.readings}
    if claims.common:
        yield "undisputed", f"all statements allow {_listed(claims.common)}"
    if claims.union != expected:
        yield "undisputed", f"{_listed(claims.union)} claimed, {_listed(expected)} expected"
    if ruled:
        yield "settled", "the document states a rule that decides"


def _masked(want: Expected, claims: Claims) -> Iterator[Complaint]:
    left = normal(want.partial or "")
    told = (*claims.masks, *(each.removeprefix(_TEXT) for each in sorted(claims.union)))
    if want.state != "unanswerable":
        yield "mask_missing", f"{want.state} with {left!r} left"
    if not any(left in text for text in told):
        yield "mask_missing", f"{left!r} expected, {_listed(told)} found"
    for text in told:
        if left in text and _letters(left) != _letters(text):
            yield "mask_missing", f"{left!r} expected, {text!r} found"
    others = {text for text in claims.union if left not in text.removeprefix(_TEXT)}
    if others:
        yield "stated", f"{_listed(others)} beside {left!r}"


_EXCHANGEABLE = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)")
_MONTHS = 12


def order_denied(want: Expected, own: Sequence[Evidence]) -> str:
    """Return the text of a date whose order the evidence knows though the text leaves it open.

    The instructions say so of every date in digits in which day and month can be exchanged, but for
    those with points: it is read by one order only where the document settles it.

    Args:
        want: The field.
        own: The lines that say it.
    """
    if want.kind != "date":
        return ""
    for line in own:
        found = _EXCHANGEABLE.search(normal(line.text))
        if found is None or found[1] == found[3] or "|" in line.convention:
            continue
        if int(found[1]) <= _MONTHS and int(found[3]) <= _MONTHS:
            return line.text
    return ""


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


class Tellers:
    """The texts of a case that give away in which order or with which marks it is written.

    Where a date may be read by two patterns, another date that stands in the same pair of
    patterns and fits one of them alone tells which the document uses; the same goes for the marks
    of numbers.

    Args:
        lines: All evidence of the case.
    """

    def __init__(self, lines: Iterable[Evidence]) -> None:
        self._lines = [(line.path, line.text) for line in lines if line.role == "says"]
        self._known: dict[tuple[Kind, str], list[Mapping[str, str]]] = {}

    def decided_elsewhere(self, want: Expected, own: Sequence[Evidence]) -> str:
        """Return the text of another field that gives the order of a field away, or nothing.

        Args:
            want: The field, which may be read in several ways.
            own: The lines that say it.
        """
        for convention in dict.fromkeys(line.convention for line in own):
            for telling in self._telling(want.kind, convention):
                for path, text in telling.items():
                    if path != want.path:
                        return text
        return ""

    def _telling(self, kind: Kind, convention: str) -> Sequence[Mapping[str, str]]:
        """For each pair of alternatives two fields whose text fits some of them and not all."""
        if (kind, convention) not in self._known:
            how = _understood(convention)
            self._known[kind, convention] = [
                self._fitting(kind, narrow)
                for narrow in (_alternatives(kind, how) if how is not None else ())
            ]
        return self._known[kind, convention]

    def _fitting(self, kind: Kind, narrow: tuple[Spelling, ...]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        known: dict[str, bool] = {}
        for path, text in self._lines:
            if text not in known:
                fits = [bool(_values(normal(text), kind, each)) for each in narrow]
                known[text] = any(fits) and not all(fits)
            if known[text]:
                found.setdefault(path, text)
                if len(found) > 1:
                    break
        return found


def hands(
    fields: Mapping[str, tuple[Kind, Sequence[Evidence], Value | None]],
) -> list[tuple[dict[str, Value], ...]]:
    """Return the ways in which a document may be written throughout, in groups.

    Texts that leave the same pair of date patterns or of number marks open were written by one
    hand: all of them follow the first alternative, or all the second.

    Args:
        fields: Path to the kind of a field, the lines that say it on the channel asked for, and a
            value that lends currency or unit where they show none.
    """
    groups: dict[tuple[str, int], dict[str, Value]] = {}
    for path, (kind, lines, like) in fields.items():
        for line in lines:
            how = _understood(line.convention) or Spelling()
            name = repr(how.dates if kind == "date" else how.marks)
            for narrow in _alternatives(kind, how):
                for at, each in enumerate(narrow):
                    found = _values(normal(line.text), kind, each, like)
                    if len(found) == 1:
                        groups.setdefault((name, at), {})[path] = found[0]
    names = dict.fromkeys(name for name, _at in groups)
    return [tuple(ways for (name, _at), ways in groups.items() if name == each) for each in names]


def _alternatives(kind: Kind, how: Spelling) -> Iterator[tuple[Spelling, ...]]:
    if kind == "date" and len(how.dates) > 1:
        yield tuple(replace(how, dates=(each,)) for each in how.dates)
    if kind in NUMERIC and len(how.marks) > 1:
        yield tuple(replace(how, decimals=(d,), groups=(g,)) for d, g in how.marks)


def _values(text: str, kind: Kind, how: Spelling, like: Value | None = None) -> tuple[Value, ...]:
    try:
        return readings(text, kind, how, like)
    except ValueError:
        return ()


@lru_cache(maxsize=4096)
def _understood(spec: str) -> Spelling | None:
    try:
        return spelling(spec)
    except ValueError:
        return None


def _listed(marks: Sequence[str] | frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(marks)) or "nothing"
