"""A loan refinanced after the year end: current under IFRS, non-current under US GAAP."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    Drawn,
    Known,
    MissingFactError,
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
from chaosdocs.truth.values import Value


def _loan(rng: Rng, agree: bool, language: str) -> Drawn:
    end = year_end(rng)
    issued = end + dt.timedelta(days=60 + rng.at("issued").below(60))
    due = end + dt.timedelta(
        days=issued.toordinal() - end.toordinal() + 20 + rng.at("due").below(180)
    )
    if not agree:
        signed = end + dt.timedelta(days=5 + rng.at("signed").below(50))
    elif rng.at("before").chance(0.5):
        signed = end - dt.timedelta(days=1 + rng.at("signed").below(120))
    else:
        signed = issued + dt.timedelta(days=1 + rng.at("signed").below(18))
    years = 3 + rng.at("years").below(5)
    return {
        "/reporting_date": end,
        "/loan/amount": cents(
            Decimal(1_000 * (50 + rng.at("amount").below(4_000))), currency_of(language)
        ),
        "/loan/due": due,
        "/loan/refinanced_on": signed,
        "/loan/refinanced_until": dt.date(due.year + years, due.month, min(due.day, 28)),
        "/authorised_on": issued,
    }, 0  # fmt: skip


def _classified(known: Known, regime: str) -> Value | None:
    end, issued = known.date("/reporting_date"), known.date("/authorised_on")
    signed = known.date("/loan/refinanced_on")
    due, until = known.date("/loan/due"), known.date("/loan/refinanced_until")
    if not end < due <= _a_year_after(end) < until:
        raise MissingFactError("/loan/due")
    return "NON_CURRENT" if signed <= (end if regime == "ifrs" else issued) else "CURRENT"


def _a_year_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1)


NORM = Norm(
    number=6,
    name="refinanced_loan",
    titles=in_words("Loan memo", "Darlehensvermerk", "Note d'emprunt"),
    asked=labelled(
        "/classification",
        "enum",
        "totals",
        ("Classification", "Einstufung", "Classement"),
        f"How the loan is classified at the reporting date, {EITHER}.",
        options=("CURRENT", "NON_CURRENT"),
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        REPORTING_DATE,
        AUTHORISED,
        labelled(
            "/loan/amount",
            "money",
            "totals",
            ("Loan", "Darlehen", "Emprunt"),
            "Amount of the loan.",
        ),
        labelled(
            "/loan/due",
            "date",
            "totals",
            ("Due on", "Fällig am", "Échéance"),
            "Day on which the loan was due before it was refinanced.",
        ),
        labelled(
            "/loan/refinanced_on",
            "date",
            "totals",
            ("Refinancing signed on", "Umschuldung vereinbart am", "Refinancement signé le"),
            "Day on which the long-term refinancing was agreed and completed.",
        ),
        labelled(
            "/loan/refinanced_until",
            "date",
            "totals",
            ("Refinanced until", "Umgeschuldet bis", "Refinancé jusqu'au"),
            "Day on which the refinanced loan is due.",
        ),
    ),
    regimes=frameworks(
        (
            "IAS 1.72A to 76: rights at the end of the period",
            "ias-1-presentation-of-financial-statements",
            "2024-01-01",
        ),
        (
            "ASC 470-10-45-14: refinanced before the statements are issued",
            "470/10/45",
            "1975-12-31",
        ),
    ),
    draw=_loan,
    answer=_classified,
    sentence=SENTENCE,
)
