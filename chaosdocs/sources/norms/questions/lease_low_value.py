"""A lease of a cheap asset: exempt under IFRS, no such exemption under US GAAP."""

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
    ASSET,
    CHEAP,
    COMMENCEMENT,
    DEAR,
    EITHER,
    FRAMEWORK,
    MONTHLY,
    SENTENCE,
    TERM,
    YEAR,
    frameworks,
)
from chaosdocs.truth.values import Value

_MOST = Decimal(5_000)
"""What the standard has in mind for the value of the asset when it is new."""


def _small_lease(rng: Rng, agree: bool, language: str) -> Drawn:
    asset = rng.at("asset").pick(DEAR if agree else CHEAP)
    value = 22_000 + rng.at("dear").below(90_000) if agree else 250 + rng.at("cheap").below(3_200)
    return {
        "/lease/asset": asset[language],
        "/lease/monthly_payment": cents(Decimal(value) / 40, currency_of(language)),
        "/lease/commencement": dt.date(2022, 1, 1) + dt.timedelta(days=rng.at("from").below(1_500)),
        "/lease/term_months": Decimal(24 + 6 * rng.at("months").below(7)),
        "/lease/value_new": cents(Decimal(value), currency_of(language)),
    }, 0


def _is_small(known: Known, regime: str) -> Value | None:
    value = known.money("/lease/value_new")
    if known.number("/lease/term_months") <= YEAR:
        raise MissingFactError("/lease/term_months")
    return regime == "ifrs" and value.amount <= _MOST


NORM = Norm(
    number=5,
    name="lease_low_value",
    titles=in_words("Equipment lease", "Geräteleasing", "Location d'équipement"),
    asked=labelled(
        "/low_value_exemption",
        "bool",
        "totals",
        ("Low-value exemption", "Ausnahme geringer Wert", "Exemption faible valeur"),
        f"Whether the lessee may expense the payments because the asset is of low value, {EITHER}.",
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        ASSET,
        COMMENCEMENT,
        TERM,
        MONTHLY,
        labelled(
            "/lease/value_new",
            "money",
            "totals",
            ("Value when new", "Neuwert", "Valeur à neuf"),
            "Value of the asset when it is new.",
        ),
    ),
    regimes=frameworks(
        (
            "IFRS 16.5(b), B3 to B8, BC100: 5,000 dollars or less when new",
            "ifrs-16-leases",
            "2019-01-01",
        ),
        ("ASC 842-20-25-2, ASU 2016-02 BC122: no such exemption", "842/20/25", "2018-12-15"),
    ),
    draw=_small_lease,
    answer=_is_small,
    sentence=SENTENCE,
)
