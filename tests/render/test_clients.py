"""Clients whose schema has versions, and what a reader can know by the schema that comes along."""

import json

import pytest

from chaosdocs.corpus.build import build
from chaosdocs.corpus.expect import expectations
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.stating import told
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof import prove
from chaosdocs.recipe.asking import AskSpec
from chaosdocs.recipe.model import Recipe, RenderSpec
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.clients.client import Client, Sent
from chaosdocs.render.clients.registry import CLIENTS, sent_by
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.values import to_json

VERSIONS = [(name, v) for name in CLIENTS.own for v in range(1, CLIENTS[name].latest + 1)]


def made(rendering, domain="invoice", index=3, locale="de_DE"):
    record = SOURCES[domain].record(1, index, locale)
    return build(record, rendering, (), SeededRng(1))


def truth(rendering, path, **more):
    built = made(rendering, **more)
    fields, issues = expectations(built, "text", "allow", {})
    return fields[path], issues, built.record.facts[path]


def test_there_are_five_clients_with_four_versions_each():
    assert len(CLIENTS.own) == 5
    for name in CLIENTS.own:
        client = CLIENTS[name]
        assert isinstance(client, Client)
        assert client.latest == len(client.since) == 4
        assert list(client.since) == sorted(client.since)
        for number in range(2, 5):
            assert client.versions[number - 2].table() in CLIENTS.page(name)


@pytest.mark.parametrize(("name", "version"), VERSIONS)
@pytest.mark.parametrize("domain", ["invoice", "statement", "kyc"])
def test_under_its_published_schema_every_version_says_what_the_record_says(name, version, domain):
    for medium in ("json", "xml"):
        built = made(f"{medium}.{name}@{version}", domain)
        fields, issues = expectations(built, "text", "allow", {})

        assert issues == ()
        for path, value in built.record.facts.items():
            if path in fields and path != "/total":
                assert to_json(value) in fields[path].accept, (path, fields[path])


@pytest.mark.parametrize("name", CLIENTS.own)
def test_versions_of_a_client_differ(name):
    files = {v: made(f"json.{name}@{v}", d).files[0].data
             for v in range(1, 5) for d in ("invoice",)}  # fmt: skip
    assert len(set(files.values())) > 2


def test_a_total_that_means_another_amount_is_derived_under_the_published_schema():
    field, issues, value = truth("json.ledgerly@3", "/total")

    assert (field.state, field.why, field.accept) == ("answerable", "derived", (to_json(value),))
    assert issues == ()


def test_a_total_that_means_another_amount_contradicts_the_stale_schema():
    field, issues, value = truth("json.ledgerly@3:stale", "/total")

    assert (field.state, field.accept) == ("answerable", (to_json(value),))
    assert [(i.path, i.code) for i in issues] == [("/total", "schema_stale")]
    assert {lure.name for lure in field.lures} == {"older-schema"}


def test_without_a_schema_the_sums_settle_a_total_that_means_another_amount():
    field, issues, value = truth("json.ledgerly@3:absent", "/total")

    assert (field.state, field.accept) == ("answerable", (to_json(value),))
    assert issues == ()


def test_amounts_in_cents_are_known_by_the_schema_alone():
    path = "/closing_balance"
    published, _, value = truth("json.payline@2", path, domain="statement")
    stale, issues, _ = truth("json.payline@2:stale", path, domain="statement")
    absent, _, _ = truth("json.payline@2:absent", path, domain="statement")
    hundredfold = {**to_json(value), "amount": str(value.amount.scaleb(2).quantize(1))}

    assert published.accept == (to_json(value),)
    assert (stale.state, stale.accept) == ("answerable", (hundredfold,))
    assert issues == ()
    assert absent.state == "ambiguous"
    assert {r["amount"] for r in absent.readings} == {str(value.amount), hundredfold["amount"]}


def test_a_tax_that_was_rounded_gives_cents_away():
    """A hundredfold net amount has a tax of its own, not the hundredfold of a rounded one."""
    stale, issues, value = truth("json.payline@2:stale", "/total")

    assert (stale.state, stale.accept) == ("answerable", (to_json(value),))
    assert "schema_stale" in {issue.code for issue in issues}


def test_balances_settle_a_sign_that_was_turned():
    field = {}
    for given in ("", ":stale", ":absent"):
        built = made(f"json.kontor@2{given}", "statement")
        fields, issues = expectations(built, "text", "allow", {})
        row = next(iter(built.record.rows))
        field[given] = fields["/lines"].rows[row]["amount"]
        value = to_json(built.record.facts[f"/lines/{row}/amount"])
        assert field[given].accept == (value,)
        assert bool(issues) == (given == ":stale")
    assert {issue.code for issue in issues} <= {"schema_stale"}


def test_the_question_tells_the_schema_that_comes_along():
    record = SOURCES["invoice"].record(1, 3, "de_DE")
    ask = AskSpec()
    published = told(ask, "text", record, "json.payline@2")
    stale = told(ask, "text", record, "json.payline@2:stale")
    absent = told(ask, "text", record, "json.payline@2:absent")

    assert "of version 2" in published
    assert "/total: " in published
    assert published.count("smallest unit") >= 3
    assert "of version 1" in stale
    assert "smallest unit" not in stale
    assert "is not known" in absent
    assert told(ask, "text", record, "json.netsuite") == absent, "no sender has said how it counts"
    assert "sender" not in told(ask, "text", record, "csv.netsuite")


def test_yen_have_no_smaller_unit():
    one = json.loads(made("json.payline@1", locale="ja_JP").files[0].data)
    two = json.loads(made("json.payline@2", locale="ja_JP").files[0].data)
    assert one["total"] == two["total"]


@pytest.mark.parametrize(
    ("dialect", "message"),
    [
        ("payline@9", "payline has no version 9"),
        ("payline@", "'' is no version"),
        ("payline@1:stale", "no older schema"),
        ("payline@2:new", "no schema is 'new'"),
        ("pailine@2", "no client 'pailine'"),
    ],
)
def test_a_version_that_there_is_not_is_refused_in_words(dialect, message):
    with pytest.raises(UserError, match=message):
        sent_by(dialect)


def test_a_rendering_names_client_version_and_schema():
    assert Sent.of("payline@3") == Sent("payline", 3, "published")
    spec = RenderSpec.model_validate(
        {"as": "json", "system": "payline@3", "schema": ["published", "absent"]}
    )
    assert spec.renderings() == ("json.payline@3", "json.payline@3:absent")
    assert "schemas" not in RenderSpec.model_validate({"as": "json"}).model_dump()
    with pytest.raises(ValueError, match="schema goes with a client's version"):
        RenderSpec.model_validate({"as": "json", "system": "sap", "schema": "absent"})


def recipe(**render):
    return resolve(Recipe.model_validate({
        "name": "clients", "seed": 3, "source": {"domain": "invoice", "count": 2},
        "render": [render], "design": {"each": ["drift.renamed_keys"], "severities": [3]},
    }))  # fmt: skip


@pytest.mark.parametrize("given", ["published", "stale", "absent"])
def test_a_version_and_drift_on_top_of_it_are_proved(given):
    maker = Maker(recipe(**{"as": "json", "system": "payline@4", "schema": given}), Witnesses())

    for number in range(len(maker.slots)):
        case = maker.make(number)
        assert isinstance(case, MadeCase), case
        assert ("of version" in case.case.instructions) == (given != "absent")


@pytest.mark.parametrize("lie", ["moved", "unfounded"])
def test_a_stale_schema_that_nothing_contradicts_is_found_by_the_proof(lie):
    maker = Maker(recipe(**{"as": "json", "system": "ledgerly@3", "schema": "stale"}), None)
    made_ = maker.make(0)
    path = {"moved": "/net", "unfounded": "/invoice_number"}[lie]
    issue = made_.truth.issues[0].model_copy(update={"path": path})
    proofs = [
        prove(made_.case, truth_, made_.evidence, made_.files.__getitem__,
              domain=SOURCES["invoice"].domain)
        for truth_ in (made_.truth, made_.truth.model_copy(update={"issues": (issue,)}))
    ]  # fmt: skip

    assert not proofs[0].failures
    assert "stale_schema" in {failure.code for failure in proofs[1].failures}


def test_a_resolved_recipe_resolves_to_itself():
    once = recipe(**{"as": "json", "system": "payline@4", "schema": ["published", "stale"]})
    assert resolve(once) == once
    assert len(once.render) == 2
