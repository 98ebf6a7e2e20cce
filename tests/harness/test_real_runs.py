"""Each harness, installed and run for real against a model on loopback.

python -m pytest -m harness tests/harness/test_real_runs.py -k NAME [--harness-venvs DIR]
"""

import json
import math
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.harness.asking import question
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


def assert_cases(samples, told):
    """The harness shows the figures of every case."""
    assert set(samples) == set(told)
    for case, figures in told.items():
        for name in PER_CASE:
            assert math.isclose(figures[name], getattr(samples[case], name), abs_tol=1e-9), case


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
    assert_cases(samples, {x["id"]: x["scores"]["chaosdocs"]["value"] for x in told["samples"]})
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


@pytest.mark.parametrize("which", ["corpus", "hostile"])
def test_promptfoo(npm, venv, request, tmp_path, which):
    corpus, model = request.getfixturevalue(which), request.getfixturevalue("model")
    programs, python = npm("pf", "promptfoo"), venv("judge")
    export(corpus, "promptfoo", tmp_path / "out")
    public = tmp_path / "out" / "public"
    node = Path(shutil.which("node")).parent
    eval_ = [programs / "promptfoo", "eval", "-c", "promptfooconfig.yaml"]

    done = subprocess.run(
        [*eval_, "-o", "out.json", "--no-cache", "--no-progress-bar", "--no-table"],
        cwd=public,
        env={
            "PATH": f"{node}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PROMPTFOO_PYTHON": str(python),
            "OPENAI_BASE_URL": model.url,
            "SECRET": "hunter2",
            "PROMPTFOO_DISABLE_UPDATE": "1",
            "NO_PROXY": "127.0.0.1",
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )

    assert done.returncode in {0, 100}, done.stdout[-2000:] + done.stderr[-2000:]
    answers = imported("promptfoo", public / "out.json")
    samples, rows = truth_of(tmp_path / "out", answers)
    log = json.loads((public / "out.json").read_text())["results"]["results"]
    assert_cases(samples, {row["vars"]["case"]: row["namedScores"] for row in log})
    assert {row["vars"]["case"] for row in log if row["success"]} == {
        case for case, each in samples.items() if each.passed
    }
    assert_same_fields(corpus, answers, rows)


@pytest.mark.parametrize("which", ["corpus", "hostile"])
def test_lm_eval(venv, model, request, tmp_path, which):
    corpus = request.getfixturevalue(which)
    python = venv("lmeval", "lm-eval[api]", "datasets")
    export(corpus, "lm-eval", tmp_path / "out")
    public = tmp_path / "out" / "public"
    asked = f"model=m,base_url={model.url}/chat/completions,num_concurrent=1,tokenizer_backend=None"

    run = [python.parent / "lm-eval", "run", "--model", "local-chat-completions"]
    task = ["--model_args", asked, "--tasks", "chaosdocs_extract", "--include_path", "."]
    keep = ["--log_samples", "--output_path", tmp_path / "logs", "--apply_chat_template"]
    ran([*run, *task, *keep], public, OPENAI_API_KEY="none", HF_HUB_OFFLINE="1")

    answers = imported("lm-eval", tmp_path / "logs")
    samples, rows = truth_of(tmp_path / "out", answers)
    (log,) = (tmp_path / "logs").rglob("samples_*.jsonl")
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert_cases(samples, {row["doc"]["case"]: row for row in told})
    (results,) = (tmp_path / "logs").rglob("results_*.json")
    shown = json.loads(results.read_text())["results"]["chaosdocs_extract"]
    assert_means(samples, {name: shown[f"{name},none"] for name in PER_CASE})
    assert_same_fields(corpus, answers, rows)


READ_DATASETS = """
import datasets, hashlib, json, sys
out = {}
for stream in (False, True):
    rows = datasets.load_dataset(sys.argv[1], split="test", streaming=stream)
    for row in rows:
        files = [hashlib.sha256(f["bytes"]).hexdigest() for f in row["files"]]
        out.setdefault(row["case"], []).append([row["prompt"], json.loads(row["schema"]), files])
pdfs = datasets.load_dataset(sys.argv[1], "pdf", split="test").cast_column(
    "pdf", datasets.Pdf(decode=False)
)
json.dump({"rows": out, "pdfs": len(pdfs)}, open(sys.argv[2], "w"))
"""


def test_datasets(venv, corpus, tmp_path):
    python = venv("hfds", "datasets")
    export(corpus, "datasets", tmp_path / "out")

    ran(
        [python, "-c", READ_DATASETS, tmp_path / "out" / "public", tmp_path / "read.json"],
        tmp_path,
        HF_HUB_OFFLINE="1",
    )

    told = json.loads((tmp_path / "read.json").read_text())
    assert told["pdfs"] == 28
    for case in CorpusFolder(corpus).cases():
        one, streamed = told["rows"][case.case]
        assert one == streamed
        assert one == [
            question(case, "plain"),
            case.model_dump(mode="json", by_alias=True)["schema"],
            [file.sha256 for file in case.files],
        ]


READ_TARS = """
import hashlib, json, sys, webdataset
rows = webdataset.WebDataset(sys.argv[1], shardshuffle=False)
def both(row):
    return [hashlib.sha256(row["document"]).hexdigest(), json.loads(row["case.json"])["sha256"]]
out = {row["__key__"]: both(row) for row in rows}
json.dump(out, open(sys.argv[2], "w"))
"""


def test_webdataset(venv, sheets, tmp_path):
    python = venv("wds", "webdataset")
    export(sheets, "webdataset", tmp_path / "out")
    tar = tmp_path / "out" / "public" / "cases-00000.tar"

    ran([python, "-c", READ_TARS, tar, tmp_path / "read.json"], tmp_path)

    told = json.loads((tmp_path / "read.json").read_text())
    assert len(told) == 40
    assert all(found == said for found, said in told.values())
