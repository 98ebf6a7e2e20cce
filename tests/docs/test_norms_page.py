"""The page on norms: its recipe makes proved cases, and a wrong recipe is told in words."""

import re
from pathlib import Path

import pytest

import chaosdocs
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.foundation.errors import UserError
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.load import load

PAGE = (Path(chaosdocs.__file__).parent / "docs" / "norms.md").read_text(encoding="utf-8")
RECIPE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_recipe_of_the_page_makes_proved_cases(tmp_path):
    (tmp_path / "norms.yaml").write_text(RECIPE)
    with Witnesses() as witnesses:
        maker = Maker(load(tmp_path / "norms.yaml"), witnesses)
        assert all(isinstance(maker.make(number), MadeCase) for number in range(0, 12, 2))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{norms: [daycount], count: 4}", "did you mean 'day_count'"),
        ("{norms: all}", "count of at least 1"),
        ("{norms: all, count: 4, domain: kyc}", "expected either domain or norms"),
        ("{norms: all, count: 4, locales: [ja_JP]}", "no locale 'ja_JP'"),
        ("{norms: all, count: 4, key: number}", "key goes with records"),
    ],
)
def test_a_wrong_source_is_told_in_words(tmp_path, source, words):
    path = tmp_path / "norms.yaml"
    path.write_text(re.sub(r"source: .*", f"source: {source}", RECIPE))
    with pytest.raises(UserError, match=words):
        load(path)
