"""A difference within a percentage or an amount: the greater or the smaller limit counts."""

from __future__ import annotations

from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    HUNDRED,
    Drawn,
    Known,
    MissingFactError,
    Norm,
    Regime,
    cents,
    currency_of,
    in_words,
    labelled,
)
from chaosdocs.truth.values import Money, Value


def _short(rng: Rng, agree: bool, language: str) -> Drawn:
    currency = currency_of(language)
    percent = Decimal(rng.at("percent").pick((1, 2, 3, 5)))
    while True:
        rng = rng.at("next")
        invoiced = Decimal(100 * (5 + rng.at("invoiced").below(400)))
        amount = Decimal(rng.at("amount").pick((10, 20, 25, 50, 100, 150)))
        small, great = sorted((amount, invoiced * percent / HUNDRED))
        if great - small >= 5:  # noqa: PLR2004 - room for a difference between the two
            break
    if not agree:
        gap = small + Decimal(1 + rng.at("gap").below(int(great - small)))
        gap = min(gap, great)
    elif rng.at("within").chance(0.5):
        gap = (small * Decimal(1 + rng.at("gap").below(99)) / HUNDRED).quantize(Decimal("0.01"))
    else:
        gap = great + Decimal(1 + rng.at("gap").below(60))
    return {
        "/invoiced": cents(invoiced, currency),
        "/received": cents(invoiced - gap, currency),
        "/tolerance_percent": percent,
        "/tolerance_amount": cents(amount, currency),
    }, 0


def _decided(known: Known, regime: str) -> Value | None:
    invoiced, received = known.money("/invoiced"), known.money("/received")
    amount: Money = known.money("/tolerance_amount")
    if len({invoiced.currency, received.currency, amount.currency}) != 1:
        raise MissingFactError("/tolerance_amount")
    limits = (amount.amount, invoiced.amount * known.number("/tolerance_percent") / HUNDRED)
    limit = max(limits) if regime == "greater" else min(limits)
    return "PAY" if abs(invoiced.amount - received.amount) <= limit else "BLOCK"


NORM = Norm(
    number=21,
    name="tolerance",
    titles=in_words("Invoice check", "Rechnungsprüfung", "Contrôle de facture"),
    asked=labelled(
        "/decision",
        "enum",
        "totals",
        ("Decision", "Entscheidung", "Décision"),
        "PAY if the difference between what was invoiced and what was received is within the "
        "tolerance, its limit included, BLOCK if not. The tolerance is the greater or the smaller "
        "of the percentage of the invoiced amount and the fixed amount.",
        options=("PAY", "BLOCK"),
        required=False,
    ),
    names=labelled(
        "/tolerance_rule",
        "text",
        "header",
        ("Tolerance", "Toleranz", "Tolérance"),
        "Which of the two limits counts, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        labelled(
            "/invoiced",
            "money",
            "totals",
            ("Invoiced", "Berechnet", "Facturé"),
            "Amount that was invoiced.",
        ),
        labelled(
            "/received",
            "money",
            "totals",
            ("Received", "Erhalten", "Reçu"),
            "Value of what was received.",
        ),
        labelled(
            "/tolerance_percent",
            "percent",
            "totals",
            ("Tolerance %", "Toleranz %", "Tolérance %"),
            "Tolerance in percent of the invoiced amount.",
        ),
        labelled(
            "/tolerance_amount",
            "money",
            "totals",
            ("Tolerance amount", "Toleranzbetrag", "Montant de tolérance"),
            "Tolerance as an amount.",
        ),
    ),
    regimes=(
        Regime(
            name="greater",
            words=in_words(
                "whichever is greater", "der größere Wert gilt", "le plus élevé des deux"
            ),
            source="policy of the buyer; opendigitalproductfactory#2593",
            url="https://github.com/OpenDigitalProductFactory/opendigitalproductfactory/issues/2593",
            valid_from="2000-01-01",
            place="policy",
        ),
        Regime(
            name="smaller",
            words=in_words(
                "whichever is smaller", "der kleinere Wert gilt", "le plus faible des deux"
            ),
            source="policy of the buyer",
            url="https://github.com/OpenDigitalProductFactory/opendigitalproductfactory/issues/2593",
            valid_from="2000-01-01",
            place="policy",
        ),
    ),
    draw=_short,
    answer=_decided,
    sentence="Of the two tolerances, this one counts: {words}.",
)
