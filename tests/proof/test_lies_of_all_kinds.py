"""Lies of all kinds about generated cases are found; see `tests/bench/seeded_lies.py`."""

import sys
from itertools import islice
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from all_lies import AUDITED, ELSEWHERE, KINDS, OF_CASES, UNCAUGHT
from other_lies import FAMILIES, drawn, family_of
from seeded_lies import found_in, tell

from chaosdocs import docs
from chaosdocs.foundation.rng import SeededRng

FEW = (
    "seller_and_buyer_exchanged", "net_and_total_exchanged", "amounts_of_two_rows_exchanged",
    "period_exchanged", "a_corrected_total", "a_second_number", "a_cent_off",
    "instructions_changed", "a_total_on_a_scan",
)  # fmt: skip
"""Kinds that are told by default: those that labels, rows, ink and numbers tell."""
FEW_ELSEWHERE = (
    "packet_a_fact_in_another_document", "packet_a_hop_more", "packet_two_documents_exchanged",
    "map_documents_exchanged", "map_another_thing_happened", "norm_the_answer_under_another_norm",
    "norm_the_norm_is_named_elsewhere", "corpus_another_salt", "corpus_no_decisions_in_a_plan",
)  # fmt: skip
"""The same about packets, maps, norms and the private files of a corpus."""


def test_there_are_a_hundred_kinds_and_all_of_the_audit_are_to_be_caught():
    assert len(KINDS) >= 100
    assert len(set(AUDITED)) >= 73
    assert set(AUDITED) <= set(KINDS)
    assert len(UNCAUGHT) <= 5
    assert not UNCAUGHT.keys() & set(AUDITED)
    assert UNCAUGHT.keys() <= set(KINDS)
    assert all(OF_CASES[name].__name__ == name for name in OF_CASES)


def test_the_page_on_truth_says_how_many_kinds_there_are():
    page = (Path(docs.__file__).parent / "truth.md").read_text()

    assert f"lies of {len(KINDS)} kinds" in page


def test_a_few_lies_are_found():
    found = tell((len(FEW), 5), FEW)

    assert found.told.total() == len(FEW)
    assert found.missed == []


def test_a_few_lies_about_packets_maps_norms_and_private_files_are_found():
    found = tell((len(FEW_ELSEWHERE), 5), FEW_ELSEWHERE)

    assert found.told.total() == len(FEW_ELSEWHERE)
    assert found.missed == []
    assert {medium for _, medium in found.told} == {"packet", "map", "norm", "corpus"}


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_found_in_cases_without_a_lie(family):
    some = islice(drawn(family, 1, SeededRng(1)), 6)

    for making, made, twin, honest in some:
        assert found_in(making, made, twin, honest) == [], made.truth.label


@pytest.mark.slow
@pytest.mark.parametrize("kind", ELSEWHERE)
def test_every_kind_of_lie_about_packets_maps_norms_and_private_files_is_found(kind):
    found = tell((2, 3), (kind,))

    assert found.told.total() == 2
    assert found.missed == []
    assert family_of(kind) == next(medium for _, medium in found.told)


@pytest.mark.slow
def test_a_thousand_lies_of_all_kinds_are_found():
    """The same by hand: ``python tests/bench/seeded_lies.py 1000``."""
    found = tell((1000, 1))

    assert found.told.total() >= 900
    assert {line.partition(":")[0] for line in found.missed} <= UNCAUGHT.keys()
