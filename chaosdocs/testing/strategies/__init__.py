"""Hypothesis strategies of records, operators and documents: property tests for extraction.

    from chaosdocs.testing import strategies as cst

    @given(cst.cases("invoice", ops=["dates.*"], media=["csv"]))
    def test_my_parser(case):
        case.check(my_parser(case.bytes))

Drawing makes no bytes; a case makes its file, and proves its truth, when they are first asked for.
The profile ``chaosdocs`` (``settings.load_profile("chaosdocs")``) has no deadline, because the
first bytes take longer than the next, and no phase that explains: it would prove a hundred more
documents to say that other records fail as well.
"""

from __future__ import annotations

from hypothesis import Phase, settings

from chaosdocs.testing.case import Case
from chaosdocs.testing.failing import CaseFailure
from chaosdocs.testing.own_sample import OwnSample
from chaosdocs.testing.packet_case import PacketCase, PacketSample
from chaosdocs.testing.pairs import InvariantPair, PairFailure, SensitivityPair
from chaosdocs.testing.sample import Sample
from chaosdocs.testing.sets import SetCase, SetSample
from chaosdocs.testing.staged import DrawnStep
from chaosdocs.testing.strategies.drawing import cases, operators, records
from chaosdocs.testing.strategies.own import records_from
from chaosdocs.testing.strategies.packets import packets
from chaosdocs.testing.strategies.paired import (
    invariant_pairs,
    schema_drifts,
    sensitivity_pairs,
    tables,
    trees,
)
from chaosdocs.testing.strategies.sets import sets
from chaosdocs.testing.strategies.timelines import Timeline, timelines

__all__ = [
    "Case",
    "CaseFailure",
    "DrawnStep",
    "InvariantPair",
    "OwnSample",
    "PacketCase",
    "PacketSample",
    "PairFailure",
    "Sample",
    "SensitivityPair",
    "SetCase",
    "SetSample",
    "Timeline",
    "cases",
    "invariant_pairs",
    "operators",
    "packets",
    "records",
    "records_from",
    "schema_drifts",
    "sensitivity_pairs",
    "sets",
    "tables",
    "timelines",
    "trees",
]

settings.register_profile(
    "chaosdocs",
    max_examples=200,
    deadline=None,
    print_blob=True,
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
