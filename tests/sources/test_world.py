"""The world of trade: books are pure functions, and hold what real books hold."""

from collections import Counter

import pytest

from chaosdocs.documents.statement_set import state
from chaosdocs.render.route import finish, through
from chaosdocs.sources.rules import broken
from chaosdocs.sources.world.pairing import open_set
from chaosdocs.sources.world.registry import PAIRINGS, WORLDS

TRADE = WORLDS["trade"]
LOCALES = TRADE.locales
BOOKS_BANK = PAIRINGS["books-bank"]


def books(count, locale="de_DE", matters=None):
    return [TRADE.book(7, index, locale, matters) for index in range(count)]


def stories(book):
    return [book.story(at) for at in range(book.size)]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_book_and_each_of_its_matters_is_the_same_in_any_order(locale):
    one, other = TRADE.book(7, 5, locale, None), TRADE.book(7, 5, locale, None)

    assert [one.story(at) for at in range(one.size)] == [
        other.story(at) for at in reversed(range(other.size))
    ][::-1]
    assert (one.start, one.company, one.charges, one.opening) == (
        other.start, other.company, other.charges, other.opening,
    )  # fmt: skip


def test_a_book_says_how_many_matters_it_has():
    low, high = TRADE.usual
    assert all(low <= book.size <= high for book in books(30))
    assert books(1, matters=9)[0].size == 9
    with pytest.raises(IndexError):
        books(1, matters=9)[0].story(9)


def test_dates_run_from_order_to_payment_and_stay_within_the_days_of_the_policy():
    for book in books(20):
        for story in stories(book):
            invoice, payment = story.invoice, story.payment
            if story.order is not None:
                assert story.order.date <= story.delivery.date < invoice.date
            if payment is not None:
                assert book.start <= payment.date <= book.end
                assert 0 <= (payment.date - invoice.date).days <= book.policy.after
                assert payment.date.weekday() < 5


def test_amounts_repeat_and_five_to_ten_percent_are_explained_differences():
    counted, repeated, total = Counter(), 0, 0
    for book in books(60):
        amounts = Counter((s.party.name, s.invoice.amount) for s in stories(book))
        repeated += sum(count for count in amounts.values() if count > 1)
        total += book.size
        counted.update(story.settled for story in stories(book))

    assert 0.25 < repeated / total < 0.4
    explained = counted["cash_discount"] + counted["fee"] + counted["rounding"]
    assert 0.05 < explained / total < 0.1
    assert 0.07 < counted["open"] / total < 0.13


def test_no_two_matters_share_a_number_and_none_tells_of_the_other():
    alike = of = 0
    for book in books(40, matters=60):
        series = [
            [story.invoice.voucher for story in stories(book)],
            [story.invoice.number for story in stories(book)],
            [story.payment.number for story in stories(book) if story.payment],
        ]
        assert all(len(set(numbers)) == len(numbers) for numbers in series)
        for story in stories(book):
            if story.payment:
                of += 1
                alike += story.payment.number[-3:] == story.invoice.number[-3:]
    assert alike / of < 0.02


@pytest.mark.parametrize("locale", LOCALES)
def test_every_member_keeps_its_rules_and_can_be_written(locale):
    for book in books(6, locale):
        matter = open_set(book, "books-bank", BOOKS_BANK)
        for member in BOOKS_BANK.members:
            record = member.view.record(book, matter.members[member.role])
            assert not broken(record.domain.rules, record.facts, record.rows)
            assert all(field.label(locale) for field in record.domain.fields)
            written = finish(member.rendering, through(member.rendering, state(record)))
            assert len(written.file.data) > 100 * len(record.rows) // 4


def test_only_what_is_open_has_no_counterpart_among_the_books():
    for book in books(10):
        matter = open_set(book, "books-bank", BOOKS_BANK)
        paid = {event for row in matter.members["bank"] for event in row.events}
        for row in matter.members["books"]:
            assert (row.alone == "open") == (not row.events & paid)
