"""A plan that changes needs a new version of its operator, and a new version needs a change."""

import importlib.util
import json
from pathlib import Path

GOLDENS = Path(__file__).with_name("goldens.json")
_SPEC = importlib.util.spec_from_file_location(
    "portable_digest", Path(__file__).parents[1] / "laws" / "portable_digest.py"
)
portable = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(portable)


def test_plans_are_those_of_their_version(request):
    now = portable.digests()
    if request.config.getoption("--update-goldens"):
        GOLDENS.write_text(json.dumps(now, indent=1) + "\n")
    kept = json.loads(GOLDENS.read_text())

    changed = {name for name in now.keys() & kept.keys() if now[name] != kept[name]}
    assert not changed, "raise the version of these, then --update-goldens"
    assert now.keys() == kept.keys(), "--update-goldens writes the new versions"
    by_id = {}
    for name, digest in now.items():
        by_id.setdefault(name.partition("@")[0], set()).add(digest)
    assert all(len(found) == 1 for found in by_id.values())
