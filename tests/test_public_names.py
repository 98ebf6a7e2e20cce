"""What `import chaosdocs` offers."""

import subprocess
import sys

import pytest

import chaosdocs

ASK = """
import chaosdocs as cd
{first}
assert callable(cd.{name}), cd.{name}
"""


@pytest.mark.parametrize("name", sorted(chaosdocs.__all__))
@pytest.mark.parametrize(
    "first", ["", "import chaosdocs.score.run, chaosdocs.corpus, chaosdocs.api"]
)
def test_every_public_name_can_be_called_whatever_was_imported_before(name, first):
    ran = subprocess.run(
        [sys.executable, "-c", ASK.format(first=first, name=name)],
        check=False,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stderr
