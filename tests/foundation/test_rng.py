"""Chance is named, not queued; and always falls the same way."""

import pytest

from chaosdocs.foundation.digest import canonical, digest_of_files, opaque, sha256
from chaosdocs.foundation.rng import AlwaysRng, SeededRng


def test_a_stream_hangs_on_its_path_and_not_on_draws_made_before():
    root = SeededRng(3)
    first = root.at("a", 1).below(10**9)
    [root.below(5) for _ in range(9)]

    assert root.at("a").at(1).below(10**9) == first
    assert root.at("a", "1").below(10**9) != first
    assert SeededRng(4).at("a", 1).below(10**9) != first


def test_draws_stay_in_their_range_and_use_all_of_it():
    rng = SeededRng(1)

    assert {rng.below(4) for _ in range(200)} == {0, 1, 2, 3}
    assert {rng.pick("ab") for _ in range(50)} == {"a", "b"}
    assert all(2 <= rng.between(2, 3) < 3 for _ in range(100))
    assert 300 < sum(rng.chance(0.4) for _ in range(1000)) < 500
    assert not any(rng.chance(0) for _ in range(20))
    assert all(rng.chance(1) for _ in range(20))


@pytest.mark.parametrize("n", [0, -1])
def test_there_is_nothing_below_nothing(n):
    with pytest.raises(ValueError, match="n must be at least 1"):
        SeededRng(1).below(n)


def test_the_stream_of_examples_falls_the_operator_s_way():
    rng = AlwaysRng()

    assert rng.at("a", 1) is rng
    assert rng.chance(0.01)
    assert not rng.chance(0)
    assert (rng.below(9), rng.pick("ab"), rng.between(2, 4)) == (0, "a", 3)


def test_digests_are_of_content_alone():
    assert canonical({"b": 1, "a": "ä"}) == '{"a":"ä","b":1}'.encode()
    assert digest_of_files({"b": "2", "a": "1"}) == digest_of_files({"a": "1", "b": "2"})
    assert digest_of_files({"a": "1"}) != digest_of_files({"a": "2"})
    assert len(sha256(b"")) == 64
    assert opaque("x", b"salt") != opaque("x", b"pepper")
    assert len(opaque("x", b"salt" * 50)) == 12
