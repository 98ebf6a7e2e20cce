"""Severity of the operators of sets: known strategies lose by it, and few draws are skipped."""

from collections import Counter, defaultdict
from statistics import fmean

import pytest

from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.make import Maker, SkippedSlot
from chaosdocs.readers.builtin.match_amount import match_amount
from chaosdocs.readers.builtin.match_dates import match_dates
from chaosdocs.readers.builtin.match_digits import match_digits
from chaosdocs.readers.builtin.match_nothing import match_nothing
from chaosdocs.readers.builtin.matching import matching
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.score.judging.single import judge_case
from chaosdocs.sources.world.registry import PAIRINGS

STRATEGIES = (matching, match_digits, match_amount, match_dates, match_nothing)
SEVERITIES = (1, 3, 5)
LOSS = 0.02
"""How much better a strategy may be at a higher severity, by luck."""


def maker(pairing, books):
    data = {
        "name": "severity",
        "seed": 9,
        "source": {"world": "trade", "books": books, "matters": 24},
        "render": [{"as": "set", "pairing": pairing}],
        "design": {"each": ["links.*"], "severities": SEVERITIES},
    }
    return Maker(resolve(Recipe.model_validate(data)), None)


def links_right(case, answer):
    """Return the share of links that are right whole, surplus ones counted as wrong."""
    table = judge_case(case.case, case.truth, answer)
    rows = [table.row(n) for n in range(len(table))]
    links = [row for row in rows if row["schema_path"] == "/matches/*/link"]
    right = sum(row["outcome"] in {"correct", "right_abstain"} for row in links)
    return right / sum(row["rows"] for row in links)


@pytest.mark.slow
def test_known_strategies_are_never_better_at_a_higher_severity(tmp_path):
    """Over the operators that act on a ledger and a bank account, those of one book together."""
    its = maker("books-bank", 3)
    found = defaultdict(list)
    made = {}
    for slot in its.slots:
        if slot.steps and not isinstance(case := its.make(slot.number), SkippedSlot):
            made[slot.steps[0].operator.id, slot.record, slot.severity] = case
    whole = {key[:2] for key in made if all((*key[:2], each) in made for each in SEVERITIES)}
    for (name, record, severity), case in made.items():
        if (name, record) not in whole:
            continue
        paths = {}
        for path, data in case.files.items():
            paths[path] = tmp_path / path.replace("/", "-")
            paths[path].write_bytes(data)
        public = case.case.model_dump(mode="json", by_alias=True)
        for strategy in STRATEGIES:
            found[strategy.__name__, severity].append(links_right(case, strategy(public, paths)))

    assert len({name for name, _ in whole}) > 20
    for strategy in STRATEGIES:
        low, middle, high = (fmean(found[strategy.__name__, each]) for each in SEVERITIES)
        assert low + LOSS >= middle, strategy.__name__
        assert middle + LOSS >= high, strategy.__name__
    for strategy in (matching, match_digits):
        name = strategy.__name__
        assert fmean(found[name, 1]) > fmean(found[name, 5]) + LOSS, name


@pytest.mark.slow
def test_every_operator_skips_less_than_a_fifth_of_the_draws_that_it_changes():
    """A draw is skipped where the changed rows point to another payment than was made."""
    counted = defaultdict(Counter)
    for pairing in PAIRINGS.own:
        its = maker(pairing, 5)
        for slot in its.slots:
            if slot.steps:
                case = its.make(slot.number)
                why = case.reason if isinstance(case, SkippedSlot) else "made"
                counted[slot.steps[0].operator.id][why.partition(":")[0]] += 1
    names = {name for name in OPERATORS if name.startswith("links.")}
    lost = "the rows tell of another payment than was made"

    assert {name for name in names if counted[name]["made"]} == names
    shares = {name: tally[lost] / (tally[lost] + tally["made"]) for name, tally in counted.items()}
    assert {name: share for name, share in shares.items() if share >= 0.2} == {}
