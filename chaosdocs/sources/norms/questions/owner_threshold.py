"""Beneficial owners with exactly 25 %: the United States, the EU before and after July 2027."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    CAPITAL,
    Drawn,
    Known,
    Norm,
    capital_of,
    in_words,
    labelled,
)
from chaosdocs.sources.norms.ownership import (
    ASSESSED,
    EU_OWNERS,
    HUNDRED,
    LAW,
    OWNER_RULES,
    QUARTER,
    US_OWNERS,
    assessed,
    owner_name,
    reaches,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

_BEST_PRACTICES = dt.date(2024, 7, 3)


def _owners(rng: Rng, agree: bool, language: str) -> Drawn:
    """Some owner has exactly 25 % where the norms shall differ."""
    later = agree and rng.at("later").chance(0.6)
    exact = 1 + rng.at("exact").below(2) if not agree or later else 0
    shares = [QUARTER] * exact
    left = HUNDRED - sum(shares, Decimal(0))
    if rng.at("big").chance(0.5):
        shares.append(Decimal(26 + rng.at("share").below(20)))
        left -= shares[-1]
    while left > 0 and len(shares) < 7:  # noqa: PLR2004 - rows
        most = min(int(left), 24)
        shares.append(Decimal(1 + rng.at("small", len(shares)).below(most)))
        left -= shares[-1]
    order = sorted(range(len(shares)), key=lambda at: rng.at("order", at).below(10**6))
    facts: dict[Ref, Value] = {
        "/document_date": assessed(rng, later),
        "/capital": capital_of(rng, language),
    }
    for row, at in enumerate(order, 1):
        facts[f"/lines/k{row}/name"] = owner_name(rng, language, row)
        facts[f"/lines/k{row}/percentage"] = shares[at]
    return facts, len(shares)


def _counted(known: Known, regime: str) -> Value | None:
    day = known.date("/document_date")
    shares = [known.number(ref) for ref in known.row_refs("percentage")]
    return Decimal(sum(reaches(share, day, regime) for share in shares))


NORM = Norm(
    number=14,
    name="owner_threshold",
    titles=in_words("Register of shareholders", "Gesellschafterliste", "Registre des associés"),
    asked=labelled(
        "/beneficial_owners",
        "number",
        "totals",
        ("Beneficial owners", "Wirtschaftlich Berechtigte", "Bénéficiaires effectifs"),
        "How many of the listed persons are beneficial owners by their direct share on the day of "
        f"the assessment, {OWNER_RULES}.",
        required=False,
    ),
    names=LAW,
    fields=(
        ASSESSED,
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
    regimes=(US_OWNERS, EU_OWNERS),
    draw=_owners,
    answer=_counted,
    sentence="Beneficial owners are determined under {words}.",
)
