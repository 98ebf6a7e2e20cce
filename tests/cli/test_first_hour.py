"""The first hour: an index of cases, lists and explanations, progress, a demo that goes on."""

import json

import pytest
from click.testing import CliRunner

from chaosdocs.cli import streams
from chaosdocs.cli.group import cli
from chaosdocs.cli.kinds import registries

RECIPE = """
chaosdocs: 2
name: first
seed: 5
source: {domain: invoice, count: 2, locales: [en_US]}
render: [{as: csv, system: sap}]
design: {each: [totals.wrong_sum, claims.contradiction], severities: [3]}
"""


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    (folder / "r.yaml").write_text(RECIPE)
    inside("generate", folder / "r.yaml", "-o", folder / "corpus")
    return folder / "corpus"


def test_an_index_lists_every_case_and_takes_filters(corpus):
    every = json.loads(inside("cases", corpus, "--json"))
    clean = json.loads(inside("cases", corpus, "--operator", "clean", "--json"))
    disputed = json.loads(inside("cases", corpus, "--state", "disputed", "--json"))

    assert len(every) == 6
    assert {row["operator"] for row in clean} == {"clean"}
    assert {row["operator"] for row in disputed} == {"claims.contradiction"}
    assert all(row["files"][0].endswith(".csv") for row in every)
    assert every[0]["label"] in inside("cases", corpus)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--state", "ambigous"), "did you mean 'ambiguous'"),
        (("--operator", "scan.*"), "no case matches"),
    ],
)
def test_an_index_of_nothing_is_refused(corpus, arguments, words):
    assert words in inside("cases", corpus, *arguments, code=2)


def test_a_corpus_is_proved_the_same_by_one_process_and_by_two(corpus):
    one = json.loads(_object(inside("verify", corpus, "--json")))
    two = json.loads(_object(inside("verify", corpus, "--json", "--jobs", 2)))

    assert one == two
    assert one["cases"] == one["proved"] == 6


def _object(text):
    return text[text.index("{") : text.rindex("}") + 1]


@pytest.mark.parametrize("kind", sorted(registries()))
def test_every_kind_is_listed_and_each_of_it_explained(kind):
    listed = json.loads(inside("list", kind, "--json"))

    assert listed
    for row in listed[:3]:
        page = inside("explain", f"{registries()[kind].kind}:{row['name']}")
        assert row["name"] in page
        assert "<" not in page.splitlines()[0]


def test_what_is_not_there_is_told_with_the_nearest():
    assert "did you mean 'operators'" in inside("list", "operatrs", code=2)
    assert "did you mean 'dates.ambiguous_order'" in inside(
        "explain", "dates.ambigous_order", code=2
    )
    assert "source:statement or template:statement" in inside("explain", "statement", code=2)
    assert "did you mean 'accuracy'" in inside("metrics", "acuracy", code=2)
    assert "correct / (answerable + absent)" in inside("metrics", "accuracy")


def test_progress_without_a_terminal_is_a_line_every_ten_seconds(capsys):
    now = [0.0]
    with streams.progress("making", clock=lambda: now[0]) as show:
        for done in range(1, 61):
            now[0] += 1.0
            show(done, 60)

    said = capsys.readouterr().err.splitlines()
    assert said[0] == "making: 10 of 60, about 50 s left"
    assert len(said) == 5


def test_a_recipe_from_init_makes_about_two_hundred_cases(tmp_path):
    for domain in ("invoice", "statement", "kyc"):
        path = tmp_path / f"{domain}.yaml"
        inside("init", path, "--domain", domain)
        estimate = json.loads(_object(inside("generate", path, "--dry-run", "--json")))
        assert 120 <= estimate["slots"] <= 300


def test_a_file_of_a_dash_is_no_recipe():
    assert "is not a file name" in inside("init", "--", "-", code=2)
