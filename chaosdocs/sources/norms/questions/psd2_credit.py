"""The day by which a transfer is credited, before or after the bank's cut-off."""

from __future__ import annotations

import datetime as dt
import re

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
    labelled,
)
from chaosdocs.truth.values import Value

_SATURDAY = 5
_MONTHS = ((2, 1, 28), (3, 1, 15), (9, 1, 30), (11, 12, 30))
"""Weeks without a day on which TARGET or the banks of the three countries are closed."""


def _order(rng: Rng, agree: bool, language: str) -> Drawn:
    del language  # the order is in euro
    for attempt in range(1_000):
        stream = rng.at("try", attempt)
        month, first, last = stream.at("month").pick(_MONTHS)
        day = dt.date(
            2022 + stream.at("year").below(5),
            month,
            first + stream.at("day").below(last - first - 6),
        )
        weekend = day.weekday() >= _SATURDAY
        if weekend and not agree:
            continue
        early = agree and (weekend or stream.at("early").chance(0.5))
        minute = (
            8 * 60 + stream.at("at").below(5 * 60 + 50)
            if early
            else 20 * 60 + 1 + stream.at("at").below(150)
            if agree
            else 16 * 60 + 1 + stream.at("at").below(178)
        )
        return {
            "/ordered_on": day,
            "/ordered_at": f"{minute // 60:02}:{minute % 60:02}",
            "/form": stream.at("form").pick(("ELECTRONIC", "ELECTRONIC", "PAPER")),
            "/amount": amount_of(rng, "de"),
        }, 0
    raise AssertionError("five of seven days are no weekend")


def _credited(known: Known, regime: str) -> Value | None:
    day, at = known.date("/ordered_on"), known.text("/ordered_at")
    if re.fullmatch(r"\d\d:\d\d", at) is None:
        raise MissingFactError("/ordered_at")
    cut_off = f"{regime[-4:-2]}:{regime[-2:]}"
    received = day
    if day.weekday() >= _SATURDAY or at > cut_off:
        received = _next_business_day(day)
    credited = _next_business_day(received)
    return _next_business_day(credited) if known.text("/form") == "PAPER" else credited


def _next_business_day(day: dt.date) -> dt.date:
    after = day + dt.timedelta(days=1)
    return after if after.weekday() < _SATURDAY else _next_business_day(after)


def _cut_off(at: str) -> Regime:
    return Regime(
        name=f"cut_off_{at.replace(':', '')}",
        words=in_words(at),
        source="Directive (EU) 2015/2366 art. 78(1), 83(1), and the bank's cut-off",
        url="https://eur-lex.europa.eu/eli/dir/2015/2366/oj",
        valid_from="2018-01-13",
        place="European Economic Area",
    )


NORM = Norm(
    number=12,
    name="psd2_credit",
    titles=in_words("Payment order", "Überweisungsauftrag", "Ordre de virement"),
    asked=labelled(
        "/credited_by",
        "date",
        "totals",
        ("Credited by", "Gutschrift spätestens", "Crédité au plus tard"),
        "Day by whose end the payee's bank must be credited at the latest, under PSD2 articles 78 "
        "and 83, the order being in euro. Business days are Monday to Friday. The payer's bank has "
        "a cut-off between 14:00 and 20:00.",
        required=False,
    ),
    names=labelled(
        "/cut_off",
        "text",
        "header",
        ("Cut-off", "Annahmeschluss", "Heure limite"),
        "Time of the bank's cut-off, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        labelled(
            "/ordered_on",
            "date",
            "header",
            ("Ordered on", "Beauftragt am", "Ordonné le"),
            "Day on which the bank got the order.",
        ),
        labelled(
            "/ordered_at",
            "text",
            "header",
            ("Ordered at", "Uhrzeit", "Heure"),
            "Time at which the bank got the order.",
        ),
        labelled(
            "/form",
            "enum",
            "header",
            ("Form", "Form", "Forme"),
            "Form of the order.",
            options=("ELECTRONIC", "PAPER"),
        ),
        AMOUNT,
    ),
    regimes=tuple(map(_cut_off, ("14:00", "15:30", "16:00", "19:00", "20:00"))),
    draw=_order,
    answer=_credited,
    sentence="The bank's cut-off for payment orders is {words}.",
)
