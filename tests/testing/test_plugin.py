"""The pytest plugin, in runs of pytest of its own."""

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import chaosdocs

pytest_plugins = ["pytester"]

RECIPE = """
chaosdocs: 2
name: plugin
seed: 3
source: {domain: statement, count: 2, locales: [en_US]}
render: [{as: csv, system: netsuite}]
design:
  each: [numbers.trailing_minus, gaps.blank_under_label]
  severities: [1, 4]
"""
RIGHT = """
from chaosdocs.testing import StoredCase

def test_reads(chaos_case):
    assert isinstance(chaos_case, StoredCase)
    assert chaos_case.bytes and chaos_case.twin.bytes != chaos_case.bytes
    chaos_case.check({"currency": "USD"})
"""
WRONG = """
def test_reads(chaos_case):
    chaos_case.check({"account": "X"})
"""
LIGHT = """
import sys
HEAVY = {"pydantic", "numpy", "pymupdf", "openpyxl", "hypothesis", "faker", "yaml", "click", "cv2"}

def test_nothing_heavy_is_loaded():
    assert not HEAVY & sys.modules.keys(), HEAVY & sys.modules.keys()
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    import chaosdocs as cd

    folder = tmp_path_factory.mktemp("plugin")
    (folder / "recipe.yaml").write_text(RECIPE)
    cd.generate(folder / "recipe.yaml", folder / "corpus")
    return folder / "corpus"


@pytest.fixture
def project(pytester):
    """An empty project, and a run of pytest in it that fails on no warning of others."""
    pytester.makeini("[pytest]\n")
    return pytester


def run(project, *arguments, without=("randomly", "faker", "hypothesispytest")):
    """In a process of its own: whatever is loaded here is not loaded there.

    Plugins that have no say in a test are left out: they take as long as pytest itself.
    """
    left_out = [word for name in without for word in ("-p", f"no:{name}")]
    return project.runpytest_subprocess(*left_out, *map(str, arguments))


def labels(corpus):
    lines = gzip.decompress((corpus / "private" / "truth.jsonl.gz").read_bytes()).splitlines()
    return [t["label"] for t in map(json.loads, lines) if t.get("steps")]


def test_every_dirty_case_is_a_test_named_by_its_label(project, corpus):
    project.makepyfile(RIGHT)

    result = run(project, f"--chaos-corpus={corpus}", "-v", without=["randomly"])

    result.assert_outcomes(passed=8)
    for label in labels(corpus):
        assert f"test_reads[{label}] PASSED" in result.stdout.str()


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--chaos-operators=numbers.*"], 4),
        (["--chaos-operators=gaps.*,clean"], 6),
        (["--chaos-max-severity=3"], 4),
        (["--chaos-operators=numbers.trailing_minus", "--chaos-max-severity=1"], 2),
    ],
)
def test_options_choose_cases(project, corpus, options, count):
    project.makepyfile("def test_is_there(chaos_case):\n    assert chaos_case.path.is_file()\n")

    run(project, f"--chaos-corpus={corpus}", *options).assert_outcomes(passed=count)


def test_a_failure_is_kept_told_and_replayed(project, corpus, monkeypatch):
    project.makepyfile(WRONG)

    result = run(
        project, f"--chaos-corpus={corpus}", "--chaos-max-severity=1", "--junitxml=report.xml"
    )

    result.assert_outcomes(failed=4)
    result.stdout.fnmatch_lines(["*/account: truth *, answered 'X': wrong*", "*kept: *failures*"])
    folders = sorted((project.path / ".chaosdocs" / "failures").iterdir())
    assert len(folders) == 4
    names = {path.name for path in folders[0].iterdir()}
    assert {"document.csv", "clean-document.csv", "truth.json", "answer.json"} < names
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    again = subprocess.run(
        ["sh", str(folders[0] / "replay.sh")],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert again.returncode == 1
    assert "1 failed" in again.stdout
    report = (project.path / "report.xml").read_text()
    first = report.partition("<properties>")[2].partition("</properties>")[0]
    told = dict(re.findall(r'name="(\w+)" value="([^"]*)"', first))
    assert told.keys() == {"operator", "severity", "record", "label", "medium"}
    assert told["severity"] == "1"


def test_a_plain_assertion_keeps_the_case_too(project, corpus):
    project.makepyfile("def test_no(chaos_case):\n    assert chaos_case.medium == 'pdf'\n")

    result = run(project, f"--chaos-corpus={corpus}", "--chaos-max-severity=1")

    result.assert_outcomes(failed=4)
    assert len(list((project.path / ".chaosdocs" / "failures").iterdir())) == 4


def test_without_a_corpus_the_test_is_skipped_and_says_why(project):
    project.makepyfile(RIGHT)

    result = run(project, "-rs")

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*--chaos-corpus DIR*"])


def test_nothing_heavy_is_loaded_at_the_start(project):
    project.makepyfile(LIGHT)

    run(project).assert_outcomes(passed=1)


def test_a_marker_brings_its_own_corpus_made_once(project):
    (project.path / "recipe.yaml").write_text(RECIPE)
    project.makepyfile("""
        import pytest

        @pytest.mark.chaosdocs(recipe="recipe.yaml", operators="numbers.*", max_severity=1)
        def test_marked(chaos_case):
            assert chaos_case.truth.steps[0].severity == 1
    """)

    run(project).assert_outcomes(passed=2)
    (corpus,) = (project.path / ".pytest_cache" / "d" / "chaosdocs").glob("*/corpus.json")
    before = corpus.stat().st_mtime_ns
    run(project).assert_outcomes(passed=2)
    assert corpus.stat().st_mtime_ns == before


@pytest.mark.parametrize("cache", [(), ("-p", "no:cacheprovider")])
def test_a_mapping_is_a_recipe_and_workers_agree(project, cache):
    project.makepyfile(f"""
        import pytest

        @pytest.mark.chaosdocs(recipe={yaml.safe_load(RECIPE)!r})
        def test_marked(chaos_case):
            assert chaos_case.bytes
    """)

    run(project, "-n", "2", *cache).assert_outcomes(passed=8)


def test_given_and_the_fixture_work_together(project, corpus):
    project.makepyfile("""
        from hypothesis import given, strategies as st

        @given(st.integers())
        def test_both(chaos_case, number):
            assert chaos_case.label
    """)

    run(project, f"--chaos-corpus={corpus}", without=["randomly"]).assert_outcomes(passed=8)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--chaos-corpus=nowhere"], "no corpus here"),
        (["--chaos-corpus=CORPUS", "--chaos-operators=numers.*"], "there are gaps.blank"),
        (["--chaos-corpus=CORPUS", "--chaos-max-severity=6"], "invalid choice"),
    ],
)
def test_wrong_options_are_refused_in_words(project, corpus, options, words):
    project.makepyfile(RIGHT)

    result = run(project, *(option.replace("CORPUS", str(corpus)) for option in options))

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert words in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ('recipe="nowhere.yaml"', "nowhere.yaml"),
        ('recipe={"name": "x", "sorce": {}}', "sorce"),
        ("recipe=5", "a recipe is a file or a mapping, not a int"),
        ('recpie="x.yaml"', "'recpie' is none of"),
        ('recipe="recipe.yaml", max_severity="high"', "max_severity is 1 to 5, not 'high'"),
        ('recipe="recipe.yaml", operators="numers.*"', "numers.*: no case has such an operator"),
    ],
)
def test_a_wrong_marker_is_an_error_of_collection_in_words(project, marker, words):
    (project.path / "recipe.yaml").write_text(RECIPE)
    project.makepyfile(f"""
        import pytest

        @pytest.mark.chaosdocs({marker})
        def test_marked(chaos_case):
            pass
    """)

    result = run(project)

    result.assert_outcomes(errors=1)
    assert words in result.stdout.str()
    assert "INTERNALERROR" not in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_folder_that_cannot_be_written_keeps_the_failure_readable(project, corpus):
    (project.path / ".chaosdocs").write_text("a file is in the way")
    project.makepyfile(WRONG)

    result = run(project, f"--chaos-corpus={corpus}", "--chaos-max-severity=1")

    result.assert_outcomes(failed=4)
    result.stdout.fnmatch_lines(["*wrong*", "*again: *not kept:*"])


def test_the_example_of_the_page_runs(project):
    page = Path(chaosdocs.__file__).parent / "docs" / "property-tests.md"
    section = page.read_text(encoding="utf-8").partition("## Corpora in pytest")[2]
    block = re.search(r"```python\n(.*?)```", section, re.DOTALL)[1]
    (project.path / "recipe.yaml").write_text(RECIPE)
    project.makepyfile(block)

    run(project).assert_outcomes(passed=8)


def test_a_cache_that_cannot_be_written_is_done_without(project):
    (project.path / ".pytest_cache").write_text("a file is in the way")
    (project.path / "recipe.yaml").write_text(RECIPE)
    project.makepyfile("""
        import pytest

        @pytest.mark.chaosdocs(recipe="recipe.yaml", max_severity=1)
        def test_marked(chaos_case):
            assert chaos_case.bytes
    """)

    run(project).assert_outcomes(passed=4)
