"""pydantic-evals: ``dataset.json`` and a script that asks and judges.

``evaluate.py my_module:answer report.json`` calls ``answer(prompt, paths)``, which returns what the
model says. The documents are files. Evaluators are those of `chaosdocs.harness.pydantic_evals`: the
seven figures of each case, and the headline of the whole run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import amount, json_file, list_at, object_at
from chaosdocs.harness.public_half import Export

SCRIPT: Final = '''\
"""Made by `chaosdocs export --to pydantic-evals`. Needs pydantic-evals and chaosdocs.

python evaluate.py my_module:answer report.json, where answer(prompt, paths) returns what your model
says.
"""

import importlib
import sys
from pathlib import Path

from pydantic_core import to_json
from pydantic_evals import Dataset

from chaosdocs.harness.judging import PER_CASE
from chaosdocs.harness.pydantic_evals import ChaosDocs, Headline

HERE = Path(__file__).resolve().parent


def dataset():
    """The cases with their evaluators, which look for the truth beside this folder."""
    made = Dataset[dict, object, dict].from_file(
        HERE / "dataset.json",
        custom_evaluator_types=[ChaosDocs],
        custom_report_evaluator_types=[Headline],
    )
    for each in (*made.evaluators, *made.report_evaluators):
        each.private = str(HERE.parent / each.private)
    return made


if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    sys.path.insert(0, ".")
    answer = getattr(importlib.import_module(module), name)

    def extract(inputs: dict):
        return answer(inputs["prompt"], [HERE / path for path in inputs["files"]])

    report = dataset().evaluate_sync(extract, name="chaosdocs", progress=False)
    Path(sys.argv[2]).write_bytes(to_json(report, indent=1))
    print(f"Means of {len(report.cases)} cases:")
    for name, value in report.averages().scores.items():
        print(f"  {name:20} {value:7.3f}")
    told = {each.title: each.value for each in report.analyses}
    print("The headline, of the fields that the damage touched, with 95 % intervals:")
    for name in PER_CASE:
        if name in told:
            low, high = told[f"{name}_low"], told[f"{name}_high"]
            print(f"  {name:20} {told[name]:7.3f}  {low:.3f} to {high:.3f}")
'''


def write(made: Export) -> None:
    """Write the dataset, the script and the documents."""
    how = {"private": "private", "form": made.form}
    whole = {
        "name": made.source.about.name,
        "cases": list(_cases(made)),
        "evaluators": [{"ChaosDocs": how}],
        "report_evaluators": [{"Headline": how}],
    }
    made.text("dataset.json", json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    made.text("evaluate.py", SCRIPT)


def _cases(made: Export) -> Iterator[dict[str, Any]]:
    for case in made.cases():
        yield {
            "name": case.case,
            "inputs": {
                "prompt": made.question(case),
                "files": made.copied(case),
            },
            "metadata": made.about(case),
        }


def read(path: Path) -> Iterator[Said]:
    """Yield what a report says.

    Raises:
        UserError: It is no report.
    """
    report = json_file(path)
    cases, failures = list_at(report, "cases"), list_at(report, "failures")
    if not (cases or failures):
        raise UserError(
            "no report of pydantic-evals",
            where=str(path),
            hint="write it with pydantic_core.to_json(report)",
        )
    for row in cases:
        about = object_at(row, "metadata")
        if "case" in about:
            said = row.get("output")
            silent = "" if said is not None else "the model said nothing"
            seconds = amount(row.get("task_duration"))
            yield Said(about, said, error=silent, more={"latency_s": seconds})
    for row in failures:
        about = object_at(row, "metadata")
        if "case" in about:
            yield Said(about, None, error=str(row.get("error_message") or "the task failed"))


EXPORTER: Final = Exporter(
    harness="pydantic-evals 2.62.0",
    command="python evaluate.py my_module:answer report.json",
    write=write,
    read=read,
    logs=("*.json",),
)
