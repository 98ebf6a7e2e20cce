"""Each law fails an operator that breaks it, and spares a sound one."""

import itertools
import random  # noqa: TID251 - what an operator must not draw from
from dataclasses import replace

import pytest

from chaosdocs.authoring import (
    FACTS,
    PAGES,
    SCAN,
    VALUES,
    Add,
    Handle,
    Operator,
    Retext,
    Skip,
    Stage,
    StatementSet,
    numbers,
    rates,
    retext,
    statements_of,
    take_statements,
)
from chaosdocs.documents.page_verbs import AddRun
from chaosdocs.testing import laws, whole
from chaosdocs.testing.documents import document
from chaosdocs.testing.sample import full
from chaosdocs.truth.conventions import LOCALES

DOC = """A document with numbers that are written otherwise.

What it does:
    It rewrites.

In the wild:
    Everywhere.

Effect on truth:
    None.

Example:
    >>> show(sound, "x", "text")
    'x → x!'
"""
CALLS = itertools.count()


def sound(values, level, rng):
    for statement in take_statements(statements_of(values), level.rate, rng):
        yield retext(statement, f"{statement.text}!")


def op(choose=sound, **changes):
    made = Operator(
        id=f"broken.{choose.__name__}",
        stage=VALUES,
        choose=choose,
        ladder=rates([0.1, 0.25, 0.5, 0.75, 1]),
        evidence="owner/repo#1: nowhere at all",
        version=1,
        nested=True,
        media=("pdf",),
        targeted=False,
        near_miss="",
        doc=DOC,
        module="here",
    )
    return replace(made, **changes)


def remembers(values, level, rng):
    yield retext(next(iter(statements_of(values))), f"call {next(CALLS)}")


def scribbles(values, level, rng):
    statement = next(iter(statements_of(values)))
    object.__setattr__(statement, "text", f"{statement.text}?")
    yield from ()


def idles(values, level, rng):
    statement = next(iter(statements_of(values)))
    yield retext(statement, statement.text)


def blanks(values, level, rng):
    yield retext(next(iter(statements_of(values))), "")


def holds_a_set(values, level, rng):
    statement = next(iter(statements_of(values)))
    yield replace(retext(statement, "y"), lures=({1},))


def hangs_together(values, level, rng):
    one, two = statements_of(values)[:2]
    yield retext(one, "1")
    yield Retext(statement=one.id, before="1", after="2", key=two.id)


def jumps(values, level, rng):
    statements = statements_of(values)
    yield retext(statements[round(level.rate * 10) % len(statements)], "z")


def raises(values, level, rng):
    yield retext(next(iter(values.statements.values())), "z")


def draws_from_the_queue(values, level, rng):
    statements = statements_of(values)
    yield retext(statements[random.randrange(len(statements))], "z")


def poses(facts, level, rng):
    total = facts.statements["/total#1"]
    other = replace(total, id="/total~poses#1", ref=None, imitates="/total", label="Gesamtbetrag:")
    yield Add(statement=other)


def loses(values, level, rng):
    yield retext(next(iter(statements_of(values))), "", gone="blank")


def forgets(before, after, edits):
    """A kernel that does not notice what a step touched."""
    return ()


class Restless(Stage):
    """A stage that changes documents by itself."""

    def apply(self, document, edits):
        first = next(iter(document.statements.values()))
        statements = {**document.statements, first.id: replace(first, text=f"{first.text}.")}
        return super().apply(document.with_statements(statements), edits)


def waits(values, level, rng):
    if level.rate < 0.5:
        yield Skip("too little to do")
    yield from sound(values, level, rng)


def hides(pages, level, rng):
    run = pages.runs[0]
    yield AddRun(run=replace(run, id="hidden", visible=False))


def saves_again(facts, level, rng):
    yield Handle(key="saved", how="saved")


def deaf(values, level, rng):
    for statement in statements_of(values):
        yield retext(statement, f"{statement.text}!")


BREAKERS = {
    laws.apart: op(draws_from_the_queue),
    laws.folded: op(loses),
    laws.quiet_at_zero: op(stage=Restless(VALUES.name, VALUES.document, VALUES.verbs)),
    laws.deterministic: op(remembers),
    laws.pure: op(scribbles),
    laws.honest: op(idles),
    laws.outspoken: op(blanks),
    laws.replayable: op(holds_a_set),
    laws.replannable: op(hangs_together),
    laws.distinguishable: op(poses, stage=FACTS),
    laws.nested: op(jumps),
    laws.total: op(raises),
    laws.documented: op(doc="Only a summary."),
    laws.evident: op(evidence="seen in a mail of ours"),
    laws.exemplified: op(doc=DOC.replace("x!", "another")),
    laws.named: op(id="broken.random_noise"),
    laws.graded: op(ladder=(*rates([0, 0, 0, 0, 0])[:4], numbers([1, 1, 1, 1, 1])[0])),
}
WHOLE_BREAKERS = {
    whole.applicable: op(waits),
    whole.felt: op(hides, stage=PAGES, media=("scan",)),
    whole.touching: op(saves_again, stage=FACTS),
    whole.distinct: op(deaf),
    whole.falling: op(stage=SCAN, media=("scan",), module="chaosdocs.operators.scan.nowhere"),
}


def test_every_law_has_a_breaker():
    assert set(BREAKERS) == set(laws.LAWS)
    assert set(WHOLE_BREAKERS) == set(whole.WHOLE_LAWS)


def fresh():
    facts = full("invoice", 3, "en_US")
    made = document("values", "pdf", "letterhead", facts)
    assert isinstance(made, StatementSet)
    return made.with_statements(
        {name: replace(statement) for name, statement in made.statements.items()}
    )


@pytest.mark.parametrize("law", BREAKERS, ids=lambda law: law.__name__)
def test_law_bites(law, monkeypatch):
    if law is laws.folded:
        monkeypatch.setattr(laws, "touched", forgets)
    with pytest.raises((AssertionError, ValueError, TypeError, StopIteration, RuntimeError)):
        law(BREAKERS[law], fresh(), 0)


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_law_spares_a_sound_operator(law):
    law(op(), fresh(), 0)


@pytest.mark.parametrize("law", WHOLE_BREAKERS, ids=lambda law: law.__name__)
def test_law_on_the_whole_bites(law):
    with pytest.raises(AssertionError, match="breaks the law"):
        law(WHOLE_BREAKERS[law])


@pytest.mark.parametrize("law", whole.WHOLE_LAWS, ids=lambda law: law.__name__)
def test_law_on_the_whole_spares_a_sound_operator(law):
    law(op())


@pytest.mark.parametrize("law", whole.WHOLE_LAWS, ids=lambda law: law.__name__)
def test_an_exemption_that_is_not_needed_is_refused(law):
    with pytest.raises(AssertionError, match="needs no exemption"):
        law(op(exempt={law.__name__: "not needed at all"}))


def rewrites_some_as_they_are(values, level, rng):
    for statement in take_statements(statements_of(values), level.rate, rng):
        yield retext(statement, statement.text.upper(), convention=LOCALES["de_DE"])


def test_an_edit_that_shows_the_same_text_is_refused():
    with pytest.raises(AssertionError, match=r"as before; leave out such statements"):
        laws.honest(op(rewrites_some_as_they_are), fresh(), 0)
