"""The account of suppliers: in the company's ledger, and on the suppliers' statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from chaosdocs.documents.matter import Booking, Leaf
from chaosdocs.sources.amounts import minor_money
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.world.events import Story
from chaosdocs.sources.world.views.listing import column, listing
from chaosdocs.sources.world.views.rows import ordered
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.values import Value

CHARGES: Final[Mapping[str, str]] = {
    "en": "Late payment fee",
    "de": "Mahngebühr",
    "fr": "Frais de relance",
    "ja": "督促手数料",
}
"""What a supplier charges for being late, by language."""
_TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "invoice": {"en": "Invoice", "de": "Rechnung", "fr": "Facture", "ja": "請求"},
    "payment": {"en": "Payment", "de": "Zahlung", "fr": "Paiement", "ja": "支払"},
    "charge": {"en": "Charge", "de": "Gebühr", "fr": "Frais", "ja": "手数料"},
}
_THANKS: Final = {
    "en": "Payment received",
    "de": "Zahlungseingang",
    "fr": "Paiement reçu",
    "ja": "入金",
}
_LEDGER_ALONE, _STATEMENT_ALONE = 4, 9
"""Of a hundred invoices so many are not on the statement; up to so many are not booked."""
_CHARGED, _ROUNDED = 6, 12
"""Of a hundred invoices so many are dearer by a charge on the statement; up to so many rounded."""
_UNDER_WAY, _UNNAMED = 8, 30
"""Of a hundred payments so many are not on the statement yet, if their invoice is;
of those that are, so many have no number there."""
LEAST, MOST = 5, 40
"""What a charge is at least and at most, in whole units of the currency."""
_YEN: Final = 150


def unit_of(book: Book) -> int:
    """Return how many units of its currency a book counts as one."""
    return 1 if book.digits else _YEN


def _draws(book: Book, story: Story) -> Draws:
    return Draws.of(book.chance("account", int(story.id[1:])), words=3)


def _ledger(book: Book) -> tuple[Booking, ...]:
    return ordered(_booked(book))


def _booked(book: Book) -> Iterator[Booking]:
    language = book.locale.partition("_")[0]
    for story in book.stories():
        place = _draws(book, story).below(100)
        if not _LEDGER_ALONE <= place < _STATEMENT_ALONE:
            invoice = story.invoice
            said: dict[Leaf, Value] = {
                "key": invoice.voucher,
                "reference": invoice.number,
                "type": _TYPES["invoice"][language],
                "date": invoice.date,
            }
            alone = "open" if place < _LEDGER_ALONE else ""
            yield _row(book, story, said, (-invoice.amount, invoice.amount), alone=alone)
        payment = story.payment
        if payment is not None:
            said = {
                "key": f"15{story.invoice.voucher[2:]}",
                "reference": payment.number,
                "type": _TYPES["payment"][language],
                "date": payment.date,
            }
            yield _row(book, story, said, (payment.amount, payment.amount), paid=True)


def _statements(book: Book) -> tuple[Booking, ...]:
    return ordered((*_stated(book), *_charges(book)))


def _stated(book: Book) -> Iterator[Booking]:
    language = book.locale.partition("_")[0]
    for story in book.stories():
        draws, invoice, payment = _draws(book, story), story.invoice, story.payment
        place, number = draws.below(100), int(story.id[1:])
        amount, kind = invoice.amount, draws.below(100)
        charge = (LEAST + draws.below(MOST - LEAST + 1)) * unit_of(book) * 10**book.digits
        off = draws.pick((-3, -2, -1, 1, 2, 3))
        if kind < _CHARGED and amount > 3 * charge:
            amount += charge
        elif _CHARGED <= kind < _ROUNDED:
            amount += off
        if place >= _LEDGER_ALONE:
            said: dict[Leaf, Value] = {
                "key": f"D{draws.digits(4)}{number:02}",
                "reference": invoice.number,
                "type": _TYPES["invoice"][language],
                "date": invoice.date,
            }
            alone = "open" if place < _STATEMENT_ALONE else ""
            yield _row(book, story, said, (amount, invoice.amount), alone=alone)
        under_way = draws.below(100) < _UNDER_WAY and place >= _LEDGER_ALONE
        if payment is None or under_way:
            continue
        said = {
            "key": f"Z{draws.digits(4)}{number:02}",
            "type": _TYPES["payment"][language],
            "date": payment.date + dt.timedelta(days=1 + draws.below(3)),
            "text": _THANKS[language],
        }
        if draws.below(100) >= _UNNAMED:
            said["reference"] = payment.number
        yield _row(book, story, said, (-payment.amount, payment.amount), paid=True)


def _row(
    book: Book,
    story: Story,
    said: Mapping[Leaf, Value],
    amounts: tuple[int, int],
    *,
    paid: bool = False,
    alone: str = "",
) -> Booking:
    """A row of an invoice or of its payment: what it states, and what of the event it is."""
    amount, whole = amounts
    event = f"{story.id}.paid" if paid else story.id
    return Booking(
        id=f"{story.id}p" if paid else story.id,
        values=(
            *said.items(),
            ("party", story.party.name),
            ("amount", minor_money(amount, book.digits, book.currency)),
        ),
        of=((event, Decimal(whole).scaleb(-book.digits)),),
        alone=alone,
    )


def _charges(book: Book) -> Iterator[Booking]:
    """Charges of suppliers that the ledger knows nothing of."""
    language = book.locale.partition("_")[0]
    for nth in range(1, 4):
        draws = Draws.of(book.chance("charge", nth), words=2)
        story = book.story(draws.below(book.size))
        amount = (LEAST + draws.below(MOST - LEAST + 1)) * unit_of(book) * 10**book.digits
        yield Booking(
            id=f"c{nth}",
            values=(
                ("key", f"G{draws.digits(4)}{nth:02}"),
                ("type", _TYPES["charge"][language]),
                ("date", book.start + dt.timedelta(days=draws.below(27))),
                ("party", story.party.name),
                ("text", CHARGES[language]),
                ("amount", minor_money(amount, book.digits, book.currency)),
            ),
            alone="fee",
        )


_TYPE = column("type", ("Type", "Art", "Type", "種別"), "What it is.")
_TEXT = column("text", ("Text", "Text", "Texte", "摘要"), "A text.")
_PARTY = ("Supplier", "Lieferant", "Fournisseur", "仕入先")
LEDGER = listing(
    "vendor_items",
    titles=("Vendor line items", "Kreditoren-Einzelposten", "Postes fournisseurs", "仕入先明細"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(
        column("key", ("Document", "Beleg", "Pièce", "伝票番号"), "Number in the ledger."),
        column(
            "reference",
            ("Reference", "Referenz", "Référence", "参照"),
            "The supplier's number of the invoice, or the bank's number of the payment.",
        ),
        _TYPE,
        column("date", ("Document date", "Belegdatum", "Date de pièce", "伝票日付"), "Its date."),
        column("party", _PARTY, "The supplier."),
        _TEXT,
        column(
            "amount",
            ("Amount", "Betrag", "Montant", "金額"),
            "Amount; negative where it is owed, positive where it is paid.",
        ),
    ),
    rows=_ledger,
    months=3,
)
"""Items of suppliers in the ledger of their customer."""
STATEMENTS = listing(
    "account_statement",
    titles=("Statement of account", "Kontoauszug", "Relevé de compte", "取引先残高明細"),
    owner=("Customer", "Kunde", "Client", "顧客"),
    columns=(
        column("key", ("Document", "Beleg", "Pièce", "伝票番号"), "The supplier's own number."),
        _TYPE,
        column("date", ("Date", "Datum", "Date", "日付"), "Its date."),
        column("party", _PARTY, "The supplier whose statement it is."),
        column(
            "reference",
            ("Your reference", "Ihr Zeichen", "Votre référence", "貴社参照"),
            "Number of the invoice or of the payment.",
        ),
        _TEXT,
        column(
            "amount",
            ("Amount", "Betrag", "Montant", "金額"),
            "Amount; positive where it is owed, negative where it was paid.",
        ),
    ),
    rows=_statements,
    months=3,
)
"""Items of suppliers on their statements of account."""
