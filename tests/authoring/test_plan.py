"""Planning, replaying, replanning: the same decisions, fewer of them, and no others."""

import json
from dataclasses import dataclass, replace

import pytest

from chaosdocs.authoring.choosing import retext, statements_of, take_statements
from chaosdocs.authoring.operator import Operator, Skip
from chaosdocs.authoring.plan import NOTHING, Plan, plan, replay, touched
from chaosdocs.authoring.units import Points, numbers, rates
from chaosdocs.documents.edits import MisquoteError
from chaosdocs.documents.flow import Flow
from chaosdocs.documents.statement_set import VALUES
from chaosdocs.documents.table import TABLE, DropRow
from chaosdocs.formats.media import NAMES
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.testing.documents import document
from chaosdocs.testing.sample import full
from chaosdocs.truth.codec import encode


def operator(choose, stage=VALUES, **changes):
    """An operator that no registry knows."""
    made = Operator(
        id="tests.louder",
        stage=stage,
        choose=choose,
        ladder=rates([0.1, 0.25, 0.5, 0.75, 1]),
        evidence="a test",
        version=3,
        nested=True,
        media=NAMES,
        targeted=False,
        near_miss="",
        doc="Louder.\n\nWhat it does:\n    Shouts.",
        module=__name__,
    )
    return replace(made, **changes)


def _louder(values, level, rng):
    for statement in take_statements(statements_of(values, "text"), level.rate, rng):
        yield retext(statement, f"{statement.text}!")


def _rows(table, level, rng):
    for row in table.lines()[: round(level.rate * 4)]:
        yield DropRow(row=row.id, touches=("/total",))


LOUDER = operator(_louder)
ROWS = operator(_rows, TABLE)
FACTS = full("invoice", 1, "en_US")
VALUES_OF_IT = document("values", "pdf", "letterhead", FACTS)
FLOW = document("flow", "pdf", "letterhead", FACTS)
STREAM = SeededRng(4)


def test_a_plan_is_the_same_for_the_same_stream_and_nests_by_severity():
    first = plan(LOUDER, VALUES_OF_IT, 3, STREAM)

    assert plan(LOUDER, VALUES_OF_IT, 3, SeededRng(4)) == first
    assert plan(LOUDER, VALUES_OF_IT, 3, SeededRng(5)) != first
    assert set(plan(LOUDER, VALUES_OF_IT, 2, STREAM).keys) < set(first.keys)
    assert first.operator == "tests.louder@3"
    assert first.severity == 3


def test_a_plan_comes_back_from_json_and_is_replayed_to_the_same_document():
    made = plan(LOUDER, VALUES_OF_IT, 5, STREAM)
    again = Plan.from_json(json.loads(json.dumps(made.to_json())))

    assert again == made
    after = replay(VALUES, VALUES_OF_IT, again.edits)
    changed = [n for n in after.statements if after.statements[n] != VALUES_OF_IT.statements[n]]
    assert sorted(changed) == sorted(made.keys)
    with pytest.raises(MisquoteError):
        replay(VALUES, after, again.edits)


def test_what_is_stored_as_a_plan_and_is_none_is_refused():
    good = plan(LOUDER, VALUES_OF_IT, 5, STREAM).to_json()
    statement = encode(next(iter(VALUES_OF_IT.statements.values())))

    with pytest.raises(ValueError, match="no edit"):
        Plan.from_json(good | {"edits": [statement]})
    with pytest.raises(ValueError, match="not a stored edit"):
        Plan.from_json(good | {"edits": [{"$": "Explode"}]})
    with pytest.raises(ValueError, match="does not fit"):
        Plan.from_json(good | {"edits": [{"$": "Retext", "loud": True}]})


def test_replanning_keeps_the_named_decisions_and_no_others():
    whole = plan(LOUDER, VALUES_OF_IT, 5, STREAM)
    kept = whole.keys[1::2]

    fewer = plan(LOUDER, VALUES_OF_IT, 5, STREAM, keep=kept)
    assert fewer.keys == kept
    assert set(fewer.edits) < set(whole.edits)
    assert plan(LOUDER, VALUES_OF_IT, 5, STREAM, keep=()) == NOTHING
    assert plan(LOUDER, VALUES_OF_IT, 5, STREAM, keep=["/no#1"]) == NOTHING


def test_an_operator_that_finds_nothing_says_so_or_says_why():
    nothing = operator(lambda values, level, rng: iter(()))
    why = operator(lambda values, level, rng: iter([Skip("no date")]))

    assert plan(nothing, VALUES_OF_IT, 1, STREAM) == NOTHING
    assert plan(why, VALUES_OF_IT, 1, STREAM) == Skip("no date")


def test_only_a_targeted_operator_is_told_the_field():
    seen = []

    def look(values, level, rng):
        seen.append(values.focus)
        yield Skip("looked")

    plan(operator(look), VALUES_OF_IT, 1, STREAM, focus="/total")
    plan(operator(look, targeted=True), VALUES_OF_IT, 1, STREAM, focus="/total")

    assert seen == [None, "/total"]


def test_an_operator_of_tables_acts_on_the_table_of_a_flow():
    made = plan(ROWS, FLOW, 3, STREAM)
    after = replay(TABLE, FLOW, made.edits)

    assert isinstance(after, Flow)
    gone = {edit.row for edit in made.edits}
    assert len(gone) == 2
    assert [r.id for r in after.tables()[0].table.lines()] == [
        r.id for r in FLOW.tables()[0].table.lines() if r.id not in gone
    ]
    assert not any(statement.row in gone for statement in after.statements.values())


def test_an_operator_of_tables_skips_what_has_none():
    bare = replace(FLOW, blocks=tuple(b for b in FLOW.blocks if b not in FLOW.tables()))

    assert plan(ROWS, bare, 3, STREAM) == Skip("the document has no table")
    assert plan(ROWS, VALUES_OF_IT, 3, STREAM) == Skip("the document has no table")


def test_touched_are_the_facts_of_what_changed_and_those_that_edits_name():
    made = plan(ROWS, FLOW, 2, STREAM)
    after = replay(TABLE, FLOW, made.edits)
    row = made.edits[0].row

    facts = touched(FLOW, after, made.edits)
    assert "/total" in facts
    assert {ref for ref in facts if ref != "/total"} == {
        ref for ref in FACTS.facts if ref.startswith(f"/lines/{row}/")
    }
    assert touched(FLOW, FLOW, ()) == ()


def test_a_statement_without_a_fact_touches_the_one_that_it_imitates():
    statement = VALUES_OF_IT.statements["/total#1"]
    more = replace(statement, id="more#1", ref=None, imitates="/total")
    nobody = replace(more, id="nobody#1", imitates=None)
    after = VALUES_OF_IT.with_statements(
        {**VALUES_OF_IT.statements, "more#1": more, "nobody#1": nobody}
    )

    assert touched(VALUES_OF_IT, after, ()) == ("/total",)


@dataclass(frozen=True)
class Gap:
    width: Points
    name: str


def test_an_operator_names_its_family_its_version_and_its_levels_with_units():
    assert (LOUDER.family, LOUDER.pinned, LOUDER.summary) == ("tests", "tests.louder@3", "Louder")
    assert replace(LOUDER, id="acme/letters.upside_down").family == "letters"
    assert LOUDER.levels()[1] == {"rate": "0.25 of the eligible"}
    assert replace(LOUDER, ladder=numbers([1, 2, 3, 4, 5])).levels()[4] == {"count": "5"}
    gaps = tuple(Gap(n / 2, "wide") for n in range(5))
    assert replace(LOUDER, ladder=gaps).levels()[3] == {"width": "1.5 pt", "name": "wide"}
