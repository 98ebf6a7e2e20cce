"""What the systems make of records: heads, rows, repetition, currencies, extra statements."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from exports import GENERAL, MEDIA, own, record, rendered, table, tree, values, with_extras

from chaosdocs.documents.statement_set import state
from chaosdocs.foundation.errors import UserError
from chaosdocs.render import systems
from chaosdocs.truth.statements import GONE, says
from chaosdocs.truth.values import Money, Quantity

TOTALS = {"invoice": "/total", "statement": "/closing_balance"}
CASES = list(itertools.product(GENERAL, ("invoice", "statement", "kyc")))


def heads(made):
    return [column.header for column in made.columns]


@pytest.mark.parametrize(("system", "name"), CASES)
def test_every_fact_stands_in_the_table_and_in_the_tree(system, name):
    rec = record(name)
    for made in (table(rec, system, "csv"), tree(rec, system)):
        assert {statement.ref for statement in made.statements.values()} == set(rec.facts)


@pytest.mark.parametrize(("system", "name"), CASES)
def test_heads_are_told_apart(system, name):
    made = heads(table(record(name), system, "csv"))
    assert all(made)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("name", ["invoice", "statement", "kyc"])
def test_the_systems_share_no_head_no_key_and_no_date(name):
    rec = record(name)
    one, other = (table(rec, system, "csv") for system in GENERAL)
    assert set(heads(one)) & set(heads(other)) <= {"IBAN"}
    one_keys, other_keys = (
        {node.key for node in tree(rec, system).root.walk()} - {""} for system in GENERAL
    )
    assert not one_keys & other_keys
    dates = [{s.text for s in t.statements.values() if s.kind == "date"} for t in (one, other)]
    assert not dates[0] & dates[1]


def test_sap_repeats_the_head_on_every_line_with_statements_of_their_own():
    rec = record()
    made = table(rec, "sap", "csv")
    lines = made.lines()
    place = next(i for i, column in enumerate(made.columns) if column.path == "/total")
    names = [line.cells[place].statement for line in lines]
    assert [line.id for line in lines] == list(rec.rows)
    assert names[:3] == ["/total#1", "/total#1.2", "/total#1.3"]
    assert {made.statements[name].claim for name in names} == {says(rec.facts["/total"])}


def test_a_second_claim_moves_no_name_of_a_repetition():
    rec = record()
    before = table(rec, "sap", "csv").statements
    after = table(rec, "sap", "csv", with_extras(rec, "/total")).statements
    assert set(before) < set(after)
    assert {"/total#2", "/total#2.2"} < set(after)


def test_netsuite_has_a_main_line_before_the_lines():
    rec = record()
    made = table(rec, "netsuite", "csv")
    assert [row.role for row in made.rows[:3]] == ["header", "preamble", "line"]
    main, line = made.rows[1], made.rows[2]
    for place, column in enumerate(made.columns):
        if column.path is not None:
            listed = "/*/" in column.path
            assert (main.cells[place].statement is None) == listed
            assert (line.cells[place].statement is None) == (not listed)


@pytest.mark.parametrize("system", GENERAL)
def test_amounts_leave_the_currency_to_its_own_column(system):
    made = table(record(), system, "csv")
    texts = {statement.text for statement in made.statements.values() if statement.kind == "money"}
    assert not any("EUR" in text for text in texts)
    assert "EUR" in {
        statement.text for statement in made.statements.values() if statement.ref == "/currency"
    }


@pytest.mark.parametrize(("system", "medium"), list(itertools.product(GENERAL, ("csv", "json"))))
def test_amounts_bring_their_currency_where_nothing_else_states_it(system, medium):
    rec = record()
    facts = state(rec)
    facts = facts.with_statements(
        {k: s for k, s in facts.statements.items() if s.ref != "/currency"}
    )
    made = table(rec, system, medium, facts) if medium == "csv" else tree(rec, system, facts)
    amounts = [statement for statement in made.statements.values() if statement.kind == "money"]
    assert all(statement.text.endswith(" EUR") for statement in amounts)
    assert all(statement.convention.currency == "after" for statement in amounts)


def test_an_amount_in_another_currency_brings_it_along():
    rec = record()
    facts = state(rec)
    statement = facts.statements["/total#1"]
    facts = facts.with_statements(
        {**facts.statements, "/total#1": replace(statement, claim=says(Money(Decimal(5), "USD")))}
    )
    made = table(rec, "sap", "csv", facts)
    assert made.statements["/total#1"].text == "5,00 USD"
    cents = f"{rec.facts['/net'].amount:.2f}"[-2:]
    assert made.statements["/net#1"].text.endswith(f",{cents}")


def test_an_edited_amount_without_its_currency_gets_it_too():
    rec = record()
    spelled = values(rec, "sap", "csv")
    statements = {k: s for k, s in spelled.statements.items() if s.ref != "/currency"}
    statements["/total#1"] = replace(statements["/total#1"], text="6942.87-")
    statements["/net#1"] = replace(
        statements["/net#1"], text="***", claim=replace(GONE, mask="***")
    )
    made = systems.lower_table(spelled.with_statements(statements), "sap")
    assert made.statements["/total#1"].text == "6942.87- EUR"
    assert made.statements["/net#1"].text == "***"


@pytest.mark.parametrize("system", GENERAL)
def test_extra_statements_get_columns_and_keys_from_their_labels(system):
    rec = record()
    facts = with_extras(rec, "/total")
    made = table(rec, system, "csv", facts)
    assert {"Summe (berichtigt)", "Kreditlimit"} < set(heads(made))
    assert made.rows[-1].role == "footer"
    assert made.shown(made.rows[-1], 0) == "Berichtigt gilt."
    keys = {node.key for node in tree(rec, system, facts).root.walk()}
    wanted = {
        "sap": {"SUMME_BERICHTIGT", "KREDITLIMIT", "TEXTS"},
        "netsuite": {"summeBerichtigt", "kreditlimit", "remarks"},
    }
    assert wanted[system] < keys


@pytest.mark.parametrize("system", GENERAL)
def test_extra_statements_of_a_row_stand_in_that_row(system):
    rec = record()
    facts = state(rec)
    first = facts.statements[f"/lines/{rec.rows[1]}/amount#1"]
    ref = first.ref
    second = replace(
        first, id=f"{ref}#2", label="Betrag (neu)", claim=says(Money(Decimal(1), "EUR"))
    )
    facts = facts.with_statements({**facts.statements, second.id: second})
    made = table(rec, system, "csv", facts)
    place = heads(made).index("Betrag (neu)")
    cells = [line.cells[place].statement for line in made.lines()]
    assert cells[1] == second.id
    assert set(cells) == {None, second.id}
    (node,) = [n for n in tree(rec, system, facts).root.walk() if n.id == second.id]
    assert node.key in {"BETRAG_NEU", "betragNeu"}


@pytest.mark.parametrize("system", GENERAL)
def test_a_row_without_statements_is_not_there(system):
    rec = record()
    gone = rec.rows[0]
    facts = state(rec)
    facts = facts.with_statements({k: s for k, s in facts.statements.items() if s.row != gone})
    made = table(rec, system, "csv", facts)
    assert [line.id for line in made.lines()] == list(rec.rows[1:])
    assert "/total#1" in made.statements


@pytest.mark.parametrize("system", GENERAL)
@pytest.mark.parametrize("medium", MEDIA)
def test_records_of_the_users_own_work_too(system, medium):
    facts = {
        "/po": "=4711",
        "/ship to/name": 'A & B, "C"',
        "/ok": True,
        "/when": dt.date(2024, 3, 4),
        "/price": Money(Decimal("-1.5"), "CHF"),
        "/fee": Money(Decimal(2), "JPY"),
        "/items/a/qty": Quantity(Decimal(3), "EA"),
        "/items/b/qty": Quantity(Decimal(4), "EA"),
    }
    rec = own(facts, "/items", ("a", "b"))
    made = rendered(rec, system, medium)
    said = {locus.statement for locus in made.loci if locus.role == "says"}
    assert {f"{ref}#1" for ref in facts} <= said
    if medium == "json":
        json.loads(made.data)


@pytest.mark.parametrize("system", GENERAL)
def test_a_record_without_a_list_is_one_row(system):
    made = table(own({"/a": "1", "/b": "2"}), system, "csv")
    assert sum(any(cell.statement for cell in row.cells) for row in made.rows) == 1


@pytest.mark.parametrize(("system", "medium"), list(itertools.product(GENERAL, MEDIA)))
def test_no_convention_leaves_day_and_month_open(system, medium):
    pattern = systems.convention(system, record(), medium).date
    assert re.match(r"(yyyy|dd\.|dd-MMM)", pattern)


def test_an_unknown_system_is_named_with_what_there_is():
    with pytest.raises(UserError, match="netsuite"):
        systems.convention("netsuit", record(), "csv")
