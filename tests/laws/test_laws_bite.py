"""Each law fails an operator that breaks it, and spares a sound one."""

import itertools
from dataclasses import replace

import pytest

from chaosdocs.kernel import (
    VALUES,
    Operator,
    Retext,
    Statements,
    numbers,
    rates,
    retext,
    spots_of,
    take_spots,
)
from chaosdocs.testing import laws
from chaosdocs.testing.documents import document, record

DOC = """Write numbers otherwise.

What it does:
    It rewrites.

In the wild:
    Everywhere.

Effect on truth:
    None.

Example:
    >>> show(sound, "x", "text")
    'x!'
"""
CALLS = itertools.count()


def sound(values, level, rng):
    for spot in take_spots(spots_of(values), level.rate, rng):
        yield retext(spot, f"{spot.text}!")


def op(choose=sound, **changes):
    made = Operator(
        id=f"broken.{choose.__name__}",
        stage=VALUES,
        choose=choose,
        ladder=rates([0.1, 0.25, 0.5, 0.75, 1]),
        origin="nowhere at all",
        version=1,
        nested=True,
        media=("pdf",),
        targeted=False,
        control="",
        doc=DOC,
        module="here",
    )
    return replace(made, **changes)


def remembers(values, level, rng):
    yield retext(next(iter(spots_of(values))), f"call {next(CALLS)}")


def scribbles(values, level, rng):
    spot = next(iter(spots_of(values)))
    object.__setattr__(spot, "text", f"{spot.text}?")
    yield from ()


def idles(values, level, rng):
    spot = next(iter(spots_of(values)))
    yield retext(spot, spot.text)


def holds_a_set(values, level, rng):
    spot = next(iter(spots_of(values)))
    yield replace(retext(spot, "y"), lures=({1},))


def hangs_together(values, level, rng):
    one, two = spots_of(values)[:2]
    yield retext(one, "1")
    yield Retext(spot=one.id, before="1", after="2", key=two.id)


def jumps(values, level, rng):
    spots = spots_of(values)
    yield retext(spots[round(level.rate * 10) % len(spots)], "z")


def raises(values, level, rng):
    yield retext(next(iter(values.spots.values())), "z")


BREAKERS = {
    laws.deterministic: op(remembers),
    laws.pure: op(scribbles),
    laws.honest: op(idles),
    laws.replayable: op(holds_a_set),
    laws.replannable: op(hangs_together),
    laws.nested: op(jumps),
    laws.total: op(raises),
    laws.documented: op(doc="Only a summary."),
    laws.exemplified: op(doc=DOC.replace("'x!'", "'another'")),
    laws.named: op(id="broken.random_noise"),
    laws.graded: op(ladder=(*rates([0, 0, 0, 0, 0])[:4], numbers([1, 1, 1, 1, 1])[0])),
}
UNBROKEN = {
    laws.apart: "streams are named by paths: no operator can reach another's queue",
    laws.folded: "a spot whose truth changes is touched by construction",
    laws.quiet_at_zero: "a stage that changes without an edit would break it, no operator can",
}


def test_every_law_has_a_breaker_or_a_reason():
    assert set(BREAKERS) | set(UNBROKEN) == set(laws.LAWS)
    assert not set(BREAKERS) & set(UNBROKEN)


def fresh():
    facts = record("invoice", 3, "en_US")
    made = document("values", "pdf", "letterhead", facts)
    assert isinstance(made, Statements)
    return made.with_spots({name: replace(spot) for name, spot in made.spots.items()})


@pytest.mark.parametrize("law", BREAKERS, ids=lambda law: law.__name__)
def test_law_bites(law):
    with pytest.raises((AssertionError, ValueError, TypeError, StopIteration, RuntimeError)):
        law(BREAKERS[law], fresh(), 0)


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_law_spares_a_sound_operator(law):
    law(op(), fresh(), 0)
