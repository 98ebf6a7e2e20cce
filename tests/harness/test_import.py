"""Logs become answers: every good one whole, every bad one told and nothing written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.score.run import score

KINDS = sorted(name for name in EXPORTERS if EXPORTERS[name].read is not None)
ENDING = {"inspect": ".json", "promptfoo": ".json", "deepeval": ".json", "pydantic-evals": ".json"}


def imported(kind, *logs, options=(), code=0):
    """Return the lines that the command writes, and what it says."""
    out = Path("answers.jsonl")
    out.unlink(missing_ok=True)
    done = CliRunner().invoke(cli, ["import", kind, *map(str, logs), "-o", str(out), *options])
    assert done.exit_code == code, (done.output, done.exception)
    assert not isinstance(done.exception, Exception) or isinstance(done.exception, SystemExit)
    lines = out.read_text().splitlines() if out.exists() else []
    return [json.loads(line) for line in lines], done.output


def about(case, **more):
    return {"case": case, "corpus": "c" * 64, "form": "plain", "task": "extract", **more}


def inspect_log(entries, model="m"):
    samples = []
    for meta, said, error, trial in entries:
        samples.append(
            {
                "id": meta["case"],
                "epoch": trial + 1,
                "metadata": meta,
                "output": {"choices": [{"message": {"role": "assistant", "content": said}}]},
                "error": {"message": error} if error else None,
                "working_time": 0.5,
                "model_usage": {model: {"input_tokens": 10, "output_tokens": 5}},
            }
        )
    return json.dumps({"version": 2, "eval": {"model": model}, "samples": samples})


def jsonl_log(entries, model="m"):
    lines = []
    for meta, said, error, trial in entries:
        row = {"metadata": meta, "output": said, "trial": trial, "model": model, "latency_s": 0.5}
        lines.append(json.dumps({**row, "tokens_in": 10, "tokens_out": 5, "error": error}))
    return "\n".join(lines)


def promptfoo_log(entries, model="m"):
    rows = [
        {
            "vars": {"case": meta["case"]},
            "metadata": meta,
            "testCase": {"metadata": {**meta, "corpus": "[REDACTED]"}},
            "provider": {"id": "file://provider.mjs", "label": model},
            "response": {"output": said} if said is not None else {"error": error},
            "error": error or "an assertion failed",
            "latencyMs": 500,
            "cost": 0.001,
        }
        for meta, said, error, _ in entries
    ]
    return json.dumps({"results": {"version": 3, "results": rows}})


def lm_eval_log(entries, model=""):
    lines = []
    for meta, said, _, _ in entries:
        row = {"doc_id": 0, "doc": meta, "target": "", "filtered_resps": [said], "resps": [[said]]}
        lines.append(json.dumps(row))
    return "\n".join(lines)


def batch_log(entries, model="m"):
    lines = []
    for meta, said, error, trial in entries:
        name = f"{meta['case']}#{trial}#{meta['form']}#{meta['task']}"
        body = {"model": model, "choices": [{"message": {"content": said}}]}
        if error:
            body = {"model": model, "error": {"message": error}}
        reply = {"status_code": 429 if error else 200, "body": body}
        lines.append(json.dumps({"custom_id": name, "response": reply, "error": None}))
    return "\n".join(lines)


def deepeval_log(entries, model=""):
    rows = [
        {"name": meta["case"], "metadata": meta, "actualOutput": said, "completionTime": 0.5}
        for meta, said, _, _ in entries
    ]
    return json.dumps({"testCases": rows, "testPassed": 0})


def pydantic_evals_log(entries, model=""):
    cases = [
        {"name": meta["case"], "metadata": meta, "output": said, "task_duration": 0.5}
        for meta, said, error, _ in entries
        if not error
    ]
    failures = [
        {"name": meta["case"], "metadata": meta, "error_message": error}
        for meta, _, error, _ in entries
        if error
    ]
    return json.dumps({"name": "chaosdocs", "cases": cases, "failures": failures})


def verifiers_log(entries, model=""):
    lines = []
    for meta, said, error, _ in entries:
        nodes = [{"message": {"role": "user", "content": "?"}}]
        if said is not None:
            nodes.append({"message": {"role": "assistant", "content": said}})
        task = {"type": "ChaosTask", "data": meta}
        errors = [{"message": error}] if error else []
        trace = {"task": task, "nodes": nodes, "agent": {"config": {"model": model}}}
        lines.append(json.dumps({"task": task, "errors": errors, "traces": [trace]}))
    return "\n".join(lines)


LOGS = {
    "deepeval": deepeval_log,
    "pydantic-evals": pydantic_evals_log,
    "verifiers": verifiers_log,
    "inspect": inspect_log,
    "jsonl": jsonl_log,
    "promptfoo": promptfoo_log,
    "lm-eval": lm_eval_log,
    "openai-batch": batch_log,
}
NO_CORPUS = {"openai-batch"}
"""Logs that do not say which corpus they are of: the manifest beside them does."""
NO_WORDS = {"lm-eval", "deepeval"}
"""Logs that do not say why there is no answer."""
NO_MODEL = {"lm-eval", "deepeval", "pydantic-evals"}
"""Logs that do not say who answered."""


def written(kind, entries, name="log", **more):
    path = Path(f"{name}{ENDING.get(kind, '.jsonl')}")
    if kind == "lm-eval":
        path = Path(f"samples_{name}.jsonl")
    path.write_text(LOGS[kind](entries, **more))
    return path


def test_every_log_that_is_read_is_tried_here():
    assert LOGS.keys() | {"harbor"} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_answers_come_out_as_the_runner_would_have_written_them(kind, corpus):
    rows = [json.loads(x) for x in (corpus.parent / "rules.jsonl").read_text().splitlines()]
    digest = json.loads((corpus / "corpus.json").read_text())["digest"]
    entries = [
        (about(row["case"], corpus=digest), json.dumps(row["answer"]), None, 0) for row in rows
    ]

    lines, said = imported(kind, written(kind, entries))

    assert f"{len(rows)} answers, 0 errors" in said
    assert [line["case"] for line in lines] == [row["case"] for row in rows]
    assert all(line["nulls"] == "merged" for line in lines)
    assert kind in NO_CORPUS or all(line["corpus"] == digest for line in lines)
    mine = score(corpus, ["answers.jsonl"], reference_readers=False, resamples=20)
    direct = score(
        corpus,
        [corpus.parent / "rules.jsonl"],
        nulls="merged",
        reference_readers=False,
        resamples=20,
    )
    same = ("case", "path", "outcome", "error_type", "lure", "flagged", "weight")
    for one, two in zip(mine.rows, direct.rows, strict=True):
        assert all(getattr(one, key) == getattr(two, key) for key in same)


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_repetitions_are_trials_and_failures_are_errors(kind):
    entries = [
        (about("a"), "{}", None, 0),
        (about("a"), '{"x": 1}', None, 1),
        (about("b"), None, "too busy", 0),
    ]

    lines, said = imported(kind, written(kind, entries))

    assert [(x["case"], x["trial"], "error" in x) for x in lines] == [
        ("a", 0, False),
        ("a", 1, False),
        ("b", 0, True),
    ]
    assert ("the model said nothing" if kind in NO_WORDS else "too busy") in lines[2]["error"]
    assert "3 answers, 1 errors" in said


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_an_envelope_is_taken_apart_and_fixes_the_nulls(kind):
    said = '{"answer": {"x": null}, "abstain": {"/x": "torn"}}'

    lines, _ = imported(kind, written(kind, [(about("a", form="envelope"), said, None, 0)]))

    assert lines[0]["abstain"] == {"/x": "torn"}
    assert lines[0]["nulls"] == "split"


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_texts_of_parsers_come_out_as_texts(kind):
    lines, _ = imported(kind, written(kind, [(about("a", task="text"), "# Hi", None, 0)]))

    assert lines[0]["text"] == "# Hi"


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_two_logs_of_one_case_become_further_trials(kind):
    logs = [written(kind, [(about("a"), "{}", None, 0)], name=f"log{n}") for n in range(2)]

    lines, _ = imported(kind, *logs)

    assert [line["trial"] for line in lines] == [0, 1]


@pytest.mark.parametrize("kind", sorted(LOGS.keys() - NO_CORPUS))
def test_answers_of_two_corpora_are_refused(kind):
    entries = [(about("a"), "{}", None, 0), (about("b", corpus="d" * 64), "{}", None, 0)]

    lines, said = imported(kind, written(kind, entries), code=2)

    assert "answers to 2 corpora" in said
    assert not lines


@pytest.mark.parametrize("kind", sorted(LOGS.keys() - NO_MODEL))
def test_answers_of_two_models_are_refused_until_one_is_named(kind):
    logs = [
        written(kind, [(about("a"), "{}", None, 0)], name=model, model=model)
        for model in ("big", "small")
    ]

    assert "2 models answered: big, small" in imported(kind, *logs, code=2)[1]
    assert len(imported(kind, *logs, options=["--model", "big"])[0]) == 1
    assert "answered nothing" in imported(kind, *logs, options=["--model", "x"], code=2)[1]


@pytest.mark.parametrize("kind", sorted(LOGS))
def test_nothing_but_errors_ends_with_two(kind):
    lines, said = imported(kind, written(kind, [(about("a"), None, "down", 0)]), code=2)

    assert len(lines) == 1
    assert "nothing tested" in said


BAD = {
    "empty": b"",
    "blank": b"\n\n",
    "cut": b'{"samples": [{"metadata": {"case": "a"',
    "binary": b"\x80\x81PK\x03\x04\x00\xff",
    "deep": b"[" * 100_000,
    "foreign object": b'{"hello": "world"}\n',
    "foreign list": b"[1, 2, 3]\n",
    "a number": b"7\n",
    "nulls": b'{"samples": null, "results": null, "cases": null, "traces": null, "testCases": 1}\n',
    "wrong shapes": b'{"eval": 1, "version": 2, "samples": [7], "results": {"results": 3}, '
    b'"cases": {"a": 1}, "traces": "x", "testCases": [null], "doc": [], "metadata": 9}\n',
}


@pytest.mark.parametrize("bad", sorted(BAD))
@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_log_is_told_with_its_name_and_nothing_is_written(kind, bad):
    if kind == "harbor":
        path = Path("job/trial/result.json")
        path.parent.mkdir(parents=True)
    else:
        path = Path(f"bad{ENDING.get(kind, '.jsonl')}")
    path.write_bytes(BAD[bad])

    lines, said = imported(kind, "job" if kind == "harbor" else path, code=2)

    assert not lines
    assert "bad" in said or "job" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_that_is_not_there_is_told(kind):
    assert "no such file" in imported(kind, "nowhere.json", code=2)[1]
    Path("folder").mkdir()
    assert "folder" in imported(kind, "folder", code=2)[1]


def test_a_log_of_another_version_is_told():
    Path("log.json").write_text('{"version": 1, "eval": {}, "samples": []}')

    assert "a log of version 1; version 2 is read" in imported("inspect", "log.json", code=2)[1]


def test_an_eval_log_that_nothing_can_open_is_told_with_both_ways():
    Path("log.eval").write_bytes(b"PK\x03\x04")

    said = imported("inspect", "log.eval", code=2)[1]

    assert "inspect log convert" in said or "cannot read" in said


def test_keys_of_an_own_format_can_be_named():
    Path("own.jsonl").write_text('{"row": {"id": "a"}, "reply": {"text": "{}"}}\n')

    lines, _ = imported("jsonl", "own.jsonl", options=["--case", "row.id", "--said", "reply.text"])

    assert lines == [{"case": "a", "answer": {}, "nulls": "merged", "trial": 0}]
    assert (
        "no case under 'row.nr'"
        in imported("jsonl", "own.jsonl", options=["--case", "row.nr"], code=2)[1]
    )
    assert "only lines of JSON" in imported("inspect", "x", options=["--case", "a"], code=2)[1]


def test_the_cases_of_the_export_that_no_log_has_are_counted(corpus):
    done = CliRunner().invoke(
        cli, ["export", str(corpus), "--to", "jsonl", "-o", "out", "--sample", "3"]
    )
    assert done.exit_code == 0
    row = json.loads(Path("out/public/cases.jsonl").read_text().splitlines()[0])
    log = Path("out/public/said.jsonl")
    log.write_text(json.dumps({"metadata": row["metadata"], "output": "\ud800"}))

    _, said = imported("jsonl", log)

    assert "1 answers, 0 errors, 2 cases of the export missing" in said


def test_a_file_of_answers_is_not_overwritten():
    log = written("jsonl", [(about("a"), "{}", None, 0)])
    Path("there.jsonl").write_text("mine")

    done = CliRunner().invoke(cli, ["import", "jsonl", str(log), "-o", "there.jsonl"])

    assert done.exit_code == 2
    assert Path("there.jsonl").read_text() == "mine"


def trial(case, folder, *, answer=None, error=None):
    task = Path("tasks") / case
    task.mkdir(parents=True, exist_ok=True)
    meta = "".join(f"{key} = {json.dumps(value)}\n" for key, value in about(case).items())
    (task / "task.toml").write_text(f"[metadata]\n{meta}")
    home = Path("job") / folder
    (home / "verifier").mkdir(parents=True)
    row = {"task_name": f"chaosdocs/{case}", "trial_name": folder}
    row["config"] = {"task": {"path": str(task.resolve())}}
    row["exception_info"] = {"exception_message": error} if error else None
    (home / "result.json").write_text(json.dumps(row))
    if answer is not None:
        (home / "verifier" / "answer.json").write_text(answer)


def test_the_folder_of_a_job_of_harbor_is_read():
    trial("a", "a__1", answer="{}")
    trial("a", "a__2", answer='{"x": 1}')
    trial("b", "b__1", error="the box broke")
    trial("c", "c__1")
    (Path("job") / "result.json").write_text('{"n_total_trials": 4}')

    lines, said = imported("harbor", "job")

    assert "4 answers, 2 errors" in said
    assert [(x["case"], x["trial"], x.get("error")) for x in lines] == [
        ("a", 0, None),
        ("a", 1, None),
        ("b", 0, "the box broke"),
        ("c", 0, "the agent wrote no answer"),
    ]
    assert all(line["corpus"] == "c" * 64 for line in lines)
