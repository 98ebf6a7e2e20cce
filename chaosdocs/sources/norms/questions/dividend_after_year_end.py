"""A dividend declared after the year end: no liability under either framework."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    Drawn,
    Known,
    Norm,
    cents,
    currency_of,
    in_words,
    labelled,
)
from chaosdocs.sources.norms.reporting import (
    AUTHORISED,
    EITHER,
    FRAMEWORK,
    REPORTING_DATE,
    SENTENCE,
    frameworks,
    year_end,
)
from chaosdocs.truth.values import Money, Value


def _dividend(rng: Rng, agree: bool, language: str) -> Drawn:
    del agree
    end = year_end(rng)
    after = rng.at("after").chance(0.7)
    days = 10 + rng.at("days").below(70)
    return {
        "/reporting_date": end,
        "/authorised_on": end + dt.timedelta(days=90 + rng.at("issued").below(40)),
        "/dividend/declared_on": end + dt.timedelta(days=days if after else -days),
        "/dividend/amount": cents(
            Decimal(1_000 * (5 + rng.at("amount").below(2_000))), currency_of(language)
        ),
    }, 0


def _owed(known: Known, regime: str) -> Value | None:
    del regime
    amount = known.money("/dividend/amount")
    declared = known.date("/dividend/declared_on") <= known.date("/reporting_date")
    return amount if declared else Money(Decimal("0.00"), amount.currency)


NORM = Norm(
    number=8,
    name="dividend_after_year_end",
    titles=in_words("Dividend resolution", "Dividendenbeschluss", "Décision de dividende"),
    asked=labelled(
        "/liability",
        "money",
        "totals",
        ("Liability at year end", "Verbindlichkeit zum Stichtag", "Dette à la clôture"),
        "Liability for the unpaid dividend at the reporting date, 0.00 where there is none, "
        f"{EITHER}.",
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        REPORTING_DATE,
        AUTHORISED,
        labelled(
            "/dividend/declared_on",
            "date",
            "totals",
            ("Declared on", "Beschlossen am", "Décidé le"),
            "Day on which the dividend was declared.",
        ),
        labelled(
            "/dividend/amount",
            "money",
            "totals",
            ("Dividend", "Dividende", "Dividende"),
            "Amount of the dividend.",
        ),
    ),
    regimes=frameworks(
        (
            "IAS 10.12: no liability if declared after the period",
            "ias-10-events-after-the-reporting-period",
            "2005-01-01",
        ),
        (
            "ASC 505-20-25 and practice: a liability when declared (assumed)",
            "505/20/25",
            "1953-06-30",
        ),
    ),
    draw=_dividend,
    answer=_owed,
    sentence=SENTENCE,
    disagrees=False,
)
