"""The account of a company: what the bank books in a month, a line an entry."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from chaosdocs.documents.matter import Booking
from chaosdocs.sources.amounts import minor_money
from chaosdocs.sources.bank_days import booking_days
from chaosdocs.sources.fields import stated
from chaosdocs.sources.rules import Balance, Sum
from chaosdocs.sources.world.pairing import View
from chaosdocs.sources.world.views.fields import PERIOD
from chaosdocs.sources.world.views.rows import facts_of, ordered, total_of
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.records import Domain, Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value

TYPES: Mapping[str, Mapping[str, str]] = {
    "credit": {
        "en": "Credit transfer",
        "de": "Gutschrift",
        "fr": "Virement reçu",
        "ja": "振込入金",
    },
    "debit": {"en": "Payment order", "de": "Überweisung", "fr": "Virement émis", "ja": "振込"},
    "fee": {
        "en": "Bank charge",
        "de": "Bankentgelt",
        "fr": "Frais bancaires",
        "ja": "銀行手数料",
    },
    "interest": {"en": "Interest", "de": "Zinsen", "fr": "Intérêts", "ja": "利息"},
    "returned": {"en": "Returned", "de": "Rückgabe", "fr": "Rejet", "ja": "組戻"},
}
"""Type of an entry to the word for it, by language."""
TEXTS: Mapping[str, Mapping[str, str]] = {
    "fee": {
        "en": "Account fee",
        "de": "Kontoführung",
        "fr": "Frais de tenue de compte",
        "ja": "口座維持手数料",
    },
    "interest": {
        "en": "Credit interest",
        "de": "Habenzinsen",
        "fr": "Intérêts créditeurs",
        "ja": "受取利息",
    },
}
"""What the bank writes of what it books by itself."""

ACCOUNT = Domain(
    name="account",
    list_path="/lines",
    titles={
        "en": "Account entries",
        "de": "Umsätze",
        "fr": "Opérations",
        "ja": "入出金明細",
    },
    fields=(
        stated(
            "/bank/name",
            "text",
            "sender",
            ("Bank", "Bank", "Banque", "銀行"),
            "Name of the bank that keeps the account.",
        ),
        stated(
            "/holder/name",
            "text",
            "recipient",
            ("Account holder", "Kontoinhaber", "Titulaire", "口座名義"),
            "Name of the account holder.",
        ),
        stated(
            "/account",
            "id",
            "header",
            ("Account", "Konto", "Compte", "口座番号"),
            "IBAN or number of the account.",
        ),
        *PERIOD,
        stated(
            "/opening_balance",
            "money",
            "header",
            ("Opening balance", "Anfangssaldo", "Solde initial", "前期繰越残高"),
            "Balance before the first entry.",
        ),
        stated(
            "/lines/*/date",
            "date",
            "lines",
            ("Booking date", "Buchungstag", "Date d'opération", "取引日"),
            "Date on which the bank booked the entry.",
        ),
        stated(
            "/lines/*/value_date",
            "date",
            "lines",
            ("Value date", "Valuta", "Date de valeur", "起算日"),
            "Date from which the entry bears interest.",
        ),
        stated(
            "/lines/*/type",
            "text",
            "lines",
            ("Type", "Buchungstext", "Type d'opération", "取引種別"),
            "What kind of entry it is.",
        ),
        stated(
            "/lines/*/party",
            "text",
            "lines",
            ("Name", "Beguenstigter/Zahlungspflichtiger", "Nom", "相手先"),
            "The other side; the bank itself for its fees and interest.",
        ),
        stated(
            "/lines/*/text",
            "text",
            "lines",
            ("Remittance information", "Verwendungszweck", "Libellé", "摘要"),
            "What the payer wrote.",
            required=False,
        ),
        stated(
            "/lines/*/key",
            "id",
            "lines",
            ("Transaction", "Kundenreferenz", "Référence", "取引番号"),
            "Number that the bank gave the entry.",
        ),
        stated(
            "/lines/*/amount",
            "money",
            "lines",
            ("Amount", "Betrag", "Montant", "金額"),
            "Amount; negative where the account was debited.",
        ),
        stated(
            "/net_change",
            "money",
            "totals",
            ("Net change", "Summe der Umsätze", "Mouvement net", "増減額"),
            "Sum of all entries.",
        ),
        stated(
            "/closing_balance",
            "money",
            "totals",
            ("Closing balance", "Endsaldo", "Solde final", "次期繰越残高"),
            "Balance after the last entry.",
        ),
    ),
    rules=(
        Sum("/net_change", "amount"),
        Balance("/closing_balance", plus=("/opening_balance", "/net_change")),
    ),
)


def bookings(book: Book) -> tuple[Booking, ...]:
    """Return an entry for every payment and for what the bank books by itself, by date."""
    language = book.locale.partition("_")[0]
    kind = TYPES["credit" if book.sign > 0 else "debit"][language]
    made = []
    for at in range(book.size):
        story = book.story(at)
        payment = story.payment
        if payment is None:
            continue
        whole = Decimal(story.invoice.amount).scaleb(-book.digits)
        made.append(
            Booking(
                id=story.id,
                values=(
                    ("date", payment.date),
                    ("value_date", payment.value_date),
                    ("type", kind),
                    ("party", story.party.name),
                    ("text", payment.text),
                    ("key", payment.number),
                    ("amount", minor_money(book.sign * payment.amount, book.digits, book.currency)),
                ),
                of=((story.id, whole),),
            )
        )
    return ordered((*made, *_charges(book, language)))


def _charges(book: Book, language: str) -> list[Booking]:
    made = []
    for number, (kind, day, amount) in enumerate(book.charges, 1):
        date = booking_days(book.start.year, book.start.month, book.locale)[day - 1]
        made.append(
            Booking(
                id=f"c{number}",
                values=(
                    ("date", date),
                    ("value_date", date),
                    ("type", TYPES[kind][language]),
                    ("party", book.company.bank),
                    ("text", TEXTS[kind][language]),
                    ("key", f"K{book.start:%y%m}{day:02}{number}"),
                    ("amount", minor_money(amount, book.digits, book.currency)),
                ),
                alone=kind,
            )
        )
    return made


def record(book: Book, rows: tuple[Booking, ...]) -> Record:
    """Return the record of an account with these entries."""
    opening = Decimal(book.opening).scaleb(-book.digits)
    change = total_of(rows)
    company = book.company
    facts: dict[Ref, Value] = {
        "/bank/name": company.bank,
        "/holder/name": company.name,
        "/account": company.iban or company.account or company.registration,
        "/period_start": book.start,
        "/period_end": book.end,
        "/currency": book.currency,
        "/opening_balance": Money(opening, book.currency),
        **facts_of(rows, ACCOUNT),
        "/net_change": Money(change, book.currency),
        "/closing_balance": Money(opening + change, book.currency),
    }
    return Record(
        id=f"{book.id}-account",
        domain=ACCOUNT,
        locale=book.locale,
        facts=facts,
        rows=tuple(row.id for row in rows),
    )


VIEW = View(domain=ACCOUNT, bookings=bookings, record=record)
