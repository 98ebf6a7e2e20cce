"""Financial reporting: where IFRS Accounting Standards and US GAAP part ways, or agree."""

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
_IFRS = in_words("IFRS Accounting Standards")
_US = in_words("US GAAP")
_ASC = "https://asc.fasb.org"
_IFRS_ORG = "https://www.ifrs.org/issued-standards/list-of-standards"
_EITHER = "under IFRS Accounting Standards or under US GAAP, whichever the entity reports under"
_SENTENCE = "The entity reports under {words}."
_YEAR = 12
_LOW_VALUE = Decimal(5_000)
_NO_CHOICE = dt.date(2027, 1, 1)
_FRAMEWORK = labelled(
    "/framework",
    "text",
    "header",
    ("Reporting framework", "Rechnungslegung nach", "Référentiel comptable"),
    "Accounting framework that the document names; null where the document names none.",
    required=False,
)


def _frameworks(ifrs: tuple[str, str, str], us_gaap: tuple[str, str, str]) -> tuple[Regime, Regime]:
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


def _year_end(rng: Rng) -> dt.date:
    return dt.date(2022 + rng.at("year").below(4), 12, 31)


def _provision(rng: Rng, agree: bool, language: str) -> Drawn:
    currency = currency_of(language)
    low = Decimal(100 * (200 + rng.at("low").below(39_800)))
    span = Decimal(200 * (40 + rng.at("span").below(15_000)))
    facts: dict[Ref, Value] = {
        "/claim/outflow": "PROBABLE",
        "/claim/low": cents(low, currency),
        "/claim/high": cents(low + span, currency),
        "/claim/better_estimate": agree,
    }
    if agree:
        inside = Decimal(1 + rng.at("best").below(int(span) - 2))
        facts["/claim/best_estimate"] = cents(low + inside, currency)
    return facts, 0


def _provided(known: Known, regime: str) -> Value | None:
    known.text("/claim/outflow")
    low, high = known.money("/claim/low"), known.money("/claim/high")
    if known.flag("/claim/better_estimate"):
        return known.money("/claim/best_estimate")
    if low.currency != high.currency:
        raise MissingFactError("/claim/high")
    if regime == "us_gaap":
        return low
    return cents((low.amount + high.amount) / 2, low.currency)


PROVISION = Norm(
    number=1,
    name="provision_range",
    titles=in_words(
        "Claim assessment", "Beurteilung eines Rechtsstreits", "Évaluation d'un litige"
    ),
    asked=labelled(
        "/provision",
        "money",
        "totals",
        ("Provision", "Rückstellung", "Provision"),
        f"Amount to be provided for the claim at the year end, {_EITHER}.",
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        labelled(
            "/claim/outflow",
            "enum",
            "header",
            ("Outflow of resources", "Mittelabfluss", "Sortie de ressources"),
            "How likely it is that the claim has to be paid.",
            options=("PROBABLE",),
        ),
        labelled(
            "/claim/low",
            "money",
            "totals",
            ("Lowest amount", "Niedrigster Betrag", "Montant minimal"),
            "Lower end of the range of possible payments; every amount in it is as likely.",
        ),
        labelled(
            "/claim/high",
            "money",
            "totals",
            ("Highest amount", "Höchster Betrag", "Montant maximal"),
            "Upper end of the range of possible payments.",
        ),
        labelled(
            "/claim/better_estimate",
            "bool",
            "totals",
            ("Better estimate in range", "Bessere Schätzung", "Meilleure estimation"),
            "Whether some amount in the range is a better estimate than any other.",
        ),
        labelled(
            "/claim/best_estimate",
            "money",
            "totals",
            ("Best estimate", "Beste Schätzung", "Estimation retenue"),
            "The better estimate, where there is one.",
            required=False,
        ),
    ),
    regimes=_frameworks(
        (
            "IAS 37.36, 37.39: the mid-point of a continuous range",
            "ias-37-provisions-contingent-liabilities-and-contingent-assets",
            "1999-07-01",
        ),
        ("ASC 450-20-30-1: the minimum of the range", "450/20/30", "1976-09-30"),
    ),
    draw=_provision,
    answer=_provided,
    sentence=_SENTENCE,
)


def _stock(rng: Rng, agree: bool, language: str) -> Drawn:
    currency = currency_of(language)
    cost = Decimal(2_000 + rng.at("cost").below(900_000))
    written = cost * (60 + rng.at("written").below(36)) / 100
    share = Decimal(5 + rng.at("value").below(90)) / 100
    value = written * (1 - share / 2) if agree else written + (cost - written) * share * 2
    return {
        "/inventory/cost": cents(cost, currency),
        "/inventory/written_down_to": cents(written, currency),
        "/inventory/net_realisable_value": cents(value, currency),
    }, 0


def _carried(known: Known, regime: str) -> Value | None:
    cost = known.money("/inventory/cost")
    written = known.money("/inventory/written_down_to")
    value = known.money("/inventory/net_realisable_value")
    basis = cost if regime == "ifrs" else written
    return min((basis, value), key=lambda money: money.amount)


STOCK = Norm(
    number=2,
    name="inventory_write_up",
    titles=in_words("Inventory valuation", "Vorratsbewertung", "Évaluation des stocks"),
    asked=labelled(
        "/carrying_amount",
        "money",
        "totals",
        ("Carrying amount", "Buchwert", "Valeur comptable"),
        f"Carrying amount of the inventory after this valuation, {_EITHER}.",
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        labelled(
            "/inventory/cost",
            "money",
            "totals",
            ("Original cost", "Anschaffungskosten", "Coût d'origine"),
            "What the inventory cost.",
        ),
        labelled(
            "/inventory/written_down_to",
            "money",
            "totals",
            ("Written down last year to", "Abgeschrieben im Vorjahr auf", "Déprécié l'an passé à"),
            "Amount that the inventory was written down to in the year before.",
        ),
        labelled(
            "/inventory/net_realisable_value",
            "money",
            "totals",
            ("Net realisable value now", "Nettoveräußerungswert heute", "Valeur nette actuelle"),
            "Net realisable value of the inventory now.",
        ),
    ),
    regimes=_frameworks(
        ("IAS 2.33: reversed up to cost", "ias-2-inventories", "2005-01-01"),
        ("ASC 330-10-35-14: a new cost basis, not written up", "330/10/35", "1953-06-30"),
    ),
    draw=_stock,
    answer=_carried,
    sentence=_SENTENCE,
)


def _layers(rng: Rng, agree: bool, language: str) -> Drawn:
    del agree
    currency = currency_of(language)
    rows = 3 + rng.at("rows").below(4)
    year = 2022 + rng.at("year").below(4)
    price = Decimal(200 + rng.at("price").below(9_000)) / 100
    facts: dict[Ref, Value] = {}
    total = 0
    for row in range(1, rows + 1):
        stream = rng.at("row", row)
        units = 10 * (2 + stream.at("units").below(60))
        price += Decimal(5 + stream.at("rise").below(300)) / 100
        month = 1 + 11 * (row - 1) // rows
        facts[f"/lines/k{row}/date"] = dt.date(year, month, 1 + stream.at("day").below(28))
        facts[f"/lines/k{row}/units"] = Decimal(units)
        facts[f"/lines/k{row}/unit_cost"] = cents(price, currency)
        total += units
    facts["/cost_formula"] = "LIFO"
    facts["/closing_units"] = Decimal(5 + rng.at("closing").below(total - 10))
    return facts, rows


def _last_in_first_out(known: Known, regime: str) -> Value | None:
    """The oldest purchases are what is left."""
    known.text("/cost_formula")
    left = known.number("/closing_units")
    refs = [known.row_refs(leaf) for leaf in ("date", "units", "unit_cost")]
    layers = [
        (known.date(day), known.number(units), known.money(cost))
        for day, units, cost in zip(*refs, strict=True)
    ]
    if len({cost.currency for _, _, cost in layers}) != 1 or len({d for d, _, _ in layers}) < len(
        layers
    ):
        raise MissingFactError("/lines")
    if regime == "ifrs":
        return None
    value = Decimal(0)
    for _, units, cost in sorted(layers, key=lambda layer: layer[0]):
        value += min(units, left) * cost.amount
        left -= min(units, left)
    if left:
        raise MissingFactError("/lines")
    return cents(value, layers[0][2].currency)


LIFO = Norm(
    number=3,
    name="lifo",
    titles=in_words("Stock card", "Lagerkarte", "Fiche de stock"),
    asked=labelled(
        "/closing_inventory",
        "money",
        "totals",
        ("Closing inventory", "Endbestand", "Stock final"),
        "Cost of the units that are left, by the cost formula that the document asks for, counted "
        f"at the end of the period, {_EITHER}.",
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        labelled(
            "/cost_formula",
            "enum",
            "header",
            ("Cost formula", "Verbrauchsfolge", "Méthode de coût"),
            "Cost formula that the document asks for.",
            options=("LIFO",),
        ),
        labelled(
            "/lines/*/date",
            "date",
            "lines",
            ("Purchased on", "Gekauft am", "Acheté le"),
            "Date of the purchase.",
        ),
        labelled(
            "/lines/*/units",
            "number",
            "lines",
            ("Units", "Stück", "Unités"),
            "Number of units bought.",
        ),
        labelled(
            "/lines/*/unit_cost",
            "money",
            "lines",
            ("Cost per unit", "Stückkosten", "Coût unitaire"),
            "Cost of one unit.",
        ),
        labelled(
            "/closing_units",
            "number",
            "totals",
            ("Units left", "Restbestand Stück", "Unités restantes"),
            "Number of units that are left at the end of the period.",
        ),
    ),
    regimes=_frameworks(
        ("IAS 2.25: LIFO is not among the cost formulas", "ias-2-inventories", "2005-01-01"),
        ("ASC 330-10-30-9: LIFO is permitted", "330/10/30", "1953-06-30"),
    ),
    draw=_layers,
    answer=_last_in_first_out,
    sentence=_SENTENCE,
    agrees=False,
)


def _short_lease(rng: Rng, agree: bool, language: str) -> Drawn:
    months = 3 + rng.at("months").below(10)
    option, certain = True, False
    if agree:
        case = rng.at("case").below(3)
        option, certain = case == 1, case == 1
        months = 13 + rng.at("longer").below(47) if case == 2 else months  # noqa: PLR2004
    return {
        "/lease/asset": rng.at("asset").pick((*_CHEAP, *_DEAR))[language],
        "/lease/monthly_payment": cents(
            Decimal(40 + rng.at("payment").below(4_000)), currency_of(language)
        ),
        "/lease/commencement": dt.date(2022, 1, 1) + dt.timedelta(days=rng.at("from").below(1_500)),
        "/lease/term_months": Decimal(months),
        "/lease/purchase_option": option,
        "/lease/exercise_certain": certain,
    }, 0


def _is_short(known: Known, regime: str) -> Value | None:
    short = known.number("/lease/term_months") <= _YEAR
    option, certain = known.flag("/lease/purchase_option"), known.flag("/lease/exercise_certain")
    if regime == "ifrs":
        return short and not option
    return short and not (option and certain)


_COMMENCEMENT = labelled(
    "/lease/commencement",
    "date",
    "header",
    ("Commencement", "Beginn", "Début du contrat"),
    "Commencement date of the lease.",
)
_TERM = labelled(
    "/lease/term_months",
    "number",
    "totals",
    ("Term in months", "Laufzeit in Monaten", "Durée en mois"),
    "Term of the lease in months.",
)

_ASSET = labelled(
    "/lease/asset",
    "text",
    "header",
    ("Asset", "Leasinggegenstand", "Bien loué"),
    "What is leased.",
)
_MONTHLY = labelled(
    "/lease/monthly_payment",
    "money",
    "totals",
    ("Payment a month", "Monatliche Rate", "Loyer mensuel"),
    "Payment a month.",
)

SHORT_LEASE = Norm(
    number=4,
    name="lease_short_term",
    titles=in_words("Lease summary", "Leasingübersicht", "Fiche de location"),
    asked=labelled(
        "/short_term_exemption",
        "bool",
        "totals",
        ("Short-term exemption", "Ausnahme kurzfristig", "Exemption courte durée"),
        "Whether the lessee may leave the lease off its balance sheet because it is short-term, "
        f"{_EITHER}.",
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        _ASSET,
        _COMMENCEMENT,
        _TERM,
        _MONTHLY,
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
    regimes=_frameworks(
        ("IFRS 16.5(a), Appendix A: no purchase option", "ifrs-16-leases", "2019-01-01"),
        (
            "ASC 842-20-25-2, glossary: none that is reasonably certain to be used",
            "842/20/25",
            "2018-12-15",
        ),
    ),
    draw=_short_lease,
    answer=_is_short,
    sentence=_SENTENCE,
)

_CHEAP = (
    in_words("Laptop", "Notebook", "Ordinateur portable"),
    in_words("Telephone system", "Telefonanlage", "Téléphone de bureau"),
    in_words("Tablet", "Tablet", "Tablette"),
    in_words("Desk and chair", "Schreibtisch und Stuhl", "Bureau et chaise"),
)
_DEAR = (
    in_words("Forklift truck", "Gabelstapler", "Chariot élévateur"),
    in_words("Delivery van", "Lieferwagen", "Camionnette"),
    in_words("Packaging machine", "Verpackungsmaschine", "Machine d'emballage"),
)


def _small_lease(rng: Rng, agree: bool, language: str) -> Drawn:
    asset = rng.at("asset").pick(_DEAR if agree else _CHEAP)
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
    if known.number("/lease/term_months") <= _YEAR:
        raise MissingFactError("/lease/term_months")
    return regime == "ifrs" and value.amount <= _LOW_VALUE


SMALL_LEASE = Norm(
    number=5,
    name="lease_low_value",
    titles=in_words("Equipment lease", "Geräteleasing", "Location d'équipement"),
    asked=labelled(
        "/low_value_exemption",
        "bool",
        "totals",
        ("Low-value exemption", "Ausnahme geringer Wert", "Exemption faible valeur"),
        "Whether the lessee may expense the payments because the asset is of low value, "
        f"{_EITHER}.",
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        _ASSET,
        _COMMENCEMENT,
        _TERM,
        _MONTHLY,
        labelled(
            "/lease/value_new",
            "money",
            "totals",
            ("Value when new", "Neuwert", "Valeur à neuf"),
            "Value of the asset when it is new.",
        ),
    ),
    regimes=_frameworks(
        (
            "IFRS 16.5(b), B3 to B8, BC100: 5,000 dollars or less when new",
            "ifrs-16-leases",
            "2019-01-01",
        ),
        ("ASC 842-20-25-2, ASU 2016-02 BC122: no such exemption", "842/20/25", "2018-12-15"),
    ),
    draw=_small_lease,
    answer=_is_small,
    sentence=_SENTENCE,
)


def _loan(rng: Rng, agree: bool, language: str) -> Drawn:
    end = _year_end(rng)
    issued = end + dt.timedelta(days=60 + rng.at("issued").below(60))
    due = end + dt.timedelta(
        days=issued.toordinal() - end.toordinal() + 20 + rng.at("due").below(180)
    )
    if not agree:
        signed = end + dt.timedelta(days=5 + rng.at("signed").below(50))
    elif rng.at("before").chance(0.5):
        signed = end - dt.timedelta(days=1 + rng.at("signed").below(120))
    else:
        signed = issued + dt.timedelta(days=1 + rng.at("signed").below(18))
    years = 3 + rng.at("years").below(5)
    return {
        "/reporting_date": end,
        "/loan/amount": cents(
            Decimal(1_000 * (50 + rng.at("amount").below(4_000))), currency_of(language)
        ),
        "/loan/due": due,
        "/loan/refinanced_on": signed,
        "/loan/refinanced_until": dt.date(due.year + years, due.month, min(due.day, 28)),
        "/authorised_on": issued,
    }, 0  # fmt: skip


def _classified(known: Known, regime: str) -> Value | None:
    end, issued = known.date("/reporting_date"), known.date("/authorised_on")
    signed = known.date("/loan/refinanced_on")
    due, until = known.date("/loan/due"), known.date("/loan/refinanced_until")
    if not end < due <= _a_year_after(end) < until:
        raise MissingFactError("/loan/due")
    return "NON_CURRENT" if signed <= (end if regime == "ifrs" else issued) else "CURRENT"


def _a_year_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1)


_REPORTING_DATE = labelled(
    "/reporting_date",
    "date",
    "header",
    ("Reporting date", "Abschlussstichtag", "Date de clôture"),
    "Last day of the reporting period.",
)
_AUTHORISED = labelled(
    "/authorised_on",
    "date",
    "header",
    ("Statements issued on", "Abschluss freigegeben am", "Comptes arrêtés le"),
    "Day on which the financial statements were authorised and issued.",
)

LOAN = Norm(
    number=6,
    name="refinanced_loan",
    titles=in_words("Loan memo", "Darlehensvermerk", "Note d'emprunt"),
    asked=labelled(
        "/classification",
        "enum",
        "totals",
        ("Classification", "Einstufung", "Classement"),
        f"How the loan is classified at the reporting date, {_EITHER}.",
        options=("CURRENT", "NON_CURRENT"),
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        _REPORTING_DATE,
        _AUTHORISED,
        labelled(
            "/loan/amount",
            "money",
            "totals",
            ("Loan", "Darlehen", "Emprunt"),
            "Amount of the loan.",
        ),
        labelled(
            "/loan/due",
            "date",
            "totals",
            ("Due on", "Fällig am", "Échéance"),
            "Day on which the loan was due before it was refinanced.",
        ),
        labelled(
            "/loan/refinanced_on",
            "date",
            "totals",
            ("Refinancing signed on", "Umschuldung vereinbart am", "Refinancement signé le"),
            "Day on which the long-term refinancing was agreed and completed.",
        ),
        labelled(
            "/loan/refinanced_until",
            "date",
            "totals",
            ("Refinanced until", "Umgeschuldet bis", "Refinancé jusqu'au"),
            "Day on which the refinanced loan is due.",
        ),
    ),
    regimes=_frameworks(
        (
            "IAS 1.72A to 76: rights at the end of the period",
            "ias-1-presentation-of-financial-statements",
            "2024-01-01",
        ),
        (
            "ASC 470-10-45-14: refinanced before the statements are issued",
            "470/10/45",
            "1975-12-31",
        ),
    ),
    draw=_loan,
    answer=_classified,
    sentence=_SENTENCE,
)

_BUSINESSES = (
    in_words("Manufacture of tools", "Herstellung von Werkzeugen", "Fabrication d'outils"),
    in_words("Wholesale of food", "Großhandel mit Lebensmitteln", "Commerce de gros alimentaire"),
    in_words("Road haulage", "Gütertransport", "Transport routier"),
    in_words("Software development", "Softwareentwicklung", "Édition de logiciels"),
)


def _interest(rng: Rng, agree: bool, language: str) -> Drawn:
    start = dt.date(2022 + rng.at("year").below(5), 1, 1)
    policy = "OPERATING" if agree else "FINANCING"
    if not agree and rng.at("later").chance(0.4):
        start = dt.date(2027, 1, 1)
        policy = rng.at("policy").pick(("OPERATING", "FINANCING"))
    return {
        "/main_business": rng.at("business").pick(_BUSINESSES)[language],
        "/period/start": start,
        "/period/end": dt.date(start.year, 12, 31),
        "/policy_choice": policy,
        "/interest_paid": cents(
            Decimal(500 + rng.at("amount").below(900_000)), currency_of(language)
        ),
    }, 0


def _category(known: Known, regime: str) -> Value | None:
    start, policy = known.date("/period/start"), known.text("/policy_choice")
    if regime == "us_gaap":
        return "OPERATING"
    return "FINANCING" if start >= _NO_CHOICE else policy


INTEREST = Norm(
    number=7,
    name="interest_paid",
    titles=in_words("Cash flow worksheet", "Arbeitsblatt Kapitalfluss", "Tableau de flux"),
    asked=labelled(
        "/category",
        "enum",
        "totals",
        ("Category", "Zuordnung", "Catégorie"),
        f"Category of the interest paid in the statement of cash flows, {_EITHER}.",
        options=("OPERATING", "FINANCING"),
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        labelled(
            "/main_business",
            "text",
            "header",
            ("Main business", "Hauptgeschäft", "Activité principale"),
            "Main business of the entity.",
        ),
        labelled(
            "/period/start",
            "date",
            "header",
            ("Period from", "Zeitraum von", "Exercice du"),
            "First day of the reporting period.",
        ),
        labelled(
            "/period/end",
            "date",
            "header",
            ("Period to", "Zeitraum bis", "Exercice au"),
            "Last day of the reporting period.",
        ),
        labelled(
            "/policy_choice",
            "enum",
            "totals",
            (
                "Policy where there is a choice",
                "Wahl, soweit Wahlrecht",
                "Option, si le choix existe",
            ),
            "Category that the entity has chosen for interest paid wherever it has a choice.",
            options=("OPERATING", "FINANCING"),
        ),
        labelled(
            "/interest_paid",
            "money",
            "totals",
            ("Interest paid", "Gezahlte Zinsen", "Intérêts payés"),
            "Interest paid in the period.",
        ),
    ),
    regimes=_frameworks(
        (
            "IAS 7.33; from 2027 IAS 7.34A as amended by IFRS 18: financing",
            "ias-7-statement-of-cash-flows",
            "1994-01-01",
        ),
        ("ASC 230-10-45-17(d): operating", "230/10/45", "1988-07-15"),
    ),
    draw=_interest,
    answer=_category,
    sentence=_SENTENCE,
)


def _dividend(rng: Rng, agree: bool, language: str) -> Drawn:
    del agree
    end = _year_end(rng)
    after = rng.at("after").chance(0.7)
    days = 10 + rng.at("days").below(70)
    return {
        "/reporting_date": end,
        "/authorised_on": end + dt.timedelta(days=90 + rng.at("issued").below(40)),
        "/dividend/declared_on": end + dt.timedelta(days=days if after else -days),
        "/dividend/amount": cents(
            Decimal(1_000 * (5 + rng.at("amount").below(2_000))), currency_of(language)
        ),
    }, 0


def _owed(known: Known, regime: str) -> Value | None:
    del regime
    amount = known.money("/dividend/amount")
    declared = known.date("/dividend/declared_on") <= known.date("/reporting_date")
    return amount if declared else Money(Decimal("0.00"), amount.currency)


DIVIDEND = Norm(
    number=8,
    name="dividend_after_year_end",
    titles=in_words("Dividend resolution", "Dividendenbeschluss", "Décision de dividende"),
    asked=labelled(
        "/liability",
        "money",
        "totals",
        ("Liability at year end", "Verbindlichkeit zum Stichtag", "Dette à la clôture"),
        "Liability for the unpaid dividend at the reporting date, 0.00 where there is none, "
        f"{_EITHER}.",
        required=False,
    ),
    names=_FRAMEWORK,
    fields=(
        _REPORTING_DATE,
        _AUTHORISED,
        labelled(
            "/dividend/declared_on",
            "date",
            "totals",
            ("Declared on", "Beschlossen am", "Décidé le"),
            "Day on which the dividend was declared.",
        ),
        labelled(
            "/dividend/amount",
            "money",
            "totals",
            ("Dividend", "Dividende", "Dividende"),
            "Amount of the dividend.",
        ),
    ),
    regimes=_frameworks(
        (
            "IAS 10.12: no liability if declared after the period",
            "ias-10-events-after-the-reporting-period",
            "2005-01-01",
        ),
        (
            "ASC 505-20-25 and practice: a liability when declared (assumed)",
            "505/20/25",
            "1953-06-30",
        ),
    ),
    draw=_dividend,
    answer=_owed,
    sentence=_SENTENCE,
    disagrees=False,
)
