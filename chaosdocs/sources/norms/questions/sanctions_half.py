"""A listed person with exactly half: owned under OFAC and EU rules, not under OFSI's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    CAPITAL,
    Drawn,
    Known,
    Norm,
    Regime,
    capital_of,
    in_words,
    labelled,
)
from chaosdocs.sources.norms.ownership import (
    ASSESSED,
    HALF,
    LAW,
    OFAC,
    OFSI,
    owner_name,
)
from chaosdocs.truth.values import Value

_EU_SANCTIONS = Regime(
    name="eu",
    words=in_words("EU sanctions", "EU-Sanktionen", "sanctions de l'UE"),
    source="EU best practices of 3 July 2024 (11623/24): 50 % or more; before: more than 50 %",
    url="https://data.consilium.europa.eu/doc/document/ST-11623-2024-INIT/en/pdf",
    valid_from="2024-07-03",
    place="European Union",
)

_BEST_PRACTICES = dt.date(2024, 7, 3)


def _one_holder(rng: Rng, agree: bool, language: str) -> Drawn:
    share = HALF
    if agree:
        share += Decimal(1 + rng.at("off").below(2_000)) / 100 * rng.at("sign").pick((1, -1))
    start = dt.date(2023, 9, 1)
    return {
        "/document_date": start + dt.timedelta(days=rng.at("assessed").below(1_100)),
        "/person": owner_name(rng, language, 0),
        "/share": share,
        "/capital": capital_of(rng, language),
    }, 0


def _owned(known: Known, regime: str) -> Value | None:
    share, day = known.number("/share"), known.date("/document_date")
    if regime == "us_ofac" or (regime == "eu" and day >= _BEST_PRACTICES):
        return share >= HALF
    return share > HALF


NORM = Norm(
    number=16,
    name="sanctions_half",
    titles=in_words("Sanctions check", "Sanktionsprüfung", "Contrôle des sanctions"),
    asked=labelled(
        "/treated_as_listed",
        "bool",
        "totals",
        ("Treated as listed", "Gilt als gelistet", "Traité comme listé"),
        "Whether the counterparty is treated as owned by the listed person on the day of the "
        "assessment, under the rules of OFAC, of the EU or of OFSI; nothing else is known of "
        "control.",
        required=False,
    ),
    names=LAW,
    fields=(
        ASSESSED,
        CAPITAL,
        labelled(
            "/person",
            "text",
            "header",
            ("Listed person", "Gelistete Person", "Personne listée"),
            "Name of the person on the sanctions lists.",
        ),
        labelled(
            "/share",
            "percent",
            "header",
            ("Share held %", "Gehaltener Anteil %", "Part détenue %"),
            "Share of the counterparty that the listed person holds, in percent.",
        ),
    ),
    regimes=(OFAC, _EU_SANCTIONS, OFSI),
    draw=_one_holder,
    answer=_owned,
    sentence="Sanctions are checked under {words}.",
)
