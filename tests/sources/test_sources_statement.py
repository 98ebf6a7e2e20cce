import re
from decimal import Decimal

import pytest

from chaosdocs.sources.checks import is_bic, is_iban
from chaosdocs.sources.domains.statement import record
from chaosdocs.sources.domains.statement_fields import MOVEMENTS
from chaosdocs.sources.parties import SELLERS, party
from chaosdocs.sources.pools import LOCALES
from chaosdocs.truth.closure import closure


def test_a_statement_lies_in_its_month_and_has_8_to_80_movements():
    made = [record(1, index, "de_DE") for index in range(200)]

    for each in made:
        dates = [each.facts[f"/lines/{row}/booking_date"] for row in each.rows]
        assert dates == sorted(dates)
        assert each.facts["/period_start"] <= dates[0] <= dates[-1] <= each.facts["/period_end"]
    assert (min(len(e.rows) for e in made), max(len(e.rows) for e in made)) >= (8, 60)
    assert max(len(each.rows) for each in made) <= 80


def test_the_account_is_the_holders_and_its_ids_are_right():
    accounts = {
        (holder.name, holder.iban)
        for holder in (party(3, "sellers", k, "fr_FR") for k in range(SELLERS))
    }
    for index in range(50):
        facts = record(3, index, "fr_FR").facts
        assert (facts["/holder/name"], facts["/iban"]) in accounts
        assert is_iban(facts["/iban"])
        assert is_bic(facts["/bank/bic"])


def test_a_gone_amount_follows_from_the_balances_around_it():
    made = record(2, 4, "en_US")
    gone = f"/lines/{made.rows[3]}/amount"
    known = {ref: value for ref, value in made.facts.items() if ref != gone}

    assert closure(made.domain.rules, known, made.rows)[gone] == made.facts[gone]


def test_without_balances_only_the_totals_say_what_the_closing_balance_is():
    made = record(2, 4, "en_US")
    known = {ref: v for ref, v in made.facts.items() if "balance" not in ref}
    known["/opening_balance"] = made.facts["/opening_balance"]
    derived = closure(made.domain.rules, known, made.rows)

    assert derived["/closing_balance"] == made.facts["/closing_balance"]
    assert "/closing_balance" not in closure(
        made.domain.rules,
        {r: v for r, v in known.items() if r not in {"/total_debits", "/lines/k2/amount"}},
        made.rows,
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_banks_book_on_working_days_and_count_money_then_or_up_to_two_working_days_later(locale):
    waits = set()
    for index in range(120):
        made = record(5, index, locale)
        for row in made.rows:
            booked = made.facts[f"/lines/{row}/booking_date"]
            valued = made.facts[f"/lines/{row}/value_date"]
            assert booked.weekday() < 5
            assert valued.weekday() < 5
            waits.add((booked.weekday(), (valued - booked).days))

    assert {wait for day, wait in waits if day == 0} >= {0, 1, 2}
    assert {wait for day, wait in waits if day == 4} >= {0, 3, 4}
    assert max(wait for _, wait in waits) <= 7


@pytest.mark.parametrize(("locale", "rate"), [("en_US", 1), ("ja_JP", 151)])
@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("Account fee", 3, 60),
        ("Credit interest", 1, 80),
        ("Standing order rent", 700, 8_000),
        ("Payroll", 1_800, 60_000),
        ("Card payment {}", 3, 2_500),
        ("Transfer to {}", 0, 60_000),
    ],
)
def test_amounts_are_what_such_a_movement_costs(locale, rate, what, least, most):
    texts = next(kind.texts for kind in MOVEMENTS if kind.texts["en"] == what)
    text = re.escape(texts[locale[:2]]).replace(re.escape("{}"), ".*")
    amounts = []
    for index in range(150):
        facts = record(5, index, locale).facts
        amounts += [
            facts[ref.replace("description", "amount")]
            for ref, said in facts.items()
            if ref.endswith("/description") and re.fullmatch(text, said)
        ]
    home = [abs(each.amount) for each in amounts if each.currency in {"USD", "JPY"}]

    assert len(home) > 100
    assert (min(home), max(home)) > (0, Decimal(most) * rate * Decimal("0.5"))
    assert min(home) >= Decimal(least * min(rate, 150))
    assert max(home) < Decimal((most + 1) * rate)
