"""Lines that are made and written without pydantic are those that it would make and write."""

from __future__ import annotations

import json
from functools import cache

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.proving import Proved
from chaosdocs.documents.statement_set import Restate, Start, spell, state
from chaosdocs.formats.cases import CaseTruth, Evidence
from chaosdocs.foundation.files import encode_line
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render import templates
from chaosdocs.truth.values import Money

MEDIA = ("pdf.letterhead", "scan.letterhead", "xlsx.netsuite", "csv.sap", "json.netsuite")


@cache
def maker() -> Maker:
    recipe = Recipe.model_validate(
        {
            "name": "lines",
            "seed": 3,
            "source": {"domain": "invoice", "count": 1, "locales": ["ja_JP"]},
            "render": [
                {"as": medium, ("templates" if look == "letterhead" else "system"): form}
                for medium, look in (each.split(".") for each in MEDIA)
                for form in [[look] if look == "letterhead" else look]
            ],
            "design": {"each": ["claims.contradiction"], "severities": [3]},
        }
    )
    return Maker(resolve(recipe), Witnesses())


@cache
def made() -> tuple[MadeCase, ...]:
    cases = [maker().make(number) for number in range(len(maker().slots))]
    return tuple(case for case in cases if isinstance(case, MadeCase))


def test_every_medium_is_looked_at():
    assert {case.truth.medium for case in made()} == {each.partition(".")[0] for each in MEDIA}
    assert any(case.truth.steps for case in made())


def test_evidence_is_what_validation_leaves_of_it():
    for line in (line for case in made() for line in case.evidence):
        again = Evidence.model_validate(line.model_dump())

        assert again == line
        assert [type(value) for value in vars(again).values()] == [
            type(value) for value in vars(line).values()
        ]
        assert json.dumps(line.row()) == json.dumps(
            again.model_dump(mode="json", exclude_none=True)
        )


def test_the_truth_is_what_validation_leaves_of_it():
    for truth in (case.truth for case in made()):
        again = CaseTruth.model_validate(truth.model_dump())

        assert again == truth
        assert again.model_dump_json(exclude_defaults=True) == truth.model_dump_json(
            exclude_defaults=True
        )


def test_a_copy_of_a_line_has_its_own_names_of_fields():
    line = made()[0].evidence[0]
    copy = line.model_copy(update={"text": "another"})

    copy.model_fields_set.clear()
    assert line.model_fields_set == set(Evidence.model_fields)


@pytest.mark.parametrize("row", [{"a": "é\n", "b": [1, 2.5, None, True]}, [], "x", {"n": 1e22}])
def test_a_line_is_what_json_writes(row):
    assert encode_line(row) == f"{json.dumps(row, ensure_ascii=False)}\n".encode()


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="not JSON serializable"):
        encode_line({"a": object()})


def test_statements_that_are_kept_are_spelled_like_others():
    record = maker().records[0]
    start = Start(record)
    before = start.facts.statements["/total#1"].value
    assert isinstance(before, Money)
    after = Money(before.amount + 1, before.currency)
    facts = Restate(statement="/total#1", before=before, after=after).apply(state(record))

    for convention in (templates.convention(name, record) for name in ("letterhead", "erp")):
        assert start.spell(start.facts, convention) == spell(state(record), convention)
        assert start.spell(facts, convention) == spell(facts, convention)


def test_a_clean_case_with_another_file_is_no_twin():
    witnesses = Witnesses()
    clean, other = (case for case in made() if case.truth.medium == "pdf")
    lie = Proved(clean.case, clean.truth, clean.evidence, {}.__getitem__)
    witnesses.prove(lie, clean.built.record.domain, twin=None, sights={}, lain=None, deep=False)
    verdict = witnesses.prove(
        Proved(other.case, other.truth, other.evidence, other.files.__getitem__),
        clean.built.record.domain,
        twin=Proved(clean.case, clean.truth, clean.evidence, clean.files.__getitem__),
        sights={},
        lain=None,
        deep=False,
    )
    witnesses.close()

    assert not verdict.findings
    assert any("twin" in names for names in verdict.witnesses.values())
