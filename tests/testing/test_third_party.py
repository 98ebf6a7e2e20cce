"""Operators of another package: found by entry point, held to the laws, told when they break."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "plugin_package"
RECIPE = """
chaosdocs: 2
name: acme
seed: 1
source: {domain: invoice, count: 1}
render: [{as: json, system: sap}]
design: {each: ["acme_chaos/*"], severities: [2]}
"""
CHECK = """
from chaosdocs.testing import check_operator
from acme_chaos.operators.ids.prefixed import prefixed
check_operator(prefixed, documents=6, proofs=4)
"""


@pytest.fixture
def installed(tmp_path):
    """A folder where the example is installed, as an installer leaves it."""
    site = tmp_path / "site"
    shutil.copytree(PACKAGE / "acme_chaos", site / "acme_chaos")
    about = site / "acme_chaos-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-chaos\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[chaosdocs.operators]\nacme = acme_chaos.operators\n")
    return site


def truth_of(corpus):
    return gzip.decompress((corpus / "private" / "truth.jsonl.gz").read_bytes()).decode()


def python(site, *arguments, cwd=None):
    path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
    )


def test_the_command_line_knows_and_uses_it(installed, tmp_path):
    def run(*arguments):
        done = python(installed, "-m", "chaosdocs", *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "recipe.yaml").write_text(RECIPE)

    listed = json.loads(run("list", "operators", "--json"))
    told = run("explain", "acme_chaos/ids.prefixed")
    run("generate", "recipe.yaml", "-o", "corpus")
    proved = json.loads(run("verify", "corpus", "--json"))

    assert "acme_chaos/ids.prefixed" in {each["name"] for each in listed}
    assert "NO.4711" in told
    assert proved["cases"] == proved["proved"] == 2
    truth = gzip.decompress(
        (tmp_path / "corpus" / "private" / "truth.jsonl.gz").read_bytes()
    ).decode()
    assert "acme_chaos/ids.prefixed@1" in truth
    assert "bare-id" in truth


def test_globs_of_our_own_do_not_take_it(installed, tmp_path):
    (tmp_path / "recipe.yaml").write_text(RECIPE.replace("acme_chaos/*", "ids.*"))

    done = python(
        installed, "-m", "chaosdocs", "generate", "recipe.yaml", "-o", "corpus", cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert (
        "acme"
        not in gzip.decompress(
            (tmp_path / "corpus" / "private" / "truth.jsonl.gz").read_bytes()
        ).decode()
    )


def test_it_keeps_the_laws(installed):
    done = python(installed, "-c", CHECK)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        pytest.param(
            "readings=(text,)",
            "readings=(statement.value,)",
            ["what it says is true is not what the file says", "edit: ", "again: from chaosdocs"],
            id="a truth that the file does not bear out",
        ),
        pytest.param(
            "    eligible = ",
            "    values.statements['/nowhere#1']\n    eligible = ",
            ["breaks the law ", "raised KeyError", "document: record ", "again: check_"],
            id="an exception",
        ),
        pytest.param(
            'text = f"NO.{statement.text}"',
            "text = statement.text",
            ["breaks the law 'exemplified'", "'4711 → 4711'"],
            id="another thing than its example",
        ),
        pytest.param(
            'text = f"NO.{statement.text}"',
            'text = f"NO{id(rng) % 997}.{statement.text}"',
            ["breaks the law 'deterministic'", "The same seed makes the same plan"],
            id="chance of its own",
        ),
        pytest.param(
            'not statement.text.startswith("NO.")',
            "len(values.statements) == 1",
            ["finds nothing to act on"],
            id="nothing to act on",
        ),
    ],
)
def test_a_broken_one_is_told_which_law_where_and_how(installed, right, wrong, words):
    source = installed / "acme_chaos" / "operators" / "ids" / "prefixed.py"
    text = source.read_text()
    assert right in text
    source.write_text(text.replace(right, wrong))

    done = python(installed, "-c", CHECK)

    assert done.returncode == 1
    said = done.stderr.rpartition("AssertionError: ")[2]
    assert said.startswith("acme_chaos/ids.prefixed")
    for word in words:
        assert word in said


def test_one_that_cannot_be_imported_is_named(installed):
    (installed / "acme_chaos" / "operators" / "ids" / "late.py").write_text("1 / 0\n")

    done = python(installed, "-m", "chaosdocs", "list")

    assert done.returncode == 2
    assert "the operators of acme-chaos cannot be imported: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
