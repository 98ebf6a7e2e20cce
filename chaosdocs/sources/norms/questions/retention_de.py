"""How long German records are kept: the law changed on 1 January 2025."""

from __future__ import annotations

import datetime as dt

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    AMOUNT,
    Drawn,
    Known,
    MissingFactError,
    Norm,
    Regime,
    amount_of,
    in_words,
    invoice_number_of,
    labelled,
)
from chaosdocs.truth.values import Value

_YEARS = {"VOUCHER": (8, 10), "ANNUAL_ACCOUNTS": (10, 10), "BUSINESS_LETTER": (6, 6)}


_BEG = dt.date(2025, 1, 1)


_HANDBOOK = in_words(
    "Handbook of 2019: keep vouchers for ten years",
    "Handbuch von 2019: Belege zehn Jahre aufbewahren",
    "Manuel de 2019 : conserver les pièces dix ans",
)


def _kept(rng: Rng, agree: bool, language: str) -> Drawn:
    kinds = ("ANNUAL_ACCOUNTS", "BUSINESS_LETTER") if agree else ("VOUCHER",)
    return {
        "/voucher/number": invoice_number_of(rng),
        "/voucher/kind": rng.at("kind").pick(kinds),
        "/voucher/created_on": dt.date(2016, 1, 1) + dt.timedelta(days=rng.at("day").below(2_900)),
        "/handbook": _HANDBOOK[language],
        "/amount": amount_of(rng, language),
    }, 0


def _retained(known: Known, regime: str) -> Value | None:
    years = _YEARS.get(known.text("/voucher/kind"))
    if years is None:
        raise MissingFactError("/voucher/kind")
    kept = years[0] if regime == "de_law_2025" else years[1]
    return dt.date(known.date("/voucher/created_on").year + kept, 12, 31)


def _law_at(value: Value) -> str:
    if not isinstance(value, dt.date):
        return ""
    return "de_law_2025" if value >= _BEG else "de_law_2024"


NORM = Norm(
    number=13,
    name="retention_de",
    titles=in_words("Archive record", "Archivblatt", "Fiche d'archives"),
    asked=labelled(
        "/retain_until",
        "date",
        "totals",
        ("Retain until", "Aufbewahren bis", "Conserver jusqu'au"),
        "Last day on which the record must be kept under German tax law (section 147 AO) as it "
        "stands on the review date; the law changed on 1 January 2025.",
        required=False,
    ),
    names=labelled(
        "/review_date",
        "date",
        "header",
        ("Review date", "Prüfdatum", "Date de revue"),
        "Day on which the record was reviewed, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        labelled(
            "/voucher/number",
            "id",
            "header",
            ("Record number", "Nummer der Unterlage", "Numéro de pièce"),
            "Number of the record.",
        ),
        AMOUNT,
        labelled(
            "/voucher/kind",
            "enum",
            "header",
            ("Kind of record", "Art der Unterlage", "Type de pièce"),
            "Kind of the record.",
            options=tuple(_YEARS),
        ),
        labelled(
            "/voucher/created_on",
            "date",
            "header",
            ("Created on", "Entstanden am", "Créé le"),
            "Day on which the record came into being.",
        ),
        labelled(
            "/handbook",
            "text",
            "notes",
            ("Note", "Hinweis", "Remarque"),
            "Note on the record, exactly as printed.",
        ),
    ),
    regimes=(
        Regime(
            name="de_law_2025",
            words=in_words("2 March 2026"),
            source="§ 147 (3) AO, § 257 (4) HGB as amended by BEG IV (BGBl. 2024 I no. 323)",
            url="https://www.gesetze-im-internet.de/ao_1977/__147.html",
            valid_from="2025-01-01",
            place="Germany",
            checked="2026-11-29",
        ),
        Regime(
            name="de_law_2024",
            words=in_words("15 November 2023"),
            source="§ 147 (3) AO, § 257 (4) HGB as in force until 31 December 2024",
            url="https://www.gesetze-im-internet.de/ao_1977/__147.html",
            valid_from="1998-12-24",
            place="Germany",
            checked="2026-11-29",
        ),
    ),
    draw=_kept,
    answer=_retained,
    sentence="The record is reviewed on {words}.",
    find=_law_at,
    days={
        "de_law_2025": (_BEG, dt.date(2026, 10, 30)),
        "de_law_2024": (dt.date(2019, 6, 3), dt.date(2024, 12, 20)),
    },
)
