"""Corpora that the tests of a module share."""

import pytest

import chaosdocs as cd


@pytest.fixture(scope="module")
def corpora(request, tmp_path_factory):
    """A folder with a corpus of each recipe of the module's `CORPORA`, by name."""
    home = tmp_path_factory.mktemp("corpora")
    for name, recipe in request.module.CORPORA.items():
        (home / f"{name}.yaml").write_text(recipe)
        cd.generate(home / f"{name}.yaml", home / name)
    return home
