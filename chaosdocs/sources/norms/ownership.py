"""Owners and sanctions: thresholds that differ by a single share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    LOCALES,
    Regime,
    in_words,
    labelled,
)
from chaosdocs.sources.parties import person

QUARTER, HALF, HUNDRED = Decimal(25), Decimal(50), Decimal(100)

_AMLR = dt.date(2027, 7, 10)

_PEOPLE = 1_500

ASSESSED = labelled(
    "/document_date",
    "date",
    "header",
    ("Assessed on", "Stand am", "Évalué le"),
    "Day of the assessment.",
)

LAW = labelled(
    "/law",
    "text",
    "header",
    ("Rules applied", "Angewandte Regeln", "Règles appliquées"),
    "Rules that the document names; null where it names none.",
    required=False,
)

US_OWNERS = Regime(
    name="us",
    words=in_words("FinCEN (31 CFR 1010.230)"),
    source="31 CFR 1010.230(d)(1): 25 percent or more",
    url="https://www.ecfr.gov/current/title-31/section-1010.230",
    valid_from="2018-05-11",
    place="United States",
    checked="2026-11-29",
)

EU_OWNERS = Regime(
    name="eu",
    words=in_words("EU AML law", "EU-Geldwäscherecht", "droit anti-blanchiment de l'UE"),
    source=(
        "Directive (EU) 2015/849 art. 3(6)(a)(i): more than 25 %; from 10 July 2027 Regulation "
        "(EU) 2024/1624 art. 52(1): 25 % or more, chains multiplied and added"
    ),
    url="https://eur-lex.europa.eu/eli/reg/2024/1624/oj",
    valid_from="2017-06-26",
    place="European Union",
    checked="2026-11-29",
)

OWNER_RULES = "under the FinCEN rule of the United States or under the AML law of the EU"


def owner_name(rng: Rng, language: str, place: int) -> str:
    """Return the name of the person at a place of the document."""
    locale = locale_of(language)
    return person(7, "owners", rng.at("person", place).below(_PEOPLE), locale).name


def locale_of(language: str) -> str:
    """Return the locale of documents in a language."""
    return next(each for each in LOCALES if each.startswith(language))


def assessed(rng: Rng, later: bool) -> dt.date:
    """Draw the day of an assessment; `later` is after the Regulation of the EU applies."""
    start = _AMLR if later else dt.date(2024, 8, 1)
    return start + dt.timedelta(days=rng.at("assessed").below(900))


def reaches(share: Decimal, day: dt.date, regime: str) -> bool:
    """Return whether a share in percent makes a beneficial owner on a day."""
    if regime == "us" or day >= _AMLR:
        return share >= QUARTER
    return share > QUARTER


OFAC = Regime(
    name="us_ofac",
    words=in_words("OFAC (50 percent rule)"),
    source="OFAC guidance of 13 August 2014, FAQ 398 to 402: 50 percent or more, in the aggregate",
    url="https://ofac.treasury.gov/faqs/401",
    valid_from="2014-08-13",
    place="United States",
    checked="2026-11-29",
)

OFSI = Regime(
    name="uk_ofsi",
    words=in_words("OFSI (UK)"),
    source="OFSI general guidance 4.1: more than 50 %; no simple aggregation (4.1.4)",
    url="https://www.gov.uk/government/publications/financial-sanctions-general-guidance",
    valid_from="2020-12-31",
    place="United Kingdom",
    checked="2026-11-29",
)
