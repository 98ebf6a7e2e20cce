"""Rules that the user's own records turn out to keep.

A rule is proposed by the kinds and names of fields and taken where every record keeps it and
enough records could have broken it: a rule that is true by accident would make wrong truths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.formulas import Formula, Named, Operation
from chaosdocs.sources.order import NotBefore
from chaosdocs.sources.own.shape import Leaf, Shape
from chaosdocs.sources.own.stated import Stated, formula
from chaosdocs.sources.own.words import words
from chaosdocs.sources.rates import Product, Rate
from chaosdocs.sources.relations import CurrencyOf, DueDate
from chaosdocs.sources.rules import Balance, Sum
from chaosdocs.truth.records import Record, Rule
from chaosdocs.truth.values import Money

ENOUGH = 5
"""How many records must bear a rule out in a way that is no accident."""
_WHOLES = frozenset({"total", "due", "gross", "payable"})
_BASES = frozenset({"net", "subtotal", "sub"})
_TAKEN_OFF = frozenset({
    "prepaid", "prepayment", "paid", "deposit", "discount", "rebate", "allowance", "deduction",
    "withheld", "credit",
})  # fmt: skip
"""Words of amounts that lessen a sum."""
_MOST_PARTS = 6
_SHOWN = 3
"""So many records that break a stated rule are shown."""
_FEW = 0.02
"""A rule that at most this share of the records breaks is reported, though it is not used."""
_PER = frozenset({"per", "base", "basis", "lot", "peinh"})
"""Words of the number of units that a price is for."""


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule of the user's own records, for people.

    Attributes:
        name: The rule.
        used: Whether anything follows from it.
        because: Where it comes from, and how many records keep it.
    """

    name: str
    used: bool
    because: str


def rules_of(
    shape: Shape,
    records: Sequence[Record],
    places: Sequence[str],
    stated: Sequence[Stated] = (),
    *,
    find: bool = True,
) -> tuple[tuple[Rule, ...], tuple[RuleNote, ...]]:
    """Return the rules that hold for all `records`, and what there is to say of each.

    Args:
        shape: Fields of a record.
        records: All records, with or without rules of their own.
        places: Where each of them stands in its file.
        stated: The rules that the user states; every record has to keep them.
        find: Whether other rules are looked for: those that all records keep and at least `ENOUGH`
            of them bear out.

    Raises:
        UserError: A record breaks a stated rule.
    """
    said = [(each, each.formula(records, enough=ENOUGH)) for each in stated]
    for each, rule in said:
        _demand(each, rule, records, places)
    known = {_plain(each.text) for each in stated}
    found = [_tried(rule, records, places) for rule in (_proposed(shape, records) if find else ())]
    found = [each for each in found if _plain(each.rule.name) not in known]
    rules = (*(rule for _, rule in said), *(each.rule for each in found if each.taken))
    notes = [RuleNote(rule.name, used=True, because=_told(rule, records)) for _, rule in said]
    notes += [RuleNote(each.rule.name, each.taken, each.words()) for each in found if each.told]
    return rules, tuple(dict.fromkeys(notes))


@dataclass(frozen=True, slots=True)
class _Tried:
    """What the records say to a proposed rule."""

    rule: Rule
    telling: int
    broken: int
    first: str

    @property
    def taken(self) -> bool:
        return not self.broken and self.telling >= ENOUGH

    @property
    def told(self) -> bool:
        """Whether people want to know of it: it is taken, or only few records are against it."""
        nearly = 0 < self.broken <= self.telling * _FEW
        return self.taken or (not self.broken and self.telling > 0) or nearly

    def words(self) -> str:
        if self.taken:
            return f"found: {self.telling} records bear it out, none breaks it"
        if self.broken:
            against = f"{self.broken} of {self.broken + self.telling} records break it"
            return f"not used: {against}, {self.first} the first"
        return f"not used: {self.telling} records bear it out, and {ENOUGH} are needed"


def _tried(rule: Rule, records: Sequence[Record], places: Sequence[str]) -> _Tried:
    telling = broken = 0
    first = ""
    for at, (record, place) in enumerate(zip(records, places, strict=True), 1):
        said = rule.check(record.facts, record.rows)
        telling += said is True and _telling(rule, record)
        if said is False:
            broken += 1
            first = first or place
            if broken > (telling + len(records) - at) * _FEW:
                break
    return _Tried(rule, telling, broken, first)


def _demand(
    stated: Stated, rule: Formula, records: Sequence[Record], places: Sequence[str]
) -> None:
    """Refuse a stated rule that records break: it would make wrong truths."""
    broken = [
        (place, each)
        for each, place in zip(records, places, strict=True)
        if rule.check(each.facts, each.rows) is False
    ]
    if not broken:
        return
    shown = [f"{place}: {rule.gap(each.facts, each.rows)}" for place, each in broken[:_SHOWN]]
    more = [f"and {len(broken) - _SHOWN} more"] if len(broken) > _SHOWN else []
    raise UserError(
        f"{len(broken)} of {len(records)} records break the rule",
        where=stated.where,
        hint="\n  ".join(
            [
                *shown,
                *more,
                "a rule must hold for every record",
                "is a factor rounded? Then write the rule with that field on the left",
            ]
        ),
    )


def _told(rule: Formula, records: Sequence[Record]) -> str:
    kept = sum(rule.check(each.facts, each.rows) is True for each in records)
    ways = "its result may be rounded" if rule.rounds else "it is exact, in every direction"
    return f"stated: {kept} records keep it, none breaks it; {ways}"


def _plain(text: str) -> str:
    """A rule without what its two spellings differ in."""
    return re.sub(r"[\s()/]|sum of", "", text.replace("×", "*").replace("sum of", "sum"))


def _proposed(shape: Shape, records: Sequence[Record]) -> Iterator[Rule]:
    everywhere = [leaf for leaf in shape.leaves if _is_everywhere(leaf, records)]
    amounts = [leaf for leaf in everywhere if leaf.kind == "money" and "*" not in leaf.path]
    rows = [leaf for leaf in everywhere if "*" in leaf.path]
    if shape.list_path is not None:
        yield from _row_rules(shape.list_path, rows, amounts, records)
    wholes = [leaf.path for leaf in amounts if set(words(leaf.path)) & _WHOLES]
    for whole in wholes:
        parts = [leaf.path for leaf in amounts if leaf.path != whole][:_MOST_PARTS]
        yield from _balances(whole, parts)
    rates = [leaf.path for leaf in everywhere if leaf.kind == "percent" and "*" not in leaf.path]
    for rate in rates:
        for share in (leaf.path for leaf in amounts if "tax" in words(leaf.path)):
            for base in (leaf.path for leaf in amounts if set(words(leaf.path)) & _BASES):
                yield Rate(share, base, rate, _rate_digits(rate, records))
    yield from _terms(everywhere)
    for leaf in everywhere:
        if leaf.kind in {"id", "enum", "text"} and "currency" in words(leaf.path):
            yield CurrencyOf(leaf.path)


def _balances(whole: str, parts: Sequence[str]) -> Iterator[Rule]:
    """Sums of two or three parts; one of them is a sum or a base itself, and some are taken off."""
    for count in (2, 3):
        for some in combinations(parts, count):
            if any(set(words(part)) & (_BASES | _WHOLES) for part in some):
                yield Balance(whole, plus=some)
                less = tuple(part for part in some if set(words(part)) & _TAKEN_OFF)
                more = tuple(part for part in some if part not in less)
                if less and more:
                    yield Balance(whole, plus=more, minus=less)


def _row_rules(
    list_path: str, rows: Sequence[Leaf], amounts: Sequence[Leaf], records: Sequence[Record]
) -> Iterator[Rule]:
    own = {leaf.path.partition("/*/")[2]: leaf for leaf in rows}
    counts = [name for name, leaf in own.items() if leaf.kind in {"quantity", "number"}]
    prices = [n for n, leaf in own.items() if leaf.kind == "money" and "price" in words(f"/{n}")]
    sums = [name for name, leaf in own.items() if leaf.kind == "money" and name not in prices]
    digits = _digits(records)
    for count in counts:
        for price in prices:
            for amount in sums:
                whole = digits is None and _is_whole(own[price].path, records)
                yield Product(count, price, amount, list_path, whole_prices=whole, digits=digits)
                for per in (n for n in counts if n != count and set(words(f"/{n}")) & _PER):
                    yield _per(own[count], own[price], own[per], own[amount], records)
    for total in amounts:
        for name in sums:
            yield Sum(total.path, name, list_path)


def _per(count: Leaf, price: Leaf, per: Leaf, amount: Leaf, records: Sequence[Record]) -> Formula:
    """``amount = count × price / per``: the price is for so many units."""
    times = Operation("*", Named(count.path), Named(price.path))
    names = [leaf.path.partition("/*/")[2] for leaf in (amount, count, price, per)]
    return formula(
        amount.path,
        Operation("/", times, Named(per.path)),
        "{} = {} × {} / {}".format(*names),
        {leaf.path: leaf.kind for leaf in (amount, count, price, per)},
        records,
        enough=ENOUGH,
    )


def _is_whole(path: str, records: Sequence[Record]) -> bool:
    """Whether no amount of a field has more digits than its currency: others are rounded."""
    grids = formula(path, Named(path), "", {path: "money"}, records, enough=ENOUGH).grids
    return all(not grid.digits for _, grid in grids)


def _terms(leaves: Sequence[Leaf]) -> Iterator[Rule]:
    dates = [leaf.path for leaf in leaves if leaf.kind == "date" and "*" not in leaf.path]
    ends = [path for path in dates if "due" in words(path)]
    days = [leaf.path for leaf in leaves if leaf.kind == "number" and "days" in words(leaf.path)]
    for end in ends:
        for start in dates:
            if start == end:
                continue
            for term in days:
                yield DueDate(end, start, term)
            if {"issue", "invoice"} & set(words(start)):
                yield NotBefore(end, start)


def _is_everywhere(leaf: Leaf, records: Sequence[Record]) -> bool:
    """Whether no record lacks it: a rule must not derive what was never there."""
    if "*" not in leaf.path:
        return all(leaf.path in record.facts for record in records)
    return all(
        leaf.path.replace("*", row, 1) in record.facts for record in records for row in record.rows
    )


def _digits(records: Sequence[Record]) -> int | None:
    """Digits after the point of amounts that have more of them than their currency."""
    most = max(
        (
            -exponent
            for record in records
            for value in record.facts.values()
            if isinstance(value, Money)
            and isinstance(exponent := value.amount.normalize().as_tuple().exponent, int)
        ),
        default=0,
    )
    return most if most > 3 else None  # noqa: PLR2004 - no currency has more


def _rate_digits(rate: str, records: Sequence[Record]) -> int:
    """Most digits after the point that the rates of the records have, two at least."""
    exponents = (
        value.normalize().as_tuple().exponent
        for record in records
        if isinstance(value := record.facts.get(rate), Decimal)
    )
    return max((2, *(-exponent for exponent in exponents if isinstance(exponent, int))))


def _telling(rule: Rule, record: Record) -> bool:
    """Whether this record could have broken the rule: one row, or a part of 0, proves nothing."""
    match rule:
        case Sum():
            return len(record.rows) > 1
        case Balance():
            return all(
                isinstance(value := record.facts[part], Money) and bool(value.amount)
                for part in (*rule.plus, *rule.minus)
            )
        case _:
            return True
