"""The tax point of goods in the United Kingdom: the 14-day rule, or the seller opted out."""

from __future__ import annotations

import datetime as dt

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    AMOUNT,
    INVOICE_DATE,
    INVOICE_NUMBER,
    Drawn,
    Known,
    MissingFactError,
    Norm,
    Regime,
    amount_of,
    in_words,
    invoice_number_of,
    labelled,
)
from chaosdocs.truth.values import Value

_FOURTEEN = 14


def _supply(rng: Rng, agree: bool, language: str) -> Drawn:
    delivered = dt.date(2023, 1, 1) + dt.timedelta(days=rng.at("day").below(1_000))
    later = 15 + rng.at("late").below(20) if agree else 1 + rng.at("soon").below(_FOURTEEN)
    return {
        "/delivered_on": delivered,
        "/invoice_number": invoice_number_of(rng),
        "/invoice_date": delivered + dt.timedelta(days=later),
        "/amount": amount_of(rng, language),
    }, 0


def _tax_point(known: Known, regime: str) -> Value | None:
    delivered, invoiced = known.date("/delivered_on"), known.date("/invoice_date")
    if invoiced < delivered:
        raise MissingFactError("/invoice_date")
    soon = (invoiced - delivered).days <= _FOURTEEN
    return invoiced if soon and regime == "uk_14_day_rule" else delivered


NORM = Norm(
    number=9,
    name="uk_tax_point",
    titles=in_words("UK VAT supply note", "Liefervermerk UK-VAT", "Note de livraison TVA UK"),
    asked=labelled(
        "/tax_point",
        "date",
        "totals",
        ("Tax point", "Steuerzeitpunkt", "Fait générateur"),
        "Tax point of the supply of goods under UK VAT law, nothing being paid before. The seller "
        "may have elected out of the 14-day rule or not.",
        required=False,
    ),
    names=labelled(
        "/fourteen_day_rule",
        "text",
        "header",
        ("14-day rule", "14-Tage-Regel", "Règle des 14 jours"),
        "What the document says of the seller and the 14-day rule; null where it says nothing.",
        required=False,
    ),
    fields=(
        labelled(
            "/delivered_on",
            "date",
            "header",
            ("Goods delivered on", "Ware geliefert am", "Marchandise livrée le"),
            "Day on which the goods were delivered.",
        ),
        INVOICE_NUMBER,
        INVOICE_DATE,
        AMOUNT,
    ),
    regimes=(
        Regime(
            name="uk_14_day_rule",
            words=in_words(
                "applies to the seller", "gilt für den Verkäufer", "applicable au vendeur"
            ),
            source="VATA 1994 s. 6(5); HMRC VATTOS5235",
            url="https://www.gov.uk/hmrc-internal-manuals/vat-time-of-supply/vattos5235",
            valid_from="1994-09-01",
            place="United Kingdom",
        ),
        Regime(
            name="uk_opted_out",
            words=in_words(
                "seller has elected out", "Verkäufer hat verzichtet", "vendeur y a renoncé"
            ),
            source="VATA 1994 s. 6(2), 6(5): the supplier notified HMRC; HMRC VATTOS5235",
            url="https://www.gov.uk/hmrc-internal-manuals/vat-time-of-supply/vattos5235",
            valid_from="1994-09-01",
            place="United Kingdom",
        ),
    ),
    draw=_supply,
    answer=_tax_point,
    sentence="The 14-day rule of UK VAT: {words}.",
)
