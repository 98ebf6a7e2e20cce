import importlib.metadata
import json
import subprocess
import sys
from importlib.resources import files

import pytest

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources import draw_pools
from chaosdocs.sources.draw_pools import draw
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.legal import LEGAL_FORMS
from chaosdocs.sources.parties import party, person
from chaosdocs.sources.pools import LOCALES, pools
from chaosdocs.sources.registry import SOURCES


@pytest.mark.parametrize("locale", LOCALES)
def test_pools_are_distinct_and_name_the_faker_that_they_are_from(locale):
    lists = pools(locale)

    assert lists.faker.count(".") == 2
    for pool in (lists.first_names, lists.last_names, lists.companies, lists.places):
        assert len(set(pool)) == len(pool) >= 50
    assert len(set(lists.streets)) == len(lists.streets)
    assert bool(lists.streets) == (locale != "ja_JP")
    names = [name.casefold() for name in lists.companies]
    assert not [a for a in names for b in names if a != b and a in b]
    assert len({product.sku for product in lists.products}) == len(lists.products)
    assert any(product.sku.startswith("0") for product in lists.products)


def test_the_data_are_small():
    folder = files("chaosdocs.sources") / "_pools"

    assert sum(len(part.read_bytes()) for part in folder.iterdir()) < 300_000


def test_drawing_again_with_the_same_faker_gives_the_same_lists():
    kept = pools("de_DE")
    if importlib.metadata.version("faker") != kept.faker:
        pytest.skip("another Faker is installed: the kept lists stay as they are")
    drawn = draw("de_DE")

    assert tuple(drawn["companies"]) == kept.companies


def test_making_records_imports_no_faker_nor_other_heavy_library():
    program = (
        "import sys\n"
        "from chaosdocs.sources.registry import SOURCES\n"
        "[SOURCES[n].record(1, 0, l) for n in SOURCES for l in ('en_US', 'ja_JP')]\n"
        "heavy = {'faker', 'pydantic', 'openpyxl', 'numpy', 'babel'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert done.returncode == 0


def test_parties_have_known_legal_forms_and_people_differ():
    for locale in LOCALES:
        assert {party(1, "sellers", k, locale).legal_form for k in range(60)} <= set(LEGAL_FORMS)
        assert len({person(1, "owners", k, locale) for k in range(200)}) == 200
        assert party(1, "others", 3, locale) == party(1, "others", 3, locale)


def test_small_draws_of_one_word_are_even_and_independent():
    counts = [[0] * 5 for _ in range(7)]
    for at in range(7_000):
        draws = Draws.of(SeededRng(3).at(at))
        counts[draws.below(7)][draws.below(5)] += 1

    assert all(140 < count < 260 for row in counts for count in row)
    assert Draws.of(SeededRng(1)).digits(4).isdigit()


def test_there_is_no_record_before_the_first():
    with pytest.raises(IndexError):
        SOURCES["invoice"].record(1, -1, "de_DE")


def test_whatever_faker_is_installed_draws_lists_of_the_same_shape(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_pools, "FOLDER", tmp_path)
    draw_pools.main()

    for locale in LOCALES:
        drawn = json.loads((tmp_path / f"{locale}.json").read_text(encoding="utf-8"))
        kept = json.loads((files("chaosdocs.sources") / "_pools" / f"{locale}.json").read_text())
        assert drawn.keys() == kept.keys()
        assert drawn["faker"] == importlib.metadata.version("faker")
        assert all(len(drawn[name]) >= 50 for name in drawn.keys() - {"faker", "locale", "streets"})
        small = [company.casefold() for company in drawn["companies"]]
        assert not [a for a in small for b in small if a != b and a in b]
        assert max(map(len, drawn["companies"])) <= 38
