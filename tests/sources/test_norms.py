"""The source of the norms: what it draws, and how old its sources are."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.norms.norm import LANGUAGES, LOCALES
from chaosdocs.sources.norms.registry import NORMS, TWINS, record
from chaosdocs.truth.norms import distinct
from chaosdocs.truth.records import schema_path
from chaosdocs.truth.values import from_json, key, to_json

MOVING = ("retention_de", "owner_threshold", "sanctions_half", "hybrid_invoice")
"""Norms 13, 14, 16 and 19: laws that change."""
ROOT = Path(__file__).parents[2]


def _to_read_again(released):
    """Norms of moving laws whose source was not read in the year before a release."""
    return [
        f"{name}: {regime.name}: {regime.source} <{regime.url}>"
        for name in MOVING
        for regime in NORMS[name].regimes
        if regime.place != "by agreement"
        and (
            not regime.checked
            or date.fromisoformat(regime.checked) <= released - timedelta(days=365)
        )
    ]


def test_a_release_has_read_the_sources_of_moving_laws_within_a_year():
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    said = re.search(r"^## \S+ \(([^)]*)\)", log, re.MULTILINE)[1]
    if said != "unreleased":
        assert _to_read_again(date.fromisoformat(said)) == []


def test_a_source_that_was_read_more_than_a_year_before_is_found():
    soon, late = _to_read_again(date(2026, 12, 1)), _to_read_again(date(2027, 12, 1))
    assert [line[:18] for line in soon] == ["sanctions_half: eu"]
    assert {line.partition(":")[0] for line in late} == set(MOVING)


def test_there_are_21_norms_each_with_sources_and_days():
    assert [norm.number for norm in sorted(NORMS.values(), key=lambda n: n.number)] == [
        *range(1, 22)
    ]
    for norm in NORMS.values():
        assert len(norm.regimes) >= 2
        for regime in norm.regimes:
            assert all((regime.source, regime.url.startswith("https://"), regime.place))
            assert date.fromisoformat(regime.valid_from) < date(2027, 1, 1)
            assert not regime.checked or date.fromisoformat(regime.checked)
        labels = [field.labels for field in norm.domain().fields]
        for language in LANGUAGES:
            words = [each[language] for each in labels]
            assert len(set(words)) == len(words), (norm.name, language)
            assert norm.titles[language]


@pytest.mark.parametrize("name", NORMS)
def test_facts_fit_their_fields_and_norms_differ_where_they_shall(name):
    seen = set()
    for index in range(12 * TWINS):
        made = record(4, index, [name], LOCALES)
        norm = made.domain.norms[0]
        for ref, value in made.facts.items():
            field = made.domain.field(ref)
            assert key(from_json(field.kind, to_json(value))) == key(value)
            assert field.kind != "enum" or value in field.options
        paths = {schema_path(ref, made.domain.list_path) for ref in made.facts}
        assert {field.path for field in made.domain.fields if field.required} <= paths
        assert norm.path not in made.facts
        answers = norm.answers(made.facts, made.rows)
        control = index % TWINS == TWINS - 1
        differ = len(distinct(answers)) > 1 or None in answers.values()
        assert differ == (norm.disagrees and not (control and norm.agrees)), made.id
        seen.add(str(sorted(map(str, answers.values()))))
    assert len(seen) > 1


def test_a_record_can_be_made_alone_and_another_seed_gives_other_numbers():
    forward = [dict(record(2, index).facts) for index in range(20)]
    assert [dict(record(2, index).facts) for index in reversed(range(20))] == forward[::-1]
    assert [dict(record(3, index).facts) for index in range(20)] != forward


def test_an_unknown_norm_is_named_with_the_nearest():
    with pytest.raises(UserError, match="did you mean 'day_count'"):
        record(1, 0, ["daycount"])
