"""A payment that names no item: costs and interest first by the BGB, or the oldest item."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
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


def _debts(rng: Rng, agree: bool, language: str) -> Drawn:
    del language
    rows = 2 + rng.at("rows").below(3)
    start = dt.date(2023, 1, 1) + dt.timedelta(days=rng.at("start").below(700))
    oldest = Decimal(20_000 + rng.at("oldest").below(900_000)) / 100
    costs = Decimal(0) if agree else Decimal(1_000 + rng.at("costs").below(7_000)) / 100
    interest = Decimal(0) if agree else Decimal(200 + rng.at("interest").below(5_000)) / 100
    share = Decimal(30 + rng.at("share").below(50)) / 100
    paid = (oldest * share).quantize(Decimal(1)) + costs + interest
    paid = min(paid, oldest)
    days = sorted({rng.at("due", row).below(240) + 10 * row for row in range(2, rows + 1)})
    debts = [(start, oldest)]
    for row, after in enumerate(days, 2):
        amount = Decimal(5_000 + rng.at("amount", row).below(500_000)) / 100
        debts.append((start + dt.timedelta(days=after), amount))
    debts.sort(key=lambda debt: rng.at("order", debt[0].isoformat()).below(10**6))
    facts: dict[Ref, Value] = {
        "/paid_on": max(day for day, _ in debts) + dt.timedelta(days=5 + rng.at("late").below(60)),
        "/costs": cents(costs, "EUR"),
        "/interest": cents(interest, "EUR"),
        "/payment": cents(paid, "EUR"),
    }
    for row, (day, amount) in enumerate(debts, 1):
        facts[f"/lines/k{row}/number"] = f"R{rng.at('number', row).below(100_000):05}"
        facts[f"/lines/k{row}/due_on"] = day
        facts[f"/lines/k{row}/amount"] = cents(amount, "EUR")
    return facts, len(debts)


def _left(known: Known, regime: str) -> Value | None:
    payment = known.money("/payment")
    before = [known.money("/costs"), known.money("/interest")]
    debts = [
        (known.date(day), known.money(amount))
        for day, amount in zip(known.row_refs("due_on"), known.row_refs("amount"), strict=True)
    ]
    currencies = {money.currency for money in (payment, *before, *(debt for _, debt in debts))}
    if len(currencies) != 1 or len({day for day, _ in debts}) < len(debts):
        raise MissingFactError("/lines")
    paid = payment.amount
    if regime == "bgb":
        paid -= min(paid, sum((money.amount for money in before), Decimal(0)))
    oldest = min(debts, key=lambda debt: debt[0])[1]
    return cents(oldest.amount - min(paid, oldest.amount), oldest.currency)


NORM = Norm(
    number=18,
    name="payment_allocation",
    titles=in_words("Open items", "Offene Posten", "Postes ouverts"),
    asked=labelled(
        "/oldest_left",
        "money",
        "totals",
        ("Left of the oldest item", "Rest des ältesten Postens", "Reste du poste le plus ancien"),
        "What is left of the oldest item after the payment, for which the payer named no item: by "
        "sections 366 and 367 BGB, or by a ledger that books payments on the oldest item first. "
        "All items are due, unsecured and equally burdensome.",
        required=False,
    ),
    names=labelled(
        "/allocation",
        "text",
        "header",
        ("Allocation", "Tilgungsreihenfolge", "Imputation"),
        "How payments are allocated, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        labelled(
            "/paid_on",
            "date",
            "header",
            ("Paid on", "Gezahlt am", "Payé le"),
            "Day of the payment.",
        ),
        labelled(
            "/lines/*/number",
            "id",
            "lines",
            ("Item", "Posten", "Poste"),
            "Number of the item.",
        ),
        labelled(
            "/lines/*/due_on",
            "date",
            "lines",
            ("Due on", "Fällig am", "Échéance"),
            "Day on which the item was due.",
        ),
        labelled(
            "/lines/*/amount",
            "money",
            "lines",
            ("Principal", "Hauptforderung", "Principal"),
            "Principal of the item.",
        ),
        labelled(
            "/costs",
            "money",
            "totals",
            ("Costs", "Kosten", "Frais"),
            "Costs that the debtor owes.",
        ),
        labelled(
            "/interest",
            "money",
            "totals",
            ("Interest", "Zinsen", "Intérêts"),
            "Interest that the debtor owes.",
        ),
        labelled(
            "/payment",
            "money",
            "totals",
            ("Payment", "Zahlung", "Paiement"),
            "Amount that was paid.",
        ),
    ),
    regimes=(
        Regime(
            name="bgb",
            words=in_words(
                "German law (BGB §§ 366, 367)",
                "BGB §§ 366, 367",
                "droit allemand (BGB §§ 366, 367)",
            ),
            source="§ 367 (1) BGB: costs, interest, principal; § 366 (2): the older of equal debts",
            url="https://www.gesetze-im-internet.de/bgb/__367.html",
            valid_from="2002-01-01",
            place="Germany",
        ),
        Regime(
            name="oldest_first",
            words=in_words(
                "ledger: oldest item first",
                "Buchhaltung: ältester Posten zuerst",
                "comptabilité : poste le plus ancien d'abord",
            ),
            source="practice of ERP systems: automatic allocation to the oldest item",
            url="https://docs.erpnext.com/docs/user/manual/en/payment-reconciliation",
            valid_from="2000-01-01",
            place="by agreement",
        ),
    ),
    draw=_debts,
    answer=_left,
    sentence="Payments are allocated so: {words}.",
)
