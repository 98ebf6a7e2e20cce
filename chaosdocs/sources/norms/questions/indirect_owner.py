"""A beneficial owner through chains: shares are multiplied and added."""

from __future__ import annotations

from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    Drawn,
    Known,
    Norm,
    in_words,
    labelled,
)
from chaosdocs.sources.norms.ownership import (
    ASSESSED,
    EU_OWNERS,
    HUNDRED,
    LAW,
    OWNER_RULES,
    US_OWNERS,
    assessed,
    locale_of,
    owner_name,
    reaches,
)
from chaosdocs.sources.parties import party
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

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
        "/document_date": assessed(rng, later),
        "/person": owner_name(rng, language, 0),
        "/direct_share": direct,
    }
    for row, (held, holds) in enumerate(chains, 1):
        name = party(7, "holdings", rng.at("holding", row).below(60), locale_of(language)).name
        facts[f"/lines/k{row}/holding"] = name
        facts[f"/lines/k{row}/held"] = Decimal(held)
        facts[f"/lines/k{row}/holds"] = Decimal(holds)
    return facts, len(chains)


def _indirect(known: Known, regime: str) -> Value | None:
    held = [known.number(ref) for ref in known.row_refs("held")]
    holds = [known.number(ref) for ref in known.row_refs("holds")]
    share = known.number("/direct_share")
    share += sum((a * b / HUNDRED for a, b in zip(held, holds, strict=True)), Decimal(0))
    return reaches(share, known.date("/document_date"), regime)


NORM = Norm(
    number=15,
    name="indirect_owner",
    titles=in_words("Ownership chains", "Beteiligungsketten", "Chaînes de détention"),
    asked=labelled(
        "/beneficial_owner",
        "bool",
        "totals",
        ("Beneficial owner", "Wirtschaftlich berechtigt", "Bénéficiaire effectif"),
        "Whether the person is a beneficial owner of the counterparty by ownership: shares are "
        f"multiplied along a chain, and the chains and the direct share are added, {OWNER_RULES}.",
        required=False,
    ),
    names=LAW,
    fields=(
        ASSESSED,
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
    regimes=(US_OWNERS, EU_OWNERS),
    draw=_chains,
    answer=_indirect,
    sentence="Beneficial owners are determined under {words}.",
)
