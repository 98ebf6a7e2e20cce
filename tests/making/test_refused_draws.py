"""Honest documents that the proof refused, or that could not be told apart: each is a case now."""

import pytest

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

LOCALES = ["en_US", "de_DE", "fr_FR", "ja_JP"]


def made(domain, rendering, operator, severity, *, count, locales=LOCALES, target=None):
    """All slots of one operator, made and proved."""
    medium, _, name = rendering.partition(".")
    named = {"templates": [name]} if medium == "pdf" else {"system": name}
    recipe = Recipe.model_validate(
        {
            "chaosdocs": 2,
            "name": "draws",
            "seed": 1,
            "source": {"domain": domain, "count": count, "locales": locales},
            "render": [{"as": medium, **named}],
            "design": {
                "each": [{"use": operator, **({"target": target} if target else {})}],
                "severities": [severity],
            },
        }
    )
    maker = Maker(resolve(recipe), Witnesses())
    return [maker.make(n) for n in maker.slots.numbers() if operator in maker.label(maker.slots[n])]


@pytest.mark.parametrize(
    ("rendering", "operator", "severity", "more"),
    [
        ("csv.bank_de", "csv.mojibake", 3, {"count": 40, "locales": ["de_DE"]}),
        ("csv.datev", "csv.other_delimiter", 1, {"count": 3, "locales": ["de_DE"]}),
        ("json.ledgerly@4", "gaps.see_annex", 5, {"count": 6}),
        ("json.ledgerly@3:stale", "gaps.see_annex", 3, {"count": 6}),
    ],
)
def test_honest_documents_are_cases(rendering, operator, severity, more):
    domain = "invoice" if rendering.startswith("json") else "statement"
    found = made(domain, rendering, operator, severity, **more)

    refused = [each.reason for each in found if not isinstance(each, MadeCase)]
    assert found
    assert refused == []


def test_a_japanese_street_that_moves_up_behind_the_postcode_is_proved():
    """Without the city, the street stands in its line, and no label above it."""
    found = made(
        "statement", "pdf.letterhead", "gaps.left_out", 1,
        count=2, locales=["ja_JP"], target="/holder/city",
    )  # fmt: skip

    assert [type(each) for each in found] == [MadeCase, MadeCase]


@pytest.mark.parametrize(
    ("operator", "severity", "target"),
    [("gaps.left_out", 1, "/seller/postcode"), ("text.cut_short", 5, None)],
)
def test_a_text_of_several_fields_that_is_cut_otherwise_is_skipped(operator, severity, target):
    found = made("invoice", "json.ledgerly@4", operator, severity, count=24, target=target)

    left = [each for each in found if not isinstance(each, MadeCase)]
    assert {each.outcome for each in left} == {"skipped"}
    assert any("sends Address as one text" in each.reason for each in left)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Straße;Währung;München", "cp1252"),
        ("Straße;Währung;München", "cp850"),
        ("Straße;HÃ¶lzenbecher;PÃ¤rtzelt", "cp1252"),
    ],
)
def test_the_encoding_of_a_garbled_text_is_found(text, encoding):
    assert decoded(text.encode(encoding))[:2] == (text, encoding)
