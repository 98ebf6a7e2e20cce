"""Policies: by which keys, within which limits, entries of several systems belong together.

A policy is data. Its `words` stand in the instructions of a case or on a policy page, its `data` in
the truth. It decides every grouping: what it does not allow is no link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from chaosdocs.truth.values import decimal, plain

By = Literal["reference", "cut_reference", "amount", "sum"]
Which = Literal["smaller", "greater"]
Per = Literal["entry", "payment"]
Days = Literal["calendar", "weekdays"]
Compared = Literal["amount", "date", "quantity", "price", "tax"]
COMPARED: tuple[Compared, ...] = get_args(Compared)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingKey:
    """One step of matching. What an earlier step has settled is closed for the later ones.

    Attributes:
        by: ``reference``: an entry prints the key or a reference of the other one, as a whole
            word; all entries that are so connected are one link, whatever their amounts are.
            ``cut_reference``: it prints the beginning or the end of one, and the amounts agree.
            ``amount``: one entry a side, both name the same party, the amounts agree. ``sum``: the
            same with up to `most` entries on one side. References are first whatever the order
            says. Exact agreements by any key come before those by tolerance, discount or fee. A
            link by reference whose amounts do not agree is completed by ``cut_reference`` or
            ``sum``, if it then agrees.
        least: For ``cut_reference``: how many characters are left at least.
        most: For ``sum``: how many entries one side may have.
        both: For ``sum``: whether both sides may have several entries.
    """

    by: By
    least: int = 4
    most: int = 4
    both: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far two amounts that belong together may differ without another reason.

    Attributes:
        absolute: In units of the currency; None if only `percent` counts.
        percent: Of the amount of the first member; None if only `absolute` counts.
        which: Which of both counts if both are given.
    """

    absolute: Decimal | None = None
    percent: Decimal | None = None
    which: Which = "smaller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A cash discount: `percent` of an entry that is paid within `days` after its date.

    It is computed entry by entry and rounded half up to the minor unit of the currency.
    """

    percent: Decimal
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """An amount that somebody between the two sides keeps.

    Attributes:
        name: ``card fee``: as the policy calls it.
        percent: Of the amount, rounded half up to the minor unit of the currency.
        fixed: Added to it.
        most: If given, every amount from the computed one up to this one is such a fee.
        per: Whether it is kept once for each entry of the first member, or once for the group.
    """

    name: str
    percent: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)
    most: Decimal | None = None
    per: Per = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A code for a unit of quantities: ``DZ`` is 12 pieces."""

    code: str
    pieces: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What decides which entries of several members belong together, and what differs.

    Attributes:
        keys: The steps of matching, in order.
        before: How many days an entry may be dated before the entries of the first member.
        after: How many days after them.
        days: Whether these and the days of discounts are counted over weekends.
        tolerance: How far amounts may differ.
        discounts: Cash discounts.
        fees: The fee table.
        compare: Which values of a link are compared; what differs in them is a difference.
        turned: Members whose amounts have the other sign.
        leading: The member whose values count where two disagree; None where nobody says.
        oldest_first: Whether of several groupings that are possible the one counts that gives
            the earliest entries the earliest counterparts. Otherwise the link is ambiguous.
        duplicates: Whether of equal entries of one member that have one counterpart the first
            counts, and the later ones are orphans. Equal are entries with one amount, one party
            and the same references and texts.
        cut_off: An orphan that is dated this many days before the last date of the other member,
            or later, is open at the cut-off. None if the policy names no such days.
        names: Names that are one party.
        units: Codes of units and how many pieces each is: quantities and prices are compared by
            the piece. Quantities in another unit are compared only with those in the same one.
        time_zone: Where the days of all dates begin.
    """

    keys: tuple[MatchingKey, ...] = (
        MatchingKey(by="reference"),
        MatchingKey(by="amount"),
        MatchingKey(by="sum"),
    )
    before: int = 0
    after: int = 60
    days: Days = "calendar"
    tolerance: Tolerance = Tolerance()
    discounts: tuple[Discount, ...] = ()
    fees: tuple[Fee, ...] = ()
    compare: tuple[Compared, ...] = ("amount",)
    turned: tuple[str, ...] = ()
    leading: str | None = None
    oldest_first: bool = False
    duplicates: bool = True
    cut_off: int | None = None
    names: tuple[tuple[str, ...], ...] = ()
    units: tuple[Unit, ...] = ()
    time_zone: str = "UTC"

    def words(self) -> str:
        """Return the policy as plain sentences, one a line.

        Example:
            >>> print(Policy(keys=(MatchingKey(by="reference"),)).words())
            Entries belong together by these keys, in this order; what an earlier key matches is \
closed for the later ones:
            1. Reference: an entry prints the key or a reference of the other one as a whole word. \
It counts whatever the amounts are.
            Dates: at most 60 days after the first file's entry.
            Amounts must agree exactly.
            Exact agreements by any key come before those by tolerance, discount or fee. A link \
by reference whose amounts do not agree is completed by the other keys but party and amount, if it \
then agrees.
            If several groupings are possible, the link is ambiguous.
            Of equal entries in one file with one counterpart, the first counts; the others have \
no counterpart.
            Compared: amount.
            No file leads where two disagree.
            Names are of one party if they differ only in case, accents (ü is ue), punctuation or \
the legal form.
            Dates are of the time zone UTC.
        """
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield (
            "Entries belong together by these keys, in this order; what an earlier key matches is "
            "closed for the later ones:"
        )
        for number, each in enumerate(self.keys, start=1):
            yield f"{number}. {_key_words(each)}"
        unit = "days" if self.days == "calendar" else "weekdays"
        before = f"at most {self.before} {unit} before and " if self.before else ""
        yield f"Dates: {before}at most {self.after} {unit} after the first file's entry."
        yield _tolerance_words(self.tolerance)
        for discount in self.discounts:
            yield (
                f"Cash discount: {plain(discount.percent)} % of an entry that is paid within "
                f"{discount.days} {unit} after its date, rounded half up for each entry."
            )
        for fee in self.fees:
            yield _fee_words(fee)
        if self.turned:
            yield f"Amounts have the other sign in: {', '.join(self.turned)}."
        yield (
            "Exact agreements by any key come before those by tolerance, discount or fee. A link "
            "by reference whose amounts do not agree is completed by the other keys but party and "
            "amount, if it then agrees."
        )
        yield (
            "If several groupings are possible, the earliest entries get the earliest counterparts."
            if self.oldest_first
            else "If several groupings are possible, the link is ambiguous."
        )
        if self.duplicates:
            yield (
                "Of equal entries in one file with one counterpart, the first counts; the others "
                "have no counterpart."
            )
        yield f"Compared: {', '.join(self.compare)}."
        if self.units:
            codes = ", ".join(f"{unit.code} is {plain(unit.pieces)}" for unit in self.units)
            yield f"Units in pieces: {codes}. Quantities and prices are compared by the piece."
        yield (
            f"If two files disagree, {self.leading} counts."
            if self.leading
            else "No file leads where two disagree."
        )
        if self.cut_off is not None:
            yield (
                f"An entry without counterpart that is dated in the last {self.cut_off} {unit} of "
                "the other file, or later, is open at the cut-off."
            )
        yield (
            "Names are of one party if they differ only in case, accents (ü is ue), punctuation or "
            "the legal form."
        )
        for same in self.names:
            yield f"One party: {' = '.join(same)}."
        yield f"Dates are of the time zone {self.time_zone}."

    def data(self) -> dict[str, Any]:
        """Return the policy as JSON data; what has its usual value is left out.

        Example:
            >>> Policy(tolerance=Tolerance(absolute=Decimal("0.05"))).data()
            {'tolerance': {'absolute': '0.05'}}
        """
        return _data(self)


USUAL = Policy()


def policy_of(data: Mapping[str, Any]) -> Policy:
    """Return the policy that `Policy.data` gave.

    Raises:
        ValueError: A key that no policy has, or a value that the key cannot have.

    Example:
        >>> policy_of({"keys": [{"by": "amount"}], "after": 30}).after
        30
    """
    return Policy(**_read(data, _POLICY, "policy"))


def _key_words(key: MatchingKey) -> str:
    match key.by:
        case "reference":
            return (
                "Reference: an entry prints the key or a reference of the other one as a whole "
                "word. It counts whatever the amounts are."
            )
        case "cut_reference":
            return (
                f"Cut reference: an entry prints at least {key.least} characters of the beginning "
                "or the end of one, the amounts agree, no other party is named, and no smaller "
                "part agrees by itself."
            )
        case "amount":
            return (
                "Party and amount: one entry on each side, both name the same party, the amounts "
                "agree."
            )
        case "sum":
            sides = "on one or on both sides" if key.both else "on one side"
            return (
                f"Party and sum: up to {key.most} entries {sides}, all name the same party, the "
                "sums agree. No smaller part of them agrees by itself."
            )


def _tolerance_words(tolerance: Tolerance) -> str:
    absolute, percent = tolerance.absolute, tolerance.percent
    if absolute is not None and percent is not None:
        return (
            f"Amounts may differ by {plain(absolute)} or {plain(percent)} %, whichever is "
            f"{tolerance.which}."
        )
    if absolute is not None:
        return f"Amounts may differ by {plain(absolute)}."
    if percent is not None:
        return f"Amounts may differ by {plain(percent)} %."
    return "Amounts must agree exactly."


def _fee_words(fee: Fee) -> str:
    parts = [f"{plain(fee.percent)} %"] if fee.percent else []
    parts += [plain(fee.fixed)] if fee.fixed or not parts else []
    upto = "" if fee.most is None else f" to {plain(fee.most)}"
    of = "for each entry of the first file" if fee.per == "entry" else "once"
    return f"Fee: the {fee.name} is {' plus '.join(parts)}{upto}, kept {of}."


def _data(thing: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass of this module
    out: dict[str, Any] = {}
    for name, field in type(thing).__dataclass_fields__.items():
        value = getattr(thing, name)
        if value == field.default:
            continue
        out[name] = _plain_data(value)
    return out


def _plain_data(value: Any) -> Any:  # noqa: ANN401 - data
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain_data(each) for each in value]
    if hasattr(type(value), "__dataclass_fields__"):
        return _data(value)
    return value


def _read(data: object, shape: Mapping[str, Any], where: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise ValueError(f"{where} is {data!r}, not an object")  # noqa: TRY004 - of data
    unknown = sorted(set(map(str, data)) - set(shape))
    if unknown:
        raise ValueError(f"{where} has no {unknown[0]!r}; allowed: {', '.join(shape)}")
    return {name: shape[name](value, f"{where}/{name}") for name, value in data.items()}


def _number(value: object, where: str) -> Decimal:
    try:
        number = decimal(value) if isinstance(value, str) else None
    except ValueError:
        number = None
    if number is None or number < 0:
        raise ValueError(f'{where} is {value!r}, not a number from 0 such as "0.05"')
    return number


def _count(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{where} is {value!r}, not a whole number from 0")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{where} is {value!r}, not a text")
    return value


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{where} is {value!r}, not true or false")  # noqa: TRY004 - of data
    return value


def _or_none(read: Any) -> Any:  # noqa: ANN401 - a reader of values
    return lambda value, where: None if value is None else read(value, where)


def _one_of(words: Any) -> Any:  # noqa: ANN401 - a Literal
    allowed = get_args(words)

    def read(value: object, where: str) -> str:
        if value not in allowed:
            raise ValueError(f"{where} is {value!r}; allowed: {', '.join(allowed)}")
        return str(value)

    return read


def _several(read: Any) -> Any:  # noqa: ANN401 - a reader of values
    def all_of(value: object, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{where} is {value!r}, not a list")  # noqa: TRY004 - of data
        return tuple(read(each, f"{where}/{n}") for n, each in enumerate(value))

    return all_of


def _of_class(cls: type, **shape: Any) -> Any:  # noqa: ANN401 - readers of values
    def read(value: object, where: str) -> Any:  # noqa: ANN401 - an instance of cls
        fields = _read(value, shape, where)
        try:
            return cls(**fields)
        except TypeError as error:
            lacking = str(error).partition(": ")[2] or str(error)
            raise ValueError(f"{where} lacks {lacking}") from error

    return read


_POLICY: Mapping[str, Any] = {
    "keys": _several(
        _of_class(MatchingKey, by=_one_of(By), least=_count, most=_count, both=_truth)
    ),
    "before": _count,
    "after": _count,
    "days": _one_of(Days),
    "tolerance": _of_class(
        Tolerance, absolute=_or_none(_number), percent=_or_none(_number), which=_one_of(Which)
    ),
    "discounts": _several(_of_class(Discount, percent=_number, days=_count)),
    "fees": _several(
        _of_class(
            Fee, name=_text, percent=_number, fixed=_number, most=_or_none(_number),
            per=_one_of(Per),
        )
    ),
    "compare": _several(_one_of(Compared)),
    "turned": _several(_text),
    "leading": _or_none(_text),
    "oldest_first": _truth,
    "duplicates": _truth,
    "cut_off": _or_none(_count),
    "names": _several(_several(_text)),
    "units": _several(_of_class(Unit, code=_text, pieces=_number)),
    "time_zone": _text,
}  # fmt: skip
