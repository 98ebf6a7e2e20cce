"""Postings of one event in two ledgers: of affiliates, and of an old and a new system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chaosdocs.documents.matter import Booking, Leaf
from chaosdocs.sources.amounts import half_up, minor_money
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.world.events import Story
from chaosdocs.sources.world.views.listing import column, listing
from chaosdocs.sources.world.views.rows import ordered
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.records import Field
from chaosdocs.truth.values import Money, Value

_FOREIGN: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "EUR": (("USD", 10_840), ("CHF", 9_430)),
    "USD": (("EUR", 9_225), ("GBP", 7_910)),
    "JPY": (("USD", 67), ("EUR", 62)),
}
"""Currency of a book to others, and what 10,000 units of the first one are worth in them."""
_PER: Final = 10_000
_ABROAD: Final = 45
"""Of a hundred parties so many are invoiced in another currency."""
_MISSING, _SURPLUS = 6, 9
"""Of a hundred events so many are in the first ledger alone; up to so many in the other alone."""
_ROUNDED, _RATE = 4, 10
"""Of a hundred events so many are rounded otherwise; up to so many have another day's rate."""
_SUMMED: Final = 10
"""Of a hundred old items so many are summed up with the next one of their party."""
_LAGS: Final = (0, 0, 0, 0, 0, 0, 1, 1, 2, 3)
"""Days until the other side posts."""
_OLD_ITEM: Final = {"en": "Old document", "de": "Altbeleg", "fr": "Ancienne pièce", "ja": "旧伝票"}
_SUM: Final = {"en": "Balance of", "de": "Saldo aus", "fr": "Solde de", "ja": "残高"}
_ACCOUNTS: Final = (("1400", "140000"), ("1410", "141000"), ("1405", "140500"))
"""Number of an account in the old and in the new system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An event and how two ledgers have it, amounts in minor units.

    Attributes:
        story: The matter.
        amount: What the first ledger has.
        other: What the other one has.
        foreign: The amount in the currency of the document, where that is another one.
        there: Which ledgers have it.
    """

    story: Story
    amount: int
    other: int
    foreign: Money | None
    there: tuple[bool, bool]
    draws: Draws


def postings(book: Book) -> Iterator[Posting]:
    """Yield how two ledgers have every matter."""
    for story in book.stories():
        draws = Draws.of(book.chance("posting", int(story.id[1:])), words=3)
        amount, place = story.invoice.amount, draws.below(100)
        there = (True, False) if place < _MISSING else (place >= _SURPLUS, True)
        foreign = _abroad(book, story, amount)
        place, other = draws.below(100), amount
        off = draws.pick((-3, -2, -1, 1, 2, 3))
        if place < _ROUNDED:
            other = amount + off
        elif place < _RATE and foreign is not None:
            other = amount + off * max(2, amount // 250)
        yield Posting(
            story=story, amount=amount, other=other, foreign=foreign, there=there, draws=draws
        )


def _abroad(book: Book, story: Story, amount: int) -> Money | None:
    """The amount in the currency of the document; None where that is the book's own."""
    chance = book.chance(f"currency of {story.party.name}", 0)
    if chance.below(100) >= _ABROAD:
        return None
    currency, rate = chance.at("which").pick(_FOREIGN[book.currency])
    digits = minor_digits(currency)
    minor = half_up(amount * rate * 10**digits, _PER * 10**book.digits)
    return minor_money(max(1, minor), digits, currency)


def _booking(
    book: Book,
    posting: Posting,
    said: Mapping[Leaf, Value],
    amount: int,
    whole: int,
    *,
    sign: int = 1,
) -> Booking:
    story, foreign = posting.story, posting.foreign
    values: dict[Leaf, Value] = {"reference": story.invoice.number, **said}
    if foreign is not None:
        values["foreign"] = Money(sign * foreign.amount, foreign.currency)
    values["amount"] = minor_money(sign * amount, book.digits, book.currency)
    return Booking(
        id=story.id,
        values=tuple(values.items()),
        of=((story.id, Decimal(whole).scaleb(-book.digits)),),
        alone="" if all(posting.there) else "open",
    )


def _ours(book: Book) -> tuple[Booking, ...]:
    return ordered(
        _booking(
            book,
            each,
            {
                "key": each.story.invoice.voucher,
                "date": each.story.invoice.date,
                "party": each.story.party.name,
            },
            each.amount,
            each.amount,
        )
        for each in postings(book)
        if each.there[0]
    )


def _theirs(book: Book) -> tuple[Booking, ...]:
    return ordered(
        _booking(
            book,
            each,
            {
                "key": f"19{each.draws.digits(6)}{int(each.story.id[1:]):02}",
                "date": each.story.invoice.date + dt.timedelta(days=each.draws.pick(_LAGS)),
                "party": each.story.party.name,
            },
            each.other,
            each.amount,
            sign=-1,
        )
        for each in postings(book)
        if each.there[1]
    )


def _old(book: Book) -> tuple[Booking, ...]:
    return ordered(
        _booking(book, each, _of_old(each, _account(each)[0]), each.amount, each.amount)
        for each in postings(book)
        if each.there[0]
    )


def _of_old(posting: Posting, account: str) -> dict[Leaf, Value]:
    story = posting.story
    return {
        "key": story.invoice.voucher,
        "date": story.invoice.date,
        "due": story.invoice.due,
        "party": story.party.name,
        "code": account,
    }


def _account(posting: Posting) -> tuple[str, str]:
    return _ACCOUNTS[int(posting.story.id[1:]) % len(_ACCOUNTS)]


def _new(book: Book) -> tuple[Booking, ...]:
    """Items of the new system: one for each old one, or one for two of a party."""
    language, made = book.locale.partition("_")[0], []
    waiting: dict[str, tuple[Posting, Booking]] = {}
    for each in postings(book):
        if not each.there[1]:
            continue
        number = f"9{each.draws.digits(5)}{int(each.story.id[1:]):02}"
        said = {
            **_of_old(each, _account(each)[1]),
            "key": f"MIG{number}",
            "text": f"{_OLD_ITEM[language]} {each.story.invoice.voucher}",
        }
        row = _booking(book, each, said, each.other, each.amount)
        party = each.story.party.name
        summed = each.draws.below(100) < _SUMMED and all(each.there) and each.foreign is None
        if party in waiting and all(each.there):
            made.append(_together(book, [waiting.pop(party), (each, row)], _SUM[language]))
        elif summed and party not in waiting:
            waiting[party] = each, row
        else:
            made.append(row)
    return ordered((*made, *(row for _, row in waiting.values())))


def _together(book: Book, two: list[tuple[Posting, Booking]], words: str) -> Booking:
    """One item for two old ones, whose numbers its text lists."""
    (_, first), (_, second) = two
    numbers = " ".join(posting.story.invoice.voucher for posting, _ in two)
    total = first.amount.amount + second.amount.amount
    one = second.saying("reference", None).saying("foreign", None)
    one = one.saying("text", f"{words} {numbers}").saying("amount", Money(total, book.currency))
    return Booking(id=second.id, values=one.values, of=(*first.of, *second.of))


_KEY = column("key", ("Document", "Beleg", "Pièce", "伝票番号"), "Number in the ledger.")
_REFERENCE = column(
    "reference", ("Reference", "Referenz", "Référence", "参照"), "Number of the invoice."
)
_TEXT = column("text", ("Text", "Text", "Texte", "摘要"), "Text of the posting.")
_MONEY: tuple[Field, ...] = (
    column(
        "foreign",
        ("Document currency amount", "Betrag in Belegwährung", "Montant en devise", "伝票通貨額"),
        "Amount in the currency of the document, if that is another one.",
    ),
    column(
        "amount",
        (
            "Local currency amount",
            "Betrag in Hauswährung",
            "Montant en monnaie locale",
            "国内通貨額",
        ),
        "Amount in the currency of the list.",
    ),
)


def _ledger(
    party: tuple[str, str, str, str], posted: tuple[str, str, str, str]
) -> tuple[Field, ...]:
    return (
        _KEY,
        _REFERENCE,
        column("date", posted, "Its date."),
        column("party", party, "The other company."),
        _TEXT,
        *_MONEY,
    )


OURS = listing(
    "receivable",
    titles=(
        "Intercompany receivables",
        "Forderungen gegen verbundene Unternehmen",
        "Créances intragroupe",
        "関係会社債権",
    ),
    owner=("Company", "Firma", "Société", "会社"),
    columns=_ledger(
        ("Affiliate", "Partnergesellschaft", "Société du groupe", "関係会社"),
        ("Document date", "Belegdatum", "Date de pièce", "伝票日付"),
    ),
    rows=_ours,
    months=3,
)
"""What affiliates owe a company, as its own ledger has it."""
THEIRS = listing(
    "payable",
    titles=(
        "Intercompany payables",
        "Verbindlichkeiten gegenüber verbundenen Unternehmen",
        "Dettes intragroupe",
        "関係会社債務",
    ),
    owner=("Trading partner", "Partnergesellschaft", "Société partenaire", "取引先会社"),
    columns=_ledger(
        ("Posted by", "Buchende Gesellschaft", "Comptabilisé par", "計上会社"),
        ("Posting date", "Buchungsdatum", "Date comptable", "転記日付"),
    ),
    rows=_theirs,
    months=3,
)
"""What affiliates owe a company, as their ledgers have it."""
_DUE = column("due", ("Net due date", "Nettofälligkeit", "Échéance", "支払期日"), "When it is due.")
_CODE = column("code", ("Account", "Konto", "Compte", "勘定科目"), "Account of the ledger.")
_CUSTOMER = ("Customer", "Kunde", "Client", "顧客")
_DATE = ("Document date", "Belegdatum", "Date de pièce", "伝票日付")
OLD = listing(
    "old_items",
    titles=("Open items", "Offene Posten", "Postes ouverts", "未決済明細"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(*_ledger(_CUSTOMER, _DATE)[:3], _DUE, _CODE, *_ledger(_CUSTOMER, _DATE)[3:]),
    rows=_old,
    months=3,
)
"""Open items of the system that is left."""
NEW = listing(
    "new_items",
    titles=("Migrated items", "Übernommene Posten", "Postes migrés", "移行明細"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(*_ledger(_CUSTOMER, _DATE)[:3], _DUE, _CODE, *_ledger(_CUSTOMER, _DATE)[3:]),
    rows=_new,
    months=3,
)
"""Open items of the system that takes over."""
