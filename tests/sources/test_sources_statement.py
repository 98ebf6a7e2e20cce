from chaosdocs.sources.checks import is_bic, is_iban
from chaosdocs.sources.parties import SELLERS, party
from chaosdocs.sources.statement import record
from chaosdocs.truth.records import closure


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
