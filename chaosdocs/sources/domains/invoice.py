"""A seller's invoice with lines of goods that bear one tax rate, and terms of payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache, lru_cache

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.amounts import half_up, minor_money
from chaosdocs.sources.bank_days import on_or_before
from chaosdocs.sources.domains.invoice_fields import INVOICE, NOTES, WORDS
from chaosdocs.sources.draws import Draws, row_keys, row_words
from chaosdocs.sources.parties import BUYERS, SELLERS, Party, party
from chaosdocs.sources.pools import Product, pools
from chaosdocs.sources.source import Source
from chaosdocs.sources.tax import rate_of
from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Quantity, Value

_FIRST_DAY = dt.date(2022, 1, 3)
_DAYS = 1_400
_PAYMENT_DAYS = tuple(Decimal(days) for days in (7, 10, 14, 30, 30, 45, 60, 90))
_KINDS: dict[str, tuple[str, ...]] = {
    "en_US": ("goods",),
    "de_DE": (*["goods"] * 9, "food", "books", "lodging"),
    "fr_FR": (*["goods"] * 6, "food", "books", "lodging", "lodging"),
    "ja_JP": (*["goods"] * 3, "food"),
}
"""What sellers sell, as often as they do: usual goods, or such as bear less tax."""
_BUYER_IDS = {"en_US": 10, "ja_JP": 0}
"""Percent of invoices that name the buyer's tax id, where that is not usual."""
_PREFIXES = {"en": "INV", "de": "RE", "fr": "FA", "ja": "INV"}
_HOME: dict[str, str] = {"en_US": "USD", "de_DE": "EUR", "fr_FR": "EUR", "ja_JP": "JPY"}
_ABROAD: tuple[str, ...] = ("USD", "EUR", "CHF", "GBP", "KWD")
_SCALE: dict[str, int] = {"JPY": 150}
"""How many yen a catalogue price of 1 is; 1 for other currencies."""
_CENTS = (0, 0, 0, 50, 90, 95, 99, 25, 75, 40)
_PARTY = ("name", "street", "postcode", "city", "country", "vat_id")
_SELLER = tuple(f"/seller/{part}" for part in _PARTY)
_BUYER = tuple(f"/buyer/{part}" for part in _PARTY)
_FRACTIONS = ("LTR", "KGM", "MTR", "HUR")
_LONG, _MOST = 60, 90
"""Lines of an invoice that is to be long: more than a page holds."""
_SPECIAL = 24
"""Percent of invoices whose last line is a return or a discount."""
_STEP = 37
"""Coprime to the numbers of products of each kind: lines of an invoice name distinct ones."""


def long_record(seed: int, index: int, locale: str) -> Record:
    """Return an invoice whose lines go on over a page; else as `record`."""
    return record(seed, index, locale, long=True)


def record(seed: int, index: int, locale: str, *, long: bool = False) -> Record:
    """Return the invoice at place `index` of the corpus with this seed.

    A pure function: any invoice is made alone, at the same cost.

    Args:
        seed: Seed of the corpus.
        index: Place in the corpus, from 0.
        locale: Such as ``de_DE``; seller and buyer live there.
        long: Whether its lines are to go on over a page.

    Raises:
        UserError: There are no pools for `locale`.

    Example:
        >>> record(7, 0, "de_DE").facts["/total"] == record(7, 0, "de_DE").facts["/total"]
        True
    """
    stream = _root(seed, locale).at(index)
    draws = Draws.of(stream, words=3)
    seller, buyer = _parties(seed, draws, locale)
    issued = on_or_before(_FIRST_DAY + dt.timedelta(days=draws.below(_DAYS)), locale)
    days = draws.pick(_PAYMENT_DAYS)
    currency = _HOME[locale] if draws.percent(92) else draws.pick(_ABROAD)
    lists = pools(locale)
    facts: dict[Ref, Value] = {}
    _address(facts, _SELLER, seller)
    _address(facts, _BUYER, buyer)
    if not draws.percent(_BUYER_IDS.get(locale, 85)):
        del facts["/buyer/vat_id"]
    facts["/invoice_number"] = _invoice_number(draws, issued, locale)
    facts["/issue_date"] = issued
    facts["/due_date"] = issued + dt.timedelta(days=int(days))
    if draws.percent(60):
        delivered = issued - dt.timedelta(days=draws.below(9))
        facts["/delivery_date"] = on_or_before(delivered, locale)
    facts["/customer_number"] = f"{1 + draws.below(99_998):07}"
    order = 4_500_000_000 + draws.below(9_999_999)
    if draws.percent(70):
        facts["/order_number"] = str(order)
    facts["/currency"] = currency
    note = draws.pick(NOTES[locale.partition("_")[0]])
    noted = draws.percent(35)
    kind = "goods" if long else draws.pick(_KINDS[locale])
    catalogue = lists.reduced.get(kind, lists.products)
    rows, net = _lines(facts, stream, draws, (locale, catalogue), currency, long=long)
    rate = rate_of(kind, locale, buyer.city)
    tax = net * rate // 100_000 if currency == "JPY" else half_up(net * rate, 100_000)
    digits = minor_digits(currency)
    facts["/net"] = minor_money(net, digits, currency)
    facts["/tax_rate"] = _percent(rate)
    facts["/tax"] = minor_money(tax, digits, currency)
    facts["/total"] = minor_money(net + tax, digits, currency)
    facts["/payment_days"] = days
    _bank(facts, seller)
    if noted:
        facts["/note"] = note
    return Record(id=f"inv-{index:05}", domain=INVOICE, locale=locale, facts=facts, rows=rows)


@cache
def _root(seed: int, locale: str) -> SeededRng:
    return SeededRng(seed).at("invoice", locale)


def _parties(seed: int, draws: Draws, locale: str) -> tuple[Party, Party]:
    """A seller and a buyer that cannot be taken for each other."""
    seller = party(seed, "sellers", draws.below(SELLERS), locale)
    k = draws.below(BUYERS)
    while True:
        buyer = party(seed, "buyers", k, locale)
        if buyer.city != seller.city and buyer.postcode != seller.postcode:
            return seller, buyer
        k = (k + 1) % BUYERS


def _address(facts: dict[Ref, Value], refs: tuple[Ref, ...], whose: Party) -> None:
    name, street, postcode, city, country, tax_id = refs
    facts[name] = whose.name
    facts[street] = whose.street
    facts[postcode] = whose.postcode
    facts[city] = whose.city
    facts[country] = whose.country
    facts[tax_id] = whose.tax_id


def _bank(facts: dict[Ref, Value], seller: Party) -> None:
    facts["/seller/bank"] = seller.bank
    if seller.iban is not None:
        facts["/seller/iban"] = seller.iban
    if seller.account is not None:
        facts["/seller/account"] = seller.account
    if seller.routing is not None:
        facts["/seller/routing"] = seller.routing
    facts["/seller/bic"] = seller.bic


def _invoice_number(draws: Draws, issued: dt.date, locale: str) -> str:
    number = draws.below(99_999) + 1
    prefix = _PREFIXES[locale.partition("_")[0]]
    match draws.below(4):
        case 0:
            return f"{prefix}-{issued.year}-{number:05}"
        case 1:
            return f"{number:08}"
        case 2:
            return f"{prefix}{issued.year % 100:02}{issued.month:02}{number:05}"
        case _:
            return f"{issued.year}/{number:05}"


def _lines(
    facts: dict[Ref, Value],
    stream: SeededRng,
    draws: Draws,
    sold: tuple[str, tuple[Product, ...]],
    currency: str,
    *,
    long: bool,
) -> tuple[tuple[str, ...], int]:
    """Write the lines; return their keys and their sum in minor units."""
    locale, catalogue = sold
    count = _LONG + draws.below(_MOST - _LONG + 1) if long else _line_count(draws)
    count = min(count, len(catalogue))
    digits = minor_digits(currency)
    scale = _SCALE.get(currency, 1)
    start = draws.below(len(catalogue))
    positions = _positions(draws.below(4))
    last = draws.below(100)
    refs = _refs()
    net = 0
    first = (catalogue[start], 0, 0)
    for at, word in enumerate(row_words(stream.at("lines"), count)):
        product = catalogue[(start + at * _STEP) % len(catalogue)]
        rest, price = _price(word, product, digits, scale)
        tenths = _tenths(rest, product.unit)
        amount = (price * tenths + 5) // 10
        sku, name, unit = product.sku, product.name, product.unit
        if at == 0:
            first = (product, price, tenths)
        elif at == count - 1 and last < _SPECIAL:
            sku, name, unit, price, tenths = _special(last, rest, locale, net, first)
            amount = half_up(price * tenths, 10)
        net += amount
        position, sku_ref, text, quantity, unit_price, line_amount = refs[at]
        facts[position] = positions[at]
        facts[sku_ref] = sku
        facts[text] = name
        facts[quantity] = _quantity(tenths, unit)
        facts[unit_price] = Money(Decimal(price).scaleb(-digits), currency)
        facts[line_amount] = Money(Decimal(amount).scaleb(-digits), currency)
    return row_keys(count), net


def _special(
    last: int, word: int, locale: str, net: int, first: tuple[Product, int, int]
) -> tuple[str, str, str, int, int]:
    """A last line that lessens the sum: some of the first line taken back, or a discount."""
    words = WORDS[locale.partition("_")[0]]
    product, price, most = first
    if last < _SPECIAL // 2 and most > 10:  # noqa: PLR2004 - tenths
        back = 10 * (1 + word % max(1, most // 10 - 1))
        return product.sku, words[0].format(product.name), product.unit, price, -back
    percent = (2, 3, 5, 10)[word % 4]
    return "00000990", words[1].format(percent), "EA", -max(1, half_up(net * percent, 100)), 10


def _line_count(draws: Draws) -> int:
    """1 to 40 lines, mostly 3 to 12."""
    share = draws.below(100)
    if share < 8:  # noqa: PLR2004 - percent
        return 1 + draws.below(2)
    if share < 90:  # noqa: PLR2004 - percent
        return 3 + draws.below(10)
    return 13 + draws.below(28)


@cache
def _positions(style: int) -> tuple[str, ...]:
    """The numbers of lines in one of four styles."""
    form, step = (("{}", 1), ("{}", 1), ("{:03}", 1), ("{:05}", 10))[style]
    return tuple(form.format(step * at) for at in range(1, _MOST + 1))


def _price(word: int, product: Product, digits: int, scale: int) -> tuple[int, int]:
    """What is left of `word`, and a price in minor units, with endings as on price lists."""
    word, above = divmod(word, product.high - product.low + 1)
    word, ending = divmod(word, len(_CENTS))
    hundredths = (100 * (product.low + above) + _CENTS[ending]) * scale
    if digits == 0:
        return word, max(10, hundredths // 1000 * 10)
    return word, hundredths * (10 if digits > 2 else 1)  # noqa: PLR2004 - digits after the point


def _tenths(word: int, unit: str) -> int:
    """A quantity in tenths: small numbers mostly, sometimes dozens or hundreds, some broken."""
    word, size = divmod(word, 10)
    if size < 4 and unit in _FRACTIONS:  # noqa: PLR2004 - of ten
        return 10 + 5 * (word % 120)
    if size < 6:  # noqa: PLR2004 - of ten
        return 10 * (1 + word % 9)
    if size < 9:  # noqa: PLR2004 - of ten
        return 10 * (10 + word % 50)
    return 10 * (100 + 20 * (word % 20)) if unit in {"EA", "MTR", "KGM"} else 10


@lru_cache(maxsize=4096)
def _quantity(tenths: int, unit: str) -> Quantity:
    number = Decimal(tenths).scaleb(-1)
    return Quantity(number.quantize(Decimal(1)) if tenths % 10 == 0 else number, unit)


@cache
def _percent(thousandths: int) -> Decimal:
    """The rate in percent, with as many digits after the point as it needs."""
    return Decimal(f"{thousandths / 1000:g}")


@cache
def _refs() -> tuple[tuple[Ref, Ref, Ref, Ref, Ref, Ref], ...]:
    return tuple(
        (
            f"/lines/k{at}/position",
            f"/lines/k{at}/sku",
            f"/lines/k{at}/description",
            f"/lines/k{at}/quantity",
            f"/lines/k{at}/unit_price",
            f"/lines/k{at}/amount",
        )
        for at in range(1, _MOST + 1)
    )


SOURCE = Source(domain=INVOICE, make=record, long=long_record)
