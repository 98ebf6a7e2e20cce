"""French terms such as 45 days end of month, counted in two lawful ways."""

from __future__ import annotations

import calendar
import datetime as dt
import re

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


def _terms(rng: Rng, agree: bool, language: str) -> Drawn:
    days = 30 if agree or rng.at("short").chance(0.3) else 45
    words = {
        "en": f"{days} days end of month",
        "de": f"{days} Tage Monatsende",
        "fr": f"{days} jours fin de mois",
    }
    for attempt in range(10_000):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=rng.at("day", attempt).below(1_090))
        if (_month_end_first(day, days) == _days_first(day, days)) == agree:
            return {
                "/invoice_number": invoice_number_of(rng),
                "/invoice_date": day,
                "/payment_terms": words[language],
                "/amount": amount_of(rng, language),
            }, 0
    raise AssertionError("such days are there")


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_end_first(day: dt.date, days: int) -> dt.date:
    return _month_end(day) + dt.timedelta(days=days)


def _days_first(day: dt.date, days: int) -> dt.date:
    return _month_end(day + dt.timedelta(days=days))


def _due(known: Known, regime: str) -> Value | None:
    found = re.search(r"\d+", known.text("/payment_terms"))
    if found is None:
        raise MissingFactError("/payment_terms")
    count = _month_end_first if regime == "month_end_then_days" else _days_first
    return count(known.date("/invoice_date"), int(found[0]))


_CEPC = {
    "source": "Code de commerce L441-10; CEPC: both ways to count are lawful",
    "url": "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038414301",
    "valid_from": "2019-04-26",
    "place": "France",
}


NORM = Norm(
    number=11,
    name="fr_end_of_month",
    titles=in_words("Payment notice", "Zahlungsmitteilung", "Avis d'échéance"),
    asked=labelled(
        "/due_date",
        "date",
        "totals",
        ("Due date", "Fälligkeit", "Date d'échéance"),
        "Day on which the invoice is due by its terms under French law. The days are counted "
        "either from the end of the month of the invoice, or from the invoice and then to the end "
        "of that month.",
        required=False,
    ),
    names=labelled(
        "/terms_count",
        "text",
        "header",
        ("Counting", "Zählweise", "Décompte"),
        "How the days are counted, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        INVOICE_NUMBER,
        INVOICE_DATE,
        AMOUNT,
        labelled(
            "/payment_terms",
            "text",
            "header",
            ("Payment terms", "Zahlungsziel", "Conditions de paiement"),
            "Terms of payment, exactly as printed.",
        ),
    ),
    regimes=(
        Regime(
            name="month_end_then_days",
            words=in_words(
                "end of the invoice month first, then the days",
                "erst Ende des Rechnungsmonats, dann die Tage",
                "fin du mois de facture, puis les jours",
            ),
            **_CEPC,
        ),
        Regime(
            name="days_then_month_end",
            words=in_words(
                "the days first, then the end of that month",
                "erst die Tage, dann das Ende des Monats",
                "les jours, puis la fin du mois",
            ),
            **_CEPC,
        ),
    ),
    draw=_terms,
    answer=_due,
    sentence="The terms of payment are counted so: {words}.",
)
