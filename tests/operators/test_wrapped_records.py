"""Records of several lines: every line stands under its heads, and readers put them together."""

import re
from itertools import pairwise

import pytest

from chaosdocs.authoring import OPERATORS, SeededRng, Skip
from chaosdocs.corpus.build import Step, build
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.proof.binding.lines import LineLabels
from chaosdocs.proof.label_check import wrong_labels
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.readers.builtin.messages.alv import alv
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.sources.registry import SOURCES
from chaosdocs.testing.documents import LOCALES

OPERATOR = OPERATORS["export.wrapped_records"]
DOMAINS = ("invoice", "statement")


def written(domain, index, locale, severity=None):
    record = SOURCES[domain].record(1, index, locale)
    steps = (
        []
        if severity is None
        else [Step(id="s1", operator=OPERATOR, severity=severity, name=OPERATOR.id)]
    )
    built = build(record, "text.sap_alv", tuple(steps), SeededRng(1))
    assert not isinstance(built, Skip)
    data = built.files[0].data
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252")


def records(text):
    """The lines of the list, each record's with those that it goes on in."""
    found = []
    for line in text.splitlines():
        if line.startswith("|"):
            found.append([line])
        elif "|" in line:
            found[-1].append(line)
    return found


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize(("severity", "lines"), [(1, 2), (2, 3), (3, 4), (5, 4)])
def test_heads_records_and_total_take_up_as_many_lines(domain, severity, lines):
    clean, text = written(domain, 3, "de_DE"), written(domain, 3, "de_DE", severity)

    assert {len(each) for each in records(text)} == {lines}
    joined = ["".join((first, *(line[1:] for line in rest))) for first, *rest in records(text)]
    assert [[line] for line in joined] == records(clean)
    rules = {line for line in text.splitlines() if line and not line.strip("-")}
    assert {len(each) for each in rules} == {max(len(x) for each in records(text) for x in each)}


def test_the_page_is_as_narrow_as_the_lines_allow():
    widths = [
        max(len(line) for record in records(written("statement", 3, "de_DE", s)) for line in record)
        for s in (None, 1, 2)
    ]
    assert all(one > other for one, other in pairwise(widths))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("severity", [1, 2, 3])
def test_the_built_in_parser_returns_the_same_rows(domain, severity):
    for index, locale in enumerate(LOCALES):
        assert alv(written(domain, index, locale, severity)) == alv(written(domain, index, locale))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("severity", [1, 2, 3])
def test_the_outside_witness_returns_the_same_rows(domain, severity, tmp_path):
    library = pytest.importorskip("sap_alv_parser")
    for index, locale in enumerate(LOCALES):
        tables = []
        for number, level in enumerate((None, severity)):
            path = tmp_path / f"{number}.txt"
            path.write_text(written(domain, index, locale, level), "utf-8")
            tables.append(library.parse_table(path))
        clean, wrapped = tables
        assert clean.columns == wrapped.columns
        assert clean.rows == wrapped.rows


def test_the_label_of_a_value_is_the_head_of_its_own_line():
    text = "----\n|No|Name|\n Sum|Tax|\n----\n|1|Tube|\n 2.50|0.50|\n|2|Rod|\n 3.50|0.70|\n"
    labels = LineLabels(text)
    known = {"no", "name", "sum", "tax"}.__contains__

    found = {cell: labels.of(text.index(cell), known) for cell in ("Rod", "3.50", "0.70", "Tube")}
    assert found == {"Rod": "name", "3.50": "sum", "0.70": "tax", "Tube": "name"}


@pytest.fixture(scope="module")
def case():
    recipe = {
        "name": "wrapped", "seed": 5, "source": {"domain": "invoice", "count": 4},
        "render": [{"as": "text", "system": "sap_alv"}],
        "design": {"each": [OPERATOR.id], "severities": [1]},
    }  # fmt: skip
    maker = Maker(resolve(Recipe.model_validate(recipe)), None)
    made = (maker.make(number) for number in range(len(maker.slots)))
    return next(each for each in made if isinstance(each, MadeCase) and each.truth.steps)


def test_it_acts_on_the_lists_of_its_system_alone():
    assert OPERATOR.acts_on("text.sap_alv")
    assert not OPERATOR.acts_on("text.mt940")
    recipe = {
        "name": "wrapped", "seed": 5, "source": {"domain": "statement", "count": 4},
        "render": [{"as": "text", "system": system} for system in ("sap_alv", "mt940")],
        "design": {"each": ["export.*"], "severities": [1]},
    }  # fmt: skip
    slots = Maker(resolve(Recipe.model_validate(recipe)), None).slots
    assert {slot.rendering for slot in map(slots.__getitem__, range(len(slots))) if slot.steps} == {
        "text.sap_alv"
    }


def complaints(case, data):
    bench = OpenedFiles(case.case, case.truth, case.evidence, lambda _: data)
    try:
        return {path for path, _, _ in wrong_labels(bench, case.built.record.domain, None)}
    finally:
        bench.close()


def test_heads_that_changed_places_are_found(case):
    (data,) = case.files.values()
    first, second = next(each for each in records(data.decode("cp1252")) if len(each) > 1)
    one, other = re.fullmatch(r" (.*?)\|(.*?)\|.*", second).groups()
    swapped = second.replace(f" {one}|{other}|", f" {other}|{one}|")
    lied = data.decode("cp1252").replace(second, swapped).encode("cp1252")

    assert len(first) > 1
    assert len(lied) == len(data)
    assert complaints(case, data) == set()
    rows = case.built.record.rows
    assert len(complaints(case, lied)) >= 2 * len(rows)
