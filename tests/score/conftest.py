"""The synthetic corpus, once a session."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "chaosdocs_tests_score_synthetic", Path(__file__).with_name("synthetic.py")
)
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)


@pytest.fixture(scope="session")
def synthetic():
    """The module that makes corpora and readers."""
    return _MODULE


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A corpus of 30 records, three operators at three severities."""
    return _MODULE.make(tmp_path_factory.mktemp("corpus"), null_cells=True)


@pytest.fixture(scope="session")
def corpus(folder):
    """The same, loaded."""
    from chaosdocs.score.judging.expectations import load

    return load(folder)
