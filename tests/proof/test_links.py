"""The proof of sets: what the truth says is confirmed on the files, and lies are caught."""

import pytest

from chaosdocs.proof.prove import prove
from tests.proof.set_file_lies import hide_what_is_printed
from tests.proof.set_lies import LIES
from tests.proof.sets_on_disk import Draws, draw, write

BOTH = ("books", "bank")


def proved(case, truth, evidence, files):
    return prove(case, truth, evidence, files.__getitem__, domain=None)


def drawn(seed, **more):
    """Return the first set from `seed` on whose groupings can be listed."""
    while True:
        try:
            entries, policy = draw(seed, **more)
            return write(entries, more.get("members", BOTH), policy)
        except ValueError:
            seed += 1000


@pytest.mark.parametrize("seed", range(60))
def test_what_the_truth_finds_the_search_of_the_proof_finds_as_well(seed):
    proof = proved(*drawn(seed))

    assert proof.failures == ()
    assert all("search" in who for path, who in proof.witnesses.items() if path[0] == "/")


@pytest.mark.parametrize("seed", range(10))
def test_sets_of_three_members_are_proved_as_well(seed):
    made = drawn(seed, members=("orders", "receipts", "invoices"), size=8)

    assert proved(*made).failures == ()


@pytest.mark.parametrize(
    "lie", [lie for lie in LIES if lie is not hide_what_is_printed], ids=lambda each: each.__name__
)
def test_every_seeded_lie_is_caught(lie):
    told = 0
    for seed in range(40):
        made = lie(drawn(seed), Draws(seed))
        if made is None:
            continue
        told += 1
        assert proved(*made).failures, f"{lie.__name__} of set {seed} is believed"
        if told == 6:
            break
    assert told == 6


def test_a_missing_file_is_told():
    case, truth, evidence, files = drawn(1)
    found = proved(case, truth, evidence, {path: files[path] for path in [*files][1:]})

    assert {failure.code for failure in found.failures} >= {"missing_file"}


def test_a_policy_that_leaves_more_groupings_than_can_be_listed_is_a_defect(monkeypatch):
    made = drawn(next(seed for seed in range(40) if ambiguous(drawn(seed)[1])))
    monkeypatch.setattr("chaosdocs.proof.sets.search.MOST_WAYS", 0)

    [failure] = proved(*made).failures

    assert failure.code == "endless"


def ambiguous(truth):
    rows = truth.fields["/matches"].rows.values()
    return any(cells["link"].state == "ambiguous" for cells in rows)


@pytest.mark.parametrize(
    ("policy", "words"),
    [({"kees": []}, "has no 'kees'"), ({"after": -3}, "after is -3")],
)
def test_a_policy_that_is_none_is_told_and_not_raised(policy, words):
    case, truth, evidence, files = drawn(2)
    links = truth.links.model_copy(update={"policy": policy})
    found = proved(case, truth.model_copy(update={"links": links}), evidence, files)

    assert any(words in failure.detail for failure in found.failures)


def test_a_set_without_its_lists_is_told_and_not_raised():
    case, truth, evidence, files = drawn(2)
    bare = truth.model_copy(update={"fields": {}})

    assert {failure.code for failure in proved(case, bare, evidence, files).failures} == {"schema"}


def test_two_rows_with_one_key_are_told():
    case, truth, evidence, files = drawn(3)
    keys = [line for line in evidence if line.path.endswith("/key") and line.path[:4] == "book"]
    one, other = keys[:2]
    start, stop = other.bytes
    data = files[other.file]
    changed = data[:start] + one.text.encode() + data[stop:]
    lines = [x.model_copy(update={"text": one.text}) if x is other else x for x in evidence]

    found = proved(case, truth, lines, {**files, other.file: changed})

    assert any(f.code == "set_rows" and one.text in f.detail for f in found.failures)
