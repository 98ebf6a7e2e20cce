"""A short lease with a purchase option: exempt under US GAAP unless it is sure to be used."""

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


def _short_lease(rng: Rng, agree: bool, language: str) -> Drawn:
    months = 3 + rng.at("months").below(10)
    option, certain = True, False
    if agree:
        case = rng.at("case").below(3)
        option, certain = case == 1, case == 1
        months = 13 + rng.at("longer").below(47) if case == 2 else months  # noqa: PLR2004
    return {
        "/lease/asset": rng.at("asset").pick((*CHEAP, *DEAR))[language],
        "/lease/monthly_payment": cents(
            Decimal(40 + rng.at("payment").below(4_000)), currency_of(language)
        ),
        "/lease/commencement": dt.date(2022, 1, 1) + dt.timedelta(days=rng.at("from").below(1_500)),
        "/lease/term_months": Decimal(months),
        "/lease/purchase_option": option,
        "/lease/exercise_certain": certain,
    }, 0


def _is_short(known: Known, regime: str) -> Value | None:
    short = known.number("/lease/term_months") <= YEAR
    option, certain = known.flag("/lease/purchase_option"), known.flag("/lease/exercise_certain")
    if regime == "ifrs":
        return short and not option
    return short and not (option and certain)


NORM = Norm(
    number=4,
    name="lease_short_term",
    titles=in_words("Lease summary", "Leasingübersicht", "Fiche de location"),
    asked=labelled(
        "/short_term_exemption",
        "bool",
        "totals",
        ("Short-term exemption", "Ausnahme kurzfristig", "Exemption courte durée"),
        "Whether the lessee may leave the lease off its balance sheet because it is short-term, "
        f"{EITHER}.",
        required=False,
    ),
    names=FRAMEWORK,
    fields=(
        ASSET,
        COMMENCEMENT,
        TERM,
        MONTHLY,
        labelled(
            "/lease/purchase_option",
            "bool",
            "totals",
            ("Purchase option", "Kaufoption", "Option d'achat"),
            "Whether the lessee has an option to buy the asset.",
        ),
        labelled(
            "/lease/exercise_certain",
            "bool",
            "totals",
            (
                "Exercise reasonably certain",
                "Ausübung hinreichend sicher",
                "Levée raisonnablement certaine",
            ),
            "Whether the lessee is reasonably certain to use the option.",
        ),
    ),
    regimes=frameworks(
        ("IFRS 16.5(a), Appendix A: no purchase option", "ifrs-16-leases", "2019-01-01"),
        (
            "ASC 842-20-25-2, glossary: none that is reasonably certain to be used",
            "842/20/25",
            "2018-12-15",
        ),
    ),
    draw=_short_lease,
    answer=_is_short,
    sentence=SENTENCE,
)
