"""Twins of packets: which pages differ, and whether the answer does."""

from collections import Counter

import pypdfium2
import pytest

from chaosdocs.authoring import OPERATORS
from tests.corpus.test_packets import made, moved, states

MORE_PAGES = {
    "packet.expired_rule": (2, 1),
    "packet.other_year_rule": (3, 2),
    "packet.several_in_one": (4, 0),
    "packet.silent_gap": (1, 2),
    "packet.spread": (2, 2),
    "packet.spread_gap": (3, 3),
}
"""Pages that are new and gone beside the clean twin; one and one of all other operators."""
SAME_ANSWER = {
    "packet.agreeing_claims",
    "packet.expired_rule",
    "packet.injected_instruction",
    "packet.mail_against_attachment",
    "packet.near_documents",
    "packet.other_account",
    "packet.several_in_one",
    "packet.spread",
    "packet.stale_master_data",
    "packet.two_claims",
    "packet.two_due_dates",
}
"""What a careful reader answers as on the clean twin: a rule decides, or nothing was changed."""


def pages(case):
    """Return the texts of the pages, each as often as it stands in the packet."""
    (data,) = case.files.values()
    with pypdfium2.PdfDocument(data) as pdf:
        return Counter(page.get_textpage().get_text_bounded() for page in pdf)


@pytest.mark.parametrize("name", [name for name in OPERATORS if name.startswith("packet.")])
def test_a_packet_differs_from_its_clean_twin_in_few_pages(name):
    case, twin = made(name)
    here, there = pages(case), pages(twin)
    new, gone = MORE_PAGES.get(name, (1, 1))

    assert (here - there).total() + (there - here).total() > 0
    assert (here - there).total() <= new
    assert (there - here).total() <= gone
    assert bool(moved(case, twin)) == (name not in SAME_ANSWER)


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ("page_gap", "silent_gap", "page"),
        ("replaced", "later_version", "nowhere"),
        ("spread", "spread_gap", "page"),
    ],
)
def test_two_kinds_of_one_difficulty_differ_in_one_page_and_in_the_answer(one, other, place):
    left, right = (made(f"packet.{name}", place)[0] for name in (one, other))
    here, there = pages(left), pages(right)

    assert left.truth.records == right.truth.records
    assert (here - there).total() == (there - here).total() == 1
    assert states(left) != states(right)


def test_the_three_places_of_the_rules_differ_in_one_page_or_in_the_instructions():
    page, told, nowhere = (
        made("packet.two_claims", place)[0] for place in ("page", "instructions", "nowhere")
    )

    assert (pages(page) - pages(nowhere)).total() == 1
    assert not pages(nowhere) - pages(page)
    assert page.case.instructions == nowhere.case.instructions
    assert [*told.files.values()] == [*nowhere.files.values()]
    assert told.case.instructions.startswith(nowhere.case.instructions[:-1])
    assert states(page) == states(told) != states(nowhere)
