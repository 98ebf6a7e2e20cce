"""Owners and sanctions: thresholds that differ by a single share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    CAPITAL,
    LOCALES,
    Known,
    Norm,
    Regime,
    capital_of,
    in_words,
    labelled,
)
from chaosdocs.sources.parties import party, person
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

Drawn = tuple[dict[Ref, Value], int]
_QUARTER, _HALF, _HUNDRED = Decimal(25), Decimal(50), Decimal(100)
_AMLR = dt.date(2027, 7, 10)
_BEST_PRACTICES = dt.date(2024, 7, 3)
_PEOPLE = 1_500
_ASSESSED = labelled(
    "/document_date",
    "date",
    "header",
    ("Assessed on", "Stand am", "Évalué le"),
    "Day of the assessment.",
)
_LAW = labelled(
    "/law",
    "text",
    "header",
    ("Rules applied", "Angewandte Regeln", "Règles appliquées"),
    "Rules that the document names; null where it names none.",
    required=False,
)
_US_OWNERS = Regime(
    name="us",
    words=in_words("FinCEN (31 CFR 1010.230)"),
    source="31 CFR 1010.230(d)(1): 25 percent or more",
    url="https://www.ecfr.gov/current/title-31/section-1010.230",
    valid_from="2018-05-11",
    place="United States",
)
_EU_OWNERS = Regime(
    name="eu",
    words=in_words("EU AML law", "EU-Geldwäscherecht", "droit anti-blanchiment de l'UE"),
    source=(
        "Directive (EU) 2015/849 art. 3(6)(a)(i): more than 25 %; from 10 July 2027 Regulation "
        "(EU) 2024/1624 art. 52(1): 25 % or more, chains multiplied and added"
    ),
    url="https://eur-lex.europa.eu/eli/reg/2024/1624/oj",
    valid_from="2017-06-26",
    place="European Union",
)
_OWNER_RULES = "under the FinCEN rule of the United States or under the AML law of the EU"


def _name(rng: Rng, language: str, place: int) -> str:
    locale = _locale(language)
    return person(7, "owners", rng.at("person", place).below(_PEOPLE), locale).name


def _locale(language: str) -> str:
    return next(each for each in LOCALES if each.startswith(language))


def _assessed(rng: Rng, later: bool) -> dt.date:
    start = _AMLR if later else dt.date(2024, 8, 1)
    return start + dt.timedelta(days=rng.at("assessed").below(900))


def _reaches(share: Decimal, day: dt.date, regime: str) -> bool:
    if regime == "us" or day >= _AMLR:
        return share >= _QUARTER
    return share > _QUARTER


def _owners(rng: Rng, agree: bool, language: str) -> Drawn:
    """Some owner has exactly 25 % where the norms shall differ."""
    later = agree and rng.at("later").chance(0.6)
    exact = 1 + rng.at("exact").below(2) if not agree or later else 0
    shares = [_QUARTER] * exact
    left = _HUNDRED - sum(shares, Decimal(0))
    if rng.at("big").chance(0.5):
        shares.append(Decimal(26 + rng.at("share").below(20)))
        left -= shares[-1]
    while left > 0 and len(shares) < 7:  # noqa: PLR2004 - rows
        most = min(int(left), 24)
        shares.append(Decimal(1 + rng.at("small", len(shares)).below(most)))
        left -= shares[-1]
    order = sorted(range(len(shares)), key=lambda at: rng.at("order", at).below(10**6))
    facts: dict[Ref, Value] = {
        "/document_date": _assessed(rng, later),
        "/capital": capital_of(rng, language),
    }
    for row, at in enumerate(order, 1):
        facts[f"/lines/k{row}/name"] = _name(rng, language, row)
        facts[f"/lines/k{row}/percentage"] = shares[at]
    return facts, len(shares)


def _counted(known: Known, regime: str) -> Value | None:
    day = known.date("/document_date")
    shares = [known.number(ref) for ref in known.row_refs("percentage")]
    return Decimal(sum(_reaches(share, day, regime) for share in shares))


OWNERS = Norm(
    number=14,
    name="owner_threshold",
    titles=in_words("Register of shareholders", "Gesellschafterliste", "Registre des associés"),
    asked=labelled(
        "/beneficial_owners",
        "number",
        "totals",
        ("Beneficial owners", "Wirtschaftlich Berechtigte", "Bénéficiaires effectifs"),
        "How many of the listed persons are beneficial owners by their direct share on the day of "
        f"the assessment, {_OWNER_RULES}.",
        required=False,
    ),
    names=_LAW,
    fields=(
        _ASSESSED,
        CAPITAL,
        labelled(
            "/lines/*/name",
            "text",
            "lines",
            ("Shareholder", "Gesellschafter", "Associé"),
            "Name of the shareholder, a natural person.",
        ),
        labelled(
            "/lines/*/percentage",
            "percent",
            "lines",
            ("Share %", "Anteil %", "Part %"),
            "Share in percent.",
        ),
    ),
    regimes=(_US_OWNERS, _EU_OWNERS),
    draw=_owners,
    answer=_counted,
    sentence="Beneficial owners are determined under {words}.",
)

_TO_A_QUARTER = (
    (Decimal(0), ((50, 50),)),
    (Decimal(5), ((50, 40),)),
    (Decimal(5), ((40, 50),)),
    (Decimal(9), ((40, 40),)),
    (Decimal(13), ((30, 40),)),
    (Decimal(15), ((20, 50),)),
    (Decimal(5), ((40, 30), (20, 40))),
    (Decimal(0), ((30, 50), (25, 40))),
    (Decimal(10), ((20, 50), (10, 50))),
    (Decimal(3), ((40, 40), (20, 30))),
)
"""A direct share, and chains of held and holding shares, that make exactly 25 %."""


def _chains(rng: Rng, agree: bool, language: str) -> Drawn:
    direct, chains = rng.at("chains").pick(_TO_A_QUARTER)
    later = agree and rng.at("later").chance(0.5)
    if agree and not later:
        more = rng.at("more").chance(0.5)
        direct = direct + 1 + rng.at("by").below(9) if more or not direct else direct - 1
    facts: dict[Ref, Value] = {
        "/document_date": _assessed(rng, later),
        "/person": _name(rng, language, 0),
        "/direct_share": direct,
    }
    for row, (held, holds) in enumerate(chains, 1):
        name = party(7, "holdings", rng.at("holding", row).below(60), _locale(language)).name
        facts[f"/lines/k{row}/holding"] = name
        facts[f"/lines/k{row}/held"] = Decimal(held)
        facts[f"/lines/k{row}/holds"] = Decimal(holds)
    return facts, len(chains)


def _indirect(known: Known, regime: str) -> Value | None:
    held = [known.number(ref) for ref in known.row_refs("held")]
    holds = [known.number(ref) for ref in known.row_refs("holds")]
    share = known.number("/direct_share")
    share += sum((a * b / _HUNDRED for a, b in zip(held, holds, strict=True)), Decimal(0))
    return _reaches(share, known.date("/document_date"), regime)


INDIRECT = Norm(
    number=15,
    name="indirect_owner",
    titles=in_words("Ownership chains", "Beteiligungsketten", "Chaînes de détention"),
    asked=labelled(
        "/beneficial_owner",
        "bool",
        "totals",
        ("Beneficial owner", "Wirtschaftlich berechtigt", "Bénéficiaire effectif"),
        "Whether the person is a beneficial owner of the counterparty by ownership: shares are "
        f"multiplied along a chain, and the chains and the direct share are added, {_OWNER_RULES}.",
        required=False,
    ),
    names=_LAW,
    fields=(
        _ASSESSED,
        labelled(
            "/person",
            "text",
            "header",
            ("Person", "Person", "Personne"),
            "Name of the person.",
        ),
        labelled(
            "/direct_share",
            "percent",
            "header",
            ("Direct share %", "Direkter Anteil %", "Part directe %"),
            "Share of the counterparty that the person holds directly, in percent.",
        ),
        labelled(
            "/lines/*/holding",
            "text",
            "lines",
            ("Holding company", "Zwischengesellschaft", "Société intermédiaire"),
            "Name of the company between the person and the counterparty.",
        ),
        labelled(
            "/lines/*/held",
            "percent",
            "lines",
            ("Person's share %", "Anteil der Person %", "Part de la personne %"),
            "Share of the holding company that the person holds, in percent.",
        ),
        labelled(
            "/lines/*/holds",
            "percent",
            "lines",
            ("Share in customer %", "Anteil am Kunden %", "Part dans le client %"),
            "Share of the counterparty that the holding company holds, in percent.",
        ),
    ),
    regimes=(_US_OWNERS, _EU_OWNERS),
    draw=_chains,
    answer=_indirect,
    sentence="Beneficial owners are determined under {words}.",
)

_OFAC = Regime(
    name="us_ofac",
    words=in_words("OFAC (50 percent rule)"),
    source="OFAC guidance of 13 August 2014, FAQ 398 to 402: 50 percent or more, in the aggregate",
    url="https://ofac.treasury.gov/faqs/401",
    valid_from="2014-08-13",
    place="United States",
)
_EU_SANCTIONS = Regime(
    name="eu",
    words=in_words("EU sanctions", "EU-Sanktionen", "sanctions de l'UE"),
    source="EU best practices of 3 July 2024 (11623/24): 50 % or more; before: more than 50 %",
    url="https://data.consilium.europa.eu/doc/document/ST-11623-2024-INIT/en/pdf",
    valid_from="2024-07-03",
    place="European Union",
)
_OFSI = Regime(
    name="uk_ofsi",
    words=in_words("OFSI (UK)"),
    source="OFSI general guidance 4.1: more than 50 %; no simple aggregation (4.1.4)",
    url="https://www.gov.uk/government/publications/financial-sanctions-general-guidance",
    valid_from="2020-12-31",
    place="United Kingdom",
)


def _one_holder(rng: Rng, agree: bool, language: str) -> Drawn:
    share = _HALF
    if agree:
        share += Decimal(1 + rng.at("off").below(2_000)) / 100 * rng.at("sign").pick((1, -1))
    start = dt.date(2023, 9, 1)
    return {
        "/document_date": start + dt.timedelta(days=rng.at("assessed").below(1_100)),
        "/person": _name(rng, language, 0),
        "/share": share,
        "/capital": capital_of(rng, language),
    }, 0


def _owned(known: Known, regime: str) -> Value | None:
    share, day = known.number("/share"), known.date("/document_date")
    if regime == "us_ofac" or (regime == "eu" and day >= _BEST_PRACTICES):
        return share >= _HALF
    return share > _HALF


HALF = Norm(
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
    names=_LAW,
    fields=(
        _ASSESSED,
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
    regimes=(_OFAC, _EU_SANCTIONS, _OFSI),
    draw=_one_holder,
    answer=_owned,
    sentence="Sanctions are checked under {words}.",
)


def _holders(rng: Rng, agree: bool, language: str) -> Drawn:
    """Two or three listed holders, none with more than half, where the norms shall differ."""
    if not agree:
        first = 20 + rng.at("first").below(30)
        second = 50 - first + rng.at("second").below(min(50, 100 - first) - (50 - first) + 1)
        listed = [first, second]
    elif rng.at("over").chance(0.5):
        listed = [51 + rng.at("first").below(30)]
    else:
        first = 5 + rng.at("first").below(20)
        listed = [first, 1 + rng.at("second").below(48 - first)]
    left = 100 - sum(listed)
    shares = [(True, share) for share in listed]
    while left > 0:
        share = left if len(shares) >= 5 else 1 + rng.at("other", len(shares)).below(left)  # noqa: PLR2004
        shares.append((False, share))
        left -= share
    shares.sort(key=lambda each: rng.at("order", each[1], str(each[0])).below(10**6))
    facts: dict[Ref, Value] = {
        "/document_date": dt.date(2024, 8, 1) + dt.timedelta(days=rng.at("assessed").below(800)),
        "/joint_arrangement": False,
    }
    for row, (is_listed, share) in enumerate(shares, 1):
        facts[f"/lines/k{row}/name"] = _name(rng, language, row)
        facts[f"/lines/k{row}/listed"] = is_listed
        facts[f"/lines/k{row}/percentage"] = Decimal(share)
    return facts, len(shares)


def _together(known: Known, regime: str) -> Value | None:
    flags = [known.flag(ref) for ref in known.row_refs("listed")]
    shares = [known.number(ref) for ref in known.row_refs("percentage")]
    listed = [share for flag, share in zip(flags, shares, strict=True) if flag]
    joint = known.flag("/joint_arrangement")
    if regime == "us_ofac":
        return sum(listed, Decimal(0)) >= _HALF
    return (sum(listed, Decimal(0)) if joint else max(listed, default=Decimal(0))) > _HALF


AGGREGATE = Norm(
    number=17,
    name="sanctions_aggregate",
    titles=in_words("Holders on lists", "Gelistete Anteilseigner", "Détenteurs listés"),
    asked=labelled(
        "/treated_as_listed",
        "bool",
        "totals",
        ("Treated as listed", "Gilt als gelistet", "Traité comme listé"),
        "Whether the counterparty is treated as owned by listed persons, under the rules of OFAC "
        "or of OFSI; nothing else is known of control.",
        required=False,
    ),
    names=_LAW,
    fields=(
        _ASSESSED,
        labelled(
            "/joint_arrangement",
            "bool",
            "header",
            ("Joint arrangement", "Gemeinsame Absprache", "Accord entre détenteurs"),
            "Whether the holders act together.",
        ),
        labelled(
            "/lines/*/name",
            "text",
            "lines",
            ("Holder", "Inhaber", "Détenteur"),
            "Name of the holder.",
        ),
        labelled(
            "/lines/*/listed",
            "bool",
            "lines",
            ("Listed", "Gelistet", "Listé"),
            "Whether the holder is on the sanctions lists.",
        ),
        labelled(
            "/lines/*/percentage",
            "percent",
            "lines",
            ("Share %", "Anteil %", "Part %"),
            "Share in percent.",
        ),
    ),
    regimes=(_OFAC, _OFSI),
    draw=_holders,
    answer=_together,
    sentence="Sanctions are checked under {words}.",
)
