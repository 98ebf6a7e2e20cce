"""OpenAI batches: files of requests, half the price and no rate limits.

Each line is the request that `chaosdocs run --reader openai:` would send. A file holds at most
50,000 requests and 190 MB. Put the name of your model in place of ``MODEL``, upload the files, and
import the output and error files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import encode_line, inside
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import json_rows, list_at, object_at
from chaosdocs.harness.public_half import Export
from chaosdocs.readers.asking import chat_request
from chaosdocs.readers.settings import Confidence, ModelSettings

MOST_LINES: Final = 50_000
MOST_BYTES: Final = 190_000_000
MODEL: Final = "MODEL"


def write(made: Export) -> None:
    """Write ``batch-00000.jsonl`` and so on."""
    held: list[bytes] = []
    number = size = 0
    for case, _ in made.asked():
        line = encode_line(_request(made, case))
        if held and (len(held) == MOST_LINES or size + len(line) > MOST_BYTES):
            made.data(f"batch-{number:05}.jsonl", b"".join(held))
            held, number, size = [], number + 1, 0
        held.append(line)
        size += len(line)
    if held:
        made.data(f"batch-{number:05}.jsonl", b"".join(held))


def _request(made: Export, case: Case) -> dict[str, Any]:
    files = {file.path: inside(made.source.folder, file.path) for file in case.files}
    sure: Confidence = "verbal" if made.verbal else "none"
    settings = ModelSettings(form=made.form, confidence=sure, pdf=made.pdf)
    return {
        "custom_id": f"{case.case}#0#{made.form}#{case.task}",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": MODEL, **chat_request(case, files, settings)},
    }


def read(path: Path) -> Iterator[Said]:
    """Yield what an output or error file of a batch says.

    Raises:
        UserError: It is no such file.
    """
    for number, row in enumerate(json_rows(path), 1):
        case, _, rest = str(row.get("custom_id", "")).partition("#")
        trial, _, rest = rest.partition("#")
        form, _, task = rest.partition("#")
        if not (case and trial.isdigit() and form and task):
            raise UserError(
                "not a line of a batch: `custom_id` is not one of an export",
                where=f"{path}:{number}",
            )
        about = {"case": case, "form": form, "task": task}
        reply = object_at(row, "response", "body")
        yield Said(
            about,
            said := _said(reply),
            error=_error(row) or ("" if said is not None else "the model said nothing"),
            trial=int(trial),
            model=str(reply.get("model") or ""),
            more={
                "tokens_in": _count(object_at(reply, "usage").get("prompt_tokens")),
                "tokens_out": _count(object_at(reply, "usage").get("completion_tokens")),
            },
        )


def _said(reply: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    choices = list_at(reply, "choices")
    return object_at(choices[0], "message").get("content") if choices else None


def _error(row: Mapping[str, Any]) -> str:
    told = object_at(row, "error") or object_at(row, "response", "body", "error")
    return str(told.get("message") or told.get("code") or "") if told else ""


def _count(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


EXPORTER: Final = Exporter(
    harness="openai-batch /v1/chat/completions",
    command='sed -i \'s/"model": "MODEL"/"model": "gpt-5"/\' batch-*.jsonl',
    write=write,
    read=read,
    takes=frozenset({"text", "image", "file"}),
    pdfs=("images", "file", "text"),
)
