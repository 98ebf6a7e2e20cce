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
    (Path(cwd).parent / "printed.txt").write_text(done.stdout)
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


def assert_same_fields(corpus, rows, alike=frozenset()):
    """Every field is judged as if the answers had never been in a harness."""
    rows = [row for row in rows if row.case not in alike]
    ids = {row.case for row in rows}
    result = score(corpus, [corpus.parent / "rules.jsonl"], nulls="merged", resamples=20)
    direct = [row for row in result.rows if row.case in ids]
    same = ("case", "path", "outcome", "error_type", "lure", "flagged")
    assert sorted(tuple(str(getattr(r, k)) for k in same) for r in rows) == sorted(
        tuple(str(getattr(r, k)) for k in same) for r in direct
    )


@pytest.mark.parametrize("how", ["exported", "entry_point"])
def test_inspect(venv, model, corpus, cases, tmp_path, how):  # noqa: PLR0917
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
    assert len(samples) == cases
    assert_cases(samples, {x["id"]: x["scores"]["chaosdocs"]["value"] for x in told["samples"]})
    shown = {
        each["name"]: each["metrics"]["mean"]["value"]
        for each in told["results"]["scores"]
        if each["scorer"] == "chaosdocs"
    }
    assert_means(samples, shown)
    assert_same_fields(corpus, rows)
    (card,) = (e for e in told["results"]["scores"] if e["scorer"] == "chaosdocs_card")
    result = score(tmp_path / "out" / "private", [answers], reference_readers=False)
    accuracy = result.summary.readers[0].card["accuracy"]
    assert "accuracy" in json.dumps(card["metrics"])
    assert str(accuracy.value)[:12] in json.dumps(card["metrics"])


def test_inspect_runs_unjudged_and_repeats(venv, model, corpus, tmp_path):
    python = venv("inspect", "inspect-ai", "openai")
    export(corpus, "inspect", tmp_path / "out", sample=4)
    shutil.move(tmp_path / "out" / "private", tmp_path / "elsewhere")
    ask = [python.parent / "inspect", "eval", "task.py", "--model", "openai-api/local/m"]
    keep = ["--epochs", "2", "--log-dir", tmp_path / "logs", "--display", "none"]
    env = {"LOCAL_API_KEY": "none", "LOCAL_BASE_URL": model.url}
    ran([*ask, *keep], tmp_path / "out" / "public", **env)
    (log,) = (tmp_path / "logs").glob("*.eval")
    code = "from chaosdocs.cli import main; main()"

    ran([python, "-c", code, "import", "inspect", log, "-o", tmp_path / "answers.jsonl"], tmp_path)

    result = score(tmp_path / "elsewhere", [tmp_path / "answers.jsonl"], reference_readers=False)
    assert sorted((each.trial) for each in result.samples()) == [0] * 4 + [1] * 4
    assert_same_fields(corpus, [row for row in result.rows if row.trial == 1])


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
    assert_same_fields(corpus, rows)


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
    assert_same_fields(corpus, rows)


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
    asked = list(CorpusFolder(corpus).cases())
    pdfs = [c for c in asked if [f.media_type for f in c.files] == ["application/pdf"]]
    assert told["pdfs"] == len(pdfs) > 20
    for case in asked:
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


ANSWER = """
import base64, json, urllib.request

def asked(content):
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": content}]}).encode()
    request = urllib.request.Request(URL + "/chat/completions", body)
    reply = json.loads(urllib.request.urlopen(request).read())
    return reply["choices"][0]["message"]["content"]

def on_text(prompt, path):
    assert path.is_file()
    return asked(prompt)

def on_files(prompt, paths):
    content = [{"type": "text", "text": prompt}]
    for path in paths:
        if path.suffix == ".pdf":
            data = base64.b64encode(path.read_bytes()).decode()
            data = {"file_data": "data:application/pdf;base64," + data}
            content.append({"type": "file", "file": data})
        else:
            content.append({"type": "text", "text": path.read_bytes().decode("utf-8", "replace")})
    return asked(content)
"""


@pytest.mark.parametrize("which", ["corpus", "hostile"])
def test_deepeval(venv, model, request, tmp_path, which):
    corpus = request.getfixturevalue(which)
    python = venv("deepeval", "deepeval")
    export(corpus, "deepeval", tmp_path / "out")
    public = tmp_path / "out" / "public"
    (public / "my_module.py").write_text(f"URL = {model.url!r}\n{ANSWER}")

    ran(
        [python, "evaluate.py", "my_module:on_text"],
        public,
        DEEPEVAL_TELEMETRY_OPT_OUT="1",
        DEEPEVAL_RESULTS_FOLDER="results",
    )

    answers = imported("deepeval", public / "results")
    samples, rows = truth_of(tmp_path / "out", answers)
    (log,) = (public / "results").glob("*.json")
    told = {
        row["metadata"]["case"]: {
            each["name"].removeprefix("chaosdocs "): each["score"] for each in row["metricsData"]
        }
        for row in json.loads(log.read_text())["testCases"]
    }
    assert_cases(samples, told)
    assert_same_fields(corpus, rows)


def test_pydantic_evals(venv, model, corpus, tmp_path):
    python = venv("pydevals", "pydantic-evals", "pyyaml")
    export(corpus, "pydantic-evals", tmp_path / "out")
    public = tmp_path / "out" / "public"
    (public / "my_module.py").write_text(f"URL = {model.url!r}\n{ANSWER}")

    ran([python, "evaluate.py", "my_module:on_files", "report.json"], public)

    answers = imported("pydantic-evals", public / "report.json")
    samples, rows = truth_of(tmp_path / "out", answers)
    report = json.loads((public / "report.json").read_text())
    told = {
        row["metadata"]["case"]: {name: row["scores"][name]["value"] for name in PER_CASE}
        for row in report["cases"]
    }
    assert_cases(samples, told)
    assert_same_fields(corpus, rows)
    result = score(tmp_path / "out" / "private", [answers], reference_readers=False)
    card = result.summary.readers[0].card
    shown = {each["title"]: each["value"] for each in report["analyses"]}
    assert math.isclose(shown["accuracy"], card["accuracy"].value, abs_tol=1e-9)
    assert math.isclose(shown["accuracy_low"], card["accuracy"].low, abs_tol=1e-9)


def test_verifiers(venv, model, corpus, cases, tmp_path):
    python = venv("verifiers", "verifiers")
    export(corpus, "verifiers", tmp_path / "out")
    public = tmp_path / "out" / "public"

    command = [python.parent / "vf-eval", "chaosdocs_extract", "-m", "m"]
    how = ["--client.base-url", model.url, "--env.agent.runtime.type", "subprocess"]
    ran([*command, *how, "--no-push", "--no-rich"], public, PYTHONPATH=".", OPENAI_API_KEY="none")

    answers = imported("verifiers", public)
    samples, rows = truth_of(tmp_path / "out", answers)
    assert len(samples) == cases
    (log,) = public.rglob("traces.jsonl")
    traces = [t for line in log.read_text().splitlines() for t in json.loads(line)["traces"]]
    assert_cases(samples, {each["task"]["data"]["case"]: each["metrics"] for each in traces})
    for each in traces:
        worth = samples[each["task"]["data"]["case"]].utility_50
        assert math.isclose(each["rewards"]["worth"]["score"], worth, abs_tol=1e-9)
    assert_same_fields(corpus, rows, model.alike)


BOX = """
import asyncio, base64, json, os, re, shutil, urllib.request
from pathlib import Path
from harbor.agents.base import BaseAgent
from harbor.environments.base import BaseEnvironment, ExecResult
from harbor.environments.capabilities import EnvironmentCapabilities

class Folder(BaseEnvironment):
    # a box that is a folder: nothing of a task is run in it
    @staticmethod
    def type(): return "folder"
    @property
    def capabilities(self): return EnvironmentCapabilities()
    def _validate_definition(self): pass
    @property
    def root(self): return Path(os.environ["BOXES"]) / self.session_id
    def at(self, path): return self.root / str(path).lstrip("/")
    async def start(self, force_build):
        shutil.copytree(self.environment_dir / "files", self.at("/app"))
    async def stop(self, delete): pass
    async def exec(self, command, cwd=None, env=None, timeout_sec=None, user=None, **more):
        return ExecResult(stdout="", stderr="", return_code=0)
    async def upload_file(self, source_path, target_path):
        self.at(target_path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source_path, self.at(target_path))
    async def upload_dir(self, source_dir, target_dir):
        shutil.copytree(source_dir, self.at(target_dir), dirs_exist_ok=True)
    async def download_file(self, source_path, target_path):
        shutil.copy(self.at(source_path), target_path)
    async def download_dir(self, source_dir, target_dir):
        shutil.copytree(self.at(source_dir), target_dir, dirs_exist_ok=True)

class Asker(BaseAgent):
    @staticmethod
    def name(): return "asker"
    def version(self): return "1"
    async def setup(self, environment): pass
    async def run(self, instruction, environment, context):
        head, _, prompt = instruction.partition("\\n\\n")
        from my_module import on_files
        paths = [environment.at(p) for p in re.findall(r"/app/document[^,. ]*[.][a-z]+", head)]
        said = await asyncio.to_thread(on_files, prompt.rstrip("\\n"), paths)
        environment.at("/app/answer.json").write_text(said)
"""


def new_python():
    """A Python that Harbor takes: 3.12 or newer. A program of that name may be an empty shell."""
    for minor in (12, 13, 14):
        found = shutil.which(f"python3.{minor}")
        if found and not subprocess.run([found, "-V"], check=False, capture_output=True).returncode:
            return found
    pytest.skip("Harbor needs Python 3.12 or newer on the search path")


def test_harbor(venv, model, corpus, tmp_path):
    python = venv("harbor", "harbor", python=new_python())
    export(corpus, "harbor", tmp_path / "out", sample=8)
    public = tmp_path / "out" / "public"
    (public / "my_module.py").write_text(f"URL = {model.url!r}\n{ANSWER}")
    (public / "box.py").write_text(BOX)

    run = [python.parent / "harbor", "run", "-p", "tasks", "-a", "box:Asker", "-e", "box:Folder"]
    judge = ["--verifier", "chaosdocs.harness.harbor:Judge"]
    truth = ["--verifier-kwarg", f"private={tmp_path / 'out' / 'private'}"]
    ran(
        [*run, *judge, *truth, "-o", tmp_path / "jobs"],
        public,
        PYTHONPATH=".",
        BOXES=str(tmp_path / "boxes"),
        HARBOR_TELEMETRY="0",
    )

    answers = imported("harbor", tmp_path / "jobs")
    samples, rows = truth_of(tmp_path / "out", answers)
    told = {}
    for path in (tmp_path / "jobs").rglob("result.json"):
        row = json.loads(path.read_text())
        if "trial_name" in row:
            told[row["task_name"].rpartition("/")[2]] = row["verifier_result"]["rewards"]
    assert len(told) == 8
    assert_cases(samples, told)
    assert_same_fields(corpus, rows)
