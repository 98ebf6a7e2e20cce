"""The ledger of a company: invoices to customers or from suppliers, a line each."""

from __future__ import annotations

from chaosdocs.documents.matter import Booking
from chaosdocs.sources.amounts import minor_money
from chaosdocs.sources.fields import stated
from chaosdocs.sources.rules import Sum
from chaosdocs.sources.world.pairing import View
from chaosdocs.sources.world.views.fields import PERIOD, company
from chaosdocs.sources.world.views.rows import facts_of, ordered, total_of
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.records import Domain, Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value

LEDGER = Domain(
    name="ledger",
    list_path="/lines",
    titles={
        "en": "Line items",
        "de": "Einzelposten",
        "fr": "Postes individuels",
        "ja": "明細照会",
    },
    fields=(
        company(
            ("Company", "Buchungskreis", "Société", "会社"),
            "Name of the company whose ledger it is.",
        ),
        *PERIOD,
        stated(
            "/lines/*/key",
            "id",
            "lines",
            ("Document number", "Belegnummer", "N° de pièce", "伝票番号"),
            "Number under which the ledger has the document.",
        ),
        stated(
            "/lines/*/reference",
            "id",
            "lines",
            ("Reference", "Referenz", "Référence", "参照"),
            "Number that the issuer of the invoice gave it.",
            required=False,
        ),
        stated(
            "/lines/*/date",
            "date",
            "lines",
            ("Document date", "Belegdatum", "Date de pièce", "伝票日付"),
            "Date of the invoice.",
        ),
        stated(
            "/lines/*/due",
            "date",
            "lines",
            ("Net due date", "Nettofälligkeit", "Échéance", "支払期日"),
            "Date on which it is due.",
        ),
        stated(
            "/lines/*/party",
            "text",
            "lines",
            ("Account name", "Kontobezeichnung", "Nom du compte", "勘定名"),
            "Customer or supplier.",
        ),
        stated(
            "/lines/*/text",
            "text",
            "lines",
            ("Text", "Text", "Texte", "テキスト"),
            "Text of the line item.",
            required=False,
        ),
        stated(
            "/lines/*/amount",
            "money",
            "lines",
            ("Amount", "Betrag", "Montant", "金額"),
            "Amount; positive where money is to come in, negative where it is to be paid.",
        ),
        stated(
            "/total",
            "money",
            "totals",
            ("Balance", "Saldo", "Solde", "残高"),
            "Sum of all amounts.",
        ),
    ),
    rules=(Sum("/total", "amount"),),
)


def bookings(book: Book) -> tuple[Booking, ...]:
    """Return a line for every invoice, ordered by date."""
    made = []
    for at in range(book.size):
        story = book.story(at)
        invoice = story.invoice
        amount = minor_money(book.sign * invoice.amount, book.digits, book.currency)
        made.append(
            Booking(
                id=story.id,
                values=(
                    ("key", invoice.voucher),
                    ("reference", invoice.number),
                    ("date", invoice.date),
                    ("due", invoice.due),
                    ("party", story.party.name),
                    ("amount", amount),
                ),
                of=((story.id, abs(amount.amount)),),
                alone="" if story.payment is not None else "open",
            )
        )
    return ordered(made)


def record(book: Book, rows: tuple[Booking, ...]) -> Record:
    """Return the record of a ledger with these lines."""
    facts: dict[Ref, Value] = {
        "/company/name": book.company.name,
        "/period_start": book.start,
        "/period_end": book.end,
        "/currency": book.currency,
        **facts_of(rows, LEDGER),
        "/total": Money(total_of(rows), book.currency),
    }
    return Record(
        id=f"{book.id}-ledger",
        domain=LEDGER,
        locale=book.locale,
        facts=facts,
        rows=tuple(row.id for row in rows),
    )


VIEW = View(domain=LEDGER, bookings=bookings, record=record)
