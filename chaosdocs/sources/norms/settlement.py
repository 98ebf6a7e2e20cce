"""Settlement: which debt a payment pays, how interest is counted, which difference is paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    Known,
    MissingFactError,
    Norm,
    Regime,
    cents,
    currency_of,
    in_words,
    labelled,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value

Drawn = tuple[dict[Ref, Value], int]
_HUNDRED = Decimal(100)


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


ALLOCATION = Norm(
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


def _loan(rng: Rng, agree: bool, language: str) -> Drawn:
    del agree
    currency = currency_of(language)
    for attempt in range(10_000):
        stream = rng.at("try", attempt)
        start = dt.date(2022, 1, 1) + dt.timedelta(days=stream.at("from").below(1_500))
        facts: dict[Ref, Value] = {
            "/principal": cents(Decimal(1_000 * (5 + stream.at("principal").below(900))), currency),
            "/rate": Decimal(100 + 25 * stream.at("rate").below(36)) / 100,
            "/from": start,
            "/to": start + dt.timedelta(days=20 + stream.at("days").below(160)),
        }
        answers = {_interest(Known(facts, ()), name) for name in _COUNTS}
        if len(answers) == len(_COUNTS):
            return facts, 0
    raise AssertionError("most draws fit")


def _interest(known: Known, regime: str) -> Value | None:
    principal, rate = known.money("/principal"), known.number("/rate")
    start, end = known.date("/from"), known.date("/to")
    if regime == "30e_360":
        months = 12 * (end.year - start.year) + end.month - start.month
        days = 30 * months + min(end.day, 30) - min(start.day, 30)
    else:
        days = (end - start).days
    year = 365 if regime == "act_365" else 360
    return cents(principal.amount * rate * days / (_HUNDRED * year), principal.currency)


_COUNTS = {
    "act_365": ("act/365", "4.16(d), Actual/365 (Fixed)"),
    "act_360": ("act/360", "4.16(e), Actual/360"),
    "30e_360": ("30E/360", "4.16(g), 30E/360 or Eurobond basis"),
}

DAY_COUNT = Norm(
    number=20,
    name="day_count",
    titles=in_words("Interest statement", "Zinsabrechnung", "Décompte d'intérêts"),
    asked=labelled(
        "/interest_due",
        "money",
        "totals",
        ("Interest due", "Zinsbetrag", "Intérêts dus"),
        "Interest for the period, the first day counted and the last not, rounded half up to "
        "cents, by one of the day counts act/365, act/360 and 30E/360.",
        required=False,
    ),
    names=labelled(
        "/day_count",
        "text",
        "header",
        ("Day count", "Zinsmethode", "Base de calcul"),
        "Day count that the document names; null where it names none.",
        required=False,
    ),
    fields=(
        labelled(
            "/principal",
            "money",
            "totals",
            ("Principal", "Kapital", "Capital"),
            "Amount on which interest is paid.",
        ),
        labelled(
            "/rate",
            "percent",
            "totals",
            ("Rate % a year", "Zinssatz % p. a.", "Taux annuel %"),
            "Rate of interest a year in percent.",
        ),
        labelled(
            "/from",
            "date",
            "totals",
            ("From", "Von", "Du"),
            "First day of the period.",
        ),
        labelled(
            "/to",
            "date",
            "totals",
            ("To", "Bis", "Au"),
            "Last day of the period.",
        ),
    ),
    regimes=tuple(
        Regime(
            name=name,
            words=in_words(words),
            source=f"2006 ISDA Definitions {source}",
            url="https://www.isda.org/book/2006-isda-definitions/",
            valid_from="2006-12-01",
            place="markets",
        )
        for name, (words, source) in _COUNTS.items()
    ),
    draw=_loan,
    answer=_interest,
    sentence="The day count is {words}.",
    agrees=False,
)


def _short(rng: Rng, agree: bool, language: str) -> Drawn:
    currency = currency_of(language)
    percent = Decimal(rng.at("percent").pick((1, 2, 3, 5)))
    while True:
        rng = rng.at("next")
        invoiced = Decimal(100 * (5 + rng.at("invoiced").below(400)))
        amount = Decimal(rng.at("amount").pick((10, 20, 25, 50, 100, 150)))
        small, great = sorted((amount, invoiced * percent / _HUNDRED))
        if great - small >= 5:  # noqa: PLR2004 - room for a difference between the two
            break
    if not agree:
        gap = small + Decimal(1 + rng.at("gap").below(int(great - small)))
        gap = min(gap, great)
    elif rng.at("within").chance(0.5):
        gap = (small * Decimal(1 + rng.at("gap").below(99)) / _HUNDRED).quantize(Decimal("0.01"))
    else:
        gap = great + Decimal(1 + rng.at("gap").below(60))
    return {
        "/invoiced": cents(invoiced, currency),
        "/received": cents(invoiced - gap, currency),
        "/tolerance_percent": percent,
        "/tolerance_amount": cents(amount, currency),
    }, 0


def _decided(known: Known, regime: str) -> Value | None:
    invoiced, received = known.money("/invoiced"), known.money("/received")
    amount: Money = known.money("/tolerance_amount")
    if len({invoiced.currency, received.currency, amount.currency}) != 1:
        raise MissingFactError("/tolerance_amount")
    limits = (amount.amount, invoiced.amount * known.number("/tolerance_percent") / _HUNDRED)
    limit = max(limits) if regime == "greater" else min(limits)
    return "PAY" if abs(invoiced.amount - received.amount) <= limit else "BLOCK"


TOLERANCE = Norm(
    number=21,
    name="tolerance",
    titles=in_words("Invoice check", "Rechnungsprüfung", "Contrôle de facture"),
    asked=labelled(
        "/decision",
        "enum",
        "totals",
        ("Decision", "Entscheidung", "Décision"),
        "PAY if the difference between what was invoiced and what was received is within the "
        "tolerance, its limit included, BLOCK if not. The tolerance is the greater or the smaller "
        "of the percentage of the invoiced amount and the fixed amount.",
        options=("PAY", "BLOCK"),
        required=False,
    ),
    names=labelled(
        "/tolerance_rule",
        "text",
        "header",
        ("Tolerance", "Toleranz", "Tolérance"),
        "Which of the two limits counts, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        labelled(
            "/invoiced",
            "money",
            "totals",
            ("Invoiced", "Berechnet", "Facturé"),
            "Amount that was invoiced.",
        ),
        labelled(
            "/received",
            "money",
            "totals",
            ("Received", "Erhalten", "Reçu"),
            "Value of what was received.",
        ),
        labelled(
            "/tolerance_percent",
            "percent",
            "totals",
            ("Tolerance %", "Toleranz %", "Tolérance %"),
            "Tolerance in percent of the invoiced amount.",
        ),
        labelled(
            "/tolerance_amount",
            "money",
            "totals",
            ("Tolerance amount", "Toleranzbetrag", "Montant de tolérance"),
            "Tolerance as an amount.",
        ),
    ),
    regimes=(
        Regime(
            name="greater",
            words=in_words(
                "whichever is greater", "der größere Wert gilt", "le plus élevé des deux"
            ),
            source="policy of the buyer; opendigitalproductfactory#2593",
            url="https://github.com/OpenDigitalProductFactory/opendigitalproductfactory/issues/2593",
            valid_from="2000-01-01",
            place="policy",
        ),
        Regime(
            name="smaller",
            words=in_words(
                "whichever is smaller", "der kleinere Wert gilt", "le plus faible des deux"
            ),
            source="policy of the buyer",
            url="https://github.com/OpenDigitalProductFactory/opendigitalproductfactory/issues/2593",
            valid_from="2000-01-01",
            place="policy",
        ),
    ),
    draw=_short,
    answer=_decided,
    sentence="Of the two tolerances, this one counts: {words}.",
)
