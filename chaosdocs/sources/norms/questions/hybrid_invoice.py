"""An invoice whose page and XML differ: the XML by German VAT rules, or as agreed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    INVOICE_DATE,
    INVOICE_NUMBER,
    Drawn,
    Known,
    Norm,
    Regime,
    cents,
    in_words,
    invoice_number_of,
    labelled,
)
from chaosdocs.truth.values import Value


def _hybrid(rng: Rng, agree: bool, language: str) -> Drawn:
    del language
    page = Decimal(5_000 + rng.at("total").below(3_000_000)) / 100
    gap = Decimal(100 * (1 + rng.at("gap").below(60))) / 100
    xml = page if agree else page - min(gap, page / 2) if rng.at("less").chance(0.5) else page + gap
    return {
        "/invoice_number": invoice_number_of(rng),
        "/invoice_date": dt.date(2025, 1, 2) + dt.timedelta(days=rng.at("day").below(600)),
        "/page_total": cents(page, "EUR"),
        "/xml_total": cents(xml, "EUR"),
    }, 0


def _payable(known: Known, regime: str) -> Value | None:
    page, xml = known.money("/page_total"), known.money("/xml_total")
    return xml if regime == "de_vat_2025" else page


NORM = Norm(
    number=19,
    name="hybrid_invoice",
    titles=in_words("E-invoice check", "Prüfung E-Rechnung", "Contrôle de facture électronique"),
    asked=labelled(
        "/total_payable",
        "money",
        "totals",
        ("Total payable", "Zahlbetrag", "Total à payer"),
        "Total of the hybrid invoice that counts: that of the structured part under German VAT "
        "rules, or that of the page if the parties have so agreed.",
        required=False,
    ),
    names=labelled(
        "/leading_part",
        "text",
        "header",
        ("Rule for differences", "Regel bei Abweichung", "Règle en cas d'écart"),
        "Which rule holds if the two parts differ, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        INVOICE_NUMBER,
        INVOICE_DATE,
        labelled(
            "/page_total",
            "money",
            "totals",
            ("Total on the page", "Betrag im Bildteil", "Total de la page"),
            "Total that the page shows.",
        ),
        labelled(
            "/xml_total",
            "money",
            "totals",
            ("Total in the XML", "Betrag im XML-Teil", "Total du XML"),
            "Total that the attached structured part holds.",
        ),
    ),
    regimes=(
        Regime(
            name="de_vat_2025",
            words=in_words(
                "German VAT rules (BMF, 15.10.2024)",
                "Umsatzsteuerrecht (BMF vom 15.10.2024)",
                "TVA allemande (BMF du 15.10.2024)",
            ),
            source="BMF, letter of 15 October 2024 (III C 2 - S 7287-a/23/10001), no. 32: hybrid",
            url="https://www.bundesfinanzministerium.de/Content/DE/Downloads/BMF_Schreiben/Steuerarten/Umsatzsteuer/Umsatzsteuer-Anwendungserlass/2024-10-15-einfuehrung-e-rechnung.html",
            valid_from="2025-01-01",
            place="Germany",
            checked="2026-11-29",
        ),
        Regime(
            name="page_agreed",
            words=in_words(
                "agreement of the parties: the page leads",
                "Vereinbarung: der Bildteil führt",
                "accord des parties : la page prime",
            ),
            source="agreement of the parties; mustangproject#913",
            url="https://github.com/ZUGFeRD/mustangproject/issues/913",
            valid_from="2014-06-25",
            place="by agreement",
        ),
    ),
    draw=_hybrid,
    answer=_payable,
    sentence="If the two parts of the invoice differ, this rule holds: {words}.",
)
