"""Records that can be written down in a line, and made smaller without becoming untrue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Protocol

from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.records import Record, Rule, in_row
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Quantity, Value, key, to_json

MOST: Final = 120
"""Records of a domain and locale that strategies choose among, the smallest first."""
_MONTHS: Final = 12
_ROUNDS: Final = 6
_TEN: Final = Decimal(10)
_PLAIN_STEP: Final = Decimal(1)


class Recorded(Protocol):
    """Anything that stands for one record: a `Sample` or an `OwnSample`. It can be hashed."""

    @property
    def record(self) -> Record:
        """The record."""
        ...

    def __hash__(self) -> int:
        """Return the same number for equal ones."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """A record of a built-in domain or a plugin's, cut to some of its rows.

    Attributes:
        domain: ``invoice``, ``statement``, ``kyc`` or a plugin's.
        index: Place in the domain.
        locale: Such as ``de_DE``.
        rows: Keys of the rows that are kept; None keeps all.
        plain: Whether amounts and quantities of the rows are small round numbers.

    Example:
        >>> Sample("invoice", 3, "de_DE", rows=("k1",)).record.rows
        ('k1',)
    """

    domain: str
    index: int = 0
    locale: str = "en_US"
    rows: tuple[str, ...] | None = None
    plain: bool = False

    @property
    def record(self) -> Record:
        """The record, with sums and balances that follow from the rows that are left."""
        return _record(self)

    @property
    def data(self) -> dict[str, Any]:
        """The record as nested plain data, in the canonical form of answers."""
        return nested(self.record)

    def __repr__(self) -> str:
        parts = [repr(self.domain), repr(self.index), repr(self.locale)]
        if self.rows is not None:
            parts.append(f"rows={self.rows!r}")
        if self.plain:
            parts.append("plain=True")
        return f"Sample({', '.join(parts)})"


@lru_cache(maxsize=512)
def _record(sample: Sample) -> Record:
    whole = full(sample.domain, sample.index, sample.locale)
    record = whole if sample.rows is None else cut(whole, sample.rows)
    return plainer(record) if sample.plain else record


@lru_cache(maxsize=512)
def full(domain: str, index: int, locale: str) -> Record:
    """Return a record of a domain as its source makes it, under seed 0."""
    from chaosdocs.sources.registry import SOURCES

    return SOURCES[domain].record(0, index, locale)


@lru_cache(maxsize=64)
def by_size(domain: str, locale: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return index and row keys of the first records of a domain, in the order to shrink to.

    First those whose dates have a day that could be a month: there is least that cannot happen to
    them, so that a failure seldom needs a second operator to make it possible. Then by size.
    """
    from chaosdocs.sources.registry import SOURCES

    count = SOURCES[domain].count
    found = [full(domain, i, locale) for i in range(MOST if count is None else min(MOST, count))]
    sizes = [(_settled_dates(each), len(each.rows), len(each.facts)) for each in found]
    order = sorted(range(len(found)), key=lambda i: (*sizes[i], i))
    return tuple((i, found[i].rows) for i in order)


def _settled_dates(record: Record) -> int:
    """How many dates of the record's head can be read in one way only."""
    at = f"{record.domain.list_path}/"
    dates = [v for ref, v in record.facts.items() if isinstance(v, dt.date) if at not in ref]
    return sum(date.day > _MONTHS or date.day == date.month for date in dates)


def cut(record: Record, rows: tuple[str, ...]) -> Record:
    """Return `record` with only `rows`, everything that follows from them made to fit.

    Where the domain's rules cannot make it fit, the whole record is returned.
    """
    at = record.domain.list_path
    kept = tuple(row for row in record.rows if row in rows)
    if at is None or not kept or kept == record.rows:
        return record
    gone = tuple(f"{at}/{row}/" for row in record.rows if row not in kept)
    facts = {ref: value for ref, value in record.facts.items() if not ref.startswith(gone)}
    settled = _settled(facts, kept, record.domain.rules)
    return record if settled is None else replace(record, facts=settled, rows=kept)


def plainer(record: Record) -> Record:
    """Return `record` with small round numbers in its rows, where its rules allow that."""
    at = record.domain.list_path
    if at is None:
        return record
    facts = dict(record.facts)
    for ref, value in record.facts.items():
        if not ref.startswith(f"{at}/"):
            continue
        match value:
            case Money(amount, currency) if amount:
                simple = _TEN.quantize(_PLAIN_STEP.scaleb(-minor_digits(currency)))
                facts[ref] = Money(simple.copy_sign(amount), currency)
            case Quantity(number, unit) if number:
                facts[ref] = Quantity(_PLAIN_STEP.copy_sign(number), unit)
            case _:
                pass
    settled = _settled(facts, record.rows, record.domain.rules)
    return record if settled is None else replace(record, facts=settled)


def _settled(
    facts: Mapping[Ref, Value], rows: tuple[str, ...], rules: tuple[Rule, ...]
) -> dict[Ref, Value] | None:
    """Facts with all that follows computed anew; None where the rules find no peace."""
    settled = dict(facts)
    for _ in range(_ROUNDS):
        changed = False
        for rule in rules:
            for _ in range(len(rows) + 1):  # a balance follows from the one before it
                if not _follow(settled, rule, rows):
                    break
                changed = True
        if not changed:
            return None if any(r.check(settled, rows) is False for r in rules) else settled
    return None


def _follow(facts: dict[Ref, Value], rule: Rule, rows: tuple[str, ...]) -> bool:
    """Write what follows by one rule into `facts`; whether that changed any."""
    forward = getattr(rule, "forward", None)
    if forward is None:
        return False
    new = {
        ref: value
        for ref, value in forward(facts, rows).items()
        if ref in facts and facts[ref] != value and key(facts[ref]) != key(value)
    }
    facts.update(new)
    return bool(new)


def nested(record: Record) -> dict[str, Any]:
    """Return the facts of `record` as the nested object that a perfect answer has."""
    said = {ref: to_json(value) for ref, value in record.facts.items()}
    return by_path(said, record.rows, record.domain.list_path)


def by_path(
    said: Mapping[Ref, object], rows: tuple[str, ...], list_path: str | None
) -> dict[str, Any]:
    """Return nested data from values by ref; rows come in the order of their keys."""
    data: dict[str, Any] = {}
    lines: dict[str, dict[str, Any]] = {row: {} for row in rows}
    for ref, value in said.items():
        there = in_row(ref, list_path)
        if there is None:
            _put(data, ref[1:], value)
        else:
            row, leaf = there
            _put(lines.setdefault(row, {}), leaf, value)
    if list_path is not None:
        _put(data, list_path[1:], list(lines.values()))
    return data


def _put(data: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split("/")
    for parent in parents:
        data = data.setdefault(parent, {})
    data[last] = value
