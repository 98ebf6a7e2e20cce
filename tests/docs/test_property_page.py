"""The page on property tests: every block runs, and the output is the one that is shown."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import chaosdocs
from chaosdocs.testing.strategies import CaseFailure

PAGE = Path(chaosdocs.__file__).parent / "docs" / "property-tests.md"
SECTION = PAGE.read_text(encoding="utf-8").partition("## Hypothesis")[2].partition("\n## ")[0]
CI = "of the page"


@pytest.fixture
def names():
    settings.register_profile(
        CI,
        max_examples=50,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=settings.get_profile("chaosdocs").phases,
    )
    before = settings.get_current_profile_name()
    found = {"__name__": "page"}
    for block in re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL):
        block = block.replace('load_profile("chaosdocs")', f"load_profile({CI!r})")  # noqa: PLW2901
        exec(compile(block, PAGE.name, "exec"), found)  # noqa: S102
    yield found
    settings.load_profile(before)


def test_the_failure_that_is_shown_is_the_one_that_is_found(names):
    (shown,) = re.findall(r"```text\n(.*?)```", SECTION, re.DOTALL)

    with pytest.raises(CaseFailure) as failure:
        names["test_amounts"]()

    assert str(failure.value).startswith(shown.removesuffix("...\n"))


def test_the_other_property_holds(names):
    names["test_orders"]()
