"""Stock that was written down and has recovered: IFRS writes it up, US GAAP does not."""

from __future__ import annotations

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
    EITHER,
    FRAMEWORK,
    SENTENCE,
    frameworks,
)
from chaosdocs.truth.values import Value


def _stock(rng: Rng, agree: bool, language: str) -> Drawn:
    currency = currency_of(language)
    cost = Decimal(2_000 + rng.at("cost").below(900_000))
    written = cost * (60 + rng.at("written").below(36)) / 100
    share = Decimal(5 + rng.at("value").below(90)) / 100
    value = written * (1 - share / 2) if agree else written + (cost - written) * share * 2
    return {
        "/inventory/cost": cents(cost, currency),
        "/inventory/written_down_to": cents(written, currency),
        "/inventory/net_realisable_value": cents(value, currency),
    }, 0


def _carried(known: Known, regime: str) -> Value | None:
    cost = known.money("/inventory/cost")
    written = known.money("/inventory/written_down_to")
    value = known.money("/inventory/net_realisable_value")
    basis = cost if regime == "ifrs" else written
    return min((basis, value), key=lambda money: money.amount)


NORM = Norm(
    number=2,
    name="inventory_write_up",
    titles=in_words("Inventory valuation", "Vorratsbewertung", "Évaluation des stocks"),
    asked=labelled(
        "/carrying_amount",
        "money",
        "totals",
        ("Carrying amount", "Buchwert", "Valeur comptable"),
        f"Carrying amount of the inventory after this valuation, {EITHER}.",
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        labelled(
            "/inventory/cost",
            "money",
            "totals",
            ("Original cost", "Anschaffungskosten", "Coût d'origine"),
            "What the inventory cost.",
        ),
        labelled(
            "/inventory/written_down_to",
            "money",
            "totals",
            ("Written down last year to", "Abgeschrieben im Vorjahr auf", "Déprécié l'an passé à"),
            "Amount that the inventory was written down to in the year before.",
        ),
        labelled(
            "/inventory/net_realisable_value",
            "money",
            "totals",
            ("Net realisable value now", "Nettoveräußerungswert heute", "Valeur nette actuelle"),
            "Net realisable value of the inventory now.",
        ),
    ),
    regimes=frameworks(
        ("IAS 2.33: reversed up to cost", "ias-2-inventories", "2005-01-01"),
        ("ASC 330-10-35-14: a new cost basis, not written up", "330/10/35", "1953-06-30"),
    ),
    draw=_stock,
    answer=_carried,
    sentence=SENTENCE,
)
