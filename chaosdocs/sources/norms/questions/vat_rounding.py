"""VAT rounded once on the sum of the lines, or on each line."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    CENT,
    HUNDRED,
    Drawn,
    Known,
    MissingFactError,
    Norm,
    Regime,
    cents,
    in_words,
    labelled,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value


def _lines(rng: Rng, agree: bool, language: str) -> Drawn:
    del language
    for attempt in range(1_000):
        stream = rng.at("try", attempt)
        rows = 2 + stream.at("rows").below(6)
        rate = Decimal(stream.at("rate").pick((19, 20, 21, 25, 7, 5)))
        facts: dict[Ref, Value] = {"/vat_rate": rate}
        for row in range(1, rows + 1):
            net = Decimal(100 + stream.at("net", row).below(60_000)) / 100
            facts[f"/lines/k{row}/item"] = (
                f"{chr(64 + row)}-{stream.at('item', row).below(9_000):04}"
            )
            facts[f"/lines/k{row}/net"] = cents(net, "EUR")
        known = Known(facts, [f"k{row}" for row in range(1, rows + 1)])
        if (_vat(known, "en16931") == _vat(known, "by_line")) == agree:
            return facts, rows
    raise AssertionError("every second draw fits")


def _vat(known: Known, regime: str) -> Value | None:
    rate = known.number("/vat_rate") / HUNDRED
    net = [known.money(ref) for ref in known.row_refs("net")]
    if len({each.currency for each in net}) != 1:
        raise MissingFactError("/lines/*/net")
    if regime == "by_line":
        total = sum(
            ((each.amount * rate).quantize(CENT, ROUND_HALF_UP) for each in net), Decimal(0)
        )
        return cents(total, net[0].currency)
    return cents(sum((each.amount for each in net), Decimal(0)) * rate, net[0].currency)


NORM = Norm(
    number=10,
    name="vat_rounding",
    titles=in_words("Net statement", "Nettoaufstellung", "Relevé net"),
    asked=labelled(
        "/vat_total",
        "money",
        "totals",
        ("VAT in all", "Umsatzsteuer gesamt", "TVA totale"),
        "VAT on all lines at the printed rate, rounded half up to cents: either once on the sum of "
        "the lines or on each line.",
        required=False,
    ),
    names=labelled(
        "/rounding",
        "text",
        "header",
        ("VAT rounding", "Rundung der Steuer", "Arrondi de la TVA"),
        "How VAT is rounded, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        labelled(
            "/vat_rate",
            "percent",
            "header",
            ("VAT rate %", "Steuersatz %", "Taux de TVA %"),
            "Rate of VAT in percent.",
        ),
        labelled(
            "/lines/*/item",
            "id",
            "lines",
            ("Item", "Artikel", "Article"),
            "Number of the item.",
        ),
        labelled(
            "/lines/*/net",
            "money",
            "lines",
            ("Net amount", "Nettobetrag", "Montant HT"),
            "Net amount of the line.",
        ),
    ),
    regimes=(
        Regime(
            name="en16931",
            words=in_words(
                "once, on the sum of the lines",
                "einmal, auf die Summe der Zeilen",
                "une fois, sur la somme des lignes",
            ),
            source="EN 16931-1, BR-CO-17",
            url="https://docs.peppol.eu/poacc/billing/3.0/rules/ubl-tc434/BR-CO-17/",
            valid_from="2017-10-17",
            place="European Union",
        ),
        Regime(
            name="by_line",
            words=in_words("on each line", "auf jede Zeile", "sur chaque ligne"),
            source="practice of accounting programs: accounted#2580, mustangproject#480",
            url="https://github.com/ZUGFeRD/mustangproject/issues/480",
            valid_from="2000-01-01",
            place="by agreement",
        ),
    ),
    draw=_lines,
    answer=_vat,
    sentence="VAT is rounded {words}.",
)
