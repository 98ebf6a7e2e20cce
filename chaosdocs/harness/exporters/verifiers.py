"""verifiers (Prime Intellect): prompts as messages, and a module that names taskset and harness.

Text and images alone: PDFs go as images of their pages, a case with another document is left out
and told. ``vf-eval`` uploads a run unless told ``--no-push``; the truth is in no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import json_rows, list_at, object_at
from chaosdocs.harness.public_half import Export

MODULE: Final = '''\
"""Made by `chaosdocs export --to verifiers`. Needs verifiers and chaosdocs."""

from pathlib import Path

from chaosdocs.harness.verifiers import ChaosConfig, ChaosTaskConfig, ChaosTaskset, OneCall

HERE = Path(__file__).resolve().parent
PROMPTS, PRIVATE = str(HERE / "prompts.jsonl"), str(HERE.parent / "private")
__all__ = ["Extract", "OneCall"]


class ExtractTaskConfig(ChaosTaskConfig):
    private: str = PRIVATE


class ExtractConfig(ChaosConfig):
    prompts: str = PROMPTS
    task: ExtractTaskConfig = ExtractTaskConfig()


class Extract(ChaosTaskset):
    config: ExtractConfig

    def __init__(self, config):
        given = config.model_dump()
        task = {**given["task"], "private": config.task.private or PRIVATE}
        prompts = config.prompts or PROMPTS
        super().__init__(ExtractConfig(**{**given, "prompts": prompts, "task": task}))
'''


def write(made: Export) -> None:
    """Write the prompts and the module."""
    made.lines("prompts.jsonl", _rows(made))
    made.text("chaosdocs_extract.py", MODULE)


def _rows(made: Export) -> Iterator[dict[str, Any]]:
    for case, shown in made.asked():
        yield {
            **made.about(case),
            "messages": made.as_messages(case, shown),
        }


def read(path: Path) -> Iterator[Said]:
    """Yield what a file ``traces.jsonl`` says.

    Raises:
        UserError: It is no such file.
    """
    for number, row in enumerate(json_rows(path), 1):
        traces = list_at(row, "traces") or [row]
        for trace in traces:
            data = object_at(trace, "task", "data") or object_at(row, "task", "data")
            if not data:
                raise UserError(
                    "not a line of traces: the task is missing", where=f"{path}:{number}"
                )
            if "case" not in data:
                continue
            errors = list_at(trace, "errors") or list_at(row, "errors")
            said = _last(trace)
            failed = _words(errors[-1]) if errors else ""
            silent = "" if said is not None else "the model said nothing"
            model = str(object_at(trace, "agent", "config").get("model") or "")
            yield Said(data, said, error=failed or silent, model=model)


def _last(trace: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Return what the assistant said last."""
    for node in reversed(list_at(trace, "nodes")):
        message = object_at(node, "message")
        if message.get("role") == "assistant":
            return message.get("content")
    return None


def _words(error: Any) -> str:  # noqa: ANN401 - JSON
    return str(object_at(error).get("message") or error)


EXPORTER: Final = Exporter(
    harness="verifiers 0.4.0",
    command="PYTHONPATH=. vf-eval chaosdocs_extract -m MODEL --client.base-url URL "
    "--env.agent.runtime.type subprocess --no-push --no-rich",
    write=write,
    read=read,
    takes=frozenset({"text", "image"}),
    pdfs=("images", "text"),
    logs=("traces.jsonl",),
)
