"""Each harness, installed and run for real against a model on loopback.

python -m pytest -m harness tests/harness/test_real_runs.py -k NAME [--harness-venvs DIR]
"""

import json
import math
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.harness.exporting import export
from chaosdocs.harness.judging import PER_CASE
from chaosdocs.score.run import score

pytestmark = pytest.mark.harness


def ran(command, cwd, **env):
    """Run a command with nothing of the outside but a search path and a home."""
    base = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(cwd), "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**base, **env},
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def imported(kind, *logs):
    """What the CLI makes of a log."""
    done = CliRunner().invoke(cli, ["import", kind, *map(str, logs), "-o", "answers.jsonl"])
    assert done.exit_code == 0, done.output
    return Path("answers.jsonl")


def truth_of(home, answers):
    """Every sample and field that `score` makes of an export's private half and answers."""
    result = score(home / "private", [answers], reference_readers=False, resamples=20)
    return {each.case: each for each in result.samples()}, list(result.rows)


def assert_means(samples, shown):
    """The harness shows the means of chaosdocs' own figures."""
    for name in PER_CASE:
        mine = sum(getattr(each, name) for each in samples.values()) / len(samples)
        assert math.isclose(mine, shown[name], abs_tol=1e-9), name


def assert_same_fields(corpus, answers, rows):
    """Every field is judged as if the answers had never been in a harness."""
    ids = {row.case for row in rows}
    result = score(corpus, [corpus.parent / "rules.jsonl"], nulls="merged", resamples=20)
    direct = [row for row in result.rows if row.case in ids]
    same = ("case", "path", "outcome", "error_type", "lure", "flagged")
    assert sorted(tuple(str(getattr(r, k)) for k in same) for r in rows) == sorted(
        tuple(str(getattr(r, k)) for k in same) for r in direct
    )


@pytest.mark.parametrize("how", ["exported", "entry_point"])
def test_inspect(venv, model, corpus, tmp_path, how):
    python = venv("inspect", "inspect-ai", "openai")
    export(corpus, "inspect", tmp_path / "out")
    task = ["task.py"] if how == "exported" else ["chaosdocs/extract", "-T", f"corpus={corpus}"]
    public = tmp_path / "out" / "public"

    ask = [python.parent / "inspect", "eval", *task, "--model", "openai-api/local/m"]
    keep = ["--log-format", "json", "--log-dir", tmp_path / "logs", "--display", "none"]
    ran([*ask, *keep], public, LOCAL_API_KEY="none", LOCAL_BASE_URL=model.url)

    (log,) = (tmp_path / "logs").glob("*.json")
    answers = imported("inspect", log)
    samples, rows = truth_of(tmp_path / "out", answers)
    told = json.loads(log.read_text())
    assert len(samples) == 50
    for each in told["samples"]:
        for name, value in each["scores"]["chaosdocs"]["value"].items():
            assert math.isclose(value, getattr(samples[each["id"]], name), abs_tol=1e-9)
    shown = {
        each["name"]: each["metrics"]["mean"]["value"]
        for each in told["results"]["scores"]
        if each["scorer"] == "chaosdocs"
    }
    assert_means(samples, shown)
    assert_same_fields(corpus, answers, rows)
    (card,) = (e for e in told["results"]["scores"] if e["scorer"] == "chaosdocs_card")
    result = score(tmp_path / "out" / "private", [answers], reference_readers=False)
    accuracy = result.summary.readers[0].card["accuracy"]
    assert "accuracy" in json.dumps(card["metrics"])
    assert str(accuracy.value)[:12] in json.dumps(card["metrics"])
