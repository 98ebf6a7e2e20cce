"""Lures are what readers really answer, and look-alikes have words of their own."""

from decimal import Decimal

import pytest

from chaosdocs.authoring import OPERATORS, SeededRng
from chaosdocs.authoring.plan import plan
from chaosdocs.documents.statement_set import state
from chaosdocs.operators.numbers.foreign_separators import _misread
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.values import Money, key

SYNONYMS = {
    "/opening_balance": (
        "previous balance", "balance forward", "balance brought forward", "balance carried over",
        "alter saldo", "saldovortrag", "vortrag", "ancien solde", "solde précédent",
        "report à nouveau", "solde reporté", "前回残高", "前期残高", "繰越残高",
    ),
    "/closing_balance": (
        "new balance", "current balance", "ending balance", "neuer saldo", "kontostand",
        "nouveau solde", "solde actuel", "今回残高", "当月残高",
    ),
    "/total": (
        "total", "amount due", "balance due", "grand total", "rechnungsbetrag", "zahlbetrag",
        "bruttobetrag", "zu zahlen", "net à payer", "montant ttc", "à payer", "ご請求金額",
        "請求金額", "税込合計",
    ),
    "/net": ("subtotal", "net total", "zwischensumme", "nettosumme", "montant ht", "税抜金額"),
    "/tax": ("vat", "sales tax", "mwst", "umsatzsteuer", "tva", "消費税"),
    "/order_number": (
        "po number", "purchase order", "your order", "your reference", "customer po",
        "ihre bestellung", "ihr zeichen", "auftragsnummer", "votre commande", "votre référence",
        "bon de commande", "発注番号", "貴社照会番号", "ご注文番号",
    ),
    "/invoice_number": (
        "invoice no.", "bill number", "document number", "rechnungs-nr.", "belegnummer",
        "facture n°", "n° de facture", "伝票番号", "請求番号",
    ),
    "/customer_number": (
        "customer no.", "customer id", "account number", "client number", "kunden-nr.",
        "debitorennummer", "n° client", "code client", "得意先コード", "お客様番号",
    ),
    "/account": ("account no.", "kontonummer", "numéro de compte", "iban", "口座番号"),
    "/statement_number": ("statement no.", "sheet number", "blatt", "relevé n°", "通番"),
    "/document_number": ("file number", "case number", "aktenzeichen", "numéro de dossier"),
}  # fmt: skip
"""Field to other words by which an accountant knows it, in four languages."""
LOOKALIKES = tuple(name for name in OPERATORS if name.startswith("lookalikes."))


@pytest.mark.parametrize(
    ("amount", "name", "wrong"),
    [
        ("5540.30", "decimal-comma", "5.5403"),
        ("-5540.30", "decimal-comma", "-5.5403"),
        ("540.30", "marks-lost", "54030"),
    ],
)
def test_a_foreign_amount_is_misread_by_the_marks_of_the_document(amount, name, wrong):
    lure = _misread(Money(Decimal(amount), "EUR"))

    assert lure.name == name
    assert key(lure.value) == key(Money(Decimal(wrong), "EUR"))


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP"])
@pytest.mark.parametrize("domain", ["invoice", "statement", "kyc"])
def test_w9_no_look_alike_has_the_words_of_a_field(domain, locale):
    """Neither the field's label, as the law `distinguishable` says, nor another name of it."""
    source = SOURCES[domain]
    theirs = {
        word
        for field in source.domain.fields
        for word in (*SYNONYMS.get(field.path, ()), *field.labels.values())
    }
    theirs = {word.casefold() for word in theirs}
    found = set()
    for name in LOOKALIKES:
        for seed in range(8):
            record = source.make(11, seed, locale)
            made = plan(OPERATORS[name], state(record), 5, SeededRng(seed))
            found |= {each.statement.label.casefold() for each in getattr(made, "edits", ())}

    assert found
    assert found.isdisjoint(theirs)
