"""Inspect AI: ``dataset.jsonl`` with native samples, and ``task.py``.

Documents are parts of the message: texts as text, PDFs as documents (``--pdf images`` and ``text``
show them otherwise). Where the private half lies beside the public one, the task judges with
`chaosdocs.harness.inspect`; elsewhere it runs unjudged. Import takes ``.json`` logs (`inspect log
convert`), and ``.eval`` logs where inspect-ai is installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import amount, json_file, list_at, object_at
from chaosdocs.harness.public_half import Export

VERSION: Final = 2
"""Version of Inspect's log format that is read."""
TASK = '''"""Made by `chaosdocs export --to inspect`. Needs inspect-ai and chaosdocs."""

from pathlib import Path

from chaosdocs.harness.inspect import exported
from inspect_ai import Task, task


@task
def chaosdocs_extract() -> Task:
    return exported(Path(__file__).parent)
'''


def write(made: Export) -> None:
    """Write ``dataset.jsonl``, ``task.py`` and the files."""
    made.lines("dataset.jsonl", _rows(made))
    made.text("task.py", TASK)


def _rows(made: Export) -> Iterator[dict[str, Any]]:
    for case, shown in made.asked():
        content: list[dict[str, Any]] = [{"type": "text", "text": made.question(case)}]
        for number, part in enumerate(shown):
            if part.kind == "text":
                content.append({"type": "text", "text": part.text})
                continue
            path = made.placed(case, number, part)
            if part.kind == "image":
                content.append({"type": "image", "image": path})
            else:
                name = f"document{part.ending}"
                content.append(
                    {
                        "type": "document",
                        "document": path,
                        "mime_type": part.media_type,
                        "filename": name,
                    }
                )
        yield {
            "id": case.case,
            "input": [{"role": "user", "content": content}],
            "target": "",
            "metadata": made.about(case),
        }


def read(path: Path) -> Iterator[Said]:
    """Yield what a log says.

    Raises:
        UserError: It is no log, of another version, or an ``.eval`` that nothing here can open.
    """
    if path.suffix == ".eval":
        yield from _read_eval(path)
        return
    log = json_file(path)
    if not isinstance(log, dict) or "eval" not in log or "version" not in log:
        raise UserError("not a log of Inspect", where=str(path))
    if log["version"] != VERSION:
        raise UserError(
            f"a log of version {log['version']!r}; version {VERSION} is read", where=str(path)
        )
    model = str(object_at(log, "eval").get("model") or "")
    for sample in list_at(log, "samples"):
        yield from _said(sample, model)


def _read_eval(path: Path) -> Iterator[Said]:
    try:
        from inspect_ai.log import read_eval_log
    except ModuleNotFoundError as error:
        raise UserError(
            "inspect-ai is needed to open an .eval log, and is not installed here",
            where=str(path),
            hint="pip install inspect-ai, or convert it where it is: `inspect log convert --to "
            "json --output-dir OUT LOG`, and import the .json",
        ) from error
    try:
        log = read_eval_log(str(path), resolve_attachments=True)
    except Exception as error:
        raise UserError(f"Inspect cannot read it: {error}", where=str(path)) from error
    for sample in log.samples or []:
        yield from _said(json.loads(sample.model_dump_json()), log.eval.model)


def _said(sample: Any, model: str) -> Iterator[Said]:  # noqa: ANN401 - JSON
    about = object_at(sample, "metadata")
    if "case" not in about:
        return
    usage = list(object_at(sample, "model_usage").values())
    epoch = sample.get("epoch")
    error = object_at(sample, "error").get("message")
    said = _completion(sample)
    yield Said(
        about,
        said,
        error=str(error) if error else "" if said is not None else "the model said nothing",
        trial=epoch - 1 if type(epoch) is int and epoch > 0 else None,
        model=model,
        more={
            "latency_s": amount(sample.get("working_time")),
            "tokens_in": _tokens(usage, "input_tokens"),
            "tokens_out": _tokens(usage, "output_tokens"),
        },
    )


def _completion(sample: Any) -> Any:  # noqa: ANN401 - JSON
    for choice in list_at(sample, "output", "choices"):
        content = object_at(choice, "message").get("content")
        if isinstance(content, list):
            texts = [part.get("text") for part in content if isinstance(part, Mapping)]
            return "".join(text for text in texts if isinstance(text, str))
        return content
    return None


def _tokens(usage: list[Any], key: str) -> int | None:
    found = [each.get(key) for each in usage if isinstance(each, Mapping)]
    return sum(n for n in found if type(n) is int) or None


EXPORTER: Final = Exporter(
    harness="inspect-ai 0.3.285",
    command="inspect eval task.py --model MODEL",
    write=write,
    read=read,
    takes=frozenset({"text", "image", "file"}),
    pdfs=("file", "images", "text"),
    logs=("*.json", "*.eval"),
)
