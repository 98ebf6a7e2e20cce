"""The lowest and the newest libraries that we allow make the same documents, scans included.

``python -m pytest -m slow tests/robustness/test_dependency_sets.py`` installs both sets in fresh
environments, for every Python of 3.11 and 3.13 that is found, and needs ``uv`` and the registry.
"""

import json
import shutil
import subprocess
import sys
from itertools import product

import pytest
from bounded import ROOT, environment

RECIPE = """\
chaosdocs: 2
name: sets
seed: 7
source: {domain: invoice, count: 1, locales: [de_DE]}
render:
  - {as: pdf, templates: [letterhead]}
  - {as: scan, templates: [erp]}
  - {as: xlsx, system: sap}
  - {as: csv, system: sap}
  - {as: json, system: netsuite}
  - {as: xml, system: sap}
design: {each: [scan.skewed, dates.ambiguous_order, gaps.left_out], severities: [3]}
"""
PYTHONS = ("3.11", "3.13")
SETS = ("lowest-direct", "highest")


def uv():
    """The installer, from the path or beside this Python."""
    found = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".venv" / "bin"))
    if found is None:
        pytest.skip("uv is not installed: pip install uv")
    return found


def interpreter(version):
    """A Python of a version that can be started; None where there is none."""
    for name in (f"python{version}", sys.executable):
        path = shutil.which(name)
        if path is None:
            continue
        asked = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.split()[0] == version:
            return done.stdout.split()[1]
    return None


def made(folder, version, resolution):
    """Install a set, make the corpus with it, and return the digests of both halves."""
    python = interpreter(version)
    if python is None:
        return None
    env = folder / f"env-{version}-{resolution}"
    clean = environment(VIRTUAL_ENV=str(env))
    del clean["PYTHONPATH"]
    for words in (
        [uv(), "venv", "-q", "--python", python, env],
        [uv(), "pip", "install", "-q", "--only-binary", ":all:", "--no-binary", "chaosdocs",
         "--resolution", resolution, ROOT],
        [env / "bin" / "python", "-m", "chaosdocs", "generate", folder / "r.yaml",
         "-o", folder / f"out-{version}-{resolution}"],
    ):  # fmt: skip
        done = subprocess.run(
            list(map(str, words)), capture_output=True, text=True, check=False, env=clean,
            cwd=folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    out = folder / f"out-{version}-{resolution}"
    corpus = json.loads((out / "corpus.json").read_text())
    assert corpus["counts"]["scan"] > 1
    return corpus["digest"], (out / "private" / "digest").read_text()


@pytest.mark.slow
def test_all_sets_make_the_same_documents(tmp_path):
    (tmp_path / "r.yaml").write_text(RECIPE)

    found = {each: made(tmp_path, *each) for each in product(PYTHONS, SETS)}

    there = {each: digests for each, digests in found.items() if digests is not None}
    assert len(there) >= len(SETS), "no Python of these versions can be started"
    assert len(set(there.values())) == 1, there
