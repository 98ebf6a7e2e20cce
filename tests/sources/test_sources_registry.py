import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.parties import party
from chaosdocs.sources.pools import LOCALES
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.closure import closure
from chaosdocs.truth.records import schema_path
from chaosdocs.truth.values import from_json, key, to_json

EVERY = [(name, locale) for name in SOURCES for locale in LOCALES]


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_every_rule_holds_on_every_record(name, locale):
    source = SOURCES[name]
    for index in range(150):
        made = source.record(11, index, locale)
        for rule in made.domain.rules:
            assert rule.check(made.facts, made.rows) is not False, (index, rule.name)


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_what_follows_from_some_facts_is_what_the_record_says(name, locale):
    source = SOURCES[name]
    for index in range(12):
        made = source.record(5, index, locale)
        for gone in list(made.facts)[:: 2 + index % 3]:
            known = {ref: value for ref, value in made.facts.items() if ref != gone}
            derived = closure(made.domain.rules, known, made.rows)
            assert set(derived) <= set(made.facts)
            assert all(key(derived[ref]) == key(made.facts[ref]) for ref in derived)


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_facts_have_the_kinds_and_options_that_their_fields_state(name, locale):
    source = SOURCES[name]
    fields = {field.path: field for field in source.domain.fields}
    for index in range(60):
        made = source.record(3, index, locale)
        for ref, value in made.facts.items():
            field = fields[schema_path(ref, source.domain.list_path)]
            assert key(from_json(field.kind, to_json(value))) == key(value)
            assert field.kind != "enum" or value in field.options
            assert not isinstance(value, str) or (value.isprintable() and value.strip() == value)
        paths = {schema_path(ref, source.domain.list_path) for ref in made.facts}
        assert {field.path for field in source.domain.fields if field.required} <= paths


@pytest.mark.parametrize("name", SOURCES)
def test_labels_are_there_in_four_languages_and_distinct(name):
    fields = SOURCES[name].domain.fields
    for language in ("en", "de", "fr", "ja"):
        labels = [field.labels[language] for field in fields]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_a_record_does_not_depend_on_what_was_made_before(name, locale):
    source = SOURCES[name]
    forward = [source.record(2, index, locale) for index in range(20)]
    party.cache_clear()
    backward = [source.record(2, index, locale) for index in reversed(range(20))]

    assert [dict(r.facts) for r in forward] == [dict(r.facts) for r in reversed(backward)]
    assert source.record(3, 0, locale).facts != forward[0].facts


def test_an_unknown_domain_or_locale_is_named_with_the_nearest():
    with pytest.raises(UserError, match="did you mean 'invoice'"):
        SOURCES["invoce"]
    with pytest.raises(UserError, match="did you mean 'de_DE'"):
        SOURCES["invoice"].record(1, 0, "de_AT")
