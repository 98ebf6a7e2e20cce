"""Interest by act/365, act/360 or 30E/360."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    HUNDRED,
    Drawn,
    Known,
    Norm,
    Regime,
    cents,
    currency_of,
    in_words,
    labelled,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value


def _loan(rng: Rng, agree: bool, language: str) -> Drawn:
    del agree
    currency = currency_of(language)
    for attempt in range(10_000):
        stream = rng.at("try", attempt)
        start = dt.date(2022, 1, 1) + dt.timedelta(days=stream.at("from").below(1_500))
        facts: dict[Ref, Value] = {
            "/principal": cents(Decimal(1_000 * (5 + stream.at("principal").below(900))), currency),
            "/rate": Decimal(100 + 25 * stream.at("rate").below(36)) / 100,
            "/from": start,
            "/to": start + dt.timedelta(days=20 + stream.at("days").below(160)),
        }
        answers = {_interest(Known(facts, ()), name) for name in _COUNTS}
        if len(answers) == len(_COUNTS):
            return facts, 0
    raise AssertionError("most draws fit")


def _interest(known: Known, regime: str) -> Value | None:
    principal, rate = known.money("/principal"), known.number("/rate")
    start, end = known.date("/from"), known.date("/to")
    if regime == "30e_360":
        months = 12 * (end.year - start.year) + end.month - start.month
        days = 30 * months + min(end.day, 30) - min(start.day, 30)
    else:
        days = (end - start).days
    year = 365 if regime == "act_365" else 360
    return cents(principal.amount * rate * days / (HUNDRED * year), principal.currency)


_COUNTS = {
    "act_365": ("act/365", "4.16(d), Actual/365 (Fixed)"),
    "act_360": ("act/360", "4.16(e), Actual/360"),
    "30e_360": ("30E/360", "4.16(g), 30E/360 or Eurobond basis"),
}


NORM = Norm(
    number=20,
    name="day_count",
    titles=in_words("Interest statement", "Zinsabrechnung", "Décompte d'intérêts"),
    asked=labelled(
        "/interest_due",
        "money",
        "totals",
        ("Interest due", "Zinsbetrag", "Intérêts dus"),
        "Interest for the period, the first day counted and the last not, rounded half up to "
        "cents, by one of the day counts act/365, act/360 and 30E/360.",
        required=False,
    ),
    names=labelled(
        "/day_count",
        "text",
        "header",
        ("Day count", "Zinsmethode", "Base de calcul"),
        "Day count that the document names; null where it names none.",
        required=False,
    ),
    fields=(
        labelled(
            "/principal",
            "money",
            "totals",
            ("Principal", "Kapital", "Capital"),
            "Amount on which interest is paid.",
        ),
        labelled(
            "/rate",
            "percent",
            "totals",
            ("Rate % a year", "Zinssatz % p. a.", "Taux annuel %"),
            "Rate of interest a year in percent.",
        ),
        labelled(
            "/from",
            "date",
            "totals",
            ("From", "Von", "Du"),
            "First day of the period.",
        ),
        labelled(
            "/to",
            "date",
            "totals",
            ("To", "Bis", "Au"),
            "Last day of the period.",
        ),
    ),
    regimes=tuple(
        Regime(
            name=name,
            words=in_words(words),
            source=f"2006 ISDA Definitions {source}",
            url="https://www.isda.org/book/2006-isda-definitions/",
            valid_from="2006-12-01",
            place="markets",
        )
        for name, (words, source) in _COUNTS.items()
    ),
    draw=_loan,
    answer=_interest,
    sentence="The day count is {words}.",
    agrees=False,
)
