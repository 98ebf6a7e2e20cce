"""Interest paid in the cash flow statement: operating under US GAAP, else by policy or IFRS 18."""

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
    EITHER,
    FRAMEWORK,
    SENTENCE,
    frameworks,
)
from chaosdocs.truth.values import Value

_BUSINESSES = (
    in_words("Manufacture of tools", "Herstellung von Werkzeugen", "Fabrication d'outils"),
    in_words("Wholesale of food", "Großhandel mit Lebensmitteln", "Commerce de gros alimentaire"),
    in_words("Road haulage", "Gütertransport", "Transport routier"),
    in_words("Software development", "Softwareentwicklung", "Édition de logiciels"),
)


def _interest(rng: Rng, agree: bool, language: str) -> Drawn:
    start = dt.date(2022 + rng.at("year").below(5), 1, 1)
    policy = "OPERATING" if agree else "FINANCING"
    if not agree and rng.at("later").chance(0.4):
        start = dt.date(2027, 1, 1)
        policy = rng.at("policy").pick(("OPERATING", "FINANCING"))
    return {
        "/main_business": rng.at("business").pick(_BUSINESSES)[language],
        "/period/start": start,
        "/period/end": dt.date(start.year, 12, 31),
        "/policy_choice": policy,
        "/interest_paid": cents(
            Decimal(500 + rng.at("amount").below(900_000)), currency_of(language)
        ),
    }, 0


def _category(known: Known, regime: str) -> Value | None:
    start, policy = known.date("/period/start"), known.text("/policy_choice")
    if regime == "us_gaap":
        return "OPERATING"
    return "FINANCING" if start >= dt.date(2027, 1, 1) else policy


NORM = Norm(
    number=7,
    name="interest_paid",
    titles=in_words("Cash flow worksheet", "Arbeitsblatt Kapitalfluss", "Tableau de flux"),
    asked=labelled(
        "/category",
        "enum",
        "totals",
        ("Category", "Zuordnung", "Catégorie"),
        f"Category of the interest paid in the statement of cash flows, {EITHER}.",
        options=("OPERATING", "FINANCING"),
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        labelled(
            "/main_business",
            "text",
            "header",
            ("Main business", "Hauptgeschäft", "Activité principale"),
            "Main business of the entity.",
        ),
        labelled(
            "/period/start",
            "date",
            "header",
            ("Period from", "Zeitraum von", "Exercice du"),
            "First day of the reporting period.",
        ),
        labelled(
            "/period/end",
            "date",
            "header",
            ("Period to", "Zeitraum bis", "Exercice au"),
            "Last day of the reporting period.",
        ),
        labelled(
            "/policy_choice",
            "enum",
            "totals",
            (
                "Policy where there is a choice",
                "Wahl, soweit Wahlrecht",
                "Option, si le choix existe",
            ),
            "Category that the entity has chosen for interest paid wherever it has a choice.",
            options=("OPERATING", "FINANCING"),
        ),
        labelled(
            "/interest_paid",
            "money",
            "totals",
            ("Interest paid", "Gezahlte Zinsen", "Intérêts payés"),
            "Interest paid in the period.",
        ),
    ),
    regimes=frameworks(
        (
            "IAS 7.33; from 2027 IAS 7.34A as amended by IFRS 18: financing",
            "ias-7-statement-of-cash-flows",
            "1994-01-01",
        ),
        ("ASC 230-10-45-17(d): operating", "230/10/45", "1988-07-15"),
    ),
    draw=_interest,
    answer=_category,
    sentence=SENTENCE,
)
