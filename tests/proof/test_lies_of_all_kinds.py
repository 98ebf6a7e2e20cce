"""Lies of all kinds about generated cases are found; see `tests/bench/seeded_lies.py`."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from all_lies import AUDITED, KINDS, OF_CASES, UNCAUGHT
from seeded_lies import tell

FEW = (
    "seller_and_buyer_exchanged", "net_and_total_exchanged", "amounts_of_two_rows_exchanged",
    "period_exchanged", "a_corrected_total", "a_second_number", "a_cent_off",
    "instructions_changed", "a_total_on_a_scan",
)  # fmt: skip
"""Kinds that are told by default: those that labels, rows, ink and numbers tell."""


def test_there_are_a_hundred_kinds_and_all_of_the_audit_are_to_be_caught():
    assert len(KINDS) >= 100
    assert len(set(AUDITED)) >= 73
    assert set(AUDITED) <= set(KINDS)
    assert len(UNCAUGHT) <= 5
    assert not UNCAUGHT.keys() & set(AUDITED)
    assert UNCAUGHT.keys() <= set(KINDS)
    assert all(OF_CASES[name].__name__ == name for name in OF_CASES)


def test_a_few_lies_are_found():
    found = tell((len(FEW), 5), FEW)

    assert found.told.total() == len(FEW)
    assert found.missed == []


@pytest.mark.slow
def test_a_thousand_lies_of_all_kinds_are_found():
    """The same by hand: ``python tests/bench/seeded_lies.py 1000``."""
    found = tell((1000, 1))

    assert found.told.total() >= 900
    assert {line.partition(":")[0] for line in found.missed} <= UNCAUGHT.keys()
