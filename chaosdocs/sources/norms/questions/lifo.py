"""Last in, first out: not permitted under IFRS, a value under US GAAP."""

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


def _layers(rng: Rng, agree: bool, language: str) -> Drawn:
    del agree
    currency = currency_of(language)
    rows = 3 + rng.at("rows").below(4)
    year = 2022 + rng.at("year").below(4)
    price = Decimal(200 + rng.at("price").below(9_000)) / 100
    facts: dict[Ref, Value] = {}
    total = 0
    for row in range(1, rows + 1):
        stream = rng.at("row", row)
        units = 10 * (2 + stream.at("units").below(60))
        price += Decimal(5 + stream.at("rise").below(300)) / 100
        month = 1 + 11 * (row - 1) // rows
        facts[f"/lines/k{row}/date"] = dt.date(year, month, 1 + stream.at("day").below(28))
        facts[f"/lines/k{row}/units"] = Decimal(units)
        facts[f"/lines/k{row}/unit_cost"] = cents(price, currency)
        total += units
    facts["/cost_formula"] = "LIFO"
    facts["/closing_units"] = Decimal(5 + rng.at("closing").below(total - 10))
    return facts, rows


def _last_in_first_out(known: Known, regime: str) -> Value | None:
    """The oldest purchases are what is left."""
    known.text("/cost_formula")
    left = known.number("/closing_units")
    refs = [known.row_refs(leaf) for leaf in ("date", "units", "unit_cost")]
    layers = [
        (known.date(day), known.number(units), known.money(cost))
        for day, units, cost in zip(*refs, strict=True)
    ]
    if len({cost.currency for _, _, cost in layers}) != 1 or len({d for d, _, _ in layers}) < len(
        layers
    ):
        raise MissingFactError("/lines")
    if regime == "ifrs":
        return None
    value = Decimal(0)
    for _, units, cost in sorted(layers, key=lambda layer: layer[0]):
        value += min(units, left) * cost.amount
        left -= min(units, left)
    if left:
        raise MissingFactError("/lines")
    return cents(value, layers[0][2].currency)


NORM = Norm(
    number=3,
    name="lifo",
    titles=in_words("Stock card", "Lagerkarte", "Fiche de stock"),
    asked=labelled(
        "/closing_inventory",
        "money",
        "totals",
        ("Closing inventory", "Endbestand", "Stock final"),
        "Cost of the units that are left, by the cost formula that the document asks for, counted "
        f"at the end of the period, {EITHER}.",
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        labelled(
            "/cost_formula",
            "enum",
            "header",
            ("Cost formula", "Verbrauchsfolge", "Méthode de coût"),
            "Cost formula that the document asks for.",
            options=("LIFO",),
        ),
        labelled(
            "/lines/*/date",
            "date",
            "lines",
            ("Purchased on", "Gekauft am", "Acheté le"),
            "Date of the purchase.",
        ),
        labelled(
            "/lines/*/units",
            "number",
            "lines",
            ("Units", "Stück", "Unités"),
            "Number of units bought.",
        ),
        labelled(
            "/lines/*/unit_cost",
            "money",
            "lines",
            ("Cost per unit", "Stückkosten", "Coût unitaire"),
            "Cost of one unit.",
        ),
        labelled(
            "/closing_units",
            "number",
            "totals",
            ("Units left", "Restbestand Stück", "Unités restantes"),
            "Number of units that are left at the end of the period.",
        ),
    ),
    regimes=frameworks(
        ("IAS 2.25: LIFO is not among the cost formulas", "ias-2-inventories", "2005-01-01"),
        ("ASC 330-10-30-9: LIFO is permitted", "330/10/30", "1953-06-30"),
    ),
    draw=_layers,
    answer=_last_in_first_out,
    sentence=SENTENCE,
    agrees=False,
)
