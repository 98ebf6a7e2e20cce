"""The stage Matter: edits of rows quote what is there, and keep the events behind the rows."""

import json
from decimal import Decimal

import pytest

from chaosdocs.documents.edits import MisquoteError
from chaosdocs.documents.matter import Booking
from chaosdocs.documents.matter_verbs import (
    MATTER,
    Deduct,
    Include,
    LeaveOut,
    Regroup,
    Rekey,
    Repeat,
    Reprice,
    Respell,
    Shift,
    Turn,
)
from chaosdocs.testing.sets import SetSample
from chaosdocs.truth.codec import decode, encode
from chaosdocs.truth.values import Money

CLEAN = SetSample("trade", 3, "de_DE").clean("books-bank")
PAID = next(row for row in CLEAN.members["bank"] if row.of)
ITEM = next(row for row in CLEAN.members["books"] if row.events == PAID.events)


def cents(amount):
    return Money(Decimal(amount), CLEAN.currency)


EDITS = [
    LeaveOut(member="bank", entry=PAID.id),
    Repeat(member="books", entry=ITEM.id, again="x", key_again="999", shift=2),
    Rekey(member="bank", entry=PAID.id, leaf="text", before=PAID.text("text"), after=""),
    Deduct(member="bank", entry=PAID.id, kind="fee", amount=cents("-5.00")),
    Reprice(member="books", entry=ITEM.id, before=ITEM.amount, after=cents("1.00")),
    Turn(member="bank", entry=PAID.id, before=PAID.amount),
    Shift(member="bank", entry=PAID.id, leaf="date", days=-1),
    Respell(member="bank", entry=PAID.id, before=PAID.party, after="X"),
    Include(member="bank", added=Booking(id="x", values=PAID.values)),
    Regroup(member="bank", entries=(PAID.id,), parts=(PAID.saying("text", "again"),)),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_a_verb_changes_its_row_alone_and_goes_through_json(edit):
    again = decode(json.loads(json.dumps(encode(edit))))
    after = MATTER.apply(CLEAN, [again])

    assert again == edit
    assert edit.words()
    changed = list(after.changed(CLEAN))
    assert len(changed) == 1
    assert after != CLEAN


@pytest.mark.parametrize(
    "edit",
    [
        LeaveOut(member="bank", entry="nobody"),
        LeaveOut(member="nowhere", entry=PAID.id),
        Rekey(member="bank", entry=PAID.id, leaf="text", before="other", after=""),
        Rekey(member="bank", entry=PAID.id, leaf="amount", before="", after="1"),
        Deduct(member="bank", entry=PAID.id, kind="fee", amount=Money(Decimal(1), "XXX")),
        Reprice(member="books", entry=ITEM.id, before=cents("0.01"), after=cents("1.00")),
        Turn(member="bank", entry=PAID.id, before=cents("0.01")),
        Shift(member="bank", entry=PAID.id, leaf="due", days=1),
        Respell(member="bank", entry=PAID.id, before="other", after="X"),
        Include(member="bank", added=PAID),
        Regroup(member="bank", entries=(PAID.id,), parts=()),
    ],
    ids=lambda edit: edit.words()[:70],
)
def test_a_verb_that_quotes_what_is_not_there_is_refused(edit):
    with pytest.raises(MisquoteError):
        MATTER.apply(CLEAN, [edit])
