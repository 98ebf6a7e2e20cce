"""Worked examples of the 21 norms, written from their sources before any of our code.

Each line is worked on paper from the text that is named beside it. `facts` are what a document
prints, `right` is the answer under each norm; None is an answer that the norm forbids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from chaosdocs.truth.values import Money, Value


@dataclass(frozen=True)
class Worked:
    """One worked example: the norm, what is printed, the right answers, and where they are from."""

    norm: str
    facts: Mapping[str, Value]
    right: Mapping[str, Value | None]
    source: str


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rows(**columns: list[Value]) -> dict[str, Value]:
    return {
        f"/lines/k{at}/{leaf}": value
        for leaf, values in columns.items()
        for at, value in enumerate(values, 1)
    }


D = Decimal

WORKED: tuple[Worked, ...] = (
    # 1: IAS 37.39 takes the mid-point of a continuous range, ASC 450-20-30-1 its minimum.
    Worked(
        "provision_range",
        {"/claim/outflow": "PROBABLE", "/claim/low": eur("1000000.00"),
         "/claim/high": eur("3000000.00"), "/claim/better_estimate": False},
        {"ifrs": eur("2000000.00"), "us_gaap": eur("1000000.00")},
        "IAS 37.39: 'the mid-point of the range is used'; ASC 450-20-30-1: 'the minimum amount'",
    ),
    Worked(
        "provision_range",
        {"/claim/outflow": "PROBABLE", "/claim/low": usd("40000.00"),
         "/claim/high": usd("75000.00"), "/claim/better_estimate": False},
        {"ifrs": usd("57500.00"), "us_gaap": usd("40000.00")},
        "the same",
    ),
    Worked(
        "provision_range",
        {"/claim/outflow": "PROBABLE", "/claim/low": usd("40000.00"),
         "/claim/high": usd("75000.00"), "/claim/better_estimate": True,
         "/claim/best_estimate": usd("60000.00")},
        {"ifrs": usd("60000.00"), "us_gaap": usd("60000.00")},
        "IAS 37.36 and ASC 450-20-30-1: the better estimate within the range",
    ),
    # 2: IAS 2.33 reverses a write-down up to cost; ASC 330-10-35-14 keeps the new cost basis.
    Worked(
        "inventory_write_up",
        {"/inventory/cost": usd("500.00"), "/inventory/written_down_to": usd("450.00"),
         "/inventory/net_realisable_value": usd("520.00")},
        {"ifrs": usd("500.00"), "us_gaap": usd("450.00")},
        "IAS 2.33; ASC 330-10-35-14",
    ),
    Worked(
        "inventory_write_up",
        {"/inventory/cost": eur("500.00"), "/inventory/written_down_to": eur("450.00"),
         "/inventory/net_realisable_value": eur("480.00")},
        {"ifrs": eur("480.00"), "us_gaap": eur("450.00")},
        "IAS 2.33: the new amount is the lower of cost and the revised net realisable value",
    ),
    Worked(
        "inventory_write_up",
        {"/inventory/cost": eur("500.00"), "/inventory/written_down_to": eur("450.00"),
         "/inventory/net_realisable_value": eur("430.00")},
        {"ifrs": eur("430.00"), "us_gaap": eur("430.00")},
        "IAS 2.9 and ASC 330-10-35-1B: lower of cost and net realisable value",
    ),
    # 3: IAS 2.25 allows first-in, first-out and weighted average; ASC 330-10-30-9 allows LIFO.
    Worked(
        "lifo",
        {"/cost_formula": "LIFO", "/closing_units": D(150),
         **rows(date=[day("2024-01-10"), day("2024-04-02"), day("2024-09-20")],
                units=[D(100), D(100), D(100)],
                unit_cost=[usd("10.00"), usd("12.00"), usd("15.00")])},
        {"ifrs": None, "us_gaap": usd("1600.00")},
        "100 x 10 + 50 x 12: what came last went first; IAS 2.25 does not name LIFO",
    ),
    Worked(
        "lifo",
        {"/cost_formula": "LIFO", "/closing_units": D(30),
         **rows(date=[day("2025-02-01"), day("2025-03-01")],
                units=[D(40), D(60)],
                unit_cost=[usd("7.25"), usd("8.00")])},
        {"ifrs": None, "us_gaap": usd("217.50")},
        "30 x 7.25",
    ),
    # 4: IFRS 16 App. A: a lease with a purchase option is no short-term lease. ASC 842-20-20:
    # no purchase option that the lessee is reasonably certain to exercise.
    Worked(
        "lease_short_term",
        {"/lease/term_months": D(12), "/lease/purchase_option": True,
         "/lease/exercise_certain": False},
        {"ifrs": False, "us_gaap": True},
        "IFRS 16 App. A 'short-term lease'; ASC 842 glossary 'short-term lease'",
    ),
    Worked(
        "lease_short_term",
        {"/lease/term_months": D(9), "/lease/purchase_option": False,
         "/lease/exercise_certain": False},
        {"ifrs": True, "us_gaap": True},
        "the same: twelve months or less and no option",
    ),
    Worked(
        "lease_short_term",
        {"/lease/term_months": D(12), "/lease/purchase_option": True,
         "/lease/exercise_certain": True},
        {"ifrs": False, "us_gaap": False},
        "the same: the option is certain to be used",
    ),
    Worked(
        "lease_short_term",
        {"/lease/term_months": D(13), "/lease/purchase_option": False,
         "/lease/exercise_certain": False},
        {"ifrs": False, "us_gaap": False},
        "the same: more than twelve months",
    ),
    # 5: IFRS 16.5(b), B3 to B8; BC100 has 5,000 US dollars or less in mind. ASC 842: BC122.
    Worked(
        "lease_low_value",
        {"/lease/term_months": D(36), "/lease/value_new": usd("900.00")},
        {"ifrs": True, "us_gaap": False},
        "IFRS 16.5(b), BC100; ASC 842 has no exemption for assets of low value",
    ),
    Worked(
        "lease_low_value",
        {"/lease/term_months": D(48), "/lease/value_new": usd("64000.00")},
        {"ifrs": False, "us_gaap": False},
        "the same: not of low value",
    ),
    # 6: IAS 1.72A to 76 (IFRS 18 B96 on): rights at the end of the period. ASC 470-10-45-14.
    Worked(
        "refinanced_loan",
        {"/reporting_date": day("2024-12-31"), "/loan/due": day("2025-03-31"),
         "/loan/refinanced_on": day("2025-02-10"), "/loan/refinanced_until": day("2030-03-31"),
         "/authorised_on": day("2025-03-14")},
        {"ifrs": "CURRENT", "us_gaap": "NON_CURRENT"},
        "IAS 1.72 (old), 76(a): refinanced after the period; ASC 470-10-45-14: before issue",
    ),
    Worked(
        "refinanced_loan",
        {"/reporting_date": day("2024-12-31"), "/loan/due": day("2025-03-31"),
         "/loan/refinanced_on": day("2024-11-20"), "/loan/refinanced_until": day("2030-03-31"),
         "/authorised_on": day("2025-03-14")},
        {"ifrs": "NON_CURRENT", "us_gaap": "NON_CURRENT"},
        "IAS 1.73: a right to roll over at the end of the period",
    ),
    Worked(
        "refinanced_loan",
        {"/reporting_date": day("2024-12-31"), "/loan/due": day("2025-05-31"),
         "/loan/refinanced_on": day("2025-04-20"), "/loan/refinanced_until": day("2030-05-31"),
         "/authorised_on": day("2025-03-14")},
        {"ifrs": "CURRENT", "us_gaap": "CURRENT"},
        "refinanced after the statements were issued",
    ),
    # 7: ASC 230-10-45-17(d); IAS 7.33; IFRS 18 (amended IAS 7.34A) from 1 January 2027.
    Worked(
        "interest_paid",
        {"/period/start": day("2025-01-01"), "/policy_choice": "FINANCING"},
        {"ifrs": "FINANCING", "us_gaap": "OPERATING"},
        "IAS 7.33: operating or financing, by policy; ASC 230-10-45-17(d)",
    ),
    Worked(
        "interest_paid",
        {"/period/start": day("2026-01-01"), "/policy_choice": "OPERATING"},
        {"ifrs": "OPERATING", "us_gaap": "OPERATING"},
        "the same",
    ),
    Worked(
        "interest_paid",
        {"/period/start": day("2027-01-01"), "/policy_choice": "OPERATING"},
        {"ifrs": "FINANCING", "us_gaap": "OPERATING"},
        "IFRS 18, Appendix C and IAS 7.34A: no choice for periods that begin in 2027 or later",
    ),
    # 8: IAS 10.12; ASC 505-20 and practice: a liability when declared.
    Worked(
        "dividend_after_year_end",
        {"/reporting_date": day("2024-12-31"), "/dividend/declared_on": day("2025-02-10"),
         "/dividend/amount": eur("250000.00")},
        {"ifrs": eur("0.00"), "us_gaap": eur("0.00")},
        "IAS 10.12",
    ),
    Worked(
        "dividend_after_year_end",
        {"/reporting_date": day("2024-12-31"), "/dividend/declared_on": day("2024-12-12"),
         "/dividend/amount": eur("250000.00")},
        {"ifrs": eur("250000.00"), "us_gaap": eur("250000.00")},
        "declared before the end of the period",
    ),
    # 9: VATA 1994 s. 6(2) and (5); HMRC VATTOS5235.
    Worked(
        "uk_tax_point",
        {"/delivered_on": day("2025-03-28"), "/invoice_date": day("2025-04-05")},
        {"uk_14_day_rule": day("2025-04-05"), "uk_opted_out": day("2025-03-28")},
        "8 days later",
    ),
    Worked(
        "uk_tax_point",
        {"/delivered_on": day("2025-03-28"), "/invoice_date": day("2025-04-15")},
        {"uk_14_day_rule": day("2025-03-28"), "uk_opted_out": day("2025-03-28")},
        "18 days later",
    ),
    Worked(
        "uk_tax_point",
        {"/delivered_on": day("2025-03-28"), "/invoice_date": day("2025-04-11")},
        {"uk_14_day_rule": day("2025-04-11"), "uk_opted_out": day("2025-03-28")},
        "the fourteenth day counts",
    ),
    # 10: EN 16931 BR-CO-17: category tax = taxable amount x rate, rounded to two decimals.
    Worked(
        "vat_rounding",
        {"/vat_rate": D(25), **rows(net=[eur("99.99")] * 3)},
        {"en16931": eur("74.99"), "by_line": eur("75.00")},
        "299.97 x .25 = 74.9925; 99.99 x .25 = 24.9975, three times 25.00",
    ),
    Worked(
        "vat_rounding",
        {"/vat_rate": D(19), **rows(net=[eur("10.03"), eur("20.03")])},
        {"en16931": eur("5.71"), "by_line": eur("5.72")},
        "30.06 x .19 = 5.7114; 1.9057 and 3.8057 are 1.91 and 3.81",
    ),
    Worked(
        "vat_rounding",
        {"/vat_rate": D(20), **rows(net=[eur("100.00"), eur("50.00")])},
        {"en16931": eur("30.00"), "by_line": eur("30.00")},
        "nothing to round",
    ),
    # 11: Code de commerce L441-10; CEPC opinion: both ways to count are lawful.
    Worked(
        "fr_end_of_month",
        {"/invoice_date": day("2025-01-15"), "/payment_terms": "45 jours fin de mois"},
        {"month_end_then_days": day("2025-03-17"), "days_then_month_end": day("2025-03-31")},
        "31 January + 45 days; 15 January + 45 days = 1 March",
    ),
    Worked(
        "fr_end_of_month",
        {"/invoice_date": day("2025-03-10"), "/payment_terms": "45 jours fin de mois"},
        {"month_end_then_days": day("2025-05-15"), "days_then_month_end": day("2025-04-30")},
        "as guides for French businesses count it",
    ),
    Worked(
        "fr_end_of_month",
        {"/invoice_date": day("2024-01-31"), "/payment_terms": "30 days end of month"},
        {"month_end_then_days": day("2024-03-01"), "days_then_month_end": day("2024-03-31")},
        "31 January + 30 days = 1 March in a leap year",
    ),
    # 12: PSD2 art. 78(1) and 83(1).
    Worked(
        "psd2_credit",
        {"/ordered_on": day("2025-09-05"), "/ordered_at": "18:30", "/form": "ELECTRONIC"},
        {"cut_off_1400": day("2025-09-09"), "cut_off_1530": day("2025-09-09"),
         "cut_off_1600": day("2025-09-09"), "cut_off_1900": day("2025-09-08"),
         "cut_off_2000": day("2025-09-08")},
        "Friday, after 16:00: received on Monday, credited on Tuesday; before 19:00: on Monday",
    ),
    Worked(
        "psd2_credit",
        {"/ordered_on": day("2025-09-05"), "/ordered_at": "18:30", "/form": "PAPER"},
        {"cut_off_1400": day("2025-09-10"), "cut_off_1530": day("2025-09-10"),
         "cut_off_1600": day("2025-09-10"), "cut_off_1900": day("2025-09-09"),
         "cut_off_2000": day("2025-09-09")},
        "art. 83(1): one more business day on paper",
    ),
    Worked(
        "psd2_credit",
        {"/ordered_on": day("2025-09-06"), "/ordered_at": "11:00", "/form": "ELECTRONIC"},
        dict.fromkeys(
            ("cut_off_1400", "cut_off_1530", "cut_off_1600", "cut_off_1900", "cut_off_2000"),
            day("2025-09-09"),
        ),
        "Saturday is no business day: received on Monday",
    ),
    # 13: § 147 (3) AO and § 257 (4) HGB, as amended by BEG IV (BGBl. 2024 I no. 323).
    Worked(
        "retention_de",
        {"/voucher/kind": "VOUCHER", "/voucher/created_on": day("2017-06-14")},
        {"de_law_2025": day("2025-12-31"), "de_law_2024": day("2027-12-31")},
        "end of 2017 + 8 years; + 10 years before 2025",
    ),
    Worked(
        "retention_de",
        {"/voucher/kind": "ANNUAL_ACCOUNTS", "/voucher/created_on": day("2018-04-30")},
        {"de_law_2025": day("2028-12-31"), "de_law_2024": day("2028-12-31")},
        "§ 147 (1) no. 1 AO: ten years, as before",
    ),
    Worked(
        "retention_de",
        {"/voucher/kind": "BUSINESS_LETTER", "/voucher/created_on": day("2020-02-29")},
        {"de_law_2025": day("2026-12-31"), "de_law_2024": day("2026-12-31")},
        "§ 147 (1) no. 2 and 3 AO: six years, as before",
    ),
    # 14: 31 CFR 1010.230(d)(1); AMLD 3(6)(a)(i); AMLR 52(1), applicable from 10 July 2027.
    Worked(
        "owner_threshold",
        {"/document_date": day("2026-03-01"), **rows(percentage=[D(25), D(40), D("24.99")])},
        {"us": D(2), "eu": D(1)},
        "25 percent or more; more than 25 %",
    ),
    Worked(
        "owner_threshold",
        {"/document_date": day("2027-07-10"), **rows(percentage=[D(25), D(40), D("24.99")])},
        {"us": D(2), "eu": D(2)},
        "25 % or more since the Regulation applies",
    ),
    Worked(
        "owner_threshold",
        {"/document_date": day("2027-07-09"), **rows(percentage=[D(25), D(25), D(50)])},
        {"us": D(3), "eu": D(1)},
        "the day before",
    ),
    # 15: AMLR 52(1): multiply along a chain, add the chains.
    Worked(
        "indirect_owner",
        {"/document_date": day("2026-05-05"), "/direct_share": D(0),
         **rows(held=[D(50)], holds=[D(50)])},
        {"us": True, "eu": False},
        "50 % of 50 % is 25 %",
    ),
    Worked(
        "indirect_owner",
        {"/document_date": day("2027-08-01"), "/direct_share": D(5),
         **rows(held=[D(40), D(20)], holds=[D(30), D(40)])},
        {"us": True, "eu": True},
        "5 + 12 + 8 = 25 %",
    ),
    Worked(
        "indirect_owner",
        {"/document_date": day("2027-08-01"), "/direct_share": D(4),
         **rows(held=[D(40), D(20)], holds=[D(30), D(40)])},
        {"us": False, "eu": False},
        "4 + 12 + 8 = 24 %",
    ),
    # 16: OFAC FAQ 401; EU best practices of 3 July 2024; OFSI: more than 50 %.
    Worked(
        "sanctions_half",
        {"/document_date": day("2025-02-01"), "/share": D(50)},
        {"us_ofac": True, "eu": True, "uk_ofsi": False},
        "exactly half",
    ),
    Worked(
        "sanctions_half",
        {"/document_date": day("2024-07-02"), "/share": D(50)},
        {"us_ofac": True, "eu": False, "uk_ofsi": False},
        "before the best practices of 3 July 2024: more than 50 %",
    ),
    Worked(
        "sanctions_half",
        {"/document_date": day("2025-02-01"), "/share": D("50.01")},
        {"us_ofac": True, "eu": True, "uk_ofsi": True},
        "more than half",
    ),
    Worked(
        "sanctions_half",
        {"/document_date": day("2025-02-01"), "/share": D("49.99")},
        {"us_ofac": False, "eu": False, "uk_ofsi": False},
        "less than half",
    ),
    # 17: OFAC guidance of 13 August 2014; OFSI guidance 4.1.4.
    Worked(
        "sanctions_aggregate",
        {"/joint_arrangement": False,
         **rows(listed=[True, True, False], percentage=[D(30), D(25), D(45)])},
        {"us_ofac": True, "uk_ofsi": False},
        "30 + 25 = 55 % in the aggregate; none of them has more than 50 %",
    ),
    Worked(
        "sanctions_aggregate",
        {"/joint_arrangement": False,
         **rows(listed=[True, False], percentage=[D(51), D(49)])},
        {"us_ofac": True, "uk_ofsi": True},
        "one of them has more than 50 %",
    ),
    Worked(
        "sanctions_aggregate",
        {"/joint_arrangement": False,
         **rows(listed=[True, True, False], percentage=[D(20), D("29.99"), D("50.01")])},
        {"us_ofac": False, "uk_ofsi": False},
        "49.99 %",
    ),
    # 18: § 367 (1) BGB: costs, interest, principal; § 366 (2): the older of equal debts.
    Worked(
        "payment_allocation",
        {"/costs": eur("40.00"), "/interest": eur("25.00"), "/payment": eur("500.00"),
         **rows(due_on=[day("2025-03-01"), day("2025-04-01")],
                amount=[eur("1000.00"), eur("400.00")])},
        {"bgb": eur("565.00"), "oldest_first": eur("500.00")},
        "500 - 40 - 25 = 435 on the older item",
    ),
    Worked(
        "payment_allocation",
        {"/costs": eur("0.00"), "/interest": eur("0.00"), "/payment": eur("150.00"),
         **rows(due_on=[day("2025-06-01"), day("2025-05-01")],
                amount=[eur("300.00"), eur("200.00")])},
        {"bgb": eur("50.00"), "oldest_first": eur("50.00")},
        "the older item stands second",
    ),
    # 19: BMF, letter of 15 October 2024, no. 32 (hybrid formats).
    Worked(
        "hybrid_invoice",
        {"/page_total": eur("1190.00"), "/xml_total": eur("1180.00")},
        {"de_vat_2025": eur("1180.00"), "page_agreed": eur("1190.00")},
        "the structured part leads; otherwise what the parties agreed",
    ),
    Worked(
        "hybrid_invoice",
        {"/page_total": eur("77.35"), "/xml_total": eur("77.35")},
        {"de_vat_2025": eur("77.35"), "page_agreed": eur("77.35")},
        "both say the same",
    ),
    # 20: 2006 ISDA Definitions 4.16(d), (e), (g).
    Worked(
        "day_count",
        {"/principal": eur("10000.00"), "/rate": D(9),
         "/from": day("2025-03-01"), "/to": day("2025-03-31")},
        {"act_365": eur("73.97"), "act_360": eur("75.00"), "30e_360": eur("72.50")},
        "30 actual days; 30E/360: the 31st counts as the 30th, 29 days",
    ),
    Worked(
        "day_count",
        {"/principal": eur("100000.00"), "/rate": D(6),
         "/from": day("2024-02-01"), "/to": day("2024-03-01")},
        {"act_365": eur("476.71"), "act_360": eur("483.33"), "30e_360": eur("500.00")},
        "29 actual days in February 2024; 30 days of 30E/360",
    ),
    # 21: the policy of the buyer.
    Worked(
        "tolerance",
        {"/invoiced": eur("1000.00"), "/received": eur("975.00"),
         "/tolerance_percent": D(2), "/tolerance_amount": eur("50.00")},
        {"greater": "PAY", "smaller": "BLOCK"},
        "short by 25: within 50, beyond 20",
    ),
    Worked(
        "tolerance",
        {"/invoiced": eur("1000.00"), "/received": eur("985.00"),
         "/tolerance_percent": D(2), "/tolerance_amount": eur("50.00")},
        {"greater": "PAY", "smaller": "PAY"},
        "short by 15: within both",
    ),
    Worked(
        "tolerance",
        {"/invoiced": eur("1000.00"), "/received": eur("980.00"),
         "/tolerance_percent": D(2), "/tolerance_amount": eur("50.00")},
        {"greater": "PAY", "smaller": "PAY"},
        "short by exactly 20: a limit includes its end",
    ),
)  # fmt: skip
