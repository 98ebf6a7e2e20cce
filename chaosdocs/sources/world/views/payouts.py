"""What a company sells, and what the payment provider reports of it: charges, refunds, payouts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from chaosdocs.documents.matter import Booking, Leaf
from chaosdocs.sources.amounts import half_up, minor_money
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.world.events import Story
from chaosdocs.sources.world.views.listing import column, listing
from chaosdocs.sources.world.views.rows import ordered
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.values import Value

PROVIDER: Final = "Paylane"
FEE_NAMES: Final[Mapping[str, str]] = {
    "en": "Processing fee",
    "de": "Transaktionsgebühr",
    "fr": "Frais de transaction",
    "ja": "決済手数料",
}
"""What the provider calls its fee, by language."""
FEE_PERCENT: Final = Decimal("1.4")
FEE_FIXED: Final = 25
"""The fee for each sale: so many percent, and so many of the smallest units."""
_TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "charge": {"en": "Charge", "de": "Zahlung", "fr": "Paiement", "ja": "支払"},
    "refund": {"en": "Refund", "de": "Erstattung", "fr": "Remboursement", "ja": "返金"},
    "batch": {"en": "Settlement", "de": "Abrechnung", "fr": "Règlement", "ja": "精算"},
    "payout": {"en": "Payout", "de": "Auszahlung", "fr": "Virement", "ja": "入金"},
    "adjustment": {"en": "Adjustment", "de": "Gebühr", "fr": "Ajustement", "ja": "調整"},
}
_CREDIT: Final = {"en": "Refund", "de": "Erstattung", "fr": "Remboursement", "ja": "返金"}
_OPEN, _KEPT, _ROUNDED, _REFUND, _BATCH = 8, 11, 13, 18, 27
"""Of a hundred sales: not paid; paid less the fee; rounded; taken back; paid with the next ones."""
_IN_BATCH: Final = 3
_WEEK: Final = 7


def fee_of(amount: int) -> int:
    """Return the fee on a sale, in minor units."""
    return half_up(amount * int(FEE_PERCENT * 10), 1000) + FEE_FIXED


def _draws(book: Book, story: Story) -> Draws:
    return Draws.of(book.chance("sale", int(story.id[1:])), words=2)


def _sold(book: Book) -> tuple[Booking, ...]:
    language = book.locale.partition("_")[0]
    made = []
    for story in book.stories():
        place, invoice = _draws(book, story).below(100), story.invoice
        base: tuple[tuple[Leaf, Value], ...] = (
            ("key", invoice.voucher),
            ("reference", invoice.number),
            ("date", invoice.date),
            ("party", story.party.name),
        )
        amount = Decimal(invoice.amount).scaleb(-book.digits)
        made.append(
            Booking(
                id=story.id,
                values=(*base, ("amount", minor_money(invoice.amount, book.digits, book.currency))),
                of=((story.id, amount),),
                alone="open" if place < _OPEN else "",
            )
        )
        if _ROUNDED <= place < _REFUND:
            back = _returned(invoice.amount)
            values: dict[Leaf, Value] = {
                **dict(base),
                "key": f"18{invoice.voucher[2:]}",
                "reference": f"CN{invoice.number}",
                "text": _CREDIT[language],
                "date": invoice.date + dt.timedelta(days=2),
                "amount": minor_money(-back, book.digits, book.currency),
            }
            event = f"{story.id}.back"
            of = ((event, Decimal(back).scaleb(-book.digits)),)
            made.append(Booking(id=f"{story.id}r", values=tuple(values.items()), of=of))
    return ordered(made)


def _returned(amount: int) -> int:
    """A third of a sale is taken back."""
    return max(1, amount // 3)


def _reported(book: Book) -> tuple[Booking, ...]:
    report = _Report(book)
    return ordered((*report.sales(), *report.own()))


class _Report:
    """The rows of a provider's report on a book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.language = book.locale.partition("_")[0]

    def sales(self) -> Iterator[Booking]:
        """Yield charges and refunds, one by one or several in a settlement."""
        waiting: list[Story] = []
        for story in self.book.stories():
            draws = _draws(self.book, story)
            place, amount = draws.below(100), story.invoice.amount
            if place < _OPEN:
                continue
            if _REFUND <= place < _BATCH:
                waiting.append(story)
                if len(waiting) == _IN_BATCH:
                    yield self._batch(waiting)
                    waiting = []
                continue
            off = 0
            if place < _KEPT and amount > 2 * fee_of(amount):
                off = -fee_of(amount)
            elif _KEPT <= place < _ROUNDED:
                off = draws.pick((-3, -2, -1, 1, 2, 3))
            yield self._row(story, "charge", amount + off, (story.id, amount), draws)
            if _ROUNDED <= place < _REFUND:
                back = _returned(amount)
                yield self._row(story, "refund", -back, (f"{story.id}.back", back), draws)
        for story in waiting:
            amount = story.invoice.amount
            yield self._row(story, "charge", amount, (story.id, amount), _draws(self.book, story))

    def _row(
        self, story: Story, kind: str, amount: int, part: tuple[str, int], draws: Draws
    ) -> Booking:
        book, number = self.book, story.invoice.number
        days = 1 + draws.below(10)
        date = story.invoice.date + dt.timedelta(days=days + (3 if kind == "refund" else 0))
        event, whole = part
        return Booking(
            id=story.id if kind == "charge" else f"{story.id}r",
            values=(
                ("key", f"{'tx' if kind == 'charge' else 'rf'}_{draws.digits(6)}{story.id[1:]}"),
                ("type", _TYPES[kind][self.language]),
                ("date", date),
                ("party", story.party.name),
                ("reference", number if kind == "charge" else f"CN{number}"),
                ("amount", minor_money(amount, book.digits, book.currency)),
            ),
            of=((event, Decimal(whole).scaleb(-book.digits)),),
        )

    def _batch(self, those: list[Story]) -> Booking:
        """Several sales in one row, less the fee for each; the row names them all."""
        book, first = self.book, those[0]
        draws = Draws.of(book.chance("batch", int(first.id[1:])))
        amounts = [story.invoice.amount for story in those]
        net = sum(amounts) - sum(fee_of(amount) for amount in amounts)
        last = max(story.invoice.date for story in those)
        return Booking(
            id=f"{first.id}g",
            values=(
                ("key", f"st_{draws.digits(6)}{first.id[1:]}"),
                ("type", _TYPES["batch"][self.language]),
                ("date", last + dt.timedelta(days=1 + draws.below(5))),
                ("party", PROVIDER),
                ("text", " ".join(story.invoice.number for story in those)),
                ("amount", minor_money(net, book.digits, book.currency)),
            ),
            of=tuple(
                (story.id, Decimal(amount).scaleb(-book.digits))
                for story, amount in zip(those, amounts, strict=True)
            ),
        )

    def own(self) -> Iterator[Booking]:
        """Yield what the provider reports of itself: weekly payouts and fees."""
        book = self.book
        for week in range(1, 5):
            draws = Draws.of(book.chance("payout", week), words=3)
            date = book.start + dt.timedelta(days=_WEEK * week - 1)
            paid, fee = 100_000 + draws.below(9_000_000), 100 + draws.below(4_000)
            unit = 1 if book.digits else 100
            for kind, amount, text in (
                ("payout", -paid, f"{PROVIDER} {draws.digits(8)}"),
                ("adjustment", -fee, FEE_NAMES[self.language]),
            ):
                yield Booking(
                    id=f"{'p' if kind == 'payout' else 'f'}{week}",
                    values=(
                        ("key", f"{'po' if kind == 'payout' else 'ad'}_{draws.digits(8)}"),
                        ("type", _TYPES[kind][self.language]),
                        ("date", date),
                        ("party", PROVIDER),
                        ("text", text),
                        ("amount", minor_money(amount // unit, book.digits, book.currency)),
                    ),
                    alone="fee" if kind == "adjustment" else "unknown",
                )


SALES = listing(
    "sales",
    titles=("Invoices", "Ausgangsrechnungen", "Factures clients", "売上請求一覧"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(
        column("key", ("Document", "Beleg", "Pièce", "伝票番号"), "Number in the ledger."),
        column(
            "reference", ("Invoice", "Rechnung", "Facture", "請求書番号"), "Number of the invoice."
        ),
        column(
            "date", ("Invoice date", "Rechnungsdatum", "Date de facture", "請求日"), "Its date."
        ),
        column("party", ("Customer", "Kunde", "Client", "顧客"), "Who bought."),
        column("text", ("Text", "Text", "Texte", "摘要"), "Text of the document."),
        column("amount", ("Amount", "Betrag", "Montant", "金額"), "Amount; refunds are negative."),
    ),
    rows=_sold,
    months=3,
)
"""Invoices and credit notes of a company."""
PAYOUTS = listing(
    "payouts",
    titles=("Payout report", "Auszahlungsbericht", "Rapport de versements", "入金レポート"),
    owner=("Account", "Konto", "Compte", "アカウント"),
    columns=(
        column("key", ("Transaction", "Transaktion", "Transaction", "取引番号"), "Its number."),
        column("type", ("Type", "Art", "Type", "種別"), "What it is."),
        column("date", ("Created", "Datum", "Date", "日付"), "When it was made."),
        column("party", ("Customer", "Kunde", "Client", "顧客"), "Who paid; or the provider."),
        column(
            "reference",
            ("Merchant reference", "Händlerreferenz", "Référence marchand", "加盟店参照"),
            "What the company calls the sale.",
        ),
        column("text", ("Description", "Beschreibung", "Description", "説明"), "A text."),
        column("amount", ("Amount", "Betrag", "Montant", "金額"), "Amount, less what is kept."),
    ),
    rows=_reported,
    months=3,
)
"""Transactions as the payment provider reports them."""
