"""lm-evaluation-harness: a task folder with YAML, functions, and the documents as text.

Text alone: a case whose document holds none, such as a scan, is left out and told. The task sets
the length of answers and stops at nothing: by default the harness stops at a blank line and after
256 tokens, which cuts JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.judging import PER_CASE
from chaosdocs.harness.logs import json_rows, object_at
from chaosdocs.harness.public_half import Export
from chaosdocs.score.metrics.registry import metric

UTILS: Final = '''\
"""Made by `chaosdocs export --to lm-eval`. Needs lm-eval and chaosdocs."""

import json
import math
from functools import cache
from pathlib import Path

import datasets

from chaosdocs.harness.judging import PER_CASE, CaseJudge

HERE = Path(__file__).parent
PRIVATE = HERE.parent / "private"


def load(**_):
    """Read the lines as they are: the JSON loader of `datasets` guesses types."""
    rows = [json.loads(line) for line in (HERE / "docs.jsonl").open(encoding="utf-8")]
    texts = datasets.Features({key: datasets.Value("string") for key in rows[0]})
    return {"test": datasets.Dataset.from_list(rows, features=texts)}


def prompt(doc):
    return doc["prompt"]


def target(doc):
    return ""


@cache
def judge(form):
    return CaseJudge(PRIVATE, form)


def judged(doc, results):
    """The figures of one case; not a number where the truth is not here."""
    if not PRIVATE.is_dir():
        return dict.fromkeys(PER_CASE, math.nan)
    return judge(doc["form"])(doc["case"], results[0]).shares
'''
TASK: Final = """\
# Made by `chaosdocs export --to lm-eval`.
task: chaosdocs_extract
custom_dataset: !function utils.load
test_split: test
output_type: generate_until
doc_to_text: !function utils.prompt
doc_to_target: !function utils.target
process_results: !function utils.judged
num_fewshot: 0
generation_kwargs:
  until: []
  max_gen_toks: 8192
  do_sample: false
  temperature: 0
metric_list:
{metrics}metadata:
  version: 1
  corpus: {corpus}
"""
METRIC: Final = """\
  - metric: {name}
    aggregation: mean
    higher_is_better: {better}
"""


def write(made: Export) -> None:
    """Write the task, its functions and its lines."""
    made.lines("docs.jsonl", _rows(made))
    metrics = "".join(
        METRIC.format(name=name, better=str(metric(name).better == "higher").lower())
        for name in PER_CASE
    )
    digest = made.source.about.digest
    made.text("chaosdocs_extract.yaml", TASK.format(metrics=metrics, corpus=digest))
    made.text("utils.py", UTILS)


def _rows(made: Export) -> Iterator[dict[str, Any]]:
    for case, shown in made.asked():
        yield {**made.about(case), "prompt": made.as_text(case, shown)}


def read(path: Path) -> Iterator[Said]:
    """Yield what a file ``samples_*.jsonl`` says.

    Raises:
        UserError: It is no such file.
    """
    for number, row in enumerate(json_rows(path), 1):
        if not isinstance(row.get("doc"), Mapping):
            raise UserError(
                "not a sample of lm-eval: `doc` is missing",
                where=f"{path}:{number}",
                hint="run it with --log_samples, and name samples_*.jsonl",
            )
        about = object_at(row, "doc")
        said = row.get("filtered_resps") or row.get("resps")
        while isinstance(said, list):
            said = said[0] if said else None
        if "case" in about:
            yield Said(about, said, error="" if said is not None else "the model said nothing")


EXPORTER: Final = Exporter(
    harness="lm-eval 0.4.13",
    command="lm-eval run --model MODEL --tasks chaosdocs_extract --include_path . --log_samples "
    "--output_path out --apply_chat_template",
    write=write,
    read=read,
    takes=frozenset({"text"}),
    pdfs=("text",),
    logs=("samples_*.jsonl",),
)
