"""The fields, labels and rules of the domain ``statement``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chaosdocs.sources.fields import CURRENCIES, HOMES, stated
from chaosdocs.sources.order import InPeriod, Near, NotBefore
from chaosdocs.sources.relations import CountryOf, CurrencyOf
from chaosdocs.sources.rules import Balance, Running, Sum
from chaosdocs.truth.records import Domain
from chaosdocs.truth.vocabulary import COUNTRIES, words_of


@dataclass(frozen=True, slots=True)
class Movement:
    """A kind of movement.

    Attributes:
        texts: Language to what a statement says; a brace takes the other side's name.
        sign: 1 for money that comes in, -1 for money that goes out.
        least: Its smallest amount, in whole units of most currencies.
        most: What its amounts stay below; one of these is drawn, then the amount.
        once: For what comes once a month: from which to which place among all movements it
            stands, in percent. None for what may come at any time.
    """

    texts: Mapping[str, str]
    sign: int
    least: int
    most: tuple[int, ...]
    once: tuple[int, int] | None = None


_ANY = (20, 90, 400, 900, 2_500, 2_500, 12_000, 60_000)


def _movement(
    en: str,
    de: str,
    fr: str,
    ja: str,
    sign: int,
    *amounts: int,
    once: tuple[int, int] | None = None,
) -> Movement:
    least, *most = amounts or (0, *_ANY)
    return Movement({"en": en, "de": de, "fr": fr, "ja": ja}, sign, least, tuple(most), once)


MOVEMENTS: tuple[Movement, ...] = (
    _movement("Incoming transfer {}", "Gutschrift {}", "Virement reçu {}", "振込入金 {}", 1),
    _movement(
        "Invoice payment {}", "Zahlungseingang {}", "Règlement facture {}", "請求代金入金 {}", 1
    ),
    _movement("Cash deposit", "Bareinzahlung", "Versement espèces", "現金預入", 1, 50, 900, 5_000),
    _movement(
        "Credit interest",
        "Habenzinsen",
        "Intérêts créditeurs",
        "受取利息",
        1,
        1,
        12,
        80,
        once=(100, 100),
    ),
    _movement("Transfer to {}", "Überweisung an {}", "Virement émis {}", "振込 {}", -1),
    _movement(
        "Direct debit {}",
        "Lastschrift {}",
        "Prélèvement {}",
        "口座振替 {}",
        -1,
        5,
        90,
        400,
        900,
        6_000,
    ),
    _movement(
        "Card payment {}",
        "Kartenzahlung {}",
        "Paiement carte {}",
        "カード支払 {}",
        -1,
        3,
        90,
        400,
        900,
        2_500,
    ),
    _movement(
        "Standing order rent",
        "Dauerauftrag Miete",
        "Loyer",
        "家賃",
        -1,
        700,
        2_500,
        8_000,
        once=(0, 15),
    ),
    _movement(
        "Payroll", "Lohn und Gehalt", "Salaires", "給与", -1, 1_800, 12_000, 60_000, once=(70, 85)
    ),
    _movement(
        "Account fee",
        "Kontoführungsgebühr",
        "Frais de tenue de compte",
        "口座維持手数料",
        -1,
        3,
        15,
        30,
        60,
        once=(90, 95),
    ),
)
"""What happens on an account, in the order in which it is drawn from."""

STATEMENT = Domain(
    name="statement",
    list_path="/lines",
    words=words_of(COUNTRIES),
    titles={
        "en": "Account statement",
        "de": "Kontoauszug",
        "fr": "Relevé de compte",
        "ja": "入出金明細書",
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
            "/bank/bic",
            "id",
            "sender",
            ("BIC", "BIC", "BIC", "SWIFTコード"),
            "BIC of the bank.",
        ),
        stated(
            "/bank/country",
            "enum",
            "sender",
            ("Country of bank", "Land der Bank", "Pays de la banque", "銀行所在国"),
            "Country of the bank, as ISO 3166 code of two letters.",
            options=HOMES,
        ),
        stated(
            "/holder/name",
            "text",
            "recipient",
            ("Account holder", "Kontoinhaber", "Titulaire", "口座名義"),
            "Name of the account holder.",
        ),
        stated(
            "/holder/street",
            "text",
            "recipient",
            ("Street", "Straße", "Rue", "町名番地"),
            "Street and number of the account holder.",
        ),
        stated(
            "/holder/postcode",
            "id",
            "recipient",
            ("ZIP code", "PLZ", "Code postal", "郵便番号"),
            "Postcode of the account holder.",
        ),
        stated(
            "/holder/city",
            "text",
            "recipient",
            ("City", "Ort", "Ville", "市区町村"),
            "City of the account holder, with the state or prefecture where it is given.",
        ),
        stated(
            "/iban",
            "id",
            "header",
            ("IBAN", "IBAN", "IBAN", "IBAN"),
            "IBAN of the account, without spaces.",
            required=False,
        ),
        stated(
            "/account",
            "id",
            "header",
            ("Account number", "Kontonummer", "Numéro de compte", "口座番号"),
            "Account number, where the country has no IBAN.",
            required=False,
        ),
        stated(
            "/routing",
            "id",
            "header",
            ("Routing number", "Bankleitzahl", "Code banque", "銀行・支店コード"),
            "Routing number, or bank and branch code, where the country has no IBAN.",
            required=False,
        ),
        stated(
            "/statement_number",
            "id",
            "header",
            ("Statement number", "Auszugsnummer", "Numéro de relevé", "明細書番号"),
            "Number of the statement, exactly as printed.",
        ),
        stated(
            "/period_start",
            "date",
            "header",
            ("Period from", "Zeitraum von", "Période du", "期間開始日"),
            "First day of the period.",
        ),
        stated(
            "/period_end",
            "date",
            "header",
            ("Period to", "Zeitraum bis", "Période au", "期間終了日"),
            "Last day of the period.",
        ),
        stated(
            "/currency",
            "enum",
            "header",
            ("Currency", "Währung", "Devise", "通貨"),
            "Currency of the account, as ISO 4217 code.",
            options=CURRENCIES,
        ),
        stated(
            "/opening_balance",
            "money",
            "header",
            ("Opening balance", "Anfangssaldo", "Solde initial", "前期繰越残高"),
            "Balance before the first movement.",
        ),
        stated(
            "/lines/*/booking_date",
            "date",
            "lines",
            ("Booking date", "Buchung", "Date d'opération", "取引日"),
            "Date on which the movement was booked.",
        ),
        stated(
            "/lines/*/value_date",
            "date",
            "lines",
            ("Value date", "Wertstellung", "Date de valeur", "起算日"),
            "Date from which the movement bears interest.",
        ),
        stated(
            "/lines/*/description",
            "text",
            "lines",
            ("Description", "Buchungstext", "Libellé", "摘要"),
            "What the movement was for, and with whom.",
        ),
        stated(
            "/lines/*/reference",
            "id",
            "lines",
            ("Reference", "Referenz", "Référence", "照会番号"),
            "Reference of the movement, leading zeros included.",
        ),
        stated(
            "/lines/*/amount",
            "money",
            "lines",
            ("Amount", "Betrag", "Montant", "金額"),
            "Amount of the movement; negative where the account was debited.",
        ),
        stated(
            "/lines/*/balance",
            "money",
            "lines",
            ("Balance", "Saldo", "Solde", "残高"),
            "Balance after the movement.",
        ),
        stated(
            "/total_credits",
            "money",
            "totals",
            ("Total credits", "Summe Gutschriften", "Total des crédits", "入金合計"),
            "Sum of all movements in favour of the account.",
        ),
        stated(
            "/total_debits",
            "money",
            "totals",
            ("Total debits", "Summe Belastungen", "Total des débits", "出金合計"),
            "Sum of all movements out of the account, without a minus sign.",
        ),
        stated(
            "/closing_balance",
            "money",
            "totals",
            ("Closing balance", "Endsaldo", "Solde final", "次期繰越残高"),
            "Balance after the last movement.",
        ),
    ),
    rules=(
        Running("/opening_balance", "/closing_balance"),
        Sum("/total_credits", "amount", only="positive"),
        Sum("/total_debits", "amount", only="negative"),
        Balance(
            "/closing_balance",
            plus=("/opening_balance", "/total_credits"),
            minus=("/total_debits",),
        ),
        NotBefore("/period_end", "/period_start", days=31),
        InPeriod("booking_date", "/period_start", "/period_end"),
        Near("value_date", "booking_date", days=7),
        CountryOf("/bank/country", "/iban", "iban"),
        CountryOf("/bank/country", "/bank/bic", "bic"),
        CurrencyOf("/currency"),
    ),
)
"""Every amount is in the account's currency; movements stand in the order of their booking."""
