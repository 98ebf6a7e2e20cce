"""Operators by id: found once, declared once, named by globs; plugins under their own name."""

import importlib.metadata
import sys
from types import SimpleNamespace

import pytest

from chaosdocs.authoring import declaring
from chaosdocs.authoring.catalogue import page
from chaosdocs.authoring.declaring import operator
from chaosdocs.authoring.registry import registry_of
from chaosdocs.authoring.showing import show
from chaosdocs.authoring.units import rates
from chaosdocs.documents.statement_set import VALUES
from chaosdocs.documents.tree import TREE
from chaosdocs.foundation import registry as registry_module
from chaosdocs.foundation.errors import UserError

LADDER = rates([0.1, 0.2, 0.3, 0.4, 0.5])


@pytest.fixture
def registry(monkeypatch):
    """An empty registry in the place of the one that all operators are in."""
    made = registry_of("chaosdocs.operators.dates")
    made._loaded = True
    monkeypatch.setattr(declaring, "REGISTRY", made)
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
    assert list(registry) == ["dates.backwards", "acme/letters.upside_down"]
    assert len(registry) == 2
    assert registry["dates.backwards@7"] is ours


def test_an_operator_is_on_the_media_of_its_stage_unless_it_says_otherwise(registry):
    assert declared("chaosdocs.x.a", TREE).media == ("json",)
    assert declared("chaosdocs.x.b").media == ("pdf", "scan", "xlsx", "csv", "json")
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


def test_operators_are_looked_for_on_first_use_and_once(monkeypatch):
    asked = []
    monkeypatch.setattr(registry_module, "_import_below", asked.append)
    entry = SimpleNamespace(name="z", value="acme.ops:anything", dist=None)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [entry])
    made = registry_of("some.package")
    assert asked == []

    assert list(made) == []
    assert len(made) == 0
    assert asked == ["some.package", "acme.ops"]


@pytest.mark.parametrize(
    ("dist", "owner"),
    [(None, "an unknown package"), (SimpleNamespace(name="acme-operators"), "acme-operators")],
)
def test_a_plugin_that_cannot_be_imported_is_named(monkeypatch, tmp_path, dist, owner):
    (tmp_path / "acme_broken.py").write_text("raise RuntimeError('no licence')\n")
    monkeypatch.syspath_prepend(tmp_path)
    entry = SimpleNamespace(name="ops", value="acme_broken", dist=dist)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [entry])
    made = registry_of("chaosdocs.operators.null")

    with pytest.raises(UserError) as caught:
        list(made)
    words = str(caught.value)
    assert f"the operators of {owner} cannot be imported: RuntimeError: no licence" in words
    assert "entry point ops = acme_broken" in words
    assert f"uninstall {owner}" in words


def test_every_module_below_a_plugin_is_imported(monkeypatch, tmp_path):
    package = tmp_path / "acme_ops"
    (package / "letters").mkdir(parents=True)
    for path in ("__init__.py", "letters/__init__.py", "letters/upside_down.py"):
        (package / path).write_text("")
    monkeypatch.syspath_prepend(tmp_path)

    registry_module._import_below("acme_ops")
    assert "acme_ops.letters.upside_down" in sys.modules


def test_a_page_says_what_can_be_aimed_and_what_misses(registry):
    doc = "Turned.\n\nWhat it does:\n    Turns.\n\nExample:\n    >>> 1\n    1"
    made = declared("chaosdocs.a.dates.turned", doc=doc, targeted=True, near_miss="dates.beside")
    text = page(made)

    assert text.startswith("# dates.turned\n\nTurned.\n")
    assert "- can be aimed at a field: `{use: dates.turned, target: /total}`" in text
    assert "- near miss: `dates.beside`" in text
    assert "| 1 | 0.1 of the eligible |" in text
    assert "**What it does.** Turns." in text
    assert text.endswith("**Example.** \n```python\n>>> 1\n1\n```\n")
    assert "aimed" not in page(declared("chaosdocs.a.dates.plain"))


def test_an_example_of_what_an_operator_skips_says_so(registry):
    silent = declared("chaosdocs.a.dates.silent")

    assert show(silent, "A1") == "skipped: nothing in the document is eligible"
