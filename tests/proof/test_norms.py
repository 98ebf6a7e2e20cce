"""The norms: worked examples by hand, the source, and the proof, all three against each other."""

import pytest

from chaosdocs.proof.norms import outcomes
from chaosdocs.sources.norms.registry import NORMS
from chaosdocs.truth.values import key
from tests.proof.norms_worked import WORKED


def _rows(facts):
    return sorted({ref.split("/")[2] for ref in facts if ref.startswith("/lines/")})


def _keys(answers):
    return {name: None if value is None else key(value) for name, value in answers.items()}


@pytest.mark.parametrize("name", NORMS)
def test_source_and_proof_agree_with_the_worked_examples(name):
    worked = [each for each in WORKED if each.norm == name]
    assert len(worked) >= 2
    for each in worked:
        right, rows = _keys(each.right), _rows(each.facts)
        assert _keys(NORMS[name].answers(each.facts, rows)) == right, each.source
        assert _keys(outcomes(name, each.facts, rows)) == right, each.source
