"""Parts of a run that were judged apart come together to the same bytes, from the command line."""

import json
import math

import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.recipe.model import Recipe
from chaosdocs.score.judging.lines import DUPLICATED
from chaosdocs.score.judging.part_files import _plain, _unplain

RECIPE = Recipe.model_validate(
    {
        "name": "parts",
        "seed": 4,
        "source": {"domain": "invoice", "count": 5},
        "render": [{"as": "csv", "system": "sap"}, {"as": "json", "system": "netsuite"}],
        "design": {"each": ["claims.contradiction", "gaps.left_out"], "severities": [3]},
    }
)


def inside(*words, code=0):
    done = CliRunner().invoke(cli, list(map(str, words)))
    assert done.exit_code == code, done.output
    return done.output


def files(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "report.html"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A corpus, two runs on it and the report of both; one run has odd lines."""
    folder = tmp_path_factory.mktemp("parts")
    cd.generate(RECIPE, folder / "corpus")
    for name in ("rules", "all_null"):
        inside(
            "run", folder / "corpus", "--reader", f"builtin:{name}", "-o", folder / f"{name}.jsonl"
        )
    lines = (folder / "rules.jsonl").read_text().splitlines()
    lines[0] = "not JSON"
    lines[1] = lines[1].replace('"answer": {', '"answer": {"x": 1, "x": 2, "lines": "none", ', 1)
    lines[2] = json.dumps({**json.loads(lines[2]), "answer": {"total": "\ud800", "lines": [{}, 7]}})
    lines[3] = json.dumps({**json.loads(lines[3]), "text": "a page", "answer": None})
    (folder / "rules.jsonl").write_text("\n".join(lines) + "\n")
    inside(*scoring(folder), "-o", folder / "report")
    return folder


def scoring(folder):
    answers = (folder / "rules.jsonl", folder / "all_null.jsonl")
    return ("score", folder / "corpus", *answers, "--resamples", "20")


@pytest.mark.parametrize("parts", [1, 3, 9])
def test_parts_come_together_to_the_same_bytes(made, tmp_path, parts):
    for number in range(1, parts + 1):
        inside(*scoring(made), "--part", f"{number}/{parts}", "-o", tmp_path / "parts")

    inside(*scoring(made), "--parts", tmp_path / "parts", "-o", tmp_path / "report")

    assert len(list((tmp_path / "parts").iterdir())) == 2 * parts
    assert files(tmp_path / "report") == files(made / "report")


def test_a_part_that_is_missing_damaged_or_of_another_run_is_told(made, tmp_path):
    parts = tmp_path / "parts"
    inside(*scoring(made), "--part", "1/2", "-o", parts)
    told = inside(*scoring(made), "--parts", parts, code=2)
    assert "part 2 of 2 is missing for the answers of rules" in told
    told = inside(*scoring(made), "--parts", parts, "--channel", "text", code=2)
    assert "no part is there" in told

    inside(*scoring(made), "--part", "2/2", "-o", parts)
    path = parts / "rules-2-of-2.jsonl"
    whole = path.read_text()
    for damage in (
        whole.replace('"entries"', '"enters"', 1),
        whole.replace('"truths": [0', '"truths": [9999', 1),
        whole[: len(whole) // 2],
        "[]\n",
        "{}\n",
    ):
        path.write_text(damage)
        told = inside(*scoring(made), "--parts", parts, code=2)
        assert "rules-2-of-2.jsonl:" in told
        assert "Traceback" not in told
    path.write_text("".join(whole.splitlines(keepends=True)[:-1]))
    assert "no part has case" in inside(*scoring(made), "--parts", parts, code=2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--part", "3/2", "-o", "x"), "is not of the form K/N"),
        (("--part", "1/99999999999", "-o", "x"), "at most 10,000 parts"),
        (("--part", "1/2"), "add -o FOLDER"),
    ],
)
def test_a_part_that_is_none_is_refused(made, words, says):
    assert says in inside(*scoring(made), *words, code=2)


def test_what_json_cannot_say_comes_back():
    odd = {"a": DUPLICATED, "$chaosdocs": [1, {"$chaosdocs": "duplicated"}], "p": [1e-300, 10**30]}

    again = _unplain(json.loads(json.dumps(_plain(odd))))

    assert again == odd
    assert math.isnan(_unplain(json.loads(json.dumps(_plain([math.nan]))))[0])
