"""A norm on a policy page of its own: the last page of a PDF or scan, or a second file."""

import pymupdf
import pytest
from pydantic import ValidationError

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.score.judging.single import judge_case
from chaosdocs.sources.norms.registry import record
from chaosdocs.testing.right import perfect

PLACES = ("instructions", "page", "document", "nowhere")
"""Where the first four records of a group name the norm."""
PAPER = ({"as": "pdf", "templates": ["letterhead"]}, {"as": "scan", "templates": ["erp"]})
EXPORTS = tuple(
    {"as": medium, "system": system}
    for medium, system in (("xlsx", "netsuite"), ("json", "sap"), ("csv", "sap"), ("xml", "sap"))
)


def recipe(render, norms=("interest_paid",), count=5, **more):
    return Recipe.model_validate(
        {
            "name": "policy", "seed": 4,
            "source": {"norms": list(norms), "count": count, "policy": ["instructions", "page"]},
            "render": [render], **more,
        }
    )  # fmt: skip


def made(render, **more):
    its = Maker(resolve(recipe(render, **more)), Witnesses())
    cases = [its.make(number) for number in its.slots.numbers()]
    assert all(isinstance(case, MadeCase) for case in cases), [
        case.reason for case in cases if not isinstance(case, MadeCase)
    ]
    return cases


def normed(case):
    return next(field for field in case.truth.fields.values() if getattr(field, "stands", None))


@pytest.mark.parametrize("render", PAPER, ids=lambda each: each["as"])
def test_a_policy_page_is_the_last_page_and_answers_as_the_instructions_do(render):
    told, page, _, nowhere, _ = made(render)

    assert [normed(case).stands for case in (told, page, nowhere)] == [
        "instructions", "page", "nowhere",
    ]  # fmt: skip
    assert normed(page).accept == normed(told).accept
    assert normed(nowhere).state == "disputed"
    pages = {}
    for name, case in (("page", page), ("nowhere", nowhere)):
        with pymupdf.open(stream=case.built.files[0].data) as pdf:
            pages[name] = [each.get_text() for each in pdf]
    assert pages["page"][:-1] == pages["nowhere"]
    assert normed(page).context.model_dump() == {
        "where": (
            {"sheet": "policy", "file": page.case.files[0].path, "page": len(pages["page"])},
        ),
        "hops": 2,
        "pages": len(pages["nowhere"]),
        "words": normed(page).context.words,
    }
    assert normed(page).context.words > 20
    assert normed(told).context is None


def test_the_policy_page_of_a_pdf_counts_its_own_pages_and_names_entity_and_norm():
    _, page, *_ = made(PAPER[0])
    with pymupdf.open(stream=page.built.files[0].data) as pdf:
        words = pdf[-1].get_text()

    facts = page.built.record.facts
    for said in ("Policies", facts["/entity/name"], facts["/framework"], "Page 1 of 1"):
        assert said in words
    assert facts["/framework"] not in page.case.instructions


@pytest.mark.parametrize("render", EXPORTS, ids=lambda each: each["as"])
def test_beside_an_export_the_policy_is_a_file_and_nothing_else_differs(render):
    told, page, _, nowhere, _ = made(render)

    assert [file.role for file in page.case.files] == ["", "policy"]
    assert page.case.files[1].path.endswith(f"/policy.{render['as']}")
    assert page.built.files[0].data == nowhere.built.files[0].data
    assert len(nowhere.case.files) == 1
    more = "The policy page of the entity belongs to the document."
    assert page.case.instructions.replace(f" {more}", "") == nowhere.case.instructions
    assert (normed(page).stands, normed(page).accept) == ("page", normed(told).accept)
    assert normed(page).context is None


def test_the_right_answer_is_right_and_counted_by_the_page():
    _, page, *_ = made(EXPORTS[1])
    table = judge_case(page.case, page.truth, perfect(page.truth))

    found = [table.row(number) for number in range(len(table))]
    assert {row["outcome"] for row in found} == {"correct"}


@pytest.mark.parametrize("render", [PAPER[0], *EXPORTS], ids=lambda each: each["as"])
def test_operators_damage_the_document_and_leave_the_policy_page_alone(render):
    design = {"each": ["gaps.left_out", "dates.ambiguous_order"], "severities": [5]}
    its = Maker(resolve(recipe(render, ("uk_tax_point",), design=design)), Witnesses())
    cases = [its.make(slot.number) for slot in its.slots if slot.record == 1]

    assert not [case.reason for case in cases if getattr(case, "outcome", "") == "defect"]
    clean, *dirty = [case for case in cases if isinstance(case, MadeCase)]
    assert dirty
    for case in dirty:
        named = [x for x in case.evidence if x.path == "/fourteen_day_rule" and x.role == "says"]
        before = [x for x in clean.evidence if x.path == "/fourteen_day_rule"]
        assert [x.text for x in named] == [x.text for x in before]
        if len(case.built.files) > 1:
            assert case.built.files[1].data == clean.built.files[1].data


@pytest.mark.slow
def test_policy_pages_of_all_norms_are_proved_in_all_media():
    for render in (*PAPER, {"as": "pdf", "templates": ["erp"]}, *EXPORTS):
        its = recipe(render, count=105)
        source = its.source.model_copy(
            update={"norms": "all", "locales": ("en_US", "de_DE", "fr_FR"), "policy": ("page",)}
        )
        maker = Maker(resolve(its.model_copy(update={"source": source})), Witnesses())
        for number in range(0, 84, 4):
            case = maker.make(number)
            assert isinstance(case, MadeCase), case.reason
            assert normed(case).stands == "page"


def test_records_of_recipes_without_a_policy_page_are_as_they_were():
    ids = [record(7, n, ["day_count"]).id for n in range(5)]
    assert [each.rpartition("-")[2] for each in ids] == [
        "instructions", "document", "nowhere", "document2", "instructions",
    ]  # fmt: skip
    both = [record(7, n, ["day_count"], policy=("instructions", "page")) for n in range(6)]
    assert [each.id for each in both[:1] + both[2:5]] == ids[:4]
    assert both[1].id == "norm-day_count-00000-page"
    assert both[5].id == ids[4]
    plain = {"name": "n", "source": {"norms": "all", "count": 4}, "render": [EXPORTS[1]]}
    assert "policy" not in Recipe.model_validate(plain).model_dump(mode="json")["source"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"domain": "invoice", "count": 1, "policy": ["page"]}, "policy goes with norms"),
        ({"world": "trade", "books": 1, "policy": ["page"]}, "policy goes with norms"),
        ({"norms": "all", "count": 1, "policy": ["nowhere"]}, "'instructions' or 'page'"),
        ({"norms": "all", "count": 1, "policy": ["page", "page"]}, "page stands here twice"),
        ({"norms": "all", "count": 1, "policy": []}, "empty"),
    ],
)
def test_a_wrong_place_of_the_policy_is_refused_in_words(source, words):
    with pytest.raises(ValidationError, match=words):
        Recipe.model_validate({"name": "n", "source": source, "render": [EXPORTS[1]]})
