"""What operators choose among, and the edits that they say it with."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from chaosdocs.authoring.choosing import (
    choose_statement,
    first_in_head,
    retext,
    statements_of,
    take,
    take_few,
)
from chaosdocs.authoring.otherwise import other_text
from chaosdocs.authoring.showing import document_saying
from chaosdocs.authoring.wording import currency_of, in_language
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import GONE, Claim, Lure, Statement, says
from chaosdocs.truth.values import Money

RNG = SeededRng(2)
PLAIN = Convention(name="plain")


def statement(name, kind="text", text="a", **more):
    return Statement(id=f"{name}#1", ref=name, kind=kind, text=text, claim=says(text), **more)


SPOTS = tuple(statement(f"/f{n}") for n in range(8))


def test_only_what_states_a_fact_plainly_is_eligible():
    document = document_saying("A1", "id")
    plain = document.statements["/field#1"]
    others = {
        "blank": replace(plain, text=""),
        "two readings": replace(plain, claim=says("A1", "A2")),
        "no fact": replace(plain, ref=None),
    }
    for other in others.values():
        assert statements_of(document.with_statements({other.id: other})) == ()

    assert statements_of(document, "id", "text") == (plain,)
    assert statements_of(document, "money") == ()
    assert statements_of(document, where=lambda each: each.text != "A1") == ()
    assert statements_of(replace(document, focus="/field")) == (plain,)
    assert statements_of(replace(document, focus="/other")) == ()


def test_shares_nest_keep_the_order_and_take_at_least_one():
    taken = [take(SPOTS, rate, RNG, lambda s: s.id) for rate in (0.01, 0.25, 0.5, 1)]

    assert [len(some) for some in taken] == [1, 2, 4, 8]
    for fewer, more in pairwise(taken):
        assert set(fewer) < set(more)
        assert list(more) == sorted(more, key=SPOTS.index)
    turned = take(reversed(SPOTS), 0.5, RNG, lambda s: s.id)
    assert set(turned) == set(taken[2])
    assert take((), 1, RNG, str) == ()


def test_a_few_are_a_few_or_all_and_one_is_one_or_none():
    assert len(take_few(SPOTS, 3, RNG)) == 3
    assert take_few(SPOTS[:2], 3, RNG) == SPOTS[:2]
    assert take_few((), 3, RNG) == ()
    assert choose_statement(SPOTS, RNG) in SPOTS
    assert choose_statement((), RNG) is None


def test_the_first_statement_of_a_field_of_the_head():
    assert first_in_head(SPOTS[0])
    assert not first_in_head(replace(SPOTS[0], id="/f0#2"))
    assert not first_in_head(replace(SPOTS[0], row="k1"))


@pytest.mark.parametrize(
    ("said", "claim", "trace"),
    [
        ({}, None, None),
        ({"readings": ("a", "b")}, says("a", "b"), None),
        ({"mask": "**1"}, Claim(mask="**1"), "mask"),
        ({"gone": "stain"}, GONE, "stain"),
    ],
)
def test_an_edit_says_what_is_left_of_a_value(said, claim, trace):
    made = retext(SPOTS[0], "x", lures=[Lure("y", "z")], convention=PLAIN, key="k", **said)

    assert (made.statement, made.before, made.after) == ("/f0#1", "a", "x")
    assert (made.claim, made.trace) == (claim, trace)
    assert (made.lures, made.convention, made.key) == ((Lure("y", "z"),), PLAIN, "k")


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("money", Money(Decimal(12), "EUR"), "12"),  # too short
        ("money", Money(Decimal(12_500), "EUR"), "12.50"),  # in thousands
        ("text", "Switch", "Switch"),
        ("id", "A17-", "A17-"),  # no digit at the end
        ("id", "A17", "A 17"),  # not shown as it is
    ],
)
def test_there_is_not_always_another_text_of_the_same_shape(kind, value, text):
    assert other_text(replace(statement("/x", kind, text), claim=says(value))) is None


def test_another_amount_without_cents_has_as_many_digits():
    yen = Money(Decimal(-12_500), "JPY")

    text, value = other_text(replace(statement("/x", "money", "-12,500 JPY"), claim=says(yen)))
    assert (text, value) == ("-92,500 JPY", Money(Decimal(-92_500), "JPY"))


def test_words_are_those_of_the_language_else_english():
    words = {"en": "Total", "de": "Summe"}

    assert [in_language(words, each) for each in ("de_AT", "fr_FR")] == ["Summe", "Total"]
    assert currency_of(statement("/x", convention=replace(PLAIN, currency="before"))) == "before"
    assert currency_of(statement("/x")) == "after"
