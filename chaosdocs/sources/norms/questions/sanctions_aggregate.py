"""Two listed holders who together have half: OFAC adds them up, OFSI does not."""

from __future__ import annotations

import datetime as dt
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
    HALF,
    LAW,
    OFAC,
    OFSI,
    owner_name,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value


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
        facts[f"/lines/k{row}/name"] = owner_name(rng, language, row)
        facts[f"/lines/k{row}/listed"] = is_listed
        facts[f"/lines/k{row}/percentage"] = Decimal(share)
    return facts, len(shares)


def _together(known: Known, regime: str) -> Value | None:
    flags = [known.flag(ref) for ref in known.row_refs("listed")]
    shares = [known.number(ref) for ref in known.row_refs("percentage")]
    listed = [share for flag, share in zip(flags, shares, strict=True) if flag]
    joint = known.flag("/joint_arrangement")
    if regime == "us_ofac":
        return sum(listed, Decimal(0)) >= HALF
    return (sum(listed, Decimal(0)) if joint else max(listed, default=Decimal(0))) > HALF


NORM = Norm(
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
    names=LAW,
    fields=(
        ASSESSED,
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
    regimes=(OFAC, OFSI),
    draw=_holders,
    answer=_together,
    sentence="Sanctions are checked under {words}.",
)
