"""An operator that makes something else of the same documents needs a new version.

Each golden is kept under id and version: a digest of some documents, and one of the plans that the
operator makes for them. ``--update-goldens`` writes new versions and forgets old ones. It never
replaces the plans of a version for the same documents. If the documents have changed too, because
of a template, a system or a source, ``--documents-changed`` says so and replaces them.
"""

import copy
import dataclasses
import importlib.util
import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import numpy as np
import pytest

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.testing.documents import samples
from chaosdocs.truth.records import Domain

GOLDENS = Path(__file__).with_name("goldens.json")
DOCUMENTS = 4
_SPEC = importlib.util.spec_from_file_location(
    "portable_digest", Path(__file__).parents[1] / "laws" / "portable_digest.py"
)
portable = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(portable)


def test_plans_are_those_of_their_version(request):
    now = goldens()
    kept = json.loads(GOLDENS.read_text())
    if request.config.getoption("--update-goldens"):
        changed = request.config.getoption("--documents-changed")
        kept = updated(kept, now, documents_changed=changed)
        GOLDENS.write_text(json.dumps(kept, indent=1) + "\n")

    assert refused(kept, now, documents_changed=False) == []
    assert now.keys() == kept.keys(), "--update-goldens writes the new versions"
    ids = [name.partition("@")[0] for name in now]
    assert len(set(ids)) == len(ids)


def goldens():
    plans = portable.digests(DOCUMENTS)
    return {
        operator.pinned: {
            "documents": fingerprint(list(samples(operator, DOCUMENTS))),
            "plans": plans[operator.pinned],
        }
        for operator in OPERATORS.values()
    }


def refused(kept, now, *, documents_changed):
    """What must not be written over what is kept, in words."""
    words = []
    for name in sorted(now.keys() & kept.keys()):
        if now[name]["plans"] == kept[name]["plans"]:
            continue
        if now[name]["documents"] == kept[name]["documents"]:
            words.append(f"{name} makes something else of the same documents: raise its version")
        elif not documents_changed:
            words.append(
                f"{name} makes something else, of other documents: raise its version; or, if only "
                "templates, systems or sources changed, --update-goldens --documents-changed"
            )
    return words


def updated(kept, now, *, documents_changed):
    """`now`, with what is kept in the place of what is refused."""
    names = {
        words.partition(" ")[0] for words in refused(kept, now, documents_changed=documents_changed)
    }
    return {name: kept[name] if name in names else golden for name, golden in now.items()}


def fingerprint(thing):
    """A digest of a document that depends on all its fields and on nothing else."""
    return sha256(canonical(_plain(thing)))[:16]


def _plain(thing):
    match thing:
        case None | bool() | int() | float() | str():
            return thing
        case Domain():
            return thing.name
        case Enum():
            return thing.name
        case np.ndarray():
            return [thing.dtype.str, list(thing.shape), sha256(thing.tobytes())]
        case bytes():
            return sha256(thing)
        case Mapping():
            return [[_plain(key), _plain(value)] for key, value in thing.items()]
        case set() | frozenset():
            return sorted((_plain(each) for each in thing), key=canonical)
        case list() | tuple():
            return [_plain(each) for each in thing]
        case _ if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
            fields = {f.name: _plain(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
            return [type(thing).__name__, fields]
        case _ if hasattr(thing, "__qualname__"):
            return thing.__qualname__
        case _:
            shown = repr(thing)
            assert " at 0x" not in shown, f"a fingerprint cannot hold {shown}"
            return shown


OLD = {"documents": "d", "plans": "p"}
OTHER_PLANS = {"documents": "d", "plans": "q"}
OTHER_DOCUMENTS = {"documents": "e", "plans": "q"}


@pytest.mark.parametrize(
    ("now", "documents_changed", "written"),
    [
        ({"a.b@1": OTHER_PLANS}, False, {"a.b@1": OLD}),
        ({"a.b@1": OTHER_PLANS}, True, {"a.b@1": OLD}),
        ({"a.b@1": OTHER_DOCUMENTS}, False, {"a.b@1": OLD}),
        ({"a.b@1": OTHER_DOCUMENTS}, True, {"a.b@1": OTHER_DOCUMENTS}),
        ({"a.b@1": {"documents": "e", "plans": "p"}}, False, None),
        ({"a.b@2": OTHER_PLANS}, False, {"a.b@2": OTHER_PLANS}),
        ({"a.b@1": OLD, "a.c@1": OTHER_PLANS}, False, {"a.b@1": OLD, "a.c@1": OTHER_PLANS}),
    ],
)
def test_plans_of_a_version_are_replaced_only_with_their_documents(now, documents_changed, written):
    kept = {"a.b@1": OLD}

    made = updated(kept, now, documents_changed=documents_changed)

    assert made == (now if written is None else written)
    assert bool(refused(kept, now, documents_changed=documents_changed)) == (made != now)


@pytest.mark.parametrize("stage", ["values", "table", "tree", "flow", "file", "scan", "matter"])
def test_a_fingerprint_sees_each_field_of_a_document(stage):
    operator = next(o for o in OPERATORS.values() if o.stage.name == stage)
    document = next(iter(samples(operator, 1)))

    assert fingerprint(copy.copy(document)) == fingerprint(document)
    for field in dataclasses.fields(document):
        other = copy.copy(document)
        object.__setattr__(other, field.name, "another")
        assert fingerprint(other) != fingerprint(document)
