"""The options of the bootstrap are the same wherever intervals are drawn."""

import pytest

from chaosdocs.cli import compare, score


def options(command):
    return {each.name: each.to_info_dict() for each in command.params}


@pytest.mark.parametrize("name", ["resamples", "seed"])
def test_score_and_compare_have_the_same_options(name):
    one, other = options(score.command)[name], options(compare.command)[name]

    assert one == other
    assert one["default"] == {"resamples": 2000, "seed": 0}[name]
