"""Financial reporting: where IFRS Accounting Standards and US GAAP part ways, or agree."""

from __future__ import annotations

import datetime as dt

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    Regime,
    in_words,
    labelled,
)

_IFRS = in_words("IFRS Accounting Standards")

_US = in_words("US GAAP")

_ASC = "https://asc.fasb.org"

_IFRS_ORG = "https://www.ifrs.org/issued-standards/list-of-standards"

EITHER = "under IFRS Accounting Standards or under US GAAP, whichever the entity reports under"

SENTENCE = "The entity reports under {words}."

YEAR = 12

FRAMEWORK = labelled(
    "/framework",
    "text",
    "header",
    ("Reporting framework", "Rechnungslegung nach", "Référentiel comptable"),
    "Accounting framework that the document names; null where the document names none.",
    required=False,
)


def frameworks(ifrs: tuple[str, str, str], us_gaap: tuple[str, str, str]) -> tuple[Regime, Regime]:
    """The two frameworks with their paragraph, the end of the address, and the day of effect."""
    return (
        Regime(
            name="ifrs",
            words=_IFRS,
            source=ifrs[0],
            url=f"{_IFRS_ORG}/{ifrs[1]}/",
            valid_from=ifrs[2],
            place="IFRS jurisdictions",
        ),
        Regime(
            name="us_gaap",
            words=_US,
            source=us_gaap[0],
            url=f"{_ASC}/{us_gaap[1]}",
            valid_from=us_gaap[2],
            place="United States",
        ),
    )


def year_end(rng: Rng) -> dt.date:
    """Draw the last day of a year."""
    return dt.date(2022 + rng.at("year").below(4), 12, 31)


COMMENCEMENT = labelled(
    "/lease/commencement",
    "date",
    "header",
    ("Commencement", "Beginn", "Début du contrat"),
    "Commencement date of the lease.",
)

TERM = labelled(
    "/lease/term_months",
    "number",
    "totals",
    ("Term in months", "Laufzeit in Monaten", "Durée en mois"),
    "Term of the lease in months.",
)

ASSET = labelled(
    "/lease/asset",
    "text",
    "header",
    ("Asset", "Leasinggegenstand", "Bien loué"),
    "What is leased.",
)

MONTHLY = labelled(
    "/lease/monthly_payment",
    "money",
    "totals",
    ("Payment a month", "Monatliche Rate", "Loyer mensuel"),
    "Payment a month.",
)

CHEAP = (
    in_words("Laptop", "Notebook", "Ordinateur portable"),
    in_words("Telephone system", "Telefonanlage", "Téléphone de bureau"),
    in_words("Tablet", "Tablet", "Tablette"),
    in_words("Desk and chair", "Schreibtisch und Stuhl", "Bureau et chaise"),
)

DEAR = (
    in_words("Forklift truck", "Gabelstapler", "Chariot élévateur"),
    in_words("Delivery van", "Lieferwagen", "Camionnette"),
    in_words("Packaging machine", "Verpackungsmaschine", "Machine d'emballage"),
)

REPORTING_DATE = labelled(
    "/reporting_date",
    "date",
    "header",
    ("Reporting date", "Abschlussstichtag", "Date de clôture"),
    "Last day of the reporting period.",
)

AUTHORISED = labelled(
    "/authorised_on",
    "date",
    "header",
    ("Statements issued on", "Abschluss freigegeben am", "Comptes arrêtés le"),
    "Day on which the financial statements were authorised and issued.",
)
