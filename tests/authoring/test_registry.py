"""Operators by id: found once, declared once, named by globs; plugins under their own name."""

import pytest

from chaosdocs.authoring import declaring
from chaosdocs.authoring.catalogue import page
from chaosdocs.authoring.declaring import operator
from chaosdocs.authoring.operator import Operator
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.authoring.showing import show
from chaosdocs.authoring.units import rates
from chaosdocs.documents.statement_set import VALUES
from chaosdocs.documents.tree_verbs import TREE
from chaosdocs.formats.media import NAMES
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Registry

LADDER = rates([0.1, 0.2, 0.3, 0.4, 0.5])


@pytest.fixture
def registry(monkeypatch):
    """An empty registry in the place of the one that all operators are in."""
    made = Registry("operator", "chaosdocs.operators", Operator, constant="", deep=True)
    made._listed = True
    monkeypatch.setattr(declaring, "OPERATORS", made)
    return made


def declared(module, stage=VALUES, doc="A test.", **more):
    def choose(values, level, rng):
        yield from ()

    choose.__module__, choose.__doc__ = module, doc
    return operator(stage, evidence="a test", ladder=LADDER, **more)(choose)


def test_an_operator_is_called_by_the_place_of_its_module(registry):
    ours = declared("chaosdocs.operators.dates.backwards")
    theirs = declared("acme.operators.letters.upside_down")

    assert ours.id == "dates.backwards"
    assert theirs.id == "acme/letters.upside_down"
    assert list(registry) == ["acme/letters.upside_down", "dates.backwards"]
    assert len(registry) == 2
    assert registry["dates.backwards@7"] is ours


def test_an_operator_is_on_the_media_of_its_stage_unless_it_says_otherwise(registry):
    assert declared("chaosdocs.x.a", TREE).media == ("json", "xml")
    assert declared("chaosdocs.x.b").media == NAMES
    assert declared("chaosdocs.x.c", media=("pdf",)).media == ("pdf",)


def test_an_id_is_taken_once_and_the_same_module_may_be_read_again(registry):
    first = declared("chaosdocs.operators.dates.backwards")
    again = declared("chaosdocs.operators.dates.backwards", version=2)

    assert registry["dates.backwards"] is again is not first
    with pytest.raises(ValueError, match=r"declared in chaosdocs\.operators\.dates\.backwards"):
        declared("chaosdocs.other.dates.backwards")


def test_globs_name_our_own_unless_they_name_a_plugin(registry):
    for module in ("chaosdocs.a.dates.one", "chaosdocs.a.dates.two", "chaosdocs.a.totals.one"):
        declared(module)
    declared("acme.a.dates.one")

    names = lambda *globs: [op.id for op in registry.matching(globs)]  # noqa: E731
    assert names("dates.*") == ["dates.one", "dates.two"]
    assert names("*") == ["dates.one", "dates.two", "totals.one"]
    assert names("*/dates.*") == ["acme/dates.one"]
    assert names("totals.one@4", "dates.one", "*.one") == ["dates.one", "totals.one"]
    with pytest.raises(UserError, match=r"did you mean 'dates\.two'"):
        names("dates.tow")


def test_an_unknown_id_is_told_with_the_nearest(registry):
    declared("chaosdocs.a.dates.one")

    with pytest.raises(UserError, match=r"(?s)no operator 'date.one'.*did you mean 'dates.one'"):
        registry["date.one"]
    assert registry.get("dates.one") is not None


def test_a_page_says_what_can_be_aimed_and_what_misses(registry):
    doc = "A document with turned dates.\n\nWhat it does:\n    Turns.\n\nExample:\n    >>> 1\n    1"
    made = declared("chaosdocs.a.dates.turned", doc=doc, targeted=True, near_miss="dates.beside")
    text = page(made)

    assert text.startswith("# dates.turned\n\nA document with turned dates.\n")
    assert "- can be aimed at a field: `{use: dates.turned, target: /total}`" in text
    assert "- near miss: `dates.beside`" in text
    assert "| 1 | 0.1 of the eligible |" in text
    assert "**What it does.** Turns." in text
    assert text.endswith("**Example.** \n```python\n>>> 1\n1\n```\n")
    assert "aimed" not in page(declared("chaosdocs.a.dates.plain"))


def test_an_example_of_what_an_operator_skips_says_so(registry):
    silent = declared("chaosdocs.a.dates.silent")

    assert show(silent, "A1") == "skipped: nothing in the document is eligible"


def test_the_catalogue_has_a_curve_of_every_scan_operator_or_says_why_not():
    without = set()
    for name, made in OPERATORS.items():
        if made.family == "scan":
            told = page(made)
            reason = "No curve of tesseract's recall is measured, because "
            without |= {name} if reason in told else set()
            assert ("Tesseract recalls" in told) != (reason in told), name
            assert reason not in told or made.exempt["falling"] in told

    assert without == {"scan.missing_page", "scan.redaction_beside", "scan.stain_beside"}
