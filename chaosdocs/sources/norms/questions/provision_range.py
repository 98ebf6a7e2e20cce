"""A claim whose cost lies in a range: the mid-point under IFRS, the minimum under US GAAP."""

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
    EITHER,
    FRAMEWORK,
    SENTENCE,
    frameworks,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

_LOW_VALUE = Decimal(5_000)


_NO_CHOICE = dt.date(2027, 1, 1)


def _provision(rng: Rng, agree: bool, language: str) -> Drawn:
    currency = currency_of(language)
    low = Decimal(100 * (200 + rng.at("low").below(39_800)))
    span = Decimal(200 * (40 + rng.at("span").below(15_000)))
    facts: dict[Ref, Value] = {
        "/claim/outflow": "PROBABLE",
        "/claim/low": cents(low, currency),
        "/claim/high": cents(low + span, currency),
        "/claim/better_estimate": agree,
    }
    if agree:
        inside = Decimal(1 + rng.at("best").below(int(span) - 2))
        facts["/claim/best_estimate"] = cents(low + inside, currency)
    return facts, 0


def _provided(known: Known, regime: str) -> Value | None:
    known.text("/claim/outflow")
    low, high = known.money("/claim/low"), known.money("/claim/high")
    if known.flag("/claim/better_estimate"):
        return known.money("/claim/best_estimate")
    if low.currency != high.currency:
        raise MissingFactError("/claim/high")
    if regime == "us_gaap":
        return low
    return cents((low.amount + high.amount) / 2, low.currency)


NORM = Norm(
    number=1,
    name="provision_range",
    titles=in_words(
        "Claim assessment", "Beurteilung eines Rechtsstreits", "Évaluation d'un litige"
    ),
    asked=labelled(
        "/provision",
        "money",
        "totals",
        ("Provision", "Rückstellung", "Provision"),
        f"Amount to be provided for the claim at the year end, {EITHER}.",
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        labelled(
            "/claim/outflow",
            "enum",
            "header",
            ("Outflow of resources", "Mittelabfluss", "Sortie de ressources"),
            "How likely it is that the claim has to be paid.",
            options=("PROBABLE",),
        ),
        labelled(
            "/claim/low",
            "money",
            "totals",
            ("Lowest amount", "Niedrigster Betrag", "Montant minimal"),
            "Lower end of the range of possible payments; every amount in it is as likely.",
        ),
        labelled(
            "/claim/high",
            "money",
            "totals",
            ("Highest amount", "Höchster Betrag", "Montant maximal"),
            "Upper end of the range of possible payments.",
        ),
        labelled(
            "/claim/better_estimate",
            "bool",
            "totals",
            ("Better estimate in range", "Bessere Schätzung", "Meilleure estimation"),
            "Whether some amount in the range is a better estimate than any other.",
        ),
        labelled(
            "/claim/best_estimate",
            "money",
            "totals",
            ("Best estimate", "Beste Schätzung", "Estimation retenue"),
            "The better estimate, where there is one.",
            required=False,
        ),
    ),
    regimes=frameworks(
        (
            "IAS 37.36, 37.39: the mid-point of a continuous range",
            "ias-37-provisions-contingent-liabilities-and-contingent-assets",
            "1999-07-01",
        ),
        ("ASC 450-20-30-1: the minimum of the range", "450/20/30", "1976-09-30"),
    ),
    draw=_provision,
    answer=_provided,
    sentence=SENTENCE,
)
