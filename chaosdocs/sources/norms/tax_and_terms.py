"""Tax, payment terms, transfers, retention: where laws and conventions part ways."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.norms.norm import (
    AMOUNT,
    CENT,
    INVOICE_NUMBER,
    Known,
    MissingFactError,
    Norm,
    Regime,
    amount_of,
    cents,
    in_words,
    invoice_number_of,
    labelled,
)
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

Drawn = tuple[dict[Ref, Value], int]
_FOURTEEN = 14
_SATURDAY = 5
_HUNDRED = Decimal(100)
_INVOICE_DATE = labelled(
    "/invoice_date",
    "date",
    "header",
    ("Invoice date", "Rechnungsdatum", "Date de facture"),
    "Date of the invoice.",
)


def _supply(rng: Rng, agree: bool, language: str) -> Drawn:
    delivered = dt.date(2023, 1, 1) + dt.timedelta(days=rng.at("day").below(1_000))
    later = 15 + rng.at("late").below(20) if agree else 1 + rng.at("soon").below(_FOURTEEN)
    return {
        "/delivered_on": delivered,
        "/invoice_number": invoice_number_of(rng),
        "/invoice_date": delivered + dt.timedelta(days=later),
        "/amount": amount_of(rng, language),
    }, 0


def _tax_point(known: Known, regime: str) -> Value | None:
    delivered, invoiced = known.date("/delivered_on"), known.date("/invoice_date")
    if invoiced < delivered:
        raise MissingFactError("/invoice_date")
    soon = (invoiced - delivered).days <= _FOURTEEN
    return invoiced if soon and regime == "uk_14_day_rule" else delivered


TAX_POINT = Norm(
    number=9,
    name="uk_tax_point",
    titles=in_words("UK VAT supply note", "Liefervermerk UK-VAT", "Note de livraison TVA UK"),
    asked=labelled(
        "/tax_point",
        "date",
        "totals",
        ("Tax point", "Steuerzeitpunkt", "Fait générateur"),
        "Tax point of the supply of goods under UK VAT law, nothing being paid before. The seller "
        "may have elected out of the 14-day rule or not.",
        required=False,
    ),
    names=labelled(
        "/fourteen_day_rule",
        "text",
        "header",
        ("14-day rule", "14-Tage-Regel", "Règle des 14 jours"),
        "What the document says of the seller and the 14-day rule; null where it says nothing.",
        required=False,
    ),
    fields=(
        labelled(
            "/delivered_on",
            "date",
            "header",
            ("Goods delivered on", "Ware geliefert am", "Marchandise livrée le"),
            "Day on which the goods were delivered.",
        ),
        INVOICE_NUMBER,
        _INVOICE_DATE,
        AMOUNT,
    ),
    regimes=(
        Regime(
            name="uk_14_day_rule",
            words=in_words(
                "applies to the seller", "gilt für den Verkäufer", "applicable au vendeur"
            ),
            source="VATA 1994 s. 6(5); HMRC VATTOS5235",
            url="https://www.gov.uk/hmrc-internal-manuals/vat-time-of-supply/vattos5235",
            valid_from="1994-09-01",
            place="United Kingdom",
        ),
        Regime(
            name="uk_opted_out",
            words=in_words(
                "seller has elected out", "Verkäufer hat verzichtet", "vendeur y a renoncé"
            ),
            source="VATA 1994 s. 6(2), 6(5): the supplier notified HMRC; HMRC VATTOS5235",
            url="https://www.gov.uk/hmrc-internal-manuals/vat-time-of-supply/vattos5235",
            valid_from="1994-09-01",
            place="United Kingdom",
        ),
    ),
    draw=_supply,
    answer=_tax_point,
    sentence="The 14-day rule of UK VAT: {words}.",
)


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
    rate = known.number("/vat_rate") / _HUNDRED
    net = [known.money(ref) for ref in known.row_refs("net")]
    if len({each.currency for each in net}) != 1:
        raise MissingFactError("/lines/*/net")
    if regime == "by_line":
        total = sum(
            ((each.amount * rate).quantize(CENT, ROUND_HALF_UP) for each in net), Decimal(0)
        )
        return cents(total, net[0].currency)
    return cents(sum((each.amount for each in net), Decimal(0)) * rate, net[0].currency)


VAT_ROUNDING = Norm(
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


def _terms(rng: Rng, agree: bool, language: str) -> Drawn:
    days = 30 if agree or rng.at("short").chance(0.3) else 45
    words = {
        "en": f"{days} days end of month",
        "de": f"{days} Tage Monatsende",
        "fr": f"{days} jours fin de mois",
    }
    for attempt in range(10_000):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=rng.at("day", attempt).below(1_090))
        if (_month_end_first(day, days) == _days_first(day, days)) == agree:
            return {
                "/invoice_number": invoice_number_of(rng),
                "/invoice_date": day,
                "/payment_terms": words[language],
                "/amount": amount_of(rng, language),
            }, 0
    raise AssertionError("such days are there")


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_end_first(day: dt.date, days: int) -> dt.date:
    return _month_end(day) + dt.timedelta(days=days)


def _days_first(day: dt.date, days: int) -> dt.date:
    return _month_end(day + dt.timedelta(days=days))


def _due(known: Known, regime: str) -> Value | None:
    found = re.search(r"\d+", known.text("/payment_terms"))
    if found is None:
        raise MissingFactError("/payment_terms")
    count = _month_end_first if regime == "month_end_then_days" else _days_first
    return count(known.date("/invoice_date"), int(found[0]))


_CEPC = {
    "source": "Code de commerce L441-10; CEPC: both ways to count are lawful",
    "url": "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038414301",
    "valid_from": "2019-04-26",
    "place": "France",
}

END_OF_MONTH = Norm(
    number=11,
    name="fr_end_of_month",
    titles=in_words("Payment notice", "Zahlungsmitteilung", "Avis d'échéance"),
    asked=labelled(
        "/due_date",
        "date",
        "totals",
        ("Due date", "Fälligkeit", "Date d'échéance"),
        "Day on which the invoice is due by its terms under French law. The days are counted "
        "either from the end of the month of the invoice, or from the invoice and then to the end "
        "of that month.",
        required=False,
    ),
    names=labelled(
        "/terms_count",
        "text",
        "header",
        ("Counting", "Zählweise", "Décompte"),
        "How the days are counted, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        INVOICE_NUMBER,
        _INVOICE_DATE,
        AMOUNT,
        labelled(
            "/payment_terms",
            "text",
            "header",
            ("Payment terms", "Zahlungsziel", "Conditions de paiement"),
            "Terms of payment, exactly as printed.",
        ),
    ),
    regimes=(
        Regime(
            name="month_end_then_days",
            words=in_words(
                "end of the invoice month first, then the days",
                "erst Ende des Rechnungsmonats, dann die Tage",
                "fin du mois de facture, puis les jours",
            ),
            **_CEPC,
        ),
        Regime(
            name="days_then_month_end",
            words=in_words(
                "the days first, then the end of that month",
                "erst die Tage, dann das Ende des Monats",
                "les jours, puis la fin du mois",
            ),
            **_CEPC,
        ),
    ),
    draw=_terms,
    answer=_due,
    sentence="The terms of payment are counted so: {words}.",
)

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


TRANSFER = Norm(
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


RETENTION = Norm(
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
        ),
        Regime(
            name="de_law_2024",
            words=in_words("15 November 2023"),
            source="§ 147 (3) AO, § 257 (4) HGB as in force until 31 December 2024",
            url="https://www.gesetze-im-internet.de/ao_1977/__147.html",
            valid_from="1998-12-24",
            place="Germany",
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


def _hybrid(rng: Rng, agree: bool, language: str) -> Drawn:
    del language
    page = Decimal(5_000 + rng.at("total").below(3_000_000)) / 100
    gap = Decimal(100 * (1 + rng.at("gap").below(60))) / 100
    xml = page if agree else page - min(gap, page / 2) if rng.at("less").chance(0.5) else page + gap
    return {
        "/invoice_number": invoice_number_of(rng),
        "/invoice_date": dt.date(2025, 1, 2) + dt.timedelta(days=rng.at("day").below(600)),
        "/page_total": cents(page, "EUR"),
        "/xml_total": cents(xml, "EUR"),
    }, 0


def _payable(known: Known, regime: str) -> Value | None:
    page, xml = known.money("/page_total"), known.money("/xml_total")
    return xml if regime == "de_vat_2025" else page


HYBRID = Norm(
    number=19,
    name="hybrid_invoice",
    titles=in_words("E-invoice check", "Prüfung E-Rechnung", "Contrôle de facture électronique"),
    asked=labelled(
        "/total_payable",
        "money",
        "totals",
        ("Total payable", "Zahlbetrag", "Total à payer"),
        "Total of the hybrid invoice that counts: that of the structured part under German VAT "
        "rules, or that of the page if the parties have so agreed.",
        required=False,
    ),
    names=labelled(
        "/leading_part",
        "text",
        "header",
        ("Rule for differences", "Regel bei Abweichung", "Règle en cas d'écart"),
        "Which rule holds if the two parts differ, as the document says; null where it does not.",
        required=False,
    ),
    fields=(
        INVOICE_NUMBER,
        _INVOICE_DATE,
        labelled(
            "/page_total",
            "money",
            "totals",
            ("Total on the page", "Betrag im Bildteil", "Total de la page"),
            "Total that the page shows.",
        ),
        labelled(
            "/xml_total",
            "money",
            "totals",
            ("Total in the XML", "Betrag im XML-Teil", "Total du XML"),
            "Total that the attached structured part holds.",
        ),
    ),
    regimes=(
        Regime(
            name="de_vat_2025",
            words=in_words(
                "German VAT rules (BMF, 15.10.2024)",
                "Umsatzsteuerrecht (BMF vom 15.10.2024)",
                "TVA allemande (BMF du 15.10.2024)",
            ),
            source="BMF, letter of 15 October 2024 (III C 2 - S 7287-a/23/10001), no. 32: hybrid",
            url="https://www.bundesfinanzministerium.de/Content/DE/Downloads/BMF_Schreiben/Steuerarten/Umsatzsteuer/Umsatzsteuer-Anwendungserlass/2024-10-15-einfuehrung-e-rechnung.html",
            valid_from="2025-01-01",
            place="Germany",
        ),
        Regime(
            name="page_agreed",
            words=in_words(
                "agreement of the parties: the page leads",
                "Vereinbarung: der Bildteil führt",
                "accord des parties : la page prime",
            ),
            source="agreement of the parties; mustangproject#913",
            url="https://github.com/ZUGFeRD/mustangproject/issues/913",
            valid_from="2014-06-25",
            place="by agreement",
        ),
    ),
    draw=_hybrid,
    answer=_payable,
    sentence="If the two parts of the invoice differ, this rule holds: {words}.",
)
