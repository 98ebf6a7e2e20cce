"""Trade: companies order, deliver, invoice and pay.

A book is one company in one month: 24 to 60 matters with a handful of customers or suppliers. A
third of the invoices come from contracts, so that amounts repeat month by month; a fifth of the
others are round sums. Most invoices are paid whole; 5 to 10 % differ by a cash discount, a bank
charge or a few cents, as the policy allows; about a tenth are still open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache, partial

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.amounts import half_up
from chaosdocs.sources.bank_days import later, on_or_after, on_or_before
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.parties import BUYERS, SELLERS, party
from chaosdocs.sources.pools import pools
from chaosdocs.sources.tax import STANDARD
from chaosdocs.sources.world.days import month_of, months_before
from chaosdocs.sources.world.events import (
    Contract,
    Delivery,
    Invoice,
    Line,
    Order,
    Payment,
    Settled,
    Side,
    Story,
)
from chaosdocs.sources.world.views.bank import TYPES
from chaosdocs.sources.world.world import Book, World
from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.policy import Discount, Fee, MatchingKey, Policy, Tolerance

_FIRST_YEAR = 2022
_YEARS = 4
_HOME: Mapping[str, str] = {"en_US": "USD", "de_DE": "EUR", "fr_FR": "EUR", "ja_JP": "JPY"}
_YEN = 150
_INSTALMENTS = 3
"""Months of one contract that a book may hold."""
_CONTRACTS = 3
"""One matter of so many comes from a contract."""
_DISCOUNTS = ((2, 14), (3, 10), (2, 10), (3, 14))
_SERIES = 997
"""Numbers of a series: a prime, so that multiples of a factor are all different."""
_FACTORS = (89, 137, 211, 307, 389, 433, 571, 643, 709, 827)
_CENTS = 5
_CHARGE = (5, 40)
"""What a bank keeps at least and at most, in whole units of the currency."""
_STYLES: Mapping[str, tuple[str, ...]] = {
    "en": ("Invoice {}", "INV {}", "Payment {}", "{}"),
    "de": ("Rechnung {}", "RE {}", "Rg.-Nr. {}", "{}"),
    "fr": ("Facture {}", "FAC {}", "Règlement facture {}", "{}"),
    "ja": ("請求書 {}", "請求番号 {}", "お支払 {}", "{}"),
}
_PREFIXES: Mapping[str, tuple[str, ...]] = {
    "en": ("INV-", "IN", "SI-", "20"),
    "de": ("RE-", "R", "AR-", "20"),
    "fr": ("FA-", "F", "FAC-", "20"),
    "ja": ("INV-", "S", "SI-", "20"),
}
_FEW = 4
_SETTLED: tuple[tuple[Settled, int], ...] = (
    ("cash_discount", 4),
    ("rounding", 2),
    ("fee", 2),
    ("open", 10),
)
"""Of a hundred invoices, how many are paid in this way; the others are paid whole."""


def book(seed: int, index: int, locale: str, matters: int | None) -> Book:
    """Return the book at place `index`.

    Args:
        seed: Seed of the corpus.
        index: Place of the book.
        locale: Where the companies live.
        matters: How many matters it has; None draws 24 to 60.

    Raises:
        UserError: There are no companies in `locale`.

    Example:
        >>> made = book(7, 3, "de_DE", None)
        >>> made.story(4) == made.story(4), made.currency
        (True, 'EUR')
    """
    stream = _book_stream(seed, locale, index)
    draws = Draws.of(stream.at("book"), words=4)
    side: Side = draws.pick(("customers", "suppliers"))
    pool, size = ("sellers", SELLERS) if side == "customers" else ("buyers", BUYERS)
    company = party(seed, pool, draws.below(size), locale)
    start, end = month_of(_FIRST_YEAR + draws.below(_YEARS), 1 + draws.below(12))
    low, high = WORLD.usual
    count = low + draws.below(high - low + 1)
    currency = _HOME[locale]
    digits = minor_digits(currency)
    percent, days = draws.pick(_DISCOUNTS)
    fee_day, fee = 1 + draws.below(27), 300 + draws.below(6_000)
    interest_day, interest = 1 + draws.below(27), 10 + draws.below(9_000)
    charges = [("fee", fee_day, -fee)]
    if draws.percent(40):
        charges.append(("interest", interest_day, interest))
    if draws.percent(50):
        charges.append(("fee", 1 + draws.below(27), -(100 + draws.below(4_000))))
    opening = 1_000_000 + draws.below(40_000_000)
    return Book(
        id=f"book-{index:05}",
        locale=locale,
        company=company,
        side=side,
        start=start,
        end=end,
        currency=currency,
        digits=digits,
        size=matters or count,
        policy=policy(locale, digits, percent, days),
        story=partial(_story, seed, index, locale, matters or count),
        charges=tuple((kind, day, _minor(amount, digits)) for kind, day, amount in charges),
        opening=_minor(opening, digits),
        chance=partial(_chance, seed, index, locale),
    )


def policy(locale: str, digits: int, percent: int, days: int) -> Policy:
    """Return the policy of a book: its discount, tolerance and charges in its currency."""
    unit = 1 if digits else _YEN
    language = locale.partition("_")[0]
    return Policy(
        keys=(
            MatchingKey(by="reference"),
            MatchingKey(by="cut_reference", least=4),
            MatchingKey(by="amount"),
            MatchingKey(by="sum", most=6),
        ),
        before=3,
        after=100,
        tolerance=Tolerance(absolute=Decimal(_CENTS).scaleb(-digits)),
        discounts=(Discount(percent=Decimal(percent), days=days),),
        fees=(
            Fee(
                name=TYPES["fee"][language],
                fixed=Decimal(_CHARGE[0] * unit),
                most=Decimal(_CHARGE[1] * unit),
            ),
        ),
        leading="bank",
        cut_off=3,
    )


def _minor(hundredths: int, digits: int) -> int:
    """An amount of hundredths in minor units; yen are worth less, and have none."""
    return hundredths if digits else half_up(hundredths * _YEN, 100)


@lru_cache(maxsize=64)
def _book_stream(seed: int, locale: str, index: int) -> SeededRng:
    return SeededRng(seed).at("trade", locale, index)


def _chance(seed: int, index: int, locale: str, purpose: str, at: int) -> SeededRng:
    return _book_stream(seed, locale, index).at("view", purpose, at)


@lru_cache(maxsize=64)
def _frame(seed: int, index: int, locale: str) -> tuple[Side, dt.date, dt.date, int, int]:
    """Side, month and discount of a book, as `book` draws them."""
    made = book(seed, index, locale, None)
    discount = made.policy.discounts[0]
    return made.side, made.start, made.end, int(discount.percent), discount.days


@lru_cache(maxsize=256)
def _story(seed: int, index: int, locale: str, size: int, at: int) -> Story:
    """The matter at place `at` of a book with `size` matters."""
    if not 0 <= at < size:
        raise IndexError(f"the book has no matter {at}")
    side, start, end, percent, days = _frame(seed, index, locale)
    digits = minor_digits(_HOME[locale])
    stream = _book_stream(seed, locale, index)
    draws = Draws.of(stream.at("matter", at), words=4)
    parties = max(_FEW, size // 5)
    contract = None
    if at < size // _CONTRACTS:
        contract = _contract(stream, at // _INSTALMENTS, parties, digits)
        other = contract.customer
    else:
        other = draws.below(parties)
    pool = "buyers" if side == "customers" else "sellers"
    most = BUYERS if side == "customers" else SELLERS
    first = stream.at("parties").below(most)
    whom = party(seed, pool, (first + other) % most, locale)
    settled = _settled(draws)
    month = start, end
    if contract is None:
        issued, paid = _dates(draws, settled, month, days, locale)
    else:
        settled = "whole" if settled == "cash_discount" else settled
        issued, paid = _monthly(draws, contract, at % _INSTALMENTS, month, locale)
    draws_left = Draws.of(stream.at("payment", at), words=2)
    amount, lines = _amount(draws, locale, digits) if contract is None else (contract.amount, ())
    if contract is None and draws_left.percent(20):  # a round sum: an advance, a flat rate
        amount, lines = _minor(10_000 * (1 + draws_left.below(60)), digits), ()
    number = _number(stream, side, other, at, locale)
    invoice = Invoice(
        number=number,
        date=issued,
        due=issued + dt.timedelta(days=30),
        amount=amount,
        voucher=f"{5_100_000_000 + 1_000 * (index % 60_000) + _mixed(stream, 'voucher', at)}",
    )
    order, delivery = _ordered(draws_left, lines, issued, locale)
    payment = None
    if settled != "open":
        language = locale.partition("_")[0]
        style = stream.at("style", other).pick(_STYLES[language])
        payment = Payment(
            number=(
                f"{'BCTN'[draws_left.below(4)]}{draws_left.digits(7)}"
                f"{_mixed(stream, 'bank', at):03}"
            ),
            date=paid,
            value_date=later(paid, 0 if draws_left.below(4) else 1, locale),
            amount=_paid(settled, amount, side, (percent, digits), draws_left),
            text=style.format(number),
        )
    return Story(
        id=f"m{at}",
        party=whom,
        contract=contract,
        order=order,
        delivery=delivery,
        invoice=invoice,
        settled=settled,
        payment=payment,
    )


def _dates(
    draws: Draws, settled: Settled, month: tuple[dt.date, dt.date], days: int, locale: str
) -> tuple[dt.date, dt.date]:
    """When an invoice is issued, and when it is paid, in the month of the book.

    A discount is taken within its days; who takes none pays later than that.
    """
    start, end = month
    paid = _day_in(month, draws.below((end - start).days + 1), locale)
    if settled == "open":
        day = start + dt.timedelta(days=draws.below((end - start).days + 1))
        return on_or_before(day, locale), paid
    if settled == "cash_discount":
        issued = on_or_before(paid - dt.timedelta(days=1 + draws.below(days - 3)), locale)
        return max(issued, on_or_after(paid - dt.timedelta(days=days), locale)), paid
    return on_or_before(paid - dt.timedelta(days=days + 3 + draws.below(40)), locale), paid


def _monthly(
    draws: Draws,
    contract: Contract,
    instalment: int,
    month: tuple[dt.date, dt.date],
    locale: str,
) -> tuple[dt.date, dt.date]:
    """When a month of a contract is invoiced, some months back, and when it is paid."""
    start, end = month
    issued = on_or_before(months_before(start.replace(day=contract.day), instalment), locale)
    paid = _day_in(month, draws.below((end - start).days + 1), locale)
    if issued >= paid:
        paid = on_or_before(min(end, issued + dt.timedelta(days=1 + draws.below(6))), locale)
    return issued, max(paid, issued)


def _day_in(month: tuple[dt.date, dt.date], offset: int, locale: str) -> dt.date:
    """A business day of the month, not in its first week where invoices are young."""
    start, _ = month
    day = on_or_before(start + dt.timedelta(days=offset), locale)
    return max(day, on_or_before(start + dt.timedelta(days=6), locale))


def _ordered(
    draws: Draws, lines: tuple[Line, ...], issued: dt.date, locale: str
) -> tuple[Order | None, Delivery | None]:
    """The order and the delivery before an invoice; none where nothing was ordered by the piece."""
    if not lines:
        return None, None
    ordered = on_or_before(issued - dt.timedelta(days=4 + draws.below(20)), locale)
    delivered = on_or_before(issued - dt.timedelta(days=1 + draws.below(3)), locale)
    return (
        Order(number=f"45{draws.digits(8)}", date=ordered, lines=lines),
        Delivery(number=f"80{draws.digits(8)}", date=delivered),
    )


def _contract(stream: SeededRng, which: int, parties: int, digits: int) -> Contract:
    draws = Draws.of(stream.at("contract", which), words=1)
    hundredths = 100 * (20 + draws.below(1_900)) + draws.pick((0, 0, 0, 50, 90, 99))
    return Contract(
        number=f"C{draws.digits(4)}",
        customer=draws.below(parties),
        amount=_minor(hundredths, digits),
        day=1 + draws.below(20),
    )


def _settled(draws: Draws) -> Settled:
    place = draws.below(100)
    for settled, share in _SETTLED:
        if place < share:
            return settled
        place -= share
    return "whole"


def _amount(draws: Draws, locale: str, digits: int) -> tuple[int, tuple[Line, ...]]:
    """The total of an order from the price list, tax included."""
    products = pools(locale).products
    lines = []
    for _ in range(1 + draws.below(4)):
        product = draws.pick(products)
        cents = 100 * product.low + draws.below(100 * (product.high - product.low) + 1)
        price = _minor(cents - cents % 5, digits)
        lines.append(Line(sku=product.sku, quantity=1 + draws.below(24), price=max(1, price)))
    net = sum(line.quantity * line.price for line in lines)
    return net + half_up(net * STANDARD.get(locale, 0), 100_000), tuple(lines)


def _mixed(stream: SeededRng, kind: str, at: int) -> int:
    """A number below 1,000 that no other matter of the book has in this series.

    Series are mixed, each in its own way: or two numbers of one matter would tell of each other.
    """
    draws = Draws.of(stream.at("series", kind))
    factor = draws.pick(_FACTORS)
    return (at * factor + draws.below(_SERIES)) % _SERIES


def _number(stream: SeededRng, side: Side, other: int, at: int, locale: str) -> str:
    """The issuer's number: its own series for customers, the series of each supplier else."""
    draws = Draws.of(stream.at("series", other if side == "suppliers" else "own"))
    prefix = draws.pick(_PREFIXES[locale.partition("_")[0]])
    return f"{prefix}{100 + draws.below(900)}{_mixed(stream, 'invoice', at):03}"


def _paid(settled: Settled, amount: int, side: Side, terms: tuple[int, int], draws: Draws) -> int:
    """What is paid of an amount; a bank's charge lessens what comes in, and adds to what goes out.

    Args:
        settled: How it is paid.
        amount: The invoice's total.
        side: Who pays.
        terms: Percent of the discount, and digits of the currency.
        draws: Chance.
    """
    percent, digits = terms
    if settled == "cash_discount":
        return amount - half_up(amount * percent, 100)
    if settled == "rounding":
        return amount + draws.pick((-3, -2, -1, 1, 2, 3))
    if settled == "fee":
        low, high = _CHARGE
        kept = _minor(100 * (low + draws.below(high - low)) + draws.pick((0, 0, 50)), digits)
        if amount < 2 * kept:
            return amount
        return amount - kept if side == "customers" else amount + kept
    return amount


WORLD = World(book=book)
