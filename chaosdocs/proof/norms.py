"""What norms make of the facts that a document prints: computed a second time, by other code.

Nothing here is shared with the sources. Each function was written from the text of the norm (see
the catalogue of norms in the documentation), and a table of worked examples holds both to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from chaosdocs.truth.values import Money, Value, decimal

Outcomes = dict[str, "Value | None"]
Facts = Mapping[str, Value]
Computed = Callable[[Any, Sequence[str]], Outcomes]
_WEEKEND: Final = (6, 7)


class _Facts(dict[str, Any]):
    """Facts by path; a path that is not there, or is of another currency, raises KeyError."""

    def cents(self, *paths: str) -> list[int]:
        """Return amounts in cents, all in one currency."""
        found = [self[path] for path in paths]
        if len({each.currency for each in found}) > 1:
            raise KeyError("currencies")
        return [int(Fraction(each.amount) * 100) for each in found]

    def column(self, leaf: str, rows: Sequence[str]) -> list[Any]:
        """Return a leaf of all rows."""
        if not rows:
            raise KeyError(leaf)
        return [self[f"/lines/{row}/{leaf}"] for row in rows]

    def unit(self, path: str) -> str:
        """Return the currency of an amount."""
        return str(self[path].currency)


def _money(in_cents: Fraction | int, currency: str) -> Money:
    """Half a cent is rounded away from zero."""
    doubled = 2 * abs(Fraction(in_cents)) + 1
    whole = doubled.numerator // (2 * doubled.denominator)
    sign = "-" if in_cents < 0 and whole else ""
    return Money(decimal(f"{sign}{whole // 100}.{whole % 100:02}"), currency)


def _both(ifrs: Value | None, us_gaap: Value | None) -> Outcomes:
    return {"ifrs": ifrs, "us_gaap": us_gaap}


def _provision_range(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    if facts["/claim/outflow"] != "PROBABLE":
        raise KeyError("/claim/outflow")
    low, high = facts.cents("/claim/low", "/claim/high")
    if facts["/claim/better_estimate"]:
        best = facts["/claim/best_estimate"]
        return _both(best, best)
    unit = facts.unit("/claim/low")
    return _both(_money(Fraction(low + high, 2), unit), _money(low, unit))


def _inventory_write_up(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    cost, written, now = facts.cents(
        "/inventory/cost", "/inventory/written_down_to", "/inventory/net_realisable_value"
    )
    unit = facts.unit("/inventory/cost")
    return _both(_money(min(cost, now), unit), _money(min(written, now), unit))


def _lifo(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    """The newest units are sold first: take them off the stock, and what stays is valued."""
    if facts["/cost_formula"] != "LIFO":
        raise KeyError("/cost_formula")
    days, units = facts.column("date", rows), facts.column("units", rows)
    costs = facts.cents(*(f"/lines/{row}/unit_cost" for row in rows))
    unit = facts.unit(f"/lines/{rows[0]}/unit_cost")
    stock = sorted(zip(days, map(Fraction, units), costs, strict=True), key=lambda each: each[0])
    sold = sum((units for _, units, _ in stock), Fraction(0)) - Fraction(facts["/closing_units"])
    if sold < 0 or len(set(days)) < len(days):
        raise KeyError("/closing_units")
    while sold:
        day, here, cost = stock.pop()
        gone = min(here, sold)
        sold -= gone
        if here > gone:
            stock.append((day, here - gone, cost))
    return _both(None, _money(sum(here * cost for _, here, cost in stock), unit))


def _lease_short_term(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    option, sure = facts["/lease/purchase_option"], facts["/lease/exercise_certain"]
    if facts["/lease/term_months"] > 12:  # noqa: PLR2004 - a year
        return _both(ifrs=False, us_gaap=False)
    return _both(ifrs=not option, us_gaap=not option or not sure)


def _lease_low_value(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    if facts["/lease/term_months"] <= 12:  # noqa: PLR2004 - it might be short-term
        raise KeyError("/lease/term_months")
    (value,) = facts.cents("/lease/value_new")
    return _both(ifrs=value <= 5_000_00, us_gaap=False)  # noqa: PLR2004 - cents


def _refinanced_loan(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    end, issued = facts["/reporting_date"], facts["/authorised_on"]
    signed, due = facts["/loan/refinanced_on"], facts["/loan/due"]
    limit = dt.date(end.year + 1, end.month, end.day)
    if due <= end or due > limit or facts["/loan/refinanced_until"] <= limit:
        raise KeyError("/loan/due")
    words = {True: "NON_CURRENT", False: "CURRENT"}
    return _both(words[signed <= end], words[signed <= issued])


def _interest_paid(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    free = facts["/period/start"].year < 2027  # noqa: PLR2004 - IFRS 18
    return _both(facts["/policy_choice"] if free else "FINANCING", "OPERATING")


def _dividend_after_year_end(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    (amount,) = facts.cents("/dividend/amount")
    late = facts["/dividend/declared_on"] > facts["/reporting_date"]
    owed = _money(0 if late else amount, facts.unit("/dividend/amount"))
    return _both(owed, owed)


def _uk_tax_point(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    basic, invoice = facts["/delivered_on"], facts["/invoice_date"]
    if invoice < basic:
        raise KeyError("/invoice_date")
    late = invoice > dt.date.fromordinal(basic.toordinal() + 14)
    return {"uk_14_day_rule": basic if late else invoice, "uk_opted_out": basic}


def _vat_rounding(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    if not rows:
        raise KeyError("/lines")
    paths = [f"/lines/{row}/net" for row in rows]
    net, rate, unit = facts.cents(*paths), Fraction(facts["/vat_rate"]), facts.unit(paths[0])
    each = [_money(Fraction(cents) * rate / 100, unit).amount for cents in net]
    return {
        "en16931": _money(Fraction(sum(net)) * rate / 100, unit),
        "by_line": _money(sum(map(Fraction, each)) * 100, unit),
    }


def _last(day: dt.date) -> dt.date:
    """The last day of a month is the day before the first of the next."""
    first = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return dt.date.fromordinal(first.toordinal() - 1)


def _fr_end_of_month(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    invoice = facts["/invoice_date"]
    found = re.match(r"(\d+)\s", facts["/payment_terms"])
    if found is None:
        raise KeyError("/payment_terms")
    days = int(found[1])
    return {
        "month_end_then_days": dt.date.fromordinal(_last(invoice).toordinal() + days),
        "days_then_month_end": _last(dt.date.fromordinal(invoice.toordinal() + days)),
    }


def _business_days(start: dt.date, count: int) -> dt.date:
    """The day that is so many business days after `start`."""
    at = start.toordinal()
    while count:
        at += 1
        count -= dt.date.fromordinal(at).isoweekday() not in _WEEKEND
    return dt.date.fromordinal(at)


def _psd2_credit(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    day, clock = facts["/ordered_on"], facts["/ordered_at"]
    hour, minute = (int(part) for part in clock.split(":"))
    more = {"ELECTRONIC": 1, "PAPER": 2}[facts["/form"]]
    found: Outcomes = {}
    for name in ("1400", "1530", "1600", "1900", "2000"):
        in_time = hour * 60 + minute <= int(name[:2]) * 60 + int(name[2:])
        open_day = day.isoweekday() not in _WEEKEND
        wait = more if open_day and in_time else more + 1
        found[f"cut_off_{name}"] = _business_days(day, wait)
    return found


def _retention_de(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    now = {"VOUCHER": 8, "ANNUAL_ACCOUNTS": 10, "BUSINESS_LETTER": 6}[facts["/voucher/kind"]]
    before = 10 if facts["/voucher/kind"] == "VOUCHER" else now
    year = facts["/voucher/created_on"].year
    return {
        "de_law_2025": dt.date(year + now, 12, 31),
        "de_law_2024": dt.date(year + before, 12, 31),
    }


_REGULATION: Final = "2027-07-10"


def _is_owner(share: Fraction, day: dt.date) -> dict[str, bool]:
    eu = share >= 25 if day.isoformat() >= _REGULATION else share > 25  # noqa: PLR2004 - percent
    return {"us": share >= 25, "eu": eu}  # noqa: PLR2004 - percent


def _owner_threshold(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    day = facts["/document_date"]
    owners = [_is_owner(Fraction(share), day) for share in facts.column("percentage", rows)]
    return {
        name: decimal(str([each[name] for each in owners].count(True))) for name in ("us", "eu")
    }


def _indirect_owner(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    held, holds = facts.column("held", rows), facts.column("holds", rows)
    parts = [Fraction(a) * Fraction(b) / 100 for a, b in zip(held, holds, strict=True)]
    return {**_is_owner(Fraction(facts["/direct_share"]) + sum(parts), facts["/document_date"])}


def _sanctions_half(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    doubled = 2 * Fraction(facts["/share"])
    new = facts["/document_date"].isoformat() >= "2024-07-03"
    more, least = doubled > 100, doubled >= 100  # noqa: PLR2004 - percent
    return {"us_ofac": least, "eu": least if new else more, "uk_ofsi": more}


def _sanctions_aggregate(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    if facts["/joint_arrangement"]:
        raise KeyError("/joint_arrangement")
    pairs = zip(facts.column("listed", rows), facts.column("percentage", rows), strict=True)
    shares = [Fraction(share) for listed, share in pairs if listed]
    return {
        "us_ofac": 2 * sum(shares) >= 100,  # noqa: PLR2004 - percent
        "uk_ofsi": any(2 * share > 100 for share in shares),  # noqa: PLR2004 - percent
    }


def _payment_allocation(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    days = facts.column("due_on", rows)
    paths = [f"/lines/{row}/amount" for row in rows]
    costs, interest, paid, *debts = facts.cents("/costs", "/interest", "/payment", *paths)
    oldest = min(days)
    if days.count(oldest) > 1:
        raise KeyError("/lines")
    debt = debts[days.index(oldest)]
    unit = facts.unit("/payment")
    principal = max(max(paid - costs, 0) - interest, 0)
    return {
        "bgb": _money(max(debt - principal, 0), unit),
        "oldest_first": _money(max(debt - paid, 0), unit),
    }


def _hybrid_invoice(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    return {"de_vat_2025": facts["/xml_total"], "page_agreed": facts["/page_total"]}


def _day_count(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    first, last = facts["/from"], facts["/to"]
    (principal,) = facts.cents("/principal")
    yearly, unit = principal * Fraction(facts["/rate"]) / 100, facts.unit("/principal")
    actual = last.toordinal() - first.toordinal()
    d1, d2 = (30 if day.day == 31 else day.day for day in (first, last))  # noqa: PLR2004
    even = 360 * (last.year - first.year) + 30 * (last.month - first.month) + d2 - d1
    return {
        "act_365": _money(yearly * actual / 365, unit),
        "act_360": _money(yearly * actual / 360, unit),
        "30e_360": _money(yearly * even / 360, unit),
    }


def _tolerance(facts: _Facts, rows: Sequence[str]) -> Outcomes:
    del rows
    invoiced, received, fixed = facts.cents("/invoiced", "/received", "/tolerance_amount")
    short = abs(invoiced - received)
    within = [short <= fixed, short * 100 <= invoiced * Fraction(facts["/tolerance_percent"])]
    words = {True: "PAY", False: "BLOCK"}
    return {"greater": words[any(within)], "smaller": words[all(within)]}


_COMPUTED: Final[Mapping[str, Computed]] = {
    "provision_range": _provision_range,
    "inventory_write_up": _inventory_write_up,
    "lifo": _lifo,
    "lease_short_term": _lease_short_term,
    "lease_low_value": _lease_low_value,
    "refinanced_loan": _refinanced_loan,
    "interest_paid": _interest_paid,
    "dividend_after_year_end": _dividend_after_year_end,
    "uk_tax_point": _uk_tax_point,
    "vat_rounding": _vat_rounding,
    "fr_end_of_month": _fr_end_of_month,
    "psd2_credit": _psd2_credit,
    "retention_de": _retention_de,
    "owner_threshold": _owner_threshold,
    "indirect_owner": _indirect_owner,
    "sanctions_half": _sanctions_half,
    "sanctions_aggregate": _sanctions_aggregate,
    "payment_allocation": _payment_allocation,
    "hybrid_invoice": _hybrid_invoice,
    "day_count": _day_count,
    "tolerance": _tolerance,
}


def outcomes(name: str, facts: Facts, rows: Sequence[str]) -> Outcomes | None:
    """Return the right answer under each norm; None where the facts do not say enough.

    Args:
        name: What the question is called.
        facts: What a document prints.
        rows: Keys of its rows.
    """
    try:
        return _COMPUTED[name](_Facts(facts), rows)
    except (KeyError, AttributeError, ValueError, TypeError):
        return None
