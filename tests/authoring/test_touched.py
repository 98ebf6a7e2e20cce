"""What a step touches: the facts whose statements it changes, and no copies out of sight."""

from dataclasses import replace

from chaosdocs.authoring import GONE, Say, Statement, replay, says, touched
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.testing.documents import document
from chaosdocs.testing.sample import full

TABLE = document("table", "xlsx", "sap", full("invoice", 3, "de_DE"))
STAGE = OPERATORS["export.hidden_rows"].stage


def after(*edits, table=TABLE):
    return touched(table, replay(STAGE, table, edits), edits)


def test_a_copy_that_is_hidden_touches_nothing_while_another_is_shown():
    assert "/total#1.2" in TABLE.statements

    assert after(Say(statement="/total#1.2", channel="shown")) == ()


def test_the_last_copy_that_is_hidden_touches_its_fact():
    copies = [name for name, statement in TABLE.statements.items() if statement.ref == "/total"]

    assert after(*(Say(statement=name, channel="shown") for name in copies)) == ("/total",)


def test_a_copy_that_says_something_else_touches_its_fact():
    assert after(Say(statement="/total#1.2", channel="shown", claim=says("other"))) == ("/total",)


def test_a_statement_without_a_fact_touches_nothing():
    first = next(iter(TABLE.statements.values()))
    sum_ = replace(first, id="sum", ref=None, elsewhere=(("text", says("9")),))
    assert isinstance(sum_, Statement)
    table = TABLE.with_statements({**TABLE.statements, "sum": sum_})

    assert after(Say(statement="sum", channel="text", claim=GONE), table=table) == ()
