"""Anything else: a line of JSON for each case, as Braintrust, Langfuse, MLflow and Phoenix take it.

``cases.jsonl`` holds ``id``, ``input`` (prompt and files), ``expected`` (null: the truth is not
here) and ``metadata``; the documents lie in ``files/``. With ``--pdf text`` the prompt holds all.

Import takes any line that names its case, on top or under metadata, tags, inputs, doc or vars, and
what was said under said, output, response, completion, actual_output or answer. ``--case`` and
``--said`` name other keys, with dots: ``--case meta.id``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import MORE, amount, json_rows
from chaosdocs.harness.public_half import Export

SAID: Final = ("said", "output", "response", "completion", "actual_output", "answer")
META: Final = ("metadata", "tags", "inputs", "input", "vars", "doc")


def write(made: Export) -> None:
    """Write ``cases.jsonl`` and the documents."""
    made.lines("cases.jsonl", _rows(made))


def _rows(made: Export) -> Iterator[dict[str, Any]]:
    if made.pdf == "text":
        for case, shown in made.asked():
            whole: dict[str, Any] = {
                "prompt": made.as_text(case, shown),
                "files": [],
            }
            yield _row(case.case, whole, made.about(case))
        return
    for case in made.cases():
        made.copied(case)
        files = [
            {"path": file.path, "media_type": file.media_type, "sha256": file.sha256}
            for file in case.files
        ]
        whole = {"prompt": made.question(case), "files": files}
        yield _row(case.case, whole, made.about(case))


def _row(case: str, whole: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": case, "input": whole, "expected": None, "metadata": about}


def read(path: Path, case: str | None = None, said: str | None = None) -> Iterator[Said]:
    """Yield what the lines of a file say.

    Args:
        path: The file.
        case: Dotted key of the case.
        said: Dotted key of what was said.

    Raises:
        UserError: The file is not lines of JSON, or no line has the key.
    """
    for number, row in enumerate(json_rows(path), 1):
        about = _about(row) if case is None else {**_about(row), "case": _at(row, case)}
        if not isinstance(about.get("case"), str):
            if case is None:
                continue
            raise UserError(f"no case under {case!r}", where=f"{path}:{number}")
        keys = (said,) if said is not None else SAID
        told = next((value for key in keys if (value := _at(row, key)) is not None), None)
        trial = row.get("trial")
        yield Said(
            about,
            told,
            error=str(row["error"]) if row.get("error") else "",
            trial=trial if type(trial) is int and trial >= 0 else None,
            model=str(row.get("model") or ""),
            more={key: amount(row.get(key)) for key in MORE},
        )


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the holder of the case: the line, or an object in it."""
    for holder in (row, *(row.get(key) for key in META)):
        if isinstance(holder, Mapping) and isinstance(holder.get("case"), str):
            return dict(holder)
    return {}


def _at(row: Any, dotted: str) -> Any:  # noqa: ANN401 - JSON
    for key in dotted.split("."):
        row = row.get(key) if isinstance(row, Mapping) else None
    return row


EXPORTER: Final = Exporter(
    harness="jsonl",
    command="chaosdocs import jsonl ANSWERS.jsonl -o answers.jsonl",
    write=write,
    read=read,
    takes=frozenset({"text"}),
    pdfs=("file", "text"),
)
