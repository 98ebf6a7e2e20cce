"""DeepEval: ``goldens.json`` and a script that asks and judges.

``evaluate.py my_module:answer`` calls ``answer(prompt, path)``, which returns what the model says.
The prompt holds the document as text; ``path`` is the document itself. A case without text is left
out and told. The metrics are those of `chaosdocs.harness.deepeval`; they ask no model.
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
"""Made by `chaosdocs export --to deepeval`. Needs deepeval and chaosdocs.

python evaluate.py my_module:answer, where answer(prompt, path) returns what your model says.
"""

import importlib
import json
import sys
from pathlib import Path

from deepeval import evaluate
from deepeval.dataset import EvaluationDataset
from deepeval.evaluate.configs import AsyncConfig, CacheConfig, DisplayConfig
from deepeval.test_case import LLMTestCase

from chaosdocs.harness.deepeval import metrics

HERE = Path(__file__).resolve().parent
PRIVATE = HERE.parent / "private"

if __name__ == "__main__":
    dataset = EvaluationDataset()
    dataset.add_goldens_from_json_file(str(HERE / "goldens.json"))
    module, _, name = sys.argv[1].partition(":")
    sys.path.insert(0, ".")
    answer = getattr(importlib.import_module(module), name)
    cases = [
        LLMTestCase(
            name=golden.name,
            input=golden.input,
            actual_output=answer(golden.input, HERE / golden.source_file),
            metadata=golden.additional_metadata,
        )
        for golden in dataset.goldens
    ]
    form = json.loads((HERE / "chaosdocs-export.json").read_text(encoding="utf-8"))["form"]
    done = evaluate(
        cases,
        metrics(PRIVATE, form),
        async_config=AsyncConfig(run_async=False),
        cache_config=CacheConfig(write_cache=False),
        display_config=DisplayConfig(show_indicator=False, print_results=False),
    )
    told = {}
    for result in done.test_results:
        for each in result.metrics_data or []:
            told.setdefault(each.name, []).append(each.score)
    print(f"Means of {len(done.test_results)} cases:")
    for name, values in told.items():
        print(f"  {name:30} {sum(values) / len(values):7.3f}")
'''


def write(made: Export) -> None:
    """Write the goldens, the script and the documents."""
    goldens = list(_goldens(made))
    made.text("goldens.json", json.dumps(goldens, ensure_ascii=False, indent=1) + "\n")
    made.text("evaluate.py", SCRIPT)


def _goldens(made: Export) -> Iterator[dict[str, Any]]:
    for case, shown in made.asked():
        yield {
            "name": case.case,
            "input": made.as_text(case, shown),
            "source_file": made.copied(case)[0],
            "additional_metadata": made.about(case),
        }


def read(path: Path) -> Iterator[Said]:
    """Yield what the results of a run say.

    Raises:
        UserError: It is no such file.
    """
    log = json_file(path)
    if not list_at(log, "testCases"):
        raise UserError(
            "no test cases of DeepEval",
            where=str(path),
            hint="set DEEPEVAL_RESULTS_FOLDER, and name the file that appears there",
        )
    for row in list_at(log, "testCases"):
        about = object_at(row, "metadata") or object_at(row, "additionalMetadata")
        if "case" not in about:
            continue
        said = row.get("actualOutput")
        yield Said(
            about,
            said,
            error="" if said is not None else "the model said nothing",
            more={
                "latency_s": amount(row.get("completionTime")),
                "cost_usd": amount(row.get("tokenCost")),
            },
        )


EXPORTER: Final = Exporter(
    harness="deepeval 4.3.1",
    command="DEEPEVAL_TELEMETRY_OPT_OUT=1 DEEPEVAL_RESULTS_FOLDER=results "
    "python evaluate.py my_module:answer",
    write=write,
    read=read,
    takes=frozenset({"text"}),
    pdfs=("text",),
    logs=("*",),
)
